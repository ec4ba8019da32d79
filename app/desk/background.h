#pragma once

#include <chrono>
#include <future>
#include <optional>
#include <utility>

namespace rapport::desk {

/// One piece of work away from the drawing thread, so that the window can say what it is doing.
/// Whatever the work touches belongs to it until `take` gives the result; going away waits for it.
template <class T>
class Background {
public:
    template <class Work>
    void start(Work&& work)
    {
        future_ = std::async(std::launch::async, std::forward<Work>(work));
    }

    [[nodiscard]] bool running() const { return future_.valid(); }

    /// The result once, when it is there.
    [[nodiscard]] std::optional<T> take()
    {
        if (!future_.valid() || future_.wait_for(std::chrono::seconds(0)) != std::future_status::ready) return {};
        return future_.get();
    }

private:
    std::future<T> future_;
};

} // namespace rapport::desk
