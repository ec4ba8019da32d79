// What somebody said on the tablet holds the tablet up until it was seen to; tickets are given and taken back.
#include <gtest/gtest.h>

#include "storage/sealed/exit_codes.h"
#include "storage/sealed/session_log.h"
#include "storage/sealed/ticket_sheet.h"
#include "tests/desk/clinic.h"

namespace rapport::desk::test {

namespace {

/// A session whose ninth item of the PHQ-9 is not nought, waiting in the inbox.
void somebody_said_it(Clinic& clinic)
{
    vault::Vault vault = clinic.open();
    const auto people = vault.people();
    vault::SessionWish wish;
    wish.person = people->front().person.id;
    wish.visit = "Visit 9";
    wish.battery = {"phq-9"};
    const auto job = vault.start_session(wish);
    ASSERT_TRUE(job.ok());
    std::vector<sealed::Act> none;
    auto log = sealed::SessionLog::open(*job, none, {0});
    ASSERT_TRUE(log.ok());
    for (int item = 1; item <= 9; ++item) {
        sealed::Act act;
        act.kind = sealed::ActKind::answered;
        act.item = std::to_string(item);
        act.value = item == 9 ? 1 : 0;
        act.utc_ms = now_ms;
        ASSERT_TRUE(log->append(act).ok());
    }
    ASSERT_TRUE(log->finish().ok());
}

} // namespace

TEST(DeskSafety, nobody_locks_before_it_was_seen_to)
{
    Clinic clinic(Holds::few);
    somebody_said_it(clinic);
    Desk desk(clinic);
    desk.unlock();
    desk.click("lock");
    ASSERT_TRUE(desk.on_page("settle"));
    EXPECT_TRUE(desk.says("Several days"));
    desk.click("settle.done");
    EXPECT_TRUE(desk.on_page("settle")) << "words are needed";
    EXPECT_FALSE(desk.program.done());
    desk.type_into("settle.words", "Spoke with her.");
    desk.click("settle.done");
    while (desk.on_page("settle") && !desk.program.done()) {
        desk.type_into("settle.words", "Seen as well.");
        desk.click("settle.left");
    }
    EXPECT_TRUE(desk.program.done());
    EXPECT_EQ(desk.program.exit_code(), sealed::exit_code::locked);
    vault::Vault vault = clinic.open();
    EXPECT_TRUE(vault.alerts_to_settle()->empty());
}

TEST(DeskSafety, a_reason_lets_it_go_on_and_the_alert_stays_with_the_reason)
{
    Clinic clinic(Holds::few);
    somebody_said_it(clinic);
    Desk desk(clinic);
    desk.unlock();
    desk.click("lock");
    while (desk.on_page("settle") && !desk.program.done()) {
        desk.type_into("settle.words", "Colleague is with her now.");
        desk.click("settle.left");
    }
    ASSERT_TRUE(desk.program.done());
    vault::Vault vault = clinic.open();
    const auto open = vault.open_alerts();
    const auto left =
        std::find_if(open->begin(), open->end(), [](const vault::Alert& one) { return one.left_ms != 0; });
    ASSERT_NE(left, open->end());
    EXPECT_EQ(left->left_reason, "Colleague is with her now.");
}

TEST(DeskSafety, idling_locks_all_the_same)
{
    Clinic clinic(Holds::few);
    somebody_said_it(clinic);
    Desk desk(clinic);
    desk.unlock();
    desk.harness.advance(600);
    EXPECT_TRUE(desk.program.done());
}

TEST(DeskTickets, given_shown_once_and_taken_back)
{
    Clinic clinic(Holds::few);
    Desk desk(clinic);
    desk.unlock();
    desk.click("due.0.hand_over");
    ASSERT_TRUE(desk.on_page("start_session"));
    desk.click("start.ticket");
    ASSERT_TRUE(desk.on_page("tickets")) << desk.said("start.words");
    const std::string code = desk.said("tickets.code");
    ASSERT_EQ(code.size(), 9U);
    for (const char one : code)
        EXPECT_TRUE(one == ' ' || sealed::ticket_alphabet.find(one) != std::string_view::npos) << code;
    desk.click("tab.people");
    desk.click("tab.setup");
    desk.click("setup.tickets");
    EXPECT_EQ(desk.harness.tree().by_id("tickets.code"), nullptr) << "shown this once";
    desk.click("tickets.0.revoke");
    EXPECT_EQ(desk.harness.tree().by_id("tickets.0.revoke"), nullptr);
    EXPECT_FALSE(desk.harness.click("tickets.begin")) << "no ticket is open";
}

TEST(DeskTickets, the_waiting_room_gets_a_sheet_and_no_job)
{
    Clinic clinic(Holds::few);
    Desk desk(clinic);
    desk.unlock();
    desk.click("due.0.hand_over");
    desk.click("start.ticket");
    desk.click("tickets.begin");
    while (desk.on_page("settle") && !desk.program.done()) {
        desk.type_into("settle.words", "Seen.");
        desk.click("settle.left");
    }
    ASSERT_TRUE(desk.program.done());
    EXPECT_EQ(desk.program.exit_code(), sealed::exit_code::waiting_room);
    const auto sheet = sealed::read_sheet(clinic.handed_over());
    ASSERT_TRUE(sheet.ok());
    EXPECT_EQ(sheet->tickets.size(), 1U);
    for (const std::string& name : pseudonyms())
        EXPECT_EQ(clinic.handed_over().find(name), std::string::npos);
}

TEST(DeskDevice, a_real_clinic_hands_no_tablet_over_on_a_device_that_is_not_fit)
{
    Clinic clinic(Holds::few, false);
    DeskSettings settings = clinic.settings();
    settings.look_at_device = [] {
        return std::vector<sealed::DeviceCheck>{{"disk_encryption", sealed::Light::red, "8:1"},
                                                {"clock", sealed::Light::green, ""}};
    };
    Desk desk(std::move(settings));
    desk.unlock();
    desk.click("due.0.hand_over");
    desk.click("start.go");
    while (desk.on_page("settle")) {
        desk.type_into("settle.words", "Seen.");
        desk.click("settle.left");
    }
    EXPECT_TRUE(desk.on_page("start_session"));
    EXPECT_TRUE(desk.says("Disk encryption"));
    EXPECT_TRUE(clinic.handed_over().empty());
    desk.click("start.cancel");
    desk.click("tab.setup");
    desk.click("setup.device");
    EXPECT_TRUE(desk.says("not fit"));
}

} // namespace rapport::desk::test
