#include "storage/hub/seat.h"

#include <algorithm>
#include <array>

#include "storage/sealed/wire.h"

namespace rapport::hub {

namespace {

using sealed::wire::Reader;
using sealed::wire::Writer;

constexpr std::uint32_t seat_format = 1;
constexpr std::size_t most_url = 2048;
constexpr std::size_t most_file = 64UL * 1024;
constexpr std::size_t most_findings = 256;

/// By number in the file; a number is never reused.
constexpr std::array findings = {
    fault::record_dropped,  fault::record_replayed,   fault::record_reordered,     fault::record_altered,
    fault::record_invented, fault::record_of_revoked, fault::record_of_other_site, fault::roster_refused,
    fault::roster_withheld, fault::hub_forked,        fault::clock_apart,          fault::session_twice,
    fault::hub_newer};

Bytes bound_to(const Home& home, std::string_view what)
{
    Bytes bound = "rapport hub ";
    bound.append(what).push_back('\0');
    return bound.append(reinterpret_cast<const char*>(home.vault.data()), home.vault.size());
}

template <class Put>
Status save(FileOps& files, const Home& home, std::string_view name, Put put)
{
    Writer measure({});
    put(measure);
    Secret plain(measure.needed());
    Writer out({plain.data(), plain.size()});
    put(out);
    return replace_file(files, home.hub(), name, seal(home.key, bound_to(home, name), plain.view()));
}

Result<Secret> load(FileOps& files, const Home& home, std::string_view name)
{
    auto bytes = read_file(files, home.hub() + "/" + std::string(name), most_file);
    if (!bytes) return bytes.error();
    if (!*bytes) return fault::hub_not_joined;
    auto plain = open(home.key, bound_to(home, name), **bytes);
    if (!plain) return Error{fault::hub_damaged, std::string(name)};
    return std::move(*plain);
}

void put_place(Writer& out, const Place& place)
{
    out.number(place.sequence);
    out.raw(place.hash);
}

void take_place(Reader& in, Place& place)
{
    place.sequence = in.number<std::uint64_t>();
    in.into(place.hash);
}

std::uint8_t number_of(Fault fault)
{
    return static_cast<std::uint8_t>(std::ranges::find(findings, fault) - findings.begin());
}

void put_findings(Writer& out, const std::vector<Finding>& all)
{
    const std::size_t told = std::min(all.size(), most_findings);
    out.number(static_cast<std::uint16_t>(told));
    for (const Finding& finding : std::span(all).first(told)) {
        out.number(number_of(finding.fault));
        out.raw(finding.device);
        out.number(finding.sequence);
    }
}

void put_state(Writer& out, const State& state)
{
    out.number(seat_format);
    put_place(out, state.built);
    put_place(out, state.sent);
    out.number(state.roster_version);
    out.raw(state.roster_hash);
    out.number(static_cast<std::uint8_t>(state.owes_heads ? 1 : 0));
    out.number(state.pushed_hour);
    out.number(state.pulled_hour);
    out.number(static_cast<std::uint16_t>(state.peers.size()));
    for (const Peer& peer : state.peers) {
        out.raw(peer.device);
        put_place(out, peer.place);
        put_place(out, peer.vouched);
        out.number(peer.acked);
        out.number(peer.last_hour);
        out.number(static_cast<std::uint8_t>(peer.left ? 1 : 0));
    }
    put_findings(out, state.push_findings);
    put_findings(out, state.pull_findings);
}

void take_peers(Reader& in, State& state)
{
    const auto peers = in.number<std::uint16_t>();
    if (peers > most_devices) in.fail();
    for (unsigned i = 0; i < peers && in.ok(); ++i) {
        Peer peer;
        in.into(peer.device);
        take_place(in, peer.place);
        take_place(in, peer.vouched);
        peer.acked = in.number<std::uint64_t>();
        peer.last_hour = in.number<std::uint64_t>();
        peer.left = in.flag();
        state.peers.push_back(peer);
    }
}

void take_findings(Reader& in, std::vector<Finding>& all)
{
    const auto told = in.number<std::uint16_t>();
    if (told > most_findings) in.fail();
    for (unsigned i = 0; i < told && in.ok(); ++i) {
        const auto number = in.number<std::uint8_t>();
        Finding finding;
        in.into(finding.device);
        finding.sequence = in.number<std::uint64_t>();
        if (number >= findings.size()) return in.fail();
        finding.fault = findings.at(number);
        all.push_back(finding);
    }
}

} // namespace

Result<Seat> load_seat(FileOps& files, const Home& home)
{
    const auto plain = load(files, home, seat_file);
    if (!plain) return plain.error();
    Reader in(plain->view());
    if (in.number<std::uint32_t>() != seat_format) return fault::hub_newer;
    Seat seat;
    seat.joined = in.flag();
    seat.url = in.text(most_url);
    in.into(seat.site);
    in.into(seat.device);
    seat.name = in.text(most_url);
    seat.signing = Secret::copy_of(in.raw(signing_key_size));
    seat.box = Secret::copy_of(in.raw(box_key_size));
    in.into(seat.claim);
    if (!in.complete()) return Error{fault::hub_damaged, "seat"};
    return seat;
}

Status save_seat(FileOps& files, const Home& home, const Seat& seat)
{
    if (seat.url.size() > most_url) return Error{fault::bad_hub_url, "length"};
    return save(files, home, seat_file, [&](Writer& out) {
        out.number(seat_format);
        out.number(static_cast<std::uint8_t>(seat.joined ? 1 : 0));
        out.text(seat.url);
        out.raw(seat.site);
        out.raw(seat.device);
        out.text(seat.name);
        out.raw({seat.signing.data(), seat.signing.size()});
        out.raw({seat.box.data(), seat.box.size()});
        out.raw(seat.claim);
    });
}

Peer& State::peer(const Id& device)
{
    const auto found = std::ranges::find(peers, device, &Peer::device);
    if (found != peers.end()) return *found;
    peers.push_back({device, {}, {}, 0, 0, false});
    return peers.back();
}

const Peer* State::find(const Id& device) const
{
    const auto found = std::ranges::find(peers, device, &Peer::device);
    return found == peers.end() ? nullptr : &*found;
}

Result<State> load_state(FileOps& files, const Home& home)
{
    const auto plain = load(files, home, state_file);
    // A seat without its state: going on from nothing would write places of the chain a second time.
    if (!plain)
        return plain.error().fault == fault::hub_not_joined ? Error{fault::hub_damaged, "state"} : plain.error();
    Reader in(plain->view());
    if (in.number<std::uint32_t>() != seat_format) return fault::hub_newer;
    State state;
    take_place(in, state.built);
    take_place(in, state.sent);
    state.roster_version = in.number<std::uint64_t>();
    in.into(state.roster_hash);
    state.owes_heads = in.flag();
    state.pushed_hour = in.number<std::uint64_t>();
    state.pulled_hour = in.number<std::uint64_t>();
    take_peers(in, state);
    take_findings(in, state.push_findings);
    take_findings(in, state.pull_findings);
    if (!in.complete()) return Error{fault::hub_damaged, "state"};
    return state;
}

Status save_state(FileOps& files, const Home& home, const State& state)
{
    return save(files, home, state_file, [&](Writer& out) { put_state(out, state); });
}

} // namespace rapport::hub
