#pragma once

namespace rapport::shell {

struct Point {
    float x = 0;
    float y = 0;
};

/// Pixels of the window, origin top left.
struct Rect {
    float x = 0;
    float y = 0;
    float w = 0;
    float h = 0;
    [[nodiscard]] float right() const { return x + w; }
    [[nodiscard]] float bottom() const { return y + h; }
    [[nodiscard]] Point centre() const { return {x + w / 2, y + h / 2}; }
    [[nodiscard]] Rect inset(float by) const { return {x + by, y + by, w - 2 * by, h - 2 * by}; }
    [[nodiscard]] bool contains(Point p) const { return p.x >= x && p.x < right() && p.y >= y && p.y < bottom(); }
};

} // namespace rapport::shell
