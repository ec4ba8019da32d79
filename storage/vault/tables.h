#pragma once

#include <vector>

#include "storage/vault/bytes.h"
#include "storage/vault/crypto.h"
#include "storage/vault/sqlite.h"

/// The tables of an open vault as tables: for what treats all of them alike.
namespace rapport::vault {

struct Table {
    std::string file; ///< "main" or "identity"
    std::string name;
    std::vector<std::string> columns;
};

/// By name; SQLite's own are left out.
[[nodiscard]] Result<std::vector<Table>> tables_of(Connection& database, const std::string& file);

/// Every row, all columns, in the order of the primary key.
[[nodiscard]] Status each_row(Connection& database, const Table& table, const Connection::EachRow& take);

/// Kind and content, so that no two different values give the same bytes.
void write_value(ByteWriter& out, const Value& value);

/// What stands in both files, as numbers that two copies of one vault have in common.
struct Contents {
    std::vector<std::pair<std::string, std::int64_t>> rows; ///< by table
    crypto::Hash digest{};                                  ///< keyed, over every value of every row
    friend bool operator==(const Contents&, const Contents&) = default;
};
[[nodiscard]] Result<Contents> contents_of(Connection& database, const sealed::Secret& key);

} // namespace rapport::vault
