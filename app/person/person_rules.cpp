#include <algorithm>
#include <cmath>

#include "app/person/person_sentence.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk::person {

using instruments::ChangeThreshold;
using strings::say;

namespace {

std::optional<ChangeBand> band_of(const Instrument& instrument, const ChangeThreshold& threshold, std::string_view sex,
                                  std::int32_t today)
{
    const auto on_line = std::ranges::count(instrument.visits, instrument.visits.back().line, &Visit::line);
    if (!instrument.baseline || on_line < 2) return std::nullopt;
    const Visit& baseline = instrument.visits[*instrument.baseline];
    ChangeBand band;
    band.from = std::max(instrument.min, *baseline.value - threshold.points);
    band.to = std::min(instrument.max, *baseline.value + threshold.points);
    band.title =
        say("desk.person.band.title",
            {{"points", number(threshold.points)}, {"day", day_near(baseline.day, today)}, {"value", baseline.said()}});
    band.meaning = std::string(say(threshold.kind == "minimal_important" ? "desk.person.band.not_important"
                                                                         : "desk.person.band.not_reliable"));
    band.source = say("desk.person.band.source", {{"source", threshold.source}, {"population", threshold.population}});
    if (!studied_in(threshold, sex)) band.caution = std::string(say("desk.person.band.not_studied"));
    return band;
}

/// The score before the last one, on the same line; absent when the baseline is that one.
std::optional<std::size_t> before_last(const Instrument& instrument)
{
    const std::size_t last = instrument.visits.size() - 1;
    for (std::size_t visit = last; visit-- > 0;) {
        const Visit& one = instrument.visits[visit];
        if (one.line == instrument.visits[last].line && one.value) return visit;
    }
    return std::nullopt;
}

std::string moved_words(const Instrument& instrument, std::optional<std::size_t> from, std::int32_t today)
{
    const Visit& last = instrument.visits.back();
    if (!from || *from + 1 >= instrument.visits.size() || !last.value) return {};
    const Visit& before = instrument.visits[*from];
    const double moved = *last.value - *before.value;
    const std::string way = moved < 0 ? "lower" : moved > 0 ? "higher" : "same";
    return say("desk.person.chart." + way, {{"points", number(std::abs(moved))}, {"day", day_near(before.day, today)}});
}

std::string verdict(const Instrument& instrument, const instruments::Definition& definition,
                    const ChangeThreshold& threshold, std::optional<std::size_t> from, std::string_view sex)
{
    const Visit& last = instrument.visits.back();
    if (!from || *from + 1 >= instrument.visits.size() || !last.value) return {};
    const double before = *instrument.visits[*from].value;
    if (before == *last.value) return {};
    return judgement(threshold, instruments::change(definition, threshold, before, *last.value), sex);
}

} // namespace

void add_rules(Instrument& instrument, const vault::Administration& last, const instruments::Definition& definition,
               std::string_view sex, std::int32_t today)
{
    const std::size_t main = main_score(definition);
    const ChangeThreshold* const own = instruments::default_threshold(definition, main);
    instrument.sentence = sentence_of(instrument, last, definition, sex, today, own);
    const auto first = instrument.baseline; // on the last one's line
    const auto previous = before_last(instrument);
    instrument.moved_first = moved_words(instrument, first, today);
    if (previous && previous != first) instrument.moved_last = moved_words(instrument, previous, today);

    for (const ChangeThreshold& threshold : definition.changes) {
        if (threshold.score != main) continue;
        Rule rule;
        rule.id = threshold.id;
        rule.name = rule_name(threshold);
        rule.citation = threshold.citation;
        rule.band = band_of(instrument, threshold, sex, today);
        rule.since_first = verdict(instrument, definition, threshold, first, sex);
        if (previous && previous != first) rule.since_last = verdict(instrument, definition, threshold, previous, sex);
        rule.sentence = sentence_of(instrument, last, definition, sex, today, &threshold);
        const bool leads = &threshold == own;
        if (leads) instrument.change_band = rule.band;
        instrument.rules.insert(leads ? instrument.rules.begin() : instrument.rules.end(), std::move(rule));
    }
}

} // namespace rapport::desk::person
