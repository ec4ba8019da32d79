#include "storage/vault/tables.h"

namespace rapport::vault {

Result<std::vector<Table>> tables_of(Connection& database, const std::string& file)
{
    std::vector<Table> tables;
    const Status listed = database.each("SELECT name FROM " + file +
                                            ".sqlite_schema WHERE type = 'table' AND name NOT GLOB 'sqlite_*' "
                                            "ORDER BY name",
                                        {}, [&](const Row& row) {
                                            tables.push_back({file, row.text(0), {}});
                                            return true;
                                        });
    if (!listed) return listed.error();
    for (Table& table : tables) {
        const Status read =
            database.each("PRAGMA " + file + ".table_info(" + table.name + ")", {}, [&](const Row& row) {
                table.columns.push_back(row.text(1));
                return true;
            });
        if (!read) return read.error();
    }
    return tables;
}

Status each_row(Connection& database, const Table& table, const Connection::EachRow& take)
{
    std::string columns;
    for (const std::string& column : table.columns)
        columns += (columns.empty() ? "" : ", ") + column;
    // No ORDER BY: the table itself is the only index that has every column, and it lies in its key's order.
    return database.each("SELECT " + columns + " FROM " + table.file + "." + table.name + " NOT INDEXED", {}, take);
}

void write_value(ByteWriter& out, const Value& value)
{
    out.number(static_cast<std::uint8_t>(value.kind()));
    switch (value.kind()) {
    case Value::Kind::integer:
        out.number(value.integer());
        break;
    case Value::Kind::real:
        out.real(value.real());
        break;
    case Value::Kind::text:
    case Value::Kind::blob:
        out.text(value.bytes());
        break;
    case Value::Kind::null:
        break;
    }
}

Result<Contents> contents_of(Connection& database, const sealed::Secret& key)
{
    Contents out;
    for (const char* const file : {"main", "identity"}) {
        const auto tables = tables_of(database, file);
        if (!tables) return tables.error();
        for (const Table& table : *tables) {
            std::int64_t rows = 0;
            const Status read = each_row(database, table, [&](const Row& row) {
                ByteWriter bytes;
                bytes.raw(out.digest).text(file).text(table.name);
                for (int column = 0; column < row.columns(); ++column)
                    write_value(bytes, row.value(column));
                out.digest = crypto::keyed_hash(key, bytes.bytes());
                ++rows;
                return true;
            });
            if (!read) return read.error();
            out.rows.emplace_back(std::string(file) + "." + table.name, rows);
        }
    }
    return out;
}

} // namespace rapport::vault
