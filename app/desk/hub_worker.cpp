#include "app/desk/hub_worker.h"

#include <cerrno>
#include <chrono>

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "storage/hub/faults.h"

namespace rapport::desk {

/// What the thread and the desk both have, for as long as either does.
class HubWorker::Line {
public:
    Line() : stop_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}
    ~Line()
    {
        if (stop_ >= 0) ::close(stop_);
    }
    Line(const Line&) = delete;
    Line& operator=(const Line&) = delete;

    [[nodiscard]] int stop_descriptor() const { return stop_; }

    void stop()
    {
        const std::lock_guard lock(mutex_);
        stopped_ = true;
        const std::uint64_t one = 1;
        // It counts up to 2^64: the write cannot be refused, and `stopped_` says the same.
        static_cast<void>(::write(stop_, &one, sizeof one));
        changed_.notify_all();
    }

    void pause(std::int64_t milliseconds) const
    {
        const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(milliseconds);
        while (true) {
            const auto left =
                std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
            pollfd stop{stop_, POLLIN, 0};
            if (left.count() <= 0 || ::poll(&stop, 1, static_cast<int>(left.count())) > 0) return;
        }
    }

    [[nodiscard]] Result<hub::Signature> sign(sealed::ByteView list)
    {
        std::unique_lock lock(mutex_);
        to_sign_ = sealed::Bytes(list);
        signature_.reset();
        changed_.wait(lock, [this] { return stopped_ || signature_; });
        if (!signature_) return hub::fault::hub_stopped;
        return *signature_;
    }
    [[nodiscard]] std::optional<sealed::Bytes> to_sign()
    {
        const std::lock_guard lock(mutex_);
        return std::exchange(to_sign_, {});
    }
    void answer(Result<hub::Signature> signature)
    {
        const std::lock_guard lock(mutex_);
        signature_ = std::move(signature);
        changed_.notify_all();
    }

    void end(HubDone done)
    {
        const std::lock_guard lock(mutex_);
        done_ = std::move(done);
        changed_.notify_all();
    }
    [[nodiscard]] std::optional<HubDone> take()
    {
        const std::lock_guard lock(mutex_);
        return std::exchange(done_, {});
    }
    [[nodiscard]] bool ends_within(std::chrono::milliseconds grace)
    {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, grace, [this] { return done_.has_value(); });
    }

private:
    int stop_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool stopped_ = false;
    std::optional<sealed::Bytes> to_sign_;
    std::optional<Result<hub::Signature>> signature_;
    std::optional<HubDone> done_;
};

HubWorker::~HubWorker()
{
    if (!thread_.joinable()) return;
    stop();
    constexpr std::chrono::milliseconds grace{200};
    if (line_->ends_within(grace))
        thread_.join();
    else
        thread_.detach();
}

void HubWorker::start(Work work)
{
    line_ = std::make_shared<Line>();
    thread_ = std::thread([line = line_, work = std::move(work)]() mutable {
        Tools tools;
        tools.patience.stop = line->stop_descriptor();
        tools.pause = [line](std::int64_t milliseconds) { line->pause(milliseconds); };
        tools.sign = [line](sealed::ByteView list) { return line->sign(list); };
        HubDone done = work(tools);
        // What it went by (keys, a password) goes before anybody is told that it has ended.
        work = {};
        line->end(std::move(done));
    });
}

void HubWorker::stop()
{
    if (line_) line_->stop();
}

std::optional<HubDone> HubWorker::take()
{
    if (!line_) return {};
    auto done = line_->take();
    if (!done) return {};
    thread_.join();
    line_.reset();
    return done;
}

std::optional<sealed::Bytes> HubWorker::to_sign()
{
    return line_ ? line_->to_sign() : std::nullopt;
}

void HubWorker::answer(Result<hub::Signature> signature)
{
    if (line_) line_->answer(std::move(signature));
}

} // namespace rapport::desk
