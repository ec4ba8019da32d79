#include <algorithm>

#include "storage/hub/visit.h"
#include "storage/sealed/faults.h"
#include "storage/sealed/frames.h"

namespace rapport::hub {

namespace {

/// The record after `before` of this device's chain. Nothing is on the disk yet.
Written build(const Desk& desk, const Place& before, const Content& content, const Id& session, const Means& means)
{
    Head head;
    head.site = desk.seat.site;
    head.device = desk.seat.device;
    head.hour = hour_of(means);
    head.epoch = desk.roster.newest().epoch;
    Written written{session, {before.sequence + 1, {}}};
    written.outgoing.record = make_record(head, before, content, desk.roster.newest().public_key, desk.seat.signing);
    return written;
}

Place place_of(const Written& written)
{
    return {written.outgoing.sequence, hash_of(written.outgoing.record.head)};
}

Status keep(Desk& desk, const std::vector<Written>& batch, const Home& home, const Means& means)
{
    if (const Status kept = desk.outbox(*means.files, home).keep(batch); !kept) return kept;
    // From here on the places are taken, whatever happens: only what is on the disk moves the chain.
    desk.state.built = place_of(batch.back());
    std::vector<Id> sessions;
    for (const Written& one : batch)
        if (one.session != Id{}) sessions.push_back(one.session);
    if (const Status noted = desk.known.add(sessions); !noted) return noted;
    return save_state(*means.files, home, desk.state);
}

/// A finished session's bytes, or nothing for a file that is none: ingest says what is wrong with those.
Result<Bytes> session_bytes(const Candidate& candidate, const Means& means)
{
    const auto file = sealed::File::open_to_read(*means.files, candidate.path);
    // Taken in and moved between the listing and now: the next exchange finds it where it went.
    if (!file && file.error().fault == sealed::fault::missing_file) return Bytes();
    if (!file) return file.error();
    auto bytes = file->read_all(sealed::frames::capacity);
    if (!bytes && bytes.error().fault == sealed::fault::damaged_session) return Bytes();
    if (!bytes) return bytes.error();
    const auto session = sealed::frames::read_header(*bytes);
    if (!session || *session != candidate.session) return Bytes();
    return bytes;
}

Bytes payload_of(const Id& session, const Bytes& file)
{
    Bytes payload(reinterpret_cast<const char*>(session.data()), session.size());
    return payload.append(file);
}

/// Another record has one of these places.
Status whose(Desk& desk, Server& server, const std::vector<Outgoing>& records)
{
    const auto there = server.after(desk.seat.site, desk.seat.device, records.front().sequence - 1, records.size());
    if (!there) return there.error();
    for (const Row& row : *there) {
        const bool same = std::ranges::any_of(records, [&](const Outgoing& one) {
            return one.sequence == row.sequence && one.record.head == row.record.head;
        });
        if (same) continue;
        const Fault fault = stranger(desk, row);
        find_out(desk, {fault, desk.seat.device, row.sequence});
        return fault;
    }
    return fault::hub_forked;
}

/// The places of `batch`, sent and counted.
Status send(Desk& desk, Server& server, const std::vector<Written>& batch, const Home& home, const Means& means,
            Exchanged& done)
{
    std::vector<Outgoing> records;
    records.reserve(batch.size());
    for (const Written& one : batch)
        records.push_back(one.outgoing);
    const Status put = server.put(desk.seat.site, desk.seat.device, records);
    if (!put && put.error().fault == fault::hub_forked) return whose(desk, server, records);
    if (!put) return put;
    desk.state.sent = place_of(batch.back());
    done.records += batch.size();
    done.sessions += static_cast<std::uint64_t>(
        std::ranges::count_if(batch, [](const Written& one) { return one.session != Id{}; }));
    return save_state(*means.files, home, desk.state);
}

/// What the server has of this device, against what it took before: from where on to send.
Result<std::uint64_t> look_at_own(Desk& desk, Server& server)
{
    const auto newest = server.newest(desk.seat.site, desk.seat.device);
    if (!newest) return newest.error();
    const std::uint64_t there = *newest ? (*newest)->sequence : 0;
    const State& state = desk.state;
    if (there > state.built.sequence) {
        const Fault fault = stranger(desk, **newest);
        find_out(desk, {fault, desk.seat.device, there});
        return fault;
    }
    if (there < state.sent.sequence) {
        find_out(desk, {fault::record_dropped, desk.seat.device, there + 1});
        return there;
    }
    if (there == state.sent.sequence && there != 0 && hash_of((*newest)->record.head) != state.sent.hash) {
        const Fault fault = stranger(desk, **newest);
        find_out(desk, {fault == fault::record_invented ? fault::record_altered : fault, desk.seat.device, there});
    }
    return state.sent.sequence;
}

Status push_sessions(Desk& desk, Server& server, const Home& home, const Means& means, Exchanged& done)
{
    const auto waiting = candidates(desk, home);
    if (!waiting) return waiting.error();
    std::vector<Written> batch;
    std::size_t bytes = 0;
    const auto flush = [&]() -> Status {
        if (batch.empty()) return {};
        if (const Status kept = keep(desk, batch, home, means); !kept) return kept;
        if (const Status sent = send(desk, server, batch, home, means, done); !sent) return sent;
        batch.clear();
        bytes = 0;
        return {};
    };
    for (const Candidate& candidate : *waiting) {
        const auto file = session_bytes(candidate, means);
        if (!file) return file.error();
        if (file->empty()) continue;
        Content content = content_of(desk, Kind::session);
        content.payload = payload_of(candidate.session, *file);
        batch.push_back(
            build(desk, batch.empty() ? desk.state.built : place_of(batch.back()), content, candidate.session, means));
        bytes += batch.back().outgoing.record.body.size();
        if (batch.size() < Server::most_batch && bytes < Server::most_bytes) continue;
        if (const Status flushed = flush(); !flushed) return flushed;
    }
    return flush();
}

Status push_once(const Home& home, const Means& means, Exchanged& done)
{
    auto desk = open_desk(home, means);
    if (!desk) return desk.error();
    auto server = open_server(*desk, means);
    if (!server) return server.error();
    const auto work = [&]() -> Status {
        if (const Status fresh = refresh_roster(*desk, *server, home, means); !fresh) return fresh;
        if (const Status sent = send_built(*desk, *server, home, means, done); !sent) return sent;
        if (const Status sent = push_sessions(*desk, *server, home, means, done); !sent) return sent;
        desk->state.pushed_hour = hour_of(means);
        return trim(*desk, home, means);
    };
    const Status worked = work();
    // What was found out is kept whether or not the rest went well.
    desk->state.push_findings = desk->found;
    done.findings = desk->found;
    const Status saved = save_state(*means.files, home, desk->state);
    return worked ? saved : worked;
}

} // namespace

Status send_built(Desk& desk, Server& server, const Home& home, const Means& means, Exchanged& done)
{
    const auto from = look_at_own(desk, server);
    if (!from) return from.error();
    return desk.outbox(*means.files, home).each_after(*from, [&](const std::vector<Written>& batch) -> Status {
        return send(desk, server, batch, home, means, done);
    });
}

Fault stranger(const Desk& desk, const Row& row)
{
    const auto head = read_head(row.record.head);
    if (!head || !is_signed(signing_half(desk.seat.signing), record_purpose, row.record.head, row.record.signature))
        return fault::record_invented;
    const bool here =
        head->site == desk.seat.site && head->device == desk.seat.device && head->sequence == row.sequence;
    return here ? fault::hub_forked : fault::record_replayed;
}

Status build_plain(Desk& desk, Kind kind, const Home& home, const Means& means)
{
    return keep(desk, {build(desk, desk.state.built, content_of(desk, kind), {}, means)}, home, means);
}

Status trim(const Desk& desk, const Home& home, const Means& means)
{
    std::uint64_t all_have = desk.state.sent.sequence;
    bool others = false;
    for (const Device& device : desk.roster.devices) {
        const Peer* const peer = desk.state.find(device.id);
        if (device.revoked || device.id == desk.seat.device || (peer != nullptr && peer->left)) continue;
        others = true;
        all_have = std::min(all_have, peer != nullptr ? peer->acked : 0);
    }
    if (!others || all_have == 0) return {};
    return desk.outbox(*means.files, home).remove_through(all_have);
}

Result<Exchanged> push(const Home& home, const Means& means)
{
    Exchanged done;
    const Status worked = patiently(means, [&] { return push_once(home, means, done); });
    if (!worked) return worked.error();
    return done;
}

} // namespace rapport::hub
