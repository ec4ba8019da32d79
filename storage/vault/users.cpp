#include "storage/vault/users.h"

#include <algorithm>

#include "storage/vault/approval.h"
#include "storage/vault/files.h"
#include "storage/vault/open_vault.h"
#include "storage/vault/passphrase.h"
#include "storage/vault/rights.h"
#include "storage/vault/throttle.h"
#include "storage/vault/user_notes.h"
#include "storage/vault/wraps.h"

namespace rapport::vault {

namespace {

bool is_control(char character)
{
    const auto byte = static_cast<unsigned char>(character);
    return byte < 0x20 || byte == 0x7F;
}

/// What seals a role's keys to somebody: an open vault keeps none of them.
Result<RoleKeys> keys_at_hand(Core& core, const sealed::Secret& own, const Approved& approved)
{
    RoleKeys keys;
    if (approved.copy) {
        keys = approved.copy->keys.copy();
    } else {
        auto unlocked = prove(core.folder, core.header, core.user, own, core.boot_clock());
        if (!unlocked) return unlocked.error();
        keys = std::move(unlocked->keys);
    }
    keys.root = approved.root.copy();
    return keys;
}

} // namespace

Status check_user_name(std::string_view name)
{
    if (name.size() > most_name) return Error{fault::too_long, "user"};
    if (name.empty() || std::ranges::any_of(name, is_control) || name == recovery_user) return fault::bad_user_name;
    return {};
}

Result<std::vector<UserRow>> list_users(const std::string& folder)
{
    const auto place = absolute(folder);
    if (!place) return place.error();
    const auto header = load_header(*place);
    if (!header) return header.error();
    const AuthState state = read_auth_state(*place);
    std::vector<UserRow> rows;
    for (const User& user : header->users) {
        const auto tries = std::ranges::find(state.attempts, user.slot, &Attempts::slot);
        const std::uint32_t failed = tries == state.attempts.end() ? 0 : tries->failures;
        rows.push_back({user.name, user.role, static_cast<int>(failed), failed >= most_failures});
    }
    return rows;
}

Status Vault::add_user(const NewUser& user, const sealed::Secret& own, const Approval& approval)
{
    Core& core = *state_;
    if (Status may = clinicians_only(core, "add_user"); !may) return may;
    if (Status named = check_user_name(user.name); !named) return named;
    if (core.header.user(user.name) != nullptr) return fault::user_exists;
    if (core.header.users.size() >= most_users) return Error{fault::too_long, "users"};
    const PassphraseSetting setting{core.header.clinic, core.header.device, user.name};
    if (Status strong = check_passphrase(user.passphrase, setting); !strong) return strong;
    const auto approved = approve(core.folder, core.header, approval, core.boot_clock());
    if (!approved) return approved.error();
    const auto keys = keys_at_hand(core, own, *approved);
    if (!keys) return keys.error();

    Header next = core.header;
    if (Status ready = bring_up_to_date(next, *approved); !ready) return ready;
    if (Status added = vault::add_user(next, user.name, user.role, user.passphrase, next.policy, *keys, approved->root);
        !added)
        return added;
    close_header(next, approved->root, *keys);
    return change_header(core, next, {event_user_added, next.users.back().slot, approved->by});
}

Status Vault::reset_user(std::string_view name, const sealed::Secret& passphrase, const sealed::Secret& own,
                         const Approval& approval)
{
    Core& core = *state_;
    if (Status may = clinicians_only(core, "reset_user"); !may) return may;
    Header next = core.header;
    User* const user = next.user(name);
    if (user == nullptr) return fault::unknown_user;
    const PassphraseSetting setting{next.clinic, next.device, user->name};
    if (Status strong = check_passphrase(passphrase, setting); !strong) return strong;
    const auto approved = approve(core.folder, next, approval, core.boot_clock());
    if (!approved) return approved.error();
    const auto keys = keys_at_hand(core, own, *approved);
    if (!keys) return keys.error();

    if (Status ready = bring_up_to_date(next, *approved); !ready) return ready;
    // A new key pair: the old one's private half is under a passphrase that somebody may yet find.
    const crypto::KeyPair pair = crypto::make_pair();
    user->key = pair.public_key;
    if (Status done = wrap_user(next, *user, pair.private_key, passphrase, renewed_cost(next, *user)); !done)
        return done;
    grant_user(next, *user, *keys, approved->root);
    close_header(next, approved->root, *keys);
    if (Status done = change_header(core, next, {event_user_reset, user->slot, approved->by}); !done) return done;
    return forget_tries(core.folder, user->slot);
}

Status Vault::change_passphrase(const sealed::Secret& old_one, const sealed::Secret& new_one)
{
    Core& core = *state_;
    Header next = core.header;
    User* const user = next.user(core.user);
    if (user == nullptr) return Error{fault::not_allowed, "no passphrase of its own"};
    const PassphraseSetting setting{next.clinic, next.device, user->name};
    if (Status strong = check_passphrase(new_one, setting); !strong) return strong;
    const auto unlocked = prove(core.folder, next, core.user, old_one, core.boot_clock());
    if (!unlocked) return unlocked.error();
    const sealed::Secret& key = unlocked->slot.private_key;
    if (Status done = wrap_user(next, *user, key, new_one, renewed_cost(next, *user)); !done) return done;
    mac_header(next, unlocked->keys.responses);
    return change_header(core, next, {event_passphrase_changed, user->slot, {}});
}

} // namespace rapport::vault
