#include "storage/vault/session_acts.h"

#include "storage/vault/audit.h"
#include "storage/vault/rights.h"

namespace rapport::vault {

namespace {

using sealed::Act;
using sealed::ActKind;
using sealed::Bytes;
using sealed::InputMethod;

constexpr unsigned char format = 1;
constexpr std::size_t longest_item = 64;

void put_number(Bytes& out, std::uint64_t number)
{
    while (number >= 0x80U) {
        out.push_back(static_cast<char>((number & 0x7FU) | 0x80U));
        number >>= 7U;
    }
    out.push_back(static_cast<char>(number));
}

/// Small numbers of either sign become small numbers.
std::uint64_t folded(std::int64_t number)
{
    return (static_cast<std::uint64_t>(number) << 1U) ^ static_cast<std::uint64_t>(number >> 63);
}

std::int64_t unfolded(std::uint64_t number)
{
    return static_cast<std::int64_t>(number >> 1U) ^ -static_cast<std::int64_t>(number & 1U);
}

std::int64_t minus(std::int64_t left, std::int64_t right)
{
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(left) - static_cast<std::uint64_t>(right));
}

std::int64_t plus(std::int64_t left, std::int64_t right)
{
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(left) + static_cast<std::uint64_t>(right));
}

class Reader {
public:
    explicit Reader(const Bytes& bytes) : bytes_(bytes) {}
    [[nodiscard]] bool at_end() const { return at_ == bytes_.size(); }
    [[nodiscard]] bool ok() const { return ok_; }
    unsigned char byte()
    {
        if (at_ >= bytes_.size()) return fail();
        return static_cast<unsigned char>(bytes_[at_++]);
    }
    std::uint64_t number()
    {
        std::uint64_t out = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            const unsigned char one = byte();
            out |= static_cast<std::uint64_t>(one & 0x7FU) << shift;
            if ((one & 0x80U) == 0) {
                // The last byte of ten has one bit; a number is written in one way only.
                if ((shift == 63 && one > 1) || (shift > 0 && one == 0)) fail();
                return out;
            }
        }
        return fail();
    }
    std::string text(std::size_t most)
    {
        const std::uint64_t size = number();
        if (size > most || size > bytes_.size() - at_) return fail(), std::string();
        at_ += static_cast<std::size_t>(size);
        return bytes_.substr(at_ - static_cast<std::size_t>(size), static_cast<std::size_t>(size));
    }

private:
    unsigned char fail()
    {
        ok_ = false;
        return 0;
    }
    const Bytes& bytes_;
    std::size_t at_ = 0;
    bool ok_ = true;
};

Bytes one_act(const Act& act, const Act& before)
{
    Bytes out;
    out.push_back(static_cast<char>(act.kind));
    out.push_back(static_cast<char>(act.input));
    put_number(out, act.part);
    put_number(out, folded(act.value));
    put_number(out, folded(minus(act.utc_ms, before.utc_ms)));
    put_number(out, folded(minus(act.boot_ms, before.boot_ms)));
    put_number(out, act.item.size());
    out += act.item;
    return out;
}

bool known(ActKind kind, InputMethod input)
{
    return kind >= ActKind::answered && kind <= ActKind::help_shown && input >= InputMethod::touch &&
           input <= InputMethod::program;
}

Status read_row(const Bytes& bytes, std::vector<Act>& acts)
{
    const Error damaged{fault::vault_damaged, "session acts"};
    Reader in(bytes);
    if (bytes.size() > most_acts_in_a_row || in.byte() != format) return damaged;
    Act before;
    while (!in.at_end()) {
        Act act;
        act.kind = static_cast<ActKind>(in.byte());
        act.input = static_cast<InputMethod>(in.byte());
        const std::uint64_t part = in.number();
        const std::int64_t value = unfolded(in.number());
        act.utc_ms = plus(before.utc_ms, unfolded(in.number()));
        act.boot_ms = plus(before.boot_ms, unfolded(in.number()));
        act.item = in.text(longest_item);
        if (!in.ok() || !known(act.kind, act.input) || part > 0xFFFF || value < INT32_MIN || value > INT32_MAX)
            return damaged;
        act.part = static_cast<std::uint16_t>(part);
        act.value = static_cast<std::int32_t>(value);
        before = act;
        acts.push_back(std::move(act));
    }
    return {};
}

} // namespace

std::vector<Bytes> write_acts(std::span<const Act> acts)
{
    std::vector<Bytes> rows;
    Act before;
    for (const Act& act : acts) {
        Bytes one = one_act(act, before);
        if (rows.empty() || rows.back().size() + one.size() > most_acts_in_a_row) {
            // Each row stands by itself, so that one that is lost takes no other along.
            rows.emplace_back(1, static_cast<char>(format));
            one = one_act(act, {});
        }
        rows.back() += one;
        before = act;
    }
    return rows;
}

Result<std::vector<Act>> read_acts(std::span<const Bytes> rows)
{
    std::vector<Act> acts;
    for (const Bytes& row : rows)
        if (const Status read = read_row(row, acts); !read) return read.error();
    return acts;
}

Status keep_acts(Core& core, const sealed::Id& person, const sealed::Id& session, std::span<const Act> acts)
{
    Status done =
        core.database.run("DELETE FROM main.session_acts WHERE person = ? AND session = ?", {person, session});
    int number = 0;
    for (const Bytes& row : write_acts(acts)) {
        if (!done) return done;
        done = core.database.run("INSERT INTO main.session_acts (person, session, number, acts) VALUES (?, ?, ?, ?)",
                                 {person, session, number++, Blob{row}});
    }
    return done;
}

Result<std::vector<Act>> Vault::session_acts(const Id& session)
{
    Core& core = *state_;
    if (const Status may = clinicians_only(core, "session_acts"); !may) return may.error();
    if (const Status noted = note_look(core, "view_acts", sealed::hex(session)); !noted) return noted.error();
    std::vector<Bytes> rows;
    const Status read = core.database.each(
        "SELECT a.acts FROM main.session_acts a JOIN main.session s ON s.person = a.person AND s.id = a.session WHERE "
        "s.id = ? ORDER BY a.number",
        {session}, [&](const Row& row) {
            rows.push_back(row.blob(0));
            return true;
        });
    if (!read) return read.error();
    return read_acts(rows);
}

} // namespace rapport::vault
