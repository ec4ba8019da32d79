#include "app/desk/caseload_view.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "app/desk/words.h"
#include "app/person/person_words.h"
#include "app/shell/strings/strings.h"
#include "instruments/change.h"

namespace rapport::desk {
namespace {

using strings::say;

/// What a row needs of its instrument, looked up once for all who are followed by it.
struct Followed {
    const instruments::Definition* definition = nullptr;
    std::size_t score = 0;
    const instruments::ChangeThreshold* threshold = nullptr;
    int better = 0;
    int same = 0;
    int worse = 0;
    bool outside = false; ///< somebody counted is of a group that the rule was not studied in
};

Followed followed_by(const std::string& id, const std::vector<instruments::Definition>& definitions)
{
    Followed out;
    const auto found = std::ranges::find(definitions, id, &instruments::Definition::id);
    if (found == definitions.end() || found->scores.empty()) return out;
    out.definition = &*found;
    out.score = found->score_index("total").value_or(0);
    const auto* const threshold = instruments::default_threshold(*found, out.score);
    // Only a rule of reliable change says that a change is reliable.
    if (threshold != nullptr && threshold->kind == "reliable") out.threshold = threshold;
    return out;
}

Moved moved_by(const Followed& followed, double first, double last)
{
    if (followed.threshold == nullptr) return Moved::unknown;
    const auto change = instruments::change(*followed.definition, *followed.threshold, first, last);
    if (!change.beyond_threshold) return Moved::same;
    return change.better ? Moved::better : Moved::worse;
}

void add_totals(CaseloadRow& row, const vault::PersonRow& person, Followed& followed)
{
    if (followed.definition == nullptr) return;
    const instruments::Score& score = followed.definition->scores[followed.score];
    row.lowest = score.min;
    row.highest = std::max(score.max, score.min + 1);
    const double range = row.highest - row.lowest;
    const double sign = score.direction == instruments::Direction::higher_is_worse ? 1 : -1;
    row.last = followed.definition->short_title;
    if (!person.last_total) {
        row.last = say("desk.caseload.no_total", {{"title", row.last}});
        return;
    }
    row.last += " " + number_words(*person.last_total);
    row.by_last = sign * (*person.last_total - row.lowest) / range;
    if (!person.first_total || person.first_day >= person.last_day) return;
    const double moved = *person.last_total - *person.first_total;
    row.direction = moved < 0 ? -1 : moved > 0 ? 1 : 0;
    row.by_change = sign * moved / range;
    row.change = moved == 0 ? std::string(say("desk.caseload.no_change"))
                            : say(moved < 0 ? "desk.caseload.lower" : "desk.caseload.higher",
                                  {{"points", number_words(std::abs(moved))}});
    row.moved = moved_by(followed, *person.first_total, *person.last_total);
    if (row.moved == Moved::better) row.judged = say("desk.caseload.better");
    if (row.moved == Moved::worse) row.judged = say("desk.caseload.worse");
    if (row.moved != Moved::unknown && !person::studied_in(*followed.threshold, person.person.sex)) {
        followed.outside = true;
        if (!row.judged.empty()) row.caution = say("desk.person.band.not_studied");
    }
    followed.better += row.moved == Moved::better ? 1 : 0;
    followed.same += row.moved == Moved::same ? 1 : 0;
    followed.worse += row.moved == Moved::worse ? 1 : 0;
}

CaseloadRow row_of(const vault::PersonRow& person, Followed& followed, const CaseloadRows& rows, std::int32_t today)
{
    CaseloadRow row;
    row.person = person.person.id;
    row.who = person.person.pseudonym;
    row.therapist = person.person.therapist;
    row.course = person.course;
    row.last_day = person.administrations > 0 ? person.last_day : person.person.episode_start_day;
    if (person.administrations > 0) row.seen = day_words(person.last_day, today);
    add_totals(row, person, followed);
    row.stopped = person.in_care && today - row.last_day >= rows.policy.stopped_days;
    std::vector<std::string> flags;
    if (!person.in_care) flags.emplace_back(say("desk.caseload.ended"));
    if (row.stopped) flags.push_back(count_words("desk.caseload.not_seen", today - row.last_day));
    if (person.flags.find("off_track") != std::string::npos) flags.emplace_back(say("desk.caseload.off_track"));
    if (person.flags.find("alliance") != std::string::npos) flags.emplace_back(say("desk.caseload.alliance"));
    row.flags = joined(flags, ", ");
    return row;
}

/// "15 points, by Marx 2022 (male veterans)", as the definition names its rule.
std::string rule_words(const Followed& followed, int people)
{
    std::string words = say("desk.caseload.rule", {{"points", number_words(followed.threshold->points)},
                                                   {"source", followed.threshold->source},
                                                   {"population", followed.threshold->population},
                                                   {"n", std::to_string(people)}});
    // How many would be one count more about people who may not be the viewer's own.
    if (followed.outside) words += " " + std::string(say("desk.caseload.rule_outside"));
    return words;
}

void add_figures(CaseloadView& view, const std::map<std::string, Followed>& followed, bool own, int threshold)
{
    bool withheld = false;
    for (const auto& [id, one] : followed) {
        const int people = one.better + one.same + one.worse;
        if (one.threshold == nullptr || people == 0) continue;
        CaseloadFigure figure;
        if (own || may_be_shown(one.better, one.same, one.worse, threshold)) {
            figure.words =
                say("desk.caseload.figure", {{"title", one.definition->short_title},
                                             {"better", std::to_string(one.better)},
                                             {"n", std::to_string(people)},
                                             {"percent", number_words(std::round(100.0 * one.better / people))},
                                             {"same", std::to_string(one.same)},
                                             {"worse", std::to_string(one.worse)}});
            figure.rule = rule_words(one, people);
        } else {
            withheld = true;
            figure.words = say("desk.caseload.withheld", {{"title", one.definition->short_title}});
        }
        view.figures.push_back(std::move(figure));
    }
    if (own || view.figures.empty()) return;
    view.disclosure = say(withheld ? "desk.caseload.disclosure_withheld" : "desk.caseload.disclosure",
                          {{"n", std::to_string(threshold)}});
}

} // namespace

bool may_be_shown(int better, int same, int worse, int threshold)
{
    const int all = better + same + worse;
    if (all < threshold) return false;
    return std::ranges::none_of(std::initializer_list<int>{better, same, worse}, [&](int count) {
        // A count that is everybody says of each of them what it counts.
        return (count > 0 && count < threshold) || (count == all);
    });
}

CaseloadView make_caseload_view(const CaseloadRows& rows, const std::vector<instruments::Definition>& definitions,
                                std::int32_t today)
{
    CaseloadView view;
    std::map<std::string, Followed> followed;
    long long in_care = 0;
    long long stopped = 0;
    view.rows.reserve(rows.people.size());
    for (const vault::PersonRow& person : rows.people) {
        auto known = followed.find(person.last_instrument);
        if (known == followed.end())
            known = followed.emplace(person.last_instrument, followed_by(person.last_instrument, definitions)).first;
        view.rows.push_back(row_of(person, known->second, rows, today));
        in_care += person.in_care ? 1 : 0;
        stopped += view.rows.back().stopped ? 1 : 0;
    }
    view.heading = joined({count_words("desk.people.count", static_cast<long long>(rows.people.size())),
                           say("desk.caseload.in_care", {{"n", std::to_string(in_care)}}),
                           say("desk.caseload.stopped", {{"n", std::to_string(stopped)}})},
                          ", ");
    view.heading_small = say("desk.caseload.stopped_means", {{"n", std::to_string(rows.policy.stopped_days)}});
    add_figures(view, followed, !rows.therapist.empty() && rows.therapist == rows.viewer, rows.cell_threshold);
    return view;
}

void sort_caseload(CaseloadView& view, CaseloadOrder order)
{
    const auto before = [order](const CaseloadRow& a, const CaseloadRow& b) {
        switch (order) {
        case CaseloadOrder::result:
            return a.by_last > b.by_last;
        case CaseloadOrder::change:
            return a.by_change > b.by_change;
        case CaseloadOrder::seen:
            return a.last_day < b.last_day;
        case CaseloadOrder::name:
            break;
        }
        return a.who < b.who;
    };
    std::ranges::stable_sort(view.rows, [](const CaseloadRow& a, const CaseloadRow& b) { return a.who < b.who; });
    std::ranges::stable_sort(view.rows, before);
}

} // namespace rapport::desk
