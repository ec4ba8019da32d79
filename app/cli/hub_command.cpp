#include "app/cli/commands.h"

#include <chrono>
#include <cstdio>
#include <memory>
#include <string>
#include <thread>

#include <nlohmann/json.hpp>
#include <unistd.h>

#include "app/cli/exit_code.h"
#include "app/cli/hub_report.h"
#include "app/cli/passphrase.h"
#include "app/cli/who.h"
#include "app/shell/strings/strings.h"
#include "storage/hub/hub.h"
#include "storage/sealed/faults.h"
#include "storage/vault/hub_home.h"
#include "storage/vault/users.h"
#include "storage/vault/words.h"

namespace rapport::cli {

namespace {

using json = nlohmann::json;
using sealed::Secret;

struct HubWishes {
    std::string folder;
    std::string url;
    std::string name; ///< of the device it is about
    std::string user;
    PassphraseSource passphrase;
    ApprovalSource by;
    PassphraseSource database_password;
    PassphraseSource code;
    int minutes = 60;
    int tries = 5;
    bool only_here = false;
    bool as_json = false;
};

hub::Home home_of(vault::HubHome&& of)
{
    return {std::move(of.folder), of.vault, of.root, std::move(of.key)};
}

Result<vault::Vault> open_for_hub(const HubWishes& wishes)
{
    auto passphrase = wishes.passphrase.take("Passphrase: ");
    if (!passphrase) return passphrase.error();
    auto user = user_or_only(wishes.folder, wishes.user);
    if (!user) return user.error();
    return vault::Vault::open(wishes.folder, *user, *passphrase, vault::system_clock());
}

/// The vault is shut again before anything is exchanged: a tablet can be used meanwhile.
Result<hub::Home> home_alone(const HubWishes& wishes)
{
    auto vault = open_for_hub(wishes);
    if (!vault) return vault.error();
    auto home = vault::hub_home(*vault);
    if (!home) return home.error();
    return home_of(std::move(*home));
}

Result<hub::Means> means_of(const HubWishes& wishes)
{
    hub::Means means;
    if (wishes.database_password.is_given()) {
        auto password = wishes.database_password.take("");
        if (!password) return password.error();
        means.password = std::move(*password);
    }
    means.clock = vault::system_clock();
    means.tries = wishes.tries;
    means.pause = [](std::int64_t ms) { std::this_thread::sleep_for(std::chrono::milliseconds(ms)); };
    return means;
}

/// The password is asked for when the server wants one and nobody gave it.
template <class Work>
auto with_password(hub::Means& means, Work work)
{
    auto done = work();
    if (done.ok() || done.error().fault != hub::fault::hub_password_needed || ::isatty(STDIN_FILENO) == 0) return done;
    auto password = ask_terminal("Password of the hub's database: ", false);
    if (!password) return done;
    means.password = std::move(*password);
    return work();
}

/// What takes an administrator: the vault stays open for the signature.
int approved(const HubWishes& wishes, std::string_view event,
             const std::function<Status(const hub::Home&, const hub::Signer&, const hub::Means&)>& act)
{
    auto means = means_of(wishes);
    if (!means) return fail(means.error());
    const auto approval = wishes.by.take(wishes.folder);
    if (!approval) return fail(approval.error());
    auto vault = open_for_hub(wishes);
    if (!vault) return fail(vault.error());
    auto of = vault::hub_home(*vault);
    if (!of) return fail(of.error());
    const hub::Home home = home_of(std::move(*of));
    const hub::Signer signer = [&](sealed::ByteView list) {
        return vault::sign_hub_list(*vault, list, event, wishes.name, *approval);
    };
    const Status done = with_password(*means, [&] { return act(home, signer, *means); });
    return done ? code(Exit::done) : fail(done.error());
}

int hub_init(const HubWishes& wishes)
{
    const int exit =
        approved(wishes, "hub_made", [&](const hub::Home& home, const hub::Signer& signer, const hub::Means& means) {
            return hub::init(home, wishes.url, wishes.name, signer, means);
        });
    if (exit != code(Exit::done)) return exit;
    if (wishes.as_json) std::printf("%s\n", json{{"device", wishes.name}}.dump().c_str());
    std::fprintf(stderr, "rapport: %s\n", strings::say("cli.hub.made", {{"name", wishes.name}}).c_str());
    return exit;
}

int hub_invite(const HubWishes& wishes)
{
    const Secret words = vault::make_passphrase(hub::code_words);
    const int exit = approved(wishes, "hub_device_invited",
                              [&](const hub::Home& home, const hub::Signer& signer, const hub::Means& means) {
                                  return hub::invite(home, wishes.name, words, wishes.minutes, signer, means);
                              });
    if (exit != code(Exit::done)) return exit;
    // To standard output, and by the one call that keeps no copy.
    const std::string before = wishes.as_json ? json{{"device", wishes.name}, {"minutes", wishes.minutes}}.dump() : "";
    const std::string head = wishes.as_json ? before.substr(0, before.size() - 1) + ",\"code\":\"" : "";
    for (const std::string_view part :
         {std::string_view(head), words.view(), std::string_view(wishes.as_json ? "\"}\n" : "\n")})
        if (::write(STDOUT_FILENO, part.data(), part.size()) != static_cast<ssize_t>(part.size()))
            return fail(Error{sealed::fault::cannot_write, "code"});
    std::fprintf(
        stderr, "rapport: %s\n",
        strings::say("cli.hub.invited", {{"name", wishes.name}, {"minutes", std::to_string(wishes.minutes)}}).c_str());
    return exit;
}

int hub_revoke(const HubWishes& wishes)
{
    const int exit = approved(wishes, "hub_device_revoked",
                              [&](const hub::Home& home, const hub::Signer& signer, const hub::Means& means) {
                                  return hub::revoke(home, wishes.name, signer, means);
                              });
    if (exit != code(Exit::done)) return exit;
    if (wishes.as_json) std::printf("%s\n", json{{"revoked", wishes.name}}.dump().c_str());
    std::fprintf(stderr, "rapport: %s\n", strings::say("cli.hub.revoked", {{"name", wishes.name}}).c_str());
    return exit;
}

int hub_join(const HubWishes& wishes)
{
    auto means = means_of(wishes);
    if (!means) return fail(means.error());
    const auto words = wishes.code.is_given() ? wishes.code.take("") : ask_terminal("The code, eight words: ", true);
    if (!words) return fail(words.error());
    const auto home = home_alone(wishes);
    if (!home) return fail(home.error());
    const auto joined = with_password(*means, [&] { return hub::join(*home, wishes.url, *words, *means); });
    if (!joined) return fail(joined.error());
    if (wishes.as_json) std::printf("%s\n", json{{"device", *joined}}.dump().c_str());
    std::fprintf(stderr, "rapport: %s\n", strings::say("cli.hub.joined", {{"name", *joined}}).c_str());
    return code(Exit::done);
}

int exchange(const HubWishes& wishes, const char* sentence,
             Result<hub::Exchanged> (*act)(const hub::Home&, const hub::Means&))
{
    auto means = means_of(wishes);
    if (!means) return fail(means.error());
    const auto home = home_alone(wishes);
    if (!home) return fail(home.error());
    const auto done = with_password(*means, [&] { return act(*home, *means); });
    if (!done) return fail(done.error());
    // Names of devices are in the list that this device has; no server is asked for them.
    const auto now = hub::status_here(*home, *means);
    if (!now) return fail(now.error());
    if (wishes.as_json) std::printf("%s\n", exchanged_json(*done, *now).c_str());
    std::fprintf(stderr, "rapport: %s\n",
                 strings::say(sentence, {{"sessions", std::to_string(done->sessions)}}).c_str());
    tell_findings(done->findings, *now);
    return code(done->findings.empty() ? Exit::done : Exit::refused);
}

int hub_push(const HubWishes& wishes)
{
    return exchange(wishes, "cli.hub.pushed", hub::push);
}

int hub_pull(const HubWishes& wishes)
{
    return exchange(wishes, "cli.hub.pulled", hub::pull);
}

int hub_status(const HubWishes& wishes)
{
    auto means = means_of(wishes);
    if (!means) return fail(means.error());
    const auto home = home_alone(wishes);
    if (!home) return fail(home.error());
    const auto now = hub::status(*home, *means);
    if (!now) return fail(now.error());
    if (wishes.as_json)
        std::printf("%s\n", status_json(*now).c_str());
    else
        print_status(*now);
    tell_findings(now->findings, *now);
    if (now->server) return fail(Error{*now->server, {}});
    return code(now->findings.empty() ? Exit::done : Exit::refused);
}

int hub_leave(const HubWishes& wishes)
{
    auto means = means_of(wishes);
    if (!means) return fail(means.error());
    const auto home = home_alone(wishes);
    if (!home) return fail(home.error());
    const auto how = wishes.only_here ? hub::Leaving::only_here : hub::Leaving::tell_the_hub;
    const Status left = with_password(*means, [&] { return hub::leave(*home, how, *means); });
    if (!left) return fail(left.error());
    if (wishes.as_json) std::printf("%s\n", json{{"left", true}}.dump().c_str());
    std::fprintf(stderr, "rapport: %s\n", std::string(strings::say("cli.hub.left")).c_str());
    return code(Exit::done);
}

} // namespace

void add_hub(CLI::App& program, int& exit)
{
    auto wishes = std::make_shared<HubWishes>();
    CLI::App* hub = program.add_subcommand("hub", "Share finished sessions with a clinic's other devices");
    hub->require_subcommand(1);
    const auto add = [&](const char* name, const char* about, int (*act)(const HubWishes&)) {
        CLI::App* command = hub->add_subcommand(name, about);
        command->add_option("DIR", wishes->folder, "The vault's folder")->required();
        command->add_flag("--json", wishes->as_json, "Machine-readable answer on standard output");
        command->add_option("--user", wishes->user, "Your name in the vault; not needed when there is only one user");
        wishes->passphrase.add_to(*command);
        wishes->database_password.add_to(*command, "database-password", "the database's password");
        command->add_option("--tries", wishes->tries, "How often, while the way is what fails, 1 to 100")
            ->check(CLI::Range(1, 100));
        command->callback([wishes, act, &exit] { exit = act(*wishes); });
        return command;
    };
    const auto add_url = [&](CLI::App* command) {
        command->add_option("URL", wishes->url, "postgresql://USER@HOST/DATABASE, without a password")->required();
    };
    const auto add_approval = [&](CLI::App* command) {
        command->add_option("--admin", wishes->by.admin, "Name of the administrator");
        wishes->by.admin_passphrase.add_to(*command, "admin-passphrase", "the administrator's passphrase");
        wishes->by.recovery.add_to(*command, "recovery", "the printed recovery key, in place of an administrator");
        command->add_flag("--recovery", wishes->by.ask_recovery, "Ask for the printed recovery key");
    };

    CLI::App* inits = add("init", "Make a hub of an empty database, and this device its first", hub_init);
    add_url(inits);
    inits->add_option("--name", wishes->name, "What this device is called there")->required();
    add_approval(inits);
    CLI::App* invites = add("invite", "Let one more device in: prints the code to type there", hub_invite);
    invites->add_option("NAME", wishes->name, "What that device is to be called")->required();
    invites->add_option("--minutes", wishes->minutes, "How long the code holds, 5 to 1440")->check(CLI::Range(5, 1440));
    add_approval(invites);
    CLI::App* joins = add("join", "Join with a code that another device gave out", hub_join);
    add_url(joins);
    wishes->code.add_to(*joins, "code", "the code");
    add("push", "Send this device's finished sessions", hub_push);
    add("pull", "Bring the others' finished sessions into the inbox", hub_pull);
    add("status", "When each device was last seen, and what waits", hub_status);
    CLI::App* revokes = add("revoke", "Take a lost device out, and give the others new keys", hub_revoke);
    revokes->add_option("NAME", wishes->name, "Which device")->required();
    add_approval(revokes);
    add("leave", "Take this device out; what it sent stays with the others", hub_leave)
        ->add_flag("--only-here", wishes->only_here, "Ask no server, and leave what was not sent");
}

} // namespace rapport::cli
