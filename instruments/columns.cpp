#include "instruments/columns.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstring>
#include <limits>

#include "instruments/column_plan.h"

namespace rapport::instruments {

namespace {

constexpr std::size_t wide = 16;
constexpr std::size_t deep = 2;
constexpr std::size_t strip = wide * deep;
/// Rows that one score goes through before the next one does. Columns often lie a power of two apart, where a cache
/// holds few of them at once; this way each line of each is fetched once.
constexpr std::size_t strips = 8;
constexpr std::size_t block = strip * strips;
using Bytes = ColumnPlan::Bytes;
using Unsigned = std::uint8_t __attribute__((vector_size(wide)));

/// One byte for each row of a strip.
struct Strip {
    std::array<Bytes, deep> part;
};

Bytes load(const std::int8_t* from)
{
    Bytes all;
    std::memcpy(&all, from, wide);
    return all;
}

void store(std::uint8_t* to, const Strip& all)
{
    std::memcpy(to, &all, strip);
}

Bytes each(std::int8_t value)
{
    return Bytes{} + value;
}

/// The last rows, filled up to a block with rows without answers.
class Tail {
public:
    Tail(const AnswerColumns& answers, std::size_t from)
    {
        rows_.resize(answers.items.size());
        for (std::size_t item = 0; item < rows_.size(); ++item) {
            rows_[item].fill(no_answer);
            std::memcpy(rows_[item].data(), answers.items[item] + from, answers.rows - from);
            columns_.push_back(rows_[item].data());
        }
    }
    [[nodiscard]] const std::vector<const std::int8_t*>& columns() const { return columns_; }

private:
    std::vector<std::array<std::int8_t, block>> rows_;
    std::vector<const std::int8_t*> columns_;
};

/// All columns, from one row on.
struct Window {
    const std::int8_t* const* columns = nullptr;
    std::size_t row = 0;

