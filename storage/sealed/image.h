#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "storage/sealed/act.h"
#include "storage/sealed/frames.h"

namespace rapport::sealed {

/// A session file's bytes, checked from the front with K.
struct Image {
    std::vector<Act> acts;
    frames::Place next;              ///< where the next frame would stand
    frames::Digest digest;           ///< over every tag before `next`
    std::size_t last_at = 0;         ///< offset of the last good frame
    std::size_t end = 0;             ///< first byte after it
    std::optional<std::size_t> torn; ///< offset of a torn frame after `end`, when there are bytes of one
    bool finished = false;           ///< FINAL is there and its count and digest are right
};

/// Errors  damaged_session for wrong magic, a frame that is whole but says nonsense, a wrong FINAL, anything after
/// FINAL but zeros, or anything but zeros further than one frame after the last good one (a frame that was saved
/// has been damaged: not a torn tail). wrong_key when frame 0 was not made with this K.
[[nodiscard]] Result<Image> read_image(ByteView bytes, const Secret& key);

} // namespace rapport::sealed
