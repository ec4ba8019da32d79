#include "app/person/person_view.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk::person {

using strings::say;

TableRow table_heads(const Instrument& instrument, std::int32_t today)
{
    const std::string since =
        instrument.baseline
            ? say("desk.person.table.since", {{"day", day_near(instrument.visits[*instrument.baseline].day, today)}})
            : std::string(say("desk.person.table.since_none"));
    return {std::string(say("desk.person.table.date")), std::string(say("desk.person.table.total")),
            std::string(say("desk.person.table.answered")), since, std::string(say("desk.person.table.how"))};
}

TableRow table_row(const Instrument& instrument, std::size_t visit, std::int32_t today)
{
    const Visit& one = instrument.visits[visit];
    std::string day = day_near(one.day, today);
    if (instrument.several_versions()) day += ", " + one.version;
    const auto since = instrument.since_baseline(visit);
    std::string how = one.how;
    if (!one.corrected.empty()) how += "; " + one.corrected;
    return {day, one.said(),
            say("desk.person.chart.answered",
                {{"answered", std::to_string(one.answered)}, {"items", std::to_string(one.items)}}),
            since ? signed_number(*since) : std::string(say("desk.person.none")), how};
}

} // namespace rapport::desk::person
