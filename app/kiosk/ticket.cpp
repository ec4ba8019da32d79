#include "app/kiosk/ticket.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "app/kiosk/counted.h"
#include "app/kiosk/foot.h"
#include "app/shell/patient_target.h"
#include "app/shell/strings/strings.h"

namespace rapport::kiosk {

using session::TicketGate;
using shell::Rect;
using shell::Type;
using shell::Weight;
using strings::say;

namespace {

constexpr std::size_t half = sealed::ticket_length / 2;

struct Tongue {
    std::string_view code;
    std::string_view name;
};
constexpr std::array tongues{Tongue{"en", "English"}, Tongue{"es", "Español"}, Tongue{"zh", "中文"}};

std::string wait_words(std::int64_t ms)
{
    const auto seconds = static_cast<int>((ms + 999) / 1000);
    // Whole minutes until the last one: a figure that changes all the time is no rest.
    return seconds > 60 ? counted("kiosk.ticket.wait.minutes", (seconds + 59) / 60)
                        : counted("kiosk.ticket.wait.seconds", seconds);
}

std::string sentence(const TicketView& view)
{
    if (view.checking) return std::string(say("kiosk.ticket.checking"));
    if (view.wait_ms > 0) return say("kiosk.ticket.wait", {{"time", wait_words(view.wait_ms)}});
    switch (view.said) {
    case TicketGate::Said::wrong:
        return std::string(say("kiosk.ticket.wrong"));
    case TicketGate::Said::used:
        return std::string(say("kiosk.ticket.used"));
    case TicketGate::Said::expired:
        return std::string(say("kiosk.ticket.expired"));
    case TicketGate::Said::trouble:
        return std::string(say("kiosk.ticket.trouble"));
    case TicketGate::Said::nothing:
    case TicketGate::Said::wait:
        break;
    }
    return std::string(say("kiosk.ticket.sentence"));
}

/// Eight places, four and four as on the slip.
float draw_code(shell::Ui& ui, const Grid& at, const TicketView& view, float y)
{
    const shell::Theme& theme = ui.theme();
    const float between = 24;
    const float cell = std::min(72.0F, (at.width - between - 6 * space) / static_cast<float>(sealed::ticket_length));
    const float height = std::max(72.0F, line_of(ui, Type::patient_question) + 2 * space);
    float x = at.left;
    for (std::size_t i = 0; i < sealed::ticket_length; ++i) {
        const Rect place{x, y, cell, height};
        ui.fill(place, theme.surface, card_radius);
        const bool next = i == view.typed.size();
        ui.outline(place, next ? theme.accent : theme.border, outline_width(theme), card_radius, i > view.typed.size());
        if (i < view.typed.size()) {
            const std::string one(1, view.typed[i]);
            const float width = ui.text_width(one, Type::patient_question, Weight::semibold);
            ui.decorative({place.centre().x - width / 2, place.centre().y - line_of(ui, Type::patient_question) / 2},
                          one, {.type = Type::patient_question, .weight = Weight::semibold, .colour = theme.ink});
        }
        x += cell + (i + 1 == half ? between : space);
    }
    shell::Node code;
    code.id = "ticket.code";
    code.role = shell::Role::text;
    code.name = say("kiosk.ticket.code");
    code.value = view.typed;
    code.rect = {at.left, y, x - at.left, height};
    ui.describe(std::move(code));
    return height;
}

/// The alphabet as keys, all alike, in its own order; as many in a row as keep their width. Thirty-two of them have to
/// stand on one page: on a small display their height gives way before the words do.
std::optional<TicketIntent> draw_keys(shell::Ui& ui, const Grid& at, bool enabled, float y, float room)
{
    std::optional<TicketIntent> intent;
    constexpr std::size_t most_across = 12;
    const std::size_t count = sealed::ticket_alphabet.size();
    std::size_t across = most_across;
    while (across > 4 &&
           (count % across != 0 ||
            (at.width - static_cast<float>(across - 1) * space) / static_cast<float>(across) < ui.patient_target()))
        --across;
    const auto rows = static_cast<float>((count + across - 1) / across);
    const float width = (at.width - static_cast<float>(across - 1) * space) / static_cast<float>(across);
    const float height = std::clamp((room - (rows - 1) * space) / rows, shell::least_patient_target,
                                    std::max(96.0F, ui.patient_target()));
    shell::ButtonStyle style{.kind = shell::ButtonKind::outlined, .type = Type::patient_option};
    style.enabled = enabled;
    for (std::size_t i = 0; i < count; ++i) {
        const std::string one(1, sealed::ticket_alphabet[i]);
        const Rect key{at.left + static_cast<float>(i % across) * (width + space),
                       y + static_cast<float>(i / across) * (height + space), width, height};
        if (ui.button("ticket.key." + one, key, one, style))
            intent = TicketTyped{static_cast<char32_t>(static_cast<unsigned char>(one.front()))};
    }
    return intent;
}

std::optional<TicketIntent> draw_languages(shell::Ui& ui, const Grid& at, const TicketView& view)
{
    std::optional<TicketIntent> intent;
    float x = at.right() + quiet_pad;
    for (auto tongue = tongues.rbegin(); tongue != tongues.rend(); ++tongue) {
        if (!ui.can_show(tongue->name)) continue;
        const bool on = view.language == tongue->code;
        const float width = std::max(
            ui.patient_target(), ui.text_width(tongue->name, Type::patient_small, Weight::semibold) + 2 * quiet_pad);
        x -= width;
        const Rect place{x, top_bar_top, width, ui.patient_target()};
        if (ui.area("ticket.language." + std::string(tongue->code), place, tongue->name, shell::Role::button, space) &&
            !on)
            intent = TicketLanguage{std::string(tongue->code)};
        const float line = line_of(ui, Type::patient_small);
        const float words = ui.text_width(tongue->name, Type::patient_small, on ? Weight::semibold : Weight::regular);
        const float left = place.centre().x - words / 2;
        ui.decorative({left, place.centre().y - line / 2}, tongue->name,
                      {.type = Type::patient_small,
                       .weight = on ? Weight::semibold : Weight::regular,
                       .colour = on ? ui.theme().ink : ui.theme().ink2});
        if (on) ui.fill({left, place.centre().y + line / 2, words, 3}, ui.theme().accent);
    }
    return intent;
}

std::optional<TicketIntent> typed_on_keys(shell::Ui& ui)
{
    for (const char known : sealed::ticket_alphabet) {
        const auto character = static_cast<char32_t>(static_cast<unsigned char>(known));
        const char32_t small = character >= U'A' ? character - U'A' + U'a' : character;
        if (ui.typed(character) || (small != character && ui.typed(small))) return TicketTyped{character};
    }
    if (ui.pressed(shell::Key::backspace)) return TicketRubbedOut{};
    return std::nullopt;
}

} // namespace

std::optional<TicketIntent> draw_ticket(shell::Ui& ui, const TicketView& view, Hold& hold)
{
    const Grid at = grid(ui);
    const shell::Theme& theme = ui.theme();
    const bool open = !view.checking && view.wait_ms == 0;
    ui.page("ticket", say("kiosk.page.ticket"), "ticket.key." + std::string(1, sealed::ticket_alphabet.front()));
    std::optional<TicketIntent> intent = draw_languages(ui, at, view);

    float y = at.body_top + (at.portrait ? 40 : 0);
    y += ui.paragraph("ticket.lead", {at.left, y, at.width, 0}, say("kiosk.ticket.lead"), lead_style(ui)) + space;
    const std::string words = sentence(view);
    const bool said = view.said != TicketGate::Said::nothing || view.wait_ms > 0 || view.checking;
    // Two lines are kept for it, so that no key moves under a finger when something is said.
    const float line = line_of(ui, Type::patient_option);
    ui.paragraph("ticket.said", {at.left, y, at.width, 0}, words,
                 {.type = Type::patient_option,
                  .weight = said ? Weight::semibold : Weight::regular,
                  .colour = said ? theme.ink : theme.ink2,
                  .role = said ? shell::Role::alert : shell::Role::text});
    y += (at.portrait ? 2 : 1) * line + 2 * space;
    y += draw_code(ui, at, view, y) + group_gap;
    // The room for staff's line is kept, said or not.
    const float kept = line_of(ui, Type::patient_small) * (at.portrait ? 2 : 1) + space;
    if (const auto key = draw_keys(ui, at, open, y, at.foot_top - kept - y)) intent = key;

    shell::ButtonStyle go = main_style();
    go.enabled = open && view.typed.size() == sealed::ticket_length;
    const std::string_view label = say("kiosk.ticket.go");
    const float go_width =
        std::max(184.0F, ui.text_width(label, Type::patient_option, Weight::semibold) + icon_size(ui) + 85);
    if (ui.button("ticket.go", {at.right() - go_width, at.foot_top, go_width, at.control}, label, go))
        intent = TicketEntered{};
    const Rect rub{at.right() - go_width - space - at.control, at.foot_top, at.control, at.control};
    if (sign_button(ui, "ticket.delete", rub, say("kiosk.ticket.delete"), shell::Icon::back))
        intent = TicketRubbedOut{};
    ui.outline(rub, theme.border, outline_width(theme), space);

    if (view.see_first) {
        const std::string_view seen = say("kiosk.ticket.see_first");
        const float room = at.right() - go_width - 2 * space - at.control - at.left;
        const float height = ui.paragraph_height(seen, room, Type::patient_small, Weight::regular);
        ui.paragraph("ticket.see_first", {at.left, at.foot_top - height, room, 0}, seen,
                     {.type = Type::patient_small, .colour = theme.ink2});
    }
    Rect staff = staff_hold_place(ui, at);
    staff.w = std::min(staff.w, rub.x - space - staff.x);
    if (staff_hold(ui, "ticket.staff_hold", staff, theme.ink2, hold)) intent = TicketStaff{};
    if (open)
        if (const auto key = typed_on_keys(ui)) intent = key;
    if (open && go.enabled && ui.pressed(shell::Key::enter)) intent = TicketEntered{};
    return intent;
}

} // namespace rapport::kiosk
