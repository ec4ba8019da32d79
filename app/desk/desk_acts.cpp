#include "app/desk/desk_acts.h"

#include <algorithm>

#include <fmt/format.h>

#include "app/desk/desk_refresh.h"
#include "app/desk/desk_release.h"
#include "app/desk/desk_unlock.h"
#include "app/desk/words.h"
#include "app/shell/strings/strings.h"
#include "storage/sealed/exit_codes.h"

namespace rapport::desk {
namespace {

using strings::say;

constexpr double search_pause = 0.25; ///< seconds of quiet before a search runs

/// Closes the vault and ends the program: the strongest wipe is that the process is gone.
void leave(Desk& desk, int code)
{
    if (desk.open) desk.open->add.wipe();
    desk.open.reset();
    desk.unlock_state.passphrase.clear();
    desk.exit = code;
}

void lock(Desk& desk, bool by_idling)
{
    // A line that cannot be written must not keep the vault open.
    if (desk.open) static_cast<void>(desk.open->vault.note("lock", "desk", by_idling ? "idle" : "asked"));
    leave(desk, sealed::exit_code::locked);
}

void show(Desk& desk, Page page)
{
    OpenDesk& open = *desk.open;
    open.add.wipe();
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
        begin_add_person(open, desk.unlock.users);
        break;
    case Page::release:
        open_release(open);
        break;
    case Page::start_session:
    case Page::person:
        break;
    }
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

/// A session goes to the tablet: the job over the pipe, the vault closed, the program ended.
void hand_over(Desk& desk, Result<sealed::Job> job, std::string& trouble)
{
    if (!job) {
        trouble = sentence_of(job.error());
        return;
    }
    const sealed::Secret bytes = sealed::write_job(*job);
    if (bytes.empty()) {
        trouble = say("desk.start.too_large");
        return;
    }
    if (const Status sent = desk.settings.hand_over(bytes); !sent) {
        trouble = say("desk.start.not_sent");
        return;
    }
    leave(desk, sealed::exit_code::hand_over);
}

bool someone_takes_it(const Desk& desk, std::string& trouble)
{
    if (desk.settings.hand_over) return true;
    trouble = say("desk.start.nobody_takes_it");
    return false;
}

void start(Desk& desk)
{
    OpenDesk& open = *desk.open;
    std::string& trouble = open.start_state.trouble;
    const auto wish = read_wish(open.start, open.start_state);
    if (!wish || !someone_takes_it(desk, trouble)) return;
    hand_over(desk, open.vault.start_session(*wish), trouble);
}

void resume(Desk& desk, const Id& session)
{
    OpenDesk& open = *desk.open;
    if (!someone_takes_it(desk, open.banner)) return;
    hand_over(desk, open.vault.resume_session(session), open.banner);
}

void save_person(Desk& desk)
{
    OpenDesk& open = *desk.open;
    const auto made = read_form(open.add, local_time(open.vault.now_ms()).day);
    if (!made) return;
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

void go_back(Desk& desk)
{
    OpenDesk& open = *desk.open;
    if (open.page == Page::start_session && open.person != Id{} && open.person == open.start.person &&
        open.person_view) {
        open_person(open, open.person);
        return;
    }
    show(desk, open.page == Page::add_person ? Page::people : open.list);
}

} // namespace

void act(Desk& desk, const Intent& intent, double now)
{
    if (desk.exit) return;
    if (std::holds_alternative<UnlockWanted>(intent)) return begin_opening(desk);
    if (!desk.open) return;
    OpenDesk& open = *desk.open;
    if (const auto* wanted = std::get_if<LockWanted>(&intent))
        lock(desk, wanted->by_idling);
    else if (const auto* page = std::get_if<PageWanted>(&intent))
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
        resume(desk, stopped->session);
    else if (std::holds_alternative<HandOverWanted>(intent))
        start(desk);
    else if (std::holds_alternative<AddPersonSaved>(intent))
        save_person(desk);
    else if (std::holds_alternative<MeasureWanted>(intent))
        begin_measuring(open);
    else if (std::holds_alternative<WriteWanted>(intent))
        begin_writing(open, desk.settings.releases_folder);
    else if (std::holds_alternative<BannerClosed>(intent))
        open.banner.clear();
    else if (std::holds_alternative<WentBack>(intent))
        go_back(desk);
}

void take_up(Desk& desk, double now)
{
    if (auto opened = desk.opening.take()) end_opening(desk, std::move(*opened), now);
    if (!desk.open) return;
    OpenDesk& open = *desk.open;
    if (auto measured = open.measuring.take()) end_measuring(open, std::move(*measured));
    if (auto done = open.writing.take()) end_writing(open, std::move(*done));
    if (!busy(desk) && open.search_due >= 0 && now >= open.search_due) search(desk);
}

bool busy(const Desk& desk)
{
    return desk.opening.running() || (desk.open && (desk.open->measuring.running() || desk.open->writing.running()));
}

} // namespace rapport::desk
