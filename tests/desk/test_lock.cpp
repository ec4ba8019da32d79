#include <gtest/gtest.h>

#include "storage/sealed/exit_codes.h"
#include "tests/desk/clinic.h"

namespace rapport::desk::test {

TEST(DeskLock, locking_ends_the_program_and_shows_nothing_of_anybody)
{
    Clinic clinic(Holds::few);
    Desk desk(clinic);
    desk.unlock();
    ASSERT_TRUE(desk.says("Linden 083"));
    desk.lock();
    EXPECT_TRUE(desk.program.done());
    EXPECT_EQ(desk.program.exit_code(), sealed::exit_code::locked);
    desk.harness.settle();
    for (const std::string& name : pseudonyms())
        EXPECT_FALSE(desk.says(name)) << name;
    // The lock file is free: nothing holds the vault any more.
    const vault::Vault again = clinic.open();
    EXPECT_EQ(again.user(), user);
}

TEST(DeskLock, two_minutes_without_a_hand_lock_it)
{
    Clinic clinic(Holds::few);
    Desk desk(clinic);
    desk.unlock();
    desk.click("tab.people");
    desk.harness.advance(DeskProgram::lock_after - 1);
    EXPECT_FALSE(desk.program.done());
    desk.harness.advance(2);
    EXPECT_TRUE(desk.program.done());
    EXPECT_EQ(desk.program.exit_code(), sealed::exit_code::locked);
}

TEST(DeskLock, a_hand_on_the_desk_starts_the_two_minutes_again)
{
    Clinic clinic(Holds::few);
    Desk desk(clinic);
    desk.unlock();
    desk.harness.advance(DeskProgram::lock_after - 1);
    desk.harness.key(shell::Key::tab);
    desk.harness.advance(DeskProgram::lock_after - 1);
    EXPECT_FALSE(desk.program.done());
}

TEST(DeskLock, the_unlock_page_may_wait_for_ever)
{
    Clinic clinic(Holds::nothing);
    Desk desk(clinic);
    desk.harness.advance(10'000);
    EXPECT_FALSE(desk.program.done());
    EXPECT_TRUE(desk.on_page("unlock"));
}

TEST(DeskLock, locking_is_in_the_audit)
{
    Clinic clinic(Holds::nothing);
    Desk desk(clinic);
    desk.unlock();
    desk.harness.advance(DeskProgram::lock_after + 1);
    auto vault = clinic.open();
    const auto audit = vault.audit(0, 1000);
    ASSERT_TRUE(audit);
    const bool noted = std::any_of(audit->begin(), audit->end(), [](const vault::AuditEntry& entry) {
        return entry.event == "lock" && entry.reason == "idle";
    });
    EXPECT_TRUE(noted);
}

} // namespace rapport::desk::test
