#include "app/desk/care_view.h"

#include <algorithm>

#include "app/desk/words.h"
#include "app/desk/worklist_view.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk {
namespace {

using strings::say;

std::string outcome_words(const std::string& outcome)
{
    const std::string key = "desk.care.outcome." + outcome;
    return strings::has(key) ? std::string(say(key)) : outcome;
}

std::string purpose_words(const std::string& purpose)
{
    const std::string key = "desk.care.purpose." + purpose;
    return strings::has(key) ? std::string(say(key)) : purpose;
}

void add_episodes(CareView& view, const CareRows& rows, std::int32_t today)
{
    for (const vault::Episode& episode : rows.episodes) {
        const std::string from = day_words(episode.opened_day, today);
        if (!episode.closed_day) {
            view.in_care = true;
            view.episode = say("desk.care.since", {{"day", from}});
            continue;
        }
        view.episodes.push_back(say("desk.care.from_to", {{"from", from},
                                                          {"to", day_words(*episode.closed_day, today)},
                                                          {"outcome", outcome_words(episode.outcome)}}));
    }
    if (!view.in_care) view.episode = say("desk.care.not_in_care");
}

void add_dyads(CareView& view, const CareRows& rows, std::int32_t today)
{
    for (const vault::Dyad& dyad : rows.dyads) {
        const strings::Fill fill{{"name", dyad.therapist},
                                 {"from", day_words(dyad.from_day, today)},
                                 {"to", dyad.to_day ? day_words(*dyad.to_day, today) : std::string()},
                                 {"n", std::to_string(dyad.sessions_before + 1)}};
        view.dyads.push_back(say(dyad.to_day ? "desk.care.dyad_ended" : "desk.care.dyad", fill));
    }
    view.therapists = rows.therapists;
    view.therapist = rows.person.person.therapist;
    // Whoever has the person now may have no key of their own, or no longer.
    if (!view.therapist.empty() && std::ranges::count(view.therapists, view.therapist) == 0)
        view.therapists.push_back(view.therapist);
}

/// The newest of each purpose, and after it what stood before.
void add_consents(CareView& view, const CareRows& rows, std::int32_t today)
{
    std::string last;
    for (const vault::Consent& consent : rows.consents) {
        const std::string words = say("desk.care.consent." + consent.state, {{"day", day_words(consent.day, today)}});
        if (consent.purpose != last)
            view.consents.push_back(purpose_words(consent.purpose) + ": " + words);
        else
            view.consents.back() += ", " + words;
        last = consent.purpose;
    }
}

std::string window_words(const vault::PlannedVisit& visit, std::int32_t today)
{
    if (visit.closes_day == 0) return {};
    return say("desk.care.window",
               {{"from", day_words(visit.opens_day, today)}, {"to", day_words(visit.closes_day, today)}});
}

void add_plans(CareView& view, const CareRows& rows, const std::vector<instruments::Definition>& definitions,
               std::int32_t today)
{
    view.schedules = rows.schedules;
    for (const vault::Plan& plan : rows.plans)
        if (!plan.ended_day)
            view.plans.push_back(
                {plan.id,
                 say("desk.care.plan_since", {{"name", plan.name}, {"day", day_words(plan.start_day, today)}}),
                 {},
                 std::string(say("desk.care.end_plan"))});
    for (const vault::PlannedVisit& visit : rows.visits) {
        if (visit.state == "finished" || !visit.ended.empty()) continue;
        view.visits.push_back({visit.id,
                               say("desk.care.visit", {{"day", day_words(visit.day, today)},
                                                       {"visit", visit.visit},
                                                       {"battery", battery_words(visit.battery, definitions)}}),
                               window_words(visit, today), std::string(say("desk.care.call_off"))});
    }
}

void add_links(CareView& view, const CareRows& rows, std::int32_t today)
{
    for (const vault::PersonLink& link : rows.links)
        view.links.push_back({link.person, link.pseudonym,
                              say("desk.care.linked", {{"actor", link.actor},
                                                       {"day", day_words(local_time(link.at_ms).day, today)},
                                                       {"reason", link.reason}}),
                              std::string(say("desk.care.part"))});
    for (const vault::Likeness& alike : rows.alike)
        view.found.push_back(
            {alike.person, alike.pseudonym,
             std::string(say(alike.why == "name_and_birth" ? "desk.care.alike_name" : "desk.care.alike_number")),
             std::string(say("desk.care.join"))});
}

} // namespace

const std::vector<std::string>& outcomes()
{
    static const std::vector<std::string> all{"completed", "stopped", "moved", "other"};
    return all;
}

const std::vector<std::string>& purposes()
{
    static const std::vector<std::string> all{"care", "research", "contact"};
    return all;
}

const std::vector<std::string>& consent_states()
{
    static const std::vector<std::string> all{"asked", "given", "refused", "withdrawn"};
    return all;
}

CareView make_care_view(const CareRows& rows, const std::vector<instruments::Definition>& definitions,
                        std::int32_t today)
{
    CareView view;
    view.person = rows.person.person.id;
    view.who = rows.person.person.pseudonym;
    add_episodes(view, rows, today);
    add_dyads(view, rows, today);
    add_consents(view, rows, today);
    add_plans(view, rows, definitions, today);
    add_links(view, rows, today);
    return view;
}

} // namespace rapport::desk
