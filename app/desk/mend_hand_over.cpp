#include "app/desk/form.h"
#include "app/desk/mend_screen.h"
#include "app/desk/words.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk {

using shell::Ui;
using strings::say;

namespace {

void close(MendState& state)
{
    state.handing = false;
    state.recipient = {};
    state.purpose = {};
    state.passphrase.clear();
    state.leave_trouble.clear();
}

/// What is still missing, in words; empty when nothing is.
std::string missing(const MendState& state)
{
    if (trimmed(state.recipient.text).empty()) return std::string(say("desk.record_out.no_recipient"));
    if (trimmed(state.purpose.text).empty()) return std::string(say("desk.record_out.no_purpose"));
    if (state.passphrase.empty()) return std::string(say("desk.record_out.no_passphrase"));
    return {};
}

} // namespace

void draw_hand_over(Ui& ui, const MendView& view, MendState& state, Form& form, std::optional<Intent>& intent)
{
    ui.text("record.title", {form.x, form.y}, say("desk.record_out_title", {{"name", view.who}}), section(ui));
    form.skip(32);
    form.y += warning(ui, "record.warning", {form.x, form.y, form.width, 0}, say("desk.record_out.warning")) + 16;
    shell::FieldStyle style = field("desk.release.recipient");
    style.read_only = state.writing;
    bool entered = ui.text_field("record.recipient", form.whole(), state.recipient, style);
    style.label = say("desk.release.purpose");
    entered |= ui.text_field("record.purpose", form.whole(), state.purpose, style);
    style.label = say("desk.record_out.passphrase");
    entered |= ui.secret_field("record.passphrase", form.whole(), state.passphrase, style);
    trouble_in(form, ui, "record.trouble", state.leave_trouble);
    shell::ButtonStyle go;
    go.kind = shell::ButtonKind::alert_outlined;
    go.enabled = !state.writing;
    const std::string_view label = say(state.writing ? "desk.record_out.writing" : "desk.record_out_go");
    const float width = ui.button_width(label, go);
    if (ui.button("record.go", {form.x, form.y, width, control_height}, label, go) || (entered && !state.writing)) {
        state.leave_trouble = missing(state);
        if (state.leave_trouble.empty()) intent = IdentifiedWanted{};
    }
    shell::ButtonStyle cancel;
    cancel.enabled = !state.writing;
    const std::string_view back = say("common.cancel");
    if (ui.button("record.cancel", {form.x + width + card_gap, form.y, ui.button_width(back, cancel), control_height},
                  back, cancel) ||
        (!state.writing && ui.pressed(shell::Key::escape)))
        close(state);
    form.skip(control_height);
}

} // namespace rapport::desk
