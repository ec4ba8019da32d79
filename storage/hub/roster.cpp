#include "storage/hub/roster.h"

#include <algorithm>
#include <cassert>

#include "storage/hub/faults.h"
#include "storage/sealed/wire.h"

namespace rapport::hub {

namespace {

using sealed::wire::Reader;
using sealed::wire::Writer;

constexpr std::string_view roster_magic = "RVHUBROS";
constexpr std::uint32_t roster_format = 1;
constexpr std::size_t most_epochs = 512;
constexpr std::size_t box_size = box_key_size + seal_overhead;

void put_inner(Writer& out, const Roster& roster)
{
    out.raw(roster.previous);
    out.number(static_cast<std::uint16_t>(roster.epochs.size()));
    for (const EpochKey& key : roster.epochs) {
        out.number(key.epoch);
        out.raw(key.public_key);
        out.raw({key.private_key.data(), key.private_key.size()});
    }
    out.number(static_cast<std::uint16_t>(roster.devices.size()));
    for (const Device& device : roster.devices) {
        out.raw(device.id);
        out.text(device.name);
        out.raw(device.signing);
        out.raw(device.box);
        out.number(device.since_hour);
        out.number(static_cast<std::uint8_t>(device.revoked ? 1 : 0));
        out.number(device.last.sequence);
        out.raw(device.last.hash);
    }
}

bool take_epochs(Reader& in, Roster& roster)
{
    const auto epochs = in.number<std::uint16_t>();
    if (epochs == 0 || epochs > most_epochs) return false;
    for (unsigned i = 0; i < epochs && in.ok(); ++i) {
        EpochKey key;
        key.epoch = in.number<std::uint32_t>();
        in.into(key.public_key);
        key.private_key = Secret::copy_of(in.raw(box_key_size));
        roster.epochs.push_back(std::move(key));
    }
    return in.ok();
}

bool take_devices(Reader& in, Roster& roster)
{
    const auto devices = in.number<std::uint16_t>();
    if (devices > most_devices) return false;
    for (unsigned i = 0; i < devices && in.ok(); ++i) {
        Device device;
        in.into(device.id);
        device.name = in.text(most_name);
        in.into(device.signing);
        in.into(device.box);
        device.since_hour = in.number<std::uint64_t>();
        device.revoked = in.flag();
        device.last.sequence = in.number<std::uint64_t>();
        in.into(device.last.hash);
        roster.devices.push_back(std::move(device));
    }
    return in.complete();
}

/// The private key of the newest epoch, out of this device's box. An error in `found` when there is none for it.
std::optional<Secret> take_boxes(Reader& in, const Id& device, const Secret& box_key, bool& listed)
{
    std::optional<Secret> key;
    const auto boxes = in.number<std::uint16_t>();
    if (boxes > most_devices) in.fail();
    for (unsigned i = 0; i < boxes && in.ok(); ++i) {
        Id whose{};
        in.into(whose);
        const ByteView box = in.raw(box_size);
        if (whose != device) continue;
        listed = true;
        key = open_secret_box(box_key, box);
    }
    return key;
}

} // namespace

const Device* Roster::find(const Id& id) const
{
    const auto found = std::ranges::find(devices, id, &Device::id);
    return found == devices.end() ? nullptr : &*found;
}

const Device* Roster::named(std::string_view name) const
{
    const auto found =
        std::ranges::find_if(devices, [&](const Device& device) { return !device.revoked && device.name == name; });
    return found == devices.end() ? nullptr : &*found;
}

const EpochKey* Roster::epoch(std::uint32_t number) const
{
    const auto found = std::ranges::find(epochs, number, &EpochKey::epoch);
    return found == epochs.end() ? nullptr : &*found;
}

Result<Bytes> write_roster(const Roster& roster, const Signer& signer)
{
    if (roster.devices.size() > most_devices || roster.epochs.size() > most_epochs) return fault::too_many_devices;
    Writer measure({});
    put_inner(measure, roster);
    Secret inner(measure.needed());
    Writer fill({inner.data(), inner.size()});
    put_inner(fill, roster);
    const Bytes sealed_inner = seal_to(roster.newest().public_key, inner.view());

    const auto put = [&](Writer& out) {
        out.raw(octets(roster_magic));
        out.number(roster_format);
        out.raw(roster.site);
        out.number(roster.version);
        out.number(roster.newest().epoch);
        const auto staying = std::ranges::count(roster.devices, false, &Device::revoked);
        out.number(static_cast<std::uint16_t>(staying));
        for (const Device& device : roster.devices) {
            if (device.revoked) continue;
            out.raw(device.id);
            out.raw(octets(seal_to(device.box, roster.newest().private_key.view())));
        }
        out.text(sealed_inner);
    };
    Writer whole({});
    put(whole);
    Bytes bytes(whole.needed(), '\0');
    Writer out({reinterpret_cast<unsigned char*>(bytes.data()), bytes.size()});
    put(out);
    const auto signature = signer(bytes);
    if (!signature) return signature.error();
    bytes.append(reinterpret_cast<const char*>(signature->data()), signature->size());
    if (bytes.size() > largest_roster) return fault::too_many_devices;
    return bytes;
}

Result<Roster> read_roster(ByteView bytes, const RosterTrust& trust, const Id& device, const Secret& box_key)
{
    const auto refused = [](const char* why) { return Error{fault::roster_refused, why}; };
    Signature signature{};
    if (bytes.size() <= signature.size() || bytes.size() > largest_roster) return refused("length");
    const ByteView content = bytes.substr(0, bytes.size() - signature.size());
    std::ranges::copy(octets(bytes.substr(content.size())), signature.begin());
    if (hash_of(bytes) != trust.known && !is_signed(trust.root, roster_purpose, content, signature))
        return refused("signature");

    Reader in(content);
    Roster roster;
    if (in.raw(roster_magic.size()) != roster_magic) return refused("roster_magic");
    if (in.number<std::uint32_t>() != roster_format) return fault::hub_newer;
    in.into(roster.site);
    roster.version = in.number<std::uint64_t>();
    const auto epoch = in.number<std::uint32_t>();
    if (roster.site != trust.site) return refused("site");
    if (roster.version <= trust.after) return fault::roster_withheld;
    bool listed = false;
    const auto key = take_boxes(in, device, box_key, listed);
    const ByteView sealed_inner = in.text(largest_roster);
    if (!in.complete()) return refused("form");
    if (!listed) return fault::device_revoked;
    if (!key) return refused("box");
    const auto inner = open_secret_box(*key, sealed_inner);
    if (!inner) return refused("seal");
    Reader within(inner->view());
    within.into(roster.previous);
    if (!take_epochs(within, roster) || !take_devices(within, roster)) return refused("inside");
    if (roster.newest().epoch != epoch) return refused("epoch");
    return roster;
}

} // namespace rapport::hub
