#include "app/desk/desk_hub.h"

#include <unistd.h>

#include "app/desk/desk_inbox.h"
#include "app/desk/desk_refresh.h"
#include "app/desk/desk_safety.h"
#include "app/desk/hub_work.h"
#include "app/desk/words.h"
#include "app/shell/strings/strings.h"
#include "storage/hub/faults.h"
#include "storage/vault/hub_home.h"
#include "storage/vault/words.h"

namespace rapport::desk {
namespace {

using strings::say;

constexpr double glance = 0.1; ///< seconds between looks at a worker that is at work

void show_hub(OpenDesk& open)
{
    HubDesk& hub = open.hub;
    hub.view = make_hub_view(hub.known, open.vault.now_ms());
    open.bar.hub = hub.view.notice;
    if (hub.view.notice != hub.told && !hub.view.notice.empty() && open.banner.empty()) open.banner = hub.view.notice;
    hub.told = hub.view.notice;
}

/// The folder and the keys an exchange goes by. Makes the hub's key where there is none yet.
Status know_home(OpenDesk& open)
{
    if (open.hub.home) return {};
    auto of = vault::hub_home(open.vault);
    if (!of) return of.error();
    open.hub.home = hub::Home{std::move(of->folder), of->vault, of->root, std::move(of->key)};
    return {};
}

void start(OpenDesk& open, HubAct act)
{
    HubDesk& hub = open.hub;
    auto task = std::make_shared<HubTask>();
    task->act = act;
    task->home = hub.home->copy();
    task->clock = hub.clock;
    // What is being typed is nothing to an exchange that began by itself.
    if (hub.asked == act) {
        task->password = hub.state.password.copy();
        task->name = hub.name;
        task->url = trimmed(hub.state.url.text);
        if (act == HubAct::invite) task->code = hub.code->copy();
        if (act == HubAct::join) task->code = hub.state.code.copy();
        task->only_here = hub.state.only_here;
    }
    hub.due = -1;
    hub.worker.start([task](const HubWorker::Tools& tools) { return do_at_hub(*task, tools); });
}

vault::Approval approval_of(const HubState& state)
{
    vault::Approval approval;
    if (state.by_sheet()) {
        approval.recovery = state.approval.copy();
    } else {
        approval.admin = state.approvers[state.approver];
        approval.passphrase = state.approval.copy();
    }
    return approval;
}

/// The signature is asked for from the middle of an exchange, and the vault is taken for that alone.
void begin_signing_list(OpenDesk& open, sealed::Bytes list)
{
    const std::string_view event = open.hub.asked == HubAct::revoke ? "hub_device_revoked" : "hub_device_invited";
    open.working.start([vault = &open.vault, list = std::move(list), event, about = open.hub.name,
                        approval = open.hub.approval]() -> Finish {
        auto made = std::make_shared<const Result<vault::crypto::Signature>>(
            vault::sign_hub_list(*vault, list, event, about, *approval));
        return [made](OpenDesk& desk) { desk.hub.worker.answer(*made); };
    });
}

void begin_taking_in(OpenDesk& open)
{
    open.working.start([vault = &open.vault]() -> Finish {
        auto taken = std::make_shared<TakenIn>(take_in(*vault));
        return [taken](OpenDesk& desk) {
            desk.fresh.alerts.merge(taken->fresh.alerts);
            desk.fresh.people.merge(taken->fresh.people);
            if (!taken->trouble.empty()) desk.banner = taken->trouble;
            if (desk.page == Page::worklist)
                refresh_worklist(desk);
            else
                escalate(desk);
        };
    });
}

void say_done(HubDesk& hub, const HubDone& done, std::int64_t now_ms)
{
    const strings::Fill name{{"name", done.act == HubAct::join ? done.name : hub.name}};
    std::string words;
    if (done.act != HubAct::exchange) words = say(key_of(done.act, "done"), name);
    hub.state.wipe();
    hub.state.done = std::move(words);
    if (done.act != HubAct::invite) return;
    constexpr std::int64_t minute_ms = 60'000;
    hub.state.shown_code = hub.code->copy();
    hub.state.code_for = say("desk.hub.code_for",
                             {{"name", hub.name}, {"when", when_within(now_ms + code_minutes * minute_ms, now_ms)}});
}

/// An act somebody asked for has ended.
void finish_act(HubDesk& hub, const HubDone& done, std::int64_t now_ms)
{
    hub.asked = HubAct::look;
    hub.state.working.clear();
    hub.state.password.clear();
    if (!done.error)
        say_done(hub, done, now_ms);
    else if (done.error->fault == vault::fault::wrong_passphrase)
        hub.state.trouble = say("desk.users.wrong");
    else if (done.act != HubAct::exchange || done.error->fault == hub::fault::hub_stopped)
        hub.state.trouble = sentence_of(*done.error); // of an exchange it is said where the last one is
    hub.approval.reset();
    hub.code.reset();
}

void know_exchange(HubKnown& known, const HubDone& done, std::int64_t now_ms)
{
    // With a password typed it went well before: that is no trouble, but a thing to know.
    known.by_hand =
        done.error && done.error->fault == hub::fault::hub_password_needed && known.exchanged_ms > 0 && !known.error;
    if (known.by_hand) return;
    known.error = done.error;
    if (done.error) return;
    known.exchanged_ms = now_ms;
    known.sent = done.sent;
    known.brought = done.brought;
}

void know(HubKnown& known, const HubDone& done, std::int64_t now_ms)
{
    if (!done.status && done.status.error().fault == hub::fault::hub_not_joined) {
        known = {};
        return;
    }
    if (done.status) {
        known.joined = true;
        known.status = *done.status;
    }
    const bool broken_off = done.error && done.error->fault == hub::fault::hub_stopped;
    if (done.act == HubAct::exchange && !broken_off) know_exchange(known, done, now_ms);
    if (!done.status) known.error = done.status.error();
}

/// When the next exchange begins by itself; below 0: none does.
double due_after(const HubDesk& hub, const HubDone& done, double now)
{
    if (!hub.known.joined) return -1;
    // Who has just come or gone has something to send or to bring.
    if (done.act != HubAct::exchange && !done.error) return now;
    // A password that nothing keeps is not there the next time either.
    if (done.error && done.error->fault == hub::fault::hub_password_needed) return -1;
    return now + 60.0 * static_cast<double>(pause_after(hub.failures).count());
}

void take_up_done(OpenDesk& open, const HubDone& done, double now)
{
    HubDesk& hub = open.hub;
    const std::int64_t now_ms = open.vault.now_ms();
    const bool broken_off = done.error && done.error->fault == hub::fault::hub_stopped;
    if (done.act == HubAct::exchange && !broken_off) hub.failures = done.error ? hub.failures + 1 : 0;
    know(hub.known, done, now_ms);
    if (!hub.waits && hub.asked == done.act && done.act != HubAct::look) finish_act(hub, done, now_ms);
    hub.due = due_after(hub, done, now);
    show_hub(open);
}

} // namespace

void begin_hub(OpenDesk& open, const DeskSettings& settings)
{
    open.hub.clock = settings.clock;
    // Where nobody ever joined nothing is opened and no key is made.
    if (!open.bar.people || ::access((settings.vault_folder + "/hub/seat").c_str(), F_OK) != 0) return;
    open.hub.known.joined = true;
    if (const Status known = know_home(open); known)
        start(open, HubAct::look);
    else
        open.hub.known.error = known.error();
    show_hub(open);
}

void open_hub(OpenDesk& open)
{
    HubDesk& hub = open.hub;
    open.turn_to(Page::hub);
    open.focus_first = hub.known.joined ? "hub.go" : "hub.form.url";
    hub.state.approvers.clear();
    if (const auto users = open.vault.user_history()) {
        for (const vault::UserHistory& user : *users)
            if (user.role == vault::Role::admin) hub.state.approvers.push_back(user.name);
    } else {
        open.banner = sentence_of(users.error());
    }
    hub.state.approvers.emplace_back(say("desk.users.by_sheet"));
    hub.view = make_hub_view(hub.known, open.vault.now_ms());
}

void act_on_hub(OpenDesk& open, HubAct act)
{
    HubDesk& hub = open.hub;
    if (!hub.state.working.empty()) return;
    hub.state.done.clear();
    hub.state.trouble.clear();
    if (const Status known = know_home(open); !known) {
        hub.state.trouble = sentence_of(known.error());
        return;
    }
    hub.name = act == HubAct::invite ? trimmed(hub.state.name.text) : hub.state.target;
    if (takes_approval(act)) hub.approval = std::make_shared<const vault::Approval>(approval_of(hub.state));
    if (act == HubAct::invite)
        hub.code = std::make_shared<const sealed::Secret>(vault::make_passphrase(hub::code_words));
    hub.state.working = say(key_of(act, "working"));
    hub.asked = act;
    if (!hub.worker.running()) return start(open, act);
    hub.waits = true;
    hub.worker.stop();
}

void stop_hub(OpenDesk& open)
{
    HubDesk& hub = open.hub;
    if (std::exchange(hub.waits, false)) {
        HubDone nothing;
        nothing.error = Error{hub::fault::hub_stopped, {}};
        finish_act(hub, nothing, 0);
    }
    hub.worker.stop();
}

void leave_hub_page(OpenDesk& open)
{
    HubState& state = open.hub.state;
    // A code that comes while another page is open is shown when this one is.
    if (open.page != Page::hub || !state.working.empty()) return;
    state.wipe();
    state.done.clear();
    state.shown_code = {};
    state.code_for.clear();
}

void take_up_hub(OpenDesk& open, double now, bool vault_is_free)
{
    HubDesk& hub = open.hub;
    if (!vault_is_free) return;
    if (auto list = hub.worker.to_sign()) return begin_signing_list(open, std::move(*list));
    if (const auto done = hub.worker.take()) {
        take_up_done(open, *done, now);
        if (done->to_take_in) begin_taking_in(open);
    }
    if (hub.worker.running()) return;
    if (std::exchange(hub.waits, false))
        start(open, hub.asked);
    else if (hub.due >= 0 && now >= hub.due)
        start(open, HubAct::exchange);
}

double next_glance(const OpenDesk& open, double now)
{
    if (open.hub.worker.running()) return glance;
    return open.hub.due < 0 ? -1 : std::max(0.0, open.hub.due - now);
}

} // namespace rapport::desk
