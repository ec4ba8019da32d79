#include <algorithm>

#include <fmt/format.h>

#include "app/desk/pieces.h"
#include "app/desk/words.h"
#include "app/desk/worklist_screen.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk {

using shell::Rect;
using shell::Ui;
using strings::say;

namespace {

constexpr float due_height = 60;

/// Where the columns of a row begin, from the card's left; the right end belongs to the button.
struct DueGrid {
    float name = 0;
    float battery = 0;
    float therapist = 0;
    float right = 0;
};

/// Names are never cut and never run into the battery, which takes what they leave and may break its lines.
DueGrid due_grid(const Ui& ui, const WorklistView& view, float width)
{
    constexpr float when = 128;
    constexpr float act = 220;
    constexpr float between = 16;
    constexpr float least_battery = 96;
    float name = 0;
    float therapist = 0;
    for (const DueRow& row : view.due) {
        name = std::max(name, ui.text_width(row.who, shell::Type::staff_body, shell::Weight::semibold));
        therapist = std::max(therapist, ui.text_width(row.therapist, shell::Type::staff_body, shell::Weight::regular));
    }
    const float battery = when + name + between;
    return {when, battery, std::max(battery + least_battery, width - act - therapist - between), width - 16};
}

void draw_cells(Ui& ui, const DueRow& row, const std::string& id, Rect where, const DueGrid& grid)
{
    const float y = where.y + 18;
    shell::TextStyle when = body(ui, row.late ? shell::Weight::semibold : shell::Weight::regular);
    if (row.late) when.colour = ui.theme().alert;
    when.tabular = !row.late;
    if (!row.when.empty()) ui.text(id + ".when", {where.x + 24, y}, row.when, when);
    ui.text(id + ".who", {where.x + grid.name, y}, row.who, body(ui, shell::Weight::semibold));

    const float battery_width = grid.therapist - grid.battery - 16;
    const float battery_height =
        ui.paragraph_height(row.battery, battery_width, shell::Type::staff_body, shell::Weight::regular);
    // Two lines fit in a row; a longer battery goes small rather than out of it.
    const bool fits = battery_height <= 48;
    const shell::TextStyle style = fits ? second(ui) : small(ui);
    const float height = ui.paragraph_height(row.battery, battery_width, style.type, style.weight);
    ui.paragraph(id + ".battery",
                 {where.x + grid.battery, where.y + (due_height - height) / 2, battery_width, due_height}, row.battery,
                 style, 3);
    ui.text(id + ".therapist", {where.x + grid.therapist, y}, row.therapist, second(ui));
}

void draw_act(Ui& ui, const DueRow& row, const std::string& id, Rect where, const DueGrid& grid,
              std::optional<Intent>& intent)
{
    const float right = where.x + grid.right;
    const float y = where.y + (due_height - control_height) / 2;
    if (row.stage == DueRow::Stage::finished) {
        const float x = text_ending(ui, id + ".finished", right, where.y + 18, row.stage_words, body(ui));
        ui.icon(shell::Icon::tick, {x - 18, where.y + due_height / 2}, 20, ui.theme().ink);
        return;
    }
    if (row.stage == DueRow::Stage::stopped) {
        const std::string_view label = say("desk.due.resume");
        const float width = ui.button_width(label);
        text_ending(ui, id + ".stopped", right - width - 16, where.y + 18, row.stage_words, second(ui));
        if (ui.button(id + ".resume", {right - width, y, width, control_height}, label))
            intent = ResumeWanted{row.session};
        return;
    }
    const std::string_view label = say("desk.due.hand_over");
    shell::ButtonStyle style;
    style.icon_before = shell::Icon::tablet;
    const float width = ui.button_width(label, style);
    if (ui.button(id + ".hand_over", {right - width, y, width, control_height}, label, style))
        intent = StartWanted{row.person, row.visit};
}

} // namespace

float draw_due_card(Ui& ui, const WorklistView& view, CardPlace place, std::optional<Intent>& intent)
{
    section_heading(ui, "due", place.x, place.y, place.width, say("desk.due"), view.all_due,
                    view.due.size() > 1 ? say("desk.due.order") : "");
    float y = place.y + 36;
    if (view.due.empty()) {
        ui.text("due.none", {place.x, y}, say("desk.due.none"), second(ui));
        return y + 24;
    }
    const float more_height = view.more_due > 0 ? 44 : 0;
    const Rect whole{place.x, y, place.width, due_height * static_cast<float>(view.due.size()) + more_height};
    card(ui, whole);
    const DueGrid grid = due_grid(ui, view, place.width);
    for (std::size_t n = 0; n < view.due.size(); ++n) {
        const std::string id = fmt::format("due.{}", n);
        const Rect where{place.x, y, place.width, due_height};
        if (n > 0) divider(ui, whole, y);
        if (ui.area(id, where, view.due[n].who, shell::Role::row, card_radius))
            intent = PersonWanted{view.due[n].person};
        draw_cells(ui, view.due[n], id, where, grid);
        draw_act(ui, view.due[n], id, where, grid, intent);
        y += due_height;
    }
    if (view.more_due > 0) {
        divider(ui, whole, y);
        ui.text("due.more", {place.x + 24, y + 12}, count_words("desk.due.more", view.more_due), small(ui));
    }
    card_edge(ui, whole);
    return whole.bottom();
}

} // namespace rapport::desk
