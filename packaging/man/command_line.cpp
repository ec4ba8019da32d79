#include "packaging/man/command_line.h"

namespace rapport::man {

std::vector<const CLI::App*> commands_of(const CLI::App& app)
{
    return app.get_subcommands([](const CLI::App* each) {
        return !each->get_name().empty() && !each->get_group().empty() && !each->get_disabled();
    });
}

std::vector<const CLI::Option*> options_of(const CLI::App& app)
{
    return app.get_options([](const CLI::Option* each) { return each->nonpositional() && !each->get_group().empty(); });
}

std::vector<const CLI::Option*> arguments_of(const CLI::App& app)
{
    return app.get_options(
        [](const CLI::Option* each) { return !each->nonpositional() && !each->get_group().empty(); });
}

bool is_flag(const CLI::Option& option)
{
    return option.get_items_expected_max() == 0;
}

bool repeats(const CLI::Option& option)
{
    return option.get_items_expected_max() > 1;
}

std::vector<std::string> names_of(const CLI::Option& option)
{
    std::vector<std::string> names;
    for (const std::string& name : option.get_snames())
        names.push_back("-" + name);
    for (const std::string& name : option.get_lnames())
        names.push_back("--" + name);
    return names;
}

std::vector<std::string> words_of(const CLI::Option& option)
{
    const std::string type = option.get_type_name(); // TEXT:{light,dark}
    const auto open = type.find('{');
    if (open == std::string::npos || type.back() != '}') return {};
    auto words = CLI::detail::split(type.substr(open + 1, type.size() - open - 2), ',');
    for (std::string& word : words)
        CLI::detail::trim(word);
    return words;
}

std::string value_of(const CLI::Option& option)
{
    const auto words = words_of(option);
    if (!words.empty()) return CLI::detail::join(words, "|");
    const std::string type = option.get_type_name();
    const auto check = type.find(':'); // what the value is held against says more than its type
    return check == std::string::npos ? type : type.substr(check + 1);
}

} // namespace rapport::man
