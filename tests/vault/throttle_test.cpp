#include <gtest/gtest.h>

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

} // namespace rapport::vault::test
