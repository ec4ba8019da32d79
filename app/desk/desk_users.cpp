#include "app/desk/desk_users.h"

#include "app/desk/words.h"
#include "app/shell/strings/strings.h"
#include "storage/vault/users.h"

namespace rapport::desk {
namespace {

using strings::say;

/// What a form comes to, moved away from the screen.
struct UserJob {
    UserAct act = UserAct::none;
    std::string name;
    vault::Role role = vault::Role::clinician;
    std::string reason;
    sealed::Secret fresh;
    sealed::Secret own; ///< the clinician's whose vault is open
    vault::Approval approval;
    std::shared_ptr<Progress> progress;
};

UserJob job_of(const UsersView& view, const UserFormState& state)
{
    UserJob job;
    job.act = state.act;
    job.name = state.act == UserAct::add ? trimmed(state.name.text) : state.target;
    job.role = roles()[std::min(state.role, roles().size() - 1)];
    job.reason = trimmed(state.reason.text);
    job.fresh = state.kind == 0 ? state.generated.copy() : state.fresh.copy();
    job.own = state.own.copy();
    job.progress = state.progress;
    const std::string who = state.approver < view.approvers.size() ? view.approvers[state.approver] : std::string();
    if (view.administrator) {
        // The clinician opens the vault, the administrator agrees: their places are exchanged.
        job.approval = {view.me, state.own.copy(), {}};
        job.own = state.approval.copy();
    } else if (by_sheet(view, state)) {
        job.approval.recovery = state.approval.copy();
    } else {
        job.approval = {who, state.approval.copy(), {}};
    }
    return job;
}

Status carry_out(vault::Vault& vault, const UserJob& job)
{
    const auto tell = [&](std::string_view step) { job.progress->say(step); };
    switch (job.act) {
    case UserAct::add:
        return vault.add_user({job.name, job.role, job.fresh.copy()}, job.own, job.approval);
    case UserAct::reset:
        return vault.reset_user(job.name, job.fresh, job.own, job.approval);
    case UserAct::remove:
        return vault.remove_user(job.name, job.approval, tell);
    case UserAct::rotate:
        return vault.rotate_keys(job.reason, job.approval, tell);
    case UserAct::own:
        return vault.change_passphrase(job.own, job.fresh);
    case UserAct::none:
        break;
    }
    return {};
}

std::string done_words(const UserFormState& state)
{
    const std::string name = state.act == UserAct::add ? trimmed(state.name.text) : state.target;
    const strings::Fill who{{"name", name}};
    switch (state.act) {
    case UserAct::add:
        return say("desk.users.added", who);
    case UserAct::remove:
        return say("desk.users.removed", who);
    case UserAct::rotate:
        return std::string(say("desk.users.rotated"));
    case UserAct::own:
        return std::string(say("desk.users.own_set"));
    case UserAct::reset:
    case UserAct::none:
        break;
    }
    return say("desk.users.was_reset", who);
}

void start_working(UserFormState& state)
{
    state.working = true;
    state.trouble.clear();
    state.progress = std::make_shared<Progress>();
}

std::vector<std::string> names_of(const std::vector<vault::UserHistory>& users, vault::Role role)
{
    std::vector<std::string> names;
    for (const vault::UserHistory& user : users)
        if (user.role == role) names.push_back(user.name);
    return names;
}

void refresh_users(OpenDesk& open)
{
    UsersView view;
    view.me = open.vault.user();
    view.now_ms = open.vault.now_ms();
    auto users = open.vault.user_history();
    const auto upkeep = open.vault.upkeep();
    if (!users || !upkeep) {
        open.banner = sentence_of(users ? upkeep.error() : users.error());
        return;
    }
    view.users = std::move(*users);
    view.recovery_used_ms = upkeep->recovery_used_ms;
    view.approvers = names_of(view.users, vault::Role::admin);
    view.administrators = view.approvers.size();
    view.approvers.emplace_back(say("desk.users.by_sheet"));
    open.users = std::move(view);
}

} // namespace

void finish_user_act(UserFormState& state, const Status& done)
{
    state.working = false;
    if (!done) {
        state.trouble = done.error().fault == vault::fault::wrong_passphrase ? std::string(say("desk.users.wrong"))
                                                                             : sentence_of(done.error());
        return;
    }
    const bool hand_over = state.kind == 0 && sets_passphrase(state.act);
    std::string said = done_words(state);
    std::string name = state.act == UserAct::add ? trimmed(state.name.text) : state.target;
    sealed::Secret words = hand_over ? state.generated.copy() : sealed::Secret();
    state.wipe();
    state.done = std::move(said);
    state.handed = std::move(words);
    state.handover = hand_over ? std::move(name) : std::string();
}

void open_users(OpenDesk& open)
{
    open.turn_to(Page::users);
    open.focus_first = "users.add";
    refresh_users(open);
}

void refresh_users(AdminDesk& admin, const DeskSettings& settings)
{
    UsersView view;
    view.me = admin.name;
    view.administrator = true;
    view.now_ms = settings.clock();
    if (const auto rows = vault::list_users(settings.vault_folder)) {
        for (const vault::UserRow& row : *rows)
            view.users.push_back({row.name, row.role, row.failed_tries, row.disabled, 0, 0});
    } else {
        admin.form.trouble = sentence_of(rows.error());
    }
    view.approvers = names_of(view.users, vault::Role::clinician);
    admin.users = std::move(view);
}

void begin_user_act(OpenDesk& open)
{
    if (open.user_form.act == UserAct::none) return;
    start_working(open.user_form);
    auto job = std::make_shared<const UserJob>(job_of(open.users, open.user_form));
    open.working.start([vault = &open.vault, job]() -> Finish {
        auto done = std::make_shared<const Status>(carry_out(*vault, *job));
        return [done](OpenDesk& desk) {
            finish_user_act(desk.user_form, *done);
            refresh_users(desk);
        };
    });
}

void begin_user_act(AdminDesk& admin, const DeskSettings& settings)
{
    if (admin.form.act == UserAct::none) return;
    start_working(admin.form);
    auto job = std::make_shared<UserJob>(job_of(admin.users, admin.form));
    const std::size_t chosen = admin.form.approver;
    const std::string clinician = chosen < admin.users.approvers.size() ? admin.users.approvers[chosen] : std::string();
    admin.working.start(
        [folder = settings.vault_folder, clock = settings.clock, name = admin.name, clinician, job]() -> Status {
            if (job->act == UserAct::own)
                return vault::change_admin_passphrase(folder, name, job->approval.passphrase, job->fresh);
            auto vault = vault::Vault::open(folder, clinician, job->own, clock);
            if (!vault) return vault.error();
            return carry_out(*vault, *job);
        });
}

} // namespace rapport::desk
