#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "app/desk/form.h"
#include "app/desk/hub_page.h"
#include "app/desk/setup_frame.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk {

using shell::Rect;
using shell::Ui;
using strings::say;

namespace {

constexpr float row_height = 76;
constexpr std::size_t most_findings = 4;

void open_form(Ui& ui, HubState& state, HubAct act, std::string target = {})
{
    state.wipe();
    state.done.clear();
    state.form = act;
    state.target = std::move(target);
    ui.focus(act == HubAct::invite   ? "hub.form.name"
             : act == HubAct::revoke ? "hub.form.approver"
                                     : "hub.form.only_here");
}

void draw_device(Ui& ui, const HubDeviceLine& device, std::size_t n, Rect where, HubState& state)
{
    const std::string id = fmt::format("hub.device.{}", n);
    const float x = where.x + 24;
    float right = where.right() - 16;
    if (device.can_be_taken_out) {
        const std::string_view words = say("desk.hub.take_out");
        shell::ButtonStyle style;
        style.enabled = state.working.empty();
        const float width = ui.button_width(words, style);
        right -= width;
        const Rect box{right, where.y + (where.h - control_height) / 2, width, control_height};
        if (ui.button(id + ".remove", box, words, style)) open_form(ui, state, HubAct::revoke, device.name);
        right -= 16;
    }
    const shell::TextStyle name = body(ui, shell::Weight::semibold);
    const std::string_view me = device.is_this ? say("desk.hub.this_device") : std::string_view();
    const float beside = me.empty() ? 0 : ui.text_width(me, shell::Type::staff_small, shell::Weight::regular) + 16;
    const float wide = std::min(right - x - beside, std::ceil(ui.text_width(device.name, name.type, name.weight)) + 1);
    ui.paragraph(id + ".name", {x, where.y + 14, wide, 0}, device.name, name, 1);
    if (!me.empty()) ui.text(id + ".me", {x + wide + 8, where.y + 16}, me, caption(ui));
    ui.paragraph(id + ".about", {x, where.y + 40, right - x, 0}, device.about, small(ui), 1);
}

float draw_devices(Ui& ui, const HubView& view, HubState& state, float x, float y, float width)
{
    section_heading(ui, "hub.devices", x, y + 8, width, say("desk.hub.devices"),
                    static_cast<long long>(view.devices.size()));
    shell::ButtonStyle add;
    add.icon_before = shell::Icon::plus;
    add.enabled = state.working.empty();
    const std::string_view label = say("desk.hub.let_in");
    const float button = ui.button_width(label, add);
    if (ui.button("hub.invite", {x + width - button, y - 4, button, control_height}, label, add))
        open_form(ui, state, HubAct::invite);
    y += 52;
    const Rect whole{x, y, width, row_height * static_cast<float>(view.devices.size())};
    if (!view.devices.empty()) card(ui, whole);
    for (std::size_t n = 0; n < view.devices.size(); ++n) {
        const Rect where{x, y + row_height * static_cast<float>(n), width, row_height};
        if (n > 0) divider(ui, whole, where.y);
        draw_device(ui, view.devices[n], n, where, state);
    }
    return whole.bottom();
}

/// The eight words, to be read across the room; as large as a ticket's code.
void draw_code(Ui& ui, HubState& state, Form& form)
{
    const shell::TextStyle words = [&] {
        shell::TextStyle style = section(ui);
        style.type = shell::Type::staff_lead;
        style.role = shell::Role::alert;
        return style;
    }();
    const float room = form.width - 32;
    const float high = ui.paragraph_height(state.shown_code.view(), room, words.type, words.weight);
    const Rect box{form.x, form.y, form.width, high + 88};
    ui.fill(box, ui.theme().sunken, card_radius);
    card_edge(ui, box);
    ui.paragraph("hub.code.for", {box.x + 16, box.y + 12, room, 0}, state.code_for, small(ui), 1);
    ui.paragraph("hub.code", {box.x + 16, box.y + 40, room, 0}, state.shown_code.view(), words);
    ui.text("hub.code.once", {box.x + 16, box.y + high + 56}, say("desk.users.once"), small(ui));
    form.skip(box.h + 8);
    const std::string_view away = say("desk.hub.code_away");
    if (ui.button("hub.code.away", {form.x, form.y, ui.button_width(away), control_height}, away)) {
        state.shown_code = {};
        state.code_for.clear();
    }
    form.skip(control_height + 24);
}

float draw_exchange(Ui& ui, const HubView& view, HubState& state, Rect place, std::optional<Intent>& intent)
{
    card(ui, {place.x, place.y, place.w, state.height});
    Form form{place.x + margin, place.y + margin, place.w - 2 * margin};
    done_line(ui, form, "hub.done", state.done);
    if (!state.shown_code.empty()) draw_code(ui, state, form);
    ui.text("hub.last.label", {form.x, form.y}, say("desk.hub.last"), small(ui));
    form.skip(22);
    shell::TextStyle big = title(ui);
    big.role = shell::Role::text;
    say_in(form, ui, "hub.last", view.last, big);
    form.skip(4);
    if (!view.last_did.empty()) say_in(form, ui, "hub.last.did", view.last_did, second(ui));
    if (view.trouble) {
        form.skip(8);
        trouble_in(form, ui, "hub.answered", view.answered);
    } else if (!view.answered.empty()) {
        say_in(form, ui, "hub.answered", view.answered, second(ui));
    }
    form.skip(view.trouble ? 0 : 12);
    for (std::size_t n = 0; n < view.waiting.size(); ++n)
        say_in(form, ui, fmt::format("hub.waiting.{}", n), view.waiting[n], body(ui));
    form.skip(20);
    const bool entered = ui.secret_field("hub.password", form.whole(), state.password, field("desk.hub.password"));
    form.skip(-8);
    say_in(form, ui, "hub.password.about", say("desk.hub.password_about"), small(ui));
    form.skip(20);
    trouble_in(form, ui, "hub.trouble", state.trouble);
    if (!state.working.empty()) {
        draw_hub_progress(ui, state, form.x, form.y, form.width, intent);
        return close_card(ui, form, place, state.height);
    }
    shell::ButtonStyle go;
    go.kind = shell::ButtonKind::filled;
    const std::string_view label = say("desk.hub.exchange.go");
    const float wide = ui.button_width(label, go);
    if (ui.button("hub.go", {form.x, form.y, wide, control_height}, label, go) || entered)
        intent = HubWanted{HubAct::exchange};
    const std::string_view leave = say("desk.hub.leave.open");
    const float leaving = ui.button_width(leave);
    if (ui.button("hub.leave", {form.x + form.width - leaving, form.y, leaving, control_height}, leave))
        open_form(ui, state, HubAct::leave);
    form.skip(control_height);
    return close_card(ui, form, place, state.height);
}

float draw_summary(Ui& ui, const HubView& view, float y, float width)
{
    shell::TextStyle style = body(ui, shell::Weight::semibold);
    style.role = shell::Role::alert;
    y += ui.paragraph("hub.summary", {margin, y, width, 0}, view.summary, style);
    if (!view.server.empty()) y += ui.paragraph("hub.server", {margin, y + 2, width, 0}, view.server, small(ui), 1) + 2;
    y += 16;
    const std::size_t shown = std::min(view.findings.size(), most_findings);
    for (std::size_t n = 0; n < shown; ++n)
        y += warning(ui, fmt::format("hub.finding.{}", n), {margin, y, width, 0}, view.findings[n]) + 8;
    if (view.findings.size() > shown) {
        const std::string more =
            say("desk.hub.more_findings", {{"n", fmt::format("{}", view.findings.size() - shown)}});
        y += ui.paragraph("hub.finding.more", {margin, y, width, 0}, more, second(ui)) + 8;
    }
    return shown == 0 ? y : y + 8;
}

/// What a hub is, for a clinic that has none.
float draw_alone(Ui& ui, HubState& state, Rect place)
{
    card(ui, {place.x, place.y, place.w, state.summary_height});
    Form form{place.x + margin, place.y + margin, place.w - 2 * margin};
    done_line(ui, form, "hub.done", state.done);
    ui.text("hub.what", {form.x, form.y}, say("desk.hub.what"), section(ui));
    form.skip(32);
    for (const char* const part : {"what_about", "what_first", "what_next"}) {
        say_in(form, ui, fmt::format("hub.{}", part), say(fmt::format("desk.hub.{}", part)), second(ui));
        form.skip(12);
    }
    return close_card(ui, form, place, state.summary_height);
}

} // namespace

