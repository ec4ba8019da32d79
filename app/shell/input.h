#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "app/shell/ui.h"

namespace rapport::shell {

struct InputEvent {
    enum class Kind : std::uint8_t { move, leave, press, release, wheel, key_down, key_up, character };
    Kind kind = Kind::move;
    Ui::Input from = Ui::Input::mouse;
    Key key = Key::other;
    Point at{}; ///< window pixels; for wheel, notches
    char32_t character = 0;
    std::uint64_t page_shown = 0; ///< which page the person was looking at; the queue fills it in
};

/// What one frame is told: where the pointer is and at most one transition.
struct FrameInput {
    bool any = false;
    bool moved = false;
    bool pressed = false;
    bool released = false;
    float wheel = 0;
    std::optional<Key> key;
    std::optional<Key> key_up;
    char32_t character = 0;
    Ui::Input from = Ui::Input::mouse;
};

/// Input in the order it came. Each frame takes one transition, so that a press and a release that arrive together both
/// count, and a key meant for one page never reaches the next: what was done before a page was on the screen is
/// dropped. Characters are wiped from memory as they are taken.
class InputQueue {
public:
    ~InputQueue();
    void push(InputEvent event);
    void type(std::string_view utf8, Ui::Input from);
    [[nodiscard]] bool empty() const { return next_ == waiting_.size(); }

    /// Pages are counted; the one on the screen is `page`.
    void shown(std::uint64_t page) { shown_ = page; }
    /// Takes moves and one transition; `page` is the one being built. Moves `pointer`.
    [[nodiscard]] FrameInput take(std::uint64_t page, std::optional<Point>& pointer);
    /// The character a space bar sends after its key: dropped when the key was used for pressing something.
    void drop_character(char32_t character);

private:
    InputEvent take_one();
    std::vector<InputEvent> waiting_;
    std::size_t next_ = 0;
    std::uint64_t shown_ = 0;
};

} // namespace rapport::shell
