#include "storage/hub/enrol.h"

#include <algorithm>

#include "storage/hub/visit.h"
#include "storage/sealed/faults.h"
#include "storage/sealed/wire.h"

namespace rapport::hub {

namespace {

using sealed::wire::Reader;
using sealed::wire::Writer;

constexpr std::uint32_t packet_format = 1;

/// What a device needs to take its seat. The keys were made where it was invited.
struct Packet {
    Id site{};
    Id device{};
    std::string name;
    Secret signing;
    Secret box;
    std::int64_t expires_ms = 0;
};

Bytes packet_bound(const Home& home)
{
    Bytes bound = "rapport hub packet 1";
    bound.push_back('\0');
    return bound.append(reinterpret_cast<const char*>(home.vault.data()), home.vault.size());
}

Bytes write_packet(const Packet& packet, const Secret& key, const Home& home)
{
    const auto put = [&](Writer& out) {
        out.number(packet_format);
        out.raw(packet.site);
        out.raw(packet.device);
        out.text(packet.name);
        out.raw({packet.signing.data(), packet.signing.size()});
        out.raw({packet.box.data(), packet.box.size()});
        out.number(packet.expires_ms);
    };
    Writer measure({});
    put(measure);
    Secret plain(measure.needed());
    Writer out({plain.data(), plain.size()});
    put(out);
    return seal(key, packet_bound(home), plain.view());
}

Result<Packet> read_packet(ByteView bytes, const Secret& key, const Home& home)
{
    const auto plain = open(key, packet_bound(home), bytes);
    if (!plain) return fault::code_unknown;
    Reader in(plain->view());
    if (in.number<std::uint32_t>() != packet_format) return fault::hub_newer;
    Packet packet;
    in.into(packet.site);
    in.into(packet.device);
    packet.name = in.text(most_name);
    packet.signing = Secret::copy_of(in.raw(signing_key_size));
    packet.box = Secret::copy_of(in.raw(box_key_size));
    packet.expires_ms = in.number<std::int64_t>();
    if (!in.complete()) return fault::code_unknown;
    return packet;
}

EpochKey make_epoch(std::uint32_t number)
{
    KeyPair pair = make_box_pair();
    return {number, pair.public_key, std::move(pair.private_key)};
}

bool is_name(std::string_view name)
{
    return !name.empty() && name.size() <= most_name &&
           std::ranges::none_of(name, [](char one) { return static_cast<unsigned char>(one) < 0x20 || one == 0x7F; });
}

Roster copy_of(const Roster& from)
{
    Roster roster{from.site, from.version, from.previous, {}, from.devices};
    for (const EpochKey& key : from.epochs)
        roster.epochs.push_back(key.copy());
    return roster;
}

/// A folder without anybody in it. A joining that was cut short is given back in `seat`.
Status empty_seat(const Home& home, const Means& means, std::optional<Seat>& seat)
{
    auto there = load_seat(*means.files, home);
    if (there && there->joined) return fault::hub_joined_already;
    if (there) seat = std::move(*there);
    if (!there && there.error().fault != fault::hub_not_joined) return there.error();
    return {};
}

Status make_folders(const Home& home)
{
    if (const Status made = make_folder(home.hub()); !made) return made;
    return make_folder(home.out());
}

/// The seat is taken when it says so, and that is written last.
Status take_seat(Seat& seat, const Roster& roster, const Bytes& bytes, const Home& home, const Means& means)
{
    State state;
    state.roster_version = roster.version;
    state.roster_hash = hash_of(bytes);
    if (const Status kept = replace_file(*means.files, home.hub(), roster_file, bytes); !kept) return kept;
    if (const Status kept = save_state(*means.files, home, state); !kept) return kept;
    seat.joined = true;
    return save_seat(*means.files, home, seat);
}

Status init_once(const Home& home, const std::string& url, std::string_view name, const Signer& signer,
                 const Means& means)
{
    const auto address = read_address(url);
    if (!address) return address.error();
    if (!is_name(name)) return fault::device_name_taken;
    if (const Status made = make_folders(home); !made) return made;
    const auto lock = lock_hub(home, means);
    if (!lock) return lock.error();
    std::optional<Seat> before;
    if (const Status empty = empty_seat(home, means, before); !empty) return empty;
    auto server = Server::make(*address, means.password, means.patience);
    if (!server) return server.error();

    KeyPair signing = make_signing_pair();
    KeyPair box = make_box_pair();
    Seat seat;
    seat.url = url;
    seat.site = sealed::random_id();
    seat.device = sealed::random_id();
    seat.name = name;
    Roster roster;
    roster.site = seat.site;
    roster.version = 1;
    roster.epochs.push_back(make_epoch(1));
    roster.devices.push_back({seat.device, seat.name, signing.public_key, box.public_key, hour_of(means), false, {}});
    seat.signing = std::move(signing.private_key);
    seat.box = std::move(box.private_key);
    const auto bytes = write_roster(roster, signer);
    if (!bytes) return bytes.error();
    if (const auto again = read_roster(*bytes, {seat.site, home.root, 0, {}}, seat.device, seat.box); !again)
        return again.error();
    const auto added = server->add_roster(seat.site, {roster.version, *bytes});
    if (!added) return added.error();
    if (!*added) return fault::roster_moved;
    return take_seat(seat, roster, *bytes, home, means);
}

/// The packet that the code opens, claimed for this device. Errors: code_unknown, code_expired, the server's.
Result<Packet> claim(Server& server, const CodeKey& code, const Id& claim, const Home& home, const Means& means)
{
    auto found = server.find_join(code.tag);
    if (!found) return found.error();
    if (!*found) return fault::code_unknown;
    auto packet = read_packet((*found)->packet, code.key, home);
    if (!packet) return packet.error();
    if (means.clock() > packet->expires_ms) return fault::code_expired;
    if (const Status claimed = server.claim_join(code.tag, claim); !claimed) return claimed.error();
    found = server.find_join(code.tag);
    if (!found) return found.error();
    if (!*found || (*found)->claim != claim) return fault::code_unknown;
    return packet;
}

Result<std::string> join_once(const Home& home, const std::string& url, const CodeKey& code, const Means& means)
{
    const auto address = read_address(url);
    if (!address) return address.error();
    if (const Status made = make_folders(home); !made) return made.error();
    const auto lock = lock_hub(home, means);
    if (!lock) return lock.error();
    std::optional<Seat> before;
    if (const Status empty = empty_seat(home, means, before); !empty) return empty.error();
    auto server = Server::open(*address, means.password, means.patience);
    if (!server) return server.error();

    // The claim is on the disk before it is made, so that a joining cut short is this device's to go on with.
    Seat seat;
    seat.url = url;
    seat.claim = before ? before->claim : sealed::random_id();
    seat.signing = Secret(signing_key_size);
    seat.box = Secret(box_key_size);
    if (const Status saved = save_seat(*means.files, home, seat); !saved) return saved.error();
    auto packet = claim(*server, code, seat.claim, home, means);
    if (!packet) return packet.error();
    seat.site = packet->site;
    seat.device = packet->device;
    seat.name = packet->name;
    seat.signing = std::move(packet->signing);
    seat.box = std::move(packet->box);
    const auto newest = server->newest_roster(seat.site);
    if (!newest) return newest.error();
    if (!*newest) return fault::roster_withheld;
    const auto roster = read_roster((*newest)->bytes, {seat.site, home.root, 0, {}}, seat.device, seat.box);
    if (!roster) return roster.error();
    if (const Status taken = take_seat(seat, *roster, (*newest)->bytes, home, means); !taken) return taken.error();
    if (const Status gone = server->remove_join(code.tag); !gone && !is_passing(gone.error().fault))
        return gone.error();
    return seat.name;
}

Status revoke_once(const Home& home, std::string_view name, const Signer& signer, const Means& means)
{
    auto desk = open_desk(home, means);
    if (!desk) return desk.error();
    auto server = open_server(*desk, means);
    if (!server) return server.error();
    if (const Status fresh = refresh_roster(*desk, *server, home, means); !fresh) return fresh;
    const Device* const device = desk->roster.named(name);
    if (device == nullptr || device->id == desk->seat.device) return fault::unknown_device;
    Roster roster = copy_of(desk->roster);
    const auto gone = std::ranges::find(roster.devices, device->id, &Device::id);
    gone->revoked = true;
    gone->last = desk->state.peer(gone->id).place;
    roster.epochs.push_back(make_epoch(roster.newest().epoch + 1));
    return replace_roster(*desk, std::move(roster), *server, home, signer, means);
}

} // namespace

Status invite_by(const CodeKey& code, const Home& home, std::string_view name, std::int64_t expires_ms,
                 const Signer& signer, const Means& means)
{
    auto desk = open_desk(home, means);
    if (!desk) return desk.error();
    if (!is_name(name) || desk->roster.named(name) != nullptr) return fault::device_name_taken;
    auto server = open_server(*desk, means);
    if (!server) return server.error();
    if (const Status fresh = refresh_roster(*desk, *server, home, means); !fresh) return fresh;
    if (desk->roster.named(name) != nullptr) return fault::device_name_taken;
    if (desk->roster.devices.size() >= most_devices) return fault::too_many_devices;

    KeyPair signing = make_signing_pair();
    KeyPair box = make_box_pair();
    Packet packet{desk->seat.site,
                  sealed::random_id(),
                  std::string(name),
                  std::move(signing.private_key),
                  std::move(box.private_key),
                  expires_ms};
    Roster roster = copy_of(desk->roster);
    roster.devices.push_back(
        {packet.device, packet.name, signing.public_key, box.public_key, hour_of(means), false, {}});
    if (const Status put = replace_roster(*desk, std::move(roster), *server, home, signer, means); !put) return put;
    constexpr std::uint64_t a_day = 24;
    const std::uint64_t now = hour_of(means);
    if (const Status swept = server->remove_joins_before(now > a_day ? now - a_day : 0); !swept) return swept;
    const auto expiry = static_cast<std::uint64_t>(expires_ms / hour_ms);
    return server->place_join(code.tag, expiry, write_packet(packet, code.key, home));
}

Result<std::string> join_by(const CodeKey& code, const Home& home, const std::string& url, const Means& means)
{
    return patiently(means, [&] { return join_once(home, url, code, means); });
}

Status init(const Home& home, const std::string& url, std::string_view name, const Signer& signer, const Means& means)
{
    return patiently(means, [&] { return init_once(home, url, name, signer, means); });
}

Status invite(const Home& home, std::string_view name, const Secret& code, int minutes, const Signer& signer,
              const Means& means)
{
    constexpr std::int64_t minute_ms = 60'000;
    const auto key = stretch_code(code_as_meant(code.view()), home.vault);
    if (!key) return key.error();
    return invite_by(*key, home, name, means.clock() + minutes * minute_ms, signer, means);
}

Result<std::string> join(const Home& home, const std::string& url, const Secret& code, const Means& means)
{
    const auto key = stretch_code(code_as_meant(code.view()), home.vault);
    if (!key) return key.error();
    return join_by(*key, home, url, means);
}

Status revoke(const Home& home, std::string_view name, const Signer& signer, const Means& means)
{
    // Its last records first: what is not here by then does not count any more.
    if (const auto pulled = pull(home, means); !pulled) return pulled.error();
    return revoke_once(home, name, signer, means);
}

} // namespace rapport::hub
