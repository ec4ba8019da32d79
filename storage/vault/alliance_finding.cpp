#include "storage/vault/alliance_finding.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include <fmt/format.h>

#include "storage/vault/dyad.h"
#include "storage/vault/flags.h"
#include "storage/vault/links.h"

namespace rapport::vault {

namespace {

std::optional<double> value_of(const Administration& row, std::string_view score)
{
    for (const FrozenScore& one : row.scores)
        if (one.id == score) return one.value;
    return std::nullopt;
}

/// The score of the last pair held against those before it.
std::optional<AllianceFinding> judge(const std::vector<Pair>& pairs, const std::string& score)
{
    const Administration& last = *pairs.back().patient;
    const auto now = value_of(last, score);
    if (!now) return std::nullopt;
    std::vector<double> earlier;
    for (std::size_t n = 0; n + 1 < pairs.size(); ++n)
        if (const auto value = value_of(*pairs[n].patient, score)) earlier.push_back(*value);
    const instruments::ChartedValue judged = instruments::judge_by_chart(earlier, *now);
    if (judged.state != instruments::ChartState::below) return std::nullopt;
    return AllianceFinding{last.instrument, score, last.day, *now, *judged.limits};
}

std::optional<AllianceFinding> judge(const std::vector<Pair>& pairs)
{
    if (pairs.empty()) return std::nullopt;
    std::vector<std::string> scores;
    for (const FrozenScore& one : pairs.back().patient->scores)
        scores.push_back(one.id);
    std::stable_partition(scores.begin(), scores.end(), [](const std::string& id) { return id == "total"; });
    for (const std::string& score : scores)
        if (auto found = judge(pairs, score)) return found;
    return std::nullopt;
}

/// Scores that have a name in the flag's sentence; any other is "one of its scores".
std::string_view one_of_the_known(std::string_view score)
{
    for (const std::string_view known : {"total", "goal", "task", "bond", "aims", "way", "mean"})
        if (score == known) return known;
    return "other";
}

std::string figure(double value)
{
    return fmt::format("{:g}", std::round(value * 100) / 100);
}

/// Never so short that a value below it would seem to be on it.
std::string limit_figure(double limit, double value)
{
    return std::round(limit * 100) / 100 > value ? figure(limit) : fmt::format("{:.8g}", limit);
}

} // namespace

Result<std::optional<AllianceFinding>> alliance_finding(Core& core, const sealed::Id& person)
{
    const auto read = rows_of_person(core, person);
    if (!read) return read.error();
    std::map<std::string, std::vector<const Administration*>> rows;
    for (const Read& row : *read)
        rows[row.kept.administration.instrument].push_back(&row.kept.administration);
    const auto asked = asked_in_batteries(core);
    if (!asked) return asked.error();
    std::vector<Pair> latest;
    for (const auto& [id, forms] : rows) {
        const std::string* const other = pair_of(id, core.instruments);
        if (!other || forms.front()->respondent != instruments::Respondent::patient) continue;
        const auto theirs = rows.find(*other);
        std::vector<Pair> pairs;
        if (theirs != rows.end())
            pairs = pair_up(forms, theirs->second);
        else if (!asked->contains(*other)) // this clinic follows the patient's side alone
            std::ranges::transform(forms, std::back_inserter(pairs), [](const Administration* form) {
                return Pair{form, nullptr};
            });
        if (pairs.empty()) continue;
        if (latest.empty() || latest.back().patient->finished_ms < pairs.back().patient->finished_ms) latest = pairs;
    }
    return judge(latest);
}

Status judge_alliance(Core& core, const sealed::Id& root)
{
    const auto found = alliance_finding(core, root);
    if (!found) return found.error();
    if (!*found) return clear_flag(core, root, flag_alliance);
    const AllianceFinding& finding = **found;
    PersonFlag flag;
    flag.person = root;
    flag.kind = flag_alliance;
    flag.since_day = finding.since_day;
    flag.words = "desk.flag.alliance." + std::string(one_of_the_known(finding.score));
    flag.figures = {{"instrument", finding.instrument},
                    {"value", figure(finding.value)},
                    {"limit", limit_figure(finding.limits.lower, finding.value)},
                    {"mean", figure(finding.limits.mean)},
                    {"range", figure(finding.limits.moving_range)},
                    {"n", std::to_string(finding.limits.values)},
                    {"source", std::string(instruments::control_chart_source)}};
    return set_flag(core, flag);
}

} // namespace rapport::vault
