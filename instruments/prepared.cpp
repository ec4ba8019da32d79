#include "instruments/prepared.h"

#include <algorithm>
#include <cassert>

#include "instruments/criteria.h"
#include "instruments/evaluate.h"
#include "instruments/outcome.h"
#include "instruments/plan.h"

namespace rapport::instruments {

namespace {

struct Sums {
    std::array<Lanes, Plan::widest> given{};
    std::array<Lanes, Plan::widest> open{};
    bool any_open = false;

    [[nodiscard]] int of(const std::array<Lanes, Plan::widest>& side, std::size_t lane) const
    {
        return side[lane / Lanes::width].v[lane % Lanes::width];
    }
    [[nodiscard]] int given_at(std::size_t lane) const { return of(given, lane); }
    [[nodiscard]] int open_at(std::size_t lane) const { return of(open, lane); }
};

template <std::size_t width>
void add_row(std::array<Lanes, Plan::widest>& sums, const Lanes* row)
{
    for (std::size_t i = 0; i < width; ++i)
        sums[i].v += row[i].v;
}

/// `width` is plan.given_width, as a constant so that the sums stay in registers.
template <std::size_t width>
void add_up(const Plan& plan, const Response& response, Sums& sums)
{
    std::array<Lanes, Plan::widest> given{};
    const Lanes* const rows = plan.given.data();
    const Plan::ItemRows* item = plan.items.data();
    for (const Answer& answer : response.items) {
        if (answer.given()) [[likely]] {
            const auto choice = static_cast<unsigned>(answer.value() - item->low);
            assert(choice < item->span);
            add_row<width>(given, rows + item->first + choice * width);
        } else {
            const auto at = static_cast<std::size_t>(item - plan.items.data());
            for (std::size_t i = 0; i < plan.open_width; ++i)
                sums.open[i].v += plan.open[at * plan.open_width + i].v;
            sums.any_open = true;
        }
        ++item;
    }
    for (std::size_t i = 0; i < width; ++i)
        sums.given[i] = given[i];
}

void add_up(const Plan& plan, const Response& response, Sums& sums)
{
    assert(response.items.size() == plan.items.size());
    static_assert(Plan::widest == 8);
    constexpr std::array<void (*)(const Plan&, const Response&, Sums&), Plan::widest> by_width = {
        add_up<1>, add_up<2>, add_up<3>, add_up<4>, add_up<5>, add_up<6>, add_up<7>, add_up<8>};
    by_width[plan.given_width - 1](plan, response, sums);
    assert(sums.given_at(plan.misfits) == 0);
}

/// Everybody is asked everything, as far as this response shows.
std::vector<Standing> all_asked(const Response& response)
{
    std::vector<Standing> standing(response.items.size());
    std::transform(response.items.begin(), response.items.end(), standing.begin(),
                   [](const Answer& answer) { return answer.given() ? Standing::answered : Standing::missing; });
    return standing;
}

void conclude_score(const Plan& plan, std::size_t which, const Sums& sums, const Context& context, ScoreValue& out)
{
    const Plan::ScoreLanes& lanes = plan.scores[which];
    const Score& score = plan.definition->scores[which];
    out = lanes.blank;
    const int sum = sums.given_at(lanes.sum);
    const int missing = sums.any_open ? sums.open_at(lanes.missing) : 0;
    if (missing == 0 && lanes.plain && score.bands.empty()) {
        out.answered = out.items;
        out.lowest = out.highest = sum;
        out.value = out.lowest;
        return;
    }
    Tally tally;
    tally.sum = sum;
    tally.low = sum + (missing == 0 ? 0 : sums.open_at(lanes.low));
    tally.high = sum + (missing == 0 ? 0 : sums.open_at(lanes.high));
    tally.open = missing;
    tally.answered = out.items - missing;
    conclude(score, tally, lanes.range, context, out);
}

/// As `judge` decides where only missing answers are open; absent where it takes going through completions.
std::optional<CriterionValue> conclude_criterion(const Plan& plan, std::size_t which, const Sums& sums,
                                                 const Context& context, const Scored& out)
{
    const Criterion& criterion = plan.definition->criteria[which];
    const Plan::PartLanes* lanes = plan.parts[which].data();
    bool certain = true;
    bool bounded = false;
    bool by_part = false;
    for (const CriterionPart& part : criterion.parts) {
        const Plan::PartLanes at = *lanes++;
        if (part.range) {
            const ScoreValue& value = out.scores[part.range->score];
            const Tri tri = judge(*part.range, value, context);
            if (tri == Tri::not_met) return CriterionValue{criterion.id, Tri::not_met};
            certain = certain && tri == Tri::met;
            by_part = by_part || !value.value;
            continue;
        }
        const int reached = sums.given_at(at.reached);
        const int could = reached + (sums.any_open ? sums.open_at(at.open) : 0);
        if (could < part.need || (part.most && reached > *part.most)) return CriterionValue{criterion.id, Tri::not_met};
        certain = certain && reached >= part.need && (!part.most || could <= *part.most);
        bounded = bounded || part.most.has_value();
    }
    if (certain) return CriterionValue{criterion.id, Tri::met, by_part};
    if (bounded) return std::nullopt;
    return CriterionValue{criterion.id, Tri::cannot_tell};
}

/// The long way, for responses whose items are not all asked of this person.
bool needs_the_long_way(const std::vector<Standing>& standing)
{
    return std::any_of(standing.begin(), standing.end(),
                       [](Standing each) { return each != Standing::answered && each != Standing::missing; });
}

void run(const Plan& plan, const Response& response, const Context& context, Scored& out)
{
    const Definition& definition = *plan.definition;
    Sums sums;
    add_up(plan, response, sums);
    out.scores.resize(plan.scores.size());
    for (std::size_t i = 0; i < plan.scores.size(); ++i) {
        if (plan.scores[i].in_lanes)
            conclude_score(plan, i, sums, context, out.scores[i]);
        else
            out.scores[i] =
                evaluate(definition, definition.scores[i], response, all_asked(response), context, out.scores);
    }
    out.criteria.resize(plan.parts.size());
    for (std::size_t i = 0; i < plan.parts.size(); ++i) {
        const auto judged = conclude_criterion(plan, i, sums, context, out);
        out.criteria[i] =
            judged ? *judged
                   : judge(definition, definition.criteria[i], {response, all_asked(response), context, out.scores});
    }
    out.flags.clear();
    for (const CriticalItem& critical : definition.critical_items) {
        const Answer answer = response.items[critical.item];
        if (fires(critical, answer, answer.given() ? Standing::answered : Standing::missing))
            out.flags.push_back({critical.id, critical.item, !answer.given()});
    }
    out.contradicted.clear();
}

} // namespace

PreparedKey::PreparedKey(const Definition& definition) : plan_(std::make_unique<const Plan>(make_plan(definition))) {}
PreparedKey::~PreparedKey() = default;
PreparedKey::PreparedKey(PreparedKey&&) noexcept = default;

void PreparedKey::score(const Response& response, const Context& context, Scored& out) const
{
    const bool long_way =
        !plan_->fits || (plan_->has_rules && needs_the_long_way(standings(*plan_->definition, response, context)));
    if (long_way)
        out = instruments::score(*plan_->definition, response, context);
    else
        run(*plan_, response, context, out);
}

Scored PreparedKey::score(const Response& response, const Context& context) const
{
    Scored out;
    score(response, context, out);
    return out;
}

} // namespace rapport::instruments
