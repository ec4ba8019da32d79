#include "packaging/man/completion.h"

#include <vector>

#include "packaging/man/command_line.h"

namespace rapport::man {

namespace {

using CLI::detail::join;

/// The arms of three `case` statements, one pattern for each command.
struct Arms {
    std::vector<std::string> paths; ///< "/vault/create": commands below the program
    std::string offers;             ///< by path: its commands and its options
    std::string values;             ///< by path and option: the words it takes, or that it takes a value
};

std::string quoted(const std::vector<std::string>& words)
{
    return "'" + join(words, " ") + "'";
}

void collect(const CLI::App& app, const std::string& path, Arms& arms)
{
    std::vector<std::string> commands;
    std::vector<std::string> options;
    for (const CLI::App* each : commands_of(app))
        commands.push_back(each->get_name());
    for (const CLI::Option* each : options_of(app)) {
        const auto names = names_of(*each);
        options.insert(options.end(), names.begin(), names.end());
        if (is_flag(*each)) continue;
        std::vector<std::string> patterns;
        for (const std::string& name : names)
            patterns.push_back("'" + path + " " + name + "'");
        arms.values += "        " + join(patterns, " | ") + ") words=" + quoted(words_of(*each)) + " value=yes ;;\n";
    }
    arms.offers += "        '" + path + "') commands=" + quoted(commands) + " options=" + quoted(options) + " ;;\n";
    for (const CLI::App* each : commands_of(app)) {
        arms.paths.push_back("'" + path + "/" + each->get_name() + "'");
        collect(*each, path + "/" + each->get_name(), arms);
    }
}

} // namespace

std::string bash_completion(const CLI::App& program, const std::string& name)
{
    Arms arms;
    collect(program, "", arms);
    std::string text = "# Made of the command line of " + name + " by packaging/man; do not edit.\n_" + name + R"(()
{
    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} at='' words='' value='' commands='' options='' i
    for ((i = 1; i < COMP_CWORD; ++i)); do
        case "$at/${COMP_WORDS[i]}" in
        )";
    text += join(arms.paths, " | ") + ") at+=/${COMP_WORDS[i]} ;;\n        esac\n    done\n";
    text += "    case \"$at $prev\" in\n" + arms.values + "    esac\n";
    text += "    case \"$at\" in\n" + arms.offers + "    esac\n";
    text += R"(    if [[ ! $value ]]; then
        if [[ $cur == -* ]]; then words=$options; else words=$commands; fi
    fi
    # With nothing to offer, bash goes on to names of files.
    COMPREPLY=()
    while IFS='' read -r i; do COMPREPLY+=("$i"); done < <(compgen -W "$words" -- "$cur")
}
complete -o default -F _)";
    return text + name + " " + name + "\n";
}

} // namespace rapport::man
