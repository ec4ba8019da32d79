#include <array>

#include "storage/vault/bytes.h"
#include "storage/vault/crypto.h"
#include "storage/vault/faults.h"
#include "storage/vault/rotation.h"

namespace rapport::vault {

namespace {

/// Tables whose cells may be keys, which stay in locked memory while they are looked at.
constexpr std::array holding_keys = {std::string_view("session"), std::string_view("setting"),
                                     std::string_view("audit_ratchet"), std::string_view("tally")};

/// Rolls rows into one hash, each bound to the one before it.
class Digest {
public:
    void add(const sealed::Bytes& bytes)
    {
        ByteWriter out;
        value_ = crypto::hash(out.raw(value_).text(bytes).bytes());
    }
    void add(const sealed::Secret& secret)
    {
        sealed::Secret both = sealed::Secret::copy_of({reinterpret_cast<const char*>(value_.data()), value_.size()});
        both.append(secret.view());
        value_ = crypto::hash(both.view());
    }
    [[nodiscard]] const crypto::Hash& value() const { return value_; }

private:
    crypto::Hash value_{};
};

struct Table {
    std::string name;
    std::string sql;
    bool operator==(const Table&) const = default;
};

/// Every table, index and trigger of a file, by kind and name.
Result<std::vector<Table>> objects(Connection& database, const std::string& file)
{
    std::vector<Table> out;
    const Status read = database.each("SELECT type || ' ' || name, sql FROM " + file +
                                          ".sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name",
                                      {}, [&](const Row& row) {
                                          out.push_back({row.text(0), row.text(1)});
                                          return true;
                                      });
    if (!read) return read.error();
    return out;
}

Result<crypto::Hash> contents(Connection& database, const std::string& file, const std::string& table)
{
    const auto columns = database.count("SELECT count(*) FROM pragma_table_info(?1, ?2)", {table, file});
    if (!columns) return columns.error();
    const bool keys = std::ranges::find(holding_keys, table) != holding_keys.end();
    Digest digest;
    const Status read = database.each("SELECT * FROM " + file + "." + table, {}, [&](const Row& row) {
        for (int column = 0; column < static_cast<int>(*columns); ++column) {
            // A number by its bits before its text is asked for, which would round it.
            digest.add(ByteWriter().number(std::uint8_t{row.is_null(column)}).real(row.real(column)).bytes());
            if (keys)
                digest.add(row.secret(column));
            else
                digest.add(row.blob(column));
        }
        return true;
    });
    if (!read) return read.error();
    return digest.value();
}

} // namespace

Status same_contents(Connection& left, Connection& right)
{
    constexpr std::string_view table = "table ";
    for (const std::string file : {"main", "identity"}) {
        const auto wanted = objects(left, file);
        if (!wanted) return wanted.error();
        const auto found = objects(right, file);
        if (!found) return found.error();
        if (*wanted != *found) return Error{fault::vault_damaged, "schema of the copy"};
        for (const Table& object : *wanted) {
            if (!object.name.starts_with(table)) continue;
            const std::string name = object.name.substr(table.size());
            const auto before = contents(left, file, name);
            if (!before) return before.error();
            const auto after = contents(right, file, name);
            if (!after) return after.error();
            if (*before != *after) return Error{fault::vault_damaged, "copy of " + name};
        }
    }
    return {};
}

} // namespace rapport::vault
