#include "app/desk/desk_care.h"

#include <algorithm>

#include <fmt/format.h>

#include "app/desk/words.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk {
namespace {

using strings::say;

std::int32_t today_of(const OpenDesk& open)
{
    return local_time(open.vault.now_ms()).day;
}

template <class Rows>
bool take(OpenDesk& open, Result<Rows> given, Rows& rows)
{
    if (!given) {
        open.banner = sentence_of(given.error());
        return false;
    }
    rows = std::move(given).value();
    return true;
}

bool refresh_care(OpenDesk& open, const Id& person)
{
    CareRows rows;
    rows.therapists = open.care.therapists;
    if (!take(open, open.vault.person(person), rows.person) ||
        !take(open, open.vault.episodes(person), rows.episodes) || !take(open, open.vault.dyads(person), rows.dyads) ||
        !take(open, open.vault.consents(person), rows.consents) ||
        !take(open, open.vault.schedules(), rows.schedules) || !take(open, open.vault.plans(person), rows.plans) ||
        !take(open, open.vault.visits_of(person), rows.visits) || !take(open, open.vault.links_of(person), rows.links))
        return false;
    open.care = make_care_view(rows, open.vault.instruments(), today_of(open));
    return true;
}

void set(shell::TextEdit& edit, std::string words)
{
    edit.caret = words.size();
    edit.text = std::move(words);
}

/// The day typed, or nothing after saying what is wrong with it.
std::optional<std::int32_t> day_of(CareState& state, const shell::TextEdit& edit)
{
    std::int32_t day = 0;
    int year = 0;
    if (parse_iso_day(trimmed(edit.text), day, year)) return day;
    state.trouble = say("desk.care.day_shape");
    return {};
}

/// Those the words find, to be joined to this person; nobody else's identity is shown.
void find_others(OpenDesk& open)
{
    const std::string words = trimmed(open.care_state.find.text);
    open.care.found.clear();
    if (words.empty()) {
        open.care_state.trouble = say("desk.care.find_nothing");
        return;
    }
    constexpr int most = 6;
    const auto rows = open.vault.people_found(words, most);
    if (!rows) {
        open.care_state.trouble = sentence_of(rows.error());
        return;
    }
    for (const vault::PersonRow& row : *rows)
        if (row.person.id != open.care.person)
            open.care.found.push_back({row.person.id, row.person.pseudonym,
                                       count_words("desk.care.forms", row.administrations),
                                       std::string(say("desk.care.join"))});
    if (open.care.found.empty()) open.care_state.trouble = say("desk.people.none_found");
}

std::string_view card_of(CareAct act)
{
    switch (act) {
    case CareAct::open:
    case CareAct::close:
        return "care.episode";
    case CareAct::therapist:
        return "care.therapist";
    case CareAct::consent:
        return "care.consent";
    case CareAct::plan:
    case CareAct::end_plan:
    case CareAct::call_off:
        return "care.plan";
    case CareAct::find:
    case CareAct::merge:
    case CareAct::unmerge:
        break;
    }
    return "care.links";
}

/// Carries the act out. Nothing when what was typed is not right yet, which stands on the page then.
std::optional<Status> carry_out(OpenDesk& open, const CareActWanted& wanted)
{
    CareState& state = open.care_state;
    const Id& person = open.care.person;
    const auto status = [](const auto& result) { return result ? Status() : Status(result.error()); };
    switch (wanted.act) {
    case CareAct::open:
        if (const auto day = day_of(state, state.episode_day)) return status(open.vault.open_episode(person, *day));
        return {};
    case CareAct::close:
        if (const auto day = day_of(state, state.episode_day))
            return open.vault.close_episode(person, *day, outcomes().at(state.outcome));
        return {};
    case CareAct::therapist:
        if (state.therapist >= open.care.therapists.size()) return {};
        if (const auto day = day_of(state, state.therapist_day))
            return open.vault.set_therapist(person, open.care.therapists[state.therapist], *day);
        return {};
    case CareAct::consent:
        if (const auto day = day_of(state, state.consent_day))
            return open.vault.set_consent(person,
                                          {purposes().at(state.purpose), consent_states().at(state.consent), *day, {}});
        return {};
    case CareAct::plan:
        if (state.schedule >= open.care.schedules.size()) return {};
        if (const auto day = day_of(state, state.plan_day))
            return status(open.vault.begin_plan(person, open.care.schedules[state.schedule].id, *day));
        return {};
    case CareAct::end_plan:
        return open.vault.end_plan(wanted.id);
    case CareAct::call_off:
        return open.vault.call_off_visit(wanted.id, say("desk.care.call_off"));
    case CareAct::merge:
    case CareAct::unmerge:
        if (trimmed(state.reason.text).empty()) {
            state.trouble = say("desk.users.no_reason");
            return {};
        }
        return wanted.act == CareAct::merge ? open.vault.merge(wanted.id, person, trimmed(state.reason.text))
                                            : open.vault.unmerge(wanted.id, trimmed(state.reason.text));
    case CareAct::find:
        find_others(open);
        break;
    }
    return {};
}

std::string done_words(CareAct act)
{
    switch (act) {
    case CareAct::merge:
        return std::string(say("desk.care.joined"));
    case CareAct::unmerge:
        return std::string(say("desk.care.parted"));
    default:
        return std::string(say("desk.care.saved"));
    }
}

} // namespace

void open_care(OpenDesk& open, const Id& person, const std::vector<std::string>& therapists)
{
    open.banner.clear();
    open.care = {};
    open.care.therapists = therapists;
    if (!refresh_care(open, person)) return;
    open.care_state = {};
    const std::string today = iso_day(today_of(open));
    for (shell::TextEdit* const day : {&open.care_state.episode_day, &open.care_state.therapist_day,
                                       &open.care_state.consent_day, &open.care_state.plan_day})
        set(*day, today);
    const auto now = std::ranges::find(open.care.therapists, open.care.therapist);
    if (now != open.care.therapists.end())
        open.care_state.therapist = static_cast<std::size_t>(now - open.care.therapists.begin());
    open.focus_first = "care.edit";
    open.turn_to(Page::care);
}

void act_on_care(OpenDesk& open, const CareActWanted& wanted)
{
    CareState& state = open.care_state;
    state.trouble.clear();
    state.done.clear();
    state.trouble_at = card_of(wanted.act);
    const auto done = carry_out(open, wanted);
    if (!done) return;
    if (!*done) {
        state.trouble = sentence_of(done->error());
        return;
    }
    state.done = done_words(wanted.act);
    if (wanted.act == CareAct::merge || wanted.act == CareAct::unmerge) {
        state.reason = {};
        state.find = {};
    }
    static_cast<void>(refresh_care(open, open.care.person));
}

bool nobody_alike(OpenDesk& open, const vault::Identity& identity)
{
    if (open.add.editing || open.add.alike_accepted) return true;
    auto alike = open.vault.likenesses(identity);
    if (!alike) {
        open.add.trouble = sentence_of(alike.error());
        return false;
    }
    open.add.alike = std::move(*alike);
    return open.add.alike.empty();
}

void save_edit(OpenDesk& open, const NewPerson& made, const std::vector<std::string>& therapists)
{
    const Status kept = open.vault.edit_person(made.person, made.identity, trimmed(open.add.reason.text));
    if (!kept && kept.error().fault != vault::fault::no_change) {
        open.add.trouble = sentence_of(kept.error());
        return;
    }
    const Id person = made.person.id;
    open.add.wipe();
    open_care(open, person, therapists);
}

} // namespace rapport::desk
