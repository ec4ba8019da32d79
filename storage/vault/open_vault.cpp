#include "storage/vault/open_vault.h"

#include <algorithm>

#include "storage/vault/audit.h"
#include "storage/vault/definitions.h"
#include "storage/vault/files.h"
#include "storage/vault/migrate.h"
#include "storage/vault/schema.h"
#include "storage/vault/slots.h"
#include "storage/vault/throttle.h"

namespace rapport::vault {

namespace {

constexpr std::int64_t lines_checked_at_unlock = 1000;

std::string owner_of(const Header& header)
{
    return sealed::hex(header.vault) + " " + std::to_string(header.epoch);
}

/// "2 failed tries before", for the audit; empty when there was none.
std::string tries_in_words(std::uint32_t failed)
{
    return failed == 0 ? std::string() : std::to_string(failed) + " failed tries before";
}

Status check_recent_lines(Core& core)
{
    const auto last = core.database.count("SELECT max(sequence) FROM main.audit");
    if (!last) return last.error();
    const auto checked = check_chain(core, std::max<std::int64_t>(1, *last - lines_checked_at_unlock + 1));
    if (!checked) return checked.error();
    return {};
}

Status check_files(const std::string& folder)
{
    for (const std::string_view name : {responses_file, identity_file})
        if (!is_there(folder + "/" + std::string(name))) return Error{fault::vault_missing, std::string(name)};
    return {};
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
                sealed::InboxKeys{header.inbox, keys.inbox.copy()},
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

Status check_databases(Core& core)
{
    const auto responses = read_setting(core.database, "vault");
    if (!responses) return responses.error();
    const auto identity = core.database.ask("SELECT value FROM identity.setting WHERE name = 'vault'");
    if (!identity) return identity.error();
    const std::string owner = owner_of(core.header);
    if (*responses != owner) return Error{fault::vault_damaged, "responses.db is another vault's"};
    if (*identity != owner) return Error{fault::vault_damaged, "identity.db is another vault's"};
    return {};
}

Result<Vault> Vault::open(const std::string& folder, std::string_view user, const sealed::Secret& passphrase,
                          Clock clock, const BootClock& boot_clock)
{
    const auto place = absolute(folder);
    if (!place) return place.error();
    // Looked for first, so that no lock file appears in a folder that is no vault.
    if (!is_there(*place + "/" + std::string(header_file)))
        return Error{fault::vault_missing, std::string(header_file)};
    auto lock = VaultLock::take(*place);
    if (!lock) return lock.error();
    const auto header = load_header(*place);
    if (!header) return header.error();
    if (const Status there = check_files(*place); !there) return there.error();
    if (!header->finished) return fault::vault_unfinished;

    const User* const known = header->user(user);
    const sealed::Id slot = known != nullptr ? known->slot : sealed::Id{};
    const bool counters_lost = read_auth_state(*place).lost;
    const auto failed = begin_try(*place, slot, boot_clock());
    if (!failed) return failed.error();
    const auto keys = unlock(*header, user, passphrase);
    if (!keys) return keys.error();
    if (const Status ended = end_try(*place, slot, clock()); !ended) return ended.error();

    auto database = open_databases(*lock, *place, {keys->responses, keys->identity});
    if (!database) return database.error();
    auto state = std::unique_ptr<State>(new State{
        make_core(std::move(*lock), std::move(*database), *place, *header, user, *keys, std::move(clock), boot_clock)});
    if (const Status current = bring_up_to_date(*state); !current) return current.error();
    if (const Status same = check_databases(*state); !same) return same.error();
    if (const Status chained = check_recent_lines(*state); !chained) return chained.error();
    if (const Status loaded = load_instruments(*state); !loaded) return loaded.error();
    const std::string reason = counters_lost ? "attempt counters were lost" : tries_in_words(*failed);
    const AuditLine line{"unlock", sealed::hex(slot), {}, {}, {}, reason};
    if (const Status noted = act(*state, line, [] { return Status(); }); !noted) return noted.error();
    return Vault(std::move(state));
}

} // namespace rapport::vault
