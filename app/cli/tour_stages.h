#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>

#include "app/cli/automation.h"
#include "app/cli/supervisor.h"

namespace rapport::cli {

/// The supervisor at work in a thread of its own, giving out each program it starts to whoever drives them.
class TourStages {
public:
    TourStages(SupervisorWishes wishes, double timeout_seconds);
    ~TourStages();
    TourStages(const TourStages&) = delete;
    TourStages& operator=(const TourStages&) = delete;

    struct Started {
        Stage stage;
        pid_t process = 0;
        Automation program;
    };
    /// The next program, once it has been started. Errors: automation_lost when none comes, cannot_start.
    [[nodiscard]] Result<Started> next();
    /// Waits for the supervisor to end. Errors: those of `supervise`, automation_lost when it does not.
    [[nodiscard]] Result<int> ended();

private:
    struct Waiting {
        Stage stage;
        pid_t process;
        Descriptor socket;
    };
    SupervisorWishes wishes_;
    double timeout_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Waiting> started_;
    std::optional<Result<int>> result_;
    std::thread supervisor_;
};

} // namespace rapport::cli