std::optional<Intent> draw_hub(Ui& ui, const HubView& view, HubState& state)
{
    std::optional<Intent> intent;
    const float top = draw_setup_heading(ui, Page::hub, false, intent);
    const Rect window = ui.window();
    const float offset =
        ui.begin_scroll("hub.scroll", {0, top - 8, window.w, window.h - top + 8}, state.content_height);
    const float width = window.w - 2 * margin;
    const float y = draw_summary(ui, view, top - offset, width);
    const bool wide = window.w >= two_column_width;
    const float left = wide ? std::floor((width - column_gap) * 0.55F) : width;
    float bottom =
        view.joined ? draw_devices(ui, view, state, margin, y, left) : draw_alone(ui, state, {margin, y, left, 0});
    const Rect side{wide ? margin + left + column_gap : margin, wide ? y : bottom + column_gap,
                    wide ? width - left - column_gap : width, 0};
    const HubAct form = view.joined ? state.form : HubAct::join;
    const float end = form == HubAct::look ? draw_exchange(ui, view, state, side, intent)
                                           : draw_hub_form(ui, state, form, side, intent);
    bottom = std::max(bottom, end);
    ui.end_scroll();
    state.content_height = bottom + margin - (top - 8 - offset);
    return intent;
}

} // namespace rapport::desk
