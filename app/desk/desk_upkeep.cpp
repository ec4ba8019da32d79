#include "app/desk/desk_upkeep.h"

#include <cctype>

#include <fmt/format.h>

#include "app/desk/words.h"
#include "app/shell/strings/strings.h"
#include "storage/vault/drill_log.h"
#include "storage/vault/restore.h"

namespace rapport::desk {
namespace {

using strings::say;

constexpr std::int64_t day_ms = 86'400'000;

std::string folder_of(const OpenDesk& open, const DeskSettings& settings)
{
    return open.policy.backup_folder.empty() ? settings.backups_folder : open.policy.backup_folder;
}

std::string drill_words(const std::string& folder, std::int64_t now_ms, bool& failed)
{
    const auto last = vault::last_drill(folder);
    failed = last && last->outcome != "ok";
    if (!last) return std::string(say("desk.backups.never"));
    std::int32_t day = 0;
    int year = 0;
    const bool dated = last->when.size() >= 10 && parse_iso_day(last->when.substr(0, 10), day, year);
    std::string when = dated ? day_words(day, local_time(now_ms).day) : last->when;
    when[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(when[0])));
    return say(failed ? "desk.drill.failed" : "desk.drill.held", {{"day", when}});
}

void refresh_backups(OpenDesk& open, const std::string& folder, const std::string& usual)
{
    BackupsView view;
    const auto upkeep = open.vault.upkeep();
    if (!upkeep) {
        open.banner = sentence_of(upkeep.error());
        return;
    }
    const std::int64_t now = open.vault.now_ms();
    view.last =
        upkeep->last_backup_ms == 0 ? std::string(say("desk.backups.never")) : when_words(upkeep->last_backup_ms, now);
    view.last_file = upkeep->last_backup;
    look_at_backup(open);
    view.overdue_words = open.backup_due;
    view.overdue = !view.overdue_words.empty();
    if (view.overdue)
        view.overdue_words +=
            " " + std::string(say(upkeep->last_backup_ms == 0 ? "desk.backups.none_do" : "desk.backups.overdue_do"));
    view.last_drill = drill_words(folder, now, view.drill_failed);
    view.usual_folder = usual;
    open.backups = std::move(view);
}

/// The folder that was typed becomes the clinic's own. False when it was refused.
bool keep_folder(OpenDesk& open)
{
    vault::ClinicPolicy policy = open.policy;
    policy.backup_folder = trimmed(open.backups_state.folder.text);
    if (policy == open.policy) return true;
    if (const Status set = open.vault.set_policy(policy); !set) {
        open.backups_state.backup_trouble = sentence_of(set.error());
        return false;
    }
    open.policy = std::move(policy);
    return true;
}

struct Drilled {
    Status checked;
    std::int64_t rows = 0;
    std::int64_t lines = 0;
};

/// Logged beside the backup and in the vault, whatever came of it.
Drilled drill(vault::Vault& vault, const std::string& folder, const sealed::Secret& passphrase)
{
    const auto file = vault::newest_backup(folder);
    if (!file) return {file.error(), 0, 0};
    const auto checked = vault::drill(*file, vault.user(), passphrase);
    if (!checked && checked.error().fault == vault::fault::wrong_passphrase) return {checked.error(), 0, 0};
    const std::string outcome = checked ? "ok" : std::string(checked.error().fault.name);
    if (const Status logged = vault::log_drill(*file, outcome, vault.now_ms()); !logged) return {logged, 0, 0};
    const std::string name = file->substr(file->rfind('/') + 1);
    if (const Status noted = vault.note_drill(name, outcome); !noted) return {noted, 0, 0};
    if (!checked) return {checked.error(), 0, 0};
    return {{}, checked->rows, checked->audit_lines};
}

} // namespace

void look_at_backup(OpenDesk& open)
{
    open.backup_due.clear();
    const auto upkeep = open.vault.upkeep();
    if (!upkeep) return;
    const bool never = upkeep->last_backup_ms == 0;
    const std::int64_t since = never ? upkeep->made_ms : upkeep->last_backup_ms;
    const std::int64_t days = (open.vault.now_ms() - since) / day_ms;
    if (days < open.policy.backup_days) return;
    open.backup_due = never ? std::string(say("desk.backups.none_yet")) : count_words("desk.backups.old", days);
}

