#include "storage/vault/keys.h"

namespace rapport::vault {

namespace {

constexpr std::size_t key = crypto::key_size;
constexpr std::size_t signing_key = 64;

sealed::Secret part(const sealed::Secret& whole, std::size_t from, std::size_t size)
{
    return sealed::Secret::copy_of(whole.view().substr(from, size));
}

} // namespace

RoleKeys RoleKeys::make()
{
    return {sealed::Secret::random(key), sealed::Secret::random(key), crypto::make_pair().private_key};
}

sealed::Secret RoleKeys::joined() const
{
    sealed::Secret out;
    out.append(responses.view());
    out.append(identity.view());
    out.append(inbox.view());
    return out;
}

std::optional<RoleKeys> RoleKeys::split(const sealed::Secret& joined)
{
    if (joined.size() != 3 * key) return std::nullopt;
    return RoleKeys{part(joined, 0, key), part(joined, key, key), part(joined, 2 * key, key)};
}

RoleKeys RoleKeys::copy() const
{
    return {responses.copy(), identity.copy(), inbox.copy(), root.copy()};
}

sealed::Secret granted(Role role, const RoleKeys& keys)
{
    switch (role) {
    case Role::researcher:
        return keys.responses.copy();
    case Role::admin:
        return keys.root.copy();
    case Role::clinician:
        break;
    }
    return keys.joined();
}

std::optional<RoleKeys> read_granted(Role role, const sealed::Secret& grant)
{
    if (role == Role::clinician) return RoleKeys::split(grant);
    RoleKeys keys;
    if (grant.size() != (role == Role::admin ? signing_key : key)) return std::nullopt;
    (role == Role::admin ? keys.root : keys.responses) = grant.copy();
    return keys;
}

sealed::Secret RecoveryCopy::joined() const
{
    sealed::Secret out = keys.joined();
    out.append(root.view());
    out.append(audit.view());
    return out;
}

std::optional<RecoveryCopy> RecoveryCopy::split(const sealed::Secret& joined)
{
    constexpr std::size_t roles = 3 * key;
    if (joined.size() != roles + signing_key + key) return std::nullopt;
    auto keys = RoleKeys::split(part(joined, 0, roles));
    if (!keys) return std::nullopt;
    return RecoveryCopy{std::move(*keys), part(joined, roles, signing_key), part(joined, roles + signing_key, key)};
}

} // namespace rapport::vault