    [[nodiscard]] const std::int8_t* of(std::size_t item) const { return columns[item] + row; }
};

struct Counted {
    Strip sum;
    Strip answered;
    Strip reached; ///< of the part that is counted on the way
    Bytes wrong{}; ///< not 0 where some row holds no choice
};

enum class Part : bool { none, counted };

/// Sums may pass 127: they are bytes without a sign, and addition is the same. A sum's choices are never below 0, so
/// that without a sign a wrong value below 0 is one above the highest.
template <Part part>
void add_up(const ColumnPlan::Sum& sum, Window window, Counted& out)
{
    static_assert(deep == 2);
    Unsigned sum_0{}, sum_1{};
    Bytes answered_0{}, answered_1{}, reached_0{}, reached_1{}, wrong{};
    const Bytes nothing = each(no_answer);
    for (const ColumnPlan::Member& member : sum.members) {
        const std::int8_t* const column = window.of(member.item);
        const Bytes value_0 = load(column);
        const Bytes value_1 = load(column + wide);
        const Bytes blank_0 = value_0 == nothing; // -1 where so
        const Bytes blank_1 = value_1 == nothing;
        answered_0 += blank_0;
        answered_1 += blank_1;
        Bytes points_0 = ~blank_0 & value_0;
        Bytes points_1 = ~blank_1 & value_1;
        const auto most = [](Unsigned left, Unsigned right) { return left > right ? left : right; };
        const auto highest = reinterpret_cast<Unsigned>(member.high);
        const Unsigned seen =
            most(most(reinterpret_cast<Unsigned>(points_0), reinterpret_cast<Unsigned>(points_1)), highest);
        wrong |= reinterpret_cast<Bytes>(seen ^ highest);
        if (member.above_zero) wrong |= (~blank_0 & (value_0 < member.low)) | (~blank_1 & (value_1 < member.low));
        if constexpr (part == Part::counted) { // no_answer reaches nothing
            reached_0 -= value_0 > member.below;
            reached_1 -= value_1 > member.below;
        }
        if (member.turned) {
            const auto ends = reinterpret_cast<Unsigned>(member.ends);
            points_0 = ~blank_0 & reinterpret_cast<Bytes>(ends - reinterpret_cast<Unsigned>(points_0));
            points_1 = ~blank_1 & reinterpret_cast<Bytes>(ends - reinterpret_cast<Unsigned>(points_1));
        }
        sum_0 += reinterpret_cast<Unsigned>(points_0);
        sum_1 += reinterpret_cast<Unsigned>(points_1);
    }
    const Bytes all = each(static_cast<std::int8_t>(sum.members.size()));
    out.sum = {{reinterpret_cast<Bytes>(sum_0), reinterpret_cast<Bytes>(sum_1)}};
    out.answered = {{all + answered_0, all + answered_1}};
    out.reached = {{reached_0, reached_1}};
    out.wrong |= wrong;
}

/// 0 met, 1 not met, 2 cannot tell, as the values of Tri.
static_assert(static_cast<int>(Tri::met) == 0 && static_cast<int>(Tri::not_met) == 1 &&
              static_cast<int>(Tri::cannot_tell) == 2);

/// Of one part that no sum counts on the way.
void count(const ColumnPlan::Part& part, Window window, Strip& reached, Strip& open)
{
    for (std::size_t i = 0; i < part.items.size(); ++i)
        for (std::size_t k = 0; k < deep; ++k) {
            const Bytes value = load(window.of(part.items[i]) + k * wide);
            reached.part[k] -= value >= each(part.at_least[i]);
            open.part[k] -= value == each(no_answer);
        }
}

Strip judge(const std::vector<ColumnPlan::Part>& rule, const Counted* counted, Window window)
{
    Strip certain{{each(-1), each(-1)}};
    Strip fails{};
    for (const ColumnPlan::Part& part : rule) {
        Strip reached{};
        Strip open{};
        if (part.by_sum)
            reached = counted[*part.by_sum * strips].reached;
        else
            count(part, window, reached, open);
        const Bytes need = each(part.need);
        const Bytes most = each(part.most);
        for (std::size_t k = 0; k < deep; ++k) {
            if (part.by_sum) open.part[k] = each(part.size) - counted[*part.by_sum * strips].answered.part[k];
            const Bytes could = reached.part[k] + open.part[k];
            fails.part[k] |= (need > could) | (reached.part[k] > most);
            certain.part[k] &= ~((need > reached.part[k]) | (could > most));
        }
    }
    for (std::size_t k = 0; k < deep; ++k)
        certain.part[k] = (fails.part[k] & each(1)) | (~fails.part[k] & ~certain.part[k] & each(2));
    return certain;
}

/// Where a block's results go, one pointer per column.
struct Outlet {
    std::vector<std::uint8_t*> sums;
    std::vector<std::uint8_t*> answered;
    std::vector<std::uint8_t*> verdicts;
};

/// `counted` has `strips` entries for each score.
void score_block(const ColumnPlan& plan, Window window, Counted* counted, const Outlet& out, std::size_t row)
{
    const auto strip_of = [&](std::size_t h) { return Window{window.columns, window.row + h * strip}; };
    for (std::size_t s = 0; s < out.sums.size(); ++s) {
        const ColumnPlan::Sum& sum = plan.sums.data()[s];
        if (!sum.of_scores.empty()) continue;
        for (std::size_t h = 0; h < strips; ++h) {
            Counted& now = counted[s * strips + h];
            if (sum.counts_part)
                add_up<Part::counted>(sum, strip_of(h), now);
            else
                add_up<Part::none>(sum, strip_of(h), now);
            store(out.sums.data()[s] + row + h * strip, now.sum);
            store(out.answered.data()[s] + row + h * strip, now.answered);
        }
    }
    for (std::size_t s = 0; s < out.sums.size(); ++s) {
        const ColumnPlan::Sum& sum = plan.sums.data()[s];
        for (std::size_t h = 0; h < strips && !sum.of_scores.empty(); ++h) {
            Strip points{};
            Strip answered{};
            for (const std::size_t part : sum.of_scores)
                for (std::size_t k = 0; k < deep; ++k) {
                    points.part[k] =
                        reinterpret_cast<Bytes>(reinterpret_cast<Unsigned>(points.part[k]) +
                                                reinterpret_cast<Unsigned>(counted[part * strips + h].sum.part[k]));
                    answered.part[k] += counted[part * strips + h].answered.part[k];
                }
            store(out.sums.data()[s] + row + h * strip, points);
            store(out.answered.data()[s] + row + h * strip, answered);
        }
    }
    for (std::size_t c = 0; c < out.verdicts.size(); ++c)
        for (std::size_t h = 0; h < strips; ++h)
            store(out.verdicts.data()[c] + row + h * strip, judge(plan.rules.data()[c], counted + h, strip_of(h)));
}

std::vector<std::uint8_t*> pointers(std::vector<std::vector<std::uint8_t>>& columns)
{
    std::vector<std::uint8_t*> all;
    for (std::vector<std::uint8_t>& column : columns)
        all.push_back(column.data());
    return all;
}

bool any(Bytes lanes)
{
    std::array<std::int8_t, wide> each_lane{};
    std::memcpy(each_lane.data(), &lanes, wide);
    return std::any_of(each_lane.begin(), each_lane.end(), [](std::int8_t lane) { return lane != 0; });
}

/// Whether every value of a column is a choice or no answer.
bool all_choices(const Definition& definition, std::size_t item, const std::int8_t* column, std::size_t rows)
{
    std::array<bool, 256> allowed{};
    allowed[static_cast<std::uint8_t>(no_answer)] = true;
    for (const Choice& choice : definition.choices(item))
        if (choice.value > no_answer && choice.value <= 127)
            allowed[static_cast<std::uint8_t>(static_cast<std::int8_t>(choice.value))] = true;
    return std::all_of(column, column + rows,
                       [&](std::int8_t value) { return allowed[static_cast<std::uint8_t>(value)]; });
}

/// One that has a value outside its choices, if there is one.
std::optional<std::size_t> wrong_item(const Definition& definition, const AnswerColumns& answers)
{
    for (std::size_t item = 0; item < answers.items.size(); ++item)
        if (!all_choices(definition, item, answers.items[item], answers.rows)) return item;
    return std::nullopt;
}

Error refuse(const Definition& definition, std::size_t item)
{
    return {answers_refused, "Item " + definition.items[item].id + " has a value that is not one of its choices."};
}

void gather(const AnswerColumns& answers, std::size_t row, Response& response)
{
    response.items.resize(answers.items.size());
    for (std::size_t item = 0; item < answers.items.size(); ++item) {
        const std::int8_t value = answers.items[item][row];
        response.items[item] = value == no_answer ? Answer::none(Missing::unrecorded) : Answer::chose(value);
    }
}

const Context& context_of(const AnswerColumns& answers, std::size_t row)
{
    static const Context nobody;
    return answers.contexts.empty() ? nobody : answers.contexts[row];
}

bool bounded(const std::vector<ColumnPlan::Part>& rule)
{
    return std::any_of(rule.begin(), rule.end(), [](const ColumnPlan::Part& part) { return part.bounded; });
}

} // namespace

ColumnKey::ColumnKey(const Definition& definition) : plan_(make_column_plan(definition)) {}

bool ColumnKey::many_at_once() const
{
    return plan_->many_at_once;
}

Status ColumnKey::score(const AnswerColumns& answers, ScoredColumns& out) const
{
    const ColumnPlan& plan = *plan_;
    const Definition& definition = plan.definition;
    assert(answers.items.size() == definition.items.size());
    assert(answers.contexts.empty() || answers.contexts.size() == answers.rows);
    out.plan_ = plan_;
    out.rows_ = 0; // until all is done
    const std::size_t padded = (answers.rows + block - 1) / block * block;
    const auto shape = [](auto& columns, std::size_t count, std::size_t length) {
        columns.resize(count);
        for (auto& column : columns)
            column.resize(length);
    };
    shape(out.verdicts_, definition.criteria.size(), padded);
    shape(out.sums_, plan.many_at_once ? plan.sums.size() : 0, padded);
    shape(out.answered_, plan.many_at_once ? plan.sums.size() : 0, padded);
    shape(out.values_, plan.many_at_once ? 0 : definition.scores.size(), answers.rows);
    const Status done = plan.many_at_once ? by_blocks(answers, out) : by_rows(answers, out);
    if (done) out.rows_ = answers.rows;
    return done;
}

Status ColumnKey::by_rows(const AnswerColumns& answers, ScoredColumns& out) const
{
    if (const auto item = wrong_item(plan_->definition, answers)) return refuse(plan_->definition, *item);
    Response response;
    Scored scored;
    for (std::size_t row = 0; row < answers.rows; ++row) {
        gather(answers, row, response);
        plan_->key.score(response, context_of(answers, row), scored);
        for (std::size_t s = 0; s < scored.scores.size(); ++s)
            out.values_[s][row] = scored.scores[s].value.value_or(std::numeric_limits<double>::quiet_NaN());
        for (std::size_t c = 0; c < scored.criteria.size(); ++c)
            out.verdicts_[c][row] = static_cast<std::uint8_t>(scored.criteria[c].tri);
    }
    return {};
}

Status ColumnKey::by_blocks(const AnswerColumns& answers, ScoredColumns& out) const
{
    const ColumnPlan& plan = *plan_;
    for (const std::size_t item : plan.others)
        if (!all_choices(plan.definition, item, answers.items[item], answers.rows))
            return refuse(plan.definition, item);
    const Outlet outlet{pointers(out.sums_), pointers(out.answered_), pointers(out.verdicts_)};
    std::vector<Counted> counted(plan.sums.size() * strips);
    const std::size_t whole = answers.rows / block * block;
    for (std::size_t row = 0; row < whole; row += block)
        score_block(plan, {answers.items.data(), row}, counted.data(), outlet, row);
    if (whole < answers.rows) {
        const Tail tail(answers, whole);
        score_block(plan, {tail.columns().data(), 0}, counted.data(), outlet, whole);
    }
    const bool wrong =
        std::any_of(counted.begin(), counted.end(), [](const Counted& each_sum) { return any(each_sum.wrong); });
    if (wrong) return refuse(plan.definition, wrong_item(plan.definition, answers).value_or(0));
    judge_what_is_left(answers, out);
    return {};
}

/// With an upper bound, what counts alone leave open may be closed by going through the completions.
void ColumnKey::judge_what_is_left(const AnswerColumns& answers, ScoredColumns& out) const
{
    Response response;
    Scored scored;
    for (std::size_t c = 0; c < plan_->rules.size(); ++c)
        for (std::size_t row = 0; bounded(plan_->rules[c]) && row < answers.rows; ++row)
            if (out.tri(c, row) == Tri::cannot_tell) {
                gather(answers, row, response);
                plan_->key.score(response, context_of(answers, row), scored);
                out.verdicts_[c][row] = static_cast<std::uint8_t>(scored.criteria[c].tri);
            }
}

std::optional<double> ScoredColumns::value(std::size_t score, std::size_t row) const
{
    if (!plan_->many_at_once) {
        const double value = values_[score][row];
        return std::isnan(value) ? std::nullopt : std::optional<double>(value);
    }
    const Score& of = plan_->definition.scores[score];
    Tally tally;
    tally.sum = tally.low = sums_[score][row];
    tally.answered = answered_[score][row];
    tally.open = static_cast<int>(of.items.size()) - tally.answered;
    if (tally.open == 0) return in_points(of, tally.sum, plan_->sums[score].range);
    if (tally.open > of.missing.max_missing || tally.answered == 0) return std::nullopt;
    return prorated(of, tally, plan_->sums[score].range);
}

} // namespace rapport::instruments
