#include <algorithm>

#include "app/desk/form.h"
#include "app/desk/user_form.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk {

using shell::Rect;
using shell::Ui;
using strings::say;

namespace {

std::string title_of(const UserFormState& state)
{
    const strings::Fill who{{"name", state.target}};
    switch (state.act) {
    case UserAct::add:
        return std::string(say("desk.users.add"));
    case UserAct::reset:
        return say("desk.users.reset_title", who);
    case UserAct::remove:
        return say("desk.users.remove_title", who);
    case UserAct::own:
        return std::string(say("desk.users.own_title"));
    case UserAct::rotate:
        return std::string(say("desk.users.rotate_title"));
    case UserAct::none:
        break;
    }
    return {};
}

std::string_view about(UserAct act)
{
    switch (act) {
    case UserAct::add:
        return "desk.users.add_about";
    case UserAct::reset:
        return "desk.users.reset_about";
    case UserAct::remove:
        return "desk.users.remove_about";
    case UserAct::rotate:
        return "desk.users.rotate_about";
    case UserAct::own:
    case UserAct::none:
        break;
    }
    return "desk.users.own_about";
}

std::string_view go_of(UserAct act)
{
    switch (act) {
    case UserAct::add:
        return "desk.users.go_add";
    case UserAct::remove:
        return "desk.users.go_remove";
    case UserAct::rotate:
        return "desk.users.go_rotate";
    default:
        break;
    }
    return "desk.users.go_set";
}

void draw_words(Ui& ui, const UserFormState& state, Form& form)
{
    const Rect box{form.x, form.y, form.width, 72};
    ui.fill(box, ui.theme().sunken, 8);
    card_edge(ui, box);
    ui.text("user.words.about", {box.x + 16, box.y + 8}, say("desk.users.words_about"), small(ui));
    shell::TextStyle style = section(ui);
    style.role = shell::Role::text;
    ui.paragraph("user.words", {box.x + 16, box.y + 34, box.w - 32, 0}, state.generated.view(), style);
    form.skip(box.h + 16);
}

/// Who it is and what opens their key.
bool draw_fresh(Ui& ui, UserFormState& state, Form& form)
{
    bool entered = false;
    if (state.act == UserAct::add) {
        const auto boxes = form.pair();
        shell::FieldStyle name = field("desk.users.name");
        name.read_only = state.working;
        entered |= ui.text_field("user.name", boxes.left, state.name, name);
        std::vector<std::string> words;
        for (const vault::Role role : roles())
            words.push_back(role_words(role));
        shell::FieldStyle role = field("desk.users.role");
        role.read_only = state.working;
        if (const auto chosen = ui.choice_field("user.role", boxes.right, words, state.role, role))
            state.role = *chosen;
        form.skip(-8);
        say_in(form, ui, "user.role.about",
               say(state.role == 0   ? "desk.users.clinician_can"
                   : state.role == 1 ? "desk.users.researcher_can"
                                     : "desk.users.admin_can"),
               small(ui));
        form.skip(12);
    }
    const std::vector<std::string> kinds{std::string(say("desk.users.kind_words")),
                                         std::string(say("desk.users.kind_own"))};
    shell::FieldStyle kind = field("desk.users.fresh");
    kind.read_only = state.working;
    if (const auto chosen = ui.choice_field("user.kind", form.whole(), kinds, state.kind, kind)) state.kind = *chosen;
    if (state.kind == 0) {
        draw_words(ui, state, form);
        return entered;
    }
    const auto boxes = form.pair();
    shell::FieldStyle style = field("desk.users.typed");
    style.read_only = state.working;
    entered |= ui.secret_field("user.fresh", boxes.left, state.fresh, style);
    style.label = say("desk.users.again");
    entered |= ui.secret_field("user.again", boxes.right, state.again, style);
    return entered;
}

bool draw_approval(Ui& ui, const UsersView& view, UserFormState& state, Form& form)
{
    shell::FieldStyle who = field(view.administrator ? "desk.users.clinician_agrees" : "desk.users.agrees");
    who.read_only = state.working;
    const bool sheet = by_sheet(view, state);
    shell::FieldStyle words = field(sheet ? "desk.users.sheet_key" : "desk.users.their_passphrase");
    words.read_only = state.working;
    if (sheet) {
        // The key is 44 characters: it takes the whole width.
        if (const auto chosen = ui.choice_field("user.approver", form.whole(), view.approvers, state.approver, who))
            state.approver = *chosen;
        return ui.secret_field("user.approval", form.whole(), state.approval, words);
    }
    const auto boxes = form.pair();
    if (const auto chosen = ui.choice_field("user.approver", boxes.left, view.approvers, state.approver, who)) {
        state.approver = *chosen;
        state.approval.clear();
    }
    return ui.secret_field("user.approval", boxes.right, state.approval, words);
}

void draw_foot(Ui& ui, const UsersView& view, UserFormState& state, Form& form, bool entered,
               std::optional<Intent>& intent)
{
    trouble_in(form, ui, "user.trouble", state.trouble);
    if (state.working) {
        ui.wake_after(0.1);
        const std::string step = state.progress ? state.progress->step() : std::string();
        const std::string key = "desk.users.step." + (step.empty() ? std::string("keys") : step);
        ui.icon(shell::Icon::ring, {form.x + 10, form.y + 22}, 20, ui.theme().accent);
        ui.text("user.progress", {form.x + 32, form.y + 10}, strings::has(key) ? say(key) : say("desk.users.step.keys"),
                body(ui));
        form.skip(control_height);
        return;
    }
    shell::ButtonStyle go;
    go.kind = state.act == UserAct::remove || state.act == UserAct::rotate ? shell::ButtonKind::alert_outlined
                                                                           : shell::ButtonKind::filled;
    const std::string_view label = say(go_of(state.act));
    const float width = ui.button_width(label, go);
    const float right = form.x + form.width;
    const float cancel = ui.button_width(say("common.cancel"));
    const bool cancelled = ui.button("user.cancel", {right - width - card_gap - cancel, form.y, cancel, control_height},
                                     say("common.cancel"));
    const bool pressed = ui.button("user.go", {right - width, form.y, width, control_height}, label, go);
    form.skip(control_height);
    if (cancelled || ui.pressed(shell::Key::escape)) {
        state.wipe();
        ui.focus("users.add");
        return;
    }
    if (!pressed && !entered) return;
    state.trouble = check_form(view, state);
    if (state.trouble.empty()) intent = UserActWanted{};
}

} // namespace

