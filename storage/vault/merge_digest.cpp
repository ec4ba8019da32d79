#include <algorithm>
#include <array>

#include "storage/vault/merge_rules.h"
#include "storage/vault/tables.h"

namespace rapport::vault {

namespace {

constexpr std::array<std::string_view, 4> of_the_audit = {"audit", "audit_ratchet", "earlier_audit", "tally"};

bool left_out(const std::string& table, const std::string& column)
{
    return (column == "mac" && (table == "administration" || table == "score")) ||
           (column == "key" && table == "session");
}

/// Whose the files are, who has keys to them, and the keys.
bool of_the_keys(const std::string& name)
{
    return name == "vault" || name == "proof_keys" || name == "session_keys_covered" || name == "user_act" ||
           name == "hub_key" || name.starts_with("user:") || name.starts_with("inbox_key:");
}

} // namespace

Result<crypto::Hash> contents_digest(Core& core)
{
    crypto::Hash digest{};
    for (const char* const file : {"main", "identity"}) {
        auto tables = tables_of(core.database, file);
        if (!tables) return tables.error();
        for (Table& table : *tables) {
            if (std::ranges::find(of_the_audit, table.name) != of_the_audit.end()) continue;
            std::erase_if(table.columns, [&](const std::string& column) { return left_out(table.name, column); });
            // The same order whatever the columns: by the key, which no table lacks.
            const Status read = each_row(core.database, table, [&](const Row& row) {
                if (table.name == "setting" && of_the_keys(row.text(0))) return true;
                ByteWriter bytes;
                bytes.raw(digest).text(file).text(table.name);
                for (int column = 0; column < row.columns(); ++column)
                    write_value(bytes, row.value(column));
                digest = crypto::keyed_hash(core.row_key, bytes.bytes());
                return true;
            });
            if (!read) return read.error();
        }
    }
    return digest;
}

} // namespace rapport::vault
