#include "person_support.h"

#include <algorithm>
#include <cctype>
#include <chrono>
#include <stdexcept>

#include "instruments/reader.h"
#include "instruments/scoring.h"

namespace rapport::desk::person_test {

using instruments::Answer;
using instruments::Missing;

std::int32_t on(int year, unsigned month, unsigned day)
{
    const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}};
    return static_cast<std::int32_t>(std::chrono::sys_days{date}.time_since_epoch().count());
}

const instruments::Definition& bundled(std::string_view id)
{
    const auto* definition = instruments::find_in_library(id);
    if (!definition) throw std::runtime_error("no definition " + std::string(id));
    return *definition;
}

Answers pcl5_of(int total)
{
    Answers answers(20, 0);
    for (int i = 0; i < total; ++i)
        ++answers[static_cast<std::size_t>(i % 20)];
    return answers;
}

vault::Administration given(const instruments::Definition& definition, std::int32_t day, const Answers& answers,
                            int session_number)
{
    vault::Administration administration;
    administration.id = sealed::Id{static_cast<std::uint8_t>(day & 0xFF), static_cast<std::uint8_t>(session_number)};
    administration.instrument = definition.id;
    administration.version = definition.version;
    administration.respondent = definition.respondent;
    administration.day = day;
    administration.session_number = session_number;
    administration.session[0] = static_cast<std::uint8_t>(definition.id.size());
    administration.session[1] = static_cast<std::uint8_t>(day & 0xFF);
    for (std::size_t i = 0; i < definition.items.size(); ++i) {
        const int value = i < answers.size() ? answers[i] : declined;
        administration.response.items.push_back(value == declined ? Answer::none(Missing::declined)
                                                                  : Answer::chose(value));
    }
    const auto scored = instruments::score(definition, administration.response);
    for (const auto& score : scored.scores)
        administration.scores.push_back({std::string(score.id), score.value, std::string(score.absent), score.answered,
                                         score.items, score.prorated, score.lowest, score.highest,
                                         std::string(score.band), std::string(score.band_above)});
    for (const auto& criterion : scored.criteria)
        administration.criteria.push_back({std::string(criterion.id), std::string(instruments::word(criterion.tri))});
    return administration;
}

namespace {

/// Twelve WAI-SR answers whose Goal, Task and Bond items add up to the three sums.
Answers wai_of(const instruments::Definition& definition, int goal, int task, int bond)
{
    Answers answers(12, 1);
    const auto spread = [&](const std::string& id, int sum) {
        const auto& items = definition.scores[*definition.score_index(id)].items;
        for (int left = sum - 4, i = 0; left > 0; --left, ++i)
            ++answers[items[static_cast<std::size_t>(i) % 4]];
    };
    spread("goal", goal);
    spread("task", task);
    spread("bond", bond);
    return answers;
}

void add_alliance(Clinic& clinic, int first_day)
{
    constexpr int patient[8][3] = {{15, 15, 17}, {16, 16, 17}, {16, 17, 17}, {17, 17, 17},
                                   {16, 17, 17}, {15, 16, 17}, {14, 15, 17}, {12, 12, 16}};
    constexpr int therapist[8][3] = {{14, 14, 16}, {15, 15, 16}, {15, 16, 16}, {16, 16, 16},
                                     {16, 16, 16}, {16, 16, 17}, {16, 16, 17}, {16, 16, 17}};
    for (int i = 0; i < 8; ++i) {
        for (const auto& [id, sums] :
             {std::pair{"wai-sr-client", patient[i]}, std::pair{"wai-sr-therapist", therapist[i]}}) {
            const auto& form = bundled(id);
            clinic.administrations.push_back(
                given(form, first_day + 14 * i, wai_of(form, sums[0], sums[1], sums[2]), i + 1));
        }
    }
}

} // namespace

Clinic newcomer(const std::string& sex)
{
    Clinic clinic;
    clinic.today = on(2027, 2, 9);
    clinic.row.person.pseudonym = "Heron 214";
    clinic.row.person.year_of_birth = 1985;
    clinic.row.person.sex = sex;
    clinic.row.person.therapist = "R. Adeyemi";
    clinic.row.person.episode_start_day = on(2026, 11, 3);
    clinic.definitions = instruments::library();
    vault::PlannedVisit next;
    next.day = on(2027, 2, 23);
    next.state = "planned";
    clinic.visits.push_back(next);
    return clinic;
}

Clinic with_totals(const std::vector<int>& totals, const std::string& sex)
{
    Clinic clinic = newcomer(sex);
    for (std::size_t i = 0; i < totals.size(); ++i)
        clinic.administrations.push_back(given(bundled("pcl-5"), on(2026, 11, 3) + 14 * static_cast<int>(i),
                                               pcl5_of(totals[i]), static_cast<int>(i) + 1));
    return clinic;
}

