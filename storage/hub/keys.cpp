#include "storage/hub/keys.h"

#include <cassert>

#include <sodium.h>

#include "storage/sealed/faults.h"

namespace rapport::hub {

namespace {

const unsigned char* raw(ByteView bytes)
{
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

unsigned char* raw(Bytes& bytes)
{
    return reinterpret_cast<unsigned char*>(bytes.data());
}

Bytes joined(std::string_view purpose, ByteView bytes)
{
    Bytes out;
    out.reserve(purpose.size() + 1 + bytes.size());
    out.append(purpose).push_back('\0');
    return out.append(bytes);
}

void derive(const Secret& key, std::string_view purpose, std::span<std::uint8_t> out)
{
    crypto_generichash(out.data(), out.size(), raw(purpose), purpose.size(), key.data(), key.size());
}

} // namespace

Hash hash_of(ByteView bytes)
{
    Hash out{};
    crypto_generichash(out.data(), out.size(), raw(bytes), bytes.size(), nullptr, 0);
    return out;
}

Signature sign(const Secret& signing_key, std::string_view purpose, ByteView bytes)
{
    assert(signing_key.size() == signing_key_size);
    Signature out{};
    const Bytes whole = joined(purpose, bytes);
    crypto_sign_detached(out.data(), nullptr, raw(whole), whole.size(), signing_key.data());
    return out;
}

bool is_signed(const PublicKey& by, std::string_view purpose, ByteView bytes, const Signature& signature)
{
    const Bytes whole = joined(purpose, bytes);
    return crypto_sign_verify_detached(signature.data(), raw(whole), whole.size(), by.data()) == 0;
}

KeyPair make_signing_pair()
{
    KeyPair pair{{}, Secret(signing_key_size)};
    crypto_sign_keypair(pair.public_key.data(), pair.private_key.data());
    return pair;
}

KeyPair make_box_pair()
{
    KeyPair pair{{}, Secret(box_key_size)};
    crypto_box_keypair(pair.public_key.data(), pair.private_key.data());
    return pair;
}

PublicKey signing_half(const Secret& private_key)
{
    assert(private_key.size() == signing_key_size);
    PublicKey out{};
    crypto_sign_ed25519_sk_to_pk(out.data(), private_key.data());
    return out;
}

Bytes seal_to(const PublicKey& to, ByteView plain)
{
    static_assert(seal_overhead == crypto_box_SEALBYTES);
    Bytes box(plain.size() + seal_overhead, '\0');
    // Fails only for a public key of low order, which none of ours is; such a box opens to nobody.
    if (crypto_box_seal(raw(box), raw(plain), plain.size(), to.data()) != 0) box.assign(box.size(), '\0');
    return box;
}

std::optional<Bytes> open_box(const Secret& private_key, ByteView box)
{
    if (box.size() < seal_overhead || private_key.size() != box_key_size) return std::nullopt;
    PublicKey own{};
    crypto_scalarmult_base(own.data(), private_key.data());
    Bytes plain(box.size() - seal_overhead, '\0');
    if (crypto_box_seal_open(raw(plain), raw(box), box.size(), own.data(), private_key.data()) != 0)
        return std::nullopt;
    return plain;
}

std::optional<Secret> open_secret_box(const Secret& private_key, ByteView box)
{
    if (box.size() <= seal_overhead || private_key.size() != box_key_size) return std::nullopt;
    PublicKey own{};
    crypto_scalarmult_base(own.data(), private_key.data());
    Secret plain(box.size() - seal_overhead);
    if (crypto_box_seal_open(plain.data(), raw(box), box.size(), own.data(), private_key.data()) != 0)
        return std::nullopt;
    return plain;
}

Bytes seal(const Secret& key, ByteView bound, ByteView plain)
{
    constexpr std::size_t nonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
    Bytes box(nonce + plain.size() + crypto_aead_xchacha20poly1305_ietf_ABYTES, '\0');
    randombytes_buf(box.data(), nonce);
    crypto_aead_xchacha20poly1305_ietf_encrypt(raw(box) + nonce, nullptr, raw(plain), plain.size(), raw(bound),
                                               bound.size(), nullptr, raw(box), key.data());
    return box;
}

std::optional<Secret> open(const Secret& key, ByteView bound, ByteView box)
{
    constexpr std::size_t nonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
    constexpr std::size_t overhead = nonce + crypto_aead_xchacha20poly1305_ietf_ABYTES;
    if (box.size() <= overhead || key.size() != crypto_aead_xchacha20poly1305_ietf_KEYBYTES) return std::nullopt;
    Secret plain(box.size() - overhead);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(plain.data(), nullptr, nullptr, raw(box) + nonce, box.size() - nonce,
                                                   raw(bound), bound.size(), raw(box), key.data()) != 0)
        return std::nullopt;
    return plain;
}

Result<CodeKey> stretch_code(const Secret& code, const Id& vault)
{
    constexpr unsigned long long passes = 3;
    constexpr std::size_t memory = std::size_t{64} << 20;
    if (sodium_init() < 0) return sealed::fault::no_sodium;
    std::array<std::uint8_t, crypto_pwhash_argon2id_SALTBYTES> salt{};
    constexpr std::string_view purpose = "rapport hub code salt 1";
    crypto_generichash(salt.data(), salt.size(), vault.data(), vault.size(), raw(purpose), purpose.size());
    Secret stretched(crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
    const char* const words = code.empty() ? "" : code.view().data();
    if (crypto_pwhash_argon2id(stretched.data(), stretched.size(), words, code.size(), salt.data(), passes, memory,
                               crypto_pwhash_argon2id_ALG_ARGON2ID13) != 0)
        return sealed::fault::cannot_derive;
    CodeKey out{Secret(crypto_aead_xchacha20poly1305_ietf_KEYBYTES), {}};
    derive(stretched, "rapport hub code key 1", {out.key.data(), out.key.size()});
    derive(stretched, "rapport hub code tag 1", out.tag);
    return out;
}

Secret code_as_meant(ByteView typed)
{
    Secret out;
    bool space = false;
    for (char character : typed) {
        if (character >= 'A' && character <= 'Z') character = static_cast<char>(character - 'A' + 'a');
        const bool letter = character >= 'a' && character <= 'z';
        if (letter) {
            if (space && !out.empty()) out.append(" ");
            out.append({&character, 1});
        }
        space = !letter;
    }
    return out;
}

} // namespace rapport::hub
