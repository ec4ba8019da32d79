#pragma once

#include <functional>
#include <string>
#include <vector>

#include "app/shell/semantic.h"

namespace rapport::shell {

/// Where the window is and whether it is the one that keys go to.
struct WindowPlace {
    int x = 0;
    int y = 0;
    int width = 0;
    int height = 0;
    bool active = false;
    friend bool operator==(const WindowPlace&, const WindowPlace&) = default;
};

/// A key as the window system told it, before the program takes it.
struct KeyStroke {
    bool down = false;
    int key = 0;       ///< GLFW's name of it
    int scan_code = 0; ///< the keyboard's own
    int modifiers = 0; ///< GLFW's bits
};

/// What an assistive technology asks for in a person's name.
struct Wish {
    enum class Kind : std::uint8_t { press, focus };
    Kind kind = Kind::press;
    std::string id{};     ///< of the node
    std::string screen{}; ///< `screen_mark` of what it was asked on: a wish never reaches another screen
};

/// Says which screen a tree is: page, headings and progress. Two questions of one page have different marks.
[[nodiscard]] std::string screen_mark(const std::vector<Node>& nodes);

/// Follows what the window shows for a person who cannot see it, and asks for presses. Called by the window's thread.
class Assistant {
public:
    virtual ~Assistant() = default;
    /// `wake` may be called from any thread and ends the window's sleep.
    virtual void begin(std::function<void()> wake) = 0;
    /// What is on the screen now.
    virtual void shown(const SemanticTree& tree, const WindowPlace& place) = 0;
    /// What was asked for since, oldest first.
    [[nodiscard]] virtual std::vector<Wish> take_wishes() = 0;
    /// True when the key was a command to the assistive technology and is none to the program.
    [[nodiscard]] virtual bool takes(const KeyStroke& stroke) = 0;
};

} // namespace rapport::shell
