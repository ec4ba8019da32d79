#include "storage/sealed/ticket.h"

#include <cassert>

#include <sodium.h>

#include "storage/sealed/faults.h"

namespace rapport::sealed {

namespace {

constexpr std::size_t key_bytes = crypto_aead_xchacha20poly1305_ietf_KEYBYTES;
constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr unsigned long long passes = 3;
constexpr std::size_t memory = std::size_t{64} << 20;

const unsigned char* raw(ByteView bytes)
{
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

void derive(const Secret& key, ByteView purpose, std::span<unsigned char> out)
{
    const int done = crypto_generichash(out.data(), out.size(), raw(purpose), purpose.size(), key.data(), key.size());
    assert(done == 0);
    static_cast<void>(done);
}

Secret box_key(const Secret& key)
{
    Secret out(key_bytes);
    derive(key, "ticket box", {out.data(), out.size()});
    return out;
}

} // namespace

char ticket_character(char32_t typed)
{
    if (typed >= U'a' && typed <= U'z') typed = typed - U'a' + U'A';
    if (typed > 0x7F) return 0;
    const char character = static_cast<char>(typed);
    return ticket_alphabet.find(character) == std::string_view::npos ? char{0} : character;
}

Secret make_ticket_code()
{
    Secret code(ticket_length);
    for (std::size_t i = 0; i < ticket_length; ++i)
        code.data()[i] = static_cast<unsigned char>(
            ticket_alphabet[randombytes_uniform(static_cast<std::uint32_t>(ticket_alphabet.size()))]);
    return code;
}

Result<Secret> ticket_key(const Secret& code, const TicketSalt& salt)
{
    static_assert(std::tuple_size_v<TicketSalt> == crypto_pwhash_argon2id_SALTBYTES);
    if (sodium_init() < 0) return fault::no_sodium;
    Secret key(key_bytes);
    const int done =
        crypto_pwhash_argon2id(key.data(), key.size(), reinterpret_cast<const char*>(code.data()), code.size(),
                               salt.data(), passes, memory, crypto_pwhash_argon2id_ALG_ARGON2ID13);
    if (done != 0) return fault::cannot_derive;
    return key;
}

TicketTag ticket_tag(const Secret& key)
{
    TicketTag tag{};
    derive(key, "ticket tag", tag);
    return tag;
}

Bytes seal_ticket(const Secret& key, const Id& session, const Secret& body)
{
    Bytes box(nonce_bytes + body.size() + tag_bytes, '\0');
    auto* const out = reinterpret_cast<unsigned char*>(box.data());
    randombytes_buf(out, nonce_bytes);
    const Secret inner = box_key(key);
    crypto_aead_xchacha20poly1305_ietf_encrypt(out + nonce_bytes, nullptr, body.data(), body.size(), session.data(),
                                               session.size(), nullptr, out, inner.data());
    return box;
}

std::optional<Secret> open_ticket(const Secret& key, const Id& session, ByteView box)
{
    if (box.size() <= nonce_bytes + tag_bytes) return std::nullopt;
    Secret body(box.size() - nonce_bytes - tag_bytes);
    const Secret inner = box_key(key);
    const int opened = crypto_aead_xchacha20poly1305_ietf_decrypt(body.data(), nullptr, nullptr, raw(box) + nonce_bytes,
                                                                  box.size() - nonce_bytes, session.data(),
                                                                  session.size(), raw(box), inner.data());
    if (opened != 0) return std::nullopt;
    return body;
}

} // namespace rapport::sealed
