#pragma once

#include <functional>
#include <string>

#include "app/cli/child.h"

namespace rapport::cli {

enum class Stage { desk, kiosk };

struct SupervisorWishes {
    std::string vault;
    std::string releases; ///< folder for released files; empty: the desk's own default
    std::string window;   ///< "1280x800", or empty for each program's default
    std::string theme;
    std::string remember; ///< user name shown at the unlock page
    bool full_screen = false;
    bool waiting_room = false; ///< as soon as the desk is unlocked, the tablet asks for tickets
    int log = -1;              ///< open descriptor for what the programs say on standard error; -1 is ours
    /// When set, each program gets an automation socket and the other end comes here as it starts. Programs take it
    /// only in a demo clinic.
    std::function<void(Stage, pid_t, Descriptor)> on_start;
};

/// Desk, hand-over, kiosk, hand-back, desk, until staff close the desk. In a waiting room a kiosk for each ticket, and
/// the desk when staff ask for it: what is held then opens nothing without a ticket's code. Holds a session's key only
/// while its kiosk runs and starts a kiosk that died again with the same job, on the same item. No screen of its own,
/// no database. Gives the exit code of the run: that of the desk's last ending, or 3 when a kiosk keeps dying. Errors:
/// cannot_start.
[[nodiscard]] Result<int> supervise(const SupervisorWishes& wishes);

/// Ends the running program and the supervision after it; from any thread.
void stop_supervising();

} // namespace rapport::cli
