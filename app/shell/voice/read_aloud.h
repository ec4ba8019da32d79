#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "app/shell/voice/output.h"
#include "app/shell/voice/voice.h"

namespace rapport::voice {

/// Reads one screen aloud at a time, on a thread that lives as long as the reading. Asked, not told: nothing here calls
/// back into the program. A sound system that hangs is left behind; it never holds the screen up.
class ReadAloud {
public:
    enum class State : std::uint8_t { silent, reading, no_voice, no_sound };

    explicit ReadAloud(std::unique_ptr<Output> output) : output_(std::move(output)) {}
    ~ReadAloud() { stop(); }
    ReadAloud(const ReadAloud&) = delete;
    ReadAloud& operator=(const ReadAloud&) = delete;

    /// Stops what is being read and begins with these.
    void read(std::vector<Piece> pieces);
    /// At once, and forgets the words.
    void stop();
    /// `no_voice` and `no_sound` stay until the next `read` or `stop`.
    [[nodiscard]] State state() const;
    /// The id of the piece being said, or empty.
    [[nodiscard]] std::string saying() const;

private:
    /// What the thread works with; it outlives this where the sound system does not come back.
    struct Reading {
        std::unique_ptr<Output> output{};
        std::vector<Piece> pieces{};
        std::atomic<bool> stop{false};
        std::atomic<State> state{State::reading};
        std::mutex guard{};
        std::condition_variable ended{};
        bool over = false;
        std::string saying{};
    };
    static void run(Reading& reading);
    [[nodiscard]] static Status play(Reading& reading, const Speech& speech);
    static void now_saying(Reading& reading, std::string id);

    std::unique_ptr<Output> output_; ///< while nothing is read; none once it was left behind
    std::shared_ptr<Reading> reading_;
    std::thread thread_;
    bool lost_ = false; ///< asked to read after the output was left behind
};

} // namespace rapport::voice
