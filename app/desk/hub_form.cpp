#include "app/desk/form.h"
#include "app/desk/hub_page.h"
#include "app/desk/words.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk {

using shell::Rect;
using shell::Ui;
using strings::say;

namespace {

/// "invite" of "desk.hub.invite.title".
std::string_view word_of(HubAct act)
{
    switch (act) {
    case HubAct::invite:
        return "invite";
    case HubAct::revoke:
        return "revoke";
    case HubAct::join:
        return "join";
    case HubAct::leave:
        return "leave";
    case HubAct::exchange:
    case HubAct::look:
        break;
    }
    return "exchange";
}

bool draw_typed(Ui& ui, HubState& state, HubAct act, Form& form)
{
    bool entered = false;
    if (act == HubAct::invite)
        entered |= ui.text_field("hub.form.name", form.whole(), state.name, field("desk.hub.name"));
    if (act == HubAct::join) {
        shell::FieldStyle url = field("desk.hub.url");
        url.placeholder = "postgresql://north@hub.example.org/north";
        entered |= ui.text_field("hub.form.url", form.whole(), state.url, url);
        entered |= ui.secret_field("hub.form.code", form.whole(), state.code, field("desk.hub.code"));
    }
    if (act == HubAct::leave) {
        if (ui.check_box("hub.form.only_here", {form.x, form.y, form.width, control_height}, say("desk.hub.only_here"),
                         state.only_here))
            state.only_here = !state.only_here;
        form.skip(control_height + 4);
        say_in(form, ui, "hub.form.only_here.about", say("desk.hub.only_here_about"), small(ui));
        form.skip(12);
    }
    return entered;
}

bool draw_approval(Ui& ui, HubState& state, Form& form)
{
    const bool sheet = state.by_sheet();
    const auto who = [&](Rect where) {
        if (const auto chosen = ui.choice_field("hub.form.approver", where, state.approvers, state.approver,
                                                field("desk.users.agrees"))) {
            state.approver = *chosen;
            state.approval.clear();
        }
    };
    const shell::FieldStyle words = field(sheet ? "desk.users.sheet_key" : "desk.users.their_passphrase");
    if (sheet) {
        // The key is 44 characters: it takes the whole width.
        who(form.whole());
        return ui.secret_field("hub.form.approval", form.whole(), state.approval, words);
    }
    const auto boxes = form.pair();
    who(boxes.left);
    return ui.secret_field("hub.form.approval", boxes.right, state.approval, words);
}

bool draw_password(Ui& ui, HubState& state, Form& form)
{
    const bool entered = ui.secret_field("hub.form.password", form.whole(), state.password, field("desk.hub.password"));
    form.skip(-8);
    say_in(form, ui, "hub.form.password.about", say("desk.hub.password_about"), small(ui));
    form.skip(16);
    return entered;
}

void draw_foot(Ui& ui, HubState& state, HubAct act, Form& form, bool entered, std::optional<Intent>& intent)
{
    shell::ButtonStyle go;
    const bool takes_away = act == HubAct::revoke || act == HubAct::leave;
    go.kind = takes_away ? shell::ButtonKind::alert_outlined : shell::ButtonKind::filled;
    const std::string_view label = say(key_of(act, "go"));
    const float width = ui.button_width(label, go);
    const float right = form.x + form.width;
    bool cancelled = false;
    // Where there is no hub there is nothing to go back to.
    if (act != HubAct::join) {
        const float cancel = ui.button_width(say("common.cancel"));
        cancelled = ui.button("hub.form.cancel", {right - width - card_gap - cancel, form.y, cancel, control_height},
                              say("common.cancel"));
        cancelled |= ui.pressed(shell::Key::escape);
    }
    const bool pressed = ui.button("hub.form.go", {right - width, form.y, width, control_height}, label, go);
    form.skip(control_height);
    if (cancelled) {
        state.wipe();
        ui.focus("hub.go");
        return;
    }
    if (!pressed && !entered) return;
    state.trouble = check_form(state, act);
    if (state.trouble.empty()) intent = HubWanted{act};
}

} // namespace

std::string key_of(HubAct act, std::string_view what)
{
    return "desk.hub." + std::string(word_of(act)) + "." + std::string(what);
}

void HubState::wipe()
{
    form = HubAct::look;
    target.clear();
    name = {};
    url = {};
    code.clear();
    password.clear();
    approver = 0;
    approval.clear();
    only_here = false;
    trouble.clear();
}

bool takes_approval(HubAct act)
{
    return act == HubAct::invite || act == HubAct::revoke;
}

std::string check_form(const HubState& state, HubAct act)
{
    if (act == HubAct::invite && trimmed(state.name.text).empty()) return std::string(say("desk.hub.no_name"));
    if (act == HubAct::join && trimmed(state.url.text).empty()) return std::string(say("desk.hub.no_url"));
    if (act == HubAct::join && state.code.empty()) return std::string(say("desk.hub.no_code"));
    if (takes_approval(act) && state.approval.empty())
        return std::string(say(state.by_sheet() ? "desk.users.no_sheet" : "desk.users.no_approval"));
    return {};
}

void draw_hub_progress(Ui& ui, const HubState& state, float x, float& y, float width, std::optional<Intent>& intent)
{
    ui.icon(shell::Icon::ring, {x + 10, y + 22}, 20, ui.theme().accent);
    const std::string_view stop = say("desk.hub.stop");
    const float button = ui.button_width(stop);
    ui.paragraph("hub.progress", {x + 32, y + 10, width - 32 - button - card_gap, 0}, state.working, body(ui), 1);
    if (ui.button("hub.stop", {x + width - button, y, button, control_height}, stop)) intent = HubStopWanted{};
    y += control_height;
}

float draw_hub_form(Ui& ui, HubState& state, HubAct act, Rect place, std::optional<Intent>& intent)
{
    card(ui, {place.x, place.y, place.w, state.height});
    Form form{place.x + margin, place.y + margin, place.w - 2 * margin};
    say_in(form, ui, "hub.form.title", say(key_of(act, "title"), {{"name", state.target}}), section(ui));
    form.skip(8);
    say_in(form, ui, "hub.form.about", say(key_of(act, "about"), {{"name", state.target}}), second(ui));
    form.skip(16);
    bool entered = draw_typed(ui, state, act, form);
    if (takes_approval(act)) entered |= draw_approval(ui, state, form);
    if (act != HubAct::leave || !state.only_here) entered |= draw_password(ui, state, form);
    trouble_in(form, ui, "hub.trouble", state.trouble);
    if (state.working.empty())
        draw_foot(ui, state, act, form, entered, intent);
    else
        draw_hub_progress(ui, state, form.x, form.y, form.width, intent);
    return close_card(ui, form, place, state.height);
}

} // namespace rapport::desk
