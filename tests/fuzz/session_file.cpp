// A session file's bytes. The input is acts' plain bytes sealed with a key, so that what stands behind the seal is
// reached, and then a few changes of the sealed bytes.
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "storage/sealed/act_code.h"
#include "storage/sealed/image.h"
#include "tests/fuzz/within_a_second.h"

using namespace rapport::sealed;

namespace {

const Secret& key()
{
    static const Secret made = Secret::copy_of(std::string(32, 'k'));
    return made;
}

/// The frames of a file whose acts say what the input says.
std::string sealed_file(ByteView plain)
{
    static const PublicKey inbox = [] {
        PublicKey point{};
        point[0] = 9; // X25519's base point: a usable public key
        return point;
    }();
    const Id session{1};
    static const auto first = frames::make_key_frame(key(), inbox, session);
    if (!first) std::abort();
    const frames::Header header = frames::make_header(session);
    std::string file(header.begin(), header.end());
    file.append(frames::view(*first));
    frames::Place place{session, 1, frames::tag_of(frames::view(*first))};
    for (; plain.size() >= frames::plain_size; plain.remove_prefix(frames::plain_size)) {
        frames::Plain act{};
        std::memcpy(act.data(), plain.data(), act.size());
        const frames::Frame frame = frames::seal(key(), place, act);
        file.append(frames::view(frame));
        place = {session, place.sequence + 1, frames::tag_of(frames::view(frame))};
    }
    return file;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const rapport::fuzz::WithinASecond limit;
    ByteView input(reinterpret_cast<const char*>(data), size);
    if (const auto raw = read_image(input, key()); raw && raw->end > input.size()) std::abort();
    if (input.size() < 4) return 0;

    const auto changes = static_cast<std::size_t>(static_cast<unsigned char>(input[0]) % 4U);
    input.remove_prefix(1);
    std::string changed;
    if (input.size() > changes * 3) {
        changed = sealed_file(input.substr(changes * 3));
        for (std::size_t i = 0; i < changes; ++i) {
            const auto at = static_cast<std::size_t>(static_cast<unsigned char>(input[i * 3])) * 256 +
                            static_cast<unsigned char>(input[i * 3 + 1]);
            changed[at % changed.size()] = input[i * 3 + 2];
        }
    }
    const auto image = read_image(changed, key());
    if (image && image->end > changed.size()) std::abort();
    return 0;
}
