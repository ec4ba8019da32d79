#include "app/cli/tour_stages.h"

#include <chrono>

namespace rapport::cli {

TourStages::TourStages(SupervisorWishes wishes, double timeout_seconds)
    : wishes_(std::move(wishes)), timeout_(timeout_seconds)
{
    wishes_.on_start = [this](Stage stage, pid_t process, Descriptor socket) {
        const std::lock_guard lock(mutex_);
        started_.push_back({stage, process, std::move(socket)});
        changed_.notify_all();
    };
    supervisor_ = std::thread([this] {
        auto result = supervise(wishes_);
        const std::lock_guard lock(mutex_);
        result_ = std::move(result);
        changed_.notify_all();
    });
}

TourStages::~TourStages()
{
    {
        // A tour that failed half-way leaves a program open; without it the supervisor would wait for ever.
        std::unique_lock lock(mutex_);
        while (!result_) {
            stop_supervising();
            changed_.wait_for(lock, std::chrono::milliseconds(200));
        }
    }
    supervisor_.join();
}

Result<TourStages::Started> TourStages::next()
{
    std::unique_lock lock(mutex_);
    const auto patience = std::chrono::duration<double>(timeout_);
    changed_.wait_for(lock, patience, [this] { return !started_.empty() || result_.has_value(); });
    if (started_.empty()) {
        if (result_ && !result_->ok()) return result_->error();
        return Error{fault::automation_lost, result_ ? "the programs have ended" : "no program was started"};
    }
    Waiting waiting = std::move(started_.front());
    started_.pop_front();
    return Started{waiting.stage, waiting.process, Automation(std::move(waiting.socket), timeout_)};
}

Result<int> TourStages::ended()
{
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, std::chrono::duration<double>(timeout_), [this] { return result_.has_value(); });
    if (!result_) return Error{fault::automation_lost, "the supervisor did not end"};
    return *result_;
}

} // namespace rapport::cli
