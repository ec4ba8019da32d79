#include <algorithm>
#include <cmath>

#include "app/person/person_view.h"
#include "app/shell/strings/strings.h"
#include "storage/vault/dyad.h"

namespace rapport::desk::person {

using strings::say;

namespace {

using Both = vault::Pair;

std::optional<double> value_of(const vault::Administration* administration, std::string_view score)
{
    const auto* frozen = administration ? find_score(*administration, score) : nullptr;
    return frozen ? frozen->value : std::nullopt;
}

/// The vault told the forms of one side because nobody is asked for the other (`vault::waits_for`).
bool one_sided(const std::vector<const vault::Administration*>& forms,
               const std::vector<const vault::Administration*>& others)
{
    return others.empty() && std::ranges::none_of(forms, &vault::Administration::blind);
}

std::string waiting_words(const std::vector<const vault::Administration*>& patient,
                          const std::vector<const vault::Administration*>& therapist)
{
    const auto waits = [](const auto& forms, const auto& others) {
        return !forms.empty() && !one_sided(forms, others) && !vault::partner(*forms.back(), forms, others);
    };
    if (waits(patient, therapist)) return std::string(say("desk.person.alliance.waiting_therapist"));
    if (waits(therapist, patient)) return std::string(say("desk.person.alliance.waiting_patient"));
    return {};
}

std::vector<Both> pairs_of(const std::vector<const vault::Administration*>& patient,
                           const std::vector<const vault::Administration*>& therapist)
{
    if (!one_sided(patient, therapist)) return vault::pair_up(patient, therapist);
    std::vector<Both> alone;
    for (const vault::Administration* form : patient)
        alone.push_back({form, nullptr});
    return alone;
}

AllianceRow make_row(const instruments::Score& mine, const instruments::Score* theirs, const Both& both)
{
    AllianceRow row;
    row.name = mine.name;
    row.patient = value_of(both.patient, mine.id);
    if (!theirs) return row;
    row.therapist = value_of(both.therapist, theirs->id);
    if (row.patient && row.therapist && mine.min == theirs->min && mine.max == theirs->max)
        row.gap = *row.patient - *row.therapist;
    return row;
}

void add_rows(Alliance& alliance, const Both& both, const instruments::Definition& patient_form,
              const instruments::Definition& therapist_form)
{
    const auto match = [&](const instruments::Score& score) {
        const auto found = therapist_form.score_index(score.id);
        return found ? &therapist_form.scores[*found] : nullptr;
    };
    const std::size_t total = main_score(patient_form);
    for (std::size_t index = 0; index < patient_form.scores.size(); ++index)
        if (index != total)
            alliance.rows.push_back(make_row(patient_form.scores[index], match(patient_form.scores[index]), both));
    alliance.rows.push_back(make_row(patient_form.scores[total], match(patient_form.scores[total]), both));
    alliance.rows.back().name = std::string(say("desk.person.alliance.total"));
    alliance.rows.back().total = true;
}

std::string therapist_words(const AllianceSession& before, const AllianceSession& now)
{
    if (!before.therapist || !now.therapist) return std::string(say("desk.person.alliance.therapist_unknown"));
    const double moved = *now.therapist - *before.therapist;
    if (moved == 0) return std::string(say("desk.person.alliance.therapist_same"));
    return say(moved < 0 ? "desk.person.alliance.therapist_lower" : "desk.person.alliance.therapist_higher",
               {{"points", number(std::abs(moved))}});
}

/// One of the patient's scores over the sessions, to be held against its own earlier values.
struct Series {
    std::string name; ///< "Goal"; empty for the total
    std::vector<double> earlier;
    std::optional<double> now;
};

Series series_of(const Alliance& alliance, std::optional<std::size_t> part)
{
    Series series;
    if (part) series.name = alliance.parts[*part];
    for (std::size_t n = 0; n < alliance.sessions.size(); ++n) {
        const AllianceSession& session = alliance.sessions[n];
        const auto value = part ? session.parts[*part].first : session.patient;
        if (n + 1 == alliance.sessions.size())
            series.now = value;
        else if (value)
            series.earlier.push_back(*value);
    }
    return series;
}

std::string below_words(const Series& series, const instruments::ControlLimits& limits)
{
    return say(series.name.empty() ? "desk.person.alliance.below" : "desk.person.alliance.below_part",
               {{"name", series.name},
                {"value", number(*series.now)},
                {"limit", number(limits.lower)},
                {"n", std::to_string(limits.values)}});
}

std::string limits_words(const instruments::ControlLimits& limits)
{
    return say("desk.person.alliance.chart_rule", {{"mean", number(limits.mean)},
                                                   {"range", number(limits.moving_range)},
                                                   {"lower", number(limits.lower)},
                                                   {"n", std::to_string(limits.values)},
                                                   {"source", std::string(instruments::control_chart_source)}});
}

/// A possible rupture is a fall, so only what lies below its limit is flagged. Each of the patient's scores is held
/// against its own earlier values; nothing here is a cut-off of the instrument.
void add_flag(Alliance& alliance)
{
    using instruments::ChartState;
    if (alliance.sessions.empty()) return;
    std::vector<std::optional<std::size_t>> all{std::nullopt};
    for (std::size_t part = 0; part < alliance.parts.size(); ++part)
        all.emplace_back(part);
    std::string fell;
    for (const auto& part : all) {
        const Series series = series_of(alliance, part);
        if (!series.now) continue;
        const auto judged = instruments::judge_by_chart(series.earlier, *series.now);
        if (!part) {
            alliance.limits = judged.limits;
            alliance.flag_rule =
                judged.limits ? limits_words(*judged.limits)
                : judged.state == ChartState::no_variation
                    ? std::string(say("desk.person.alliance.no_variation"))
                    : say("desk.person.alliance.too_few", {{"n", std::to_string(series.earlier.size())},
                                                           {"least", std::to_string(instruments::least_earlier)}});
        }
        if (judged.state != ChartState::below) continue;
        fell += (fell.empty() ? "" : " ") + below_words(series, *judged.limits);
        if (part && !alliance.limits) alliance.flag_rule = limits_words(*judged.limits);
    }
    if (fell.empty()) return;
    alliance.flag = fell;
    if (alliance.sessions.size() > 1)
        alliance.flag += " " + say("desk.person.alliance.therapist_moved",
                                   {{"therapist", therapist_words(alliance.sessions[alliance.sessions.size() - 2],
                                                                  alliance.sessions.back())}});
}

/// Whether the two see it more alike than at the first session: the size of the gap then and now.
void add_gap_words(Alliance& alliance, const instruments::Score& mine, const instruments::Score& theirs,
                   std::int32_t today)
{
    if (mine.min != theirs.min || mine.max != theirs.max) return;
    const AllianceSession* first = nullptr;
    const AllianceSession* last = nullptr;
    for (const AllianceSession& session : alliance.sessions) {
        if (!session.patient || !session.therapist) continue;
        if (!first) first = &session;
        last = &session;
    }
    // A session in which one of the totals is missing has no gap, and an earlier one's is not that of now.
    if (!first || first == last || last != &alliance.sessions.back()) return;
    const double before = std::abs(*first->patient - *first->therapist);
    const double now = std::abs(*last->patient - *last->therapist);
    const std::string way = now < before ? "nearer" : now > before ? "farther" : "alike";
    alliance.gap_words = say("desk.person.alliance." + way,
                             {{"before", number(before)}, {"now", number(now)}, {"day", day_near(first->day, today)}});
}

std::string forms_words(const instruments::Definition& patient_form, const instruments::Definition& therapist_form,
                        const Alliance& alliance)
{
    const auto& theirs = therapist_form.scores[main_score(therapist_form)];
    const bool alike = theirs.min == alliance.min && theirs.max == alliance.max;
    return say(alike ? "desk.person.alliance.forms" : "desk.person.alliance.forms_unlike",
               {{"patient", patient_form.short_title},
                {"items", std::to_string(therapist_form.items.size())},
                {"min", number(alliance.min)},
                {"max", number(alliance.max)},
                {"other", range(theirs.min, theirs.max)}});
}

} // namespace

Alliance make_alliance(const std::vector<const vault::Administration*>& patient,
                       const std::vector<const vault::Administration*>& therapist,
                       const instruments::Definition& patient_form, const instruments::Definition& therapist_form,
                       std::int32_t today)
{
    const auto& mine = patient_form.scores[main_score(patient_form)];
    const auto& theirs = therapist_form.scores[main_score(therapist_form)];
    Alliance alliance;
    alliance.id = patient_form.id;
    alliance.title = patient_form.short_title;
    alliance.note = patient_form.validity_note;
    alliance.min = mine.min;
    alliance.max = mine.max;
    alliance.forms = forms_words(patient_form, therapist_form, alliance);
    alliance.waiting = waiting_words(patient, therapist);

    std::vector<std::pair<const instruments::Score*, const instruments::Score*>> parts;
    for (std::size_t index = 0; index < patient_form.scores.size(); ++index) {
        if (index == main_score(patient_form)) continue;
        const auto found = therapist_form.score_index(patient_form.scores[index].id);
        parts.emplace_back(&patient_form.scores[index], found ? &therapist_form.scores[*found] : nullptr);
        alliance.parts.push_back(patient_form.scores[index].name);
        const auto& own = *parts.back().first;
        const auto* const theirs_too = parts.back().second;
        alliance.part_ranges.emplace_back(theirs_too ? std::min(own.min, theirs_too->min) : own.min,
                                          theirs_too ? std::max(own.max, theirs_too->max) : own.max);
    }
    const std::vector<Both> pairs = pairs_of(patient, therapist);
    for (const Both& both : pairs) {
        AllianceSession session{both.patient->day, both.patient->session_number, value_of(both.patient, mine.id),
                                value_of(both.therapist, theirs.id)};
        for (const auto& [own, other] : parts)
            session.parts.emplace_back(value_of(both.patient, own->id),
                                       other ? value_of(both.therapist, other->id) : std::nullopt);
        alliance.sessions.push_back(std::move(session));
    }
    if (pairs.empty()) return alliance;
    add_rows(alliance, pairs.back(), patient_form, therapist_form);
    add_flag(alliance);
    add_gap_words(alliance, mine, theirs, today);
    return alliance;
}

void add_alliance_items(Alliance& alliance, const std::vector<const vault::Administration*>& patient,
                        const std::vector<const vault::Administration*>& therapist,
                        const instruments::Definition& patient_form, const vault::Person& person,
                        const Looking& looking)
{
    const bool treating = !looking.viewer.empty() && looking.viewer == person.therapist;
    // Nobody named is a view that goes elsewhere, a sheet among it: it shows the least.
    const bool allowed = !looking.viewer.empty() && (!treating || looking.therapist_sees_items);
    alliance.items_rule = std::string(
        say(looking.therapist_sees_items ? "desk.person.alliance.items_open" : "desk.person.alliance.items_closed"));
    const std::vector<Both> pairs = pairs_of(patient, therapist);
    if (!allowed || pairs.empty()) return;
    const auto& answers = pairs.back().patient->response.items;
    for (std::size_t item = 0; item < patient_form.items.size() && item < answers.size(); ++item) {
        AllianceItem one{patient_form.items[item].id + ". " + patient_form.items[item].label, {}};
        if (!answers[item].given()) one.answer = missing_words(answers[item].why());
        for (const auto& choice : patient_form.choices(item))
            if (answers[item].given() && choice.value == answers[item].value())
                one.answer = std::to_string(choice.value) + (choice.text.empty() ? "" : ", " + choice.text);
        alliance.items.push_back(std::move(one));
    }
}

} // namespace rapport::desk::person
