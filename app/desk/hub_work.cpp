#include "app/desk/hub_work.h"

#include <algorithm>

#include "storage/hub/faults.h"
#include "storage/sealed/session_log.h"

namespace rapport::desk {
namespace {

/// Of finished sessions that wait to be taken in, in order.
std::vector<std::string> waiting_files(const hub::Home& home)
{
    auto files = sealed::session_files(home.inbox());
    if (!files) return {};
    std::ranges::sort(*files);
    return std::move(*files);
}

bool has_more(const std::vector<std::string>& before, const std::vector<std::string>& after)
{
    return !std::includes(before.begin(), before.end(), after.begin(), after.end());
}

void note(HubDone& done, const Error& error)
{
    if (!done.error) done.error = error;
}

/// Sent first, then brought: what is refused one way (a full disk there) may go the other.
void exchange(HubDone& done, const hub::Home& home, const hub::Means& means)
{
    const auto before = waiting_files(home);
    const auto pushed = hub::push(home, means);
    if (pushed)
        done.sent = pushed->sessions;
    else
        note(done, pushed.error());
    if (pushed || !hub::is_passing(pushed.error().fault)) {
        const auto pulled = hub::pull(home, means);
        if (pulled)
            done.brought = pulled->sessions;
        else
            note(done, pulled.error());
    }
    // Whatever else came of it: a pull that was broken off has brought what it had brought.
    done.to_take_in = has_more(before, waiting_files(home));
}

void act(HubDone& done, const HubTask& task, const HubWorker::Tools& tools, const hub::Means& means)
{
    const auto keep = [&](const Status& status) {
        if (!status) note(done, status.error());
    };
    switch (task.act) {
    case HubAct::exchange:
        return exchange(done, task.home, means);
    case HubAct::invite:
        return keep(hub::invite(task.home, task.name, task.code, code_minutes, tools.sign, means));
    case HubAct::revoke: {
        const auto before = waiting_files(task.home);
        keep(hub::revoke(task.home, task.name, tools.sign, means));
        // Its last records were pulled first.
        done.to_take_in = has_more(before, waiting_files(task.home));
        return;
    }
    case HubAct::join: {
        const auto joined = hub::join(task.home, task.url, task.code, means);
        if (joined)
            done.name = *joined;
        else
            note(done, joined.error());
        return;
    }
    case HubAct::leave:
        return keep(
            hub::leave(task.home, task.only_here ? hub::Leaving::only_here : hub::Leaving::tell_the_hub, means));
    case HubAct::look:
        return;
    }
}

} // namespace

HubDone do_at_hub(const HubTask& task, const HubWorker::Tools& tools)
{
    hub::Means means;
    means.password = task.password.copy();
    means.clock = task.clock;
    means.patience = tools.patience;
    means.pause = tools.pause;
    means.tries = 2; // what still fails then is tried again after a longer pause, as another piece of work
    HubDone done;
    done.act = task.act;
    act(done, task, tools, means);
    // A server that was just asked in vain is not asked once more.
    const bool ask = task.act != HubAct::look && !done.error;
    done.status = ask ? hub::status(task.home, means) : hub::status_here(task.home, means);
    return done;
}

} // namespace rapport::desk
