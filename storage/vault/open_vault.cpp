#include "storage/vault/open_vault.h"

#include <algorithm>

#include "storage/vault/audit.h"
#include "storage/vault/definitions.h"
#include "storage/vault/files.h"
#include "storage/vault/kept_keys.h"
#include "storage/vault/migrate.h"
#include "storage/vault/recovery.h"
#include "storage/vault/rotation_files.h"
#include "storage/vault/schema.h"
#include "storage/vault/session_keys.h"
#include "storage/vault/slots.h"
#include "storage/vault/throttle.h"
#include "storage/vault/user_notes.h"
#include "storage/vault/wraps.h"

namespace rapport::vault {

namespace {

std::string owner_of(const Header& header)
{
    return sealed::hex(header.vault) + " " + std::to_string(header.epoch);
}

/// "2 failed tries before", for the audit; empty when there was none.
std::string tries_in_words(std::uint32_t failed)
{
    return failed == 0 ? std::string() : std::to_string(failed) + " failed tries before";
}

Status check_files(const std::string& folder)
{
    for (const std::string_view name : {responses_file, identity_file})
        if (!is_there(folder + "/" + std::string(name))) return Error{fault::vault_missing, std::string(name)};
    return {};
}

/// Their key opens no database. That it was right is noted all the same: the day's count begins anew.
Status turn_away_admin(Entrance& entrance, const Unlocked& unlocked, std::string_view name,
                       const sealed::Secret& passphrase)
{
    User& user = *entrance.header.user(name);
    if (Status forgotten = forget_tries(entrance.place, user.slot); !forgotten) return forgotten;
    if (Status opened = reopen_day(entrance.place); !opened) return opened;
    if (is_out_of_date(entrance.header, user, unlocked)) {
        const KdfCost cost = renewed_cost(entrance.header, user);
        if (Status done = wrap_user(entrance.header, user, unlocked.slot.private_key, passphrase, cost); !done)
            return done;
        if (Status done = store_header(entrance.place, entrance.header); !done) return done;
    }
    return Error{fault::not_allowed, "admin"};
}

} // namespace

Core make_core(VaultLock lock, Connection database, const std::string& folder, const Header& header,
               std::string_view user, const RoleKeys& keys, Clock clock, BootClock boot_clock)
{
    const User* const known = header.user(user);
    return Core{std::move(lock),
                std::move(database),
                folder,
                header,
                std::string(user),
                known != nullptr ? known->role : Role::clinician,
                crypto::derive(keys.responses, purpose::row_mac),
                crypto::derive(keys.responses, purpose::audit_chain),
                keys.identity.empty() ? sealed::Secret() : crypto::derive(keys.identity, purpose::session_keys),
                sealed::InboxKeys{header.inbox, keys.inbox.copy()},
                {},
                std::move(clock),
                std::move(boot_clock),
                {},
                {},
                RoleKeys{keys.responses.copy(), keys.identity.copy(), keys.inbox.copy()},
                {}};
}

Status claim_databases(Core& core)
{
    const std::string owner = owner_of(core.header);
    if (Status done = write_setting(core.database, "vault", owner); !done) return done;
    return core.database.run("INSERT INTO identity.setting (name, value) VALUES ('vault', ?)", {owner});
}

Status move_databases(Core& core)
{
    const std::string owner = owner_of(core.header);
    if (Status done = write_setting(core.database, "vault", owner); !done) return done;
    return core.database.run("UPDATE identity.setting SET value = ? WHERE name = 'vault'", {owner});
}

Status check_databases(Core& core)
{
    const auto responses = read_setting(core.database, "vault");
    if (!responses) return responses.error();
    if (*responses != owner_of(core.header)) return Error{fault::vault_damaged, "responses.db is another vault's"};
    if (core.role == Role::researcher) return {};
    const auto identity = core.database.ask("SELECT value FROM identity.setting WHERE name = 'vault'");
    if (!identity) return identity.error();
    if (*identity != owner_of(core.header)) return Error{fault::vault_damaged, "identity.db is another vault's"};
    return {};
}

Result<Entrance> find_entrance(const std::string& folder)
{
    auto place = absolute(folder);
    if (!place) return place.error();
    // Looked for first, so that no lock file appears in a folder that is no vault.
    if (!is_there(*place + "/" + std::string(header_file)))
        return Error{fault::vault_missing, std::string(header_file)};
    auto lock = VaultLock::take(*place);
    if (!lock) return lock.error();
    auto header = load_header(*place);
    if (!header) return header.error();
    if (const Status settled = settle_rotation(*place, header->epoch, {}); !settled) return settled.error();
    if (const Status there = check_files(*place); !there) return there.error();
    if (!header->finished) return fault::vault_unfinished;
    return Entrance{std::move(*place), std::move(*lock), std::move(*header)};
}

namespace {

/// Which devices open this vault, for whoever runs the clinic.
Status note_device(Core& core)
{
    return core.database.run("INSERT INTO main.device_seen (device, program, first_ms, last_ms) VALUES (?1, ?2, ?3, "
                             "?3) ON CONFLICT (device, program) DO UPDATE SET last_ms = excluded.last_ms",
                             {core.header.device, RAPPORT_VERSION, core.clock()});
}

} // namespace

Result<Core> enter(Entrance entrance, const RoleKeys& keys, const Entering& who, Clock clock, BootClock boot_clock)
{
    auto database = open_databases(entrance.lock, entrance.place, {keys.responses, keys.identity});
    if (!database) return database.error();
    const bool whole = !keys.identity.empty();
    Core core = make_core(std::move(entrance.lock), std::move(*database), entrance.place, entrance.header, who.user,
                          keys, std::move(clock), std::move(boot_clock));
    if (const Status kept = load_kept_keys(core); !kept) return kept.error();
    if (const Status current = bring_up_to_date(core); !current) return current.error();
    if (const Status same = check_databases(core); !same) return same.error();
    if (const Status chained = check_recent_lines(core); !chained) return chained.error();
    if (const Status loaded = load_instruments(core); !loaded) return loaded.error();
    if (const Status settled = reconcile_users(core); !settled) return settled.error();
    if (whole)
        if (const Status covered = cover_session_keys(core); !covered) return covered.error();
    const AuditLine line{who.event, who.object, {}, {}, {}, who.reason};
    if (const Status noted = act(core, line, [&] { return note_device(core); }); !noted) return noted.error();
    return core;
}

Result<Vault> Vault::open(const std::string& folder, std::string_view user, const sealed::Secret& passphrase,
                          Clock clock, const BootClock& boot_clock)
{
    auto entrance = find_entrance(folder);
    if (!entrance) return entrance.error();
    const std::string place = entrance->place;
    const User* const known = entrance->header.user(user);
    const sealed::Id slot = known != nullptr ? known->slot : sealed::Id{};
    const bool admin = known != nullptr && known->role == Role::admin;
    const bool counters_lost = read_auth_state(place).lost;
    const auto failed = begin_try(place, slot, boot_clock(), admin ? Closing::passed_by : Closing::heeded);
    if (!failed) return failed.error();
    const auto unlocked = unlock_user(entrance->header, user, passphrase);
    if (!unlocked) return unlocked.error();
    if (admin) return turn_away_admin(*entrance, *unlocked, user, passphrase).error();
    if (const Status ended = end_try(place, slot, clock()); !ended) return ended.error();

    const std::string reason = counters_lost ? "attempt counters were lost" : tries_in_words(*failed);
    auto core = enter(std::move(*entrance), unlocked->keys, {std::string(user), "unlock", sealed::hex(slot), reason},
                      std::move(clock), boot_clock);
    if (!core) return core.error();
    // An older wrap goes on opening the slot: a full disk is no reason to keep somebody out.
    static_cast<void>(renew_wrap(*core, *unlocked, passphrase));
    return Vault(std::unique_ptr<State>(new State{std::move(*core)}));
}

Result<Vault> Vault::open_with_recovery(const std::string& folder, const sealed::Secret& printed, Clock clock,
                                        const BootClock& boot_clock)
{
    auto entrance = find_entrance(folder);
    if (!entrance) return entrance.error();
    const auto key = read_recovery_key(printed);
    if (!key) return key.error();
    const auto copy = open_recovery(entrance->header, *key);
    if (!copy) return copy.error();
    if (const Status checked = check_header(entrance->header, copy->keys); !checked) return checked.error();
    if (const Status opened = reopen_day(entrance->place); !opened) return opened.error();
    auto core = enter(std::move(*entrance), copy->keys, {std::string(recovery_user), "recovery_unlock", {}, {}},
                      std::move(clock), boot_clock);
    if (!core) return core.error();
    return Vault(std::unique_ptr<State>(new State{std::move(*core)}));
}

} // namespace rapport::vault
