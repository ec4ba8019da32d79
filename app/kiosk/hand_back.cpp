#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "app/kiosk/foot.h"
#include "app/kiosk/screens.h"
#include "app/shell/strings/strings.h"

namespace rapport::kiosk {

using shell::Point;
using shell::Rect;
using shell::Type;
using strings::say;

namespace {

constexpr float stroke = 4;
constexpr float thick = 6;

void stroke_with_round_ends(shell::Ui& ui, std::span<const Point> points, shell::Colour colour, float width)
{
    ui.polyline(points, colour, width);
    for (const Point point : points)
        ui.circle(point, width / 2, colour);
}

void draw_tablet(shell::Ui& ui, Point at, shell::Colour accent)
{
    const shell::Rect body{at.x - 2, at.y - 2, 148, 204};
    ui.fill(body, ui.theme().surface, 18);
    ui.outline(body, accent, stroke, 18);
    stroke_with_round_ends(
        ui, std::array{Point{at.x + 48, at.y + 86}, Point{at.x + 66, at.y + 104}, Point{at.x + 102, at.y + 66}}, accent,
        thick);
    stroke_with_round_ends(ui, std::array{Point{at.x + 60, at.y + 180}, Point{at.x + 84, at.y + 180}}, accent, stroke);
}

void draw_person(shell::Ui& ui, Point at, shell::Colour accent)
{
    constexpr float shoulders = 56;
    constexpr int steps = 32;
    const Point head{at.x + shoulders, at.y + 48};
    ui.circle(head, 40, ui.theme().surface);
    ui.circle_outline(head, 40 + stroke / 2, accent, stroke);

    const Point middle{at.x + shoulders, at.y + 176};
    const float base = at.y + 200;
    ui.circle(middle, shoulders, ui.theme().surface);
    ui.fill({at.x, base, 2 * shoulders, 2 * shoulders}, ui.theme().ground);
    ui.fill({at.x, middle.y, 2 * shoulders, base - middle.y}, ui.theme().surface);
    std::vector<Point> outline{{at.x, base}};
    for (int i = 0; i <= steps; ++i) {
        const float angle = std::numbers::pi_v<float> * (1 + static_cast<float>(i) / steps);
        outline.push_back({middle.x + shoulders * std::cos(angle), middle.y + shoulders * std::sin(angle)});
    }
    outline.push_back({at.x + 2 * shoulders, base});
    outline.push_back({at.x, base});
    stroke_with_round_ends(ui, outline, accent, stroke);
}

constexpr float picture_height = 200;

float picture_width(bool stays)
{
    return stays ? 144 : 376;
}

/// A tablet goes to a person, or stays where it is, done.
void draw_picture(shell::Ui& ui, Point at, bool stays)
{
    const shell::Colour accent = ui.theme().accent;
    draw_tablet(ui, at, accent);
    if (!stays) {
        const float y = at.y + 100;
        stroke_with_round_ends(ui, std::array{Point{at.x + 176, y}, Point{at.x + 232, y}}, accent, thick);
        stroke_with_round_ends(
            ui, std::array{Point{at.x + 212, y - 20}, Point{at.x + 232, y}, Point{at.x + 212, y + 20}}, accent, thick);
        draw_person(ui, {at.x + 264, at.y}, accent);
    }
    shell::Node picture;
    picture.id = "handback.picture";
    picture.role = shell::Role::image;
    picture.name = say(stays ? "kiosk.handback.next.picture" : "kiosk.handback.picture");
    picture.rect = {at.x - 2, at.y - 2, picture_width(stays) + 4, picture_height + 4};
    ui.describe(std::move(picture));
}

} // namespace

std::optional<Intent> draw_hand_back(shell::Ui& ui, const HandBackView& view, ReadSoFar& read, Hold& hold)
{
    std::optional<Intent> intent;
    const Grid at = grid(ui);
    ui.page("handback", say("kiosk.page.handback"), view.next ? "handback.next" : "handback.staff");
    if (const auto help = draw_top_bar(ui, {.someone = true, .pause = false})) intent = help;

    // Large words in landscape need the whole width; the picture says nothing that they do not.
    const bool beside = !at.portrait && !at.large;
    const float middle = std::round(at.window.h * (at.portrait ? 0.42F : 0.425F));
    const float above = at.portrait ? std::max(at.body_top + 2, middle - (at.large ? 300 : 244)) : 0;
    if (at.portrait)
        draw_picture(ui, {at.left + 2, above}, view.next);
    else if (beside)
        draw_picture(ui, {at.right() - picture_width(view.next), middle - 100}, view.next);

    Grid words = at;
    if (beside) words.width = at.width - picture_width(view.next) - 40;
    if (at.portrait) words.body_top = above + picture_height + group_gap;
    const float wanted = at.portrait ? above + picture_height + 64 : beside ? middle - 99 : at.body_top + 80;
    const Foot places = view.next ? foot(ui, at, {}, say("kiosk.handback.next")) : Foot{};
    Rect staff = staff_hold_place(ui, at);
    // Beside the button where there is room, above it where there is not.
    if (staff.right() + space > places.main_place.x) staff.y = places.top() - space - staff.h;
    const float bottom = view.next ? std::min(staff.y, places.top()) - group_gap : at.body_bottom;
    Reader body = Reader::of_page(ui, read, "handback.body", words, wanted, bottom);
    float y = body.top();
    y += body.words("handback.thanks", {at.left, y, words.width, 0}, say("kiosk.handback.thanks"), lead_style(ui));
    y += body.words("handback.lead", {at.left, y, words.width, 0},
                    say(view.next ? "kiosk.handback.next.lead" : "kiosk.handback.lead"), lead_style(ui));
    const shell::TextStyle quiet{.type = Type::patient_option, .colour = ui.theme().ink2};
    y += group_gap;
    y += body.words("handback.saved", {at.left, y, words.width, 0}, say("kiosk.handback.saved"), quiet) + 4;
    y += body.words("handback.team", {at.left, y, words.width, 0}, say("kiosk.handback.team"), quiet);
    if (view.see_first) {
        y += group_gap;
        y += body.words("handback.see_first", {at.left, y, words.width, 0}, say("kiosk.handback.see_first"), quiet);
    }
    body.finish(y);
    if (!view.next) {
        if (staff_button(ui, at, "handback.staff")) intent = session::intent::StaffWanted{};
        return intent;
    }
    if (draw_main(ui, places, "handback.next")) intent = session::intent::NextPerson{};
    if (staff_hold(ui, "handback.staff_hold", staff, ui.theme().ink2, hold)) intent = session::intent::StaffWanted{};
    return intent;
}

} // namespace rapport::kiosk
