#include "app/desk/recovery_screen.h"

#include <cmath>

#include "app/desk/form.h"
#include "app/shell/strings/strings.h"
#include "storage/vault/passphrase.h"

namespace rapport::desk {

using shell::Rect;
using shell::Ui;
using strings::say;

namespace {

constexpr float column = 480;

Form begin(Ui& ui, std::string_view title, std::string_view words)
{
    const Rect window = ui.window();
    Form form{std::floor((window.w - column) / 2), std::floor(window.h / 6), column};
    shell::TextStyle lead = section(ui);
    lead.type = shell::Type::staff_lead;
    ui.text("recovery.title", {form.x, form.y}, say(title), lead);
    form.skip(56);
    say_in(form, ui, "recovery.about", say(words), second(ui));
    form.skip(24);
    return form;
}

/// The one main button over the whole width; true when it, or Enter in a field, was pressed.
bool draw_go(Ui& ui, Form& form, std::string_view id, std::string_view key, bool entered, bool working)
{
    shell::ButtonStyle go;
    go.kind = shell::ButtonKind::filled;
    const Rect box{form.x, form.y, form.width, 48};
    form.skip(48 + 24);
    const bool pressed = ui.button(id, box, say(working ? "desk.unlock.opening" : key), go);
    return (pressed || entered) && !working;
}

bool draw_back(Ui& ui, Form& form, bool working)
{
    shell::ButtonStyle link;
    link.kind = shell::ButtonKind::link;
    link.enabled = !working;
    const std::string_view label = say("desk.recovery.back");
    const bool pressed =
        ui.button("recovery.back", {form.x, form.y, ui.button_width(label, link), control_height}, label, link);
    return (pressed || ui.pressed(shell::Key::escape)) && !working;
}

std::optional<Intent> draw_key(Ui& ui, RecoveryState& state)
{
    Form form = begin(ui, "desk.recovery.title", "desk.recovery.about");
    shell::FieldStyle style = field("desk.recovery.key");
    style.read_only = state.working;
    const bool entered = ui.secret_field("recovery.key", form.whole(), state.key, style);
    trouble_in(form, ui, "recovery.error", state.error);
    const bool go = draw_go(ui, form, "recovery.go", "desk.recovery.go", entered, state.working);
    if (draw_back(ui, form, state.working)) {
        state.wipe();
        return {};
    }
    if (!go) return {};
    if (state.key.empty()) {
        state.error = say("desk.recovery.empty");
        return {};
    }
    return RecoveryTyped{};
}

std::string check(const RecoveryState& state)
{
    if (state.kind == 0) return {};
    if (state.fresh.code_points() < vault::least_passphrase) return std::string(say("desk.users.short"));
    const sealed::Secret first = state.fresh.copy();
    const sealed::Secret again = state.again.copy();
    return first.view() == again.view() ? std::string() : std::string(say("desk.users.differ"));
}

std::optional<Intent> draw_new(Ui& ui, const std::vector<std::string>& users, RecoveryState& state)
{
    Form form = begin(ui, "desk.recovery.new_title", "desk.recovery.new_about");
    shell::FieldStyle who = field("desk.recovery.user");
    who.read_only = state.working;
    const auto boxes = form.pair();
    if (const auto chosen = ui.choice_field("recovery.user", boxes.left, users, state.user, who)) state.user = *chosen;
    const std::vector<std::string> kinds{std::string(say("desk.users.kind_words")),
                                         std::string(say("desk.users.kind_own"))};
    shell::FieldStyle kind = field("desk.users.fresh");
    kind.read_only = state.working;
    if (const auto chosen = ui.choice_field("recovery.kind", boxes.right, kinds, state.kind, kind))
        state.kind = *chosen;
    bool entered = false;
    if (state.kind == 0) {
        const Rect box{form.x, form.y, form.width, 80};
        ui.fill(box, ui.theme().sunken, 8);
        card_edge(ui, box);
        ui.text("recovery.words.about", {box.x + 16, box.y + 12}, say("desk.recovery.words_about"), small(ui));
        shell::TextStyle style = section(ui);
        style.role = shell::Role::text;
        ui.paragraph("recovery.words", {box.x + 16, box.y + 38, box.w - 32, 0}, state.generated.view(), style);
        form.skip(box.h + 24);
    } else {
        shell::FieldStyle style = field("desk.users.typed");
        style.read_only = state.working;
        entered |= ui.secret_field("recovery.fresh", form.whole(), state.fresh, style);
        style.label = say("desk.users.again");
        entered |= ui.secret_field("recovery.again", form.whole(), state.again, style);
    }
    trouble_in(form, ui, "recovery.error", state.error);
    const bool set = draw_go(ui, form, "recovery.set", "desk.recovery.set", entered, state.working);
    // The vault is open by the sheet: turning back closes it, and the program with it.
    if (draw_back(ui, form, state.working)) return LockWanted{};
    if (!set) return {};
    state.error = check(state);
    if (!state.error.empty()) return {};
    return RecoverySet{};
}

} // namespace

void RecoveryState::wipe()
{
    key.clear();
    fresh.clear();
    again.clear();
    generated.clear();
    error.clear();
    on = opened = working = false;
    kind = 0;
}

std::optional<Intent> draw_recovery(Ui& ui, const std::vector<std::string>& users, RecoveryState& state)
{
    ui.page(state.opened ? "recovery.new" : "recovery", say("desk.recovery.title"),
            state.opened ? "recovery.user" : "recovery.key");
    ui.icon(shell::Icon::mark, {58, 44}, 25, ui.theme().accent);
    ui.text("unlock.brand", {88, 32}, say("common.product"), section(ui));
    return state.opened ? draw_new(ui, users, state) : draw_key(ui, state);
}

} // namespace rapport::desk
