#pragma once

#include <cstdint>
#include <vector>

#include "storage/hub/keys.h"

/// One record as it lies on the server, and what is inside its seal. FORMAT.md draws the bytes.
namespace rapport::hub {

/// A place in one device's chain: how far, and the hash of the record there. 0 and zeros before the first.
struct Place {
    std::uint64_t sequence = 0;
    Hash hash{};
    friend bool operator==(const Place&, const Place&) = default;
};

/// What the server sees, and the device signs.
struct Head {
    Id site{};
    Id device{};
    std::uint64_t sequence = 0;
    Id id{};                ///< random
    std::uint64_t hour = 0; ///< whole hours since 1970, UTC
    std::uint32_t epoch = 0;
    Hash previous{}; ///< of the device's record before
    Hash body{};     ///< of the sealed bytes
};
inline constexpr std::size_t head_size = 8 + 4 + 16 + 16 + 8 + 16 + 8 + 4 + 32 + 32;
[[nodiscard]] Bytes write_head(const Head& head);
[[nodiscard]] std::optional<Head> read_head(ByteView bytes);

/// The bytes of a record: its head, the signature, the sealed body.
struct Record {
    Bytes head;
    Signature signature{};
    Bytes body;
};
inline constexpr std::size_t largest_body = 320UL * 1024 + seal_overhead;

/// What a record is for. Numbers are the format: never reuse one.
enum class Kind : std::uint8_t {
    session = 1, ///< payload: session id, then the finished session's file
    heads = 2,   ///< no payload: how far its writer has come with the others
    left = 3,    ///< no payload: the device wrote its last record
};

/// How far the writer had come with another device's chain.
struct Told {
    Id device{};
    Place place;
};

struct Content {
    Kind kind = Kind::heads;
    std::uint64_t roster = 0; ///< version that the writer had
    std::vector<Told> told;
    Bytes payload;
};
inline constexpr std::size_t most_devices = 128;
inline constexpr std::size_t most_payload = 256UL * 1024 + 16;

/// Bound to its place and padded to one of a few sizes: 4, 16, 64 or 320 KiB. Empty when it is beyond the limits.
[[nodiscard]] Bytes write_content(const Head& at, const Content& content);

enum class Reading { good, another_place, newer, malformed };
/// The kind of one that is newer is not known here; everything else of a format is refused as malformed.
[[nodiscard]] Reading read_content(ByteView plain, const Head& at, Content& out);

/// Seals `content` to the epoch's public key and signs it for the place after `before`.
[[nodiscard]] Record make_record(Head head, const Place& before, const Content& content, const PublicKey& epoch_key,
                                 const Secret& signing_key);
[[nodiscard]] Place place_of(const Head& head, ByteView head_bytes);

} // namespace rapport::hub
