#include "app/cli/exit_code.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "app/shell/strings/strings.h"

namespace rapport::cli {

Exit exit_for(Fault fault)
{
    static constexpr std::array<std::string_view, 22> machine = {
        "no_display",           "no_font",        "disk_full",       "read_only_folder",
        "cannot_write",         "cannot_read",    "missing_file",    "no_sodium",
        "not_a_cipher",         "cipher_too_old", "database_error",  "cannot_start",
        "cannot_write_release", "vault_missing",  "automation_lost", "no_letters",
        "hub_unreachable",      "hub_silent",     "hub_full",        "hub_busy",
        "hub_read_only",        "hub_error",
    };
    const bool environment = std::find(machine.begin(), machine.end(), fault.name) != machine.end();
    return environment ? Exit::environment : Exit::refused;
}

int fail(const Error& error)
{
    std::fprintf(stderr, "rapport: %s\n", strings::explain(error).c_str());
    return code(exit_for(error.fault));
}

int refuse(const std::string& sentence)
{
    std::fprintf(stderr, "rapport: %s\n", sentence.c_str());
    return code(Exit::refused);
}

int refuse(const char* sentence)
{
    return refuse(std::string(sentence));
}

} // namespace rapport::cli
