#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <string>

#include "app/about/about.h"
#include "app/kiosk/options.h"
#include "app/kiosk/waiting_room.h"
#include "app/shell/access/screen_reader.h"
#include "app/shell/faces.h"
#include "app/shell/program.h"
#include "app/shell/strings/strings.h"
#include "storage/sealed/confine.h"
#include "storage/sealed/exit_codes.h"

/// The program in a patient's hands. Its one input is a job on an open file descriptor; nothing is ever on the command
/// line that says who it is for. Killed at any moment it leaves nothing to tidy up.
namespace {

using namespace rapport;
namespace exit_code = sealed::exit_code;

using Settings = kiosk::ProgramOptions;

int tell(const Error& error, int code)
{
    std::fputs((strings::explain(error) + "\n").c_str(), stderr);
    return code;
}

/// To the end of the pipe; guarded memory all the way.
Result<sealed::Secret> read_all(int descriptor)
{
    sealed::Secret bytes;
    sealed::Secret room(std::size_t{64} * 1024);
    for (;;) {
        const ssize_t got = read(descriptor, room.data(), room.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return sealed::fault::damaged_job;
        if (got == 0) return bytes;
        if (bytes.size() + static_cast<std::size_t>(got) > sealed::JobLimits::whole) return sealed::fault::damaged_job;
        bytes.append(room.view().substr(0, static_cast<std::size_t>(got)));
    }
}

Result<sealed::Secret> take_bytes(int descriptor)
{
    Result<sealed::Secret> bytes = read_all(descriptor);
    close(descriptor);
    return bytes;
}

/// The job of a ticket goes back to whoever started this kiosk: should it die, the next one goes on with it.
void report(int descriptor, const sealed::Job& job)
{
    const sealed::Secret bytes = sealed::write_job(job);
    std::string_view left = bytes.view();
    while (!left.empty()) {
        const ssize_t wrote = write(descriptor, left.data(), left.size());
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote <= 0) break;
        left.remove_prefix(static_cast<std::size_t>(wrote));
    }
    close(descriptor);
}

/// Nothing is asked in letters that no font here has.
Status can_be_read(const session::Survey& survey)
{
    const auto faces = shell::Faces::open();
    if (!faces) return faces.error();
    if (!(*faces)->can_show(strings::say("kiosk.welcome.lead"))) return Error{shell::fault::no_letters, "interface"};
    for (const instruments::Definition& definition : survey.battery()) {
        bool shown = (*faces)->can_show(definition.stem) && (*faces)->can_show(definition.instructions);
        for (const instruments::Item& item : definition.items)
            shown = shown && (*faces)->can_show(item.text) && (*faces)->can_show(item.help);
        for (const instruments::ChoiceSet& set : definition.choice_sets)
            for (const instruments::Choice& choice : set.choices)
                shown = shown && (*faces)->can_show(choice.text);
        if (!shown) return Error{shell::fault::no_letters, definition.language};
    }
    return {};
}

shell::WindowOptions window_of(const Settings& settings, int width, int height, bool demo)
{
    shell::WindowOptions options;
    options.title = strings::say("kiosk.title");
    options.width = width;
    options.height = height;
    options.full_screen = settings.full_screen;
    options.clipboard = false;
    options.closable = false;
    if (demo) options.automation_fd = settings.automation_fd;
    return options;
}

/// How a session ended, for whoever started it: whether the desk or the next person comes, and whether staff are
/// wanted.
int ended(const session::Survey& survey)
{
    if (survey.failure()) tell(*survey.failure(), exit_code::done);
    const bool next = survey.leaves_for_the_next() && !survey.staff_wanted();
    if (next) return survey.see_first() ? exit_code::next_person_see_first : exit_code::next_person;
    return survey.see_first() ? exit_code::see_first : exit_code::done;
}

/// The kernel takes from this program what it never needs. Where it cannot, that it has no key is what remains.
Status give_up_the_vault(const std::string& drafts, const std::string& inbox)
{
    const auto confined = sealed::confine(drafts, inbox);
    if (!confined) return confined.error();
    return {};
}

int run_session(const Settings& settings, sealed::Job job, shell::WindowOptions options)
{
    if (const Status given = give_up_the_vault(job.drafts_folder, job.inbox_folder); !given)
        return tell(given.error(), exit_code::environment);
    const auto reader = access::ScreenReader::if_wanted(options.title);
    options.assistant = reader.get();
    const session::Clock clock = session::system_clock();
    Result<session::Survey> survey = session::Survey::begin(std::move(job), clock.now());
    if (!survey) return tell(survey.error(), exit_code::refused);
    if (settings.waiting_room) survey->leave_for_the_next();

    if (const Status readable = can_be_read(*survey); !readable) return tell(readable.error(), exit_code::environment);

    kiosk::KioskProgram program(*std::move(survey), clock);
    if (const Status shown = shell::run_in_window(options, program); !shown)
        return tell(shown.error(), exit_code::environment);
    return ended(program.survey());
}

int run_waiting_room(const Settings& settings, sealed::TicketSheet sheet, shell::WindowOptions options)
{
    if (const Status given = give_up_the_vault(sheet.drafts_folder, sheet.inbox_folder); !given)
        return tell(given.error(), exit_code::environment);
    const auto reader = access::ScreenReader::if_wanted(options.title);
    options.assistant = reader.get();
    kiosk::WaitingRoom program(std::move(sheet), [fd = settings.report_fd](const sealed::Job& job) {
        if (fd >= 0) report(fd, job);
    });
    if (settings.see_first) program.somebody_waits();
    if (const Status shown = shell::run_in_window(options, program); !shown)
        return tell(shown.error(), exit_code::environment);
    return program.kiosk() != nullptr ? ended(program.kiosk()->survey()) : exit_code::done;
}

int run(const Settings& settings, int width, int height)
{
    if (const Status ready = sealed::prepare_process(); !ready) return tell(ready.error(), exit_code::environment);
    Result<sealed::Secret> bytes = take_bytes(settings.job_fd);
    if (!bytes) return tell(bytes.error(), exit_code::refused);
    if (sealed::is_sheet(bytes->view())) {
        Result<sealed::TicketSheet> sheet = sealed::read_sheet(bytes->view());
        bytes->clear();
        if (!sheet) return tell(sheet.error(), exit_code::refused);
        strings::use_language(sheet->language);
        const shell::WindowOptions options = window_of(settings, width, height, sheet->demo);
        return run_waiting_room(settings, *std::move(sheet), options);
    }
    Result<sealed::Job> job = sealed::read_job(bytes->view());
    bytes->clear();
    if (!job) return tell(job.error(), exit_code::refused);
    strings::use_language(job->language);
    const shell::WindowOptions options = window_of(settings, width, height, job->demo);
    return run_session(settings, *std::move(job), options);
}

} // namespace

int main(int argc, char** argv)
{
    Settings settings;
    CLI::App app;
    kiosk::add_options(app, settings);
    app.set_version_flag("--version", about::one_line("rapport-kiosk"));
    try {
        app.parse(argc, argv);
    } catch (const CLI::CallForHelp& help) {
        return app.exit(help);
    } catch (const CLI::CallForVersion& version) {
        return app.exit(version);
    } catch (const CLI::ParseError& error) {
        app.exit(error);
        return exit_code::usage;
    }
    int width = 0;
    int height = 0;
    char after = '\0';
    if (std::sscanf(settings.window.c_str(), "%5dx%5d%c", &width, &height, &after) != 2 || width < 320 ||
        height < 320) {
        std::fputs("The window's size is written as 1280x800.\n", stderr);
        return exit_code::usage;
    }
    return run(settings, width, height);
}
