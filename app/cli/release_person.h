#pragma once

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "app/cli/instrument_vault.h"

/// What `rapport release` does about people with names: looking up whom a code stands for, and letting a named person's
/// own record leave.
namespace rapport::cli {

struct WhoWishes {
    VaultDoor door;
    std::string code;
    std::string reason;
    bool as_json = false;
};
struct IdentifiedWishes {
    VaultDoor door;
    std::vector<std::string> people;
    std::string recipient;
    std::string purpose;
    std::string out;
    bool as_json = false;
};

[[nodiscard]] CLI::App* add_who(CLI::App& release, WhoWishes& wishes);
[[nodiscard]] CLI::App* add_identified(CLI::App& release, IdentifiedWishes& wishes);
/// Each gives the exit code.
[[nodiscard]] int who_now(const WhoWishes& wishes);
[[nodiscard]] int identified_now(const IdentifiedWishes& wishes);

} // namespace rapport::cli
