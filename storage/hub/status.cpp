#include <algorithm>

#include "storage/hub/visit.h"
#include "storage/sealed/faults.h"

namespace rapport::hub {

namespace {

DeviceStatus status_of(const Device& device, const Desk& desk)
{
    DeviceStatus out;
    out.name = device.name;
    out.device = device.id;
    out.is_this = device.id == desk.seat.device;
    out.revoked = device.revoked;
    if (const Peer* const peer = desk.state.find(device.id)) {
        out.left = peer->left;
        out.last_hour = peer->last_hour;
    }
    return out;
}

void add_findings(std::vector<Finding>& to, const std::vector<Finding>& from)
{
    for (const Finding& finding : from)
        if (std::ranges::find(to, finding) == to.end()) to.push_back(finding);
}

Result<HubStatus> look(const Desk& desk, const Home& home)
{
    HubStatus out;
    if (const auto address = read_address(desk.seat.url)) out.shown = address->shown();
    out.site = desk.seat.site;
    out.roster = desk.roster.version;
    out.epoch = desk.roster.newest().epoch;
    out.pushed_hour = desk.state.pushed_hour;
    out.pulled_hour = desk.state.pulled_hour;
    const auto waiting = candidates(desk, home);
    if (!waiting) return waiting.error();
    out.to_send = waiting->size() + (desk.state.built.sequence - desk.state.sent.sequence);
    for (const Device& device : desk.roster.devices)
        out.devices.push_back(status_of(device, desk));
    const auto aside = names_in(home.aside(), ".rvs");
    if (!aside) return aside.error();
    out.aside = aside->size();
    add_findings(out.findings, desk.state.push_findings);
    add_findings(out.findings, desk.state.pull_findings);
    return out;
}

Status ask_server(Desk& desk, const Means& means, HubStatus& out)
{
    auto server = open_server(desk, means);
    if (!server) return server.error();
    for (DeviceStatus& device : out.devices) {
        if (device.is_this || device.revoked) continue;
        const Peer* const peer = desk.state.find(device.device);
        const auto waiting =
            server->count_after(desk.seat.site, device.device, peer != nullptr ? peer->place.sequence : 0);
        if (!waiting) return waiting.error();
        device.waiting = *waiting;
    }
    return {};
}

Status remove_files(const Home& home, const Means& means)
{
    // The seat goes first: without it nothing of the rest is anybody's.
    for (const std::string_view name : {seat_file, state_file, roster_file, std::string_view("known")}) {
        const std::string path = home.hub() + "/" + std::string(name);
        const auto there = sealed::exists(*means.files, path);
        if (!there) return there.error();
        if (!*there) continue;
        if (const Status gone = sealed::remove_file(*means.files, path); !gone) return gone;
        if (const Status synced = sealed::sync_folder(*means.files, home.hub()); !synced) return synced;
    }
    const auto names = names_in(home.out(), ".out");
    if (!names) return names.error();
    for (const std::string& name : *names)
        if (const Status gone = sealed::remove_file(*means.files, home.out() + "/" + name); !gone) return gone;
    return {};
}

Status tell_leaving(const Home& home, const Means& means)
{
    auto desk = open_desk(home, means);
    if (!desk) return desk.error();
    const auto waiting = candidates(*desk, home);
    if (!waiting) return waiting.error();
    if (!waiting->empty()) return fault::still_waiting;
    auto server = open_server(*desk, means);
    if (!server) return server.error();
    if (const Status fresh = refresh_roster(*desk, *server, home, means); !fresh) return fresh;
    if (const Status built = build_plain(*desk, Kind::left, home, means); !built) return built;
    Exchanged done;
    return send_built(*desk, *server, home, means, done);
}

} // namespace

Status leave(const Home& home, Leaving leaving, const Means& means)
{
    if (leaving == Leaving::tell_the_hub)
        if (const Status told = patiently(means, [&] { return tell_leaving(home, means); }); !told) return told;
    const auto lock = lock_hub(home, means);
    if (!lock) return lock.error();
    return remove_files(home, means);
}

Result<HubStatus> status_here(const Home& home, const Means& means)
{
    const auto desk = open_desk(home, means);
    if (!desk) return desk.error();
    return look(*desk, home);
}

Result<HubStatus> status(const Home& home, const Means& means)
{
    auto desk = open_desk(home, means);
    if (!desk) return desk.error();
    auto out = look(*desk, home);
    if (!out) return out;
    if (const Status asked = ask_server(*desk, means, *out); !asked) out->server = asked.error().fault;
    add_findings(out->findings, desk->found);
    return out;
}

} // namespace rapport::hub
