#include "app/desk/mend_screen.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "app/desk/form.h"
#include "app/desk/words.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk {

using shell::Rect;
using shell::Ui;
using strings::say;

namespace {

void draw_earlier(Ui& ui, const MendView& view, Form& form)
{
    if (view.corrections.empty()) return;
    form.skip(24);
    ui.text("mend.earlier", {form.x, form.y}, say("desk.mend.earlier"), section(ui));
    form.skip(32);
    for (std::size_t n = 0; n < view.corrections.size(); ++n) {
        const std::string id = fmt::format("mend.earlier.{}", n);
        say_in(form, ui, id, view.corrections[n].what, body(ui));
        say_in(form, ui, id + ".who", view.corrections[n].who, small(ui));
        form.skip(12);
    }
}

bool draw_fields(Ui& ui, const MendView& view, MendState& state, Form& form)
{
    std::vector<std::string> occasions;
    for (const MendOccasion& one : view.occasions)
        occasions.push_back(one.label);
    if (const auto chosen =
            ui.choice_field("mend.occasion", form.whole(), occasions, state.occasion, field("desk.mend.occasion"))) {
        state.occasion = *chosen;
        state.item = 0;
        state.chosen = false;
    }
    const MendOccasion& occasion = view.occasions[std::min(state.occasion, view.occasions.size() - 1)];
    std::vector<std::string> items;
    for (const MendItem& one : occasion.items)
        items.push_back(one.label);
    if (const auto chosen = ui.choice_field("mend.item", form.whole(), items, state.item, field("desk.mend.item"))) {
        state.item = *chosen;
        state.chosen = false;
    }
    const MendItem& item = occasion.items[std::min(state.item, occasion.items.size() - 1)];
    const auto boxes = form.pair();
    shell::FieldStyle now = field("desk.mend.now");
    now.read_only = true;
    shell::TextEdit shown{item.now, 0};
    static_cast<void>(ui.text_field("mend.now", boxes.left, shown, now));
    shell::FieldStyle next = field("desk.mend.new");
    next.placeholder = say("desk.mend.choose");
    if (const auto chosen = ui.choice_field("mend.answer", boxes.right, item.choices,
                                            state.chosen ? state.choice : item.choices.size(), next)) {
        state.choice = *chosen;
        state.chosen = true;
        state.trouble.clear();
    }
    return ui.text_field("mend.reason", form.whole(), state.reason, field("desk.mend.reason"));
}

float draw_correct(Ui& ui, const MendView& view, MendState& state, Rect place, std::optional<Intent>& intent)
{
    card(ui, {place.x, place.y, place.w, state.left_height});
    Form form{place.x + margin, place.y + margin, place.w - 2 * margin};
    ui.text("mend.correct", {form.x, form.y}, say("desk.mend.correct"), section(ui));
    form.skip(32);
    say_in(form, ui, "mend.about", say("desk.mend.about"), second(ui));
    form.skip(16);
    if (view.occasions.empty()) {
        ui.text("mend.none", {form.x, form.y}, say("desk.mend.none"), second(ui));
        form.skip(24);
        return close_card(ui, form, place, state.left_height);
    }
    const bool entered = draw_fields(ui, view, state, form);
    trouble_in(form, ui, "mend.trouble", state.trouble);
    done_line(ui, form, "mend.done", state.done);
    shell::ButtonStyle save;
    save.kind = shell::ButtonKind::filled;
    const std::string_view label = say("desk.mend.save");
    const bool pressed =
        ui.button("mend.save", {form.x, form.y, ui.button_width(label, save), control_height}, label, save);
    form.skip(control_height);
    if (pressed || entered) {
        state.done.clear();
        if (!state.chosen)
            state.trouble = say("desk.mend.choose_first");
        else if (trimmed(state.reason.text).empty())
            state.trouble = say("desk.users.no_reason");
        else
            intent = CorrectWanted{};
    }
    if (view.some_hidden) {
        form.skip(16);
        say_in(form, ui, "mend.hidden", say("desk.mend.hidden"), small(ui));
    }
    draw_earlier(ui, view, form);
    return close_card(ui, form, place, state.left_height);
}

/// One of the two ways to go, closed: what it does and the button that opens it.
void draw_way(Ui& ui, Form& form, std::string_view id, std::string_view key, bool enabled, bool& open, MendState& state)
{
    const std::string base(key);
    const std::string name(id);
    ui.text(name + ".title", {form.x, form.y}, say(base), section(ui));
    form.skip(32);
    say_in(form, ui, name + ".about", say(base + "_about"), second(ui));
    form.skip(12);
    shell::ButtonStyle style;
    style.enabled = enabled;
    const std::string_view label = say(base + "_open");
    if (ui.button(id, {form.x, form.y, ui.button_width(label, style), control_height}, label, style)) {
        state.erasing = state.withdrawing = state.handing = false;
        state.leave_trouble.clear();
        state.leave_done.clear();
        open = true;
        ui.focus(state.handing ? "record.recipient" : "leave.reason");
    }
    form.skip(control_height + 24);
}

void draw_leaving(Ui& ui, const MendView& view, MendState& state, Form& form, std::optional<Intent>& intent)
{
    const std::string base = state.erasing ? "desk.mend.erase" : "desk.mend.withdraw";
    ui.text("leave.title", {form.x, form.y}, say(base + "_title", {{"name", view.who}}), section(ui));
    form.skip(32);
    if (state.erasing) {
        form.y += warning(ui, "leave.warning", {form.x, form.y, form.width, 0}, say("desk.mend.erase_gone")) + 16;
        say_in(form, ui, "leave.holds", view.holds, second(ui));
    } else {
        say_in(form, ui, "leave.holds", say("desk.mend.withdraw_stays"), second(ui));
    }
    form.skip(16);
    bool entered = ui.text_field("leave.reason", form.whole(), state.leave_reason, field("desk.mend.reason"));
    if (state.erasing) {
        shell::FieldStyle typed;
        typed.label = say("desk.mend.type_name", {{"name", view.who}});
        entered |= ui.text_field("leave.name", form.whole(), state.leave_name, typed);
    }
    trouble_in(form, ui, "leave.trouble", state.leave_trouble);
    shell::ButtonStyle go;
    go.kind = shell::ButtonKind::alert_outlined;
    const std::string_view label = say(base + "_go");
    const float width = ui.button_width(label, go);
    if (ui.button("leave.go", {form.x, form.y, width, control_height}, label, go) || entered) {
        if (trimmed(state.leave_reason.text).empty())
            state.leave_trouble = say("desk.users.no_reason");
        else if (state.erasing && trimmed(state.leave_name.text) != view.who)
            state.leave_trouble = say("desk.mend.name_differs", {{"name", view.who}});
        else
            intent = state.erasing ? Intent(EraseWanted{}) : Intent(WithdrawWanted{});
    }
    if (ui.button("leave.cancel",
                  {form.x + width + card_gap, form.y, ui.button_width(say("common.cancel")), control_height},
                  say("common.cancel")) ||
        ui.pressed(shell::Key::escape)) {
        state.erasing = state.withdrawing = false;
        state.leave_name = {};
        state.leave_reason = {};
        state.leave_trouble.clear();
    }
    form.skip(control_height);
}

float draw_leave(Ui& ui, const MendView& view, MendState& state, Rect place, std::optional<Intent>& intent)
{
    card(ui, {place.x, place.y, place.w, state.right_height});
    Form form{place.x + margin, place.y + margin, place.w - 2 * margin};
    if (state.erasing || state.withdrawing) {
        draw_leaving(ui, view, state, form, intent);
        return close_card(ui, form, place, state.right_height);
    }
    if (state.handing) {
        draw_hand_over(ui, view, state, form, intent);
        return close_card(ui, form, place, state.right_height);
    }
    done_line(ui, form, "leave.done", state.leave_done);
    if (view.may_hand_over) draw_way(ui, form, "leave.record", "desk.record_out", true, state.handing, state);
    if (view.withdrawn) {
        ui.text("leave.withdrawn", {form.x, form.y}, say("desk.mend.withdrawn"), body(ui, shell::Weight::semibold));
        form.skip(40);
    } else {
        draw_way(ui, form, "leave.withdraw", "desk.mend.withdraw", true, state.withdrawing, state);
    }
    draw_way(ui, form, "leave.erase", "desk.mend.erase", true, state.erasing, state);
    form.skip(-24);
    return close_card(ui, form, place, state.right_height);
}

} // namespace

