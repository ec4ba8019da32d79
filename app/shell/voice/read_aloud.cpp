#include "app/shell/voice/read_aloud.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace rapport::voice {
namespace {

constexpr int chunks_a_second = 25; // how soon a stop is heard
constexpr auto patience = std::chrono::milliseconds(400);

} // namespace

void ReadAloud::read(std::vector<Piece> pieces)
{
    stop();
    lost_ = output_ == nullptr;
    if (lost_) return;
    reading_ = std::make_shared<Reading>();
    reading_->output = std::move(output_);
    reading_->pieces = std::move(pieces);
    thread_ = std::thread([reading = reading_] { run(*reading); });
}

void ReadAloud::stop()
{
    lost_ = false;
    if (reading_ == nullptr) return;
    reading_->stop = true;
    std::unique_lock lock(reading_->guard);
    const bool over = reading_->ended.wait_for(lock, patience, [this] { return reading_->over; });
    lock.unlock();
    if (over) {
        thread_.join();
        output_ = std::move(reading_->output);
    } else {
        thread_.detach();
    }
    reading_.reset();
}

ReadAloud::State ReadAloud::state() const
{
    if (reading_ != nullptr) return reading_->state;
    return lost_ ? State::no_sound : State::silent;
}

std::string ReadAloud::saying() const
{
    if (reading_ == nullptr) return {};
    const std::lock_guard lock(reading_->guard);
    return reading_->saying;
}

void ReadAloud::now_saying(Reading& reading, std::string id)
{
    const std::lock_guard lock(reading.guard);
    reading.saying = std::move(id);
}

void ReadAloud::run(Reading& reading)
{
    State after = State::silent;
    const Result<Speech> speech = speak(reading.pieces, reading.stop);
    if (!speech)
        after = State::no_voice;
    else if (!speech->samples.empty() && !play(reading, *speech))
        after = State::no_sound;
    const std::lock_guard lock(reading.guard);
    reading.saying.clear();
    reading.state = after;
    reading.over = true;
    reading.ended.notify_all();
}

Status ReadAloud::play(Reading& reading, const Speech& speech)
{
    Status played = reading.output->open(speech.rate);
    const std::span<const std::int16_t> samples = speech.samples;
    const auto chunk = static_cast<std::size_t>(std::max(1, speech.rate / chunks_a_second));
    std::size_t next = 0;
    for (std::size_t at = 0; played && at < samples.size() && !reading.stop;) {
        while (next < speech.marks.size() && speech.marks[next].sample <= at)
            now_saying(reading, reading.pieces[speech.marks[next++].piece].id);
        // A chunk ends where a piece begins, so that no piece is said under the name of the one before.
        std::size_t end = std::min(at + chunk, samples.size());
        if (next < speech.marks.size()) end = std::min(end, speech.marks[next].sample);
        played = reading.output->play(samples.subspan(at, end - at));
        at = end;
    }
    reading.output->close();
    return played;
}

} // namespace rapport::voice
