#pragma once

#include "storage/sealed/act.h"
#include "storage/sealed/frames.h"

/// What a frame says once it is opened: an act, or the end. Both fill the same 96 bytes, the rest is zero.
namespace rapport::sealed {

inline constexpr std::size_t longest_item = 64; ///< bytes of `Act::item`

/// The last frame of a finished session: how many acts, and the digest of every tag before it.
struct Final {
    std::uint64_t acts = 0;
    frames::Digest::Value digest{};
};

/// bad_act when the item id is longer than 64 bytes or a code is not one of the enumeration's.
[[nodiscard]] Result<frames::Plain> write_act(const Act& act);
[[nodiscard]] frames::Plain write_final(const Final& final);

[[nodiscard]] bool is_final(const frames::Plain& plain);
/// damaged_session for anything write_act could not have written.
[[nodiscard]] Result<Act> read_act(const frames::Plain& plain);
[[nodiscard]] Result<Final> read_final(const frames::Plain& plain);

} // namespace rapport::sealed
