#include "app/person/person_view.h"

#include <algorithm>
#include <map>

#include "app/shell/strings/strings.h"

namespace rapport::desk {

using strings::say;

namespace {

using Rows = std::vector<const vault::Administration*>;
using Forms = std::vector<const instruments::Definition*>;

std::map<std::string, Rows> by_instrument(const std::vector<vault::Administration>& administrations)
{
    std::map<std::string, Rows> rows;
    for (const auto& administration : administrations)
        rows[administration.instrument].push_back(&administration);
    for (auto& [id, of_one] : rows)
        std::stable_sort(of_one.begin(), of_one.end(), [](const auto* a, const auto* b) {
            return a->day != b->day ? a->day < b->day : a->started_ms < b->started_ms;
        });
    return rows;
}

Forms forms_of(const std::vector<instruments::Definition>& definitions, const std::string& id)
{
    Forms forms;
    for (const auto& definition : definitions)
        if (definition.id == id && !definition.scores.empty()) forms.push_back(&definition);
    return forms;
}

std::string birth_words(const vault::Person& person)
{
    const std::string sex = person.sex.empty() ? std::string(say("desk.person.sex.unrecorded")) : person.sex;
    const std::string key = "desk.person.sex." + person.sex;
    const std::string said = !person.sex.empty() && strings::has(key) ? std::string(say(key)) : sex;
    if (person.year_of_birth == 0) return said;
    return say("desk.person.born", {{"year", std::to_string(person.year_of_birth)}, {"sex", said}});
}

std::string next_visit_words(const std::vector<vault::PlannedVisit>& visits, std::int32_t today)
{
    const vault::PlannedVisit* next = nullptr;
    const vault::PlannedVisit* late = nullptr;
    for (const auto& visit : visits) {
        if (visit.state != "planned") continue;
        if (visit.day >= today && (!next || visit.day < next->day)) next = &visit;
        if (visit.day < today && (!late || visit.day > late->day)) late = &visit;
    }
    if (next && next->day == today) return std::string(say("desk.person.visit_today"));
    if (next) return say("desk.person.next_visit", {{"day", person::day_near(next->day, today)}});
    if (late) return say("desk.person.visit_was_due", {{"day", person::day_near(late->day, today)}});
    return std::string(say("desk.person.no_visit"));
}

std::vector<std::string> fact_words(const vault::Person& person, const std::vector<vault::PlannedVisit>& visits,
                                    std::int32_t today)
{
    std::vector<std::string> facts{birth_words(person)};
    if (person.episode_start_day > 0 && person.episode_start_day <= today)
        facts.push_back(
            say("desk.person.episode_week", {{"week", std::to_string((today - person.episode_start_day) / 7 + 1)}}));
    if (!person.therapist.empty()) facts.push_back(say("desk.person.therapist", {{"name", person.therapist}}));
    facts.push_back(next_visit_words(visits, today));
    return facts;
}

/// The instrument with a published change threshold leads; then the one answered most often.
void order(std::vector<person::Instrument>& instruments)
{
    std::stable_sort(instruments.begin(), instruments.end(), [](const auto& a, const auto& b) {
        if (a.judged != b.judged) return a.judged;
        return a.visits.size() > b.visits.size();
    });
}

} // namespace

std::shared_ptr<const PersonView> make_person_view(const PersonRows& from,
                                                   const std::vector<instruments::Definition>& definitions,
                                                   std::int32_t today, const Looking& looking)
{
    auto view = std::make_shared<PersonView>();
    const vault::Person& who = from.row.person;
    view->pseudonym = who.pseudonym;
    view->today = today;
    view->facts = fact_words(who, from.visits, today);
    for (const auto& alert : from.alerts)
        if (!alert.acknowledged) view->alerts.push_back(person::make_alert(alert, definitions, today));

    auto rows = by_instrument(from.administrations);
    for (const auto& [id, of_one] : rows) {
        const Forms forms = forms_of(definitions, id);
        if (forms.empty()) {
            view->unread.push_back(say("desk.person.unread", {{"id", id}, {"n", std::to_string(of_one.size())}}));
        } else if (forms.front()->pair_id.empty()) {
            view->instruments.push_back(person::make_instrument(of_one, forms, who, today));
        }
    }
    order(view->instruments);

    for (const auto& form : definitions) {
        if (form.pair_id.empty() || form.respondent != instruments::Respondent::patient || form.scores.empty())
            continue;
        const Forms other = forms_of(definitions, form.pair_id);
        const bool known = std::any_of(view->alliances.begin(), view->alliances.end(),
                                       [&](const auto& alliance) { return alliance.id == form.id; });
        if (known || other.empty() || (rows[form.id].empty() && rows[form.pair_id].empty())) continue;
        view->alliances.push_back(
            person::make_alliance(rows[form.id], rows[form.pair_id], form, *other.front(), today));
        person::add_alliance_items(view->alliances.back(), rows[form.id], rows[form.pair_id], form, who, looking);
    }
    std::stable_sort(view->alliances.begin(), view->alliances.end(),
                     [](const auto& a, const auto& b) { return a.note.empty() && !b.note.empty(); });
    person::add_journal(*view, from, definitions);
    person::add_corrections(*view, from, definitions);
    return view;
}

std::shared_ptr<const PersonView>
make_person_view(const vault::PersonRow& row, const std::vector<vault::Administration>& administrations,
                 const std::vector<vault::PlannedVisit>& visits, const std::vector<vault::Alert>& alerts,
                 const std::vector<instruments::Definition>& definitions, std::int32_t today)
{
    return make_person_view(PersonRows{row, administrations, visits, alerts, {}, {}, {}}, definitions, today);
}

} // namespace rapport::desk
