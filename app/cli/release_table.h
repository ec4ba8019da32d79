#pragma once

#include <string>

#include "storage/release/release.h"
#include "storage/vault/vault.h"

namespace rapport::cli {

/// A table asked for on the command line. `out` empty: it is only shown, and nothing leaves.
struct TableOrder {
    release::Policy policy;
    release::TableWish wish;
    std::string out;
    bool as_json = false;
};

/// The table on standard output, as statistics.csv or as JSON; with a folder, it is released into it. Gives the exit
/// code.
[[nodiscard]] int release_table(vault::Vault& vault, const TableOrder& order);

/// How a reason is named in JSON: "too_few", "each_side", "small_part", "earlier", "as_released"; empty: shown.
[[nodiscard]] std::string_view word(release::Why why);

} // namespace rapport::cli
