#include <gtest/gtest.h>

#include <csignal>

#include <sys/wait.h>
#include <unistd.h>

#include "storage/vault/bytes.h"
#include "storage/vault/crypto.h"
#include "storage/vault/files.h"
#include "storage/vault/header.h"
#include "storage/vault/throttle.h"
#include "tests/vault/clinic.h"

namespace rapport::vault::test {

namespace {

/// A folder with counters in it and a clock to turn.
struct Gate {
    std::string folder = temporary_folder();
    sealed::Id slot = sealed::random_id();
    BootTime now{"boot-1", 1'000'000};

    Gate() { EXPECT_TRUE(write_auth_state(folder, {}).ok()); }
    ~Gate() { remove_folder(folder); }
    Gate(const Gate&) = delete;
    Gate& operator=(const Gate&) = delete;
    Result<std::uint32_t> knock() const { return begin_try(folder, slot, now); }
    /// Seconds to wait, 0 when the try was let through, -1 when the slot is shut for good.
    int wait() const
    {
        const auto tried = knock();
        if (tried) return 0;
        return tried.error().fault == fault::slot_blocked ? std::stoi(tried.error().detail) : -1;
    }
};

} // namespace

TEST(Throttle, three_tries_are_free_then_each_failure_doubles_the_patience_and_the_tenth_shuts_the_slot)
{
    Gate gate;
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(gate.wait(), 0);
    for (const int seconds : {30, 60, 120, 300, 900, 3600, 3600}) { // SECURITY 3.1: 30 s, then 1, 2, 5, 15, 60 minutes
        EXPECT_EQ(gate.wait(), seconds);
        gate.now.ms += seconds * 1000 - 1;
        EXPECT_EQ(gate.wait(), 1);
        gate.now.ms += 1;
        EXPECT_EQ(gate.wait(), 0);
    }
    gate.now.ms += 1'000'000'000;
    EXPECT_EQ(gate.wait(), -1);
}

TEST(Throttle, a_restart_restarts_the_whole_delay)
{
    Gate gate;
    for (int i = 0; i < 4; ++i) {
        gate.now.ms += 30'000;
        ASSERT_EQ(gate.wait(), 0);
    }
    gate.now.ms += 59'000;
    EXPECT_EQ(gate.wait(), 1);
    gate.now = {"boot-2", 5'000};
    EXPECT_EQ(gate.wait(), 55);
    gate.now.ms = 60'000;
    EXPECT_EQ(gate.wait(), 0);
}

TEST(Throttle, a_try_that_was_cut_off_counts_as_failed)
{
    Gate gate;
    for (std::uint32_t before = 0; before < 3; ++before)
        EXPECT_EQ(*gate.knock(), before); // nobody ever said how it went
    EXPECT_EQ(gate.wait(), 30);
}

TEST(Throttle, success_takes_the_count_back_for_that_slot_alone)
{
    Gate gate;
    const sealed::Id other = sealed::random_id();
    for (int i = 0; i < 3; ++i) {
        ASSERT_EQ(gate.wait(), 0);
        ASSERT_TRUE(begin_try(gate.folder, other, gate.now).ok());
    }
    ASSERT_TRUE(end_try(gate.folder, gate.slot, 77).ok());
    EXPECT_EQ(gate.wait(), 0);
    EXPECT_EQ(begin_try(gate.folder, other, gate.now).error().fault, fault::slot_blocked);
    EXPECT_EQ(read_auth_state(gate.folder).last_unlocked_ms, 77);
}

TEST(Throttle, a_damaged_file_counts_as_free_tries_used_up)
{
    Gate gate;
    const std::string break_it =
        "printf XX | dd of='" + gate.folder + "/auth.state' bs=1 seek=3 conv=notrunc status=none";
    ASSERT_EQ(std::system(break_it.c_str()), 0);
    gate.now = {"boot-9", 1000};
    EXPECT_EQ(gate.wait(), 29);
}

TEST(Throttle, thirty_failures_in_a_day_over_all_slots_shut_every_way_but_the_administrators)
{
    Gate gate;
    const auto fail_once = [&](const sealed::Id& slot) { return begin_try(gate.folder, slot, gate.now); };
    for (int i = 0; i < 10; ++i) // three free tries at each of ten slots
        for (const sealed::Id slot = sealed::random_id(); const int again : {1, 2, 3})
            ASSERT_TRUE(fail_once(slot).ok()) << i << again;
    const auto closed = fail_once(gate.slot);
    EXPECT_EQ(closed.error().fault, fault::day_closed);
    EXPECT_EQ(closed.error().detail, "86400");
    EXPECT_TRUE(begin_try(gate.folder, sealed::random_id(), gate.now, Closing::passed_by).ok());

    gate.now.ms += 86'399'000;
    EXPECT_EQ(fail_once(gate.slot).error().fault, fault::day_closed);
    gate.now = {"boot-2", 1000}; // a restart begins the day again
    EXPECT_EQ(fail_once(gate.slot).error().detail, "86399");
    gate.now.ms = 86'400'000;
    EXPECT_TRUE(fail_once(gate.slot).ok());
}

TEST(Throttle, who_gets_in_takes_back_their_own_failures_of_the_day_and_nobody_elses)
{
    Gate gate;
    const sealed::Id other = sealed::random_id();
    for (int i = 0; i < 3; ++i) {
        ASSERT_TRUE(gate.knock().ok());
        ASSERT_TRUE(begin_try(gate.folder, other, gate.now).ok());
    }
    ASSERT_EQ(read_auth_state(gate.folder).of_the_day.size(), 6U);
    ASSERT_TRUE(end_try(gate.folder, gate.slot, 1).ok());
    EXPECT_EQ(read_auth_state(gate.folder).of_the_day.size(), 3U);
    ASSERT_TRUE(reopen_day(gate.folder).ok());
    EXPECT_TRUE(read_auth_state(gate.folder).of_the_day.empty());
    EXPECT_EQ(begin_try(gate.folder, other, gate.now).error().fault, fault::slot_blocked)
        << "the slot's own count stays";
}

TEST(Throttle, a_closed_day_is_opened_by_an_administrator_or_the_recovery_key)
{
    Clinic clinic(Clinic::Kind::staffed);
    const auto close_day = [&] {
        AuthState state = read_auth_state(clinic.folder);
        state.of_the_day.assign(most_failures_a_day, {sealed::random_id(), clinic.boot.boot, clinic.boot.ms});
        ASSERT_TRUE(write_auth_state(clinic.folder, state).ok());
    };
    close_day();
    clinic.now += 10LL * 365 * 86'400'000; // the wall clock has no say
    EXPECT_EQ(clinic.try_open().error().fault, fault::day_closed);
    EXPECT_EQ(clinic.try_open(admin, admin_passphrase).error().fault, fault::not_allowed);
    EXPECT_TRUE(clinic.try_open().ok());
    close_day();
    EXPECT_TRUE(
        Vault::open_with_recovery(clinic.folder, clinic.recovery_key(), clinic.clock(), clinic.boot_clock()).ok());
    EXPECT_TRUE(clinic.try_open().ok());
}

TEST(Throttle, killing_the_program_while_it_derives_gives_no_try_back)
{
    const Clinic clinic;
    const sealed::Id slot = load_header(clinic.folder)->user(user)->slot;
    const auto failures = [&] {
        for (const Attempts& one : read_auth_state(clinic.folder).attempts)
            if (one.slot == slot) return one.failures;
        return 0U;
    };
    for (std::uint32_t round = 1; round <= 3; ++round) {
        const pid_t child = ::fork();
        if (child == 0) {
            static_cast<void>(clinic.try_open(user, "not the right passphrase"));
            ::pause();
        }
        while (failures() < round)
            ::usleep(500);
        ::kill(child, SIGKILL);
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        EXPECT_EQ(failures(), round);
    }
    EXPECT_EQ(clinic.try_open().error().fault, fault::slot_blocked);
}

TEST(Throttle, the_vault_asks_it_before_it_derives_anything)
{
    Clinic clinic;
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(clinic.try_open(user, "not the right passphrase").error().fault, fault::wrong_passphrase);
    const auto blocked = clinic.try_open();
    EXPECT_EQ(blocked.error().fault, fault::slot_blocked);
    EXPECT_EQ(blocked.error().detail, "30");
    clinic.now += 1'000'000'000; // the wall clock has no say
    EXPECT_EQ(clinic.try_open().error().fault, fault::slot_blocked);
    clinic.boot.ms += 30'000;
    EXPECT_TRUE(clinic.try_open().ok());
}

TEST(Throttle, a_file_of_any_other_shape_counts_as_free_tries_used_up_however_it_is_made_to_fit_its_check)
{
    // FORMAT.md: "RAPPAUTH", version, when last unlocked, slots, tries of the day; then a hash of all that.
    const Gate gate;
    const auto head = [](std::uint16_t version, std::uint16_t slots) {
        ByteWriter out;
        for (const char letter : std::string_view("RAPPAUTH"))
            out.number(static_cast<std::uint8_t>(letter));
        out.number(version).number(std::int64_t{77}).number(slots);
        return out;
    };
    const auto slot = [](ByteWriter& out, const std::string& boot = "boot-1") {
        out.raw(sealed::random_id()).number(std::uint32_t{2}).text(boot).number(std::int64_t{5});
    };
    const auto tries = [](ByteWriter& out, std::uint16_t said, std::uint16_t there,
                          const std::string& boot = "boot-1") {
        out.number(said);
        for (std::uint16_t i = 0; i < there; ++i)
            out.raw(sealed::random_id()).text(boot).number(std::int64_t{5});
    };
    const auto read = [&](const std::string& bytes) {
        EXPECT_TRUE(replace_file(gate.folder, "auth.state", bytes).ok());
        return read_auth_state(gate.folder);
    };
    const auto with_check = [](const std::string& body) {
        ByteWriter check;
        return body + check.raw(crypto::hash(body)).bytes();
    };
    const auto whole = [&](std::uint16_t version, std::uint16_t slots, std::uint16_t slots_there, std::uint16_t said,
                           std::uint16_t there) {
        ByteWriter out = head(version, slots);
        for (std::uint16_t i = 0; i < slots_there; ++i)
            slot(out);
        tries(out, said, there);
        return out.bytes();
    };
    const AuthState good = read(with_check(whole(2, 256, 256, 30, 30)));
    ASSERT_FALSE(good.lost);
    EXPECT_EQ(good.last_unlocked_ms, 77);
    EXPECT_EQ(good.attempts.size(), 256U);
    EXPECT_EQ(good.of_the_day.size(), 30U);
    ByteWriter first = head(1, 1); // which had no count of the day
    slot(first);
    EXPECT_EQ(read(with_check(first.bytes())).attempts.front().failures, 2U);

    ByteWriter long_boot = head(2, 1);
    slot(long_boot, std::string(65, 'b'));
    tries(long_boot, 0, 0);
    ByteWriter long_boot_of_day = head(2, 0);
    tries(long_boot_of_day, 1, 1, std::string(65, 'b'));
    std::string other_magic = whole(2, 0, 0, 0, 0);
    other_magic[7] = 'X';
    const std::pair<const char*, std::string> wrong[] = {
        {"nothing", {}},
        {"no room for a check", std::string(31, 'x')},
        {"a check of nothing", with_check({})},
        {"another magic", with_check(other_magic)},
        {"version 0", with_check(whole(0, 0, 0, 0, 0))},
        {"version 3", with_check(whole(3, 0, 0, 0, 0))},
        {"more slots than there may be", with_check(whole(2, 257, 257, 0, 0))},
        {"fewer slots than it says", with_check(whole(2, 3, 1, 0, 0))},
        {"more tries than there may be", with_check(whole(2, 0, 0, 31, 31))},
        {"fewer tries than it says", with_check(whole(2, 0, 0, 4, 2))},
        {"more than it says", with_check(whole(2, 0, 0, 1, 2))},
        {"a machine's start of no length there is", with_check(long_boot.bytes())},
        {"the same in the day's", with_check(long_boot_of_day.bytes())},
        {"another check", whole(2, 0, 0, 0, 0) + std::string(32, '\0')},
        {"longer than any of ours", std::string(65 * 1024, 'x')},
    };
    for (const auto& [what, bytes] : wrong) {
        const AuthState state = read(bytes);
        EXPECT_TRUE(state.lost) << what;
        EXPECT_TRUE(state.attempts.empty()) << what;
    }
    EXPECT_EQ(begin_try(gate.folder, gate.slot, {"boot-9", 0}).error().fault, fault::slot_blocked);
}

TEST(Throttle, slots_of_people_long_gone_make_room_and_one_that_is_counted_keeps_its_count)
{
    const Gate gate;
    AuthState state;
    for (int i = 0; i < 256; ++i)
        state.attempts.push_back({sealed::random_id(), i == 100 ? 5U : 0U, "boot-1", 1});
    const sealed::Id counted = state.attempts[100].slot;
    ASSERT_TRUE(write_auth_state(gate.folder, state).ok());
    ASSERT_TRUE(gate.knock().ok());
    const AuthState now = read_auth_state(gate.folder);
    ASSERT_FALSE(now.lost);
    ASSERT_EQ(now.attempts.size(), 2U);
    EXPECT_EQ(now.attempts[0].slot, counted);
    EXPECT_EQ(now.attempts[0].failures, 5U);
    EXPECT_EQ(now.attempts[1].slot, gate.slot);
}

} // namespace rapport::vault::test
