#include "app/desk/policy_screen.h"

#include <algorithm>

#include "app/desk/form.h"
#include "app/desk/setup_frame.h"
#include "app/desk/words.h"
#include "app/shell/strings/strings.h"
#include "storage/vault/administer.h"

namespace rapport::desk {

using shell::Rect;
using shell::Ui;
using strings::say;

std::optional<Intent> draw_policy(Ui& ui, PolicyState& state)
{
    std::optional<Intent> intent;
    const float top = draw_setup_heading(ui, Page::policy, false, intent);
    constexpr float widest = 640;
    const Rect place{margin, top, std::min(widest, ui.window().w - 2 * margin), state.height};
    card(ui, place);
    Form form{place.x + margin, place.y + margin, place.w - 2 * margin};

    ui.text("policy.lock.title", {form.x, form.y}, say("desk.policy.lock_title"), section(ui));
    form.skip(32);
    say_in(form, ui, "policy.lock.about", say("desk.policy.lock_about"), second(ui));
    form.skip(16);
    std::vector<std::string> minutes;
    for (int n = vault::ClinicPolicy::least_lock; n <= vault::ClinicPolicy::most_lock; ++n)
        minutes.push_back(count_words("desk.minutes", n));
    if (const auto chosen =
            ui.choice_field("policy.lock", form.pair().left, minutes, state.lock, field("desk.policy.lock")))
        state.lock = *chosen;

    form.skip(16);
    ui.text("policy.backup.title", {form.x, form.y}, say("desk.policy.backup_title"), section(ui));
    form.skip(32);
    say_in(form, ui, "policy.backup.about", say("desk.policy.backup_about"), second(ui));
    form.skip(16);
    const bool entered =
        ui.text_field("policy.backup", form.pair().left, state.backup_days, field("desk.policy.backup"));

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
    if (ui.button("policy.save", {form.x, form.y, ui.button_width(label, save), control_height}, label, save) ||
        entered)
        intent = PolicyWanted{};
    form.skip(control_height);
    const float height = form.y + margin - place.y;
    if (height != state.height) ui.wake_after(0);
    state.height = height;
    return intent;
}

} // namespace rapport::desk
