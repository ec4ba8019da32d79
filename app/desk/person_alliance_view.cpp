#include <algorithm>
#include <cmath>

#include "app/desk/person_view.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk::person {

using strings::say;

namespace {

/// A fall of this many raw points in the patient's WAI-SR total since the session before is flagged. This is a rule of
/// clinics, not of a paper: no cut-off or reliable change is published for the WAI-SR, and the screen says so.
constexpr double flagged_fall = 5;
/// The range the rule was made for: 12 items of 1 to 5.
constexpr double wai_sr_min = 12;
constexpr double wai_sr_max = 60;

/// Both forms of one session.
struct Both {
    const vault::Administration* patient = nullptr;
    const vault::Administration* therapist = nullptr;
};

/// The forms are filled in on different tablets at different minutes: the session's number says that they belong
/// together, and where there is none, the session itself or the day.
bool same_session(const vault::Administration& a, const vault::Administration& b)
{
    if (a.session_number > 0 && b.session_number > 0) return a.session_number == b.session_number;
    return a.session == b.session || a.day == b.day;
}

const vault::Administration* partner(const vault::Administration& of,
                                     const std::vector<const vault::Administration*>& among)
{
    for (auto each = among.rbegin(); each != among.rend(); ++each)
        if (same_session(of, **each)) return *each;
    return nullptr;
}

std::optional<double> value_of(const vault::Administration& administration, std::string_view score)
{
    const auto* frozen = find_score(administration, score);
    return frozen ? frozen->value : std::nullopt;
}

std::vector<Both> pair_up(const std::vector<const vault::Administration*>& patient,
                          const std::vector<const vault::Administration*>& therapist)
{
    std::vector<Both> pairs;
    for (const auto* mine : patient)
        if (const auto* theirs = partner(*mine, therapist)) pairs.push_back({mine, theirs});
    return pairs;
}

std::string waiting_words(const std::vector<const vault::Administration*>& patient,
                          const std::vector<const vault::Administration*>& therapist)
{
    if (!patient.empty() && !partner(*patient.back(), therapist))
        return std::string(say("desk.person.alliance.waiting_therapist"));
    if (!therapist.empty() && !partner(*therapist.back(), patient))
        return std::string(say("desk.person.alliance.waiting_patient"));
    return {};
}

AllianceRow make_row(const instruments::Score& mine, const instruments::Score* theirs, const Both& both)
{
    AllianceRow row;
    row.name = mine.name;
    row.patient = value_of(*both.patient, mine.id);
    if (!theirs) return row;
    row.therapist = value_of(*both.therapist, theirs->id);
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

void add_flag(Alliance& alliance, std::int32_t today)
{
    if (alliance.min != wai_sr_min || alliance.max != wai_sr_max || alliance.sessions.size() < 2) return;
    const AllianceSession& now = alliance.sessions.back();
    const AllianceSession& before = alliance.sessions[alliance.sessions.size() - 2];
    if (!now.patient || !before.patient || *before.patient - *now.patient < flagged_fall) return;
    alliance.flag = say("desk.person.alliance.flag", {{"points", number(*before.patient - *now.patient)},
                                                      {"day", day_near(before.day, today)},
                                                      {"therapist", therapist_words(before, now)}});
    alliance.flag_rule = say("desk.person.alliance.flag_rule", {{"points", number(flagged_fall)}});
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

    const std::vector<Both> pairs = pair_up(patient, therapist);
    for (const Both& both : pairs)
        alliance.sessions.push_back(
            {both.patient->day, value_of(*both.patient, mine.id), value_of(*both.therapist, theirs.id)});
    if (pairs.empty()) return alliance;
    add_rows(alliance, pairs.back(), patient_form, therapist_form);
    add_flag(alliance, today);
    return alliance;
}

} // namespace rapport::desk::person
