#include "storage/hub/outbox.h"

#include <algorithm>
#include <charconv>

#include "storage/sealed/wire.h"

namespace rapport::hub {

namespace {

using sealed::wire::Reader;
using sealed::wire::Writer;

constexpr std::string_view outbox_magic = "RVHUBOUT";
constexpr std::uint32_t outbox_format = 1;
constexpr std::string_view outbox_ending = ".out";
constexpr std::size_t digits = 16;
constexpr std::uint64_t most_file = Server::most_batch * 2 * (largest_body + 512);

/// "000000000000000100000000000000ff.out": the first and the last place in it.
std::string name_of(std::uint64_t first, std::uint64_t last)
{
    std::string name;
    for (const std::uint64_t number : {first, last})
        for (std::size_t i = 0; i < digits; ++i)
            name += "0123456789abcdef"[number >> (4 * (digits - 1 - i)) & 0x0FU];
    return name.append(outbox_ending);
}

/// The last place in a file of that name; 0 when it is no such name.
std::uint64_t last_of(const std::string& name)
{
    if (name.size() != 2 * digits + outbox_ending.size()) return 0;
    std::uint64_t last = 0;
    const char* const from = name.data() + digits;
    const auto read = std::from_chars(from, from + digits, last, 16);
    return read.ptr == from + digits ? last : 0;
}

} // namespace

Status Outbox::keep(const std::vector<Written>& batch) const
{
    if (batch.empty()) return {};
    const auto put = [&](Writer& out) {
        out.raw(octets(outbox_magic));
        out.number(outbox_format);
        out.number(static_cast<std::uint32_t>(batch.size()));
        for (const Written& one : batch) {
            out.raw(one.session);
            out.raw(octets(one.outgoing.record.head));
            out.raw(one.outgoing.record.signature);
            out.text(one.outgoing.record.body);
        }
    };
    Writer measure({});
    put(measure);
    Bytes bytes(measure.needed(), '\0');
    Writer out({reinterpret_cast<unsigned char*>(bytes.data()), bytes.size()});
    put(out);
    return replace_file(*files_, folder_, name_of(batch.front().outgoing.sequence, batch.back().outgoing.sequence),
                        bytes);
}

Result<std::vector<Written>> Outbox::read(const std::string& name) const
{
    const auto damaged = [] { return Error{fault::hub_damaged, "out"}; };
    const auto bytes = read_file(*files_, folder_ + "/" + name, most_file);
    if (!bytes) return bytes.error();
    if (!*bytes) return damaged();
    Reader in(**bytes);
    if (in.raw(outbox_magic.size()) != outbox_magic || in.number<std::uint32_t>() != outbox_format) return damaged();
    const auto count = in.number<std::uint32_t>();
    if (count > 2 * Server::most_batch) return damaged();
    std::vector<Written> batch;
    for (std::uint32_t i = 0; i < count && in.ok(); ++i) {
        Written one;
        in.into(one.session);
        one.outgoing.record.head = in.raw(head_size);
        in.into(one.outgoing.record.signature);
        one.outgoing.record.body = in.text(largest_body);
        const auto head = read_head(one.outgoing.record.head);
        if (!head || head->device != device_ || head->body != hash_of(one.outgoing.record.body) ||
            !is_signed(signing_, record_purpose, one.outgoing.record.head, one.outgoing.record.signature))
            return damaged();
        one.outgoing.sequence = head->sequence;
        batch.push_back(std::move(one));
    }
    if (!in.complete()) return damaged();
    return batch;
}

Status Outbox::each_after(std::uint64_t sequence, const Visitor& visit) const
{
    const auto names = names_in(folder_, outbox_ending);
    if (!names) return names.error();
    for (const std::string& name : *names) {
        if (last_of(name) <= sequence) continue;
        auto batch = read(name);
        if (!batch) return batch.error();
        std::erase_if(*batch, [&](const Written& one) { return one.outgoing.sequence <= sequence; });
        if (batch->empty()) continue;
        if (const Status done = visit(*batch); !done) return done;
    }
    return {};
}

Status Outbox::remove_through(std::uint64_t sequence) const
{
    const auto names = names_in(folder_, outbox_ending);
    if (!names) return names.error();
    for (const std::string& name : *names) {
        const std::uint64_t last = last_of(name);
        if (last == 0 || last > sequence) continue;
        if (const Status gone = sealed::remove_file(*files_, folder_ + "/" + name); !gone) return gone;
    }
    // What was being written when a program stopped; nothing is being written now.
    const auto torn = names_in(folder_, ".new");
    if (!torn) return torn.error();
    for (const std::string& name : *torn)
        if (const Status gone = sealed::remove_file(*files_, folder_ + "/" + name); !gone) return gone;
    return {};
}

} // namespace rapport::hub
