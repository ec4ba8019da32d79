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

constexpr std::size_t shown_at_first = 5;
constexpr float text_inset = 68;
constexpr float note_height = 108;

/// Widths of the two buttons and what is left for the words; the same for every row of a frame.
struct RowGrid {
    float open = 0;
    float acknowledge = 0;
    float words = 0;
};

shell::ButtonStyle acknowledge_style()
{
    shell::ButtonStyle style;
    style.kind = shell::ButtonKind::alert_outlined;
    return style;
}

RowGrid row_grid(const Ui& ui, float width)
{
    RowGrid grid;
    grid.open = ui.button_width(say("common.open"));
    grid.acknowledge = ui.button_width(say("desk.alert.acknowledge"), acknowledge_style());
    grid.words = width - text_inset - 16 - grid.acknowledge - 16 - grid.open - 16;
    return grid;
}

float words_height(const Ui& ui, const AlertRow& row, float width)
{
    return ui.paragraph_height(row.words, width, shell::Type::staff_body, shell::Weight::regular);
}

float small_height(const Ui& ui, const AlertRow& row, float width)
{
    if (row.small.empty()) return 0;
    return ui.paragraph_height(row.small, width, shell::Type::staff_small, shell::Weight::regular);
}

float row_height(const Ui& ui, const AlertRow& row, const RowGrid& grid)
{
    return 16 + 24 + (row.waited.empty() ? 0 : 24) + words_height(ui, row, grid.words) +
           small_height(ui, row, grid.words) + 16;
}

void draw_words(Ui& ui, const AlertRow& row, const std::string& id, Rect where, const RowGrid& grid)
{
    const float x = where.x + text_inset;
    float y = where.y + 16;
    const shell::TextStyle name = body(ui, shell::Weight::semibold);
    ui.text(id + ".who", {x, y}, row.who, name);
    float after = x + ui.text_width(row.who, name.type, name.weight) + 8;
    if (row.fresh) after = new_mark(ui, id + ".new", after, y + 2) + 8;
    ui.text(id + ".when", {after, y + 2}, row.when, caption(ui));
    y += 24;
    if (!row.waited.empty()) {
        shell::TextStyle waited = body(ui, shell::Weight::semibold);
        waited.colour = ui.theme().alert;
        ui.text(id + ".waited", {x, y}, row.waited, waited);
        y += 24;
    }
    shell::TextStyle words = body(ui);
    words.role = shell::Role::alert;
    y += ui.paragraph(id + ".words", {x, y, grid.words, 0}, row.words, words);
    if (!row.small.empty()) ui.paragraph(id + ".small", {x, y, grid.words, 0}, row.small, small(ui));
}

/// The line on which is written what was done. Saved by Enter or the button; an empty one is refused here and by the
/// vault.
void draw_note(Ui& ui, const AlertRow& row, const std::string& id, Rect where, WorklistState& state,
               std::optional<Intent>& intent)
{
    shell::ButtonStyle button;
    button.kind = shell::ButtonKind::filled;
    const float save = ui.button_width(say("common.save"), button);
    const float x = where.x + text_inset;
    const float right = where.right() - 16;
    shell::FieldStyle style;
    style.label = say("desk.alert.note");
    style.error = state.note_error;
    const Rect field{x, where.y + label_space, right - 16 - save - x, control_height};
    const bool entered = ui.text_field(id + ".note", field, state.note, style);
    const bool saved =
        ui.button(id + ".save", {right - save, field.y, save, control_height}, say("common.save"), button);
    if (state.note_error.empty())
        ui.text(id + ".for_good", {x, field.bottom() + 8}, say("desk.alert.for_good"), caption(ui));
    if (!entered && !saved) return;
    std::string note = trimmed(state.note.text);
    if (note.empty()) {
        state.note_error = say("desk.alert.note_empty");
        ui.focus(id + ".note");
        return;
    }
    intent = AlertNoted{row.alert, std::move(note)};
}

void draw_buttons(Ui& ui, const AlertRow& row, const std::string& id, Rect where, const RowGrid& grid, bool noting,
                  WorklistState& state, std::optional<Intent>& intent)
{
    const float y = where.y + (where.h - control_height) / 2;
    const float acknowledge_x = where.right() - 16 - grid.acknowledge;
    if (row.person != Id{} &&
        ui.button(id + ".open", {acknowledge_x - 16 - grid.open, y, grid.open, control_height}, say("common.open")))
        intent = PersonWanted{row.person};
    shell::ButtonStyle style = acknowledge_style();
    style.enabled = !noting;
    if (ui.button(id + ".acknowledge", {acknowledge_x, y, grid.acknowledge, control_height},
                  say("desk.alert.acknowledge"), style)) {
        open_note(state, row.alert);
        ui.focus(id + ".note");
    }
}

} // namespace

float draw_alerts_card(Ui& ui, const WorklistView& view, WorklistState& state, CardPlace place,
                       std::optional<Intent>& intent)
{
    section_heading(ui, "alerts", place.x, place.y, place.width, say("desk.alerts"), view.all_alerts,
                    view.alerts.size() > 1 ? say("desk.alerts.order") : "");
    float y = place.y + 36;
    if (view.alerts.empty()) {
        ui.text("alerts.none", {place.x, y}, say("desk.alerts.none"), second(ui));
        return y + 24;
    }

    const RowGrid grid = row_grid(ui, place.width);
    const bool folded = !state.all_alerts && view.all_alerts > static_cast<long long>(shown_at_first) + 1;
    const std::size_t shown = folded ? std::min(shown_at_first, view.alerts.size()) : view.alerts.size();
    const auto noting = [&](const AlertRow& row) { return state.noting && row.alert == state.noted_alert; };

    float height = folded ? 56 : 0;
    for (std::size_t n = 0; n < shown; ++n)
        height += row_height(ui, view.alerts[n], grid) + (noting(view.alerts[n]) ? note_height : 0) + (n > 0 ? 1 : 0);
    const Rect whole{place.x, y, place.width, height};
    card(ui, whole);

    for (std::size_t n = 0; n < shown; ++n) {
        const AlertRow& row = view.alerts[n];
        const std::string id = fmt::format("alert.{}", n);
        if (n > 0) divider(ui, whole, y++);
        const Rect where{place.x, y, place.width, row_height(ui, row, grid)};
        if (row.person != Id{} && ui.area(id, where, row.who, shell::Role::row, card_radius))
            intent = PersonWanted{row.person};
        ui.icon(row.icon, {where.x + 38, where.y + where.h / 2}, 28, ui.theme().alert);
        draw_words(ui, row, id, where, grid);
        draw_buttons(ui, row, id, where, grid, noting(row), state, intent);
        y = where.bottom();
        if (noting(row)) {
            draw_note(ui, row, id, {place.x, y, place.width, note_height}, state, intent);
            y += note_height;
        }
    }
    if (folded) {
        divider(ui, whole, y);
        shell::ButtonStyle style;
        style.kind = shell::ButtonKind::link;
        const std::string label = count_words("desk.more", view.all_alerts - static_cast<long long>(shown));
        if (ui.button("alerts.more", {place.x + text_inset, y + 6, ui.button_width(label, style), control_height},
                      label, style))
            intent = AlertsMoreWanted{};
    }
    card_edge(ui, whole);
    return whole.bottom();
}

} // namespace rapport::desk
