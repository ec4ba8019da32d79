#pragma once

#include <array>
#include <cstdint>

#include <sodium.h>

#include "storage/sealed/job.h"
#include "storage/sealed/secret.h"

/// The bytes of a session file; FORMAT.md draws them.
namespace rapport::sealed::frames {

inline constexpr std::size_t header_size = 32;
inline constexpr std::size_t plain_size = 96; ///< one act with room to spare: every frame is as long as the next
inline constexpr std::size_t nonce_size = 24;
inline constexpr std::size_t tag_size = 16;
inline constexpr std::size_t frame_size = 4 + 8 + nonce_size + plain_size + tag_size;

inline constexpr std::size_t page = 4096;                        ///< finished files are a whole number of these
inline constexpr std::size_t capacity = std::size_t{256} * 1024; ///< of a draft, allocated before the first act
/// Frames stay out of the last page, so only a draft is ever `capacity` long.
inline constexpr std::size_t usable = capacity - page;
inline constexpr std::uint64_t most_frames = (usable - header_size) / frame_size;
inline constexpr std::uint64_t most_acts = most_frames - 2; ///< less the key frame and FINAL

using Header = std::array<unsigned char, header_size>;
using Plain = std::array<unsigned char, plain_size>;
using Frame = std::array<unsigned char, frame_size>;
using Tag = std::array<unsigned char, tag_size>;

/// Where in which chain a frame stands. All three are authenticated with it.
struct Place {
    Id session{};
    std::uint64_t sequence = 0;
    Tag previous{};
};

[[nodiscard]] constexpr std::size_t offset_of(std::uint64_t sequence)
{
    return header_size + static_cast<std::size_t>(sequence) * frame_size;
}
[[nodiscard]] constexpr std::size_t round_up_to_page(std::size_t size)
{
    return (size + page - 1) / page * page;
}

[[nodiscard]] Header make_header(const Id& session);
/// damaged_session unless magic, version and capacity are ours.
[[nodiscard]] Result<Id> read_header(ByteView file);

/// Frame 0: K and the session id sealed to the inbox, under a tag that only a holder of K can make.
/// wrong_key when `inbox` is not a usable public key.
[[nodiscard]] Result<Frame> make_key_frame(const Secret& key, const PublicKey& inbox, const Id& session);
/// Is frame 0 of `session` made with this K?
[[nodiscard]] bool key_frame_holds(ByteView frame, const Secret& key, const Id& session);
/// K out of frame 0. wrong_key when it does not open, or was sealed for another session.
[[nodiscard]] Result<Secret> open_key_frame(ByteView frame, const Id& session, const PublicKey& inbox,
                                            const Secret& private_key);

[[nodiscard]] Frame seal(const Secret& key, const Place& place, const Plain& plain);
[[nodiscard]] bool open(ByteView frame, const Secret& key, const Place& place, Plain& plain);
[[nodiscard]] Tag tag_of(ByteView frame);
[[nodiscard]] inline ByteView view(const Frame& frame)
{
    return {reinterpret_cast<const char*>(frame.data()), frame.size()};
}

/// BLAKE2b-256 over the tags so far, for FINAL.
class Digest {
public:
    using Value = std::array<unsigned char, 32>;
    Digest();
    void add(const Tag& tag);
    [[nodiscard]] Value value() const; ///< of what was added until now; more may follow

private:
    crypto_generichash_state state_;
};

} // namespace rapport::sealed::frames
