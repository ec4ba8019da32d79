#include "storage/vault/throttle.h"

#include <algorithm>
#include <array>

#include "storage/sealed/wire.h"
#include "storage/vault/bytes.h"
#include "storage/vault/crypto.h"
#include "storage/vault/files.h"

namespace rapport::vault {

namespace {

constexpr std::string_view file_name = "auth.state";
constexpr sealed::ByteView magic = "RAPPAUTH";
constexpr std::uint16_t version = 2; // 1 had no count of the day
constexpr std::size_t most_bytes = 64 * 1024;
constexpr std::size_t most_slots = 256;
constexpr std::size_t most_boot = 64;
constexpr std::int64_t day_ms = 24LL * 60 * 60 * 1000;

std::optional<AuthState> parse(sealed::ByteView bytes)
{
    constexpr std::size_t check = 32;
    if (bytes.size() < check) return std::nullopt;
    const sealed::ByteView body = bytes.substr(0, bytes.size() - check);
    crypto::Hash written{};
    sealed::wire::Reader end(bytes.substr(body.size()));
    end.into(written);
    if (written != crypto::hash(body)) return std::nullopt;

    sealed::wire::Reader in(body);
    if (in.raw(magic.size()) != magic) return std::nullopt;
    const auto written_as = in.number<std::uint16_t>();
    if (written_as == 0 || written_as > version) return std::nullopt;
    AuthState state;
    state.last_unlocked_ms = in.number<std::int64_t>();
    const auto slots = in.number<std::uint16_t>();
    if (slots > most_slots) return std::nullopt;
    for (unsigned i = 0; i < slots && in.ok(); ++i) {
        Attempts attempts;
        in.into(attempts.slot);
        attempts.failures = in.number<std::uint32_t>();
        attempts.boot = in.text(most_boot);
        attempts.since_ms = in.number<std::int64_t>();
        state.attempts.push_back(std::move(attempts));
    }
    const auto tries = written_as > 1 ? in.number<std::uint16_t>() : std::uint16_t{0};
    if (tries > most_failures_a_day) return std::nullopt;
    for (unsigned i = 0; i < tries && in.ok(); ++i) {
        FailedTry one;
        in.into(one.slot);
        one.boot = in.text(most_boot);
        one.at_ms = in.number<std::int64_t>();
        state.of_the_day.push_back(std::move(one));
    }
    if (!in.complete()) return std::nullopt;
    return state;
}

/// Milliseconds until a failed try is a day old. One of an earlier start of the machine counts from this start.
std::int64_t left_of_day(const FailedTry& one, const BootTime& now)
{
    const std::int64_t from = one.boot == now.boot ? one.at_ms : 0;
    return day_ms - std::max<std::int64_t>(0, now.ms - from);
}

std::string in_seconds(std::int64_t ms)
{
    return std::to_string((ms + 999) / 1000);
}

Status check_day(AuthState& state, const BootTime& now, Closing closing)
{
    std::erase_if(state.of_the_day, [&](const FailedTry& one) { return left_of_day(one, now) <= 0; });
    if (closing == Closing::passed_by || state.of_the_day.size() < most_failures_a_day) return {};
    std::int64_t left = day_ms;
    for (const FailedTry& one : state.of_the_day)
        left = std::min(left, left_of_day(one, now));
    return Error{fault::day_closed, in_seconds(left)};
}

void forget(AuthState& state, const sealed::Id& slot)
{
    std::erase_if(state.of_the_day, [&](const FailedTry& one) { return one.slot == slot; });
}

Attempts& of_slot(AuthState& state, const sealed::Id& slot)
{
    const auto found = std::ranges::find(state.attempts, slot, &Attempts::slot);
    if (found != state.attempts.end()) return *found;
    if (state.attempts.size() >= most_slots) // of users long gone
        std::erase_if(state.attempts, [](const Attempts& one) { return one.failures == 0; });
    return state.attempts.emplace_back(Attempts{slot, state.lost ? free_tries : 0, {}, 0});
}

} // namespace

AuthState read_auth_state(const std::string& folder)
{
    if (const auto bytes = read_small(folder + "/" + std::string(file_name), most_bytes))
        if (auto state = parse(*bytes)) return std::move(*state);
    AuthState fresh;
    fresh.lost = true;
    return fresh;
}

Status write_auth_state(const std::string& folder, const AuthState& state)
{
    ByteWriter out;
    out.raw({reinterpret_cast<const std::uint8_t*>(magic.data()), magic.size()}).number(version);
    out.number(state.last_unlocked_ms).number(static_cast<std::uint16_t>(state.attempts.size()));
    for (const Attempts& attempts : state.attempts)
        out.raw(attempts.slot).number(attempts.failures).text(attempts.boot).number(attempts.since_ms);
    out.number(static_cast<std::uint16_t>(state.of_the_day.size()));
    for (const FailedTry& one : state.of_the_day)
        out.raw(one.slot).text(one.boot).number(one.at_ms);
    ByteWriter whole;
    const crypto::Hash check = crypto::hash(out.bytes());
    return replace_file(folder, file_name, out.bytes() + whole.raw(check).bytes());
}

std::int64_t delay_after(std::uint32_t failures)
{
    constexpr std::array<std::int64_t, 6> seconds = {30, 60, 120, 300, 900, 3600};
    if (failures < free_tries) return 0;
    return 1000 * seconds[std::min<std::size_t>(failures - free_tries, seconds.size() - 1)];
}

Result<std::uint32_t> begin_try(const std::string& folder, const sealed::Id& slot, const BootTime& now, Closing closing,
                                Shutting shutting)
{
    AuthState state = read_auth_state(folder);
    if (const Status open = check_day(state, now, closing); !open) return open.error();
    Attempts& attempts = of_slot(state, slot);
    if (shutting == Shutting::after_ten && attempts.failures >= most_failures) return fault::slot_disabled;

    const std::int64_t from = attempts.boot == now.boot ? attempts.since_ms : 0;
    const std::int64_t waited = std::max<std::int64_t>(0, now.ms - from);
    const std::int64_t left = delay_after(attempts.failures) - waited;
    if (left > 0) return Error{fault::slot_blocked, in_seconds(left)};

    const std::uint32_t before = attempts.failures;
    attempts.failures = before + 1;
    attempts.boot = now.boot.substr(0, most_boot);
    attempts.since_ms = now.ms;
    if (state.of_the_day.size() < most_failures_a_day) state.of_the_day.push_back({slot, attempts.boot, now.ms});
    if (const Status written = write_auth_state(folder, state); !written) return written.error();
    return before;
}

Status end_try(const std::string& folder, const sealed::Id& slot, std::int64_t utc_ms)
{
    AuthState state = read_auth_state(folder);
    of_slot(state, slot).failures = 0;
    forget(state, slot);
    state.last_unlocked_ms = utc_ms;
    return write_auth_state(folder, state);
}

Status forget_tries(const std::string& folder, const sealed::Id& slot)
{
    AuthState state = read_auth_state(folder);
    of_slot(state, slot).failures = 0;
    forget(state, slot);
    return write_auth_state(folder, state);
}

Status reopen_day(const std::string& folder)
{
    AuthState state = read_auth_state(folder);
    state.of_the_day.clear();
    return write_auth_state(folder, state);
}

} // namespace rapport::vault