void open_backups(OpenDesk& open, const DeskSettings& settings)
{
    open.turn_to(Page::backups);
    open.focus_first = "backups.go";
    open.backups_state.folder.text = open.policy.backup_folder;
    open.backups_state.folder.caret = open.policy.backup_folder.size();
    open.backups_state.backup_done.clear();
    open.backups_state.backup_trouble.clear();
    open.backups_state.drill_done.clear();
    open.backups_state.drill_trouble.clear();
    refresh_backups(open, folder_of(open, settings), settings.backups_folder);
}

void begin_backup(OpenDesk& open, const DeskSettings& settings)
{
    BackupsState& state = open.backups_state;
    state.backup_done.clear();
    state.backup_trouble.clear();
    if (!settings.check_backup) {
        state.backup_trouble = say("fault.no_checker");
        return;
    }
    if (!keep_folder(open)) return;
    state.backing_up = true;
    const std::string folder = folder_of(open, settings);
    open.working.start(
        [vault = &open.vault, folder, usual = settings.backups_folder, check = settings.check_backup]() -> Finish {
            auto made = std::make_shared<const Result<vault::BackupMade>>(vault->back_up(folder, check));
            return [made, folder, usual](OpenDesk& desk) {
                desk.backups_state.backing_up = false;
                if (*made)
                    desk.backups_state.backup_done =
                        say("desk.backups.done", {{"size", size_words((*made)->bytes)}, {"folder", folder}});
                else
                    desk.backups_state.backup_trouble = sentence_of(made->error());
                refresh_backups(desk, folder, usual);
            };
        });
}

void begin_drill(OpenDesk& open, const DeskSettings& settings)
{
    BackupsState& state = open.backups_state;
    state.drill_done.clear();
    state.drill_trouble.clear();
    state.drilling = true;
    const std::string folder = folder_of(open, settings);
    auto passphrase = std::make_shared<const sealed::Secret>(state.passphrase.copy());
    state.passphrase.clear();
    open.working.start([vault = &open.vault, folder, usual = settings.backups_folder, passphrase]() -> Finish {
        auto drilled = std::make_shared<const Drilled>(drill(*vault, folder, *passphrase));
        return [drilled, folder, usual](OpenDesk& desk) {
            desk.backups_state.drilling = false;
            if (drilled->checked)
                desk.backups_state.drill_done = say("desk.drill.done", {{"rows", fmt::format("{}", drilled->rows)},
                                                                        {"lines", fmt::format("{}", drilled->lines)}});
            else
                desk.backups_state.drill_trouble = sentence_of(drilled->checked.error());
            refresh_backups(desk, folder, usual);
        };
    });
}

void open_policy(OpenDesk& open)
{
    open.turn_to(Page::policy);
    open.focus_first = "policy.lock";
    open.policy_state = {};
    open.policy_state.lock = static_cast<std::size_t>(open.policy.lock_minutes - vault::ClinicPolicy::least_lock);
    open.policy_state.sees_items = open.policy.therapist_sees_items;
    open.policy_state.backup_days.text = fmt::format("{}", open.policy.backup_days);
    open.policy_state.backup_days.caret = open.policy_state.backup_days.text.size();
    open.policy_state.escalate.text = fmt::format("{}", open.policy.escalate_minutes);
    open.policy_state.escalate.caret = open.policy_state.escalate.text.size();
}

void save_policy(OpenDesk& open)
{
    PolicyState& state = open.policy_state;
    state.trouble.clear();
    state.done.clear();
    vault::ClinicPolicy policy = open.policy;
    policy.therapist_sees_items = state.sees_items;
    policy.lock_minutes = static_cast<int>(state.lock) + vault::ClinicPolicy::least_lock;
    policy.backup_days = whole_number(trimmed(state.backup_days.text), 0);
    policy.escalate_minutes = whole_number(trimmed(state.escalate.text), 0);
    if (const Status set = open.vault.set_policy(policy); !set) {
        const bool shape = set.error().fault == vault::fault::bad_policy;
        const bool minutes = set.error().detail == "escalate_minutes";
        state.trouble = shape ? std::string(say(minutes ? "desk.policy.minutes_shape" : "desk.policy.days_shape"))
                              : sentence_of(set.error());
        return;
    }
    open.policy = std::move(policy);
    look_at_backup(open);
    state.done = say("desk.policy.saved");
}

} // namespace rapport::desk
