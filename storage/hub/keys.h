#pragma once

#include <array>
#include <optional>
#include <span>
#include <string_view>

#include "storage/sealed/job.h"
#include "storage/sealed/secret.h"

/// The few things the hub asks of libsodium. Only keys.cpp includes its header.
namespace rapport::hub {

using sealed::Bytes;
using sealed::ByteView;
using sealed::Id;
using sealed::PublicKey;
using sealed::Secret;

using Hash = std::array<std::uint8_t, 32>;
using Signature = std::array<std::uint8_t, 64>;

[[nodiscard]] inline std::span<const unsigned char> octets(ByteView bytes)
{
    return {reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()};
}

/// BLAKE2b-256.
[[nodiscard]] Hash hash_of(ByteView bytes);

/// Ed25519 over `purpose` and the bytes. The purposes are part of the format.
inline constexpr std::string_view record_purpose = "rapport hub record 1";
inline constexpr std::size_t signing_key_size = 64;
inline constexpr std::size_t box_key_size = 32;
[[nodiscard]] Signature sign(const Secret& signing_key, std::string_view purpose, ByteView bytes);
[[nodiscard]] bool is_signed(const PublicKey& by, std::string_view purpose, ByteView bytes, const Signature& signature);

struct KeyPair {
    PublicKey public_key{};
    Secret private_key;
};
[[nodiscard]] KeyPair make_signing_pair(); ///< Ed25519
[[nodiscard]] KeyPair make_box_pair();     ///< X25519
[[nodiscard]] PublicKey signing_half(const Secret& private_key);

/// crypto_box_seal: to the holder of a private key, by nobody in particular.
[[nodiscard]] Bytes seal_to(const PublicKey& to, ByteView plain);
[[nodiscard]] std::optional<Bytes> open_box(const Secret& private_key, ByteView box);
[[nodiscard]] std::optional<Secret> open_secret_box(const Secret& private_key, ByteView box);
inline constexpr std::size_t seal_overhead = 48;

/// XChaCha20-Poly1305, a fresh nonce first; `bound` is authenticated with it.
[[nodiscard]] Bytes seal(const Secret& key, ByteView bound, ByteView plain);
[[nodiscard]] std::optional<Secret> open(const Secret& key, ByteView bound, ByteView box);

/// A code read across a room: Argon2id (64 MiB, 3 passes) under a salt that the vault's id gives, so that two devices
/// of one vault come to the same key, and nobody to two keys by one guess. Errors: sealed's cannot_derive.
struct CodeKey {
    Secret key;
    std::array<std::uint8_t, 16>
        tag{}; ///< by which its packet is found; tells no more of the code than the packet does
};
[[nodiscard]] Result<CodeKey> stretch_code(const Secret& code, const Id& vault);
/// As it is meant: lower case, one space between words.
[[nodiscard]] Secret code_as_meant(ByteView typed);

} // namespace rapport::hub
