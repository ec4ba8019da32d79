#include "app/cli/supervisor.h"

#include <atomic>
#include <cerrno>
#include <csignal>
#include <ctime>
#include <optional>
#include <string_view>
#include <utility>

#include <unistd.h>

#include "app/cli/files.h"
#include "storage/sealed/exit_codes.h"
#include "storage/sealed/ticket_sheet.h"

namespace rapport::cli {

using sealed::Secret;

namespace {

constexpr std::size_t largest_job = 40U << 20;
constexpr int restarts_allowed = 5; ///< within `restart_window` seconds; then staff are asked
constexpr std::time_t restart_window = 60;

std::atomic<pid_t> running_child{0};
std::atomic<bool> told_to_stop{false};

void pass_on(int signal)
{
    told_to_stop = true;
    if (const pid_t child = running_child.load(); child > 0) ::kill(child, signal);
}

/// Hands SIGTERM, SIGINT and SIGHUP on to the running program for as long as it lives.
class SignalsPassedOn {
public:
    SignalsPassedOn()
    {
        struct sigaction action = {};
        action.sa_handler = pass_on;
        sigemptyset(&action.sa_mask);
        for (std::size_t i = 0; i < 3; ++i)
            ::sigaction(signals[i], &action, &before_[i]);
        struct sigaction ignore = {};
        ignore.sa_handler = SIG_IGN;
        ::sigaction(SIGPIPE, &ignore, &pipe_before_);
    }
    ~SignalsPassedOn()
    {
        for (std::size_t i = 0; i < 3; ++i)
            ::sigaction(signals[i], &before_[i], nullptr);
        ::sigaction(SIGPIPE, &pipe_before_, nullptr);
    }
    SignalsPassedOn(const SignalsPassedOn&) = delete;
    SignalsPassedOn& operator=(const SignalsPassedOn&) = delete;

private:
    static constexpr int signals[3] = {SIGTERM, SIGINT, SIGHUP};
    struct sigaction before_[3] = {};
    struct sigaction pipe_before_ = {};
};

/// Reads to the end of the pipe into guarded memory; nothing, when more came than any job can hold.
std::optional<Secret> read_secret(int descriptor)
{
    Secret chunk(1U << 16);
    Secret all;
    while (true) {
        const ssize_t got = ::read(descriptor, chunk.data(), chunk.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return std::nullopt;
        if (got == 0) return all;
        all.append(chunk.view().substr(0, static_cast<std::size_t>(got)));
        if (all.size() > largest_job) return std::nullopt;
    }
}

void write_secret(int descriptor, const Secret& secret)
{
    std::string_view left = secret.view();
    while (!left.empty()) {
        const ssize_t wrote = ::write(descriptor, left.data(), left.size());
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote <= 0) return; // the kiosk died; waiting for it says so
        left.remove_prefix(static_cast<std::size_t>(wrote));
    }
}

std::vector<std::string> common_arguments(const SupervisorWishes& wishes)
{
    std::vector<std::string> arguments{"--job-fd", "3"};
    if (wishes.on_start) arguments.insert(arguments.end(), {"--automation-fd", "4"});
    if (!wishes.window.empty()) arguments.insert(arguments.end(), {"--window", wishes.window});
    if (wishes.full_screen) arguments.emplace_back("--full-screen");
    return arguments;
}

/// Starts one of the two programs with its end of the job pipe, and of the automation socket when there is one. A
/// kiosk that asks for tickets has a pipe back, too.
Result<pid_t> start_stage(Stage stage, const SupervisorWishes& wishes, std::vector<std::string> arguments,
                          Descriptor job_end, Descriptor report_end = {})
{
    std::vector<int> given{job_end.get()};
    Ends automation;
    if (wishes.on_start) {
        auto pair = make_socket_pair();
        if (!pair) return pair.error();
        automation = std::move(*pair);
        given.push_back(automation.second.get());
    }
    if (report_end.get() >= 0) {
        arguments.insert(arguments.end(), {"--report-fd", std::to_string(3 + given.size())});
        given.push_back(report_end.get());
    }
    const char* name = stage == Stage::desk ? "/rapport-desk" : "/rapport-kiosk";
    auto child = start(program_folder() + name, arguments, given, wishes.log);
    if (!child) return child;
    running_child = *child;
    if (wishes.on_start) wishes.on_start(stage, *child, std::move(automation.first));
    return child;
}

struct DeskEnding {
    int code = 0;
    Secret job;
};

/// What the desk that comes next should know of what went before: nothing of anybody, only that somebody waits.
struct ForTheDesk {
    bool see_first = false;
    bool waiting_room = false; ///< go there as soon as it is unlocked
};

Result<DeskEnding> run_desk(const SupervisorWishes& wishes, ForTheDesk before)
{
    auto pipe = make_pipe();
    if (!pipe) return pipe.error();
    std::vector<std::string> arguments{wishes.vault};
    const auto common = common_arguments(wishes);
    arguments.insert(arguments.end(), common.begin(), common.end());
    if (!wishes.releases.empty()) arguments.insert(arguments.end(), {"--releases", wishes.releases});
    if (!wishes.theme.empty()) arguments.insert(arguments.end(), {"--theme", wishes.theme});
    if (!wishes.remember.empty()) arguments.insert(arguments.end(), {"--remember", wishes.remember});
    if (before.see_first) arguments.emplace_back("--see-first");
    if (before.waiting_room) arguments.emplace_back("--waiting-room");

    auto child = start_stage(Stage::desk, wishes, std::move(arguments), std::move(pipe->second));
    if (!child) return child.error();
    auto job = read_secret(pipe->first.get());
    const Ending ending = wait_for(*child);
    running_child = 0;
    DeskEnding result;
    result.code = ending.code;
    if (job) result.job = std::move(*job);
    return result;
}

struct KioskWishes {
    bool waiting_room = false;
    bool see_first = false;
};

struct KioskEnding {
    Ending ending;
    Secret opened; ///< the job of the ticket that was typed, if one was
};

Result<KioskEnding> run_kiosk(const SupervisorWishes& wishes, const Secret& job, KioskWishes how)
{
    auto pipe = make_pipe();
    if (!pipe) return pipe.error();
    std::vector<std::string> arguments = common_arguments(wishes);
    if (how.waiting_room) arguments.emplace_back("--waiting-room");
    if (how.see_first) arguments.emplace_back("--see-first");
    Ends back;
    if (sealed::is_sheet(job.view())) {
        auto made = make_pipe();
        if (!made) return made.error();
        back = std::move(*made);
    }
    auto child =
        start_stage(Stage::kiosk, wishes, std::move(arguments), std::move(pipe->first), std::move(back.second));
    if (!child) return child.error();
    write_secret(pipe->second.get(), job);
    pipe->second.close();
    KioskEnding result;
    if (back.first.get() >= 0)
        if (auto opened = read_secret(back.first.get())) result.opened = std::move(*opened);
    result.ending = wait_for(*child);
    running_child = 0;
    return result;
}

/// True when the kiosk may be started once more after dying.
class RestartLimit {
public:
    bool another()
    {
        const std::time_t now = std::time(nullptr);
        if (now - window_began_ > restart_window) {
            window_began_ = now;
            count_ = 0;
        }
        return ++count_ <= restarts_allowed;
    }

private:
    std::time_t window_began_ = 0;
    int count_ = 0;
};

/// Keeps the kiosk going until it ends by itself. A kiosk that died after a ticket was opened goes on with its job.
Result<Ending> run_session(const SupervisorWishes& wishes, const Secret& given, KioskWishes how = {})
{
    RestartLimit limit;
    Secret job = given.copy();
    while (true) {
        auto ended = run_kiosk(wishes, job, how);
        if (!ended) return ended.error();
        if (!ended->ending.by_signal || told_to_stop || !limit.another()) return ended->ending;
        if (!ended->opened.empty()) job = std::move(ended->opened);
    }
}

/// One kiosk after another, each for one ticket, until staff want the desk. What waits to be seen is passed on.
Result<Ending> run_waiting_room(const SupervisorWishes& wishes, const Secret& sheet, bool& see_first)
{
    while (true) {
        auto ended = run_session(wishes, sheet, {true, see_first});
        if (!ended) return ended;
        const int code = ended->code;
        see_first =
            see_first || code == sealed::exit_code::see_first || code == sealed::exit_code::next_person_see_first;
        const bool next = code == sealed::exit_code::next_person || code == sealed::exit_code::next_person_see_first;
        if (!next || told_to_stop) return ended;
    }
}

} // namespace

void stop_supervising()
{
    pass_on(SIGTERM);
}

Result<int> supervise(const SupervisorWishes& wishes)
{
    told_to_stop = false;
    const SignalsPassedOn signals;
    ForTheDesk before{false, wishes.waiting_room};
    while (!told_to_stop) {
        auto desk = run_desk(wishes, before);
        if (!desk) return desk.error();
        // A desk that locked may never have been open: whoever waits goes on waiting, until it has handed over.
        if (desk->code == sealed::exit_code::locked) continue;
        before = {};
        const bool tickets = desk->code == sealed::exit_code::waiting_room;
        if (desk->code != sealed::exit_code::hand_over && !tickets) return desk->code;
        if (desk->job.empty()) return Error{fault::cannot_start, "rapport-kiosk"};
        auto session = tickets ? run_waiting_room(wishes, desk->job, before.see_first) : run_session(wishes, desk->job);
        if (!session) return session.error();
        if (session->code == sealed::exit_code::environment) return session->code;
        if (session->code == sealed::exit_code::see_first) before.see_first = true;
    }
    return sealed::exit_code::done;
}

} // namespace rapport::cli
