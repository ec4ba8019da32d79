#include "storage/vault/recovery.h"

#include <algorithm>

#include "storage/vault/base32.h"
#include "storage/vault/bytes.h"
#include "storage/vault/slots.h"

namespace rapport::vault {

namespace {

constexpr std::size_t key_bytes = 20;
constexpr std::size_t key_characters = 32;
constexpr std::size_t check_characters = 4;

/// Four characters (20 bits) of the key's hash, as values below 32: one typing mistake in a million gets past it.
std::array<std::uint8_t, check_characters> check_of(const sealed::Secret& key)
{
    const crypto::Hash hash = crypto::hash(key.view());
    std::array<std::uint8_t, check_characters> out{};
    std::ranges::transform(std::span(hash).first(check_characters), out.begin(),
                           [](std::uint8_t byte) { return static_cast<std::uint8_t>(byte & 31U); });
    return out;
}

/// Values of five bits each, put together to bytes; trailing bits that fill no byte are left out.
sealed::Secret pack(std::span<const unsigned char> values)
{
    sealed::Secret out;
    std::uint32_t bits = 0;
    unsigned held = 0;
    for (const unsigned char value : values) {
        bits = (bits << 5U | value) & 0xFFFFU;
        held += 5;
        if (held < 8) continue;
        held -= 8;
        const char byte = static_cast<char>((bits >> held) & 0xFFU);
        out.append({&byte, 1});
    }
    return out;
}

sealed::Bytes binding(const Header& header)
{
    ByteWriter out;
    out.text("recovery").raw(header.vault).number(header.epoch).raw(header.root);
    return out.bytes();
}

crypto::Mac pin_of(const Header& header, const sealed::Secret& key, const sealed::PublicKey& root)
{
    return crypto::keyed_mac(crypto::derive(key, purpose::recovery_pin),
                             ByteWriter().text("pin").raw(header.vault).raw(root).bytes());
}

/// The root at the time the key was printed, if this is that key and its root leads to today's.
bool pins_root(const Header& header, const sealed::Secret& key)
{
    const auto pinned = [&](const sealed::PublicKey& root) {
        return crypto::equal(pin_of(header, key, root), header.recovery_pin) && leads_to_root(header, root);
    };
    return pinned(header.root) ||
           std::ranges::any_of(header.root_steps, [&](const RootStep& step) { return pinned(step.from); });
}

Result<RecoveryCopy> open_format_1(const Header& header, const sealed::Secret& key)
{
    const auto joined = crypto::open(crypto::derive(key, purpose::recovery_box), binding(header), header.recovery);
    if (!joined) return fault::recovery_mismatch;
    auto copy = RecoveryCopy::split(*joined);
    if (!copy) return fault::recovery_mismatch;
    return std::move(*copy);
}

} // namespace

sealed::Secret make_recovery_key()
{
    return sealed::Secret::random(key_bytes);
}

sealed::Secret print_recovery_key(const sealed::Secret& key)
{
    sealed::Secret text = base32::write({key.data(), key.size()});
    const auto check = check_of(key);
    // Two and a half bytes hold the four values; the half byte's own bits are cut off below.
    const std::uint32_t bits = std::uint32_t{check[0]} << 19U | std::uint32_t{check[1]} << 14U |
                               std::uint32_t{check[2]} << 9U | std::uint32_t{check[3]} << 4U;
    const std::array<std::uint8_t, 3> bytes{static_cast<std::uint8_t>(bits >> 16U),
                                            static_cast<std::uint8_t>(bits >> 8U), static_cast<std::uint8_t>(bits)};
    const sealed::Secret group = base32::write(bytes);
    text.append("-");
    text.append(group.view().substr(0, check_characters));
    return text;
}

Result<sealed::Secret> read_recovery_key(const sealed::Secret& typed)
{
    const sealed::Secret values = base32::read_values(typed.view());
    if (values.size() != key_characters + check_characters) return Error{fault::recovery_mismatch, "length"};
    const std::span<const unsigned char> all(values.data(), values.size());
    sealed::Secret key = pack(all.first(key_characters));
    if (!std::ranges::equal(check_of(key), all.last(check_characters)))
        return Error{fault::recovery_mismatch, "check group"};
    return key;
}

void bind_recovery(Header& header, const sealed::Secret& key, const sealed::Secret& first_audit_key)
{
    header.recovery_key = crypto::public_half(crypto::derive(key, purpose::recovery_pair));
    header.recovery_pin = pin_of(header, key, header.root);
    header.first_audit_key = crypto::seal_to(header.recovery_key, first_audit_key);
}

void seal_recovery(Header& header, const RoleKeys& keys, const sealed::Secret& root)
{
    sealed::Secret all = keys.joined();
    all.append(root.view());
    header.recovery = crypto::seal_to(header.recovery_key, all);
}

Result<RecoveryCopy> open_recovery(const Header& header, const sealed::Secret& key)
{
    if (header.format == 1) return open_format_1(header, key);
    const sealed::Secret own = crypto::derive(key, purpose::recovery_pair);
    if (!crypto::equal(crypto::public_half(own), header.recovery_key)) return fault::recovery_mismatch;
    if (!pins_root(header, key)) return Error{fault::vault_damaged, "recovery pin"};
    // A sealed box has no sender: the root, which the printed key pins, signed that these are the vault's.
    if (!crypto::is_signed(header.root, signed_part(header), header.signature))
        return Error{fault::vault_damaged, "header signature"};
    auto all = crypto::open_sealed(own, header.recovery);
    const auto audit = crypto::open_sealed(own, header.first_audit_key);
    if (!all || !audit) return Error{fault::vault_damaged, "recovery"};
    all->append(audit->view());
    auto copy = RecoveryCopy::split(*all);
    if (!copy) return Error{fault::vault_damaged, "recovery"};
    return std::move(*copy);
}

} // namespace rapport::vault
