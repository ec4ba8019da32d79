#include "instruments/reachable.h"

#include <algorithm>

#include "instruments/outcome.h"
#include "instruments/tally.h"

namespace rapport::instruments {

namespace {

constexpr std::size_t most_at_once = 500'000;
constexpr std::size_t most_values = 20'000;

template <class Number>
void sort_unique(std::vector<Number>& values)
{
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
}

/// All outcomes of `join` over one value of each member.
template <class Number, class Join>
std::optional<std::vector<Number>> joined(const std::vector<std::vector<Number>>& members, std::size_t& steps_left,
                                          Join join)
{
    std::vector<Number> all;
    for (std::size_t i = 0; i < members.size(); ++i) {
        if (i == 0) {
            all = members[i];
            continue;
        }
        const std::size_t steps = all.size() * members[i].size();
        if (steps > most_at_once || steps > steps_left) return std::nullopt;
        steps_left -= steps;
        std::vector<Number> next;
        next.reserve(steps);
        for (const Number so_far : all)
            for (const Number own : members[i])
                next.push_back(join(so_far, own));
        sort_unique(next);
        if (next.size() > most_values) return std::nullopt;
        all = std::move(next);
    }
    return all;
}

Values from_items(const Definition& definition, const Score& score, std::size_t& steps_left)
{
    std::vector<std::vector<std::int64_t>> members;
    for (std::size_t member = 0; member < score.items.size(); ++member) {
        const MemberPoints points(definition, score, member);
        std::vector<std::int64_t> own;
        for (const Choice& choice : definition.choices(score.items[member]))
            own.push_back(points(choice.value));
        sort_unique(own);
        members.push_back(std::move(own));
    }
    const bool highest = score.method == Method::max;
    const auto units = joined(members, steps_left, [highest](std::int64_t left, std::int64_t right) {
        return highest ? std::max(left, right) : left + right;
    });
    if (!units) return std::nullopt;
    const Extremes range = extremes(definition, score);
    std::vector<double> values;
    for (const std::int64_t each : *units)
        values.push_back(in_points(score, each, range));
    return values;
}

Values from_scores(const Definition& definition, const Score& score, const std::vector<Values>& before,
                   std::size_t& steps_left)
{
    std::vector<std::vector<double>> members;
    for (std::size_t member = 0; member < score.inputs.size(); ++member) {
        Values own = before[score.inputs[member]];
        if (!own) return std::nullopt;
        if (!score.table)
            for (double& value : *own)
                value = share_of(score, member, value);
        sort_unique(*own);
        members.push_back(std::move(*own));
    }
    const bool highest = score.method == Method::max;
    auto values = joined(members, steps_left, [highest](double left, double right) {
        return highest ? std::max(left, right) : left + right;
    });
    if (!values) return values;
    if (score.table) {
        std::vector<double> rows;
        for (const double raw : *values)
            if (const auto row = look_up(definition.tables[*score.table], raw)) rows.push_back(*row);
        values = std::move(rows);
    }
    for (double& value : *values)
        value = scaled(score, value);
    sort_unique(*values);
    return values;
}

} // namespace

Values reachable(const Definition& definition, const Score& score, const std::vector<Values>& before,
                 std::size_t& steps_left)
{
    Values values = score.inputs.empty() ? from_items(definition, score, steps_left)
                                         : from_scores(definition, score, before, steps_left);
    if (values) sort_unique(*values);
    return values;
}

} // namespace rapport::instruments
