#include <array>
#include <cmath>
#include <numbers>

#include "app/kiosk/grid.h"
#include "app/kiosk/screens.h"
#include "app/shell/strings/strings.h"

namespace rapport::kiosk {

using shell::Colour;
using shell::Rect;
using shell::Type;
using shell::Weight;
using strings::say;

namespace {

/// Six still lines, decoration only: pixels at 1280x800, the middle of each 40 below the one before.
struct Wave {
    float crest;
    float height;
    float length;
};
constexpr std::array waves{Wave{557, 22, 865},  Wave{472, 20, 946}, Wave{362, 18, 1036},
                           Wave{222, 16, 1136}, Wave{60, 14, 1220}, Wave{-130, 12, 1300}};

void draw_waves(shell::Ui& ui, Rect window)
{
    constexpr float step = 8;
    float middle = window.bottom() - 240;
    for (const Wave& wave : waves) {
        std::vector<shell::Point> points;
        for (float x = -step; x <= window.w + step; x += step) {
            const float turn = 2 * std::numbers::pi_v<float> * (x - wave.crest) / wave.length;
            points.push_back({window.x + x, middle - wave.height * std::cos(turn)});
        }
        ui.polyline(points, ui.theme().cover_lines, 2);
        middle += 40;
    }
}

constexpr float pad = 16;
constexpr float gap = 12;

/// Room for a quiet line on the cover's own ground: the whole of it is the target.
Rect quiet_place(const shell::Ui& ui, float left, float top, std::string_view label)
{
    return {left, top, ui.text_width(label, Type::patient_small, Weight::regular) + icon_size(ui) + gap + 2 * pad,
            ui.patient_target()};
}

void draw_quiet(shell::Ui& ui, Rect place, std::string_view label, shell::Icon icon, Colour ink)
{
    const float line = shell::metrics(Type::patient_small, ui.text_size()).line;
    ui.icon(icon, {place.x + pad + icon_size(ui) / 2, place.centre().y}, icon_size(ui), ink);
    ui.decorative({place.x + pad + icon_size(ui) + gap, place.centre().y - line / 2}, label,
                  {.type = Type::patient_small, .colour = ink});
}

} // namespace

std::optional<Intent> draw_cover(shell::Ui& ui, const CoverView& view, Hold& hold)
{
    constexpr float ring = 5; // a focus ring's width: the screen is the target, and its ring has to be seen
    constexpr float lead_share = 0.29F;
    constexpr float sentence_gap = 14;
    std::optional<Intent> intent;
    const Grid at = grid(ui);
    const bool plain = ui.theme().name == shell::ThemeName::high_contrast;
    const bool staff_only = view.why == session::CoverReason::find_staff;
    const Colour ink = plain ? ui.theme().ink : ui.theme().on_accent;
    const std::string_view touch = say("kiosk.cover.touch");
    const std::string_view someone = say("kiosk.someone");
    const std::string_view staff = say("kiosk.staff");
    Rect help = quiet_place(ui, at.left, top_bar_top, someone);
    help.x = at.right() + pad - help.w;
    const Rect unlock = quiet_place(ui, at.left - pad, at.foot_top, staff);

    ui.page("cover", say("kiosk.page.cover"), staff_only ? "cover.someone" : "cover.touch");
    // The targets first, so that no press shows on the cover; help after the screen, so that it lies on top.
    if (!staff_only && ui.area("cover.touch", at.window.inset(ring), touch, shell::Role::button))
        intent = session::intent::Resume{};
    if (ui.area("cover.someone", help, someone, shell::Role::button, space)) intent = session::intent::NeedSomeone{};
    if (staff_only && ui.area("cover.staff", unlock, staff, shell::Role::button, space))
        intent = session::intent::StaffWanted{};

    ui.fill(at.window, plain ? ui.theme().ground : ui.theme().accent);
    if (!plain) draw_waves(ui, at.window);
    const float y = std::round(at.window.h * lead_share);
    const float lead_line = shell::metrics(Type::patient_lead, ui.text_size()).line;
    ui.text("cover.lead", {at.left, y}, say("kiosk.cover.lead"),
            {.type = Type::patient_lead, .weight = Weight::semibold, .colour = ink, .role = shell::Role::heading});
    ui.paragraph("cover.sentence", {at.left, y + lead_line + sentence_gap, at.width, 0},
                 staff_only ? say("kiosk.cover.find_staff") : touch, {.type = Type::patient_question, .colour = ink});
    draw_quiet(ui, help, someone, shell::Icon::help, ink);
    if (staff_only)
        draw_quiet(ui, unlock, staff, shell::Icon::lock, ink);
    else if (staff_hold(ui, "cover.staff_hold", staff_hold_place(ui, at), ink, hold))
        intent = session::intent::StaffWanted{};
    return intent;
}

} // namespace rapport::kiosk
