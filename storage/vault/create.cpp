#include <algorithm>
#include <memory>

#include "storage/vault/audit.h"
#include "storage/vault/core.h"
#include "storage/vault/files.h"
#include "storage/vault/keys.h"
#include "storage/vault/open_vault.h"
#include "storage/vault/passphrase.h"
#include "storage/vault/recovery.h"
#include "storage/vault/schema.h"
#include "storage/vault/session_keys.h"
#include "storage/vault/slots.h"
#include "storage/vault/throttle.h"
#include "storage/vault/user_notes.h"
#include "storage/vault/users.h"

namespace rapport::vault {

namespace {

bool holds_a_vault(const std::string& folder)
{
    return std::ranges::any_of(std::array{header_file, responses_file, identity_file},
                               [&](std::string_view name) { return is_there(folder + "/" + std::string(name)); });
}

Status check_names(const NewVault& wishes)
{
    if (wishes.clinic.size() > most_name) return Error{fault::too_long, "clinic"};
    if (wishes.device.size() > most_name) return Error{fault::too_long, "device"};
    if (Status named = check_user_name(wishes.first_user); !named) return named;
    if (wishes.first_admin.empty()) return {};
    if (wishes.first_admin == wishes.first_user) return fault::user_exists;
    return check_user_name(wishes.first_admin);
}

/// The clinician and, where one is wished for, the administrator: only then does the root's key stay in the vault.
Status add_first_users(Header& header, const NewVault& wishes, const RecoveryCopy& copy)
{
    const Status added =
        add_user(header, wishes.first_user, Role::clinician, wishes.passphrase, header.policy, copy.keys, copy.root);
    if (!added || wishes.first_admin.empty()) return added;
    return add_user(header, wishes.first_admin, Role::admin, wishes.admin_passphrase, header.policy, copy.keys,
                    copy.root);
}

/// The folders and empty files, mode 0700 and 0600, before SQLite or anybody else opens one of them.
Status lay_out(Scaffold& scaffold, const std::string& folder)
{
    for (const std::string_view name : {inbox_folder, taken_folder, drafts_folder})
        if (Status made = scaffold.folder(folder + "/" + std::string(name)); !made) return made;
    for (const std::string_view name : {responses_file, identity_file}) {
        const std::string path = folder + "/" + std::string(name);
        if (Status made = scaffold.file(path); !made) return made;
        scaffold.expect_beginning(folder, std::string(name) + "-");
    }
    for (const std::string_view name : {"auth.state", "auth.state.new", "header.rvh", "header.rvh.new"})
        scaffold.expect(folder + "/" + std::string(name));
    return {};
}

KdfCost within_limits(const KdfCost& wish)
{
    const KdfCost least = KdfCost::floor();
    return {std::max(wish.memory_bytes, least.memory_bytes), std::max(wish.passes, least.passes)};
}

/// Fills the two databases and closes them again.
Status fill_databases(Core& core, const RecoveryCopy& copy)
{
    if (Status done = migrate(core.database); !done) return done;
    return act(core, {"created", sealed::hex(core.header.vault), {}, {}, {}, {}}, [&]() -> Status {
        if (Status done = begin_audit(core.database, copy.audit); !done) return done;
        if (Status done = claim_databases(core); !done) return done;
        if (Status done = note_users(core); !done) return done;
        return write_setting(core.database, session_keys_covered, "1");
    });
}

} // namespace

Result<Recovery> create_vault(const std::string& folder, const NewVault& wishes, const Clock& clock)
{
    if (const Status named = check_names(wishes); !named) return named.error();
    if (const Status strong = check_passphrase(wishes.passphrase, {wishes.clinic, wishes.device, wishes.first_user});
        !strong)
        return strong.error();
    if (!wishes.first_admin.empty())
        if (const Status strong =
                check_passphrase(wishes.admin_passphrase, {wishes.clinic, wishes.device, wishes.first_admin});
            !strong)
            return strong.error();
    if (holds_a_vault(folder)) return fault::vault_exists;

    Scaffold scaffold;
    if (const Status made = scaffold.folder(folder); !made) return made.error();
    auto place = absolute(folder);
    if (!place) return place.error();
    if (!is_there(*place + "/vault.lock")) scaffold.expect(*place + "/vault.lock");
    auto lock = VaultLock::take(*place);
    if (!lock) return lock.error();
    if (holds_a_vault(*place)) return fault::vault_exists;
    if (const Status laid = lay_out(scaffold, *place); !laid) return laid.error();

    const crypto::KeyPair root = crypto::make_signing_pair();
    const RecoveryCopy copy{RoleKeys::make(), root.private_key.copy(), sealed::Secret::random(crypto::key_size)};
    const sealed::Secret recovery_key = make_recovery_key();
    Header header;
    header.vault = sealed::random_id();
    header.created_ms = clock();
    header.clinic = wishes.clinic;
    header.device = wishes.device;
    header.demo = wishes.demo;
    header.inbox = crypto::public_half(copy.keys.inbox);
    header.root = root.public_key;
    header.policy = within_limits(wishes.cost);
    if (const Status added = add_first_users(header, wishes, copy); !added) return added.error();
    bind_recovery(header, recovery_key, copy.audit);
    seal_recovery(header, copy.keys, copy.root);
    close_header(header, copy.root, copy.keys);

    auto database = open_databases(*lock, *place, {copy.keys.responses, copy.keys.identity});
    if (!database) return database.error();
    {
        Core core = make_core(std::move(*lock), std::move(*database), *place, header, wishes.first_user, copy.keys,
                              clock, system_boot_clock());
        if (const Status filled = fill_databases(core, copy); !filled) return filled.error();
        const Connection closing = std::move(core.database);
        lock = std::move(core.lock);
    }
    for (const std::string_view name : {responses_file, identity_file})
        if (const Status checked = check_encrypted(*place + "/" + std::string(name)); !checked) return checked.error();

    if (const Status done = write_auth_state(*place, {}); !done) return done.error();
    // Last: a folder without a header is no vault, whatever else a power cut left in it.
    if (const Status done = store_header(*place, header); !done) return done.error();
    scaffold.keep();
    return Recovery{print_recovery_key(recovery_key)};
}

Status confirm_recovery(const std::string& folder, const sealed::Secret& typed)
{
    const auto place = absolute(folder);
    if (!place) return place.error();
    if (!is_there(*place + "/" + std::string(header_file))) return fault::vault_missing;
    const auto lock = VaultLock::take(*place);
    if (!lock) return lock.error();
    auto header = load_header(*place);
    if (!header) return header.error();
    const auto key = read_recovery_key(typed);
    if (!key) return key.error();
    const auto copy = open_recovery(*header, *key);
    if (!copy) return copy.error();
    if (const Status checked = check_header(*header, copy->keys); !checked) return checked;
    if (header->finished) return {};
    header->finished = true;
    close_header(*header, copy->root, copy->keys);
    return store_header(*place, *header);
}

} // namespace rapport::vault
