#include "app/desk/tickets_screen.h"

#include <algorithm>

#include <fmt/format.h>

#include "app/desk/form.h"
#include "app/desk/setup_frame.h"
#include "app/desk/words.h"
#include "app/desk/worklist_view.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk {

using shell::Rect;
using shell::Ui;
using strings::say;

namespace {

constexpr float widest = 760;
constexpr float row_height = 68;
constexpr std::size_t most_shown = 30;

/// The code as large as anything on the desk: it is copied by hand.
float draw_code(Ui& ui, const TicketsState& state, float x, float y, float width)
{
    const Rect box{x, y, width, 128};
    ui.fill(box, ui.theme().sunken, card_radius);
    card_edge(ui, box);
    ui.text("tickets.code_for", {x + margin, y + 16}, state.code_for, body(ui));
    shell::TextStyle code = title(ui);
    code.type = shell::Type::staff_lead;
    code.role = shell::Role::alert;
    code.tabular = true;
    ui.text("tickets.code", {x + margin, y + 44}, state.code, code);
    ui.text("tickets.once", {x + margin, y + 92}, say("desk.tickets.once"), caption(ui));
    return y + box.h + 24;
}

} // namespace

std::string code_words(std::string_view code)
{
    return std::string(code.substr(0, code.size() / 2)) + " " + std::string(code.substr(code.size() / 2));
}

TicketsView make_tickets_view(const std::vector<vault::TicketRow>& rows,
                              const std::vector<instruments::Definition>& definitions, std::int64_t now_ms)
{
    TicketsView view;
    for (const vault::TicketRow& row : rows) {
        TicketLine line;
        line.session = row.session;
        line.who = row.pseudonym;
        line.open = row.state == "open";
        line.state = say("desk.tickets.state." + row.state);
        line.about = say("desk.tickets.about", {{"battery", battery_words(row.battery, definitions)},
                                                {"until", when_within(row.expires_ms, now_ms)},
                                                {"who", row.made_by}});
        view.open += line.open ? 1 : 0;
        view.lines.push_back(std::move(line));
    }
    // What can still be typed stands before what is over.
    std::stable_partition(view.lines.begin(), view.lines.end(), [](const TicketLine& line) { return line.open; });
    return view;
}

std::optional<Intent> draw_tickets(Ui& ui, const TicketsView& view, TicketsState& state)
{
    std::optional<Intent> intent;
    float y = draw_setup_heading(ui, Page::tickets, false, intent);
    const float width = std::min(widest, ui.window().w - 2 * margin);
    const Rect place{0, y, ui.window().w, ui.window().h - y};
    const float begin = y - ui.begin_scroll("tickets.scroll", place, state.content_height);
    y = begin;
    if (!state.code.empty()) y = draw_code(ui, state, margin, y, width);
    y += ui.paragraph("tickets.explain", {margin, y, width, 0}, say("desk.tickets.explain"), second(ui)) + 16;
    shell::ButtonStyle go;
    go.kind = shell::ButtonKind::filled;
    go.icon_before = shell::Icon::tablet;
    go.enabled = view.open > 0;
    const std::string_view label = say("desk.tickets.begin");
    if (ui.button("tickets.begin", {margin, y, ui.button_width(label, go), control_height}, label, go))
        intent = WaitingRoomWanted{};
    y += control_height + 16;
    if (!state.trouble.empty()) {
        Form form{margin, y, width};
        trouble_in(form, ui, "tickets.trouble", state.trouble);
        y = form.y;
    }
    section_heading(ui, "tickets", margin, y + 8, width, say("desk.tickets"), view.open);
    y += 44;
    const std::size_t shown = std::min(view.lines.size(), most_shown);
    const Rect whole{margin, y, width, row_height * static_cast<float>(shown)};
    if (shown > 0) card(ui, whole);
    for (std::size_t n = 0; n < shown; ++n) {
        const TicketLine& line = view.lines[n];
        const std::string id = fmt::format("tickets.{}", n);
        if (n > 0) divider(ui, whole, y);
        const float right = whole.right() - 16;
        const std::string_view revoke = say("desk.tickets.revoke");
        const float button = ui.button_width(revoke);
        if (line.open && ui.button(id + ".revoke", {right - button, y + 12, button, control_height}, revoke))
            intent = TicketRevoked{line.session};
        ui.text(id + ".who", {whole.x + margin, y + 12}, line.who + ". " + line.state,
                body(ui, line.open ? shell::Weight::semibold : shell::Weight::regular));
        ui.paragraph(id + ".about", {whole.x + margin, y + 38, right - button - 16 - whole.x - margin, 0}, line.about,
                     small(ui), 1);
        y += row_height;
    }
    if (shown == 0) ui.text("tickets.none", {margin, y}, say("desk.tickets.none"), second(ui));
    ui.end_scroll();
    state.content_height = y + margin - begin;
    return intent;
}

} // namespace rapport::desk
