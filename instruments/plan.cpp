#include "instruments/plan.h"

#include <algorithm>

namespace rapport::instruments {

namespace {

constexpr std::int64_t most_in_a_lane = 32'767;
constexpr unsigned widest_span = 256;

/// Members that add up, in sums that stay small on every way there.
bool goes_in_lanes(const Definition& definition, const Score& score)
{
    if (score.items.empty() || score.method == Method::max || score.expression) return false;
    std::int64_t most = 0;
    for (std::size_t member = 0; member < score.items.size(); ++member) {
        const Extremes own = extremes_of_member(definition, score, member);
        most += std::max(std::abs(own.low), std::abs(own.high));
    }
    return most <= most_in_a_lane && score.items.size() <= static_cast<std::size_t>(most_in_a_lane);
}

bool is_plain(const Score& score)
{
    return score.bands.empty() && score.scale == Decimal{} &&
           (score.method == Method::sum || score.method == Method::count);
}

void place(Plan& plan)
{
    const Definition& definition = *plan.definition;
    std::size_t given = 0;
    std::size_t open = 0;
    plan.misfits = given++;
    for (const Score& score : definition.scores) {
        Plan::ScoreLanes lanes;
        lanes.id = score.id;
        lanes.absent = score.missing.id;
        lanes.items = static_cast<int>(score.items.size());
        lanes.complete.id = score.id;
        lanes.complete.items = lanes.complete.answered = lanes.items;
        lanes.in_lanes = goes_in_lanes(definition, score);
        if (lanes.in_lanes) {
            lanes.plain = is_plain(score);
            lanes.range = extremes(definition, score);
            lanes.sum = given++;
            lanes.low = open++;
            lanes.high = open++;
            lanes.missing = open++;
        }
        plan.scores.push_back(std::move(lanes));
    }
    for (const Criterion& criterion : definition.criteria) {
        plan.parts.emplace_back();
        for (const CriterionPart& part : criterion.parts) {
            plan.parts.back().push_back({});
            Plan::PartLanes& lanes = plan.parts.back().back();
            if (part.range)
                lanes.range = &*part.range;
            else
                lanes = {nullptr, given++, open++, part.need, part.most.value_or(lanes.most), part.most.has_value()};
        }
    }
    plan.given_width = (given + Lanes::width - 1) / Lanes::width;
    plan.open_width = (open + Lanes::width - 1) / Lanes::width;
}

void add(std::vector<Lanes>& rows, std::size_t first, std::size_t lane, std::int64_t amount)
{
    rows[first + lane / Lanes::width].add(lane % Lanes::width, amount);
}

/// What item `item` brings to each score, answered by each choice or not at all.
void fill_scores(Plan& plan, std::size_t item)
{
    const Definition& definition = *plan.definition;
    const Plan::ItemRows& rows = plan.items[item];
    for (std::size_t s = 0; s < plan.scores.size(); ++s) {
        const Score& score = definition.scores[s];
        const Plan::ScoreLanes& lanes = plan.scores[s];
        const auto found = std::find(score.items.begin(), score.items.end(), item);
        if (!lanes.in_lanes || found == score.items.end()) continue;
        const auto member = static_cast<std::size_t>(found - score.items.begin());
        const MemberPoints points(definition, score, member);
        for (const Choice& choice : definition.choices(item))
            add(plan.given, rows.first + static_cast<std::size_t>(choice.value - rows.low) * plan.given_width,
                lanes.sum, points(choice.value));
        const Extremes own = extremes_of_member(definition, score, member);
        add(plan.open, item * plan.open_width, lanes.low, own.low);
        add(plan.open, item * plan.open_width, lanes.high, own.high);
        add(plan.open, item * plan.open_width, lanes.missing, 1);
    }
}

void fill_parts(Plan& plan, std::size_t item)
{
    const Definition& definition = *plan.definition;
    const Plan::ItemRows& rows = plan.items[item];
    for (std::size_t c = 0; c < plan.parts.size(); ++c)
        for (std::size_t p = 0; p < plan.parts[c].size(); ++p) {
            const CriterionPart& part = definition.criteria[c].parts[p];
            const auto found = std::find(part.items.begin(), part.items.end(), item);
            if (found == part.items.end()) continue;
            const int least = part.at_least[static_cast<std::size_t>(found - part.items.begin())];
            std::size_t reaching = 0;
            const std::vector<Choice>& choices = definition.choices(item);
            for (const Choice& choice : choices) {
                if (choice.value < least) continue;
                ++reaching;
                add(plan.given, rows.first + static_cast<std::size_t>(choice.value - rows.low) * plan.given_width,
                    plan.parts[c][p].reached, 1);
            }
            // One that every choice reaches is not open; the reader lets no such threshold pass, and hands are free.
            plan.fits = plan.fits && reaching < choices.size();
            if (reaching > 0) add(plan.open, item * plan.open_width, plan.parts[c][p].open, 1);
        }
}

bool make_rows(Plan& plan)
{
    const Definition& definition = *plan.definition;
    for (std::size_t item = 0; item < definition.items.size(); ++item) {
        int low = definition.choices(item).front().value;
        int high = low;
        for (const Choice& choice : definition.choices(item)) {
            low = std::min(low, choice.value);
            high = std::max(high, choice.value);
        }
        const auto span = static_cast<unsigned>(high - low + 1);
        if (span > widest_span) return false;
        plan.items.push_back({low, span, plan.given.size()});
        plan.given.resize(plan.given.size() + span * plan.given_width);
        for (int value = low; value <= high; ++value)
            if (!definition.allows(item, value))
                add(plan.given, plan.items[item].first + static_cast<std::size_t>(value - low) * plan.given_width,
                    plan.misfits, 1);
    }
    plan.open.resize(definition.items.size() * plan.open_width);
    return true;
}

} // namespace

Plan make_plan(const Definition& definition)
{
    Plan plan;
    plan.definition = &definition;
    plan.has_rules =
        std::any_of(definition.items.begin(), definition.items.end(), [](const Item& item) { return item.has_rule(); });
    place(plan);
    plan.fits = plan.given_width <= Plan::widest && plan.open_width <= Plan::widest &&
                definition.items.size() <= static_cast<std::size_t>(most_in_a_lane);
    if (!plan.fits || !make_rows(plan)) {
        plan.fits = false;
        return plan;
    }
    for (std::size_t item = 0; item < definition.items.size(); ++item) {
        fill_scores(plan, item);
        fill_parts(plan, item);
    }
    for (Plan::ItemRows& rows : plan.items)
        rows.lowest = plan.given.data() + rows.first;
    plan.all_plain = std::all_of(plan.scores.begin(), plan.scores.end(),
                                 [](const Plan::ScoreLanes& lanes) { return lanes.in_lanes && lanes.plain; });
    plan.none_replaced =
        plan.all_plain && std::all_of(definition.scores.begin(), definition.scores.end(),
                                      [](const Score& score) { return score.missing.max_missing == 0; });
    return plan;
}

} // namespace rapport::instruments
