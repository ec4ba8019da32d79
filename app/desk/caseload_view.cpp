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

/// What a line needs of its instrument, looked up once for all who are followed by it.
struct Followed {
    const instruments::Definition* definition = nullptr;
    std::size_t scale = 0;
    double sign = 1; ///< of a change for the worse
    const instruments::ChangeThreshold* threshold = nullptr;
    int better = 0;
    int same = 0;
    int worse = 0;
    bool outside = false; ///< somebody counted is of a group that the rule was not studied in
};

Followed followed_by(const std::string& id, const std::vector<instruments::Definition>& definitions,
                     std::vector<CaseloadScale>& scales)
{
    Followed out;
    out.scale = scales.size();
    CaseloadScale& scale = scales.emplace_back();
    const auto found = std::ranges::find(definitions, id, &instruments::Definition::id);
    if (found == definitions.end() || found->scores.empty()) return out;
    out.definition = &*found;
    const std::size_t total = found->score_index("total").value_or(0);
    const instruments::Score& score = found->scores[total];
    scale = {.title = found->short_title, .lowest = score.min, .highest = std::max(score.max, score.min + 1)};
    out.sign = score.direction == instruments::Direction::higher_is_worse ? 1 : -1;
    const auto* const threshold = instruments::default_threshold(*found, total);
    // Only a rule of reliable change says that a change is reliable.
    if (threshold != nullptr && threshold->kind == "reliable") out.threshold = threshold;
    return out;
}

bool has_two(const vault::PersonRow& person)
{
    return person.last_total && person.first_total && person.first_day < person.last_day;
}

Moved moved_by(const Followed& followed, double first, double last)
{
    if (followed.threshold == nullptr) return Moved::unknown;
    const auto change = instruments::change(*followed.definition, *followed.threshold, first, last);
    if (!change.beyond_threshold) return Moved::same;
    return change.better ? Moved::better : Moved::worse;
}

void add_totals(CaseloadLine& line, const vault::PersonRow& person, Followed& followed, const CaseloadScale& scale)
{
    if (followed.definition == nullptr || !person.last_total) return;
    const double range = scale.highest - scale.lowest;
    line.by_last = followed.sign * (*person.last_total - scale.lowest) / range;
    if (!has_two(person)) return;
    line.by_change = followed.sign * (*person.last_total - *person.first_total) / range;
    line.moved = moved_by(followed, *person.first_total, *person.last_total);
    if (line.moved == Moved::unknown) return;
    line.outside = !person::studied_in(*followed.threshold, person.person.sex);
    followed.outside = followed.outside || line.outside;
    followed.better += line.moved == Moved::better ? 1 : 0;
    followed.same += line.moved == Moved::same ? 1 : 0;
    followed.worse += line.moved == Moved::worse ? 1 : 0;
}

CaseloadLine line_of(const vault::PersonRow& person, std::size_t place, Followed& followed, const CaseloadView& view,
                     int stopped_days)
{
    CaseloadLine line;
    line.person = place;
    line.scale = followed.scale;
    line.last_day = person.administrations > 0 ? person.last_day : person.person.episode_start_day;
    line.stopped = person.in_care && view.today - line.last_day >= stopped_days;
    add_totals(line, person, followed, view.scales[followed.scale]);
    return line;
}

void say_totals(CaseloadRow& row, const vault::PersonRow& person, const CaseloadLine& line, const CaseloadScale& scale)
{
    if (scale.title.empty()) return;
    if (!person.last_total) {
        row.last = say("desk.caseload.no_total", {{"title", scale.title}});
        return;
    }
    row.last = scale.title + " " + number_words(*person.last_total);
    if (!has_two(person)) return;
    const double moved = *person.last_total - *person.first_total;
    row.direction = moved < 0 ? -1 : moved > 0 ? 1 : 0;
    row.change = moved == 0 ? std::string(say("desk.caseload.no_change"))
                            : say(moved < 0 ? "desk.caseload.lower" : "desk.caseload.higher",
                                  {{"points", number_words(std::abs(moved))}});
    if (line.moved == Moved::better) row.judged = say("desk.caseload.better");
    if (line.moved == Moved::worse) row.judged = say("desk.caseload.worse");
    if (line.outside && !row.judged.empty()) row.caution = say("desk.person.band.not_studied");
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

CaseloadView make_caseload_view(CaseloadRows rows, const std::vector<instruments::Definition>& definitions,
                                std::int32_t today)
{
    CaseloadView view;
    view.today = today;
    view.people = std::move(rows.people);
    std::map<std::string, Followed> followed;
    long long in_care = 0;
    long long stopped = 0;
    view.rows.reserve(view.people.size());
    for (std::size_t n = 0; n < view.people.size(); ++n) {
        const vault::PersonRow& person = view.people[n];
        auto known = followed.find(person.last_instrument);
        if (known == followed.end())
            known =
                followed.emplace(person.last_instrument, followed_by(person.last_instrument, definitions, view.scales))
                    .first;
        view.rows.push_back(line_of(person, n, known->second, view, rows.policy.stopped_days));
        in_care += person.in_care ? 1 : 0;
        stopped += view.rows.back().stopped ? 1 : 0;
    }
    view.heading = joined({count_words("desk.people.count", static_cast<long long>(view.people.size())),
                           say("desk.caseload.in_care", {{"n", std::to_string(in_care)}}),
                           say("desk.caseload.stopped", {{"n", std::to_string(stopped)}})},
                          ", ");
    view.heading_small = say("desk.caseload.stopped_means", {{"n", std::to_string(rows.policy.stopped_days)}});
    add_figures(view, followed, !rows.therapist.empty() && rows.therapist == rows.viewer, rows.cell_threshold);
    return view;
}

CaseloadRow caseload_row(const CaseloadView& view, std::size_t place)
{
    const CaseloadLine& line = view.rows[place];
    const vault::PersonRow& person = view.people[line.person];
    const CaseloadScale& scale = view.scales[line.scale];
    CaseloadRow row;
    row.person = person.person.id;
    row.who = person.person.pseudonym;
    row.therapist = person.person.therapist;
    row.course = person.course;
    row.lowest = scale.lowest;
    row.highest = scale.highest;
    row.stopped = line.stopped;
    if (person.administrations > 0) row.seen = day_words(person.last_day, view.today);
    say_totals(row, person, line, scale);
    std::vector<std::string> flags;
    if (!person.in_care) flags.emplace_back(say("desk.caseload.ended"));
    if (row.stopped) flags.push_back(count_words("desk.caseload.not_seen", view.today - line.last_day));
    if (person.flags.find("off_track") != std::string::npos) flags.emplace_back(say("desk.caseload.off_track"));
    if (person.flags.find("alliance") != std::string::npos) flags.emplace_back(say("desk.caseload.alliance"));
    row.flags = joined(flags, ", ");
    return row;
}

void sort_caseload(CaseloadView& view, CaseloadOrder order)
{
    // People stand by name in the view, so their place is the order of names.
    const auto before = [order](const CaseloadLine& a, const CaseloadLine& b) {
        if (order == CaseloadOrder::result && a.by_last != b.by_last) return a.by_last > b.by_last;
        if (order == CaseloadOrder::change && a.by_change != b.by_change) return a.by_change > b.by_change;
        if (order == CaseloadOrder::seen && a.last_day != b.last_day) return a.last_day < b.last_day;
        return a.person < b.person;
    };
    std::ranges::sort(view.rows, before);
}

} // namespace rapport::desk