Clinic heron()
{
    constexpr int rows[20][8] = {
        {3, 3, 3, 3, 3, 3, 3, 3}, {3, 4, 3, 3, 2, 2, 2, 2},  {2, 2, 1, 2, 1, 1, 1, 1}, {4, 4, 4, 4, 4, 4, 4, 3},
        {3, 3, 3, 3, 3, 3, 3, 3}, {3, 3, 3, 3, 3, 3, 3, 3},  {4, 4, 4, 4, 4, 4, 4, 4}, {2, 2, 2, 2, 2, 2, 1, 1},
        {3, 3, 3, 3, 3, 3, 3, 2}, {3, 3, 2, 3, -1, 2, 2, 2}, {3, 3, 3, 3, 3, 3, 3, 3}, {3, 3, 3, 3, 2, 2, 2, 2},
        {3, 3, 3, 3, 3, 3, 2, 2}, {2, 2, 2, 2, 2, 2, 2, 2},  {2, 2, 2, 2, 2, 2, 2, 2}, {1, 1, 0, 0, -1, 0, 0, 0},
        {4, 4, 4, 4, 3, 3, 3, 3}, {3, 3, 3, 3, 3, 3, 3, 2},  {2, 2, 2, 2, 2, 2, 2, 2}, {3, 4, 3, 3, 3, 2, 2, 2}};
    Clinic clinic = newcomer();
    const std::int32_t first = on(2026, 11, 3);
    for (int visit = 0; visit < 8; ++visit) {
        Answers answers;
        for (const auto& row : rows)
            answers.push_back(row[visit]);
        clinic.administrations.push_back(given(bundled("pcl-5"), first + 14 * visit, answers, visit + 1));
    }
    add_alliance(clinic, first);
    return clinic;
}

Clinic busy()
{
    Clinic clinic = heron();
    const std::int32_t first = on(2026, 11, 3);
    for (int visit = 0; visit < 12; ++visit) {
        const std::int32_t day = first + 8 * visit;
        Answers phq(10, visit % 4);
        if (visit == 11) phq[3] = declined;
        clinic.administrations.push_back(given(bundled("phq-9"), day, phq, 20 + visit));
        clinic.administrations.push_back(given(bundled("gad-7"), day, Answers(7, (visit + 1) % 4), 20 + visit));
        clinic.administrations.push_back(
            given(bundled("check-in-patient"), day, Answers(5, 1 + visit % 5), 20 + visit));
        if (visit < 11)
            clinic.administrations.push_back(given(bundled("check-in-therapist"), day, Answers(5, 3), 20 + visit));
    }
    vault::Alert alert;
    alert.id = sealed::Id{1};
    alert.kind = "critical_item";
    alert.instrument = "phq-9";
    alert.item = "9";
    alert.answer = "Several days";
    alert.previous_answer = "Not at all";
    alert.previous_day = on(2027, 1, 26);
    alert.context = "PHQ-9 17 of 27";
    clinic.alerts.push_back(alert);
    alert.id = sealed::Id{2};
    alert.kind = "critical_unanswered";
    alert.answer = "declined";
    alert.previous_answer.clear();
    clinic.alerts.push_back(alert);
    alert.id = sealed::Id{3};
    alert.acknowledged = true;
    clinic.alerts.push_back(alert);
    return clinic;
}

void PersonProgram::frame(shell::Ui& ui)
{
    ui.page("person", "Person");
    if (const auto intent = draw_person_page(ui, *view, state)) intents.push_back(*intent);
}

std::string words_of(const PersonView& view)
{
    std::string all = view.pseudonym;
    const auto add = [&](const std::string& words) { all += "\n" + words; };
    for (const auto& fact : view.facts)
        add(fact);
    for (const auto& alert : view.alerts)
        add(alert.words + "\n" + alert.context);
    for (const auto& instrument : view.instruments) {
        add(person::plain(instrument.sentence));
        for (const auto& words : instrument.band_words())
            add(words);
    }
    for (const auto& alliance : view.alliances)
        add(alliance.forms + "\n" + alliance.waiting + "\n" + alliance.flag);
    return all;
}

bool says(const std::string& text, const std::string& word)
{
    std::string small = text;
    std::transform(small.begin(), small.end(), small.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const auto letter = [&](std::size_t at) {
        return at < small.size() && std::isalpha(static_cast<unsigned char>(small[at])) != 0;
    };
    for (std::size_t at = small.find(word); at != std::string::npos; at = small.find(word, at + 1))
        if ((at == 0 || !letter(at - 1)) && !letter(at + word.size())) return true;
    return false;
}

} // namespace rapport::desk::person_test
