#include "app/shell/input.h"

#include <utility>

#include "app/shell/utf8.h"

namespace rapport::shell {
namespace {

void wipe(char32_t& character)
{
    volatile char32_t* where = &character;
    *where = 0;
}

/// Letting go, and the pointer's place, hold on every page.
bool holds_anywhere(InputEvent::Kind kind)
{
    using enum InputEvent::Kind;
    return kind == move || kind == leave || kind == release || kind == key_up;
}

} // namespace

InputQueue::~InputQueue()
{
    for (InputEvent& event : waiting_)
        wipe(event.character);
}

void InputQueue::push(InputEvent event)
{
    event.page_shown = shown_;
    if (waiting_.size() == waiting_.capacity()) {
        // Grown by hand, since a vector that grows by itself leaves characters behind in what it gives back.
        std::vector<InputEvent> larger;
        larger.reserve(waiting_.capacity() * 2 + 64);
        larger.insert(larger.end(), waiting_.begin(), waiting_.end());
        for (InputEvent& old : waiting_)
            wipe(old.character);
        waiting_ = std::move(larger);
    }
    waiting_.push_back(event);
    wipe(event.character);
}

void InputQueue::type(std::string_view utf8, Ui::Input from)
{
    for (std::size_t at = 0; at < utf8.size();) {
        auto [point, bytes] = utf8::decode(utf8, at);
        push({.kind = InputEvent::Kind::character, .from = from, .character = point});
        wipe(point);
        at += bytes;
    }
}

InputEvent InputQueue::take_one()
{
    const InputEvent event = waiting_[next_];
    wipe(waiting_[next_].character);
    if (++next_ == waiting_.size()) {
        waiting_.clear();
        next_ = 0;
    }
    return event;
}

FrameInput InputQueue::take(std::uint64_t page, std::optional<Point>& pointer)
{
    using enum InputEvent::Kind;
    FrameInput frame;
    while (!empty()) {
        InputEvent event = take_one();
        if (!holds_anywhere(event.kind) && event.page_shown != page) {
            wipe(event.character);
            continue;
        }
        frame.any = true;
        frame.from = event.from;
        switch (event.kind) {
        case move:
            pointer = event.at;
            frame.moved = true;
            continue;
        case leave:
            pointer.reset();
            frame.moved = true;
            continue;
        case press:
            pointer = event.at;
            frame.pressed = true;
            break;
        case release:
            pointer = event.at;
            frame.released = true;
            break;
        case wheel:
            frame.wheel = event.at.y;
            break;
        case key_down:
            frame.key = event.key;
            break;
        case key_up:
            frame.key_up = event.key;
            break;
        case character:
            frame.character = event.character;
            wipe(event.character);
            break;
        }
        return frame;
    }
    return frame;
}

void InputQueue::drop_character(char32_t character)
{
    if (!empty() && waiting_[next_].kind == InputEvent::Kind::character && waiting_[next_].character == character)
        take_one();
}

} // namespace rapport::shell
