#include "storage/vault/crypto.h"

#include <cassert>
#include <cstdlib>

#include <sodium.h>

namespace rapport::vault::crypto {

namespace {

const unsigned char* at(ByteView bytes)
{
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

unsigned char* at(Bytes& bytes)
{
    return reinterpret_cast<unsigned char*>(bytes.data());
}

template <std::size_t N>
std::array<std::uint8_t, N> blake(ByteView bytes, const unsigned char* key, std::size_t key_bytes)
{
    std::array<std::uint8_t, N> out{};
    crypto_generichash(out.data(), N, at(bytes), bytes.size(), key, key_bytes);
    return out;
}

} // namespace

Hash hash(ByteView bytes)
{
    return blake<32>(bytes, nullptr, 0);
}

Hash keyed_hash(const Secret& key, ByteView bytes)
{
    assert(key.size() == key_size);
    return blake<32>(bytes, key.data(), key.size());
}

Mac keyed_mac(const Secret& key, ByteView bytes)
{
    assert(key.size() == key_size);
    return blake<16>(bytes, key.data(), key.size());
}

bool equal(std::span<const std::uint8_t> left, std::span<const std::uint8_t> right)
{
    return left.size() == right.size() && sodium_memcmp(left.data(), right.data(), left.size()) == 0;
}

Secret derive(const Secret& from, std::string_view purpose)
{
    Secret out(key_size);
    crypto_generichash(out.data(), out.size(), at(purpose), purpose.size(), from.data(), from.size());
    return out;
}

Bytes seal(const Secret& key, ByteView bound, const Secret& plain)
{
    constexpr std::size_t nonce_size = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
    Bytes box(nonce_size + plain.size() + crypto_aead_xchacha20poly1305_ietf_ABYTES, '\0');
    randombytes_buf(box.data(), nonce_size);
    crypto_aead_xchacha20poly1305_ietf_encrypt(at(box) + nonce_size, nullptr, plain.data(), plain.size(), at(bound),
                                               bound.size(), nullptr, at(box), key.data());
    return box;
}

std::optional<Secret> open(const Secret& key, ByteView bound, ByteView box)
{
    constexpr std::size_t nonce_size = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
    constexpr std::size_t overhead = nonce_size + crypto_aead_xchacha20poly1305_ietf_ABYTES;
    if (box.size() <= overhead || key.size() != key_size) return std::nullopt;
    Secret plain(box.size() - overhead);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(plain.data(), nullptr, nullptr, at(box) + nonce_size,
                                                   box.size() - nonce_size, at(bound), bound.size(), at(box),
                                                   key.data()) != 0)
        return std::nullopt;
    return plain;
}

KeyPair make_pair()
{
    KeyPair pair{{}, Secret(crypto_box_SECRETKEYBYTES)};
    crypto_box_keypair(pair.public_key.data(), pair.private_key.data());
    return pair;
}

PublicKey public_half(const Secret& private_key)
{
    PublicKey out{};
    assert(private_key.size() == crypto_scalarmult_SCALARBYTES);
    crypto_scalarmult_base(out.data(), private_key.data());
    return out;
}

Bytes seal_to(const PublicKey& to, const Secret& plain)
{
    Bytes box(plain.size() + crypto_box_SEALBYTES, '\0');
    // Fails only for a public key of low order, which none of ours is.
    if (crypto_box_seal(at(box), plain.data(), plain.size(), to.data()) != 0) std::abort();
    return box;
}

std::optional<Secret> open_sealed(const Secret& private_key, ByteView box)
{
    if (box.size() <= crypto_box_SEALBYTES || private_key.size() != crypto_box_SECRETKEYBYTES) return std::nullopt;
    const PublicKey own = public_half(private_key);
    Secret plain(box.size() - crypto_box_SEALBYTES);
    if (crypto_box_seal_open(plain.data(), at(box), box.size(), own.data(), private_key.data()) != 0)
        return std::nullopt;
    return plain;
}

KeyPair make_signing_pair()
{
    KeyPair pair{{}, Secret(crypto_sign_SECRETKEYBYTES)};
    crypto_sign_keypair(pair.public_key.data(), pair.private_key.data());
    return pair;
}

PublicKey signing_half(const Secret& private_key)
{
    PublicKey out{};
    assert(private_key.size() == crypto_sign_SECRETKEYBYTES);
    crypto_sign_ed25519_sk_to_pk(out.data(), private_key.data());
    return out;
}

Signature sign(const Secret& private_key, ByteView bytes)
{
    Signature out{};
    assert(private_key.size() == crypto_sign_SECRETKEYBYTES);
    crypto_sign_detached(out.data(), nullptr, at(bytes), bytes.size(), private_key.data());
    return out;
}

bool is_signed(const PublicKey& by, ByteView bytes, const Signature& signature)
{
    return crypto_sign_verify_detached(signature.data(), at(bytes), bytes.size(), by.data()) == 0;
}

Result<Secret> stretch(const Secret& passphrase, const Salt& salt, const KdfCost& cost)
{
    static_assert(std::tuple_size_v<Salt> == crypto_pwhash_SALTBYTES);
    Secret key(key_size);
    const char* words = passphrase.empty() ? "" : passphrase.view().data(); // none typed is a guess like any other
    if (crypto_pwhash(key.data(), key.size(), words, passphrase.size(), salt.data(), cost.passes,
                      static_cast<std::size_t>(cost.memory_bytes), crypto_pwhash_ALG_ARGON2ID13) != 0)
        return Error{fault::database_error, "no memory for Argon2id"};
    return key;
}

void fill_random(std::span<std::uint8_t> out)
{
    randombytes_buf(out.data(), out.size());
}

std::uint32_t random_below(std::uint32_t bound)
{
    return randombytes_uniform(bound);
}

} // namespace rapport::vault::crypto
