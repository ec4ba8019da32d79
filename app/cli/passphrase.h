#pragma once

#include <string>

#include <CLI/CLI.hpp>

#include "storage/sealed/secret.h"

namespace rapport::cli {

/// Where a passphrase comes from: a file, an open descriptor, or a prompt. Never an argument.
struct PassphraseSource {
    std::string file;
    int descriptor = -1;

    /// Adds --passphrase-file and --passphrase-fd to a command, or two options of another name.
    void add_to(CLI::App& command, const std::string& name = "passphrase", const std::string& what = "the passphrase");
    [[nodiscard]] bool is_given() const { return !file.empty() || descriptor >= 0; }
    /// The first line, without its end. Errors: missing_file, no_terminal.
    [[nodiscard]] Result<sealed::Secret> take(const char* prompt) const;
    /// One that is set now: a prompt asks for it twice. Errors: also passphrases_differ.
    [[nodiscard]] Result<sealed::Secret> take_new(const char* prompt) const;
};

/// One line from the terminal, not echoed when `echo` is false. Errors: no_terminal.
[[nodiscard]] Result<sealed::Secret> ask_terminal(const char* prompt, bool echo);

/// One line from a descriptor. Errors: cannot_read.
[[nodiscard]] Result<sealed::Secret> line_of_descriptor(int descriptor);

namespace fault {
inline constexpr Fault no_terminal{"no_terminal"}; ///< a prompt was needed and there is nobody to ask
inline constexpr Fault passphrases_differ{"passphrases_differ"};
} // namespace fault

} // namespace rapport::cli
