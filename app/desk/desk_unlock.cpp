#include "app/desk/desk_unlock.h"

#include <algorithm>

#include "app/desk/desk_acts.h"
#include "app/desk/desk_hub.h"
#include "app/desk/desk_inbox.h"
#include "app/desk/desk_refresh.h"
#include "app/desk/desk_release.h"
#include "app/desk/desk_safety.h"
#include "app/desk/desk_upkeep.h"
#include "app/desk/desk_users.h"
#include "app/desk/words.h"
#include "app/shell/strings/strings.h"
#include "storage/sealed/exit_codes.h"
#include "storage/vault/throttle.h"
#include "storage/vault/users.h"
#include "storage/vault/words.h"

namespace rapport::desk {
namespace {

using strings::say;

Opened open_and_ingest(const std::string& folder, const std::string& user, const sealed::Secret& passphrase,
                       const vault::Clock& clock)
{
    Opened opened;
    auto vault = vault::Vault::open(folder, user, passphrase, clock);
    if (!vault) {
        const bool admin = vault.error().fault == vault::fault::not_allowed && vault.error().detail == "admin";
        if (admin)
            opened.administrator = user;
        else
            opened.error = vault.error();
        return opened;
    }
    opened.vault = std::move(vault).value();
    // A researcher holds no key to the inbox and has no work list.
    if (opened.vault->role() != vault::Role::clinician) return opened;
    TakenIn taken = take_in(*opened.vault);
    opened.ingest_trouble = std::move(taken.trouble);
    opened.fresh = std::move(taken.fresh);
    return opened;
}

/// "That passphrase did not open the vault. 7 tries left."
std::string wrong_words(const Desk& desk)
{
    const auto rows = vault::list_users(desk.settings.vault_folder);
    const std::string& name = desk.unlock.users[desk.unlock_state.user];
    std::string words(say("desk.unlock.wrong"));
    if (!rows) return words;
    for (const vault::UserRow& row : *rows)
        if (row.name == name && row.failed_tries < static_cast<int>(vault::most_failures))
            words += " " + count_words("desk.unlock.left", static_cast<int>(vault::most_failures) - row.failed_tries);
    return words;
}

void say_why_not(Desk& desk, const Error& error, double now)
{
    UnlockState& state = desk.unlock_state;
    state.refocus = true;
    if (error.fault == vault::fault::wrong_passphrase) {
        state.error = wrong_words(desk);
    } else if (error.fault == vault::fault::day_closed) {
        state.error = say("desk.unlock.day_closed", {{"time", wait_words(whole_number(error.detail, 0))}});
    } else if (error.fault == vault::fault::vault_in_use && !error.detail.empty()) {
        state.error = say("desk.unlock.in_use_by", {{"who", error.detail}});
    } else if (error.fault == vault::fault::slot_blocked && whole_number(error.detail, 0) > 0) {
        state.error.clear();
        state.blocked_until = now + whole_number(error.detail, 0);
    } else if (error.fault == vault::fault::vault_missing || error.fault == vault::fault::vault_damaged) {
        desk.unlock.trouble = sentence_of(error);
        desk.exit_when_closed = sealed::exit_code::environment;
    } else {
        state.error = sentence_of(error);
    }
}

void let_administrator_in(Desk& desk, const std::string& name)
{
    desk.admin = std::make_unique<AdminDesk>();
    desk.admin->name = name;
    desk.admin->bar = {say("desk.administrator", {{"name", name}}), false, false, true};
    refresh_users(*desk.admin, desk.settings);
}

/// The new passphrase set under the printed key, and then tried like any other.
Opened set_and_open(vault::Vault& vault, const std::string& folder, const std::string& user,
                    const sealed::Secret& fresh, const sealed::Secret& printed, const vault::Clock& clock)
{
    vault::Approval sheet;
    sheet.recovery = printed.copy();
    Opened opened;
    if (const Status set = vault.reset_user(user, fresh, {}, sheet); !set) {
        opened.error = set.error();
        return opened;
    }
    {
        const vault::Vault closed = std::move(vault);
    }
    return open_and_ingest(folder, user, fresh, clock);
}

} // namespace

void begin_recovery(Desk& desk)
{
    RecoveryState& state = desk.unlock_state.recovery;
    state.working = true;
    state.error.clear();
    auto key = std::make_shared<const sealed::Secret>(state.key.copy());
    desk.recovering.start([folder = desk.settings.vault_folder, clock = desk.settings.clock, key]() -> Recovered {
        auto vault = vault::Vault::open_with_recovery(folder, *key, clock);
        if (!vault) return {nullptr, vault.error()};
        return {std::make_shared<vault::Vault>(std::move(*vault)), {}};
    });
}

void end_recovery(Desk& desk, Recovered recovered)
{
    RecoveryState& state = desk.unlock_state.recovery;
    state.working = false;
    if (recovered.error) {
        state.error = recovered.error->fault == vault::fault::recovery_mismatch
                          ? std::string(say("desk.recovery.wrong"))
                          : sentence_of(*recovered.error);
        return;
    }
    desk.recovered = std::move(recovered.vault);
    state.opened = true;
    state.user = desk.unlock_state.user;
    state.generated = vault::make_passphrase();
}

void begin_new_passphrase(Desk& desk)
{
    RecoveryState& state = desk.unlock_state.recovery;
    if (!desk.recovered || state.user >= desk.unlock.users.size()) return;
    state.working = true;
    desk.unlock_state.user = state.user;
    auto fresh = std::make_shared<const sealed::Secret>(state.kind == 0 ? state.generated.copy() : state.fresh.copy());
    auto key = std::make_shared<const sealed::Secret>(state.key.copy());
    desk.opening.start([vault = std::exchange(desk.recovered, {}), folder = desk.settings.vault_folder,
                        user = desk.unlock.users[state.user], fresh, key, clock = desk.settings.clock] {
        return set_and_open(*vault, folder, user, *fresh, *key, clock);
    });
}

void come_to_the_door(Desk& desk)
{
    const auto door = vault::look_at_door(desk.settings.vault_folder);
    desk.unlock = make_unlock_view(door, desk.settings.clock());
    desk.unlock.see_first = desk.settings.see_first;
    desk.exit_when_closed = door ? sealed::exit_code::done : sealed::exit_code::environment;
    const auto& users = desk.unlock.users;
    const auto known = std::find(users.begin(), users.end(), desk.settings.remembered);
    desk.unlock_state.remembered = users.size() == 1 || known != users.end();
    if (known != users.end()) desk.unlock_state.user = static_cast<std::size_t>(known - users.begin());
}

void begin_opening(Desk& desk)
{
    UnlockState& state = desk.unlock_state;
    if (desk.open || desk.opening.running() || state.user >= desk.unlock.users.size()) return;
    state.opening = true;
    state.error.clear();
    desk.opening.start([folder = desk.settings.vault_folder, user = desk.unlock.users[state.user],
                        passphrase = state.passphrase.copy(),
                        clock = desk.settings.clock] { return open_and_ingest(folder, user, passphrase, clock); });
}

void end_opening(Desk& desk, Opened opened, double now)
{
    desk.unlock_state.opening = false;
    desk.unlock_state.recovery.wipe();
    if (opened.error) {
        say_why_not(desk, *opened.error, now);
        return;
    }
    desk.unlock_state.passphrase.clear();
    if (!opened.administrator.empty()) return let_administrator_in(desk, opened.administrator);
    desk.open = std::make_unique<OpenDesk>(std::move(*opened.vault));
    OpenDesk& open = *desk.open;
    open.fresh = std::move(opened.fresh);
    open.bar.people = open.vault.role() == vault::Role::clinician;
    open.bar.setup = open.bar.people;
    if (auto policy = open.vault.policy()) open.policy = std::move(*policy);
    open.bar.user = open.bar.people ? open.vault.user() : say("desk.researcher", {{"name", open.vault.user()}});
    if (open.bar.people) {
        look_at_backup(open);
        refresh_worklist(open);
    } else {
        open_release(open);
    }
    begin_hub(open, desk.settings);
    if (!opened.ingest_trouble.empty()) open.banner = std::move(opened.ingest_trouble);
    if (!desk.settings.waiting_room || !open.bar.people) return;
    // Asked for when the program was started: as if the button had been pressed.
    open_tickets(open);
    open.turn_to(Page::tickets);
    act(desk, WaitingRoomWanted{}, now);
}

} // namespace rapport::desk