std::optional<Intent> draw_mend(Ui& ui, const MendView& view, MendState& state)
{
    std::optional<Intent> intent;
    const float top = bar_height + 24;
    const Rect back{12, top - 6, 44, 44};
    if (ui.area("mend.back", back, say("desk.mend.back"), shell::Role::button, 8)) intent = PersonWanted{view.person};
    ui.icon(shell::Icon::back, back.centre(), 20, ui.theme().ink2);
    ui.text("mend.title", {68, top}, say("desk.mend.title", {{"name", view.who}}), title(ui));

    const float first = top + 60;
    const Rect window = ui.window();
    const Rect body_place{0, first - 8, window.w, window.h - first + 8};
    const float offset = ui.begin_scroll("mend.scroll", body_place, state.content_height);
    const float width = window.w - 2 * margin;
    const float y = first - offset;
    const bool was_leaving = state.erasing || state.withdrawing || state.handing;
    float bottom = 0;
    if (window.w >= two_column_width) {
        const float left = std::floor((width - column_gap) * 0.58F);
        bottom = draw_correct(ui, view, state, {margin, y, left, 0}, intent);
        bottom = std::max(
            bottom, draw_leave(ui, view, state, {margin + left + column_gap, y, width - left - column_gap, 0}, intent));
    } else {
        bottom = draw_correct(ui, view, state, {margin, y, width, 0}, intent);
        bottom = draw_leave(ui, view, state, {margin, bottom + column_gap, width, 0}, intent);
    }
    ui.end_scroll();
    state.content_height = bottom + margin - (first - 8 - offset);
    if (!was_leaving && ui.pressed(shell::Key::escape)) return PersonWanted{view.person};
    return intent;
}

} // namespace rapport::desk
