#include <algorithm>

#include "app/kiosk/grid.h"
#include "app/kiosk/screens.h"
#include "app/shell/strings/strings.h"

namespace rapport::kiosk {

using shell::Type;
using shell::Weight;

namespace {

constexpr float quiet_pad = 16;
constexpr float quiet_gap = 12;

/// A quiet button whose words end at `right` and whose target reaches past them.
shell::Rect quiet_place(const shell::Ui& ui, std::string_view label, float right)
{
    const float content = icon_size + quiet_gap + ui.text_width(label, Type::patient_small, Weight::regular);
    return {right - content - quiet_pad, top_bar_top, content + 2 * quiet_pad, control_height};
}

bool quiet_button(shell::Ui& ui, std::string_view id, shell::Rect where, std::string_view label, shell::Icon icon)
{
    return ui.button(id, where, label,
                     {.kind = shell::ButtonKind::quiet, .type = Type::patient_small, .icon_before = icon});
}

void draw_progress(shell::Ui& ui, const Grid& at, const TopBarView& view, float room)
{
    constexpr float widest = 472;
    constexpr float words_top = 24;
    constexpr float bar_top = 56;
    const float width = std::min(widest, room);
    ui.progress_bar("progress", {at.left, bar_top, width, space}, view.done, view.total,
                    view.value.empty() ? view.strong : view.value);
    shell::TextStyle style{
        .type = Type::patient_small, .weight = Weight::semibold, .colour = ui.theme().ink, .tabular = true};
    // The progress node says these words already.
    ui.decorative({at.left, words_top}, view.strong, style);
    if (view.rest.empty()) return;

    float x = at.left + ui.text_width(view.strong, style.type, style.weight, true);
    style.weight = Weight::regular;
    style.colour = ui.theme().ink2;
    if (view.dot) {
        constexpr std::string_view dot = "·";
        ui.decorative({x + quiet_gap, words_top}, dot, style);
        x += 2 * quiet_gap + ui.text_width(dot, style.type, style.weight);
    } else {
        x += ui.text_width(" ", style.type, style.weight);
    }
    ui.text("progress.part", {x, words_top}, view.rest, style);
}

} // namespace

std::optional<Intent> draw_top_bar(shell::Ui& ui, const TopBarView& view)
{
    std::optional<Intent> intent;
    const Grid at = grid(ui);
    const std::string_view help = strings::say(view.someone ? "kiosk.someone" : "kiosk.moment");
    const std::string_view pause = strings::say("kiosk.pause");
    const shell::Rect pause_place = quiet_place(ui, pause, at.right());
    const shell::Rect help_place = quiet_place(ui, help, view.pause ? pause_place.x - space - quiet_pad : at.right());

    if (!view.strong.empty()) draw_progress(ui, at, view, help_place.x - 2 * space - at.left);
    if (quiet_button(ui, "moment", help_place, help, shell::Icon::help)) {
        if (view.someone)
            intent = session::intent::NeedSomeone{};
        else
            intent = session::intent::NeedMoment{};
    }
    if (view.pause && quiet_button(ui, "pause", pause_place, pause, shell::Icon::pause))
        intent = session::intent::Pause{};
    return intent;
}

} // namespace rapport::kiosk
