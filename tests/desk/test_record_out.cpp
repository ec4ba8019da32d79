#include <fstream>
#include <sstream>

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "storage/vault/given_rights.h"
#include "tests/desk/clinic.h"

namespace rapport::desk::test {

namespace {

bool there(const std::string& path)
{
    struct stat about {};
    return stat(path.c_str(), &about) == 0;
}

std::string file_text(const std::string& path)
{
    std::ifstream in(path, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

void give_right(const Clinic& clinic)
{
    auto vault = clinic.open();
    const vault::Approval approval{std::string(admin), sealed::Secret::copy_of(admin_passphrase), {}};
    const Status given = vault::give_right(vault, vault::Right::identified, user, "transfers of care", approval);
    ASSERT_TRUE(given.ok()) << given.error().fault.name;
}

void open_mend(Desk& desk, std::string_view who)
{
    desk.unlock_as(user, passphrase);
    desk.open_mend(who);
}

} // namespace

TEST(DeskRecordOut, without_the_right_there_is_no_such_act)
{
    Clinic clinic(Holds::staffed);
    Desk desk(clinic);
    open_mend(desk, "Heron 214");
    EXPECT_FALSE(desk.on_page("leave.record"));
    EXPECT_TRUE(desk.on_page("leave.withdraw"));
}

TEST(DeskRecordOut, a_record_leaves_for_a_recipient_a_purpose_and_the_passphrase_once_more)
{
    Clinic clinic(Holds::staffed);
    give_right(clinic);
    Desk desk(clinic);
    open_mend(desk, "Heron 214");
    desk.click("leave.record");
    EXPECT_TRUE(desk.says("Identified: the files hold the name"));
    desk.click("record.go");
    EXPECT_TRUE(desk.says("Say who gets the record."));
    desk.type_into("record.recipient", "Dr B. Ortiz, South clinic");
    desk.click("record.go");
    EXPECT_TRUE(desk.says("Say what it is for."));
    desk.type_into("record.purpose", "Care goes on there");
    desk.click("record.go");
    EXPECT_TRUE(desk.says("Type your passphrase once more."));
    EXPECT_FALSE(there(clinic.releases()));

    desk.type_into("record.passphrase", "not the right words at all");
    desk.click("record.go");
    ASSERT_TRUE(desk.wait_for("record.trouble")) << desk.harness.tree().spoken();
    EXPECT_FALSE(there(clinic.releases() + "/identified-1"));

    desk.type_into("record.passphrase", passphrase);
    desk.click("record.go");
    ASSERT_TRUE(desk.wait_for("leave.done")) << desk.harness.tree().spoken();
    EXPECT_NE(desk.said("leave.done").find("release 1"), std::string::npos) << desk.said("leave.done");
    const std::string folder = clinic.releases() + "/identified-1";
    EXPECT_NE(file_text(folder + "/identified_people.csv").find("Fictional Heron 214"), std::string::npos);
    EXPECT_EQ(file_text(folder + "/identified_people.csv").find("Linden"), std::string::npos);
    EXPECT_NE(file_text(folder + "/manifest.json").find("\"profile\": \"C\""), std::string::npos);
    desk.lock();
    EXPECT_TRUE(clinic.open().verify().ok());
}

TEST(DeskRecordOut, going_back_forgets_what_was_typed)
{
    Clinic clinic(Holds::staffed);
    give_right(clinic);
    Desk desk(clinic);
    open_mend(desk, "Heron 214");
    desk.click("leave.record");
    desk.type_into("record.recipient", "Somebody");
    desk.type_into("record.passphrase", passphrase);
    desk.click("record.cancel");
    desk.click("leave.record");
    EXPECT_EQ(desk.harness.tree().by_id("record.recipient")->value, "");
    EXPECT_EQ(desk.harness.tree().by_id("record.passphrase")->value, "");
}

} // namespace rapport::desk::test
