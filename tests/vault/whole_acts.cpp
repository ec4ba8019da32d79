#include "tests/vault/whole_acts.h"

#include <algorithm>

#include "storage/vault/backup_names.h"
#include "storage/vault/header.h"
#include "storage/vault/merge.h"
#include "storage/vault/restore.h"
#include "storage/vault/salvage.h"
#include "storage/vault/users.h"

namespace rapport::vault::test {

namespace {

using On = std::function<Status(Vault&, const Place&)>;

/// The act in a vault opened for it; opening is part of what may fail.
std::function<Status(const Place&)> in_a_vault(On act)
{
    return [act](const Place& place) -> Status {
        auto vault = place.open();
        if (!vault) return vault.error();
        return act(*vault, place);
    };
}

template <class T>
Status plain(const Result<T>& result)
{
    return result ? Status() : Status(result.error());
}

bool opens(const Place& place, std::string_view name, std::string_view words)
{
    return place.open(name, words).ok();
}

bool is_vault(const std::string& folder, const Place& place)
{
    auto vault = Vault::open(folder, user, secret(passphrase), place.clinic->clock(), place.clinic->boot_clock());
    return vault.ok() && vault->verify().ok();
}

} // namespace

const std::vector<WholeAct>& whole_acts()
{
    const auto always = [](const Place&) { return true; };
    const auto lines = [](const char* event) {
        return [event](const Place& place) {
            auto vault = place.open();
            const auto all = vault->audit(1, 10'000);
            return std::ranges::count(*all, event, &AuditEntry::event) > 0;
        };
    };
    static const std::vector<WholeAct> all{
        {"look_at_door", [](const Place& at) { return plain(look_at_door(at.clinic->folder)); }, always},
        {"list_users", [](const Place& at) { return plain(list_users(at.clinic->folder)); }, always},
        {"open", [](const Place& at) { return plain(at.open()); }, always},
        {"open_researcher", [](const Place& at) { return plain(at.open(researcher, researcher_passphrase)); }, always},
        {"open_admin",
         [](const Place& at) {
             const auto vault = at.open(admin, admin_passphrase);
             return !vault && vault.error().fault == fault::not_allowed ? Status() : Status(vault.error());
         },
         always},
        {"open_with_recovery",
         [](const Place& at) {
             return plain(Vault::open_with_recovery(at.clinic->folder, at.clinic->recovery_key(), at.clinic->clock(),
                                                    at.clinic->boot_clock()));
         },
         lines("recovery_unlock")},
        {"verify_history", in_a_vault([](Vault& vault, const Place& at) {
             return plain(vault.verify_history(at.clinic->recovery_key()));
         }),
         always},
        {"create",
         [](const Place& at) {
             NewVault make = wishes(false);
             make.first_admin = std::string(admin);
             make.admin_passphrase = secret(admin_passphrase);
             const auto made = create_vault(at.beside + "/new", make, at.clinic->clock());
             if (!made) return Status(made.error());
             return confirm_recovery(at.beside + "/new", made->printed);
         },
         [](const Place& at) { return is_vault(at.beside + "/new", at); }},
        {"ingest", in_a_vault([](Vault& vault, const Place&) { return plain(vault.ingest()); }),
         [](const Place& at) { return sealed::session_files(at.clinic->folder + "/inbox")->empty(); }},
        {"start_session", in_a_vault([](Vault& vault, const Place& at) {
             SessionWish wish;
             wish.person = at.from.person;
             wish.battery = {"phq-9"};
             return plain(vault.start_session(wish));
         }),
         always},
        {"resume_session",
         in_a_vault([](Vault& vault, const Place& at) { return plain(vault.resume_session(at.from.stopped)); }),
         always},
        {"erase", in_a_vault([](Vault& vault, const Place& at) { return vault.erase(at.from.person, "asked to"); }),
         [](const Place& at) {
             return sealed::session_files(at.clinic->folder + "/inbox/taken")->empty() &&
                    sealed::session_files(at.clinic->folder + "/drafts")->empty();
         }},
        {"add_user", in_a_vault([](Vault& vault, const Place&) {
             return vault.add_user({"Ada Okonkwo", Role::clinician, secret(new_passphrase)}, secret(passphrase),
                                   by_admin());
         }),
         [](const Place& at) { return opens(at, "Ada Okonkwo", new_passphrase); }},
        {"reset_user", in_a_vault([](Vault& vault, const Place& at) {
             return vault.reset_user(colleague, secret(new_passphrase), secret(passphrase), by_recovery(*at.clinic));
         }),
         [](const Place& at) { return opens(at, colleague, new_passphrase); }},
        {"change_passphrase", in_a_vault([](Vault& vault, const Place&) {
             return vault.change_passphrase(secret(passphrase), secret(new_passphrase));
         }),
         [](const Place& at) { return opens(at, user, new_passphrase); }, new_passphrase},
        {"change_admin_passphrase",
         [](const Place& at) {
             return change_admin_passphrase(at.clinic->folder, admin, secret(admin_passphrase), secret(new_passphrase),
                                            at.clinic->boot_clock());
         },
         [](const Place& at) {
             return at.open(admin, new_passphrase).error().fault == fault::not_allowed &&
                    at.open(admin, admin_passphrase).error().fault == fault::wrong_passphrase;
         }},
        {"set_cost_policy",
         [](const Place& at) {
             return set_cost_policy(at.clinic->folder, {65ULL << 20, 3}, admin, secret(admin_passphrase),
                                    at.clinic->boot_clock());
         },
         [](const Place& at) { return load_header(at.clinic->folder)->policy.memory_bytes == 65ULL << 20; }},
        {"remove_user",
         in_a_vault([](Vault& vault, const Place&) { return vault.remove_user(researcher, by_admin()); }),
         [](const Place& at) { return !opens(at, researcher, researcher_passphrase); }},
        {"remove_admin",
         in_a_vault([](Vault& vault, const Place& at) { return vault.remove_user(admin, by_recovery(*at.clinic)); }),
         [](const Place& at) { return at.open(admin, admin_passphrase).error().fault == fault::wrong_passphrase; }},
        {"rotate_keys", in_a_vault([](Vault& vault, const Place&) { return vault.rotate_keys("lost", by_admin()); }),
         lines("rotation")},
        {"back_up",
         in_a_vault([](Vault& vault, const Place& at) { return plain(vault.back_up(at.beside + "/b", check_backup)); }),
         [](const Place& at) {
             const auto newest = newest_backup(at.beside + "/b");
             return newest.ok() && drill(*newest, user, secret(passphrase), at.clinic->boot_clock()).ok();
         }},
        {"drill",
         [](const Place& at) { return plain(drill(at.backup, user, secret(passphrase), at.clinic->boot_clock())); },
         always},
        {"restore",
         [](const Place& at) {
             return plain(restore(at.backup, at.beside + "/again", user, secret(passphrase), at.clinic->clock(), {},
                                  at.clinic->boot_clock()));
         },
         [](const Place& at) { return is_vault(at.beside + "/again", at); }},
        {"salvage",
         [](const Place& at) {
             return plain(salvage(at.clinic->folder, at.beside + "/saved", user, secret(passphrase), at.clinic->clock(),
                                  at.clinic->boot_clock()));
         },
         [](const Place& at) { return is_vault(at.beside + "/saved", at); }},
        {"merge",
         [](const Place& at) {
             const sealed::Secret words = secret(passphrase);
             return plain(merge_vaults({at.clinic->folder, std::string(user), words},
                                       {at.parted, std::string(user), words}, at.beside + "/both", at.clinic->clock(),
                                       nullptr, at.clinic->boot_clock()));
         },
         [](const Place& at) { return is_vault(at.beside + "/both", at) && is_vault(at.parted, at); }},
        {"migrate",
         [](const Place& at) {
             return plain(Vault::open(at.older, user, secret(passphrase), at.clinic->clock(), at.clinic->boot_clock()));
         },
         [](const Place& at) { return is_vault(at.older, at); }, passphrase, true},
    };
    return all;
}

} // namespace rapport::vault::test
