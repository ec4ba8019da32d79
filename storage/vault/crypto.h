#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "storage/sealed/job.h"
#include "storage/vault/vault.h"

/// The few things the vault asks of libsodium, each in one call. Only crypto.cpp includes its header.
namespace rapport::vault::crypto {

using sealed::Bytes;
using sealed::ByteView;
using sealed::PublicKey;
using sealed::Secret;

inline constexpr std::size_t key_size = 32;
using Hash = std::array<std::uint8_t, 32>;
using Mac = std::array<std::uint8_t, 16>;
using Salt = std::array<std::uint8_t, 16>;
using Signature = std::array<std::uint8_t, 64>;

/// BLAKE2b-256, without and with a key.
[[nodiscard]] Hash hash(ByteView bytes);
[[nodiscard]] Hash keyed_hash(const Secret& key, ByteView bytes);
[[nodiscard]] Mac keyed_mac(const Secret& key, ByteView bytes);
[[nodiscard]] bool equal(std::span<const std::uint8_t> left, std::span<const std::uint8_t> right); ///< constant time

/// A key for one purpose out of another key; the purposes are named constants of keys.h.
[[nodiscard]] Secret derive(const Secret& from, std::string_view purpose);

/// XChaCha20-Poly1305 under a fresh random nonce, which goes first. `bound` is authenticated with it.
[[nodiscard]] Bytes seal(const Secret& key, ByteView bound, const Secret& plain);
[[nodiscard]] std::optional<Secret> open(const Secret& key, ByteView bound, ByteView box);

/// X25519.
struct KeyPair {
    PublicKey public_key{};
    Secret private_key;
};
[[nodiscard]] KeyPair make_pair();
[[nodiscard]] PublicKey public_half(const Secret& private_key);
[[nodiscard]] Bytes seal_to(const PublicKey& to, const Secret& plain);
[[nodiscard]] std::optional<Secret> open_sealed(const Secret& private_key, ByteView box);

/// Ed25519. The private half is libsodium's 64 bytes.
[[nodiscard]] KeyPair make_signing_pair();
[[nodiscard]] PublicKey signing_half(const Secret& private_key); ///< the public half that belongs to it
[[nodiscard]] Signature sign(const Secret& private_key, ByteView bytes);
[[nodiscard]] bool is_signed(const PublicKey& by, ByteView bytes, const Signature& signature);

/// Argon2id, one lane. Errors: database_error when the machine cannot give the memory.
[[nodiscard]] Result<Secret> stretch(const Secret& passphrase, const Salt& salt, const KdfCost& cost);

void fill_random(std::span<std::uint8_t> out);
[[nodiscard]] std::uint32_t random_below(std::uint32_t bound);

} // namespace rapport::vault::crypto
