#include "tests/vault/stand.h"

#include <gtest/gtest.h>

#include "storage/vault/audit.h"
#include "storage/vault/tables.h"
#include "storage/vault/verify.h"

namespace rapport::vault::test {

namespace {

void add_table(Connection& database, const Table& table, Stand& out)
{
    std::int64_t rows = 0;
    ByteWriter values;
    const Status read = each_row(database, table, [&](const Row& row) {
        for (int column = 0; column < row.columns(); ++column)
            write_value(values, row.value(column));
        ++rows;
        return true;
    });
    EXPECT_TRUE(read.ok());
    out.rows.emplace_back(table.file + "." + table.name, rows);
    out.values += values.bytes();
}

} // namespace

Stand stand_of(const Clinic& clinic)
{
    Core core = clinic.core();
    EXPECT_TRUE(check_chain(core, 1).ok());
    const auto whole = check_all(core);
    EXPECT_TRUE(whole.ok()) << whole.error().detail;
    Stand out;
    for (const char* const file : {"main", "identity"}) {
        const auto tables = tables_of(core.database, file);
        EXPECT_TRUE(tables.ok());
        for (const Table& table : *tables)
            if (table.name.find("audit") == std::string::npos && table.name.find("tally") == std::string::npos)
                add_table(core.database, table, out);
    }
    return out;
}

} // namespace rapport::vault::test
