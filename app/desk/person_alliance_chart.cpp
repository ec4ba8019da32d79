#include <algorithm>
#include <cmath>

#include "app/desk/person_alliance_parts.h"
#include "app/desk/person_chart_layout.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk::person {

using namespace shell;
using strings::say;

namespace {

constexpr float key_row = 30; ///< what the title and the key take above the plot
constexpr float axis_width = 24;
constexpr float values_width = 28; ///< at the right, for the last totals
constexpr float foot = 24;
constexpr float least_between_values = 17;

/// What is drawn of one session: the total or one part, patient's and therapist's.
struct Shown {
    std::int32_t day = 0;
    std::optional<double> patient;
    std::optional<double> therapist;
};

std::vector<Shown> shown_of(const Alliance& alliance, std::size_t part)
{
    std::vector<Shown> all;
    for (const AllianceSession& session : alliance.sessions) {
        if (part == 0 || part > session.parts.size())
            all.push_back({session.day, session.patient, session.therapist});
        else
            all.push_back({session.day, session.parts[part - 1].first, session.parts[part - 1].second});
    }
    return all;
}

struct Frame {
    Rect plot;
    double min = 0;
    double max = 1;
    std::int32_t first = 0;
    std::int32_t last = 0;
    float edge = 8;

    [[nodiscard]] Point at(std::int32_t day, double value) const
    {
        const auto days = static_cast<float>(last - first);
        const float share = days > 0 ? static_cast<float>(day - first) / days : 0.5F;
        const float height = static_cast<float>((value - min) / std::max(1e-9, max - min));
        return {plot.x + edge + (plot.w - 2 * edge) * share, plot.bottom() - plot.h * height};
    }
};

/// Lines between neighbouring sessions; a session without a total breaks the line.
template <class Value>
void draw_series(Ui& ui, const std::vector<Shown>& sessions, const Frame& frame, Colour colour, bool dashed,
                 Value value)
{
    std::vector<Point> points;
    const auto flush = [&] {
        if (points.size() > 1)
            ui.polyline(points, colour, dashed ? 2.0F : 2.5F, dashed ? 6.0F : 0.0F, dashed ? 4.0F : 0.0F);
        points.clear();
    };
    for (const Shown& session : sessions) {
        if (value(session))
            points.push_back(frame.at(session.day, *value(session)));
        else
            flush();
    }
    flush();
}

std::string chart_value(const PersonView& view, const std::vector<Shown>& sessions)
{
    const auto said = [](const std::optional<double>& value) {
        return value ? number(*value) : std::string(say("desk.person.chart.no_total"));
    };
    std::string words;
    for (const Shown& session : sessions)
        words +=
            (words.empty() ? "" : "; ") + say("desk.person.alliance.point", {{"day", day_near(session.day, view.today)},
                                                                             {"patient", said(session.patient)},
                                                                             {"therapist", said(session.therapist)}});
    return words;
}

void draw_ends(Ui& ui, const std::vector<Shown>& sessions, const Frame& frame)
{
    const Theme& theme = ui.theme();
    const Shown& last = sessions.back();
    const float x = frame.plot.right() + 4;
    const Words strong{Type::staff_small, Weight::semibold, theme.ink, Align::left, Role::text};
    float patient_y = 0;
    float therapist_y = 0;
    if (last.patient) patient_y = frame.at(last.day, *last.patient).y;
    if (last.therapist) {
        const Point at = frame.at(last.day, *last.therapist);
        ui.fill({at.x - 5, at.y - 5, 10, 10}, theme.series_2);
        therapist_y = at.y;
    }
    if (last.patient) ui.circle(frame.at(last.day, *last.patient), 5, theme.series_1);
    if (last.patient && last.therapist && std::abs(patient_y - therapist_y) < least_between_values) {
        const float middle = (patient_y + therapist_y) / 2;
        const float away = patient_y <= therapist_y ? -least_between_values / 2 : least_between_values / 2;
        patient_y = middle + away;
        therapist_y = middle - away;
    }
    if (last.patient) mute(ui, {x, patient_y}, number(*last.patient), strong);
    if (last.therapist) mute(ui, {x, therapist_y}, number(*last.therapist), strong);
}

void draw_dates(Ui& ui, const PersonView& view, const std::vector<Shown>& sessions, const Frame& frame)
{
    const Words quiet{Type::staff_small, Weight::regular, ui.theme().ink2, Align::left, Role::text};
    const float y = frame.plot.bottom() + 14;
    const std::string last = day_near(frame.last, view.today);
    const float last_width = ui.text_width(last, quiet.type, quiet.weight, true);
    const float last_x = frame.plot.right() - last_width;
    mute(ui, {last_x, y}, last, quiet);
    const std::string first = day_near(frame.first, view.today);
    const float first_width = ui.text_width(first, quiet.type, quiet.weight, true);
    if (sessions.size() > 1 && frame.plot.x + 8 + first_width + 8 < last_x)
        mute(ui, {frame.plot.x + 8, y}, first, quiet);
}

/// The possible range of what is drawn: the form's own, or a part's, which the rows of the table were made from.
void set_range(Frame& frame, const Alliance& alliance, const std::vector<Shown>& sessions, std::size_t part)
{
    frame.min = alliance.min;
    frame.max = alliance.max;
    if (part > 0 && part <= alliance.part_ranges.size()) {
        frame.min = alliance.part_ranges[part - 1].first;
        frame.max = alliance.part_ranges[part - 1].second;
    }
    for (const Shown& session : sessions)
        if (session.therapist) {
            frame.min = std::min(frame.min, *session.therapist);
            frame.max = std::max(frame.max, *session.therapist);
        }
}

/// Grid, limit, both lines and their ends.
void draw_body(Ui& ui, const Alliance& alliance, const std::vector<Shown>& sessions, const Frame& frame,
               std::size_t part)
{
    const Theme& theme = ui.theme();
    for (const double value : axis_values(frame.min, frame.max, {})) {
        const float y = frame.at(frame.first, value).y;
        ui.line({frame.plot.x, y}, {frame.plot.right(), y}, theme.grid, 1);
        mute(ui, {frame.plot.x - 8, y}, number(value),
             {Type::staff_small, Weight::regular, theme.ink3, Align::right, Role::text});
    }
    if (part == 0 && alliance.limits && alliance.limits->lower > frame.min) {
        const float y = frame.at(frame.first, alliance.limits->lower).y;
        ui.line({frame.plot.x, y}, {frame.plot.right(), y}, theme.band_change_edge, 1, 4, 4);
    }
    draw_series(ui, sessions, frame, theme.series_2, true, [](const Shown& s) { return s.therapist; });
    draw_series(ui, sessions, frame, theme.series_1, false, [](const Shown& s) { return s.patient; });
    draw_ends(ui, sessions, frame);
}

void describe(Ui& ui, std::string_view id, const PersonView& view, const Alliance& alliance,
              const std::vector<Shown>& sessions, const PersonPageState& state, Rect where)
{
    Node node;
    node.id = std::string(id);
    node.role = Role::chart;
    node.name = say("desk.person.alliance.of_part", {{"title", alliance.title}, {"part", part_name(alliance, state)}});
    node.value = chart_value(view, sessions);
    node.rect = where;
    ui.describe(node);
}

} // namespace

