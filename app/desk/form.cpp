#include "app/desk/form.h"

#include <algorithm>
#include <cmath>

#include "app/shell/strings/strings.h"

namespace rapport::desk {

using shell::Rect;
using shell::TextStyle;
using shell::Ui;

Rect Form::whole()
{
    const Rect box{x, y + label_space, width, control_height};
    y += pitch;
    return box;
}

Form::Pair Form::pair()
{
    const float half = std::floor((width - card_gap) / 2);
    const Pair boxes{{x, y + label_space, half, control_height},
                     {x + half + card_gap, y + label_space, width - half - card_gap, control_height}};
    y += pitch;
    return boxes;
}

shell::FieldStyle field(std::string_view key)
{
    shell::FieldStyle style;
    style.label = strings::say(key);
    return style;
}

void say_in(Form& form, Ui& ui, std::string_view id, std::string_view words, const TextStyle& style)
{
    form.y += ui.paragraph(id, {form.x, form.y, form.width, 0}, words, style);
}

void trouble_in(Form& form, Ui& ui, std::string_view id, std::string_view words)
{
    if (words.empty()) return;
    ui.icon(shell::Icon::notice, {form.x + 10, form.y + 12}, 20, ui.theme().alert);
    TextStyle style = body(ui);
    style.colour = ui.theme().alert;
    style.role = shell::Role::alert;
    form.y += ui.paragraph(id, {form.x + 28, form.y, form.width - 28, 0}, words, style) + 16;
}

float warning(Ui& ui, std::string_view id, Rect where, std::string_view words)
{
    const float room = where.w - 56 - 16;
    const float text = ui.paragraph_height(words, room, shell::Type::staff_body, shell::Weight::regular);
    const Rect strip{where.x, where.y, where.w, std::max(text, 28.0F) + 24};
    ui.fill(strip, ui.theme().alert_tint, card_radius);
    card_edge(ui, strip);
    ui.icon(shell::Icon::alert, {strip.x + 32, strip.y + strip.h / 2}, 28, ui.theme().alert);
    TextStyle style = body(ui);
    style.role = shell::Role::alert;
    ui.paragraph(id, {strip.x + 56, strip.y + (strip.h - text) / 2, room, text}, words, style);
    return strip.h;
}

void done_line(Ui& ui, Form& form, std::string_view id, std::string_view words)
{
    if (words.empty()) return;
    ui.icon(shell::Icon::tick, {form.x + 10, form.y + 12}, 20, ui.theme().accent);
    TextStyle style = body(ui);
    style.role = shell::Role::alert;
    form.y += ui.paragraph(id, {form.x + 28, form.y, form.width - 28, 0}, words, style) + 16;
}

float close_card(Ui& ui, const Form& form, Rect place, float& height)
{
    const float now = form.y + margin - place.y;
    if (now != height) ui.wake_after(0);
    height = now;
    return place.y + now;
}

} // namespace rapport::desk
