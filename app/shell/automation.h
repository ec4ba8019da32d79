#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "app/shell/driver.h"

namespace rapport::shell {

/// Since the window opened: frames built, and frames rasterised and shown.
struct FrameCounts {
    long built = 0;
    long drawn = 0;
};

/// What the window lets automation do besides what a hand does.
struct WindowHands {
    std::function<void()> settle;                         ///< builds and shows frames until nothing changes
    std::function<Status(const std::string&)> screenshot; ///< of what is on the screen now
    std::function<bool(int, int)> resize;                 ///< false when the window took another size
    std::function<void()> close;
    std::function<FrameCounts()> counts;
};

/// One line of a command in, one line of an answer out. The protocol is AUTOMATION.md.
[[nodiscard]] std::string answer_command(std::string_view line, Surface& surface, const WindowHands& hands);

/// Lines from a socket. A thread waits for them and wakes the window; nothing polls. Answers go back on the same
/// socket.
class AutomationLines {
public:
    AutomationLines(int descriptor, std::function<void()> wake);
    ~AutomationLines();
    AutomationLines(const AutomationLines&) = delete;
    AutomationLines& operator=(const AutomationLines&) = delete;

    /// The commands that have come, oldest first.
    [[nodiscard]] std::vector<std::string> take();
    void answer(std::string line) const;

private:
    void read_lines();

    int descriptor_;
    int stop_[2] = {-1, -1}; ///< a pipe: closing its end stops the thread
    std::function<void()> wake_;
    std::mutex guard_;
    std::vector<std::string> waiting_;
    std::thread reader_;
};

} // namespace rapport::shell
