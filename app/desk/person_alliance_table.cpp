#include <algorithm>
#include <array>
#include <cmath>

#include "app/desk/person_alliance_parts.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk::person {

using namespace shell;
using strings::say;

namespace {

constexpr float widest_row = 32;
constexpr float name_room = 25; ///< between a name and the right edge of the patient column

struct Columns {
    float patient = 0; ///< right edges
    float therapist = 0;
    float gap = 0;
};

std::string said(const std::optional<double>& value, bool sign)
{
    if (!value) return std::string(say("desk.person.none"));
    return sign ? signed_number(*value) : number(*value);
}

float therapist_column(const Measure& measure)
{
    return measure(say("desk.person.alliance.therapist"), Type::staff_small, Weight::regular) + 22;
}

float gap_column(const Measure& measure)
{
    return measure(say("desk.person.alliance.gap"), Type::staff_small, Weight::regular) + 12;
}

/// Column heads with the mark each series has in the chart.
void draw_head(Ui& ui, const Columns& columns, float y)
{
    const Theme& theme = ui.theme();
    const Words quiet{Type::staff_small, Weight::regular, theme.ink2, Align::right, Role::text};
    const float patient =
        put(ui, "person.alliance.head.patient", {columns.patient, y}, say("desk.person.alliance.patient"), quiet);
    ui.circle({columns.patient - patient - 11, y}, 5, theme.series_1);
    const float therapist =
        put(ui, "person.alliance.head.therapist", {columns.therapist, y}, say("desk.person.alliance.therapist"), quiet);
    ui.fill({columns.therapist - therapist - 15, y - 4.5F, 9, 9}, theme.series_2);
    put(ui, "person.alliance.head.gap", {columns.gap, y}, say("desk.person.alliance.gap"), quiet);
}

} // namespace

float alliance_table_width(const Measure& measure, const Alliance& alliance)
{
    float names = 0;
    for (const AllianceRow& row : alliance.rows)
        names = std::max(names, measure(row.name, Type::staff_small, row.total ? Weight::semibold : Weight::regular));
    return names + name_room + therapist_column(measure) + gap_column(measure);
}

void draw_alliance_table(Ui& ui, const Alliance& alliance, Rect where)
{
    const Theme& theme = ui.theme();
    const float pitch = std::min(widest_row, std::floor(where.h / static_cast<float>(alliance.rows.size() + 1)));
    const Measure measure = measure_with(ui);

    Columns columns;
    columns.gap = where.right();
    columns.therapist = columns.gap - gap_column(measure);
    columns.patient = columns.therapist - therapist_column(measure);

    draw_head(ui, columns, where.y + 16);
    float y = where.y + 16 + pitch;
    for (std::size_t index = 0; index < alliance.rows.size(); ++index) {
        const AllianceRow& row = alliance.rows[index];
        const Weight weight = row.total ? Weight::semibold : Weight::regular;
        const std::string id = "person.alliance." + std::to_string(index);
        ui.line({where.x, y - pitch / 2}, {where.right(), y - pitch / 2}, theme.line, 1);
        const float widest = columns.patient - name_room + 1 - where.x;
        put(ui, id + ".name", {where.x, y}, wrapped(measure, row.name, widest, Type::staff_small, weight, 1).front(),
            {Type::staff_small, weight, theme.ink, Align::left, Role::cell});
        const auto cell = [&](std::string_view name, float right, const std::string& words) {
            put(ui, id + "." + std::string(name), {right, y}, words,
                {Type::staff_small, weight, theme.ink, Align::right, Role::cell});
        };
        cell("patient", columns.patient, said(row.patient, false));
        cell("therapist", columns.therapist, said(row.therapist, false));
        cell("gap", columns.gap, said(row.gap, true));
        y += pitch;
    }
}

} // namespace rapport::desk::person
