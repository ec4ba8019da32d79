#include <algorithm>

#include "app/desk/person_cards.h"
#include "app/desk/person_draw.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk::person {

using namespace shell;
using strings::say;

namespace {

constexpr float padding = 16;
constexpr float words_at = 64;
constexpr float least_row = 76;

ButtonStyle acknowledge_style()
{
    ButtonStyle style;
    style.kind = ButtonKind::alert_outlined;
    return style;
}

float words_width(const Ui& ui, float width)
{
    return width - words_at - padding - 16 - ui.button_width(say("desk.person.alert.acknowledge"), acknowledge_style());
}

float text_height(const Ui& ui, const OpenAlert& alert, float width)
{
    const float context =
        alert.context.empty() ? 0 : ui.paragraph_height(alert.context, width, Type::staff_small, Weight::regular);
    return ui.paragraph_height(alert.words, width, Type::staff_body, Weight::regular) + context;
}

float row_height(const Ui& ui, const OpenAlert& alert, float width)
{
    return std::max(least_row, text_height(ui, alert, words_width(ui, width)) + 2 * padding);
}

} // namespace

float alerts_height(const Ui& ui, const PersonView& view, float width)
{
    float height = 0;
    for (const OpenAlert& alert : view.alerts)
        height += row_height(ui, alert, width);
    return height;
}

std::optional<PersonIntent> draw_alerts(Ui& ui, const PersonView& view, Rect where)
{
    std::optional<PersonIntent> intent;
    if (view.alerts.empty()) return intent;
    const Theme& theme = ui.theme();
    card(ui, where);
    float y = where.y;
    for (std::size_t i = 0; i < view.alerts.size(); ++i) {
        const OpenAlert& alert = view.alerts[i];
        const std::string id = "person.alert." + std::to_string(i);
        const float height = row_height(ui, alert, where.w);
        if (i > 0) ui.line({where.x, y}, {where.right(), y}, theme.line, 1);
        ui.icon(Icon::alert, {where.x + 38, y + height / 2}, 28, theme.alert);

        const float width = words_width(ui, where.w);
        float line = y + (height - text_height(ui, alert, width)) / 2;
        TextStyle style{Type::staff_body, Weight::regular, theme.ink, Align::left, true, Role::alert};
        line += ui.paragraph(id, {where.x + words_at, line, width, height}, alert.words, style);
        style = {Type::staff_small, Weight::regular, theme.ink2, Align::left, true, Role::text};
        if (!alert.context.empty())
            ui.paragraph(id + ".context", {where.x + words_at, line, width, height}, alert.context, style);

        const std::string_view label = say("desk.person.alert.acknowledge");
        const float button = ui.button_width(label, acknowledge_style());
        const Rect place{where.right() - padding - button, y + height / 2 - 22, button, 44};
        if (ui.button(id + ".acknowledge", place, label, acknowledge_style())) intent = AcknowledgeWanted{alert.id};
        y += height;
    }
    return intent;
}

} // namespace rapport::desk::person
