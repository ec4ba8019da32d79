#pragma once

#include <memory>
#include <mutex>
#include <thread>

#include "app/shell/voice/output.h"
#include "app/shell/voice/voice.h"

namespace rapport::voice {

/// Reads one screen aloud at a time, on a thread that lives as long as the reading. Asked, not told: nothing here calls
/// back into the program.
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
    /// `no_voice` and `no_sound` stay until the next `read`.
    [[nodiscard]] State state() const { return state_; }
    /// The id of the piece being said, or empty.
    [[nodiscard]] std::string saying() const;

private:
    void run(const std::vector<Piece>& pieces);
    [[nodiscard]] Status play(const Speech& speech, const std::vector<Piece>& pieces);
    void now_saying(std::string id);

    std::unique_ptr<Output> output_;
    std::thread thread_;
    std::atomic<bool> stop_{false};
    std::atomic<State> state_{State::silent};
    mutable std::mutex guard_;
    std::string saying_;
};

} // namespace rapport::voice
