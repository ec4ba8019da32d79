#include "instruments/prepared.h"

#include <algorithm>
#include <cassert>
#include <span>

#include "instruments/criteria.h"
#include "instruments/evaluate.h"
#include "instruments/outcome.h"
#include "instruments/plan.h"

namespace rapport::instruments {

namespace {

struct Sums {
    std::array<Lanes, Plan::widest> given; ///< filled as far as the plan is wide
    std::array<Lanes, Plan::widest> open;
    bool any_open = false;

    [[nodiscard]] static int at(const std::array<Lanes, Plan::widest>& side, std::size_t lane)
    {
        return reinterpret_cast<const std::int16_t*>(side.data())[lane];
    }
    [[nodiscard]] int given_at(std::size_t lane) const { return at(given, lane); }
    [[nodiscard]] int open_at(std::size_t lane) const { return any_open ? at(open, lane) : 0; }
};

template <std::size_t width>
void add_row(std::array<Lanes, Plan::widest>& sums, const Lanes* row)
{
    for (std::size_t i = 0; i < width; ++i)
        sums[i].v += row[i].v;
}

void add_open(const Plan& plan, std::size_t item, Sums& sums)
{
    const Lanes* const row = plan.open.data() + item * plan.open_width;
    for (std::size_t i = 0; i < plan.open_width; ++i)
        sums.open[i].v = sums.any_open ? sums.open[i].v + row[i].v : row[i].v;
    sums.any_open = true;
}

/// `width` is plan.given_width, as a constant so that the sums stay in registers.
template <std::size_t width>
void add_up(const Plan& plan, const Response& response, Sums& sums)
{
    std::array<Lanes, Plan::widest> given{};
    const Plan::ItemRows* item = plan.items.data();
    for (const Answer& answer : response.items) {
        if (answer.given()) [[likely]] {
            const auto choice = static_cast<unsigned>(answer.value() - item->low);
            assert(choice < item->span);
            add_row<width>(given, item->lowest + choice * width);
        } else {
            add_open(plan, static_cast<std::size_t>(item - plan.items.data()), sums);
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
    static constexpr std::array<void (*)(const Plan&, const Response&, Sums&), Plan::widest> by_width = {
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

void conclude_score(const Plan::ScoreLanes& lanes, const Score& score, const Sums& sums, const Context& context,
                    ScoreValue& out)
{
    const int sum = sums.given_at(lanes.sum);
    const int missing = sums.open_at(lanes.missing);
    const int low = sum + sums.open_at(lanes.low);
    const int high = sum + sums.open_at(lanes.high);
    // Member by member: building a whole one first and copying it costs twice as much.
    out.id = lanes.id;
    out.value.reset();
    out.absent = {};
    out.answered = lanes.items - missing;
    out.items = lanes.items;
    out.prorated = false;
    out.band = out.band_above = {};
    out.cut_off_reached_by_part = out.band_cannot_tell = false;
    out.skipped = 0;
    if (!lanes.plain || (missing > 0 && missing <= score.missing.max_missing)) {
        Tally tally;
        tally.sum = sum;
        tally.low = low;
        tally.high = high;
        tally.open = missing;
        tally.answered = out.answered;
        return conclude(score, tally, lanes.range, context, out);
    }
    out.lowest = low;
    out.highest = high;
    if (missing == 0) {
        out.value = out.lowest;
        return;
    }
    out.absent = lanes.absent;
    if (!score.cut_offs.empty()) out.cut_off_reached_by_part = reaches_cut_off(score, context, out.lowest, out.highest);
}

/// As `judge` decides where only missing answers are open; absent where it takes going through completions.
[[gnu::noinline]] std::optional<Tri> conclude_parts(std::span<const Plan::PartLanes> parts, const Sums& sums,
                                                    const Context& context, const ScoreValue* scores, bool& by_part)
{
    bool certain = true;
    bool bounded = false;
    for (const Plan::PartLanes& part : parts) {
        if (part.range != nullptr) {
            const ScoreValue& value = scores[part.range->score];
            const Tri tri = judge(*part.range, value, context);
            if (tri == Tri::not_met) return tri;
            certain = certain && tri == Tri::met;
            by_part = by_part || !value.value;
            continue;
        }
        const int reached = sums.given_at(part.reached);
        const int could = reached + sums.open_at(part.open);
        if (could < part.need || reached > part.most) return Tri::not_met;
        certain = certain && reached >= part.need && could <= part.most;
        bounded = bounded || part.bounded;
    }
    if (certain) return Tri::met;
    if (bounded) return std::nullopt;
    return Tri::cannot_tell;
}

/// The long way, for responses whose items are not all asked of this person.
bool needs_the_long_way(const std::vector<Standing>& standing)
{
    return std::any_of(standing.begin(), standing.end(),
                       [](Standing each) { return each != Standing::answered && each != Standing::missing; });
}

/// The most common case by far: every item answered, every score its own sum. Functions of their own, so that what a
/// loop needs stays in registers.
[[gnu::noinline]] void conclude_complete(const Plan& plan, const Sums& sums, ScoreValue* out)
{
    const auto* const lane = reinterpret_cast<const std::int16_t*>(sums.given.data());
    for (const Plan::ScoreLanes& lanes : plan.scores) {
        const double value = lane[lanes.sum];
        *out = lanes.complete;
        out->value = value;
        out->lowest = value;
        out->highest = value;
        ++out;
    }
}

/// Next in number: some items are open, every score is its own sum, and none has a rule that replaces them.
[[gnu::noinline]] void conclude_open(const Plan& plan, const Sums& sums, const Context& context, ScoreValue* out)
{
    const auto* const given = reinterpret_cast<const std::int16_t*>(sums.given.data());
    const auto* const open = reinterpret_cast<const std::int16_t*>(sums.open.data());
    const Score* score = plan.definition->scores.data();
    for (const Plan::ScoreLanes& lanes : plan.scores) {
        const int sum = given[lanes.sum];
        const int missing = open[lanes.missing];
        *out = lanes.complete;
        out->lowest = sum + open[lanes.low];
        out->highest = sum + open[lanes.high];
        if (missing == 0) {
            out->value = out->lowest;
        } else {
            out->answered -= missing;
            out->absent = lanes.absent;
            if (!score->cut_offs.empty())
                out->cut_off_reached_by_part = reaches_cut_off(*score, context, out->lowest, out->highest);
        }
        ++out;
        ++score;
    }
}

void conclude_scores(const Plan& plan, const Response& response, const Sums& sums, const Context& context, Scored& out)
{
    const Score* score = plan.definition->scores.data();
    out.scores.resize(plan.scores.size());
    if (!sums.any_open && plan.all_plain) return conclude_complete(plan, sums, out.scores.data());
    if (plan.none_replaced) return conclude_open(plan, sums, context, out.scores.data());
    ScoreValue* value = out.scores.data();
    for (const Plan::ScoreLanes& lanes : plan.scores) {
        if (lanes.in_lanes)
            conclude_score(lanes, *score, sums, context, *value);
        else
            *value = evaluate(*plan.definition, *score, response, all_asked(response), context, out.scores);
        ++score;
        ++value;
    }
}

void conclude_criteria(const Plan& plan, const Response& response, const Sums& sums, const Context& context,
                       Scored& out)
{
    const Criterion* criterion = plan.definition->criteria.data();
    out.criteria.resize(plan.parts.size());
    CriterionValue* value = out.criteria.data();
    for (const std::vector<Plan::PartLanes>& parts : plan.parts) {
        bool by_part = false;
        const std::optional<Tri> tri = conclude_parts(parts, sums, context, out.scores.data(), by_part);
        if (tri)
            *value = {criterion->id, *tri, *tri == Tri::met && by_part};
        else
            *value = judge(*plan.definition, *criterion, {response, all_asked(response), context, out.scores});
        ++criterion;
        ++value;
    }
}

void run(const Plan& plan, const Response& response, const Context& context, Scored& out)
{
    Sums sums;
    add_up(plan, response, sums);
    conclude_scores(plan, response, sums, context, out);
    conclude_criteria(plan, response, sums, context, out);
    out.flags.clear();
    for (const CriticalItem& critical : plan.definition->critical_items) {
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
