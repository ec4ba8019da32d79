#include "storage/hub/record.h"

#include <algorithm>
#include <cassert>

#include "storage/sealed/wire.h"

namespace rapport::hub {

namespace {

using sealed::wire::Reader;
using sealed::wire::Writer;

constexpr std::string_view record_magic = "RVHUBREC";
constexpr std::uint32_t record_version = 1;
constexpr std::array<std::size_t, 4> sizes = {4UL * 1024, 16UL * 1024, 64UL * 1024, 320UL * 1024};

std::span<unsigned char> room(Bytes& bytes)
{
    return {reinterpret_cast<unsigned char*>(bytes.data()), bytes.size()};
}

void put_content(Writer& out, const Head& at, const Content& content)
{
    out.raw(at.site);
    out.raw(at.device);
    out.number(at.sequence);
    out.number(static_cast<std::uint8_t>(content.kind));
    out.number(content.roster);
    out.number(static_cast<std::uint16_t>(content.told.size()));
    for (const Told& told : content.told) {
        out.raw(told.device);
        out.number(told.place.sequence);
        out.raw(told.place.hash);
    }
    out.text(content.payload);
}

bool fits(const Content& content)
{
    return content.told.size() <= most_devices && content.payload.size() <= most_payload;
}

} // namespace

Bytes write_head(const Head& head)
{
    Bytes bytes(head_size, '\0');
    Writer out(room(bytes));
    out.raw(octets(record_magic));
    out.number(record_version);
    out.raw(head.site);
    out.raw(head.device);
    out.number(head.sequence);
    out.raw(head.id);
    out.number(head.hour);
    out.number(head.epoch);
    out.raw(head.previous);
    out.raw(head.body);
    assert(out.needed() == head_size);
    return bytes;
}

std::optional<Head> read_head(ByteView bytes)
{
    Reader in(bytes);
    Head head;
    if (in.raw(record_magic.size()) != record_magic || in.number<std::uint32_t>() != record_version)
        return std::nullopt;
    in.into(head.site);
    in.into(head.device);
    head.sequence = in.number<std::uint64_t>();
    in.into(head.id);
    head.hour = in.number<std::uint64_t>();
    head.epoch = in.number<std::uint32_t>();
    in.into(head.previous);
    in.into(head.body);
    if (!in.complete()) return std::nullopt;
    return head;
}

Bytes write_content(const Head& at, const Content& content)
{
    if (!fits(content)) return {};
    Writer measure({});
    put_content(measure, at, content);
    const auto size = std::ranges::lower_bound(sizes, measure.needed());
    if (size == sizes.end()) return {};
    Bytes plain(*size, '\0');
    Writer out(room(plain));
    put_content(out, at, content);
    return plain;
}

Reading read_content(ByteView plain, const Head& at, Content& out)
{
    Reader in(plain);
    Id site{};
    Id device{};
    in.into(site);
    in.into(device);
    const auto sequence = in.number<std::uint64_t>();
    if (!in.ok()) return Reading::malformed;
    if (site != at.site || device != at.device || sequence != at.sequence) return Reading::another_place;
    const auto kind = in.number<std::uint8_t>();
    if (kind > static_cast<std::uint8_t>(Kind::left)) return Reading::newer;
    if (kind == 0) return Reading::malformed;
    out.kind = static_cast<Kind>(kind);
    out.roster = in.number<std::uint64_t>();
    const auto told = in.number<std::uint16_t>();
    if (told > most_devices) return Reading::malformed;
    for (unsigned i = 0; i < told && in.ok(); ++i) {
        Told one;
        in.into(one.device);
        one.place.sequence = in.number<std::uint64_t>();
        in.into(one.place.hash);
        out.told.push_back(one);
    }
    out.payload = in.text(most_payload);
    const bool zeros = in.rest().find_first_not_of('\0') == ByteView::npos;
    return in.ok() && zeros ? Reading::good : Reading::malformed;
}

Record make_record(Head head, const Place& before, const Content& content, const PublicKey& epoch_key,
                   const Secret& signing_key)
{
    head.sequence = before.sequence + 1;
    head.previous = before.hash;
    head.id = sealed::random_id();
    const Bytes plain = write_content(head, content);
    assert(!plain.empty());
    Record record;
    record.body = seal_to(epoch_key, plain);
    head.body = hash_of(record.body);
    record.head = write_head(head);
    record.signature = sign(signing_key, record_purpose, record.head);
    return record;
}

Place place_of(const Head& head, ByteView head_bytes)
{
    return {head.sequence, hash_of(head_bytes)};
}

} // namespace rapport::hub
