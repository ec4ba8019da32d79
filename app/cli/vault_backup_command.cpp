#include "app/cli/commands.h"

#include <cstdio>
#include <memory>

#include <nlohmann/json.hpp>

#include "app/cli/backup_check.h"
#include "app/cli/exit_code.h"
#include "app/cli/passphrase.h"
#include "app/cli/who.h"
#include "storage/vault/drill_log.h"
#include "storage/vault/restore.h"
#include "storage/vault/salvage.h"

namespace rapport::cli {

using json = nlohmann::json;

namespace {

struct SurvivalWishes {
    std::string from;
    std::string to;
    std::string user;
    std::string anchor;
    std::string pseudonym;
    std::string reason;
    PassphraseSource passphrase;
    PassphraseSource recovery;
    bool ask_recovery = false;
    int keys = -1;
    bool as_json = false;

    [[nodiscard]] bool by_recovery() const { return ask_recovery || recovery.is_given(); }
};

/// Both from what was typed, or the only user a backup has, or the printed key.
struct Opener {
    std::string user;
    sealed::Secret passphrase;
};

Result<Opener> opener_by_recovery(const SurvivalWishes& wishes)
{
    auto key = wishes.ask_recovery ? ask_terminal("Recovery key: ", true) : wishes.recovery.take("Recovery key: ");
    if (!key) return key.error();
    return Opener{std::string(vault::recovery_user), std::move(*key)};
}

Result<Opener> opener_of_backup(const SurvivalWishes& wishes, const std::string& file)
{
    if (wishes.by_recovery()) return opener_by_recovery(wishes);
    const auto users = vault::backup_users(file);
    if (!users) return users.error();
    if (wishes.user.empty() && users->size() != 1) return fault::which_user;
    auto passphrase = wishes.passphrase.take("Passphrase: ");
    if (!passphrase) return passphrase.error();
    return Opener{wishes.user.empty() ? users->front() : wishes.user, std::move(*passphrase)};
}

Result<Opener> opener_of_vault(const SurvivalWishes& wishes)
{
    if (wishes.by_recovery()) return opener_by_recovery(wishes);
    auto user = user_or_only(wishes.from, wishes.user);
    if (!user) return user.error();
    auto passphrase = wishes.passphrase.take("Passphrase: ");
    if (!passphrase) return passphrase.error();
    return Opener{std::move(*user), std::move(*passphrase)};
}

Result<vault::Vault> open_for_backup(const SurvivalWishes& wishes)
{
    const auto who = opener_of_vault(wishes);
    if (!who) return who.error();
    return vault::Vault::open(wishes.from, who->user, who->passphrase, vault::system_clock());
}

void print_json(const SurvivalWishes& wishes, const json& answer)
{
    if (wishes.as_json) std::printf("%s\n", answer.dump().c_str());
}

int backup_vault(const SurvivalWishes& wishes)
{
    auto vault = open_for_backup(wishes);
    if (!vault) return fail(vault.error());
    const auto made = vault->back_up(wishes.to, check_in_another_process());
    if (!made) return fail(made.error());
    print_json(wishes,
               {{"file", made->file}, {"anchor", made->anchor}, {"bytes", made->bytes}, {"removed", made->removed}});
    std::fprintf(stderr, "rapport: backed up and checked: %s\nrapport: anchor %s\n", made->file.c_str(),
                 made->anchor.c_str());
    return code(Exit::done);
}

int restore_vault(const SurvivalWishes& wishes)
{
    const auto who = opener_of_backup(wishes, wishes.from);
    if (!who) return fail(who.error());
    const auto restored =
        vault::restore(wishes.from, wishes.to, who->user, who->passphrase, vault::system_clock(), wishes.anchor);
    if (!restored) return fail(restored.error());
    print_json(wishes, {{"vault", wishes.to},
                        {"anchor", restored->backup.anchor},
                        {"made_ms", restored->backup.made_ms},
                        {"rolled_back_from", restored->rolled_back_from},
                        {"audit_entries", restored->backup.audit_lines},
                        {"rows", restored->backup.rows}});
    std::fprintf(stderr, "rapport: restored and checked: %s\n", wishes.to.c_str());
    if (!restored->rolled_back_from.empty())
        std::fprintf(stderr, "rapport: it is older than the anchor %s; what came after is not in it.\n",
                     restored->rolled_back_from.c_str());
    return code(Exit::done);
}

int drill_backup(const SurvivalWishes& wishes)
{
    const auto file = vault::newest_backup(wishes.from);
    if (!file) return fail(file.error());
    const auto who = opener_of_backup(wishes, *file);
    if (!who) return fail(who.error());
    const auto checked = vault::drill(*file, who->user, who->passphrase);
    const std::string outcome = checked ? "ok" : std::string(checked.error().fault.name);
    if (const Status logged = vault::log_drill(*file, outcome, vault::system_clock()()); !logged)
        return fail(logged.error());
    if (!checked) return fail(checked.error());
    print_json(wishes, {{"ok", true},
                        {"file", *file},
                        {"anchor", checked->anchor},
                        {"made_ms", checked->made_ms},
                        {"audit_entries", checked->audit_lines},
                        {"rows", checked->rows}});
    std::fprintf(stderr, "rapport: %s can be restored: %lld rows and %lld audit entries agree.\n", file->c_str(),
                 static_cast<long long>(checked->rows), static_cast<long long>(checked->audit_lines));
    return code(Exit::done);
}

int salvage_vault(const SurvivalWishes& wishes)
{
    const auto who = opener_of_vault(wishes);
    if (!who) return fail(who.error());
    const auto saved = vault::salvage(wishes.from, wishes.to, who->user, who->passphrase, vault::system_clock());
    if (!saved) return fail(saved.error());
    print_json(wishes, {{"vault", wishes.to},
                        {"people", saved->people},
                        {"identities", saved->identities},
                        {"administrations", saved->administrations},
                        {"refused", saved->refused},
                        {"sessions_again", saved->sessions_again},
                        {"sessions_lost", saved->sessions_lost},
                        {"audit_whole", saved->audit_whole}});
    std::fprintf(stderr, "rapport: %lld people and %lld administrations saved into %s.\n",
                 static_cast<long long>(saved->people), static_cast<long long>(saved->administrations),
                 wishes.to.c_str());
    for (const std::string& session : saved->sessions_lost)
        std::fprintf(stderr, "rapport: lost: session %s\n", session.c_str());
    return code(saved->sessions_lost.empty() && saved->refused == 0 ? Exit::done : Exit::refused);
}

int print_anchor_of(const SurvivalWishes& wishes)
{
    auto vault = open_for_backup(wishes);
    if (!vault) return fail(vault.error());
    const auto anchor = vault->anchor();
    if (!anchor) return fail(anchor.error());
    if (wishes.as_json)
        print_json(wishes, {{"anchor", *anchor}});
    else
        std::printf("%s\n", anchor->c_str());
    return code(Exit::done);
}

using OfPerson = Status (vault::Vault::*)(const vault::Id&, std::string_view);

int about_person(const SurvivalWishes& wishes, OfPerson act, const char* done)
{
    auto vault = open_for_backup(wishes);
    if (!vault) return fail(vault.error());
    const auto people = vault->people();
    if (!people) return fail(people.error());
    for (const vault::PersonRow& row : *people) {
        if (row.person.pseudonym != wishes.pseudonym) continue;
        if (const Status did = ((*vault).*act)(row.person.id, wishes.reason); !did) return fail(did.error());
        print_json(wishes, {{"person", wishes.pseudonym}, {"done", done}});
        std::fprintf(stderr, "rapport: %s is %s. Backups made before still hold everything.\n",
                     wishes.pseudonym.c_str(), done);
        return code(Exit::done);
    }
    return fail(Error{vault::fault::unknown_person, {}});
}

int withdraw_person(const SurvivalWishes& wishes)
{
    return about_person(wishes, &vault::Vault::withdraw, "withdrawn");
}

int erase_person(const SurvivalWishes& wishes)
{
    return about_person(wishes, &vault::Vault::erase, "erased");
}

int check_given_backup(const SurvivalWishes& wishes)
{
    return check_backup_here(wishes.from, wishes.keys);
}

} // namespace

void add_vault_survival(CLI::App& vault, int& exit)
{
    auto wishes = std::make_shared<SurvivalWishes>();
    const auto add = [&](const char* name, const char* about, const char* from, int (*act)(const SurvivalWishes&)) {
        CLI::App* command = vault.add_subcommand(name, about);
        command->add_option(from, wishes->from)->required();
        command->callback([wishes, act, &exit] { exit = act(*wishes); });
        return command;
    };
    const auto opens = [&](CLI::App* command) {
        command->add_flag("--json", wishes->as_json, "Machine-readable answer on standard output");
        command->add_option("--user", wishes->user, "Your name in the vault; not needed when there is only one user");
        wishes->passphrase.add_to(*command);
        return command;
    };
    opens(add("backup", "Copy everything into one sealed file, checked by another process", "DIR", backup_vault))
        ->add_option("--to", wishes->to, "Folder for backups")
        ->required();
    CLI::App* restore = opens(add("restore", "Make a vault out of a backup; never over one", "FILE", restore_vault));
    restore->add_option("DIR", wishes->to, "Folder for the vault")->required();
    restore->add_option("--anchor", wishes->anchor, "The newest anchor you have on paper");
    CLI::App* drills =
        opens(add("drill", "Restore the newest backup somewhere else, check it, remove it", "FOLDER", drill_backup));
    CLI::App* salvages =
        opens(add("salvage", "Save what can be read of a damaged vault into a new one", "DIR", salvage_vault));
    salvages->add_option("--to", wishes->to, "Folder for the new vault")->required();
    for (CLI::App* command : {restore, drills, salvages}) {
        wishes->recovery.add_to(*command, "recovery", "the printed recovery key, in place of a passphrase");
        command->add_flag("--recovery", wishes->ask_recovery, "Ask for the printed recovery key instead");
    }
    opens(add("anchor", "How far the audit has come, in twenty characters to keep elsewhere", "DIR", print_anchor_of));
    for (CLI::App* person :
         {opens(add("withdraw", "Leave a person out of every release from now on", "DIR", withdraw_person)),
          opens(add("erase", "Remove a person and all their answers for good", "DIR", erase_person))}) {
        person->add_option("PSEUDONYM", wishes->pseudonym, "The person's code name")->required();
        person->add_option("--reason", wishes->reason, "Why, for the audit")->required();
    }
    CLI::App* check = add("check-backup", "Used by backup", "FILE", check_given_backup);
    check->add_option("--keys-fd", wishes->keys)->required();
    check->group(""); // not in the help
}

} // namespace rapport::cli
