#include "app/desk/policy_screen.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "app/desk/form.h"
#include "app/desk/setup_frame.h"
#include "app/desk/words.h"
#include "app/shell/strings/strings.h"
#include "storage/vault/administer.h"

namespace rapport::desk {

using shell::Rect;
using shell::Ui;
using strings::say;

namespace {

constexpr float widest = 640;

void heading(Ui& ui, Form& form, std::string_view id, std::string_view key)
{
    ui.text(fmt::format("policy.{}.title", id), {form.x, form.y}, say(fmt::format("desk.policy.{}_title", key)),
            section(ui));
    form.skip(32);
    say_in(form, ui, fmt::format("policy.{}.about", id), say(fmt::format("desk.policy.{}_about", key)), second(ui));
}

/// Closes a card at its content; gives back where it ends.
float end_card(Ui& ui, const Form& form, Rect place, float& height)
{
    const float now = form.y + margin - place.y;
    if (now != height) ui.wake_after(0);
    height = now;
    return place.y + now;
}

/// How long the desk waits, and how old a backup may grow. True when Enter was pressed.
bool draw_times(Ui& ui, Form& form, PolicyState& state)
{
    heading(ui, form, "lock", "lock");
    form.skip(16);
    std::vector<std::string> minutes;
    for (int n = vault::ClinicPolicy::least_lock; n <= vault::ClinicPolicy::most_lock; ++n)
        minutes.push_back(count_words("desk.minutes", n));
    if (const auto chosen =
            ui.choice_field("policy.lock", form.pair().left, minutes, state.lock, field("desk.policy.lock")))
        state.lock = *chosen;
    form.skip(16);
    heading(ui, form, "backup", "backup");
    form.skip(16);
    return ui.text_field("policy.backup", form.pair().left, state.backup_days, field("desk.policy.backup"));
}

/// When an alert stands above all, and who reads the single answers of an alliance form. True when Enter was pressed.
bool draw_safety(Ui& ui, Form& form, PolicyState& state)
{
    heading(ui, form, "escalate", "escalate");
    form.skip(16);
    const bool entered =
        ui.text_field("policy.escalate", form.pair().left, state.escalate, field("desk.policy.escalate"));
    form.skip(16);
    heading(ui, form, "alliance", "alliance");
    form.skip(8);
    if (ui.check_box("policy.alliance", {form.x, form.y, form.width, control_height}, say("desk.policy.alliance"),
                     state.sees_items))
        state.sees_items = !state.sees_items;
    form.skip(control_height);
    return entered;
}

bool draw_save(Ui& ui, Form& form, const PolicyState& state)
{
    form.skip(8);
    trouble_in(form, ui, "policy.trouble", state.trouble);
    if (!state.done.empty()) {
        ui.icon(shell::Icon::tick, {form.x + 10, form.y + 12}, 20, ui.theme().accent);
        shell::TextStyle style = body(ui);
        style.role = shell::Role::alert;
        form.y += ui.paragraph("policy.done", {form.x + 28, form.y, form.width - 28, 0}, state.done, style) + 16;
    }
    shell::ButtonStyle save;
    save.kind = shell::ButtonKind::filled;
    const std::string_view label = say("common.save");
    const bool pressed =
        ui.button("policy.save", {form.x, form.y, ui.button_width(label, save), control_height}, label, save);
    form.skip(control_height);
    return pressed;
}

} // namespace

std::optional<Intent> draw_policy(Ui& ui, PolicyState& state)
{
    std::optional<Intent> intent;
    const float top = draw_setup_heading(ui, Page::policy, false, intent);
    const Rect window = ui.window();
    const float offset = ui.begin_scroll("policy.scroll", {0, top, window.w, window.h - top}, state.content_height);
    const float room = window.w - 2 * margin;
    const bool wide = window.w >= two_column_width;
    const float width = std::min(widest, wide ? std::floor((room - column_gap) / 2) : room);
    const Rect left{margin, top - offset, width, state.left_height};
    card(ui, left);
    Form times{left.x + margin, left.y + margin, left.w - 2 * margin};
    bool wanted = draw_times(ui, times, state);
    const float left_end = end_card(ui, times, left, state.left_height);
    const Rect right{wide ? left.right() + column_gap : margin, wide ? left.y : left_end + column_gap, width,
                     state.right_height};
    card(ui, right);
    Form safety{right.x + margin, right.y + margin, right.w - 2 * margin};
    wanted |= draw_safety(ui, safety, state);
    wanted |= draw_save(ui, safety, state);
    const float bottom = std::max(left_end, end_card(ui, safety, right, state.right_height));
    ui.end_scroll();
    state.content_height = bottom + margin - (top - offset);
    if (wanted) intent = PolicyWanted{};
    return intent;
}

} // namespace rapport::desk
