#pragma once

#include <string>

#include <CLI/CLI.hpp>

namespace rapport::man {

/// A completion for bash that needs nothing but bash: commands, options, the words of options that take no others, and
/// names of files for the rest.
[[nodiscard]] std::string bash_completion(const CLI::App& program, const std::string& name);

} // namespace rapport::man
