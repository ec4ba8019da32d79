#include "storage/sealed/frames.h"

#include <algorithm>
#include <cassert>
#include <cstring>

#include "storage/sealed/faults.h"
#include "storage/sealed/wire.h"

namespace rapport::sealed::frames {

namespace {

constexpr ByteView magic = "RVSEALED";
constexpr std::uint32_t version = 1;
constexpr std::size_t key_size = crypto_aead_xchacha20poly1305_ietf_KEYBYTES;
constexpr std::size_t id_size = std::tuple_size_v<Id>;
constexpr std::size_t sealed_size = key_size + id_size + crypto_box_SEALBYTES;
constexpr std::size_t nonce_at = 4 + 8;
constexpr std::size_t body_at = nonce_at + nonce_size;
constexpr std::size_t tag_at = body_at + plain_size;

static_assert(nonce_size == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
static_assert(tag_size == crypto_aead_xchacha20poly1305_ietf_ABYTES);
static_assert(key_size == 32);
static_assert(sealed_size == plain_size, "the key frame is as long as every other");

using Front = std::array<unsigned char, nonce_at>;

/// Length of what follows the length, and the sequence.
Front front_of(std::uint64_t sequence)
{
    Front front{};
    wire::Writer out(front);
    out.number(static_cast<std::uint32_t>(frame_size - 4));
    out.number(sequence);
    return front;
}

const unsigned char* bytes_of(ByteView view, std::size_t at)
{
    return reinterpret_cast<const unsigned char*>(view.data()) + at;
}

bool starts_with(ByteView frame, const Front& front)
{
    return frame.size() == frame_size && std::memcmp(frame.data(), front.data(), front.size()) == 0;
}

using PlaceBytes = std::array<unsigned char, id_size + 8 + tag_size>;

PlaceBytes bytes_of(const Place& place)
{
    PlaceBytes bytes{};
    wire::Writer out(bytes);
    out.raw(place.session);
    out.number(place.sequence);
    out.raw(place.previous);
    return bytes;
}

/// What the tag of frame 0 vouches for: the whole header and the sealed K. Never as long as a PlaceBytes.
using KeyWords = std::array<unsigned char, header_size + sealed_size>;

KeyWords key_words(const Id& session, const unsigned char* sealed_key)
{
    KeyWords words{};
    wire::Writer out(words);
    out.raw(make_header(session));
    out.raw({sealed_key, sealed_size});
    return words;
}

} // namespace

Header make_header(const Id& session)
{
    Header header{};
    wire::Writer out(header);
    out.raw({bytes_of(magic, 0), magic.size()});
    out.number(version);
    out.number(static_cast<std::uint32_t>(capacity));
    out.raw(session);
    assert(out.needed() == header.size());
    return header;
}

Result<Id> read_header(ByteView file)
{
    wire::Reader in(file);
    if (in.raw(magic.size()) != magic) return Error{fault::damaged_session, "magic"};
    if (in.number<std::uint32_t>() != version) return Error{fault::damaged_session, "version"};
    if (in.number<std::uint32_t>() != capacity) return Error{fault::damaged_session, "capacity"};
    Id session{};
    in.into(session);
    if (!in.ok()) return Error{fault::damaged_session, "header"};
    return session;
}

Result<Frame> make_key_frame(const Secret& key, const PublicKey& inbox, const Id& session)
{
    assert(key.size() == key_size);
    Secret words = key.copy();
    words.append({reinterpret_cast<const char*>(session.data()), session.size()});

    Frame frame{};
    std::ranges::copy(front_of(0), frame.begin());
    randombytes_buf(frame.data() + nonce_at, nonce_size);
    if (crypto_box_seal(frame.data() + body_at, words.data(), words.size(), inbox.data()) != 0)
        return Error{fault::wrong_key, "inbox"};
    const KeyWords vouched = key_words(session, frame.data() + body_at);
    crypto_aead_xchacha20poly1305_ietf_encrypt_detached(frame.data() + body_at, frame.data() + tag_at, nullptr, nullptr,
                                                        0, vouched.data(), vouched.size(), nullptr,
                                                        frame.data() + nonce_at, key.data());
    return frame;
}

bool key_frame_holds(ByteView frame, const Secret& key, const Id& session)
{
    if (key.size() != key_size || !starts_with(frame, front_of(0))) return false;
    const KeyWords vouched = key_words(session, bytes_of(frame, body_at));
    unsigned char no_words = 0;
    return crypto_aead_xchacha20poly1305_ietf_decrypt_detached(&no_words, nullptr, &no_words, 0,
                                                               bytes_of(frame, tag_at), vouched.data(), vouched.size(),
                                                               bytes_of(frame, nonce_at), key.data()) == 0;
}

Result<Secret> open_key_frame(ByteView frame, const Id& session, const PublicKey& inbox, const Secret& private_key)
{
    if (frame.size() != frame_size) return Error{fault::damaged_session, "no first frame"};
    if (private_key.size() != crypto_box_SECRETKEYBYTES) return Error{fault::wrong_key, "private key"};
    Secret words(key_size + id_size);
    if (crypto_box_seal_open(words.data(), bytes_of(frame, body_at), sealed_size, inbox.data(), private_key.data()) !=
        0)
        return Error{fault::wrong_key, "first frame"};
    if (sodium_memcmp(words.data() + key_size, session.data(), session.size()) != 0)
        return Error{fault::wrong_key, "sealed for another session"};
    return Secret::copy_of(words.view().substr(0, key_size));
}

Frame seal(const Secret& key, const Place& place, const Plain& plain)
{
    assert(key.size() == key_size);
    Frame frame{};
    std::ranges::copy(front_of(place.sequence), frame.begin());
    randombytes_buf(frame.data() + nonce_at, nonce_size);
    const PlaceBytes vouched = bytes_of(place);
    crypto_aead_xchacha20poly1305_ietf_encrypt_detached(frame.data() + body_at, frame.data() + tag_at, nullptr,
                                                        plain.data(), plain.size(), vouched.data(), vouched.size(),
                                                        nullptr, frame.data() + nonce_at, key.data());
    return frame;
}

bool open(ByteView frame, const Secret& key, const Place& place, Plain& plain)
{
    if (key.size() != key_size || !starts_with(frame, front_of(place.sequence))) return false;
    const PlaceBytes vouched = bytes_of(place);
    return crypto_aead_xchacha20poly1305_ietf_decrypt_detached(
               plain.data(), nullptr, bytes_of(frame, body_at), plain.size(), bytes_of(frame, tag_at), vouched.data(),
               vouched.size(), bytes_of(frame, nonce_at), key.data()) == 0;
}

Tag tag_of(ByteView frame)
{
    assert(frame.size() == frame_size);
    Tag tag{};
    std::memcpy(tag.data(), frame.data() + tag_at, tag.size());
    return tag;
}

Digest::Digest()
{
    crypto_generichash_init(&state_, nullptr, 0, std::tuple_size_v<Value>);
}

void Digest::add(const Tag& tag)
{
    crypto_generichash_update(&state_, tag.data(), tag.size());
}

Digest::Value Digest::value() const
{
    crypto_generichash_state closing = state_;
    Value value{};
    crypto_generichash_final(&closing, value.data(), value.size());
    return value;
}

} // namespace rapport::sealed::frames
