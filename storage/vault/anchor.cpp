#include "storage/vault/anchor.h"

#include "storage/vault/base32.h"
#include "storage/vault/bytes.h"
#include "storage/vault/crypto.h"

namespace rapport::vault {

namespace {

constexpr unsigned lines_bits = 30;
constexpr unsigned head_bits = 60;
constexpr std::size_t characters = 20;

/// Ten bits that depend on all the others.
std::uint64_t check_of(const Anchor& anchor)
{
    const crypto::Hash hash =
        crypto::hash(ByteWriter().text("anchor").number(anchor.lines).number(anchor.head).bytes());
    return (std::uint64_t{hash[0]} << 2U) | (hash[1] >> 6U);
}

std::uint64_t first_bits(const crypto::Hash& hash)
{
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < sizeof bits; ++i)
        bits = bits << 8U | hash[i];
    return bits >> (64U - head_bits);
}

} // namespace

std::string print_anchor(const Anchor& anchor)
{
    // 100 bits from the front; the four bits behind them are not written.
    std::array<std::uint8_t, 13> bytes{};
    std::size_t place = 0;
    const auto put = [&](std::uint64_t value, unsigned bits) {
        for (unsigned left = bits; left-- > 0; ++place)
            if ((value >> left & 1U) != 0)
                bytes.at(place / 8) = static_cast<std::uint8_t>(bytes.at(place / 8) | 0x80U >> (place % 8));
    };
    put(static_cast<std::uint64_t>(anchor.lines), lines_bits);
    put(anchor.head, head_bits);
    put(check_of(anchor), 10);
    return std::string(base32::write(bytes).view());
}

Result<Anchor> read_anchor(std::string_view typed)
{
    const sealed::Secret values = base32::read_values(typed);
    if (values.size() != characters) return fault::bad_anchor;
    std::size_t place = 0;
    const auto take = [&](unsigned bits) {
        std::uint64_t out = 0;
        for (unsigned i = 0; i < bits; i += 5)
            out = out << 5U | values.data()[place++];
        return out;
    };
    Anchor anchor;
    anchor.lines = static_cast<std::int64_t>(take(lines_bits));
    anchor.head = take(head_bits);
    if (take(10) != check_of(anchor)) return fault::bad_anchor;
    return anchor;
}

Result<Anchor> anchor_of(Core& core)
{
    Anchor anchor;
    const Status read = core.database.each("SELECT sequence, hash FROM main.audit ORDER BY sequence DESC LIMIT 1", {},
                                           [&](const Row& row) {
                                               anchor = {row.integer(0), first_bits(row.bytes<32>(1))};
                                               return false;
                                           });
    if (!read) return read.error();
    if (anchor.lines >> lines_bits != 0) return Error{fault::too_long, "audit"};
    return anchor;
}

Status check_anchor(Core& core, const Anchor& anchor)
{
    const auto now = anchor_of(core);
    if (!now) return now.error();
    if (now->lines < anchor.lines)
        return Error{fault::older_than_anchor, std::to_string(anchor.lines - now->lines) + " lines"};
    std::optional<std::uint64_t> head;
    const Status read =
        core.database.each("SELECT hash FROM main.audit WHERE sequence = ?", {anchor.lines}, [&](const Row& row) {
            head = first_bits(row.bytes<32>(0));
            return false;
        });
    if (!read) return read;
    if (head != anchor.head) return Error{fault::anchor_differs, "audit " + std::to_string(anchor.lines)};
    return {};
}

Result<std::string> Vault::anchor()
{
    const auto anchor = anchor_of(*state_);
    if (!anchor) return anchor.error();
    return print_anchor(*anchor);
}

Status Vault::check_anchor(std::string_view typed)
{
    const auto anchor = read_anchor(typed);
    if (!anchor) return anchor.error();
    return vault::check_anchor(*state_, *anchor);
}

} // namespace rapport::vault
