#include "app/desk/desk_pages.h"

#include "app/desk/desk_care.h"
#include "app/desk/desk_caseload.h"
#include "app/desk/desk_clinic.h"
#include "app/desk/desk_hub.h"
#include "app/desk/desk_record.h"
#include "app/desk/desk_refresh.h"
#include "app/desk/desk_release.h"
#include "app/desk/desk_safety.h"
#include "app/desk/desk_tables.h"
#include "app/desk/desk_upkeep.h"
#include "app/desk/desk_users.h"
#include "storage/vault/users.h"

namespace rapport::desk {
namespace {

/// What was typed on a page of the set-up goes with it; what was handed over is shown once.
void leave_forms(OpenDesk& open)
{
    open.user_form.wipe();
    open.user_form.done.clear();
    open.user_form.handed.clear();
    open.backups_state.passphrase.clear();
    leave_hub_page(open);
    open.mend_state = {};
    open.tickets_state = {};
    open.held_back.reset();
    open.journal.wipe();
    open.table_source.reset();
    open.shown_table.reset();
}

} // namespace

std::vector<std::string> clinicians_of(const Desk& desk)
{
    const auto users = vault::list_users(desk.settings.vault_folder);
    if (!users) return desk.unlock.users;
    std::vector<std::string> names;
    for (const vault::UserRow& user : *users)
        if (user.role == vault::Role::clinician) names.push_back(user.name);
    return names;
}

void show(Desk& desk, Page page)
{
    OpenDesk& open = *desk.open;
    // A researcher's keys fill the pages of releases alone; which Rapport this is needs none.
    if (!open.bar.people && page != Page::release && page != Page::tables && page != Page::about) return;
    open.add.wipe();
    leave_forms(open);
    open.banner.clear();
    open.focus_first.clear();
    open.turn_to(page);
    switch (page) {
    case Page::worklist:
        open.list = page;
        refresh_worklist(open);
        break;
    case Page::people:
        open.list = page;
        refresh_people(open);
        break;
    case Page::add_person:
        begin_add_person(open, clinicians_of(desk));
        break;
    case Page::release:
        open_release(open);
        break;
    case Page::tables:
        open_tables(open);
        break;
    case Page::users:
        open_users(open);
        break;
    case Page::backups:
        open_backups(open, desk.settings);
        break;
    case Page::record:
        open_record(open);
        break;
    case Page::policy:
        open_policy(open);
        break;
    case Page::tickets:
        open_tickets(open);
        break;
    case Page::device:
        open_device(open, desk.settings);
        break;
    case Page::about:
        if (desk.settings.look_at_program) open.about = desk.settings.look_at_program();
        break;
    case Page::hub:
        open_hub(open);
        break;
    case Page::caseload:
        open.list = page;
        open_caseload(open, clinicians_of(desk));
        break;
    case Page::batteries:
        open_batteries(open);
        break;
    case Page::instruments:
        open_instruments(open);
        break;
    case Page::clinic:
        open_clinic(open);
        break;
    case Page::care:
    case Page::mend:
    case Page::settle:
    case Page::journal:
    case Page::start_session:
    case Page::person:
        break;
    }
}

void go_back(Desk& desk)
{
    OpenDesk& open = *desk.open;
    if (open.page == Page::start_session && open.person != Id{} && open.person == open.start.person &&
        open.person_view) {
        open_person(open, open.person);
        return;
    }
    if (open.page == Page::add_person && open.add.editing) {
        const Id person = open.add.editing->id;
        open.add.wipe();
        open_care(open, person, clinicians_of(desk));
        return;
    }
    show(desk, open.page == Page::add_person ? Page::people : open.list);
}

} // namespace rapport::desk
