#include "storage/release/outcomes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "instruments/change.h"
#include "storage/release/outcome_groups.h"
#include "storage/release/statistics.h"
#include "storage/release/text.h"

namespace rapport::release {

namespace {

using instruments::Definition;

/// Below it a mean states every member's value (table.cpp has the same rule).
constexpr double least_sd = 0.05;

double nearest_half(double value)
{
    return std::round(value * 2) / 2;
}

/// At most two significant digits and one decimal.
std::string spread(double sd)
{
    return fixed(sd, sd >= 9.95 ? 0 : 1);
}

class Maker {
public:
    Maker(int threshold, std::vector<LedgerRow> left, Newcomers newcomers)
        : threshold_(threshold), left_(std::move(left)), earlier_(left_.size()), newcomers_(newcomers)
    {
    }

    void instrument(const Scores& scores, const std::vector<Group>& groups)
    {
        for (const std::string& visit : scores.order) {
            std::map<std::string, Summary> arms;
            for (const Group& group : groups) {
                begin(scores, group, visit);
                const auto summary = at_visit(scores, group, visit);
                if (group.by == "arm" && summary) arms[group.name] = *summary;
                if (visit != scores.order.front()) change(scores, group, visit);
            }
            between_arms(scores, visit, arms);
        }
    }

    Outcomes out;

private:
    void begin(const Scores& scores, const Group& group, const std::string& visit)
    {
        now_ = {scores.definition->id, scores.definition->scores[scores.score].id, group.by, group.name, visit, {}, {}};
    }
    void say(const char* name, std::string value, Why why = Why::shown)
    {
        now_.name = name;
        now_.value = std::move(value);
        now_.why = why;
        out.rows.push_back(now_);
    }
    void withhold(Why why, std::initializer_list<const char*> names)
    {
        for (const char* const name : names)
            say(name, std::string(withheld_word), why);
    }

    /// People who may be counted, and why if it is not all who were asked for.
    struct Counted {
        std::vector<std::string> people;
        Why why = Why::shown;
    };
    using Visits = std::initializer_list<const std::string*>;

    std::vector<LedgerRow> ledger_rows(const Scores& scores, const std::vector<std::string>& people, Visits visits)
    {
        std::vector<LedgerRow> rows;
        for (const std::string* const visit : visits)
            rows.push_back({now_.instrument + "|" + scores.definition->scores[scores.score].id + "|" + *visit, people});
        return rows;
    }

    void keep(std::vector<LedgerRow> rows)
    {
        for (LedgerRow& row : rows) {
            const bool known = std::ranges::any_of(
                left_, [&](const LedgerRow& one) { return one.quantity == row.quantity && one.people == row.people; });
            if (!known) left_.push_back(row);
            out.fed.push_back(std::move(row));
        }
    }

    /// The most people whom an earlier table counted at all of these visits and who are all asked for now.
    const std::vector<std::string>* counted_before(const std::vector<LedgerRow>& asked)
    {
        const std::vector<std::string>* found = nullptr;
        if (newcomers_ == Newcomers::withheld) return found;
        for (const LedgerRow& before : std::span(left_).first(earlier_)) {
            if (std::ssize(asked.front().people) - std::ssize(before.people) >= threshold_) continue;
            if (found != nullptr && before.people.size() <= found->size()) continue;
            if (!std::ranges::includes(asked.front().people, before.people)) continue;
            const bool everywhere = std::ranges::all_of(asked, [&](const LedgerRow& row) {
                return std::ranges::any_of(left_, [&](const LedgerRow& one) {
                    return of_one_sheet(one.quantity, row.quantity) && one.people == before.people;
                });
            });
            if (everywhere) found = &before.people;
        }
        return found;
    }

    /// Holds a sum over these people at these visits against all that left; who may be counted, counts as shown.
    Counted count(const Scores& scores, const std::vector<std::string>& people, Visits visits)
    {
        if (std::ssize(people) < threshold_) return {{}, Why::too_few};
        std::vector<LedgerRow> asked = ledger_rows(scores, people, visits);
        const auto fixes_with = [&](std::span<const LedgerRow> left) {
            return std::ranges::any_of(asked,
                                       [&](const LedgerRow& row) { return would_fix_too_few(left, row, threshold_); });
        };
        if (!fixes_with(left_)) {
            keep(std::move(asked));
            return {people, Why::shown};
        }
        const std::vector<std::string>* const before = counted_before(asked);
        if (before == nullptr || std::ssize(*before) < threshold_)
            return {{}, fixes_with(std::span(left_).first(earlier_)) ? Why::earlier : Why::too_few};
        const std::vector<std::string> same = *before;
        keep(ledger_rows(scores, same, visits));
        return {same, Why::as_released};
    }

