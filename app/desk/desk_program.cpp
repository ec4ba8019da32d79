#include "app/desk/desk_program.h"

#include "app/desk/add_person_screen.h"
#include "app/desk/admin_desk.h"
#include "app/desk/banner.h"
#include "app/desk/desk_acts.h"
#include "app/desk/desk_hub.h"
#include "app/desk/desk_refresh.h"
#include "app/desk/desk_safety.h"
#include "app/desk/keys_overlay.h"
#include "app/desk/setup_frame.h"
#include "app/desk/start_session_screen.h"
#include "app/desk/users_screen.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk {

using shell::Ui;
using strings::say;

namespace {

struct PageName {
    std::string_view id;
    std::string_view key;
};

PageName name_of(Page page)
{
    switch (page) {
    case Page::worklist:
        return {"worklist", "desk.tab.worklist"};
    case Page::people:
        return {"people", "desk.tab.people"};
    case Page::add_person:
        return {"add_person", "desk.add.title"};
    case Page::start_session:
        return {"start_session", "desk.start.title"};
    case Page::person:
        return {"person", "desk.page.person"};
    case Page::release:
        return {"release", "desk.tab.release"};
    case Page::tables:
        return {"tables", "desk.tables.title"};
    case Page::users:
        return {"users", "desk.setup.users"};
    case Page::backups:
        return {"backups", "desk.setup.backups"};
    case Page::record:
        return {"record", "desk.setup.record"};
    case Page::policy:
        return {"policy", "desk.setup.policy"};
    case Page::mend:
        return {"mend", "desk.page.mend"};
    case Page::settle:
        return {"settle", "desk.settle.title"};
    case Page::tickets:
        return {"tickets", "desk.setup.tickets"};
    case Page::device:
        return {"device", "desk.setup.device"};
    case Page::care:
        return {"care", "desk.page.care"};
    case Page::caseload:
        return {"caseload", "desk.tab.caseload"};
    case Page::batteries:
        return {"batteries", "desk.setup.batteries"};
    case Page::instruments:
        return {"instruments", "desk.setup.instruments"};
    case Page::clinic:
        return {"clinic", "desk.setup.clinic"};
    case Page::journal:
        return {"journal", "desk.page.journal"};
    case Page::about:
        return {"about", "desk.setup.about"};
    case Page::hub:
        return {"hub", "desk.setup.hub"};
    }
    return {"worklist", "desk.tab.worklist"};
}

std::optional<Intent> from_person_page(const PersonIntent& intent, const Id& person)
{
    if (std::holds_alternative<OpenStartSession>(intent)) return StartWanted{person, {}};
    if (const auto* alert = std::get_if<AcknowledgeWanted>(&intent)) return AlertWanted{alert->alert};
    if (std::holds_alternative<OpenMend>(intent)) return MendWanted{person};
    if (std::holds_alternative<OpenCare>(intent)) return CareWanted{person};
    if (const auto* journal = std::get_if<OpenJournal>(&intent)) return JournalWanted{person, journal->sheet};
    return WentBack{};
}

std::optional<Intent> draw_page(Ui& ui, OpenDesk& open)
{
    switch (open.page) {
    case Page::worklist:
        return draw_worklist(ui, open.worklist, open.worklist_state);
    case Page::people:
        return draw_people(ui, open.people, open.people_state);
    case Page::add_person:
        return draw_add_person(ui, open.add);
    case Page::start_session:
        return draw_start_session(ui, open.start, open.start_state);
    case Page::release:
        return draw_release(ui, open.release, open.release_state);
    case Page::tables:
        return draw_tables(ui, open.tables, open.tables_state);
    case Page::users:
        return draw_users(ui, open.users, open.user_form);
    case Page::backups:
        return draw_backups(ui, open.backups, open.backups_state);
    case Page::record:
        return draw_record(ui, open.record, open.record_state);
    case Page::policy:
        return draw_policy(ui, open.policy_state);
    case Page::settle:
        return draw_settle(ui, open.settle, open.settle_state);
    case Page::tickets:
        return draw_tickets(ui, open.tickets, open.tickets_state);
    case Page::device:
        return draw_device(ui, open.device);
    case Page::about:
        return draw_about(ui, open.about, open.about_state, open.vault.role());
    case Page::hub:
        return draw_hub(ui, open.hub.view, open.hub.state);
    case Page::mend:
        return draw_mend(ui, open.mend, open.mend_state);
    case Page::care:
        return draw_care(ui, open.care, open.care_state);
    case Page::caseload:
        return draw_caseload(ui, open.caseload, open.caseload_state);
    case Page::batteries:
        return draw_batteries(ui, open.batteries, open.batteries_state);
    case Page::instruments:
        return draw_instruments(ui, open.instruments, open.instruments_state);
    case Page::clinic:
        return draw_clinic(ui, open.clinic, open.clinic_state);
    case Page::journal:
        return draw_journal(ui, *open.person_view, open.person, open.journal);
    case Page::person:
        break;
    }
    if (const auto intent = draw_person_page(ui, *open.person_view, open.person_state))
        return from_person_page(*intent, open.person);
    if (ui.pressed(shell::Key::escape)) return WentBack{};
    return {};
}

} // namespace

