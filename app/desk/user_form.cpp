#include "app/desk/user_form.h"

#include <algorithm>

#include "app/shell/strings/strings.h"
#include "storage/vault/passphrase.h"
#include "storage/vault/words.h"

namespace rapport::desk {

using strings::say;

namespace {

void wipe_edit(shell::TextEdit& edit)
{
    std::fill(edit.text.begin(), edit.text.end(), '\0');
    edit = {};
}

std::string check_fresh(const UserFormState& state)
{
    if (!sets_passphrase(state.act) || state.kind == 0) return {};
    if (state.fresh.code_points() < vault::least_passphrase) return std::string(say("desk.users.short"));
    const sealed::Secret first = state.fresh.copy();
    const sealed::Secret again = state.again.copy();
    if (first.view() != again.view()) return std::string(say("desk.users.differ"));
    return {};
}

} // namespace

void UserFormState::wipe()
{
    wipe_edit(name);
    wipe_edit(reason);
    generated.clear();
    fresh.clear();
    again.clear();
    own.clear();
    approval.clear();
    trouble.clear();
    target.clear();
    act = UserAct::none;
    kind = 0;
    role = 0;
    approver = 0;
}

void begin_user_act(UserFormState& state, UserAct act, std::string target)
{
    state.wipe();
    state.done.clear();
    state.handover.clear();
    state.handed.clear();
    state.act = act;
    state.target = std::move(target);
    if (sets_passphrase(act)) state.generated = vault::make_passphrase();
}

const std::vector<vault::Role>& roles()
{
    static const std::vector<vault::Role> all{vault::Role::clinician, vault::Role::researcher, vault::Role::admin};
    return all;
}

std::string role_words(vault::Role role)
{
    switch (role) {
    case vault::Role::clinician:
        return std::string(say("desk.users.clinician"));
    case vault::Role::researcher:
        return std::string(say("desk.users.researcher"));
    case vault::Role::admin:
        break;
    }
    return std::string(say("desk.users.admin"));
}

bool sets_passphrase(UserAct act)
{
    return act == UserAct::add || act == UserAct::reset || act == UserAct::own;
}

bool takes_approval(UserAct act)
{
    return act == UserAct::add || act == UserAct::reset || act == UserAct::remove || act == UserAct::rotate;
}

bool by_sheet(const UsersView& view, const UserFormState& state)
{
    return !view.administrator && state.approver >= view.administrators;
}

bool takes_own(const UsersView& view, const UserFormState& state)
{
    if (state.act == UserAct::own || view.administrator) return true;
    // An open vault keeps no keys to give away: they are taken out again with the clinician's own passphrase, or with
    // the sheet, which has them all.
    return (state.act == UserAct::add || state.act == UserAct::reset) && !by_sheet(view, state);
}

std::string check_form(const UsersView& view, const UserFormState& state)
{
    if (state.act == UserAct::add && state.name.text.find_first_not_of(" \t") == std::string::npos)
        return std::string(say("desk.users.no_name"));
    if (std::string fresh = check_fresh(state); !fresh.empty()) return fresh;
    if (state.act == UserAct::rotate && state.reason.text.find_first_not_of(" \t") == std::string::npos)
        return std::string(say("desk.users.no_reason"));
    if (takes_approval(state.act) && state.approval.empty())
        return std::string(say(by_sheet(view, state) ? "desk.users.no_sheet" : "desk.users.no_approval"));
    if (takes_own(view, state) && state.own.empty()) return std::string(say("desk.users.no_own"));
    return {};
}

} // namespace rapport::desk
