#include <algorithm>

#include "app/kiosk/foot.h"
#include "app/kiosk/screens.h"
#include "app/shell/strings/strings.h"

namespace rapport::kiosk {

using shell::Icon;
using shell::Rect;
using shell::Type;
using shell::Weight;
using strings::say;

namespace {

constexpr std::string_view aa = "Aa";

/// A quiet button whose words end at `right` and whose target reaches past them.
Rect quiet_place(const shell::Ui& ui, std::string_view label, Icon icon, float right)
{
    const float width = quiet_width(ui, label, icon);
    return {right + quiet_pad - width, top_bar_top, width, ui.patient_target()};
}

/// "Aa Display", or Aa alone where there is no room: the whole of it is the target.
bool display_button(shell::Ui& ui, Rect where, bool words)
{
    const std::string_view name = say("kiosk.display.name");
    if (!words) return sign_button(ui, "display", where, name, aa);
    const bool pressed = ui.area("display", where, name, shell::Role::button, space);
    const float line = line_of(ui, Type::patient_small);
    const float y = where.centre().y - line / 2;
    const std::string_view label = say("kiosk.display");
    const float width = ui.text_width(label, Type::patient_small, Weight::regular);
    const float sign = ui.text_width(aa, Type::patient_small, Weight::semibold);
    const shell::TextStyle style{.type = Type::patient_small, .colour = ui.theme().ink2};
    ui.decorative({where.right() - quiet_pad - width, y}, label, style);
    shell::TextStyle bold = style;
    bold.weight = Weight::semibold;
    ui.decorative({where.right() - quiet_pad - width - 12 - sign, y}, aa, bold);
    return pressed;
}

void draw_progress(shell::Ui& ui, const Grid& at, const TopBarView& view, float room)
{
    constexpr float widest = 472;
    // Words and bar stand in the middle of the row of buttons.
    const float words_bottom = top_bar_top + ui.patient_target() / 2 + 5;
    const float bar_top = words_bottom + 7;
    const float bar_top_large = top_bar_top + ui.patient_target() + space;
    const float line = line_of(ui, Type::patient_small);
    const bool rest = at.part_words && !view.rest.empty();
    std::string value = view.value.empty() ? view.strong : view.value;
    if (!rest && !view.rest.empty()) value += ", " + view.rest;
    const Rect bar = at.large ? Rect{at.left, bar_top_large, at.width, space}
                              : Rect{at.left, bar_top, std::min(widest, room), space};
    ui.progress_bar("progress", bar, view.done, view.total, value);
    shell::TextStyle style{
        .type = Type::patient_small, .weight = Weight::semibold, .colour = ui.theme().ink, .tabular = true};
    const float y = at.large ? top_bar_top + (ui.patient_target() - line) / 2 : words_bottom - line;
    // The progress node says these words already, and so does the page that closes a part.
    const bool whole = ui.text_width(view.strong, style.type, style.weight, true) <= room;
    if (!whole && ui.text_width(view.brief, style.type, style.weight, true) > room) return;
    ui.decorative({at.left, y}, whole ? view.strong : view.brief, style);
    if (!rest) return;

    float x = at.left + ui.text_width(view.strong, style.type, style.weight, true);
    style.weight = Weight::regular;
    style.colour = ui.theme().ink2;
    if (view.dot && !at.large) {
        constexpr float gap = 12;
        constexpr std::string_view dot = "·";
        ui.decorative({x + gap, y}, dot, style);
        x += 2 * gap + ui.text_width(dot, style.type, style.weight);
    } else {
        x += view.dot ? group_gap : ui.text_width(" ", style.type, style.weight);
    }
    ui.text("progress.part", {x, y}, view.rest, style);
}

using Aloud = voice::ReadAloud::State;

/// Why nothing is heard, in words that have room; empty while all is well.
std::string_view why_silent(const shell::Ui& ui, Aloud state, float room)
{
    if (state != Aloud::no_sound && state != Aloud::no_voice) return {};
    const bool sound = state == Aloud::no_sound;
    const std::string_view whole = say(sound ? "kiosk.aloud.no_sound" : "kiosk.aloud.no_voice");
    const float width = ui.text_width(whole, Type::patient_small, Weight::semibold, true);
    return width <= room ? whole : say(sound ? "kiosk.aloud.no_sound.short" : "kiosk.aloud.no_voice.short");
}

bool aloud_button(shell::Ui& ui, Rect where, Aloud state, bool words)
{
    const auto button = [&](std::string_view name, Icon icon, bool said) {
        if (!said) return sign_button(ui, "aloud", where, name, icon);
        return ui.button("aloud", where, name, quiet_style(icon));
    };
    switch (state) {
    case Aloud::silent:
        return button(say("kiosk.aloud"), Icon::speaker, words);
    case Aloud::reading:
        return button(say("kiosk.aloud.stop"), Icon::stop, words);
    case Aloud::no_sound:
        return button(say("kiosk.aloud.no_sound"), Icon::speaker_off, false);
    case Aloud::no_voice:
        return button(say("kiosk.aloud.no_voice"), Icon::speaker_off, false);
    }
    return false;
}

/// At the foot, at the right of the quiet row, where it has the larger part.
Rect help_place_at_foot(const shell::Ui& ui, const Grid& at, std::string_view label)
{
    const float wanted = quiet_width(ui, label, Icon::help);
    const float room = at.right() - at.quiet_split();
    // Words that need two lines end at the margin too: then the target does as well.
    if (wanted > room + quiet_pad) return {at.quiet_split(), at.quiet_top, room, at.quiet_height};
    return {at.right() + quiet_pad - wanted, at.quiet_top, wanted, at.quiet_height};
}

} // namespace

std::optional<Intent> draw_top_bar(shell::Ui& ui, const TopBarView& view)
{
    std::optional<Intent> intent;
    const Grid at = grid(ui);
    const float target = ui.patient_target();
    const std::string_view help = say(view.someone ? "kiosk.someone" : "kiosk.moment");
    const std::string_view pause = say("kiosk.pause");
    const Rect pause_place = at.pause_words ? quiet_place(ui, pause, Icon::pause, at.right())
                                            : Rect{at.right() + quiet_pad - target, top_bar_top, target, target};
    float right = view.pause ? pause_place.x : at.right() + quiet_pad;
    float display_width = target;
    if (at.display_words)
        display_width =
            std::max(display_width, ui.text_width(aa, Type::patient_small, Weight::semibold) + 12 +
                                        ui.text_width(say("kiosk.display"), Type::patient_small, Weight::regular) +
                                        2 * quiet_pad);
    const Rect display_place{right - display_width, top_bar_top, display_width, target};
    right = display_place.x;
    Rect help_place = help_place_at_foot(ui, at, help);
    if (!at.help_at_foot) {
        help_place = quiet_place(ui, help, Icon::help, right - quiet_pad);
        right = help_place.x;
    }
    const Rect about_place{right - target, top_bar_top, target, target};
    const float aloud = aloud_width(ui, at);
    const Rect aloud_place{(view.about ? about_place.x : about_place.right()) - aloud, top_bar_top, aloud, target};
    right = aloud_place.x;

    const float room = right - space - at.left;
    const std::string_view why = why_silent(ui, view.aloud.value_or(Aloud::silent), room);
    if (!why.empty())
        ui.text("aloud.why", {at.left, top_bar_top + (target - line_of(ui, Type::patient_small)) / 2}, why,
                {.type = Type::patient_small,
                 .weight = Weight::semibold,
                 .colour = ui.theme().ink,
                 .role = shell::Role::alert});
    else if (!view.strong.empty())
        draw_progress(ui, at, view, room);
    if (view.aloud && aloud_button(ui, aloud_place, *view.aloud, at.aloud_words)) intent = session::intent::HearAloud{};
    if (view.about && sign_button(ui, "about", about_place, say("kiosk.about"), "?"))
        intent = session::intent::AboutWanted{};
    if (view.help && ui.button("moment", help_place, help, quiet_style(Icon::help))) {
        if (view.someone)
            intent = session::intent::NeedSomeone{};
        else
            intent = session::intent::NeedMoment{};
    }
    if (view.display && display_button(ui, display_place, at.display_words)) intent = session::intent::ReadingWanted{};
    const bool paused = view.pause && (at.pause_words ? ui.button("pause", pause_place, pause, quiet_style(Icon::pause))
                                                      : sign_button(ui, "pause", pause_place, pause, Icon::pause));
    if (paused) intent = session::intent::Pause{};
    return intent;
}

} // namespace rapport::kiosk
