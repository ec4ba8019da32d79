#include "app/cli/commands.h"

#include <cstdio>
#include <memory>
#include <string>

#include <nlohmann/json.hpp>
#include <unistd.h>

#include "app/cli/exit_code.h"
#include "app/cli/files.h"
#include "app/cli/passphrase.h"
#include "app/cli/who.h"
#include "storage/sealed/faults.h"
#include "storage/vault/kdf.h"
#include "storage/vault/vault.h"
#include "storage/vault/words.h"

namespace rapport::cli {

using json = nlohmann::json;
using sealed::Secret;

namespace {

struct VaultWishes {
    std::string folder;
    std::string user;
    std::string clinic = "Clinic";
    std::string device = "This tablet";
    std::string wording;
    std::string anchor;
    PassphraseSource passphrase;
    int recovery_out = -1;
    int recovery_back = -1;
    bool as_json = false;
    std::size_t words = vault::least_words;
    std::string admin;
    PassphraseSource admin_passphrase;
    PassphraseSource recovery;
    bool ask_recovery = false;
};

/// Shows the recovery key once, on the terminal or the descriptor asked for.
bool show_recovery(const VaultWishes& wishes, const Secret& key)
{
    const bool own_descriptor = wishes.recovery_out >= 0;
    const std::string_view before =
        own_descriptor ? "" : "Recovery key. Write it on paper and keep it away from this device:\n\n    ";
    const std::string_view after =
        own_descriptor ? "\n"
                       : "\n\nIt is shown this once. Without it and without a passphrase nobody can open the vault.\n";
    const int out = own_descriptor ? wishes.recovery_out : STDERR_FILENO;
    for (const std::string_view part : {before, key.view(), after})
        if (::write(out, part.data(), part.size()) != static_cast<ssize_t>(part.size())) return false;
    return true;
}

Result<Secret> recovery_typed_back(const VaultWishes& wishes)
{
    if (wishes.recovery_back >= 0) return line_of_descriptor(wishes.recovery_back);
    return ask_terminal("Type the recovery key back: ", true);
}

int create(const VaultWishes& wishes)
{
    auto passphrase = wishes.passphrase.take_new("Passphrase (15 characters or more, or five words): ");
    if (!passphrase) return fail(passphrase.error());
    vault::NewVault make;
    if (!wishes.admin.empty()) {
        auto words = wishes.admin_passphrase.take_new("The administrator's passphrase: ");
        if (!words) return fail(words.error());
        make.first_admin = wishes.admin;
        make.admin_passphrase = std::move(*words);
    }
    make.cost = vault::calibrated_cost();
    make.clinic = wishes.clinic;
    make.device = wishes.device;
    make.first_user = wishes.user;
    make.passphrase = std::move(*passphrase);
    auto recovery = vault::create_vault(wishes.folder, make, vault::system_clock());
    if (!recovery) return fail(recovery.error());

    if (!show_recovery(wishes, recovery->printed)) {
        if (auto removed = remove_folder(wishes.folder); !removed) return fail(removed.error());
        return refuse("The recovery key could not be shown, so no vault was kept.");
    }
    auto typed = recovery_typed_back(wishes);
    if (!typed) return fail(typed.error());
    if (auto confirmed = vault::confirm_recovery(wishes.folder, *typed); !confirmed) return fail(confirmed.error());
    if (wishes.as_json) std::printf("%s\n", json{{"vault", wishes.folder}, {"user", wishes.user}}.dump().c_str());
    std::fprintf(stderr, "rapport: the vault is ready. Start with: rapport run %s\n", wishes.folder.c_str());
    return code(Exit::done);
}

/// A vault whose recovery key was never typed back can be finished later, by whoever holds the paper.
int confirm(const VaultWishes& wishes)
{
    auto typed = recovery_typed_back(wishes);
    if (!typed) return fail(typed.error());
    if (auto confirmed = vault::confirm_recovery(wishes.folder, *typed); !confirmed) return fail(confirmed.error());
    std::fprintf(stderr, "rapport: the vault is ready.\n");
    return code(Exit::done);
}

int door(const VaultWishes& wishes)
{
    auto seen = vault::look_at_door(wishes.folder);
    if (!seen) return fail(seen.error());
    if (wishes.as_json) {
        const json answer{{"clinic", seen->clinic},
                          {"device", seen->device},
                          {"demo", seen->demo},
                          {"users", seen->users},
                          {"waiting_sessions", seen->waiting_sessions}};
        std::printf("%s\n", answer.dump().c_str());
        return code(Exit::done);
    }
    std::printf("%s, %s%s\n%d finished sessions wait to be opened\n", seen->clinic.c_str(), seen->device.c_str(),
                seen->demo ? " (demo: everybody is invented)" : "", seen->waiting_sessions);
    return code(Exit::done);
}

int generate(const VaultWishes& wishes)
{
    const Secret made = vault::make_passphrase(wishes.words);
    const double bits = vault::bits_of_words(wishes.words);
    // To standard output, and by the one call that keeps no copy.
    for (const std::string_view part : {made.view(), std::string_view("\n")})
        if (::write(STDOUT_FILENO, part.data(), part.size()) != static_cast<ssize_t>(part.size()))
            return fail(Error{sealed::fault::cannot_write, "passphrase"});
    std::fprintf(stderr, "rapport: %zu words of a list of %zu: %.1f bits. Write it down until you know it.\n",
                 wishes.words, vault::words().size(), bits);
    return code(Exit::done);
}

Result<vault::Vault> open(const VaultWishes& wishes)
{
    auto passphrase = wishes.passphrase.take("Passphrase: ");
    if (!passphrase) return passphrase.error();
    auto user = user_or_only(wishes.folder, wishes.user);
    if (!user) return user.error();
    return vault::Vault::open(wishes.folder, *user, *passphrase, vault::system_clock());
}

/// The recovery sheet, where it was asked for: empty when it was not.
Result<Secret> recovery_of(const VaultWishes& wishes)
{
    if (wishes.recovery.is_given()) return wishes.recovery.take("");
    if (wishes.ask_recovery) return ask_terminal("Recovery key: ", true);
    return Secret();
}

/// With the printed key the vault opens to it when nobody says who they are.
Result<vault::Vault> open_to_verify(const VaultWishes& wishes, const Secret& recovery)
{
    if (recovery.empty() || !wishes.user.empty() || wishes.passphrase.is_given()) return open(wishes);
    return vault::Vault::open_with_recovery(wishes.folder, recovery, vault::system_clock());
}

int verify(const VaultWishes& wishes)
{
    const auto recovery = recovery_of(wishes);
    if (!recovery) return fail(recovery.error());
    auto vault = open_to_verify(wishes, *recovery);
    if (!vault) return fail(vault.error());
    const bool history = !recovery->empty();
    auto entries = history ? vault->verify_history(*recovery) : vault->verify();
    if (!entries) return fail(entries.error());
    if (!wishes.anchor.empty())
        if (auto newer = vault->check_anchor(wishes.anchor); !newer) return fail(newer.error());
    if (wishes.as_json)
        std::printf("%s\n", json{{"ok", true}, {"audit_entries", *entries}, {"history", history}}.dump().c_str());
    std::fprintf(stderr, "rapport: %lld audit entries and every row agree%s.\n", static_cast<long long>(*entries),
                 history ? ", and each line was written in its time" : "");
    return code(Exit::done);
}

int ingest(const VaultWishes& wishes)
{
    auto vault = open(wishes);
    if (!vault) return fail(vault.error());
    auto report = vault->ingest();
    if (!report) return fail(report.error());
    if (wishes.as_json) {
        const json answer{{"sessions", report->sessions},
                          {"administrations", report->administrations},
                          {"already_known", report->already_known},
                          {"refused", report->refused},
                          {"alerts", report->alerts}};
        std::printf("%s\n", answer.dump().c_str());
    }
    std::fprintf(stderr, "rapport: %d sessions taken in, %d refused, %d alerts.\n", report->sessions, report->refused,
                 report->alerts);
    return code(report->refused == 0 ? Exit::done : Exit::refused);
}

int wording(const VaultWishes& wishes)
{
    auto text = read_all(wishes.wording, 1U << 20);
    if (!text) return fail(text.error());
    auto vault = open(wishes);
    if (!vault) return fail(vault.error());
    if (auto installed = vault->install_wording(*text); !installed) return fail(installed.error());
    std::fprintf(stderr, "rapport: the wording is installed.\n");
    return code(Exit::done);
}

} // namespace

void add_vault(CLI::App& program, int& exit)
{
    auto wishes = std::make_shared<VaultWishes>();
    CLI::App* vault = program.add_subcommand("vault", "Make, look at and check a vault");
    vault->require_subcommand(1);

    const auto add = [&](const char* name, const char* about, bool opens, int (*act)(const VaultWishes&)) {
        CLI::App* command = vault->add_subcommand(name, about);
        command->add_option("DIR", wishes->folder, "The vault's folder")->required();
        command->add_flag("--json", wishes->as_json, "Machine-readable answer on standard output");
        if (opens) {
            command->add_option("--user", wishes->user,
                                "Your name in the vault; not needed when there is only one user");
            wishes->passphrase.add_to(*command);
        }
        command->callback([wishes, act, &exit] { exit = act(*wishes); });
        return command;
    };
    const auto add_recovery = [&](CLI::App* command) {
        command->add_option("--recovery-back-fd", wishes->recovery_back,
                            "Open descriptor to read the typed-back recovery key from");
    };

    CLI::App* generates = vault->add_subcommand("passphrase", "Make up a passphrase of words, to be set somewhere");
    generates->add_option("--words", wishes->words, "How many, 5 to 12")
        ->check(CLI::Range(vault::least_words, vault::most_words));
    generates->callback([wishes, &exit] { exit = generate(*wishes); });
    add_vault_users(*vault, exit);
    add_vault_tickets(*vault, exit);

    CLI::App* make = add("create", "Make a new vault; its recovery key is shown once and typed back", true, create);
    make->get_option("--user")->required();
    make->add_option("--clinic", wishes->clinic, "Name of the clinic");
    make->add_option("--device", wishes->device, "Name of this device");
    make->add_option("--admin", wishes->admin,
                     "An administrator beside the clinician: may change who has a key, and sees no data");
    wishes->admin_passphrase.add_to(*make, "admin-passphrase", "the administrator's passphrase");
    make->add_option("--recovery-fd", wishes->recovery_out,
                     "Open descriptor to write the recovery key to, instead of the terminal");
    add_recovery(make);
    add_recovery(add("confirm", "Type the recovery key back and finish a new vault", false, confirm));
    add("status", "What can be known without a key", false, door);
    CLI::App* verifies = add("verify", "Check every row and the whole audit chain", true, verify);
    verifies->add_option("--anchor", wishes->anchor, "An anchor noted earlier: is the vault older than that?");
    wishes->recovery.add_to(*verifies, "recovery", "the printed recovery key: also whether the history was rewritten");
    verifies->add_flag("--recovery", wishes->ask_recovery, "Ask for the printed recovery key");
    add("ingest", "Take in the finished sessions that wait", true, ingest);
    add("wording", "Install licensed wording from a file", true, wording)
        ->add_option("FILE", wishes->wording, "JSON wording file with the permission it stands under")
        ->required();
    add_vault_survival(*vault, exit);
    add_vault_merge(*vault, exit);
    add_vault_retention(*vault, exit);
}

} // namespace rapport::cli
