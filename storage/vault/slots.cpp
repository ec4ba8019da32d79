#include "storage/vault/slots.h"

#include <algorithm>

#include "storage/vault/bytes.h"

namespace rapport::vault {

namespace {

/// What a wrapped key is bound to: change one of these and it does not open.
sealed::Bytes slot_binding(const Header& header, const User& user)
{
    ByteWriter out;
    out.text("slot").raw(header.vault).raw(user.slot).text(user.name).number(static_cast<std::uint8_t>(user.role));
    out.number(user.wrap.epoch).number(user.wrap.cost.memory_bytes).number(user.wrap.cost.passes).raw(user.wrap.salt);
    return out.bytes();
}

sealed::Bytes grant_statement(const Header& header, const User& user)
{
    ByteWriter out;
    out.text("grant").raw(header.vault).raw(user.slot).text(user.name).number(static_cast<std::uint8_t>(user.role));
    out.number(header.epoch).raw(user.key).text(user.grant);
    return out.bytes();
}

sealed::Bytes step_statement(const Header& header, const sealed::PublicKey& to)
{
    ByteWriter out;
    out.text("root follows").raw(header.vault).raw(to);
    return out.bytes();
}

crypto::Mac mac_of(const Header& header, const sealed::Secret& responses)
{
    return crypto::keyed_mac(crypto::derive(responses, purpose::header_mac), maced_part(header));
}

Error damaged(const char* what)
{
    return {fault::vault_damaged, what};
}

} // namespace

Status wrap_user(const Header& header, User& user, const sealed::Secret& private_key, const sealed::Secret& passphrase,
                 const KdfCost& cost)
{
    User next = user;
    next.wrap.epoch = header.epoch;
    next.wrap.cost = cost;
    crypto::fill_random(next.wrap.salt);
    const auto stretched = crypto::stretch(passphrase, next.wrap.salt, cost);
    if (!stretched) return stretched.error();
    sealed::Secret plain = private_key.copy();
    plain.append({reinterpret_cast<const char*>(header.root.data()), header.root.size()});
    next.wrap.box = crypto::seal(*stretched, slot_binding(header, next), plain);
    user = std::move(next);
    return {};
}

void grant_user(const Header& header, User& user, const RoleKeys& keys, const sealed::Secret& root)
{
    user.grant = crypto::seal_to(user.key, granted(user.role, keys));
    user.grant_signature = crypto::sign(root, grant_statement(header, user));
}

Status add_user(Header& header, const std::string& name, Role role, const sealed::Secret& passphrase,
                const KdfCost& cost, const RoleKeys& keys, const sealed::Secret& root)
{
    const crypto::KeyPair pair = crypto::make_pair();
    User user;
    user.slot = sealed::random_id();
    user.name = name;
    user.role = role;
    user.key = pair.public_key;
    if (Status wrapped = wrap_user(header, user, pair.private_key, passphrase, cost); !wrapped) return wrapped;
    RoleKeys all = keys.copy();
    all.root = root.copy();
    grant_user(header, user, all, root);
    header.users.push_back(std::move(user));
    return {};
}

bool leads_to_root(const Header& header, const sealed::PublicKey& known)
{
    bool follows = false;
    for (std::size_t i = 0; i < header.root_steps.size(); ++i) {
        const RootStep& step = header.root_steps[i];
        const bool last = i + 1 == header.root_steps.size();
        const sealed::PublicKey& to = last ? header.root : header.root_steps[i + 1].from;
        if (step.from == known) follows = true;
        if (follows && !crypto::is_signed(step.from, step_statement(header, to), step.signature)) return false;
    }
    return follows || crypto::equal(known, header.root);
}

void replace_root(Header& header, const sealed::Secret& from, const sealed::PublicKey& to)
{
    header.root_steps.push_back({header.root, crypto::sign(from, step_statement(header, to))});
    header.root = to;
}

Result<OpenedSlot> open_pinned(const Header& header, const User& user, const sealed::Secret& stretched)
{
    const auto plain = crypto::open(stretched, slot_binding(header, user), user.wrap.box);
    if (!plain || plain->size() != 2 * crypto::key_size) return fault::wrong_passphrase;
    sealed::PublicKey pinned{};
    std::copy_n(plain->data() + crypto::key_size, pinned.size(), pinned.begin());
    if (!leads_to_root(header, pinned)) return damaged("pinned root");
    return OpenedSlot{sealed::Secret::copy_of(plain->view().substr(0, crypto::key_size)), pinned != header.root};
}

Result<sealed::Secret> open_slot(const Header& header, const User& user, const sealed::Secret& stretched)
{
    auto opened = open_pinned(header, user, stretched);
    if (!opened) return opened.error();
    return std::move(opened->private_key);
}

Result<RoleKeys> open_grant(const Header& header, const User& user, const sealed::Secret& private_key)
{
    if (!crypto::is_signed(header.root, grant_statement(header, user), user.grant_signature))
        return damaged("grant signature");
    const auto opened = crypto::open_sealed(private_key, user.grant);
    if (!opened) return damaged("grant");
    auto keys = read_granted(user.role, *opened);
    if (!keys) return damaged("grant length");
    return std::move(*keys);
}

void sign_header(Header& header, const sealed::Secret& root)
{
    header.signature = crypto::sign(root, signed_part(header));
}

void mac_header(Header& header, const sealed::Secret& responses)
{
    header.mac = mac_of(header, responses);
}

void close_header(Header& header, const sealed::Secret& root, const RoleKeys& keys)
{
    sign_header(header, root);
    mac_header(header, keys.responses);
}

Status check_header(const Header& header, const RoleKeys& keys)
{
    if (!crypto::is_signed(header.root, signed_part(header), header.signature)) return damaged("header signature");
    if (!keys.responses.empty() && !crypto::equal(mac_of(header, keys.responses), header.mac))
        return damaged("header mac");
    if (!keys.inbox.empty() && !crypto::equal(crypto::public_half(keys.inbox), header.inbox))
        return damaged("inbox key");
    if (!keys.root.empty() && !crypto::equal(crypto::signing_half(keys.root), header.root)) return damaged("root key");
    return {};
}

Result<Unlocked> unlock_user(const Header& header, std::string_view user, const sealed::Secret& passphrase)
{
    const User* const known = header.user(user);
    const Wrap& wrap = known != nullptr ? known->wrap : header.users.front().wrap;
    const auto stretched = crypto::stretch(passphrase, wrap.salt, wrap.cost);
    if (!stretched) return stretched.error();
    if (known == nullptr) return fault::wrong_passphrase;

    auto slot = open_pinned(header, *known, *stretched);
    if (!slot) return slot.error();
    auto keys = open_grant(header, *known, slot->private_key);
    if (!keys) return keys.error();
    if (const Status checked = check_header(header, *keys); !checked) return checked.error();
    return Unlocked{std::move(*keys), std::move(*slot)};
}

Result<RoleKeys> unlock(const Header& header, std::string_view user, const sealed::Secret& passphrase)
{
    auto unlocked = unlock_user(header, user, passphrase);
    if (!unlocked) return unlocked.error();
    return std::move(unlocked->keys);
}

} // namespace rapport::vault