    /// How many it is not known of: of people counted before, nobody knows any more.
    void say_others(const char* name, int others, Why why)
    {
        if (why == Why::as_released)
            say(name, std::string(withheld_word), Why::earlier);
        else
            say(name, others == 0 || others >= threshold_ ? std::to_string(others) : "<" + std::to_string(threshold_));
    }

    std::optional<Summary> at_visit(const Scores& scores, const Group& group, const std::string& visit)
    {
        const Visit& then = scores.visits.at(visit);
        std::vector<std::string> people;
        int missing = 0;
        for (const auto& [person, at] : then) {
            if (!group.people.contains(person)) continue;
            if (at.value)
                people.push_back(person);
            else
                ++missing;
        }
        const auto summary_of = [&](const std::vector<std::string>& counted) {
            std::vector<double> values;
            for (const std::string& person : counted)
                values.push_back(*then.at(person).value);
            return summarise(std::move(values));
        };
        const auto nothing = [&](Why why) -> std::optional<Summary> {
            withhold(why, {"n", "missing", "mean", "sd", "q1", "median", "q3", "above_cut_off"});
            return std::nullopt;
        };
        if (summary_of(people).sd < least_sd) return nothing(Why::too_few);
        const Counted counted = count(scores, people, {&visit});
        if (counted.people.empty()) return nothing(counted.why);
        const Summary made = summary_of(counted.people);
        if (made.sd < least_sd) return nothing(Why::too_few);
        say("n", std::to_string(made.n), counted.why);
        say_others("missing", missing, counted.why);
        say("mean", fixed(made.mean, 1), counted.why);
        say("sd", spread(made.sd), counted.why);
        const auto quartile = [&](const char* name, double value, bool enough) {
            say(name, enough ? fixed(nearest_half(value), 1) : std::string(withheld_word),
                enough ? counted.why : Why::each_side);
        };
        quartile("q1", made.q1, made.n >= 4 * threshold_);
        quartile("median", made.median, made.n >= 2 * threshold_);
        quartile("q3", made.q3, made.n >= 4 * threshold_);
        if (!scores.definition->scores[scores.score].cut_offs.empty()) {
            const auto beyond = std::ranges::count_if(
                counted.people, [&](const std::string& person) { return then.at(person).beyond_cut_off; });
            say_share("above_cut_off", static_cast<int>(beyond), made.n, counted.why);
        }
        return made;
    }

    void change(const Scores& scores, const Group& group, const std::string& visit)
    {
        const std::string& first = scores.order.front();
        const Visit& begin = scores.visits.at(first);
        const Visit& then = scores.visits.at(visit);
        std::vector<std::string> people;
        int dropped = 0;
        for (const auto& [person, at] : begin) {
            if (!group.people.contains(person) || !at.value) continue;
            const auto again = then.find(person);
            if (again == then.end() || !again->second.value)
                ++dropped;
            else
                people.push_back(person);
        }
        std::vector<double> before;
        std::vector<double> after;
        const auto pairs_of = [&](const std::vector<std::string>& counted) {
            before.clear();
            after.clear();
            for (const std::string& person : counted) {
                before.push_back(*begin.at(person).value);
                after.push_back(*then.at(person).value);
            }
            return paired_change(before, after);
        };
        const auto nothing = [&](Why why) {
            withhold(why, {"pairs", "dropped_out", "change", "change_low", "change_high", "d_pre", "d_av", "d_z"});
        };
        if (pairs_of(people).sd < least_sd) return nothing(Why::too_few);
        const Counted counted = count(scores, people, {&first, &visit});
        if (counted.people.empty()) return nothing(counted.why);
        const PairedChange made = pairs_of(counted.people);
        if (made.sd < least_sd) return nothing(Why::too_few);
        say("pairs", std::to_string(made.n), counted.why);
        say_others("dropped_out", dropped, counted.why);
        say("change", fixed(made.mean, 1), counted.why);
        say("change_low", fixed(made.ci->low, 1), counted.why);
        say("change_high", fixed(made.ci->high, 1), counted.why);
        const auto effect = [&](const char* name, const std::optional<double>& d) {
            say(name, d ? fixed(*d, 2) : std::string(withheld_word), d ? counted.why : Why::too_few);
        };
        effect("d_pre", made.d_pre);
        effect("d_av", made.d_av);
        effect("d_z", made.d_z);
        reliable(scores, before, after, counted.why);
    }

