#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "app/shell/geometry.h"

struct ImDrawData;
struct ImDrawList;

namespace rapport::shell {

/// Which parts of a window a finished frame paints otherwise than the one before it. Without a graphics card painting
/// costs a thousand times what building does, and from one question to the next most of the window stays as it is.
///
/// The window is cut into squares. Each keeps a number that follows from every triangle that touches it, in order: the
/// corners' places, colours and places in the atlas, and the clip. Equal numbers, equal pixels.
class Damage {
public:
    static constexpr int square = 32; ///< pixels; small enough for a word, large enough to be few

    /// Disjoint rectangles of whole pixels that hold every pixel painted otherwise; the whole window the first time,
    /// after `forget` and after another size. None when nothing differs. What it was given is from now on the frame
    /// before.
    [[nodiscard]] std::vector<Rect> since_last(const ImDrawData& drawn, int width, int height);
    /// What is on the screen is not known any more.
    void forget() { known_ = false; }

private:
    void take(const ImDrawList& list);

    bool known_ = false;
    int width_ = 0;
    int height_ = 0;
    int across_ = 0;
    int down_ = 0;
    std::vector<std::uint64_t> squares_, before_, corners_;
};

/// Leaves in `list` only the triangles that touch one of `parts`, each clipped to it. Puts everything back when it
/// goes.
class OnlyParts {
public:
    OnlyParts(ImDrawList& list, const std::vector<Rect>& parts);
    ~OnlyParts();
    OnlyParts(const OnlyParts&) = delete;
    OnlyParts& operator=(const OnlyParts&) = delete;

private:
    struct Kept;
    ImDrawList& list_;
    std::unique_ptr<Kept> kept_;
};

} // namespace rapport::shell
