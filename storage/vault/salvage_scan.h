#pragma once

#include <optional>
#include <set>
#include <vector>

#include "storage/vault/sqlite.h"

namespace rapport::vault {

/// One value of a row, kept.
struct KeptValue {
    Value::Kind kind = Value::Kind::null;
    std::int64_t integer = 0;
    double real = 0;
    sealed::Bytes bytes;
    [[nodiscard]] Value value() const;
};
using KeptRow = std::vector<KeptValue>;

/// A table of a damaged database, as far as it can be read: from both ends up to a bad page, then by halves of the
/// key's range, until every row is read that no bad page holds. The key's first column is an id, a hash or a whole
/// number.
class DamagedFile {
public:
    DamagedFile(std::string path, const sealed::Secret& key) : path_(std::move(path)), key_(key) {}

    struct Rows {
        std::vector<std::string> columns;
        std::vector<KeptRow> rows;
        bool whole = false; ///< nothing was in the way
    };
    /// Nothing at all when the table's own description cannot be read.
    [[nodiscard]] Rows read(std::string_view table);

private:
    struct Scan;
    [[nodiscard]] Connection* open();
    std::string path_;
    const sealed::Secret& key_;
    std::optional<Connection> database_; ///< SQLCipher keeps to an error once met, so then a new one
};

} // namespace rapport::vault
