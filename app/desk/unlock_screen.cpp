#include "app/desk/unlock_screen.h"

#include <cmath>
#include <utility>

#include "app/desk/pieces.h"
#include "app/desk/words.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk {

using shell::Rect;
using shell::Ui;

namespace {

constexpr float column = 400;
constexpr float unlock_control = 48;

void draw_frame(Ui& ui, const UnlockView& view)
{
    const Rect window = ui.window();
    ui.icon(shell::Icon::mark, {58, 44}, 25, ui.theme().accent);
    ui.text("unlock.brand", {88, 32}, strings::say("common.product"), section(ui));
    const float foot = window.h - 52;
    if (!view.device.empty()) ui.text("unlock.device", {40, foot}, view.device, small(ui));
    text_ending(ui, "unlock.no_network", window.w - 40, foot, strings::say("desk.unlock.no_network"), small(ui));
}

/// How long to wait still, whole seconds, or 0.
int seconds_left(Ui& ui, const UnlockState& state)
{
    const double left = state.blocked_until - ui.now();
    if (left <= 0) return 0;
    // The sentence changes on whole seconds (minutes further out); nothing need be drawn between.
    ui.wake_after(left - std::floor(left) + 0.01);
    return static_cast<int>(std::ceil(left));
}

} // namespace

std::optional<Intent> draw_unlock(Ui& ui, const UnlockView& view, UnlockState& state)
{
    if (state.recovery.on) return draw_recovery(ui, view.users, state.recovery);
    ui.page("unlock", strings::say("desk.unlock.title"), state.remembered ? "unlock.passphrase" : "unlock.name");
    draw_frame(ui, view);

    const Rect window = ui.window();
    const float x = std::floor((window.w - column) / 2);
    float y = std::floor(window.h / 4);
    shell::TextStyle lead = title(ui);
    lead.type = shell::Type::staff_lead;

    if (!view.trouble.empty()) {
        ui.text("unlock.heading", {x, y}, strings::say("desk.unlock.trouble"), lead);
        shell::TextStyle sentence = body(ui);
        sentence.role = shell::Role::alert;
        ui.paragraph("unlock.trouble", {x, y + 56, column, 0}, view.trouble, sentence);
        return {};
    }

    ui.text("unlock.heading", {x, y}, strings::say("desk.unlock.title"), lead);
    ui.text("unlock.waiting", {x, y + 48}, view.waiting, second(ui));

    if (view.see_first) {
        shell::TextStyle first = body(ui, shell::Weight::semibold);
        first.role = shell::Role::alert;
        ui.text("unlock.see_first", {x, y + 74}, strings::say("desk.unlock.see_first"), first);
    }

    shell::FieldStyle name_style;
    name_style.label = strings::say("desk.unlock.name");
    name_style.read_only = state.opening;
    y += 136;
    if (const auto chosen =
            ui.choice_field("unlock.name", {x, y, column, unlock_control}, view.users, state.user, name_style)) {
        state.user = *chosen;
        state.error.clear();
        ui.focus("unlock.passphrase");
    }

    const int wait = seconds_left(ui, state);
    shell::FieldStyle secret_style;
    secret_style.label = strings::say("desk.unlock.passphrase");
    secret_style.read_only = state.opening;
    secret_style.error = wait > 0 ? strings::say("desk.unlock.wait", {{"time", wait_words(wait)}}) : state.error;
    y += 97;
    if (std::exchange(state.refocus, false)) ui.focus("unlock.passphrase");
    const bool entered =
        ui.secret_field("unlock.passphrase", {x, y, column, unlock_control}, state.passphrase, secret_style);
    y += secret_style.error.empty() ? 73
                                    : 73 + ui.paragraph_height(secret_style.error, column - 24,
                                                               shell::Type::staff_small, shell::Weight::regular);

    shell::ButtonStyle go;
    go.kind = shell::ButtonKind::filled;
    go.enabled = wait == 0;
    const auto label = strings::say(state.opening ? "desk.unlock.opening" : "desk.unlock.go");
    const bool pressed = ui.button("unlock.go", {x, y, column, unlock_control}, label, go);
    shell::ButtonStyle link;
    link.kind = shell::ButtonKind::link;
    link.enabled = !state.opening;
    const auto sheet = strings::say("desk.unlock.recovery");
    const float sheet_width = ui.button_width(sheet, link);
    if (ui.button("unlock.recovery", {x + column - sheet_width, y + unlock_control + 16, sheet_width, control_height},
                  sheet, link))
        return RecoveryWanted{};
    if (!(entered || pressed) || state.opening || wait > 0) return {};
    if (state.passphrase.empty()) {
        state.error = strings::say("desk.unlock.empty");
        return {};
    }
    return UnlockWanted{};
}

} // namespace rapport::desk
