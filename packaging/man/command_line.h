#pragma once

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

namespace rapport::man {

/// What a person is shown of a command line: neither hidden commands nor hidden options, in the order they were added.
[[nodiscard]] std::vector<const CLI::App*> commands_of(const CLI::App& app);
[[nodiscard]] std::vector<const CLI::Option*> options_of(const CLI::App& app);   ///< those with dashes
[[nodiscard]] std::vector<const CLI::Option*> arguments_of(const CLI::App& app); ///< those without

[[nodiscard]] bool is_flag(const CLI::Option& option); ///< takes no value
[[nodiscard]] bool repeats(const CLI::Option& option); ///< may be given several times, or takes several values
[[nodiscard]] std::vector<std::string> names_of(const CLI::Option& option); ///< with their dashes
/// The words an option takes, when it takes no others.
[[nodiscard]] std::vector<std::string> words_of(const CLI::Option& option);
/// What stands for the value: its words with bars between, or the kind of value (`TEXT`, `INT in [1 - 100]`).
[[nodiscard]] std::string value_of(const CLI::Option& option);

} // namespace rapport::man