std::string part_name(const Alliance& alliance, const PersonPageState& state)
{
    if (state.alliance_part == 0 || state.alliance_part > alliance.parts.size())
        return std::string(say("desk.person.alliance.total"));
    return alliance.parts[state.alliance_part - 1];
}

void draw_alliance_chart(Ui& ui, const PersonView& view, const Alliance& alliance, const PersonPageState& state,
                         Rect where)
{
    const std::vector<Shown> sessions = shown_of(alliance, state.alliance_part);
    Frame frame;
    frame.plot = {where.x + axis_width, where.y + 14, where.w - axis_width - values_width, where.h - 14 - foot};
    set_range(frame, alliance, sessions, state.alliance_part);
    frame.first = sessions.front().day;
    frame.last = sessions.back().day;
    draw_body(ui, alliance, sessions, frame, state.alliance_part);
    draw_dates(ui, view, sessions, frame);
    describe(ui, "person.alliance.chart", view, alliance, sessions, state, frame.plot);
}

void draw_alliance_below(Ui& ui, const PersonView& view, const Alliance& alliance, const PersonPageState& state,
                         const ChartLayout& trend, Rect where)
{
    const std::vector<Shown> sessions = shown_of(alliance, state.alliance_part);
    Frame frame;
    frame.plot = {trend.plot.x, where.y + key_row, trend.plot.w, where.h - key_row - 12};
    frame.edge = chart_edge;
    set_range(frame, alliance, sessions, state.alliance_part);
    frame.first = trend.first_day;
    frame.last = trend.last_day;
    for (const ChartEvent& event : trend.events)
        ui.line({event.at.x, frame.plot.y}, {event.at.x, frame.plot.bottom()}, ui.theme().ink3, 1, 2, 3);
    draw_body(ui, alliance, sessions, frame, state.alliance_part);
    const Words quiet{Type::staff_small, Weight::regular, ui.theme().ink2, Align::left, Role::text};
    const std::string title =
        say("desk.person.alliance.of_part", {{"title", alliance.title}, {"part", part_name(alliance, state)}});
    const float width = put(ui, "person.chart.alliance.title", {frame.plot.x, where.y + 8}, title, quiet);
    put(ui, "person.chart.alliance.key", {frame.plot.x + width + 16, where.y + 8}, say("desk.person.alliance.key"),
        quiet);
    describe(ui, "person.chart.alliance", view, alliance, sessions, state, frame.plot);
}

} // namespace rapport::desk::person
