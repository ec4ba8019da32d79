#include "app/cli/commands.h"

#include <cstdio>
#include <memory>
#include <string>

#include <nlohmann/json.hpp>

#include "app/cli/exit_code.h"
#include "app/cli/passphrase.h"
#include "app/cli/who.h"
#include "app/shell/strings/strings.h"
#include "instruments/sheet/document.h"
#include "storage/sealed/device_check.h"
#include "storage/vault/vault.h"

namespace rapport::cli {

namespace {

struct DeviceWishes {
    std::string folder = ".";
    std::string user;
    std::string admin;
    std::string reason;
    PassphraseSource passphrase;
    PassphraseSource admin_passphrase;
    PassphraseSource recovery;
    bool as_json = false;
    bool as_html = false;
    bool allow = false;
};

std::vector<sealed::DeviceCheck> look_at_device(const std::string& folder)
{
    const auto door = vault::look_at_door(folder);
    return sealed::check_device(
        sealed::DeviceView::of_this_machine(folder, vault::system_clock()(), door ? door->last_unlocked_ms : 0));
}

instruments::Document device_sheet(const std::vector<sealed::DeviceCheck>& checks)
{
    instruments::Document sheet;
    sheet.language = strings::language();
    sheet.title = strings::say("desk.setup.device");
    const bool fit = sealed::red_ones(checks).empty();
    sheet.paragraph(std::string(strings::say(fit ? "desk.device.fit" : "desk.device.refused")));
    std::vector<std::vector<std::string>> rows;
    for (const sealed::DeviceCheck& check : checks) {
        const std::string light(sealed::word(check.light));
        rows.push_back({std::string(strings::say("device." + check.id)),
                        std::string(strings::say("device.light." + light)), check.seen,
                        std::string(strings::say("device." + check.id + "." + light))});
    }
    sheet.table({"", "", "", ""}, std::move(rows));
    return sheet;
}

int tell_of_device(const DeviceWishes& wishes)
{
    const auto checks = look_at_device(wishes.folder);
    const bool fit = sealed::red_ones(checks).empty();
    if (wishes.as_json) {
        nlohmann::json all = nlohmann::json::array();
        for (const sealed::DeviceCheck& check : checks)
            all.push_back({{"check", check.id}, {"light", sealed::word(check.light)}, {"seen", check.seen}});
        std::printf("%s\n", nlohmann::json{{"fit", fit}, {"checks", all}}.dump().c_str());
    } else {
        const instruments::Document sheet = device_sheet(checks);
        const std::string page = wishes.as_html ? instruments::print_html(sheet) : instruments::print_text(sheet);
        std::fputs(page.c_str(), stdout);
    }
    return code(fit ? Exit::done : Exit::refused);
}

/// What is red now, and nothing else, may be for thirty days: an administrator's or the printed key's word, in the
/// record.
int allow_device(const DeviceWishes& wishes)
{
    const auto red = sealed::red_ones(look_at_device(wishes.folder));
    if (red.empty()) return refuse("Nothing is red, so there is nothing to allow.");
    auto own = wishes.passphrase.take("Your passphrase: ");
    if (!own) return fail(own.error());
    vault::Approval approval;
    if (wishes.recovery.is_given()) {
        auto key = wishes.recovery.take("Recovery key: ");
        if (!key) return fail(key.error());
        approval.recovery = std::move(*key);
    } else {
        auto words = wishes.admin_passphrase.take("The administrator's passphrase: ");
        if (!words) return fail(words.error());
        approval.admin = wishes.admin;
        approval.passphrase = std::move(*words);
    }
    auto user = user_or_only(wishes.folder, wishes.user);
    if (!user) return fail(user.error());
    auto vault = vault::Vault::open(wishes.folder, *user, *own, vault::system_clock());
    if (!vault) return fail(vault.error());
    if (auto done = vault->allow_in_spite_of(red, wishes.reason, approval); !done) return fail(done.error());
    std::string which;
    for (const std::string& one : red)
        which += (which.empty() ? "" : ", ") + one;
    std::fprintf(stderr, "rapport: patients may use this device for 30 days in spite of: %s.\n", which.c_str());
    return code(Exit::done);
}

} // namespace

void add_self_test(CLI::App& program, int& exit)
{
    auto wishes = std::make_shared<DeviceWishes>();
    CLI::App* test = program.add_subcommand("self-test", "Whether this device is fit to be in a patient's hands");
    test->add_option("DIR", wishes->folder, "The vault's folder, or the one it is to be in");
    test->add_flag("--json", wishes->as_json, "Machine-readable answer on standard output");
    test->add_flag("--html", wishes->as_html, "One HTML file on standard output, for the printer")->excludes("--json");
    CLI::Option* allow =
        test->add_flag("--allow", wishes->allow, "Let patients use it in spite of what is red, for 30 days");
    test->add_option("--reason", wishes->reason, "Why; kept in the record")->needs(allow);
    test->add_option("--user", wishes->user, "Your name in the vault; not needed when there is only one user");
    test->add_option("--admin", wishes->admin, "The administrator who agrees");
    wishes->passphrase.add_to(*test);
    wishes->admin_passphrase.add_to(*test, "admin-passphrase", "the administrator's passphrase");
    wishes->recovery.add_to(*test, "recovery", "the printed recovery key, in place of an administrator");
    test->callback([wishes, &exit] { exit = wishes->allow ? allow_device(*wishes) : tell_of_device(*wishes); });
}

} // namespace rapport::cli
