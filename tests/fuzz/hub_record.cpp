// What a hub gives back, from a server that is not believed: the first byte says whether it is a record's head, what
// was inside a record's seal, or what was inside the seal of a list of devices, signed by the root and meant for us.
#include <cstdint>
#include <cstdlib>

#include "storage/hub/record.h"
#include "storage/hub/roster.h"
#include "storage/sealed/wire.h"
#include "tests/fuzz/within_a_second.h"

using namespace rapport::hub;
using rapport::sealed::wire::Writer;

namespace {

void look_at_head(ByteView input)
{
    const auto head = read_head(input);
    if (head && write_head(*head) != input) std::abort();
}

void look_at_content(ByteView input)
{
    constexpr std::size_t smallest = 4096;
    Head head;
    head.sequence = 7;
    Bytes plain(input);
    if (plain.size() < smallest) plain.resize(smallest, '\0');
    Content content;
    if (read_content(plain, head, content) != Reading::good) return;
    const Bytes again = write_content(head, content);
    // Shorter where the input was padded further than it needed.
    if (again.empty() || plain.find_first_not_of('\0', again.size()) != Bytes::npos) std::abort();
    if (plain.substr(0, again.size()) != again.substr(0, std::min(again.size(), plain.size()))) std::abort();
}

struct Keys {
    KeyPair root = make_signing_pair();
    KeyPair device = make_box_pair();
    KeyPair epoch = make_box_pair();
    Id id{1};
};

/// A list as its devices get it, around anything.
Bytes list_around(ByteView inner, const Keys& keys)
{
    const Bytes box = seal_to(keys.device.public_key, keys.epoch.private_key.view());
    const Bytes sealed = seal_to(keys.epoch.public_key, inner);
    const auto put = [&](Writer& out) {
        out.raw(octets("RVHUBROS"));
        out.number(std::uint32_t{1});
        out.raw(Id{});
        out.number(std::uint64_t{1});
        out.number(std::uint32_t{1});
        out.number(std::uint16_t{1});
        out.raw(keys.id);
        out.raw(octets(box));
        out.text(sealed);
    };
    Writer measure({});
    put(measure);
    Bytes bytes(measure.needed(), '\0');
    Writer out({reinterpret_cast<unsigned char*>(bytes.data()), bytes.size()});
    put(out);
    const Signature signature = sign(keys.root.private_key, roster_purpose, bytes);
    return bytes.append(reinterpret_cast<const char*>(signature.data()), signature.size());
}

void look_at_list(ByteView input)
{
    static const Keys keys;
    const Bytes list = list_around(input, keys);
    const auto roster = read_roster(list, {Id{}, keys.root.public_key, 0, {}}, keys.id, keys.device.private_key);
    if (!roster) return;
    const auto again =
        write_roster(*roster, [](ByteView bytes) { return sign(keys.root.private_key, roster_purpose, bytes); });
    if (!again) std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const rapport::fuzz::WithinASecond limit;
    if (size == 0) return 0;
    const ByteView input(reinterpret_cast<const char*>(data) + 1, size - 1);
    switch (data[0] % 3) {
    case 0:
        look_at_head(input);
        break;
    case 1:
        look_at_content(input);
        break;
    default:
        look_at_list(input);
    }
    return 0;
}