    void say_share(const char* name, int some, int of, Why why)
    {
        std::string words = share_words(some, of, threshold_);
        const bool gone = words == withheld_word;
        say(name, std::move(words), gone ? Why::small_part : why);
    }

    /// All categories of one split are one row of a table: shown together or not at all.
    void reliable(const Scores& scores, const std::vector<double>& before, const std::vector<double>& after, Why why)
    {
        const auto* const rule = instruments::default_threshold(*scores.definition, scores.score);
        // What is important to people is not yet beyond what the measure wavers by.
        if (rule == nullptr || rule->kind != "reliable") return;
        int better = 0;
        int worse = 0;
        int recovered = 0;
        for (std::size_t at = 0; at < before.size(); ++at) {
            const auto moved = instruments::change(*scores.definition, *rule, before[at], after[at]);
            better += moved.beyond_threshold && moved.better ? 1 : 0;
            worse += moved.beyond_threshold && !moved.better ? 1 : 0;
            recovered += moved.clinically_significant ? 1 : 0;
        }
        const int pairs = static_cast<int>(before.size());
        const int same = pairs - better - worse;
        const bool enough =
            std::ranges::all_of(std::array{better, same, worse}, [&](int n) { return n >= threshold_; });
        if (enough) {
            say_share("reliably_improved", better, pairs, why);
            say_share("no_reliable_change", same, pairs, why);
            say_share("reliably_worse", worse, pairs, why);
        } else {
            withhold(Why::small_part, {"reliably_improved", "no_reliable_change", "reliably_worse"});
        }
        if (rule->end_point) say_share("recovered", recovered, pairs, why);
    }

    /// Only of arms that are shown themselves: d, n and the interval give back what they are made of.
    void between_arms(const Scores& scores, const std::string& visit, const std::map<std::string, Summary>& arms)
    {
        if (arms.size() < 2) return;
        const auto& [reference, first] = *arms.begin();
        for (const auto& [name, summary] : arms) {
            if (name == reference) continue;
            begin(scores, {"arm", name + " - " + reference, {}}, visit);
            const auto made = hedges_g(summary, first);
            if (!made) continue;
            say("g", fixed(made->g, 2));
            say("g_low", fixed(made->ci.low, 2));
            say("g_high", fixed(made->ci.high, 2));
        }
    }

    int threshold_;
    std::vector<LedgerRow> left_;
    std::size_t earlier_; ///< of them left before this table
    Newcomers newcomers_;
    Statistic now_;
};

} // namespace

std::string share_words(int some, int of, int threshold)
{
    if (of < threshold) return std::string(withheld_word);
    // For every small share alike, or the mark itself would say nobody.
    if (10 * some < of) return "<10";
    if (10 * (of - some) < of) return ">90";
    if (some < threshold || of - some < threshold) return std::string(withheld_word);
    return fixed(std::round(100.0 * some / of), 0);
}

Outcomes outcomes(const Courses& courses, std::span<const Definition* const> definitions,
                  std::span<const Points> points, const VisitNames& names, std::span<const TableRow> table,
                  int threshold, std::vector<LedgerRow> left, Newcomers newcomers, const TableWish* only)
{
    std::vector<Group> groups = groups_of(courses, threshold);
    if (only != nullptr) std::erase_if(groups, [&](const Group& group) { return group.by != only->by; });
    Maker maker(threshold, std::move(left), newcomers);
    for (std::size_t at = 0; at < definitions.size(); ++at) {
        const Definition* const definition = definitions[at];
        if (definition->scores.empty()) continue;
        const std::string_view score = only != nullptr ? std::string_view(only->score) : "total";
        const Scores scores =
            scores_of(courses, *definition, definition->score_index(score).value_or(0), points[at], names, table);
        if (!scores.visits.empty()) maker.instrument(scores, groups);
    }
    return std::move(maker.out);
}

} // namespace rapport::release
