#include "storage/vault/approval.h"
#include "storage/vault/open_vault.h"
#include "storage/vault/passphrase.h"
#include "storage/vault/users.h"
#include "storage/vault/wraps.h"

namespace rapport::vault {

Status change_admin_passphrase(const std::string& folder, std::string_view admin, const sealed::Secret& old_one,
                               const sealed::Secret& new_one, const BootClock& boot_clock)
{
    auto entrance = find_entrance(folder);
    if (!entrance) return entrance.error();
    Header& header = entrance->header;
    const PassphraseSetting setting{header.clinic, header.device, std::string(admin)};
    if (Status strong = check_passphrase(new_one, setting); !strong) return strong;
    const auto unlocked = prove(entrance->place, header, admin, old_one, boot_clock());
    if (!unlocked) return unlocked.error();
    if (unlocked->keys.root.empty()) return Error{fault::not_allowed, "no administrator"};
    User& user = *header.user(admin);
    const sealed::Secret& key = unlocked->slot.private_key;
    if (Status done = wrap_user(header, user, key, new_one, renewed_cost(header, user)); !done) return done;
    if (Status done = store_header(entrance->place, header); !done) return done;
    // The copy of the one before opens to the passphrase that goes.
    static_cast<void>(store_header(entrance->place, header));
    return {};
}

Status set_cost_policy(const std::string& folder, const KdfCost& cost, std::string_view admin,
                       const sealed::Secret& passphrase, const BootClock& boot_clock)
{
    if (!is_reasonable(cost)) return Error{fault::too_long, "cost"};
    auto entrance = find_entrance(folder);
    if (!entrance) return entrance.error();
    const auto unlocked = prove(entrance->place, entrance->header, admin, passphrase, boot_clock());
    if (!unlocked) return unlocked.error();
    if (unlocked->keys.root.empty()) return Error{fault::not_allowed, "no administrator"};
    entrance->header.policy = cost;
    sign_header(entrance->header, unlocked->keys.root);
    return store_header(entrance->place, entrance->header);
}

} // namespace rapport::vault