DeskProgram::DeskProgram(DeskSettings settings)
{
    desk_.settings = std::move(settings);
    come_to_the_door(desk_);
}

std::optional<Intent> DeskProgram::draw_open(Ui& ui)
{
    OpenDesk& open = *desk_.open;
    if (open.keys_shown) {
        open.keys_shown = !draw_keys(ui);
        return {};
    }
    const PageName page = name_of(open.page);
    ui.page(page.id, say(page.key), open.focus_first);
    std::optional<Intent> intent = draw_top_bar(ui, open.bar, open.bar_state, open.page);
    if (auto asked = draw_page(ui, open)) intent = std::move(asked);
    if (draw_banner(ui, open.banner)) intent = BannerClosed{};
    if (ui.typed(U'?')) open.keys_shown = true;
    return intent;
}

/// An alert that has waited too long comes to the top of the work list while somebody looks at it.
void DeskProgram::watch_alerts(Ui& ui)
{
    OpenDesk& open = *desk_.open;
    if (open.escalate_at_ms == 0) return;
    const std::int64_t left = open.escalate_at_ms - open.vault.now_ms();
    if (left > 0) return ui.wake_after(static_cast<double>(left) / 1000);
    if (open.page == Page::worklist)
        refresh_worklist(open);
    else
        escalate(open);
    ui.wake_after(0);
}

void DeskProgram::watch_idling(Ui& ui)
{
    const double left = lock_seconds(desk_) - ui.idle_seconds();
    if (left <= 0)
        act(desk_, LockWanted{true}, ui.now());
    else
        ui.wake_after(left);
}

void DeskProgram::frame(Ui& ui)
{
    take_up(desk_, ui.now());
    if (desk_.exit) {
        ui.page("closed", say("common.product"));
        return;
    }
    std::optional<Intent> intent = desk_.open    ? draw_open(ui)
                                   : desk_.admin ? draw_admin(ui, *desk_.admin)
                                                 : draw_unlock(ui, desk_.unlock, desk_.unlock_state);

    if (desk_.open)
        if (const double glance = next_glance(*desk_.open, ui.now()); glance >= 0) ui.wake_after(glance);
    if (intent) waiting_ = std::move(intent);
    if (busy(desk_)) {
        constexpr double glance = 0.03;
        ui.wake_after(glance);
        return;
    }
    if (const auto now = std::exchange(waiting_, {})) act(desk_, *now, ui.now());
    if (busy(desk_)) ui.wake_after(0);
    if (desk_.open && !desk_.exit && !busy(desk_)) {
        if (desk_.open->search_due >= 0) ui.wake_after(std::max(0.0, desk_.open->search_due - ui.now()));
        watch_alerts(ui);
        watch_idling(ui);
    }
    if ((desk_.admin || desk_.recovered) && !desk_.exit && !busy(desk_)) watch_idling(ui);
}

} // namespace rapport::desk
