#pragma once

#include <optional>

#include "app/cli/automation.h"
#include "tests/session/support.h"

namespace rapport::access::test {

/// The real rapport-kiosk with a demo session, on the display and the bus this test was started with.
class Kiosk {
public:
    explicit Kiosk(bool auto_advance = false);
    ~Kiosk();
    Kiosk(const Kiosk&) = delete;
    Kiosk& operator=(const Kiosk&) = delete;

    [[nodiscard]] bool has_thread(const std::string& name) const;
    /// How often the window's own thread has been woken since it began.
    [[nodiscard]] long wake_ups() const;

    session::test::Folder folder;
    session::test::Handover handover;
    pid_t process = 0;
    std::optional<cli::Automation> screen;
};

} // namespace rapport::access::test
