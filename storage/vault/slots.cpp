#include "storage/vault/slots.h"

#include "storage/vault/bytes.h"

namespace rapport::vault {

namespace {

/// What a wrapped key is bound to: change one of these and it does not open.
sealed::Bytes slot_binding(const Header& header, const User& user)
{
    ByteWriter out;
    out.text("slot").raw(header.vault).raw(user.slot).text(user.name).number(static_cast<std::uint8_t>(user.role));
    out.number(header.epoch).number(user.wrap.cost.memory_bytes).number(user.wrap.cost.passes).raw(user.wrap.salt);
    return out.bytes();
}

sealed::Bytes grant_statement(const Header& header, const User& user)
{
    ByteWriter out;
    out.text("grant").raw(header.vault).raw(user.slot).text(user.name).number(static_cast<std::uint8_t>(user.role));
    out.number(header.epoch).raw(user.key).text(user.grant);
    return out.bytes();
}

sealed::Secret mac_key(const RoleKeys& keys)
{
    return crypto::derive(keys.responses, purpose::header_mac);
}

} // namespace

Status add_user(Header& header, const std::string& name, Role role, const sealed::Secret& passphrase,
                const KdfCost& cost, const RoleKeys& keys, const sealed::Secret& root)
{
    crypto::KeyPair pair = crypto::make_pair();
    User user;
    user.slot = sealed::random_id();
    user.name = name;
    user.role = role;
    user.key = pair.public_key;
    user.wrap.cost = cost;
    crypto::fill_random(user.wrap.salt);

    const auto stretched = crypto::stretch(passphrase, user.wrap.salt, cost);
    if (!stretched) return stretched.error();
    sealed::Secret plain = std::move(pair.private_key);
    plain.append({reinterpret_cast<const char*>(header.root.data()), header.root.size()});
    user.wrap.box = crypto::seal(*stretched, slot_binding(header, user), plain);

    user.grant = crypto::seal_to(user.key, keys.joined());
    user.grant_signature = crypto::sign(root, grant_statement(header, user));
    header.users.push_back(std::move(user));
    return {};
}

Result<sealed::Secret> open_slot(const Header& header, const User& user, const sealed::Secret& stretched)
{
    const auto plain = crypto::open(stretched, slot_binding(header, user), user.wrap.box);
    if (!plain || plain->size() != 2 * crypto::key_size) return fault::wrong_passphrase;
    const sealed::ByteView pinned = plain->view().substr(crypto::key_size);
    if (!crypto::equal({reinterpret_cast<const std::uint8_t*>(pinned.data()), pinned.size()}, header.root))
        return Error{fault::vault_damaged, "pinned root"};
    return sealed::Secret::copy_of(plain->view().substr(0, crypto::key_size));
}

Result<RoleKeys> open_grant(const Header& header, const User& user, const sealed::Secret& private_key)
{
    if (!crypto::is_signed(header.root, grant_statement(header, user), user.grant_signature))
        return Error{fault::vault_damaged, "grant signature"};
    const auto joined = crypto::open_sealed(private_key, user.grant);
    if (!joined) return Error{fault::vault_damaged, "grant"};
    auto keys = RoleKeys::split(*joined);
    if (!keys) return Error{fault::vault_damaged, "grant length"};
    return std::move(*keys);
}

void close_header(Header& header, const sealed::Secret& root, const RoleKeys& keys)
{
    header.signature = crypto::sign(root, signed_part(header));
    header.mac = crypto::keyed_mac(mac_key(keys), maced_part(header));
}

Status check_header(const Header& header, const RoleKeys& keys)
{
    if (!crypto::is_signed(header.root, signed_part(header), header.signature))
        return Error{fault::vault_damaged, "header signature"};
    if (!crypto::equal(crypto::keyed_mac(mac_key(keys), maced_part(header)), header.mac))
        return Error{fault::vault_damaged, "header mac"};
    if (!crypto::equal(crypto::public_half(keys.inbox), header.inbox)) return Error{fault::vault_damaged, "inbox key"};
    return {};
}

Result<RoleKeys> unlock(const Header& header, std::string_view user, const sealed::Secret& passphrase)
{
    const User* const known = header.user(user);
    const Wrap& wrap = known != nullptr ? known->wrap : header.users.front().wrap;
    const auto stretched = crypto::stretch(passphrase, wrap.salt, wrap.cost);
    if (!stretched) return stretched.error();
    if (known == nullptr) return fault::wrong_passphrase;

    const auto private_key = open_slot(header, *known, *stretched);
    if (!private_key) return private_key.error();
    auto keys = open_grant(header, *known, *private_key);
    if (!keys) return keys;
    if (const Status checked = check_header(header, *keys); !checked) return checked.error();
    return keys;
}

} // namespace rapport::vault
