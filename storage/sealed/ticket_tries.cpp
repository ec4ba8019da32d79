#include "storage/sealed/ticket_tries.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include <sodium.h>

#include "storage/sealed/faults.h"
#include "storage/sealed/file.h"
#include "storage/sealed/wire.h"

namespace rapport::sealed {

namespace {

constexpr ByteView magic = "RVTRIES1";
constexpr std::size_t check_bytes = 16;
constexpr std::size_t size = 8 + 4 + 8 + 8 + check_bytes;
using Check = std::array<unsigned char, check_bytes>;

template <std::size_t N>
std::array<unsigned char, N> hash_of(ByteView bytes)
{
    std::array<unsigned char, 32> whole{};
    crypto_generichash(whole.data(), whole.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                       nullptr, 0);
    std::array<unsigned char, N> out{};
    std::copy_n(whole.begin(), N, out.begin());
    return out;
}

std::uint64_t number_of(std::string_view boot)
{
    std::uint64_t number = 0;
    for (const unsigned char byte : hash_of<8>(boot))
        number = number << 8U | byte;
    return number;
}

} // namespace

TicketTries::TicketTries(std::string folder, std::string boot, FileOps& files)
    : folder_(std::move(folder)), boot_(number_of(boot)), files_(&files)
{
}

std::int64_t TicketTries::delay_after(std::uint32_t tries)
{
    constexpr std::array<std::int64_t, 5> seconds = {30, 60, 120, 300, 900};
    if (tries < free_tries) return 0;
    return 1000 * seconds[std::min<std::size_t>(tries - free_tries, seconds.size() - 1)];
}

TicketTries::State TicketTries::read() const
{
    const State lost{free_tries, 0, 0};
    const auto file = File::open_to_read(*files_, folder_ + "/ticket.tries");
    if (!file) return lost;
    const auto bytes = file->read_all(size);
    if (!bytes || bytes->size() != size) return lost;
    wire::Reader in(*bytes);
    if (in.raw(magic.size()) != magic) return lost;
    State state;
    state.tries = in.number<std::uint32_t>();
    state.boot = in.number<std::uint64_t>();
    state.since_ms = in.number<std::int64_t>();
    Check check{};
    in.into(check);
    return check == hash_of<check_bytes>(ByteView(*bytes).substr(0, size - check_bytes)) ? state : lost;
}

Status TicketTries::write(const State& state)
{
    std::array<unsigned char, size> bytes{};
    wire::Writer out(bytes);
    out.raw({reinterpret_cast<const unsigned char*>(magic.data()), magic.size()});
    out.number(state.tries);
    out.number(state.boot);
    out.number(state.since_ms);
    out.raw(hash_of<check_bytes>({reinterpret_cast<const char*>(bytes.data()), size - check_bytes}));

    // Beside it, and over it in one step: a torn count would be one that was lost.
    const std::string fresh = folder_ + "/ticket.tries.new";
    const auto file = File::make(*files_, fresh);
    if (!file) return file.error();
    Status done = file->truncate(0);
    if (done) done = file->write_all(bytes, 0);
    if (done) done = file->sync_all();
    if (done) done = move_file(*files_, fresh, folder_ + "/ticket.tries");
    if (done) done = sync_folder(*files_, folder_);
    return done;
}

Status TicketTries::begin()
{
    return write({0, boot_, 0});
}

std::int64_t TicketTries::wait_ms(std::int64_t boot_ms) const
{
    const State state = read();
    const std::int64_t from = state.boot == boot_ ? state.since_ms : 0;
    return std::max<std::int64_t>(0, delay_after(state.tries) - std::max<std::int64_t>(0, boot_ms - from));
}

Status TicketTries::count(std::int64_t boot_ms)
{
    const State state = read();
    return write({state.tries + 1, boot_, boot_ms});
}

Status TicketTries::forget()
{
    return begin();
}

std::string revoked_name(const Id& session)
{
    return hex(session) + ".revoked";
}

Result<bool> is_ticket_used(FileOps& files, const std::string& drafts, const std::string& inbox, const Id& session)
{
    const std::string name = hex(session) + ".rvs";
    for (const std::string& path :
         {drafts + "/" + name, inbox + "/" + name, inbox + "/taken/" + name, drafts + "/" + revoked_name(session)}) {
        const auto there = exists(files, path);
        if (!there || *there) return there;
    }
    return false;
}

} // namespace rapport::sealed
