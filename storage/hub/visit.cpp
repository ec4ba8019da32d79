#include "storage/hub/visit.h"

#include <algorithm>

#include "storage/sealed/faults.h"
#include "storage/sealed/frames.h"
#include "storage/sealed/session_log.h"

namespace rapport::hub {

namespace {

/// A program that stopped between writing a batch and saying so: the batch is the chain's all the same.
Status count_batches(Desk& desk, const Home& home, const Means& means)
{
    const std::uint64_t before = desk.state.built.sequence;
    const Status read =
        desk.outbox(*means.files, home).each_after(before, [&](const std::vector<Written>& batch) -> Status {
            std::vector<Id> sessions;
            for (const Written& one : batch) {
                const auto head = read_head(one.outgoing.record.head);
                if (!head || head->sequence != desk.state.built.sequence + 1 || head->previous != desk.state.built.hash)
                    return Error{fault::hub_damaged, "chain"};
                desk.state.built = place_of(*head, one.outgoing.record.head);
                if (one.session != Id{}) sessions.push_back(one.session);
            }
            return desk.known.add(sessions);
        });
    if (!read || desk.state.built.sequence == before) return read;
    return save_state(*means.files, home, desk.state);
}

/// The list here; `state` is told which it is. One that is not the one it knows came and was not counted before the
/// program stopped: it must be newer, and signed.
Result<Roster> kept_roster(const Home& home, const Seat& seat, State& state, const Means& means)
{
    const auto bytes = read_file(*means.files, home.hub() + "/" + std::string(roster_file), largest_roster);
    if (!bytes) return bytes.error();
    if (!*bytes) return Error{fault::hub_damaged, "roster"};
    const Hash hash = hash_of(**bytes);
    const std::uint64_t after = hash == state.roster_hash ? 0 : state.roster_version;
    auto roster = read_roster(**bytes, {seat.site, home.root, after, state.roster_hash}, seat.device, seat.box);
    if (!roster && roster.error().fault != fault::device_revoked) return Error{fault::hub_damaged, "roster"};
    if (!roster) return roster;
    state.roster_version = roster->version;
    state.roster_hash = hash;
    return roster;
}

Status keep_roster(Desk& desk, Roster roster, const Bytes& bytes, const Home& home, const Means& means)
{
    if (const Status kept = replace_file(*means.files, home.hub(), roster_file, bytes); !kept) return kept;
    desk.state.roster_version = roster.version;
    desk.state.roster_hash = hash_of(bytes);
    desk.roster = std::move(roster);
    return save_state(*means.files, home, desk.state);
}

} // namespace

Result<sealed::File> lock_hub(const Home& home, const Means& means)
{
    const std::string path = home.hub() + "/lock";
    auto file = sealed::File::make(*means.files, path);
    if (!file)
        return file.error().fault == sealed::fault::missing_file ? Error{fault::hub_not_joined, {}} : file.error();
    if (const Status locked = file->lock(path); !locked)
        return locked.error().fault == sealed::fault::session_busy ? Error{fault::hub_in_use, {}} : locked.error();
    return file;
}

Result<Desk> open_desk(const Home& home, const Means& means)
{
    auto lock = lock_hub(home, means);
    if (!lock) return lock.error();
    auto seat = load_seat(*means.files, home);
    if (!seat) return seat.error();
    if (!seat->joined) return fault::hub_not_joined;
    auto state = load_state(*means.files, home);
    if (!state) return state.error();
    auto known = Known::load(*means.files, home.hub());
    if (!known) return known.error();
    auto roster = kept_roster(home, *seat, *state, means);
    if (!roster) return roster.error();
    Desk desk{std::move(*lock), std::move(*seat), std::move(*state), std::move(*roster), std::move(*known)};
    if (const Status counted = count_batches(desk, home, means); !counted) return counted.error();
    return desk;
}

void find_out(Desk& desk, const Finding& finding)
{
    if (std::ranges::find(desk.found, finding) == desk.found.end()) desk.found.push_back(finding);
}

std::uint64_t hour_of(const Means& means)
{
    return static_cast<std::uint64_t>(std::max<std::int64_t>(means.clock(), 0) / hour_ms);
}

Result<Server> open_server(Desk& desk, const Means& means)
{
    constexpr std::int64_t apart = 600;
    const auto address = read_address(desk.seat.url);
    if (!address) return address.error();
    auto server = Server::open(*address, means.password, means.patience);
    if (!server) return server;
    const auto theirs = server->seconds();
    if (!theirs) return theirs.error();
    const std::int64_t difference = static_cast<std::int64_t>(*theirs) - means.clock() / 1000;
    if (difference > apart || difference < -apart) find_out(desk, {fault::clock_apart, {}, 0});
    return server;
}

namespace {

/// The root signed it: whoever has it may put it back where a server lost it.
Status put_roster_back(const Desk& desk, Server& server, const Home& home, const Means& means)
{
    const auto bytes = read_file(*means.files, home.hub() + "/" + std::string(roster_file), largest_roster);
    if (!bytes) return bytes.error();
    if (!*bytes) return Error{fault::hub_damaged, "roster"};
    const auto added = server.add_roster(desk.seat.site, {desk.roster.version, **bytes});
    return added ? Status() : Status(added.error());
}

} // namespace

Status refresh_roster(Desk& desk, Server& server, const Home& home, const Means& means)
{
    const auto newest = server.newest_roster(desk.seat.site);
    if (!newest) return newest.error();
    const Finding withheld{fault::roster_withheld, {}, desk.state.roster_version};
    if (!*newest || (*newest)->version < desk.state.roster_version) {
        find_out(desk, withheld);
        return put_roster_back(desk, server, home, means);
    }
    const Bytes& bytes = (*newest)->bytes;
    if (hash_of(bytes) == desk.state.roster_hash) return {};
    auto roster =
        read_roster(bytes, {desk.seat.site, home.root, desk.state.roster_version, {}}, desk.seat.device, desk.seat.box);
    if (!roster && roster.error().fault == fault::roster_withheld) {
        find_out(desk, withheld);
        return {};
    }
    if (!roster && roster.error().fault != fault::roster_refused) return roster.error();
    const bool next = roster && roster->version == desk.state.roster_version + 1;
    if (roster && roster->version == (*newest)->version && (!next || roster->previous == desk.state.roster_hash))
        return keep_roster(desk, std::move(*roster), bytes, home, means);
    find_out(desk, {fault::roster_refused, {}, (*newest)->version});
    return {};
}

Status replace_roster(Desk& desk, Roster roster, Server& server, const Home& home, const Signer& signer,
                      const Means& means)
{
    roster.version = desk.state.roster_version + 1;
    roster.previous = desk.state.roster_hash;
    const auto bytes = write_roster(roster, signer);
    if (!bytes) return bytes.error();
    // One that the vault cannot check again was signed by no root of this clinic: better now than on every device.
    const auto again = read_roster(*bytes, {desk.seat.site, home.root, 0, {}}, desk.seat.device, desk.seat.box);
    if (!again) return again.error();
    const auto added = server.add_roster(desk.seat.site, {roster.version, *bytes});
    if (!added) return added.error();
    if (!*added) return fault::roster_moved;
    return keep_roster(desk, std::move(roster), *bytes, home, means);
}

Content content_of(const Desk& desk, Kind kind)
{
    Content content;
    content.kind = kind;
    content.roster = desk.state.roster_version;
    for (const Peer& peer : desk.state.peers)
        if (peer.place.sequence != 0) content.told.push_back({peer.device, peer.place});
    return content;
}

Result<std::vector<Candidate>> candidates(const Desk& desk, const Home& home)
{
    std::vector<Candidate> found;
    for (const std::string& folder : {home.inbox(), home.taken()}) {
        const auto files = sealed::session_files(folder);
        if (!files && files.error().fault == sealed::fault::missing_file) continue;
        if (!files) return files.error();
        for (const std::string& path : *files) {
            const auto session = sealed::id_from_hex(std::string_view(path).substr(path.size() - 36, 32));
            if (session && !desk.known.has(*session)) found.push_back({*session, path});
        }
    }
    std::ranges::stable_sort(found, {}, &Candidate::session);
    const auto same = [](const Candidate& left, const Candidate& right) { return left.session == right.session; };
    found.erase(std::unique(found.begin(), found.end(), same), found.end());
    return found;
}

} // namespace rapport::hub
