#include "app/desk/users_screen.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "app/desk/form.h"
#include "app/desk/setup_frame.h"
#include "app/desk/words.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk {

using shell::Rect;
using shell::Ui;
using strings::say;

namespace {

constexpr float row_height = 76;

/// "Clinician. Since 3 Nov. Last here today 08:41."
std::string about(const UsersView& view, const vault::UserHistory& user)
{
    std::string words = role_words(user.role);
    if (user.since_ms > 0)
        words += ". " + say("desk.users.since",
                            {{"day", day_words(local_time(user.since_ms).day, local_time(view.now_ms).day)}});
    if (user.last_unlocked_ms > 0)
        words += ". " + say("desk.users.last", {{"day", when_within(user.last_unlocked_ms, view.now_ms)}});
    else if (user.since_ms > 0 && user.role != vault::Role::admin)
        words += ". " + std::string(say("desk.users.never"));
    return words + ".";
}

void draw_row(Ui& ui, const UsersView& view, std::size_t n, Rect where, UserFormState& state)
{
    const vault::UserHistory& user = view.users[n];
    const bool me = user.name == view.me;
    const std::string id = fmt::format("users.{}", n);
    const float y = where.y + (where.h - control_height) / 2;
    float right = where.right() - 16;
    shell::ButtonStyle style;
    style.enabled = !state.working;
    const auto place = [&](std::string_view words) {
        const float width = ui.button_width(words, style);
        right -= width;
        const Rect box{right, y, width, control_height};
        right -= 8;
        return box;
    };
    if (me) {
        if (ui.button("users.own", place(say("desk.users.change_own")), say("desk.users.change_own"), style))
            begin_user_act(state, UserAct::own, user.name);
    } else {
        const Rect remove = place(say("desk.users.remove"));
        const Rect reset = place(say("desk.users.reset"));
        if (ui.button(id + ".reset", reset, say("desk.users.reset"), style))
            begin_user_act(state, UserAct::reset, user.name);
        if (ui.button(id + ".remove", remove, say("desk.users.remove"), style))
            begin_user_act(state, UserAct::remove, user.name);
    }
    const float x = where.x + 24;
    const shell::TextStyle name = body(ui, shell::Weight::semibold);
    ui.text(id + ".name", {x, where.y + 14}, user.name, name);
    if (me)
        ui.text(id + ".me", {x + ui.text_width(user.name, name.type, name.weight) + 8, where.y + 16},
                say("desk.users.you"), caption(ui));
    shell::TextStyle words = small(ui);
    const std::string line = user.disabled ? std::string(say("desk.users.disabled")) : about(view, user);
    if (user.disabled) words.colour = ui.theme().alert;
    ui.paragraph(id + ".about", {x, where.y + 40, right - x, 0}, line, words, 1);
}

float draw_list(Ui& ui, const UsersView& view, UserFormState& state, float x, float y, float width)
{
    section_heading(ui, "users", x, y + 8, width, say("desk.users"), static_cast<long long>(view.users.size()));
    shell::ButtonStyle add;
    // One main action a page: while a form is open it is the form's.
    add.kind = state.act == UserAct::none ? shell::ButtonKind::filled : shell::ButtonKind::outlined;
    add.icon_before = shell::Icon::plus;
    add.enabled = !state.working;
    const float button = ui.button_width(say("desk.users.add"), add);
    if (ui.button("users.add", {x + width - button, y - 4, button, control_height}, say("desk.users.add"), add)) {
        begin_user_act(state, UserAct::add);
        ui.focus("user.name");
    }
    y += 52;
    const Rect whole{x, y, width, row_height * static_cast<float>(view.users.size())};
    card(ui, whole);
    for (std::size_t n = 0; n < view.users.size(); ++n) {
        const Rect where{x, y + row_height * static_cast<float>(n), width, row_height};
        if (n > 0) divider(ui, whole, where.y);
        draw_row(ui, view, n, where, state);
    }
    return whole.bottom();
}

/// The sheet and the keys, when no act is under way.
float draw_side(Ui& ui, const UsersView& view, UserFormState& state, Rect place)
{
    card(ui, {place.x, place.y, place.w, state.height});
    Form form{place.x + margin, place.y + margin, place.w - 2 * margin};
    if (!state.done.empty()) {
        ui.icon(shell::Icon::tick, {form.x + 10, form.y + 12}, 20, ui.theme().accent);
        shell::TextStyle style = body(ui, shell::Weight::semibold);
        style.role = shell::Role::alert;
        form.y += ui.paragraph("users.done", {form.x + 28, form.y, form.width - 28, 0}, state.done, style) + 16;
    }
    if (!state.handed.empty()) {
        const Rect box{form.x, form.y, form.width, 112};
        ui.fill(box, ui.theme().sunken, 8);
        card_edge(ui, box);
        ui.text("users.handed.about", {box.x + 16, box.y + 12}, say("desk.users.hand_over", {{"name", state.handover}}),
                small(ui));
        shell::TextStyle words = section(ui);
        words.role = shell::Role::text;
        ui.paragraph("users.handed", {box.x + 16, box.y + 36, box.w - 32, 0}, state.handed.view(), words);
        ui.text("users.handed.once", {box.x + 16, box.y + 84}, say("desk.users.once"), small(ui));
        form.skip(box.h + 8);
        if (ui.button("users.handed.away",
                      {form.x, form.y, ui.button_width(say("desk.users.put_away")), control_height},
                      say("desk.users.put_away"))) {
            state.handed.clear();
            state.handover.clear();
        }
        form.skip(control_height + 24);
    }
    ui.text("users.sheet", {form.x, form.y}, say("desk.users.sheet"), section(ui));
    form.skip(32);
    say_in(form, ui, "users.sheet.about", say("desk.users.sheet_about"), second(ui));
    form.skip(8);
    if (!view.administrator) {
        say_in(form, ui, "users.sheet.used",
               view.recovery_used_ms > 0
                   ? say("desk.users.sheet_used", {{"day", when_within(view.recovery_used_ms, view.now_ms)}})
                   : std::string(say("desk.users.sheet_unused")),
               small(ui));
    }
    form.skip(24);
    ui.text("users.keys", {form.x, form.y}, say("desk.users.rotate_title"), section(ui));
    form.skip(32);
    say_in(form, ui, "users.keys.about", say("desk.users.rotate_when"), second(ui));
    form.skip(16);
    const std::string_view label = say("desk.users.rotate");
    if (ui.button("users.rotate", {form.x, form.y, ui.button_width(label), control_height}, label))
        begin_user_act(state, UserAct::rotate);
    form.skip(control_height);
    const float height = form.y + margin - place.y;
    if (height != state.height) ui.wake_after(0);
    state.height = height;
    return place.y + height;
}

} // namespace

std::optional<Intent> draw_users(Ui& ui, const UsersView& view, UserFormState& state)
{
    std::optional<Intent> intent;
    const float top = draw_setup_heading(ui, Page::users, view.administrator, intent);
    const Rect window = ui.window();
    const Rect body_place{0, top - 8, window.w, window.h - top + 8};
    const float offset = ui.begin_scroll("users.scroll", body_place, state.content_height);
    const float y = top - offset;
    const float width = window.w - 2 * margin;
    float bottom = 0;
    const auto side = [&](Rect place) {
        return state.act == UserAct::none ? draw_side(ui, view, state, place)
                                          : draw_user_form(ui, view, state, place, intent);
    };
    if (window.w >= two_column_width) {
        const float left = std::floor((width - column_gap) * 0.58F);
        bottom = draw_list(ui, view, state, margin, y, left);
        bottom = std::max(bottom, side({margin + left + column_gap, y, width - left - column_gap, 0}));
    } else {
        bottom = draw_list(ui, view, state, margin, y, width);
        bottom = side({margin, bottom + column_gap, width, 0});
    }
    ui.end_scroll();
    state.content_height = bottom + margin - (top - 8 - offset);
    return intent;
}

} // namespace rapport::desk
