#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "app/about/about.h"
#include "app/desk/about_screen.h"
#include "app/desk/backup_checker.h"
#include "app/desk/desk_program.h"
#include "app/desk/job_pipe.h"
#include "app/desk/options.h"
#include "app/desk/words.h"
#include "app/shell/access/screen_reader.h"
#include "app/shell/program.h"
#include "storage/sealed/device_check.h"
#include "storage/sealed/exit_codes.h"

namespace {

using namespace rapport;

using Wishes = desk::ProgramOptions;

int complain(const Error& error)
{
    std::fputs((desk::sentence_of(error) + "\n").c_str(), stderr);
    return sealed::exit_code::environment;
}

bool read_size(const std::string& text, shell::WindowOptions& options)
{
    const std::size_t by = text.find('x');
    if (by == std::string::npos) return false;
    options.width = desk::whole_number(std::string_view(text).substr(0, by), 0);
    options.height = desk::whole_number(std::string_view(text).substr(by + 1), 0);
    return options.width >= 640 && options.height >= 480;
}

shell::ThemeName theme_of(const std::string& name)
{
    if (name == "dark") return shell::ThemeName::dark;
    return name == "high-contrast" ? shell::ThemeName::high_contrast : shell::ThemeName::light;
}

/// Beside the vault, never in it: what is in there is encrypted, and this is not.
std::string beside(const std::string& vault, const std::string& name)
{
    char* const parent = realpath((vault + "/..").c_str(), nullptr);
    const std::string folder = (parent != nullptr ? std::string(parent) : vault + "/..") + "/" + name;
    std::free(parent);
    return folder;
}

int run(const Wishes& wishes)
{
    shell::WindowOptions options;
    options.full_screen = wishes.full_screen;
    options.theme = theme_of(wishes.theme);
    if (!read_size(wishes.window, options)) {
        std::fputs("--window takes WIDTHxHEIGHT, at least 640x480.\n", stderr);
        return sealed::exit_code::usage;
    }
    // Driving the program from outside is for fictional people only.
    if (const auto door = vault::look_at_door(wishes.vault); door && door->demo)
        options.automation_fd = wishes.automation_fd;

    desk::DeskSettings settings;
    settings.vault_folder = wishes.vault;
    settings.releases_folder = wishes.releases.empty() ? beside(wishes.vault, "releases") : wishes.releases;
    settings.backups_folder = wishes.backups.empty() ? beside(wishes.vault, "backups") : wishes.backups;
    settings.records_folder = beside(wishes.vault, "records");
    settings.check_backup = desk::check_by_program();
    settings.remembered = wishes.remember;
    settings.clock = vault::system_clock();
    settings.look_at_program = desk::about_this_program;
    settings.waiting_room = wishes.waiting_room;
    settings.see_first = wishes.see_first;
    settings.look_at_device = [vault = wishes.vault] {
        const auto door = vault::look_at_door(vault);
        return sealed::check_device(
            sealed::DeviceView::of_this_machine(vault, vault::system_clock()(), door ? door->last_unlocked_ms : 0));
    };
    if (wishes.job_fd >= 0)
        settings.hand_over = [fd = wishes.job_fd](const sealed::Secret& job) { return desk::send_job(fd, job); };

    const auto reader = access::ScreenReader::if_wanted(options.title);
    options.assistant = reader.get();
    desk::DeskProgram program(std::move(settings));
    if (const Status shown = shell::run_in_window(options, program); !shown) return complain(shown.error());
    return program.exit_code();
}

} // namespace

int main(int argc, char** argv)
{
    if (const Status ready = sealed::prepare_process(); !ready) return complain(ready.error());
    // A supervisor that went away is an answer of write(), not the end of the desk with the vault open.
    std::signal(SIGPIPE, SIG_IGN);

    Wishes wishes;
    CLI::App app;
    desk::add_options(app, wishes);
    app.set_version_flag("--version", about::one_line("rapport-desk"));
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? sealed::exit_code::done : sealed::exit_code::usage;
    }
    return run(wishes);
}
