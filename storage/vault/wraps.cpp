#include "storage/vault/wraps.h"

#include <algorithm>

#include "storage/vault/user_notes.h"

namespace rapport::vault {

bool is_out_of_date(const Header& header, const User& user, const Unlocked& unlocked)
{
    const KdfCost& cost = user.wrap.cost;
    const KdfCost renewed = renewed_cost(header, user);
    return unlocked.slot.pinned_older_root || cost.memory_bytes < renewed.memory_bytes || cost.passes < renewed.passes;
}

KdfCost renewed_cost(const Header& header, const User& user)
{
    const KdfCost& now = user.wrap.cost;
    if (header.format == 1) return now;
    return {std::max(now.memory_bytes, header.policy.memory_bytes), std::max(now.passes, header.policy.passes)};
}

Status renew_wrap(Core& core, const Unlocked& unlocked, const sealed::Secret& passphrase)
{
    Header next = core.header;
    User* const user = next.user(core.user);
    if (user == nullptr || !is_out_of_date(next, *user, unlocked)) return {};
    const KdfCost cost = renewed_cost(next, *user);
    if (Status wrapped = wrap_user(next, *user, unlocked.slot.private_key, passphrase, cost); !wrapped) return wrapped;
    mac_header(next, unlocked.keys.responses);
    return change_header(core, next, {event_passphrase_restretched, user->slot, {}});
}

} // namespace rapport::vault
