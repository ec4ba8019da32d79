#include <algorithm>
#include <cmath>

#include "instruments/read_parts.h"

namespace rapport::instruments {

namespace {

constexpr std::size_t most_scores = 200;
constexpr std::string_view methods[] = {"sum", "mean"};
constexpr std::string_view directions[] = {"higher_is_worse", "higher_is_better"};

bool whole(double number)
{
    return std::trunc(number) == number;
}

MissingRule read_missing(Fields& score, std::size_t items, Draft& draft)
{
    MissingRule rule;
    const Json* const node = score.take("missing", Json::Kind::object);
    if (node == nullptr) return rule;
    Fields fields(*node, score.at("missing"), draft.problems);
    // At least one answer must stand for the others.
    const int most = std::max(0, static_cast<int>(items) - 1);
    rule.max_missing = fields.whole("max_missing", 0, most).value_or(0);
    rule.id = fields.id();
    rule.source = fields.text("source");
    fields.finish();
    return rule;
}

Band read_band(const Json& node, const Place& place, const Score& score, Draft& draft)
{
    Fields fields(node, place, draft.problems);
    Band band;
    band.from = fields.number("from").value_or(0);
    band.to = fields.number("to").value_or(0);
    band.label = fields.text("label");
    fields.finish();
    if (band.from > band.to) fields.problem("to", "must not be below \"from\"");
    if (score.method == Method::sum && !(whole(band.from) && whole(band.to)))
        draft.problems.add(place, "must begin and end at whole numbers, as sums do");
    return band;
}

/// Between two bands of a mean lies no value that a complete response can give.
bool adjacent(const Score& score, double to, double from)
{
    if (score.method == Method::sum) return from == to + 1;
    const double step = 1.0 / static_cast<double>(std::max<std::size_t>(1, score.items.size()));
    return from > to && (std::floor(to / step + 1e-9) + 1) * step >= from - 1e-9;
}

void read_bands(Fields& fields, Score& score, Draft& draft)
{
    const Json* const list = fields.take("bands", Json::Kind::list, Need::optional);
    score.bands_source = fields.text("bands_source", Need::optional);
    if (list == nullptr) return;
    const Place place = fields.at("bands");
    if (list->children.empty()) draft.problems.add(place, "must be left out when there are no bands");
    if (score.bands_source.empty()) fields.problem("bands_source", "is missing: bands are published by somebody");
    for (std::size_t i = 0; i < list->children.size(); ++i) {
        const Place at = place.element(i);
        score.bands.push_back(read_band(list->children[i], at, score, draft));
        const Band& band = score.bands.back();
        if (i == 0 && band.from != score.min) draft.problems.add(at, "must begin at the score's \"min\"");
        if (i > 0 && band.from <= score.bands[i - 1].to)
            draft.problems.add(at, "overlaps the band before it");
        else if (i > 0 && !adjacent(score, score.bands[i - 1].to, band.from))
            draft.problems.add(at, "leaves a gap after the band before it");
        if (i + 1 == list->children.size() && band.to != score.max)
            draft.problems.add(at, "must end at the score's \"max\"");
    }
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
        row.finish();
        if (cut.from > cut.to) row.problem("to", "must not be below \"from\"");
        if (cut.from < score.min || cut.to > score.max)
            draft.problems.add(at, "lies outside the score's \"min\" to \"max\"");
        score.cut_offs.push_back(std::move(cut));
    }
}

void read_members(Fields& fields, Score& score, Draft& draft)
{
    if (const Json* const list = fields.take("items", Json::Kind::list)) {
        const Place place = fields.at("items");
        if (list->children.empty()) draft.problems.add(place, "must hold an item");
        score.items = read_item_ids(*list, place, draft);
    }
    score.reversed.assign(score.items.size(), false);
    const Json* const list = fields.take("reversed", Json::Kind::list, Need::optional);
    if (list == nullptr) return;
    const Place place = fields.at("reversed");
    for (const std::size_t item : read_item_ids(*list, place, draft)) {
        const auto member = std::find(score.items.begin(), score.items.end(), item);
        if (member == score.items.end())
            draft.problems.add(place, "names an item this score does not use");
        else
            score.reversed[static_cast<std::size_t>(member - score.items.begin())] = true;
    }
}

void check_range(Fields& fields, const Score& score, const Draft& draft)
{
    double low = 0;
    double high = 0;
    for (const std::size_t item : score.items) {
        const ValueRange range = value_range(draft.definition, item);
        low += range.low;
        high += range.high;
    }
    const double divisor = score.method == Method::mean ? static_cast<double>(score.items.size()) : 1.0;
    if (std::abs(score.min - low / divisor) > 1e-9) fields.problem("min", "is not the lowest the items can give");
    if (std::abs(score.max - high / divisor) > 1e-9) fields.problem("max", "is not the highest the items can give");
}

Score read_score(const Json& node, const Place& place, Draft& draft)
{
    const std::size_t before = draft.problems.count();
    Fields fields(node, place, draft.problems);
    Score score;
    score.id = fields.id();
    register_id(fields, draft.scores, score.id, draft.definition.scores.size());
    score.name = fields.text("name");
    score.symbol = fields.text("symbol", Need::optional);
    if (score.symbol.size() > 4) fields.problem("symbol", "must be one letter");
    score.method = static_cast<Method>(fields.one_of("method", methods).value_or(0));
    score.direction = static_cast<Direction>(fields.one_of("direction", directions).value_or(0));
    read_members(fields, score, draft);
    score.missing = read_missing(fields, score.items.size(), draft);
    score.min = fields.number("min").value_or(0);
    score.max = fields.number("max").value_or(0);
    if (draft.items_sound && draft.problems.count() == before) check_range(fields, score, draft);
    read_bands(fields, score, draft);
    read_cut_offs(fields, score, draft);
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
