#include "instruments/outcome.h"

#include <algorithm>

#include "instruments/whom.h"

namespace rapport::instruments {

namespace {

struct Place {
    std::string_view band;
    std::string_view above;
    friend bool operator==(const Place&, const Place&) = default;
};

/// Bands ascend and cover the range; only a prorated value can fall between two of them.
Place place(const Score& score, double value, const Somebody& somebody)
{
    const Band* below = nullptr;
    for (const Band& band : score.bands) {
        if (!counts_for(band.only_for, somebody)) continue;
        if (value <= band.to) {
            if (value < band.from && below != nullptr) return {below->label, band.label};
            return {band.label, {}};
        }
        below = &band;
    }
    return {};
}

struct Reach {
    double low = 0;
    double high = 0;
};

Reach share(const Score& score, std::size_t member, double low, double high)
{
    const double left = share_of(score, member, low);
    const double right = share_of(score, member, high);
    return {std::min(left, right), std::max(left, right)}; // a weight may be below zero
}

enum class Take : std::uint8_t { range, value };

Reach combined(const Score& score, const std::vector<ScoreValue>& before, Take what)
{
    Reach all;
    for (std::size_t member = 0; member < score.inputs.size(); ++member) {
        const ScoreValue& input = before[score.inputs[member]];
        const Reach own = what == Take::value ? share(score, member, *input.value, *input.value)
                                              : share(score, member, input.lowest, input.highest);
        const bool highest_counts = score.method == Method::max && member > 0;
        all.low = highest_counts ? std::max(all.low, own.low) : all.low + own.low;
        all.high = highest_counts ? std::max(all.high, own.high) : all.high + own.high;
    }
    return {scaled(score, all.low), scaled(score, all.high)};
}

/// Every row the input could still lead to.
Reach looked_up(const Table& table, const ScoreValue& input)
{
    Reach found;
    bool first = true;
    for (const Table::Row& row : table.rows) {
        if (row.raw < input.lowest || row.raw > input.highest) continue;
        found.low = first ? row.value : std::min(found.low, row.value);
        found.high = first ? row.value : std::max(found.high, row.value);
        first = false;
    }
    return found;
}

} // namespace

void put_in_band(const Score& score, const Context& context, ScoreValue& out)
{
    if (score.bands.empty() || !out.value) return;
    const bool alike = std::ranges::all_of(score.bands, [](const Band& band) { return band.only_for.everybody(); });
    Place found;
    if (alike) {
        found = place(score, *out.value, {});
    } else {
        const std::vector<Somebody> people = possible(score.bands, context);
        found = place(score, *out.value, people.front());
        out.band_cannot_tell =
            std::ranges::any_of(people, [&](const Somebody& each) { return place(score, *out.value, each) != found; });
    }
    if (out.band_cannot_tell) return;
    out.band = found.band;
    out.band_above = found.above;
}

bool reaches_cut_off(const Score& score, const Context& context, double lowest, double highest)
{
    return std::any_of(score.cut_offs.begin(), score.cut_offs.end(), [&](const CutOff& cut) {
        const bool reached = score.direction == Direction::higher_is_worse ? lowest >= cut.from : highest <= cut.to;
        return reached && may_count_for(cut.only_for, context);
    });
}

double share_of(const Score& score, std::size_t member, double value)
{
    if (score.method == Method::count) return value >= score.count_at_least ? 1.0 : 0.0;
    if (score.method != Method::weighted) return value;
    return value * static_cast<double>(score.weights[member].ten_thousandths) / Decimal::one;
}

double scaled(const Score& score, double value)
{
    const double parts = score.method == Method::mean ? static_cast<double>(score.inputs.size()) : 1.0;
    return value * static_cast<double>(score.scale.ten_thousandths) / (Decimal::one * parts);
}

std::optional<double> look_up(const Table& table, double raw)
{
    const auto row =
        std::find_if(table.rows.begin(), table.rows.end(), [&](const Table::Row& each) { return each.raw == raw; });
    if (row == table.rows.end()) return std::nullopt;
    return row->value;
}

void conclude(const Score& score, const Tally& tally, const Extremes& range, const Context& context, ScoreValue& out)
{
    out.skipped = tally.left_out;
    out.items = static_cast<int>(score.items.size()) - tally.left_out;
    out.answered = tally.answered;
    out.lowest = in_points(score, tally.low, range);
    out.highest = in_points(score, tally.high, range);

    if (tally.contradicted) {
        out.absent = answered_although_not_asked;
    } else if (tally.open == 0) {
        out.value = out.lowest;
    } else if (tally.open <= score.missing.max_missing && tally.answered > 0 && !tally.unclear) {
        out.value = prorated(score, tally, range);
        out.prorated = true;
    } else {
        out.absent = score.missing.id;
    }
    if (!out.value) out.cut_off_reached_by_part = reaches_cut_off(score, context, out.lowest, out.highest);
    put_in_band(score, context, out);
}

void conclude_from_scores(const Definition& definition, const Score& score, const std::vector<ScoreValue>& before,
                          const Context& context, ScoreValue& out)
{
    bool all = true;
    bool contradicted = false;
    for (const std::size_t input : score.inputs) {
        all = all && before[input].value.has_value();
        contradicted = contradicted || before[input].absent == answered_although_not_asked;
        out.prorated = out.prorated || before[input].prorated;
    }
    const Table* const table = score.table ? &definition.tables[*score.table] : nullptr;
    const Reach reach =
        table != nullptr ? looked_up(*table, before[score.inputs.front()]) : combined(score, before, Take::range);
    out.lowest = reach.low;
    out.highest = reach.high;
    if (all && table != nullptr)
        out.value = look_up(*table, *before[score.inputs.front()].value);
    else if (all)
        out.value = combined(score, before, Take::value).low;
    if (!out.value) out.absent = all ? not_in_table : contradicted ? answered_although_not_asked : score.missing.id;
    out.prorated = out.prorated && out.value;
    if (!out.value) out.cut_off_reached_by_part = reaches_cut_off(score, context, out.lowest, out.highest);
    put_in_band(score, context, out);
}

std::vector<bool> items_below(const Definition& definition, const Score& score)
{
    std::vector<bool> below(definition.items.size());
    std::vector<const Score*> open{&score};
    std::vector<bool> seen(definition.scores.size());
    while (!open.empty()) {
        const Score& next = *open.back();
        open.pop_back();
        for (const std::size_t item : next.items)
            below[item] = true;
        for (const std::size_t input : next.inputs)
            if (!seen[input]) seen[input] = true, open.push_back(&definition.scores[input]);
    }
    return below;
}

} // namespace rapport::instruments
