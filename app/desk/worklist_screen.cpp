#include "app/desk/worklist_screen.h"

#include <algorithm>
#include <cmath>

#include "app/desk/pieces.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk {

using shell::Rect;
using shell::Ui;

namespace {

constexpr float between_cards = 28;

/// What should be read: sessions, then who is off the expected course, then the alliance.
float draw_to_read(Ui& ui, const WorklistView& view, WorklistState& state, CardPlace place,
                   std::optional<Intent>& intent)
{
    float bottom = draw_review_card(ui, view, state, place, intent);
    for (const FlagCard& flags :
         {FlagCard{"off_track", strings::say("desk.off_track"), &view.off_track, view.more_off_track},
          FlagCard{"alliance", strings::say("desk.alliance"), &view.alliance, view.more_alliance}})
        if (!flags.rows->empty())
            bottom = draw_flag_card(ui, flags, {place.x, bottom + between_cards, place.width}, intent);
    return bottom;
}

} // namespace

void open_note(WorklistState& state, const Id& alert)
{
    state.noting = true;
    state.noted_alert = alert;
    state.note = {};
    state.note_error.clear();
}

std::optional<Intent> draw_worklist(Ui& ui, const WorklistView& view, WorklistState& state)
{
    std::optional<Intent> intent;
    const Rect window = ui.window();
    const Rect place{0, bar_height, window.w, window.h - bar_height};
    const float top = place.y - ui.begin_scroll("worklist.scroll", place, state.content_height);

    const shell::TextStyle heading = title(ui);
    ui.text("worklist.day", {margin, top + 24}, view.day, heading);
    const float after = margin + ui.text_width(view.day, heading.type, heading.weight) + 16;
    ui.text("worklist.counts", {after, top + 31}, view.counts, second(ui));

    float first = top + 76;
    if (!view.backup.empty()) {
        // Beside the day where there is room, below it where there is not.
        shell::ButtonStyle quiet;
        quiet.kind = shell::ButtonKind::quiet;
        quiet.icon_before = shell::Icon::notice;
        const float needed = ui.button_width(view.backup, quiet);
        const float counts_end = after + ui.text_width(view.counts, shell::Type::staff_body, shell::Weight::regular);
        const bool beside = counts_end + 24 + needed <= window.w - margin;
        const float x = beside ? window.w - margin - needed : margin;
        if (ui.button("worklist.backup", {x, beside ? top + 20 : top + 60, needed, control_height}, view.backup, quiet))
            intent = PageWanted{Page::backups};
        if (!beside) first += 36;
    }
    const float width = window.w - 2 * margin;
    float bottom = 0;
    if (window.w >= two_column_width) {
        const float left = std::floor((width - column_gap) * 2 / 3);
        const CardPlace right{margin + left + column_gap, first, width - left - column_gap};
        const float alerts = draw_alerts_card(ui, view, state, {margin, first, left}, intent);
        const float due = draw_due_card(ui, view, {margin, alerts + between_cards, left}, intent);
        bottom = std::max(due, draw_to_read(ui, view, state, right, intent));
    } else {
        bottom = draw_alerts_card(ui, view, state, {margin, first, width}, intent);
        bottom = draw_due_card(ui, view, {margin, bottom + between_cards, width}, intent);
        bottom = draw_to_read(ui, view, state, {margin, bottom + between_cards, width}, intent);
    }
    ui.end_scroll();
    state.content_height = bottom + margin - top;

    if (state.noting && ui.pressed(shell::Key::escape)) state.noting = false;
    return intent;
}

} // namespace rapport::desk
