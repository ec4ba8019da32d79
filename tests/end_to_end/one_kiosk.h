#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/cli/automation.h"
#include "storage/sealed/job.h"
#include "storage/sealed/session_log.h"

namespace rapport::test {

/// A clinic's folders and one session's job, with nothing of the vault: all a kiosk needs. Gone afterwards.
struct OneClinic {
    explicit OneClinic(const std::vector<std::string>& instruments, bool auto_advance = true);
    ~OneClinic();
    OneClinic(const OneClinic&) = delete;
    OneClinic& operator=(const OneClinic&) = delete;

    [[nodiscard]] sealed::OpenedSession read() const; ///< the draft, or what lies in the inbox
    std::string folder;
    sealed::InboxKeys inbox = sealed::InboxKeys::make();
    sealed::Job job;
};

/// The real rapport-kiosk in a window, driven by automation where a test wants to know what is shown.
class OneKiosk {
public:
    OneKiosk(const sealed::Job& job, const std::string& size, bool full_screen = false);
    ~OneKiosk();
    OneKiosk(const OneKiosk&) = delete;
    OneKiosk& operator=(const OneKiosk&) = delete;

    [[nodiscard]] bool runs() const;
    [[nodiscard]] cli::SeenNode node(const std::string& id);
    pid_t process = 0;
    std::optional<cli::Automation> screen;
};

} // namespace rapport::test
