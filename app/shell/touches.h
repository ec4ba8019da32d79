#pragma once

#include <memory>

namespace rapport::shell {

/// Tells a finger from a mouse. GLFW knows no touch: the X server makes a click of a first finger's touch, and so it
/// arrives as a mouse would. A second connection to the server hears of raw touches, and of nothing else, so that a
/// mouse costs it no wake-up; a click that comes with a touch is a finger's.
class Touches {
public:
    Touches();
    ~Touches();
    Touches(const Touches&) = delete;
    Touches& operator=(const Touches&) = delete;

    /// Whether a touch began since this was asked last. For the moment a press comes in.
    [[nodiscard]] bool began();

private:
    struct Connection;
    std::unique_ptr<Connection> connection_; ///< empty where the server has no touch (XInput before 2.2)
};

} // namespace rapport::shell
