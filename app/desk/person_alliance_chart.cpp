#include <algorithm>
#include <cmath>

#include "app/desk/person_alliance_parts.h"
#include "app/desk/person_chart_layout.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk::person {

using namespace shell;
using strings::say;

namespace {

constexpr float axis_width = 24;
constexpr float values_width = 28; ///< at the right, for the last totals
constexpr float foot = 24;
constexpr float least_between_values = 17;

struct Frame {
    Rect plot;
    double min = 0;
    double max = 1;
    std::int32_t first = 0;
    std::int32_t last = 0;

    [[nodiscard]] Point at(std::int32_t day, double value) const
    {
        const auto days = static_cast<float>(last - first);
        const float share = days > 0 ? static_cast<float>(day - first) / days : 0.5F;
        const float height = static_cast<float>((value - min) / std::max(1e-9, max - min));
        return {plot.x + 8 + (plot.w - 16) * share, plot.bottom() - plot.h * height};
    }
};

/// Lines between neighbouring sessions; a session without a total breaks the line.
template <class Value>
void draw_series(Ui& ui, const Alliance& alliance, const Frame& frame, Colour colour, bool dashed, Value value)
{
    std::vector<Point> points;
    const auto flush = [&] {
        if (points.size() > 1)
            ui.polyline(points, colour, dashed ? 2.0F : 2.5F, dashed ? 6.0F : 0.0F, dashed ? 4.0F : 0.0F);
        points.clear();
    };
    for (const AllianceSession& session : alliance.sessions) {
        if (value(session))
            points.push_back(frame.at(session.day, *value(session)));
        else
            flush();
    }
    flush();
}

std::string chart_value(const PersonView& view, const Alliance& alliance)
{
    const auto said = [](const std::optional<double>& value) {
        return value ? number(*value) : std::string(say("desk.person.chart.no_total"));
    };
    std::string words;
    for (const AllianceSession& session : alliance.sessions)
        words +=
            (words.empty() ? "" : "; ") + say("desk.person.alliance.point", {{"day", day_near(session.day, view.today)},
                                                                             {"patient", said(session.patient)},
                                                                             {"therapist", said(session.therapist)}});
    return words;
}

void draw_ends(Ui& ui, const Alliance& alliance, const Frame& frame)
{
    const Theme& theme = ui.theme();
    const AllianceSession& last = alliance.sessions.back();
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

void draw_dates(Ui& ui, const PersonView& view, const Alliance& alliance, const Frame& frame)
{
    const Words quiet{Type::staff_small, Weight::regular, ui.theme().ink2, Align::left, Role::text};
    const float y = frame.plot.bottom() + 14;
    const std::string last = day_near(frame.last, view.today);
    const float last_width = ui.text_width(last, quiet.type, quiet.weight, true);
    const float last_x = frame.plot.right() - last_width;
    mute(ui, {last_x, y}, last, quiet);
    const std::string first = day_near(frame.first, view.today);
    const float first_width = ui.text_width(first, quiet.type, quiet.weight, true);
    if (alliance.sessions.size() > 1 && frame.plot.x + 8 + first_width + 8 < last_x)
        mute(ui, {frame.plot.x + 8, y}, first, quiet);
}

} // namespace

void draw_alliance_chart(Ui& ui, const PersonView& view, const Alliance& alliance, Rect where)
{
    const Theme& theme = ui.theme();
    Frame frame;
    frame.plot = {where.x + axis_width, where.y + 14, where.w - axis_width - values_width, where.h - 14 - foot};
    frame.min = alliance.min;
    frame.max = alliance.max;
    for (const AllianceSession& session : alliance.sessions)
        if (session.therapist) {
            frame.min = std::min(frame.min, *session.therapist);
            frame.max = std::max(frame.max, *session.therapist);
        }
    frame.first = alliance.sessions.front().day;
    frame.last = alliance.sessions.back().day;

    for (const double value : axis_values(frame.min, frame.max, {})) {
        const float y = frame.at(frame.first, value).y;
        ui.line({frame.plot.x, y}, {frame.plot.right(), y}, theme.grid, 1);
        mute(ui, {frame.plot.x - 8, y}, number(value),
             {Type::staff_small, Weight::regular, theme.ink3, Align::right, Role::text});
    }
    draw_series(ui, alliance, frame, theme.series_2, true, [](const AllianceSession& s) { return s.therapist; });
    draw_series(ui, alliance, frame, theme.series_1, false, [](const AllianceSession& s) { return s.patient; });
    draw_ends(ui, alliance, frame);
    draw_dates(ui, view, alliance, frame);

    Node node;
    node.id = "person.alliance.chart";
    node.role = Role::chart;
    node.name = say("desk.person.alliance");
    node.value = chart_value(view, alliance);
    node.rect = frame.plot;
    ui.describe(node);
}

} // namespace rapport::desk::person
