#include <algorithm>
#include <iterator>

#include "app/desk/person_chart_layout.h"

namespace rapport::desk::person {

using namespace shell;

namespace {

constexpr float row_above_plot = 24; ///< top of the words above the plot
constexpr float beside = 10;         ///< between a diamond and its words
constexpr float least_words = 48;    ///< shorter than this, words say nothing

} // namespace

void add_event_labels(ChartLayout& layout, std::span<const Event> events, const Measure& measure)
{
    const Rect plot = layout.plot;
    for (std::size_t n = 0; n < events.size(); ++n)
        if (events[n].day >= layout.first_day && events[n].day <= layout.last_day)
            layout.events.push_back({n, {layout.x_of(events[n].day), plot.y - row_above_plot + 8}});
    // The newest keep their words; an older one has what is left of the row up to the next.
    float end = plot.right() + 2;
    for (auto event = layout.events.rbegin(); event != layout.events.rend(); ++event) {
        const std::string& words = events[event->event].label;
        const float x = event->at.x + beside;
        const float room = end - x;
        const float width = measure(words, Type::staff_small, Weight::regular);
        end = std::min(end, event->at.x - beside);
        if (room < std::min(width, least_words)) {
            // At the right edge the words end at their diamond, where no other diamond stands in their way.
            const auto before = std::next(event);
            const float from = before == layout.events.rend() ? plot.x : std::max(plot.x, before->at.x + beside);
            if (event != layout.events.rbegin() || event->at.x - beside - width < from) continue;
            const Rect box{event->at.x - beside - width, plot.y - row_above_plot, width, 16};
            layout.texts.push_back({box, words, Type::staff_small, Weight::regular, ChartInk::ink2});
            end = box.x - beside;
            continue;
        }
        const auto lines = wrapped(measure, words, room, Type::staff_small, Weight::regular, 1);
        const Rect box{x, plot.y - row_above_plot, measure(lines.front(), Type::staff_small, Weight::regular), 16};
        layout.texts.push_back({box, lines.front(), Type::staff_small, Weight::regular, ChartInk::ink2});
    }
}

} // namespace rapport::desk::person
