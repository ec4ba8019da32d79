#include "app/cli/commands.h"

#include <cstdio>
#include <memory>
#include <string>

#include <nlohmann/json.hpp>

#include "app/cli/exit_code.h"
#include "app/cli/passphrase.h"
#include "app/cli/who.h"
#include "storage/vault/given_rights.h"
#include "storage/vault/kdf.h"
#include "storage/vault/users.h"

namespace rapport::cli {

namespace {

using nlohmann::json;
using sealed::Secret;

struct UserWishes {
    std::string folder;
    std::string name; ///< whom it is about
    std::string role = "clinician";
    std::string reason;
    std::string right; ///< "identified", "reidentify"
    std::string user;  ///< who opens the vault
    PassphraseSource passphrase;
    PassphraseSource new_passphrase;
    ApprovalSource by;
    std::uint64_t memory_mib = 0; ///< 0: measured
    std::uint32_t passes = 3;
    bool as_json = false;
};

const char* word(vault::Role role)
{
    switch (role) {
    case vault::Role::clinician:
        return "clinician";
    case vault::Role::researcher:
        return "researcher";
    case vault::Role::admin:
        break;
    }
    return "admin";
}

vault::Role role_of(const std::string& text)
{
    if (text == "researcher") return vault::Role::researcher;
    return text == "admin" ? vault::Role::admin : vault::Role::clinician;
}

/// Everything that is asked for before anything is opened, so that nobody types four things and fails at the fifth.
struct Asked {
    vault::Approval approval;
    Secret own;
    bool opens_by_recovery = false; ///< no clinician is here: the printed key is all there is
};

Result<Asked> ask(const UserWishes& wishes)
{
    Asked asked;
    asked.opens_by_recovery = wishes.by.by_recovery() && wishes.user.empty() && !wishes.passphrase.is_given();
    if (!asked.opens_by_recovery) {
        auto own = wishes.passphrase.take("Your passphrase: ");
        if (!own) return own.error();
        asked.own = std::move(*own);
    }
    auto approval = wishes.by.take(wishes.folder);
    if (!approval) return approval.error();
    asked.approval = std::move(*approval);
    return asked;
}

Result<vault::Vault> open(const UserWishes& wishes, const Asked& asked)
{
    if (asked.opens_by_recovery)
        return vault::Vault::open_with_recovery(wishes.folder, asked.approval.recovery, vault::system_clock());
    auto user = user_or_only(wishes.folder, wishes.user);
    if (!user) return user.error();
    return vault::Vault::open(wishes.folder, *user, asked.own, vault::system_clock());
}

Result<vault::Role> role_in(const std::string& folder, const std::string& name)
{
    const auto rows = vault::list_users(folder);
    if (!rows) return rows.error();
    for (const vault::UserRow& row : *rows)
        if (row.name == name) return row.role;
    return vault::fault::unknown_user;
}

/// "rapport: DONE.", and the same for a machine.
int say_done(const UserWishes& wishes, const std::string& done, const std::string& name)
{
    if (wishes.as_json)
        std::printf("%s\n", json{{"vault", wishes.folder}, {"user", name}, {"done", done}}.dump().c_str());
    std::fprintf(stderr, "rapport: %s: %s.\n", name.c_str(), done.c_str());
    return code(Exit::done);
}

int list_all(const UserWishes& wishes)
{
    const auto rows = vault::list_users(wishes.folder);
    if (!rows) return fail(rows.error());
    json all = json::array();
    for (const vault::UserRow& row : *rows) {
        all.push_back({{"name", row.name},
                       {"role", word(row.role)},
                       {"failed_tries", row.failed_tries},
                       {"disabled", row.disabled}});
        if (!wishes.as_json)
            std::printf("%-12s%s%s\n", word(row.role), row.name.c_str(), row.disabled ? " (shut out)" : "");
    }
    if (wishes.as_json) std::printf("%s\n", all.dump().c_str());
    return code(Exit::done);
}

int add(const UserWishes& wishes)
{
    auto asked = ask(wishes);
    if (!asked) return fail(asked.error());
    auto words = wishes.new_passphrase.take_new("The new user's passphrase: ");
    if (!words) return fail(words.error());
    auto vault = open(wishes, *asked);
    if (!vault) return fail(vault.error());
    const vault::NewUser user{wishes.name, role_of(wishes.role), std::move(*words)};
    if (auto added = vault->add_user(user, asked->own, asked->approval); !added) return fail(added.error());
    return say_done(wishes, "added as " + wishes.role, wishes.name);
}

int reset(const UserWishes& wishes)
{
    auto asked = ask(wishes);
    if (!asked) return fail(asked.error());
    auto words = wishes.new_passphrase.take_new("The user's new passphrase: ");
    if (!words) return fail(words.error());
    auto vault = open(wishes, *asked);
    if (!vault) return fail(vault.error());
    if (auto done = vault->reset_user(wishes.name, *words, asked->own, asked->approval); !done)
        return fail(done.error());
    return say_done(wishes, "has a new passphrase", wishes.name);
}

/// Tells the steps of a rotation: on a full vault they take a while, and nobody should pull the plug out of doubt.
vault::Progressing teller()
{
    return [](std::string_view step) {
        std::fprintf(stderr, "rapport: new keys: %.*s\n", static_cast<int>(step.size()), step.data());
    };
}

int remove(const UserWishes& wishes)
{
    auto asked = ask(wishes);
    if (!asked) return fail(asked.error());
    auto vault = open(wishes, *asked);
    if (!vault) return fail(vault.error());
    if (auto done = vault->remove_user(wishes.name, asked->approval, teller()); !done) return fail(done.error());
    std::fprintf(stderr, "rapport: backups and copies made before this stay under the old keys.\n");
    return say_done(wishes, "removed; the vault has new keys", wishes.name);
}

int rotate(const UserWishes& wishes)
{
    auto asked = ask(wishes);
    if (!asked) return fail(asked.error());
    auto vault = open(wishes, *asked);
    if (!vault) return fail(vault.error());
    if (auto done = vault->rotate_keys(wishes.reason, asked->approval, teller()); !done) return fail(done.error());
    std::fprintf(stderr, "rapport: backups and copies made before this stay under the old keys.\n");
    return say_done(wishes, "gave the vault new keys", vault->user());
}

vault::Right right_of(const UserWishes& wishes)
{
    return wishes.right == "identified" ? vault::Right::identified : vault::Right::reidentify;
}

int give_right(const UserWishes& wishes)
{
    auto asked = ask(wishes);
    if (!asked) return fail(asked.error());
    auto vault = open(wishes, *asked);
    if (!vault) return fail(vault.error());
    if (auto done = vault::give_right(*vault, right_of(wishes), wishes.name, wishes.reason, asked->approval); !done)
        return fail(done.error());
    return say_done(wishes, "has the right " + wishes.right, wishes.name);
}

/// A clinician's vault, without anybody's approval.
Result<vault::Vault> open_alone(const UserWishes& wishes)
{
    const auto words = wishes.passphrase.take("Your passphrase: ");
    if (!words) return words.error();
    const auto user = user_or_only(wishes.folder, wishes.user);
    if (!user) return user.error();
    return vault::Vault::open(wishes.folder, *user, *words, vault::system_clock());
}

int take_right(const UserWishes& wishes)
{
    auto vault = open_alone(wishes);
    if (!vault) return fail(vault.error());
    if (auto done = vault::take_right(*vault, right_of(wishes), wishes.name, wishes.reason); !done)
        return fail(done.error());
    return say_done(wishes, "has the right " + wishes.right + " no more", wishes.name);
}

int list_rights(const UserWishes& wishes)
{
    auto vault = open_alone(wishes);
    if (!vault) return fail(vault.error());
    json all = json::object();
    for (const vault::Right right : {vault::Right::identified, vault::Right::reidentify}) {
        const auto names = vault::who_has(*vault, right);
        if (!names) return fail(names.error());
        const std::string name(vault::word(right));
        all[name] = *names;
        if (wishes.as_json) continue;
        for (const std::string& one : *names)
            std::printf("%-12s%s\n", name.c_str(), one.c_str());
    }
    if (wishes.as_json) std::printf("%s\n", all.dump().c_str());
    return code(Exit::done);
}

/// What a passphrase must cost from now on; raised for each user at their next login.
int set_cost(const UserWishes& wishes)
{
    const auto admin = admin_or_only(wishes.folder, wishes.by.admin);
    if (!admin) return fail(admin.error());
    const auto words = wishes.by.admin_passphrase.take("The administrator's passphrase: ");
    if (!words) return fail(words.error());
    vault::KdfCost cost;
    if (wishes.memory_mib == 0) {
        cost = vault::calibrated_cost();
    } else {
        cost = {wishes.memory_mib << 20U, wishes.passes};
    }
    if (auto done = vault::set_cost_policy(wishes.folder, cost, *admin, *words); !done) return fail(done.error());
    const std::string said =
        "set " + std::to_string(cost.memory_bytes >> 20U) + " MiB and " + std::to_string(cost.passes) + " passes";
    return say_done(wishes, said, *admin);
}

int change_passphrase(const UserWishes& wishes)
{
    const auto user = user_or_only(wishes.folder, wishes.user);
    if (!user) return fail(user.error());
    const auto role = role_in(wishes.folder, *user);
    if (!role) return fail(role.error());
    const auto old_one = wishes.passphrase.take("Passphrase until now: ");
    if (!old_one) return fail(old_one.error());
    const auto new_one = wishes.new_passphrase.take_new("New passphrase (15 characters or more, or five words): ");
    if (!new_one) return fail(new_one.error());
    if (*role == vault::Role::admin) {
        if (auto done = vault::change_admin_passphrase(wishes.folder, *user, *old_one, *new_one); !done)
            return fail(done.error());
        return say_done(wishes, "has a new passphrase", *user);
    }
    auto vault = vault::Vault::open(wishes.folder, *user, *old_one, vault::system_clock());
    if (!vault) return fail(vault.error());
    if (auto done = vault->change_passphrase(*old_one, *new_one); !done) return fail(done.error());
    return say_done(wishes, "has a new passphrase", *user);
}

} // namespace

void add_vault_users(CLI::App& vault, int& exit)
{
    auto wishes = std::make_shared<UserWishes>();
    CLI::App* users = vault.add_subcommand("user", "Who has a key to the vault");
    users->require_subcommand(1);

    const auto command = [&](CLI::App& below, const char* name, const char* about, int (*act)(const UserWishes&)) {
        CLI::App* made = below.add_subcommand(name, about);
        made->add_option("DIR", wishes->folder, "The vault's folder")->required();
        made->add_flag("--json", wishes->as_json, "Machine-readable answer on standard output");
        made->callback([wishes, act, &exit] { exit = act(*wishes); });
        return made;
    };
    const auto opens = [&](CLI::App* made) {
        made->add_option("--user", wishes->user, "Your name in the vault; not needed when there is only one user");
        wishes->passphrase.add_to(*made, "passphrase", "your passphrase");
    };
    const auto is_approved = [&](CLI::App* made) {
        CLI::Option* by_admin = made->add_option("--admin", wishes->by.admin, "Name of the administrator who agrees");
        wishes->by.admin_passphrase.add_to(*made, "admin-passphrase", "the administrator's passphrase");
        wishes->by.recovery.add_to(*made, "recovery", "the printed recovery key, in place of an administrator");
        made->add_flag("--recovery", wishes->by.ask_recovery, "Ask for the printed recovery key instead")
            ->excludes(by_admin);
    };
    const auto sets = [&](CLI::App* made) {
        wishes->new_passphrase.add_to(*made, "new-passphrase", "the passphrase that is set");
    };

    command(*users, "list", "Names, roles, and who is shut out", list_all);
    CLI::App* adds =
        command(*users, "add", "A new user: takes a clinician, and an administrator or the recovery key", add);
    adds->add_option("NAME", wishes->name, "The new user's name")->required();
    adds->add_option("--role", wishes->role, "clinician, researcher (answers, no names) or admin (no data)")
        ->check(CLI::IsMember({"clinician", "researcher", "admin"}));
    CLI::App* resets = command(*users, "reset", "A new passphrase for somebody who lost theirs", reset);
    resets->add_option("NAME", wishes->name, "Whose passphrase")->required();
    CLI::App* removes = command(*users, "remove", "Take somebody's key away and give the vault new ones", remove);
    removes->add_option("NAME", wishes->name, "Who goes")->required();
    CLI::App* rotates = command(vault, "rotate", "New keys for everybody, after a device or a copy was lost", rotate);
    rotates->add_option("--reason", wishes->reason, "Why, for the audit")->required();
    for (CLI::App* made : {adds, resets, removes, rotates}) {
        opens(made);
        is_approved(made);
    }
    CLI::App* rights = vault.add_subcommand("right", "Who may let names leave, and look up codes");
    rights->require_subcommand(1);
    CLI::App* gives =
        command(*rights, "give", "Takes a clinician, and an administrator or the recovery key", give_right);
    is_approved(gives);
    CLI::App* takes = command(*rights, "take", "Takes a clinician alone", take_right);
    for (CLI::App* made : {gives, takes}) {
        made->add_option("NAME", wishes->name, "Whose right")->required();
        made->add_option("RIGHT", wishes->right,
                         "identified: records leave with names. reidentify: codes are looked up")
            ->required()
            ->check(CLI::IsMember({"identified", "reidentify"}));
        made->add_option("--reason", wishes->reason, "Why, for the audit")->required();
    }
    for (CLI::App* made : {gives, takes, command(*rights, "list", "Who has which", list_rights)})
        opens(made);

    CLI::App* costs =
        command(vault, "cost", "What trying a passphrase must cost; measured here unless given", set_cost);
    costs->add_option("--admin", wishes->by.admin, "Name of the administrator");
    wishes->by.admin_passphrase.add_to(*costs, "admin-passphrase", "the administrator's passphrase");
    CLI::Option* memory =
        costs->add_option("--memory-mib", wishes->memory_mib, "64 to 2048")->check(CLI::Range(64, 2048));
    costs->add_option("--passes", wishes->passes, "3 to 16")->check(CLI::Range(3, 16))->needs(memory);
    sets(adds);
    sets(resets);
    CLI::App* changes = command(*users, "passphrase", "Your own passphrase", change_passphrase);
    opens(changes);
    sets(changes);
}

} // namespace rapport::cli
