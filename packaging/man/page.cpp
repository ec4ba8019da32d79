#include "packaging/man/page.h"

#include <algorithm>
#include <cctype>
#include <string_view>

#include "packaging/man/command_line.h"

namespace rapport::man {

namespace {

/// Text that roff leaves as it is; no line of it begins with a request.
std::string plain(std::string_view text)
{
    std::string out;
    for (const char each : text) {
        switch (each) {
        case '\\':
            out += "\\e";
            break;
        case '-':
            out += "\\-";
            break;
        case '\'':
            out += "\\(aq";
            break;
        case '`':
            out += "\\(ga";
            break;
        case '^':
            out += "\\(ha";
            break;
        case '~':
            out += "\\(ti";
            break;
        case '\n':
            out += ' ';
            break;
        default:
            out += each;
        }
    }
    return out.starts_with('.') ? "\\&" + out : out;
}

std::string bold(std::string_view text)
{
    return "\\fB" + plain(text) + "\\fR";
}

std::string slanted(std::string_view text)
{
    return "\\fI" + plain(text) + "\\fR";
}

std::string shown(const CLI::Option& option)
{
    if (!option.nonpositional()) return slanted(option.get_name(true));
    std::string text;
    for (const std::string& name : names_of(option))
        text += (text.empty() ? "" : ", ") + bold(name);
    return is_flag(option) ? text : text + " " + slanted(value_of(option));
}

std::string with_dots(const CLI::Option& option, const std::string& text)
{
    const std::string all = repeats(option) ? text + "..." : text;
    return option.get_required() ? all : "[" + all + "]";
}

/// What must be there stands by name; what may be is "[options]".
std::string usage(const CLI::App& app, const std::string& command)
{
    std::string line = bold(command);
    bool may = false;
    for (const CLI::Option* each : arguments_of(app))
        line += " " + with_dots(*each, shown(*each));
    for (const CLI::Option* each : options_of(app)) {
        if (each->get_required()) line += " " + with_dots(*each, shown(*each));
        may = may || !each->get_required();
    }
    return may ? line + " [options]" : line;
}

std::string entry(const CLI::Option& option)
{
    return ".TP\n" + shown(option) + "\n" + plain(option.get_description()) + "\n";
}

/// `--help` is in every command, and is said once, at the top.
std::string entries(const CLI::App& app, bool top)
{
    std::string text;
    for (const CLI::Option* each : arguments_of(app))
        text += entry(*each);
    for (const CLI::Option* each : options_of(app))
        if (top || each != app.get_help_ptr()) text += entry(*each);
    return text;
}

std::string section(const CLI::App& app, const std::string& command)
{
    std::string text = ".SS " + plain(command) + "\n" + plain(app.get_description()) + "\n";
    if (app.get_require_subcommand_min() == 0) text += ".PP\n" + usage(app, command) + "\n" + entries(app, false);
    for (const CLI::App* each : commands_of(app))
        text += section(*each, command + " " + each->get_name());
    return text;
}

} // namespace

std::string manual_page(const CLI::App& program, const PageFrame& frame)
{
    std::string title = frame.name;
    std::ranges::transform(title, title.begin(),
                           [](unsigned char each) { return static_cast<char>(std::toupper(each)); });
    std::string text = ".\\\" Made of the command line of the program by packaging/man; do not edit.\n";
    text += ".TH " + plain(title) + " 1 \"\" \"rapport " + plain(frame.version) + "\" \"User Commands\"\n.nh\n.ad l\n";
    text += ".SH NAME\n" + plain(frame.name) + " \\- " + plain(frame.what) + "\n";
    const auto commands = commands_of(program);
    text += ".SH SYNOPSIS\n";
    text += commands.empty() ? usage(program, frame.name) + "\n"
                             : bold(frame.name) + " " + slanted("COMMAND") + " [options]\n";
    text += ".SH DESCRIPTION\n" + plain(program.get_description()) + "\n";
    text += ".SH OPTIONS\n" + entries(program, true);
    if (!commands.empty()) text += ".SH COMMANDS\n";
    for (const CLI::App* each : commands)
        text += section(*each, frame.name + " " + each->get_name());
    return text + frame.close;
}

} // namespace rapport::man