float draw_user_form(Ui& ui, const UsersView& view, UserFormState& state, Rect place, std::optional<Intent>& intent)
{
    // Drawn first and as high as it was last time; the words go on top.
    card(ui, {place.x, place.y, place.w, state.height});
    Form form{place.x + margin, place.y + margin, place.w - 2 * margin};
    ui.text("user.title", {form.x, form.y}, title_of(state), section(ui));
    form.skip(32);
    say_in(form, ui, "user.about", say(about(state.act)), second(ui));
    form.skip(12);
    bool entered = false;
    if (sets_passphrase(state.act)) entered |= draw_fresh(ui, state, form);
    if (state.act == UserAct::rotate) {
        shell::FieldStyle why = field("desk.users.reason");
        why.read_only = state.working;
        entered |= ui.text_field("user.reason", form.whole(), state.reason, why);
    }
    if (takes_approval(state.act)) entered |= draw_approval(ui, view, state, form);
    if (takes_own(view, state)) {
        shell::FieldStyle own = field(state.act == UserAct::own ? "desk.users.passphrase_now" : "desk.users.own");
        own.read_only = state.working;
        entered |= ui.secret_field("user.own", form.whole(), state.own, own);
    }
    draw_foot(ui, view, state, form, entered, intent);
    const float height = form.y + margin - place.y;
    if (height != state.height) ui.wake_after(0);
    state.height = height;
    return place.y + height;
}

} // namespace rapport::desk
