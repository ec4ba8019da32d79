#include <algorithm>

#include "storage/hub/chain.h"
#include "storage/hub/deliver.h"
#include "storage/hub/visit.h"

namespace rapport::hub {

namespace {

/// What one device told of another's chain, put beside what is known of it.
void hear(Desk& desk, const Id& teller, const Told& told)
{
    State& state = desk.state;
    const auto forked = [&] { find_out(desk, {fault::hub_forked, told.device, told.place.sequence}); };
    if (told.device == desk.seat.device) {
        const bool beyond = told.place.sequence > state.built.sequence;
        if (beyond || (told.place.sequence == state.built.sequence && told.place.hash != state.built.hash))
            return forked();
        Peer& peer = state.peer(teller);
        peer.acked = std::max(peer.acked, told.place.sequence);
        return;
    }
    if (desk.roster.find(told.device) == nullptr) return;
    Peer& peer = state.peer(told.device);
    for (const Place& mine : {peer.place, peer.vouched})
        if (mine.sequence == told.place.sequence && mine.hash != told.place.hash) return forked();
    if (told.place.sequence > peer.vouched.sequence) peer.vouched = told.place;
}

/// What a checked record brings. Errors: the disk's.
Status take_in(Desk& desk, const Judged& judged, const Home& home, const Means& means, Exchanged& done,
               std::vector<Id>& sessions)
{
    const Id from = judged.head.device;
    if (judged.content.kind == Kind::session) {
        const auto delivered = deliver(desk, from, judged.content.payload, home, means);
        if (!delivered) return delivered.error();
        if (*delivered == Delivered::now) ++done.sessions;
        if (*delivered == Delivered::before) ++done.already;
        if (*delivered == Delivered::aside) find_out(desk, {fault::session_twice, from, judged.place.sequence});
        if (*delivered == Delivered::refused) find_out(desk, {fault::record_altered, from, judged.place.sequence});
        sessions.push_back(session_of(judged.content.payload));
        desk.state.owes_heads = true;
    }
    if (judged.content.roster > desk.state.roster_version)
        find_out(desk, {fault::roster_withheld, from, judged.place.sequence});
    for (const Told& told : judged.content.told)
        hear(desk, from, told);
    Peer& peer = desk.state.peer(from);
    peer.place = judged.place;
    peer.last_hour = judged.head.hour;
    peer.left = judged.content.kind == Kind::left;
    ++done.records;
    return {};
}

Place vouched_of(const Device& device, const Peer& peer)
{
    return device.revoked ? device.last : peer.vouched;
}

/// One batch of one device's chain. Gives whether there may be more.
Result<bool> pull_batch(Desk& desk, Server& server, const Device& device, std::uint64_t& most, const Home& home,
                        const Means& means, Exchanged& done)
{
    const auto rows = server.after(desk.seat.site, device.id, desk.state.peer(device.id).place.sequence, most);
    if (!rows) return rows.error();
    std::vector<Id> sessions;
    std::size_t bytes = 0;
    bool go_on = rows->size() >= most;
    for (const Row& row : *rows) {
        bytes += row.record.body.size();
        const Peer& peer = desk.state.peer(device.id);
        const Judged judged = judge(row, {device, peer.place, vouched_of(device, peer)}, desk.roster);
        if (judged.wrong) {
            find_out(desk, {*judged.wrong, device.id, peer.place.sequence + 1});
            go_on = false;
            break;
        }
        if (const Status taken = take_in(desk, judged, home, means, done, sessions); !taken) return taken.error();
    }
    // First what came, then that it came: what is cut off in between comes once more and is here already.
    if (const Status noted = desk.known.add(sessions); !noted) return noted.error();
    if (const Status saved = save_state(*means.files, home, desk.state); !saved) return saved.error();
    if (bytes < Server::most_bytes / 2) most = std::min<std::uint64_t>(most * 2, Server::most_batch);
    if (bytes > Server::most_bytes) most = std::max<std::uint64_t>(most / 2, 1);
    return go_on;
}

Status pull_device(Desk& desk, Server& server, const Device& device, const Home& home, const Means& means,
                   Exchanged& done)
{
    std::uint64_t most = Server::first_batch;
    while (true) {
        const auto more = pull_batch(desk, server, device, most, home, means, done);
        if (!more) return more.error();
        if (!*more) break;
    }
    return {};
}

/// Chains that end before what others, or this device itself, have seen of them.
void look_for_cut_ends(Desk& desk)
{
    for (const Device& device : desk.roster.devices) {
        if (device.id == desk.seat.device) continue;
        const Peer& peer = desk.state.peer(device.id);
        // Taken in here before the list came that takes its writer out: the others have not, and staff must know.
        if (device.revoked && peer.place.sequence > device.last.sequence)
            find_out(desk, {fault::record_of_revoked, device.id, device.last.sequence + 1});
        const bool stopped = std::ranges::any_of(desk.found, [&](const Finding& finding) {
            return finding.device == device.id && finding.sequence == peer.place.sequence + 1;
        });
        if (!stopped && peer.place.sequence < vouched_of(device, peer).sequence)
            find_out(desk, {fault::record_dropped, device.id, peer.place.sequence + 1});
    }
}

/// Records that were taken in and are not there any more: the newest of each is enough, since a place is written once.
Status look_for_taken_away(Desk& desk, Server& server)
{
    for (const Device& device : desk.roster.devices) {
        const Peer& peer = desk.state.peer(device.id);
        if (device.id == desk.seat.device || peer.place.sequence == 0) continue;
        const auto newest = server.newest(desk.seat.site, device.id);
        if (!newest) return newest.error();
        const std::uint64_t there = *newest ? (*newest)->sequence : 0;
        if (there < peer.place.sequence) {
            find_out(desk, {fault::record_dropped, device.id, there + 1});
            continue;
        }
        if (there != peer.place.sequence || hash_of((*newest)->record.head) == peer.place.hash) continue;
        const Record& record = (*newest)->record;
        const bool theirs = is_signed(device.signing, record_purpose, record.head, record.signature);
        find_out(desk, {theirs ? fault::hub_forked : fault::record_altered, device.id, there});
    }
    return {};
}

Status exchange(Desk& desk, Server& server, const Home& home, const Means& means, Exchanged& done)
{
    if (const Status fresh = refresh_roster(desk, server, home, means); !fresh) return fresh;
    const std::vector<Device> devices = desk.roster.devices;
    for (const Device& device : devices) {
        if (device.id == desk.seat.device) continue;
        if (const Status pulled = pull_device(desk, server, device, home, means, done); !pulled) return pulled;
    }
    look_for_cut_ends(desk);
    if (const Status looked = look_for_taken_away(desk, server); !looked) return looked;
    if (desk.state.owes_heads) {
        desk.state.owes_heads = false;
        if (const Status built = build_plain(desk, Kind::heads, home, means); !built) {
            desk.state.owes_heads = true;
            return built;
        }
    }
    Exchanged told; // what went up is not what came down
    if (const Status sent = send_built(desk, server, home, means, told); !sent) return sent;
    desk.state.pulled_hour = hour_of(means);
    return trim(desk, home, means);
}

Status pull_once(const Home& home, const Means& means, Exchanged& done)
{
    auto desk = open_desk(home, means);
    if (!desk) return desk.error();
    auto server = open_server(*desk, means);
    if (!server) return server.error();
    const Status worked = exchange(*desk, *server, home, means, done);
    desk->state.pull_findings = desk->found;
    done.findings = desk->found;
    const Status saved = save_state(*means.files, home, desk->state);
    return worked ? saved : worked;
}

} // namespace

Result<Exchanged> pull(const Home& home, const Means& means)
{
    Exchanged done;
    const Status worked = patiently(means, [&] { return pull_once(home, means, done); });
    if (!worked) return worked.error();
    return done;
}

} // namespace rapport::hub
