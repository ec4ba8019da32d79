#include "app/desk/desk_acts.h"

#include <algorithm>

#include <fmt/format.h>

#include "app/desk/admin_desk.h"
#include "app/desk/desk_care.h"
#include "app/desk/desk_caseload.h"
#include "app/desk/desk_clinic.h"
#include "app/desk/desk_hub.h"
#include "app/desk/desk_journal.h"
#include "app/desk/desk_mend.h"
#include "app/desk/desk_pages.h"
#include "app/desk/desk_record.h"
#include "app/desk/desk_refresh.h"
#include "app/desk/desk_release.h"
#include "app/desk/desk_safety.h"
#include "app/desk/desk_tables.h"
#include "app/desk/desk_tablet.h"
#include "app/desk/desk_unlock.h"
#include "app/desk/desk_upkeep.h"
#include "app/desk/desk_users.h"
#include "app/desk/words.h"
#include "app/shell/strings/strings.h"
#include "storage/sealed/exit_codes.h"

namespace rapport::desk {
namespace {

using strings::say;

constexpr double search_pause = 0.25; ///< seconds of quiet before a search runs

void lock(Desk& desk, bool by_idling)
{
    // A line that cannot be written must not keep the vault open.
    if (desk.open) static_cast<void>(desk.open->vault.note("lock", "desk", by_idling ? "idle" : "asked"));
    leave(desk, sealed::exit_code::locked);
}

void note_alert(Desk& desk, const AlertNoted& noted)
{
    OpenDesk& open = *desk.open;
    if (const Status kept = open.vault.acknowledge(noted.alert, noted.note); !kept) {
        open.worklist_state.note_error = sentence_of(kept.error());
        return;
    }
    open.worklist_state.noting = false;
    open.worklist_state.note = {};
    refresh_worklist(open);
    open.banner = say("desk.alert.noted");
}

void save_person(Desk& desk)
{
    OpenDesk& open = *desk.open;
    const auto made = read_form(open.add, local_time(open.vault.now_ms()).day);
    if (!made || !nobody_alike(open, made->identity)) return;
    if (open.add.editing) return save_edit(open, *made, clinicians_of(desk));
    const auto added = open.vault.add_person(made->person, made->identity);
    if (!added) {
        open.add.trouble = sentence_of(added.error());
        return;
    }
    show(desk, Page::people);
    open_person(open, added->id);
    open.banner = say("desk.add.added", {{"pseudonym", added->pseudonym}});
}

void search_typed(Desk& desk, double now)
{
    desk.open->search_due = now + search_pause;
}

/// What was typed is searched for. The page changes only now: a key on its way to a page that has gone is dropped.
void search(Desk& desk)
{
    OpenDesk& open = *desk.open;
    if (open.page == Page::people) return refresh_people(open);
    show(desk, Page::people);
    open.focus_first = "find";
}

void search_entered(Desk& desk)
{
    OpenDesk& open = *desk.open;
    if (open.page != Page::people)
        show(desk, Page::people);
    else
        refresh_people(open);
    if (!open.people.lines.empty()) open_person(open, open.people.lines.front().person);
}

void erase(Desk& desk)
{
    if (!erase_person(*desk.open)) return;
    std::string said = std::move(desk.open->banner);
    show(desk, Page::people);
    desk.open->banner = std::move(said);
}

/// What may be asked for while no vault is open.
bool act_at_the_door(Desk& desk, const Intent& intent)
{
    if (std::holds_alternative<UnlockWanted>(intent)) {
        begin_opening(desk);
    } else if (std::holds_alternative<RecoveryWanted>(intent)) {
        desk.unlock_state.passphrase.clear();
        desk.unlock_state.error.clear();
        desk.unlock_state.recovery.on = true;
    } else if (std::holds_alternative<RecoveryTyped>(intent)) {
        begin_recovery(desk);
    } else if (std::holds_alternative<RecoverySet>(intent)) {
        begin_new_passphrase(desk);
    } else {
        return false;
    }
    return true;
}

void act_as_administrator(Desk& desk, const Intent& intent)
{
    if (std::holds_alternative<LockWanted>(intent)) leave(desk, sealed::exit_code::locked);
    if (std::holds_alternative<UserActWanted>(intent)) begin_user_act(*desk.admin, desk.settings);
    if (const auto* wanted = std::get_if<PageWanted>(&intent)) show(*desk.admin, wanted->page, desk.settings);
}

/// The pages of the set-up, and those that put a record right. False when it was none of them.
bool act_on_setup(Desk& desk, const Intent& intent)
{
    OpenDesk& open = *desk.open;
    if (std::holds_alternative<UserActWanted>(intent))
        begin_user_act(open);
    else if (std::holds_alternative<BackUpWanted>(intent))
        begin_backup(open, desk.settings);
    else if (std::holds_alternative<DrillWanted>(intent))
        begin_drill(open, desk.settings);
    else if (std::holds_alternative<RecordWanted>(intent))
        show_record(open);
    else if (std::holds_alternative<RecordMoreWanted>(intent))
        show_more_record(open);
    else if (std::holds_alternative<RecordExportWanted>(intent))
        export_record(open, desk.settings.records_folder);
    else if (std::holds_alternative<SlipWanted>(intent))
        write_slip(open, desk.settings.records_folder);
    else if (std::holds_alternative<AnchorTyped>(intent))
        check_typed_anchor(open);
    else if (std::holds_alternative<PolicyWanted>(intent))
        save_policy(open);
    else if (const auto* wanted = std::get_if<SetupActWanted>(&intent))
        act_on_setup_page(open, *wanted);
    else if (const auto* hub = std::get_if<HubWanted>(&intent))
        act_on_hub(open, hub->act);
    else if (std::holds_alternative<HubStopWanted>(intent))
        stop_hub(open);
    else if (const auto* mend = std::get_if<MendWanted>(&intent))
        open_mend(open, mend->person);
    else if (std::holds_alternative<CorrectWanted>(intent))
        correct_answer(open);
    else if (std::holds_alternative<WithdrawWanted>(intent))
        withdraw_person(open);
    else if (std::holds_alternative<IdentifiedWanted>(intent))
        begin_hand_over(open, desk.settings.releases_folder);
    else if (std::holds_alternative<EraseWanted>(intent))
        erase(desk);
    else if (const auto* journal = std::get_if<JournalWanted>(&intent))
        open_journal(open, journal->person, journal->sheet);
    else if (std::holds_alternative<EntryWanted>(intent))
        keep_entry(open);
    else if (std::holds_alternative<SignWanted>(intent))
        begin_signing(open);
    else if (const auto* sheet = std::get_if<SheetWanted>(&intent))
        make_sheet_file(open, desk.settings.records_folder, sheet->text);
    else
        return false;
    return true;
}

void act_on_people(Desk& desk, const Intent& intent, double now)
{
    OpenDesk& open = *desk.open;
    if (const auto* page = std::get_if<PageWanted>(&intent))
        show(desk, page->page);
    else if (std::holds_alternative<SearchTyped>(intent))
        search_typed(desk, now);
    else if (std::holds_alternative<SearchEntered>(intent))
        search_entered(desk);
    else if (const auto* person = std::get_if<PersonWanted>(&intent))
        open_person(open, person->person);
    else if (const auto* alert = std::get_if<AlertWanted>(&intent))
        open_alert(open, alert->alert);
    else if (const auto* noted = std::get_if<AlertNoted>(&intent))
        note_alert(desk, *noted);
    else if (const auto* begin = std::get_if<StartWanted>(&intent))
        open_start(open, begin->person, begin->planned_visit);
    else if (const auto* stopped = std::get_if<ResumeWanted>(&intent))
        resume_session(desk, stopped->session);
    else if (std::holds_alternative<HandOverWanted>(intent))
        hand_tablet_over(desk);
    else if (std::holds_alternative<TicketWanted>(intent))
        make_ticket(open);
    else if (const auto* ticket = std::get_if<TicketRevoked>(&intent))
        revoke_ticket(open, ticket->session);
    else if (std::holds_alternative<WaitingRoomWanted>(intent))
        begin_waiting_room(desk);
    else if (std::holds_alternative<AddPersonSaved>(intent))
        save_person(desk);
    else if (const auto* edit = std::get_if<EditWanted>(&intent))
        begin_edit_person(open, edit->person);
    else if (std::holds_alternative<AlertsMoreWanted>(intent))
        show_all_alerts(open);
    else if (std::holds_alternative<PeopleMoreWanted>(intent))
        more_people(open);
    else if (const auto* care = std::get_if<CareWanted>(&intent))
        open_care(open, care->person, clinicians_of(desk));
    else if (const auto* wanted = std::get_if<CareActWanted>(&intent))
        act_on_care(open, *wanted);
    else if (std::holds_alternative<CaseloadWanted>(intent))
        refresh_caseload(open);
    else if (std::holds_alternative<MeasureWanted>(intent))
        begin_measuring(open);
    else if (std::holds_alternative<WriteWanted>(intent))
        begin_writing(open, desk.settings.releases_folder);
    else if (std::holds_alternative<TablesWanted>(intent))
        begin_table(open);
    else if (std::holds_alternative<TableWriteWanted>(intent))
        begin_writing_table(open, desk.settings.releases_folder);
    else if (std::holds_alternative<BannerClosed>(intent))
        open.banner.clear();
    else if (std::holds_alternative<WentBack>(intent))
        go_back(desk);
}

} // namespace

void act(Desk& desk, const Intent& intent, double now)
{
    if (desk.exit || act_at_the_door(desk, intent)) return;
    if (desk.admin) return act_as_administrator(desk, intent);
    if (desk.open && desk.open->page == Page::settle &&
        (std::holds_alternative<AlertNoted>(intent) || std::holds_alternative<AlertLeft>(intent))) {
        if (const auto held = settle(*desk.open, intent)) act(desk, *held, now);
        return;
    }
    if (desk.open && hold_back(*desk.open, intent)) return;
    if (const auto* wanted = std::get_if<LockWanted>(&intent)) {
        if (desk.open || desk.recovered) lock(desk, wanted->by_idling);
        return;
    }
    if (!desk.open) return;
    if (!act_on_setup(desk, intent)) act_on_people(desk, intent, now);
}

void take_up(Desk& desk, double now)
{
    if (auto opened = desk.opening.take()) end_opening(desk, std::move(*opened), now);
    if (auto recovered = desk.recovering.take()) end_recovery(desk, std::move(*recovered));
    if (desk.admin) take_up(*desk.admin, desk.settings);
    if (!desk.open) return;
    OpenDesk& open = *desk.open;
    if (auto measured = open.measuring.take()) end_measuring(open, std::move(*measured));
    if (auto done = open.writing.take()) end_writing(open, std::move(*done));
    if (const auto finish = open.working.take()) (*finish)(open);
    take_up_hub(open, now, !busy(desk));
    if (!busy(desk) && open.search_due >= 0 && now >= open.search_due) search(desk);
}

bool busy(const Desk& desk)
{
    if (desk.opening.running() || desk.recovering.running()) return true;
    if (desk.admin) return desk.admin->working.running();
    return desk.open &&
           (desk.open->measuring.running() || desk.open->writing.running() || desk.open->working.running());
}

double lock_seconds(const Desk& desk)
{
    return 60.0 * (desk.open ? desk.open->policy.lock_minutes : vault::ClinicPolicy{}.lock_minutes);
}

} // namespace rapport::desk
