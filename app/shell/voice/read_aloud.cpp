#include "app/shell/voice/read_aloud.h"

#include <algorithm>
#include <utility>

namespace rapport::voice {
namespace {

constexpr int chunks_a_second = 25; // how soon a stop is heard

} // namespace

void ReadAloud::read(std::vector<Piece> pieces)
{
    stop();
    stop_ = false;
    state_ = State::reading;
    thread_ = std::thread([this, all = std::move(pieces)] { run(all); });
}

void ReadAloud::stop()
{
    stop_ = true;
    if (thread_.joinable()) thread_.join();
    state_ = State::silent;
}

std::string ReadAloud::saying() const
{
    const std::lock_guard lock(guard_);
    return saying_;
}

void ReadAloud::now_saying(std::string id)
{
    const std::lock_guard lock(guard_);
    saying_ = std::move(id);
}

void ReadAloud::run(const std::vector<Piece>& pieces)
{
    State after = State::silent;
    const Result<Speech> speech = speak(pieces, stop_);
    if (!speech)
        after = State::no_voice;
    else if (!speech->samples.empty() && !play(*speech, pieces))
        after = State::no_sound;
    now_saying({});
    state_ = after;
}

Status ReadAloud::play(const Speech& speech, const std::vector<Piece>& pieces)
{
    Status played = output_->open(speech.rate);
    const std::span<const std::int16_t> samples = speech.samples;
    const auto chunk = static_cast<std::size_t>(std::max(1, speech.rate / chunks_a_second));
    std::size_t next = 0;
    for (std::size_t at = 0; played && at < samples.size() && !stop_;) {
        while (next < speech.marks.size() && speech.marks[next].sample <= at)
            now_saying(pieces[speech.marks[next++].piece].id);
        // A chunk ends where a piece begins, so that no piece is said under the name of the one before.
        std::size_t end = std::min(at + chunk, samples.size());
        if (next < speech.marks.size()) end = std::min(end, speech.marks[next].sample);
        played = output_->play(samples.subspan(at, end - at));
        at = end;
    }
    output_->close(stop_ || !played ? Output::Ending::cut : Output::Ending::whole);
    return played;
}

} // namespace rapport::voice
