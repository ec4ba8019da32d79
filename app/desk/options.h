#pragma once

#include <string>

#include <CLI/CLI.hpp>

namespace rapport::desk {

/// What `rapport-desk` was asked for. Apart from the program, so that its manual page is made of the same.
struct ProgramOptions {
    std::string vault;
    int job_fd = -1;
    int automation_fd = -1;
    std::string window = "1280x800";
    bool full_screen = false;
    std::string releases;
    std::string backups;
    std::string theme = "light";
    std::string remember;
    bool waiting_room = false;
    bool see_first = false;
};

inline void add_options(CLI::App& app, ProgramOptions& wishes)
{
    app.description("Rapport for staff: unlock, review, start sessions, release. Started by `rapport`.");
    app.add_option("vault", wishes.vault, "Folder of the vault")->required();
    app.add_option("--job-fd", wishes.job_fd, "Open descriptor a session is handed over on");
    app.add_option("--automation-fd", wishes.automation_fd, "Open descriptor for automation; demo clinics only");
    app.add_option("--window", wishes.window, "Size of the window, WIDTHxHEIGHT");
    app.add_flag("--full-screen", wishes.full_screen, "Take the whole screen");
    app.add_option("--releases", wishes.releases, "Folder releases are written into");
    app.add_option("--backups", wishes.backups, "Folder backups go to unless the clinic says otherwise");
    app.add_option("--theme", wishes.theme, "Colours")->check(CLI::IsMember({"light", "dark", "high-contrast"}));
    app.add_flag("--waiting-room", wishes.waiting_room, "Hand over the tickets as soon as it is unlocked");
    app.add_flag("--see-first", wishes.see_first, "The last person who answered should be seen first");
    app.add_option("--remember", wishes.remember, "Name offered on the unlock page");
}

} // namespace rapport::desk
