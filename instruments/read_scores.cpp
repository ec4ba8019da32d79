#include <algorithm>
#include <cmath>

#include "instruments/outcome.h"
#include "instruments/read_parts.h"
#include "instruments/tally.h"
#include "instruments/whom.h"

namespace rapport::instruments {

namespace {

constexpr std::size_t most_scores = 200;
constexpr int most_decimal = 1'000;
constexpr std::string_view methods[] = {"sum",   "mean",           "max",   "weighted",
                                        "count", "percent_of_max", "table", "expression"};
constexpr std::string_view directions[] = {"higher_is_worse", "higher_is_better"};

bool whole(double number)
{
    return std::trunc(number) == number;
}

/// Whether the mean of the answered members can stand in for the others.
bool can_prorate(const Score& score)
{
    return score.inputs.empty() && // an expression says itself what it makes of missing answers
           (score.method == Method::sum || score.method == Method::mean || score.method == Method::percent_of_max);
}

MissingRule read_missing(Fields& score, const Score& of, Draft& draft)
{
    MissingRule rule;
    const Json* const node = score.take("missing", Json::Kind::object);
    if (node == nullptr) return rule;
    Fields fields(*node, score.at("missing"), draft.problems);
    // At least one answer must stand for the others.
    const int all = static_cast<int>(of.items.size());
    const int most = can_prorate(of) ? std::max(0, all - 1) : 0;
    const bool by_answered = node->find("min_answered") != nullptr;
    if (by_answered) {
        const std::optional<int> least = fields.whole("min_answered", std::max(1, all - most), std::max(1, all));
        rule.max_missing = all - least.value_or(all);
        if (node->find("max_missing") != nullptr)
            fields.problem("max_missing", "and \"min_answered\" say the same; one of them is enough");
        fields.leave("max_missing");
    } else {
        const Need need = of.method == Method::expression ? Need::optional : Need::required;
        rule.max_missing = fields.whole("max_missing", 0, most, need).value_or(0);
    }
    rule.id = fields.id();
    rule.source = fields.text("source");
    fields.finish();
    return rule;
}

bool has_whole_points(const Score& score)
{
    return score.method == Method::sum && score.inputs.empty() && score.scale == Decimal{};
}

Band read_band(const Json& node, const Place& place, const Score& score, Draft& draft)
{
    Fields fields(node, place, draft.problems);
    Band band;
    band.from = fields.number("from").value_or(0);
    band.to = fields.number("to").value_or(0);
    band.label = fields.text("label");
    band.only_for = read_whom(fields, "for", draft);
    fields.finish();
    if (band.from > band.to) fields.problem("to", "must not be below \"from\"");
    if (has_whole_points(score) && !(whole(band.from) && whole(band.to)))
        draft.problems.add(place, "must begin and end at whole numbers, as sums do");
    return band;
}

/// Between two bands lies no value that a complete response can give. Where an expression has too many to go through,
/// only whole numbers are known to leave no gap, and a value in one is said to lie between the two.
bool adjacent(const Score& score, const Values& values, double to, double from)
{
    const auto no_score = [](std::size_t) { return false; };
    if (!values && score.expression && !gives_whole_numbers(*score.expression, no_score)) return true;
    if (!values) return from == to + 1;
    const auto next = std::upper_bound(values->begin(), values->end(), to);
    return from > to && (next == values->end() || *next >= from - 1e-9);
}

bool holds_a_value(const Values& values, const Band& band)
{
    if (!values) return true;
    const auto first = std::lower_bound(values->begin(), values->end(), band.from - 1e-9);
    return first != values->end() && *first <= band.to + 1e-9;
}

/// The bands that count for somebody.
void check_bands(const Score& score, const Somebody& somebody, const Values& values, const Place& place, bool sound,
                 Draft& draft)
{
    const Band* before = nullptr;
    for (std::size_t i = 0; i < score.bands.size(); ++i) {
        const Band& band = score.bands[i];
        if (!counts_for(band.only_for, somebody)) continue;
        const Place at = place.element(i);
        if (before == nullptr && band.from != score.min) draft.problems.add(at, "must begin at the score's \"min\"");
        if (before != nullptr && band.from <= before->to)
            draft.problems.add(at, "overlaps the band before it");
        else if (before != nullptr && (sound || has_whole_points(score)) &&
                 !adjacent(score, values, before->to, band.from))
            draft.problems.add(at, "leaves a gap after the band before it");
        else if (sound && band.from <= band.to && !holds_a_value(values, band))
            draft.problems.add(at, "holds no value that the score can have");
        before = &band;
    }
    if (before == nullptr || before->to == score.max) return;
    draft.problems.add(place.element(static_cast<std::size_t>(before - score.bands.data())),
                       "must end at the score's \"max\"");
}

void read_bands(Fields& fields, Score& score, const Values& values, bool sound, Draft& draft)
{
    const Json* const list = fields.take("bands", Json::Kind::list, Need::optional);
    score.bands_source = fields.text("bands_source", Need::optional);
    if (list == nullptr) return;
    const Place place = fields.at("bands");
    if (list->children.empty()) draft.problems.add(place, "must be left out when there are no bands");
    if (score.bands_source.empty()) fields.problem("bands_source", "is missing: bands are published by somebody");
    for (std::size_t i = 0; i < list->children.size(); ++i)
        score.bands.push_back(read_band(list->children[i], place.element(i), score, draft));
    bool left_out = false;
    for (const Somebody& somebody : possible(score.bands, {})) {
        if (std::ranges::none_of(score.bands, [&](const Band& band) { return counts_for(band.only_for, somebody); }))
            left_out = true;
        else
            check_bands(score, somebody, values, place, sound, draft);
    }
    if (left_out) draft.problems.add(place, "are for one sex or some years of education only");
}

void read_cut_offs(Fields& fields, Score& score, Draft& draft)
{
    const Json* const list = fields.take("cut_offs", Json::Kind::list, Need::optional);
    if (list == nullptr) return;
    const Place place = fields.at("cut_offs");
    for (std::size_t i = 0; i < list->children.size(); ++i) {
        const Place at = place.element(i);
        Fields row(list->children[i], at, draft.problems);
        CutOff cut;
        cut.from = row.number("from").value_or(0);
        cut.to = row.number("to").value_or(0);
        cut.label = row.text("label");
        cut.source = row.text("source");
        cut.only_for = read_whom(row, "for", draft);
        row.finish();
        if (cut.from > cut.to) row.problem("to", "must not be below \"from\"");
        if (cut.from < score.min || cut.to > score.max)
            draft.problems.add(at, "lies outside the score's \"min\" to \"max\"");
        score.cut_offs.push_back(std::move(cut));
    }
}

void check_range(Fields& fields, const Score& score, const Extremes& range)
{
    const double low = in_points(score, range.low, range);
    const double high = in_points(score, range.high, range);
    if (std::abs(score.min - low) > 1e-9) fields.problem("min", "is not the lowest the items can give");
    if (std::abs(score.max - high) > 1e-9) fields.problem("max", "is not the highest the items can give");
}

/// Whole numbers are exact up to 2^53; what tallying and prorating multiply must stay below.
bool too_large(const Score& score, const Extremes& range)
{
    const double most = static_cast<double>(std::max(std::abs(range.low), std::abs(range.high)));
    const double all = static_cast<double>(score.items.size());
    return most * all * 2 * static_cast<double>(score.scale.ten_thousandths) * 100 > 9e15;
}

void check_items_range(Fields& fields, const Score& score, Draft& draft)
{
    const Extremes range = extremes(draft.definition, score);
    if (too_large(score, range))
        fields.problem("method", "gives numbers too large to be exact");
    else if (score.method == Method::percent_of_max && range.low == range.high)
        fields.problem("method", "needs items that do not all have the same points");
    else
        check_range(fields, score, range);
}

void check_scores_range(Fields& fields, const Score& score, const Draft& draft)
{
    std::vector<ScoreValue> inputs(draft.definition.scores.size());
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        inputs[i].lowest = draft.definition.scores[i].min;
        inputs[i].highest = draft.definition.scores[i].max;
    }
    ScoreValue all;
    conclude_from_scores(draft.definition, score, inputs, {}, all);
    if (std::abs(score.min - all.lowest) > 1e-9) fields.problem("min", "is not the lowest the scores can give");
    if (std::abs(score.max - all.highest) > 1e-9) fields.problem("max", "is not the highest the scores can give");
}

Score read_score(const Json& node, const Place& place, Draft& draft)
{
    const std::size_t before = draft.problems.count();
    Fields fields(node, place, draft.problems);
    Score score;
    score.id = fields.id();
    score.name = fields.text("name");
    score.symbol = fields.text("symbol", Need::optional);
    if (score.symbol.size() > 4) fields.problem("symbol", "must be one letter");
    score.loinc = read_loinc(fields, LoincKind::term);
    score.method = static_cast<Method>(fields.one_of("method", methods).value_or(0));
    score.direction = static_cast<Direction>(fields.one_of("direction", directions).value_or(0));
    read_members(fields, node, score, draft);
    const bool by_expression = score.method == Method::expression;
    if (const auto scale =
            by_expression ? std::nullopt : fields.ten_thousandths("scale", most_decimal, Need::optional)) {
        score.scale = {*scale};
        if (*scale <= 0) fields.problem("scale", "must be above 0");
    }
    score.missing = read_missing(fields, score, draft);
    score.min = fields.number("min").value_or(0);
    score.max = fields.number("max").value_or(0);
    bool sound = draft.items_sound && draft.problems.count() == before;
    Values values;
    if (sound && score.expression) values = check_expression(fields, score, draft);
    if (sound && !by_expression && score.inputs.empty()) check_items_range(fields, score, draft);
    if (sound && !by_expression && !score.inputs.empty()) check_scores_range(fields, score, draft);
    sound = sound && draft.problems.count() == before;
    if (sound && !by_expression) values = reachable(draft.definition, score, draft.reachable, draft.steps_left);
    draft.reachable.push_back(sound ? std::move(values) : Values{});
    read_bands(fields, score, draft.reachable.back(), sound, draft);
    read_cut_offs(fields, score, draft);
    register_id(fields, draft.scores, score.id, draft.definition.scores.size()); // last: no score reads itself
    fields.finish();
    return score;
}

} // namespace

void read_scores(Fields& top, Draft& draft)
{
    const std::size_t before = draft.problems.count();
    const Json* const list = top.take("scores", Json::Kind::list);
    if (list == nullptr) return;
    const Place place = top.at("scores");
    if (list->children.empty()) draft.problems.add(place, "must hold a score");
    if (list->children.size() > most_scores) {
        draft.problems.add(place, "must not hold more than 200 scores");
        return;
    }
    for (std::size_t i = 0; i < list->children.size(); ++i)
        draft.definition.scores.push_back(read_score(list->children[i], place.element(i), draft));
    draft.scores_sound = draft.problems.count() == before;
}

} // namespace rapport::instruments
