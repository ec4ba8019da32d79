#pragma once

#include <string>

#include <CLI/CLI.hpp>

namespace rapport::kiosk {

/// What `rapport-kiosk` was asked for. Apart from the program, so that its manual page is made of the same.
struct ProgramOptions {
    int job_fd = -1;
    int automation_fd = -1;
    int report_fd = -1;
    std::string window = "1280x800";
    bool full_screen = false;
    bool waiting_room = false;
    bool see_first = false;
};

inline void add_options(CLI::App& app, ProgramOptions& settings)
{
    app.description("Asks one person the questions of one session. Started by `rapport`, never by hand.");
    app.add_option("--job-fd", settings.job_fd, "open file descriptor that the job is read from")
        ->required()
        ->check(CLI::NonNegativeNumber);
    app.add_option("--automation-fd", settings.automation_fd, "open file descriptor for commands; demo clinics only");
    app.add_option("--window", settings.window, "size, as 1280x800");
    app.add_option("--report-fd", settings.report_fd, "open descriptor that the job of a ticket is written to");
    app.add_flag("--waiting-room", settings.waiting_room, "nobody takes the tablet back: the next person comes");
    app.add_flag("--see-first", settings.see_first, "somebody who was here before waits to be seen");
    app.add_flag("--full-screen", settings.full_screen, "cover the whole screen");
}

} // namespace rapport::kiosk
