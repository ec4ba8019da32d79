#include <algorithm>
#include <cmath>

#include "app/person/person_view.h"
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

/// Who answered and how, and that it was put right.
std::string added_words(const Visit& visit)
{
    std::string words;
    if (!visit.how.empty()) words += "; " + visit.how;
    if (!visit.corrected.empty()) words += "; " + visit.corrected;
    return words;
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

bool joined(const Instrument& instrument, std::size_t visit)
{
    return visit > 0 && instrument.visits[visit].whole() && instrument.visits[visit - 1].whole() &&
           instrument.visits[visit].line == instrument.visits[visit - 1].line;
}

std::string chart_words(const Instrument& instrument, std::int32_t today)
{
    std::string words;
    for (std::size_t i = 0; i < instrument.visits.size(); ++i) {
        const Visit& visit = instrument.visits[i];
        if (instrument.several_versions() && (i == 0 || visit.version != instrument.visits[i - 1].version))
            words += (words.empty() ? "" : "; ") + say("desk.person.chart.version", {{"version", visit.version}});
        words += (words.empty() ? "" : "; ") + point_words(visit, today);
        if (!visit.corrected.empty()) words += ", " + visit.corrected;
    }
    return words;
}

std::string reading_words(const Instrument& instrument, std::size_t visit, std::int32_t today)
{
    const Visit& read = instrument.visits[visit];
    std::string words = point_words(read, today);
    if (read.whole()) words += "; " + say("desk.person.chart.answered_long", fill_of(read, today));
    if (const std::string since = since_words(instrument, visit, today); !since.empty()) words += "; " + since;
    return words + added_words(read);
}

std::vector<double> axis_values(double min, double max, const std::vector<instruments::Band>& bands)
{
    std::vector<double> values{min};
    if (!bands.empty()) {
        for (const auto& band : bands)
            values.push_back(band.from);
    } else {
        for (const int steps : {4, 5, 3, 6}) {
            const double step = (max - min) / steps;
            if (step != std::floor(step) || step < 1) continue;
            for (int i = 1; i < steps; ++i)
                values.push_back(min + step * i);
            break;
        }
    }
    values.push_back(max);
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
    return values;
}

} // namespace rapport::desk::person
