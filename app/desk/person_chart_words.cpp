#include <cmath>

#include "app/desk/person_chart.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk::person {

using strings::say;

namespace {

strings::Fill fill_of(const Visit& visit, std::int32_t today)
{
    return {{"day", day_near(visit.day, today)},
            {"value", visit.said()},
            {"answered", std::to_string(visit.answered)},
            {"items", std::to_string(visit.items)},
            {"version", visit.version}};
}

std::string point_words(const Visit& visit, std::int32_t today)
{
    const auto fill = fill_of(visit, today);
    if (!visit.value) return say("desk.person.chart.point_no_total", fill);
    return say(visit.prorated ? "desk.person.chart.point_prorated" : "desk.person.chart.point", fill);
}

std::string since_words(const Instrument& instrument, std::size_t visit, std::int32_t today)
{
    const auto difference = instrument.since_baseline(visit);
    if (!difference) return {};
    const std::string way = *difference < 0 ? "lower" : *difference > 0 ? "higher" : "same";
    return say("desk.person.chart." + way, {{"points", number(std::abs(*difference))},
                                            {"day", day_near(instrument.visits[*instrument.baseline].day, today)}});
}

} // namespace

std::string chart_words(const Instrument& instrument, std::int32_t today)
{
    std::string words;
    for (std::size_t i = 0; i < instrument.visits.size(); ++i) {
        const Visit& visit = instrument.visits[i];
        if (instrument.several_versions() && (i == 0 || visit.version != instrument.visits[i - 1].version))
            words += (words.empty() ? "" : "; ") + say("desk.person.chart.version", {{"version", visit.version}});
        words += (words.empty() ? "" : "; ") + point_words(visit, today);
    }
    return words;
}

std::string reading_words(const Instrument& instrument, std::size_t visit, std::int32_t today)
{
    const Visit& read = instrument.visits[visit];
    std::string words = point_words(read, today);
    if (read.whole()) words += "; " + say("desk.person.chart.answered_long", fill_of(read, today));
    if (const std::string since = since_words(instrument, visit, today); !since.empty()) words += "; " + since;
    return words;
}

} // namespace rapport::desk::person
