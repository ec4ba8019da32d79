#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "storage/vault/restore.h"
#include "tests/desk/clinic.h"

namespace rapport::desk::test {

using shell::Key;

namespace {

constexpr std::int64_t day_ms = 86'400'000;

/// The same clinic on another day.
DeskSettings on_day(Clinic& clinic, int days_later)
{
    DeskSettings settings = clinic.settings();
    settings.clock = [days_later] { return now_ms + days_later * day_ms; };
    return settings;
}

std::string text_of(const std::string& path)
{
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

std::string only_file(const std::string& folder)
{
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
        if (entry.is_regular_file()) return entry.path().string();
    return {};
}

} // namespace

TEST(DeskBackups, one_is_made_checked_by_another_program_and_a_drill_brings_it_back)
{
    Clinic clinic(Holds::few);
    Desk desk(clinic);
    desk.unlock();
    desk.click("tab.setup");
    desk.click("setup.backups");
    EXPECT_EQ(desk.said("backups.last"), "Never");
    desk.click("backups.go");
    EXPECT_TRUE(desk.on_page("backups.progress"));
    ASSERT_TRUE(desk.wait_for("backups.done")) << desk.harness.tree().spoken();
    EXPECT_EQ(desk.said("backups.last"), "Today 10:30");
    EXPECT_TRUE(vault::newest_backup(clinic.backups()).ok());

    EXPECT_EQ(desk.said("drill.last"), "Never");
    desk.type_into("drill.passphrase", passphrase);
    desk.click("drill.go");
    ASSERT_TRUE(desk.wait_for("drill.done")) << desk.harness.tree().spoken();
    EXPECT_EQ(desk.said("drill.last"), "Today: all of it came back");
    desk.lock();
    auto vault = clinic.open();
    EXPECT_TRUE(vault.verify().ok());
    const auto lines = vault.audit(1, 10'000);
    EXPECT_TRUE(std::any_of(lines->begin(), lines->end(),
                            [](const auto& line) { return line.event == "drill" && line.reason == "ok"; }));
}

TEST(DeskBackups, the_folder_typed_is_where_they_go_from_then_on)
{
    Clinic clinic(Holds::nothing);
    const std::string elsewhere = clinic.releases() + "-disk";
    {
        Desk desk(clinic);
        desk.unlock();
        desk.click("tab.setup");
        desk.click("setup.backups");
        desk.type_into("backups.folder", elsewhere);
        EXPECT_EQ(desk.harness.tree().by_id("backups.folder")->value, elsewhere);
        desk.harness.key(Key::enter);
        ASSERT_TRUE(desk.wait_for("backups.done")) << desk.harness.tree().spoken();
    }
    EXPECT_TRUE(vault::newest_backup(elsewhere).ok());
    EXPECT_FALSE(vault::newest_backup(clinic.backups()).ok());
    EXPECT_EQ(clinic.open().policy()->backup_folder, elsewhere);
}

TEST(DeskBackups, a_damaged_one_fails_its_drill_and_says_so)
{
    Clinic clinic(Holds::nothing);
    Desk desk(clinic);
    desk.unlock();
    desk.click("tab.setup");
    desk.click("setup.backups");
    desk.click("backups.go");
    ASSERT_TRUE(desk.wait_for("backups.done"));
    const std::string file = *vault::newest_backup(clinic.backups());
    std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
    bytes.seekp(static_cast<std::streamoff>(std::filesystem::file_size(file) / 2));
    bytes.put('\x7f');
    bytes.put('\x7e');
    bytes.close();
    desk.type_into("drill.passphrase", passphrase);
    desk.click("drill.go");
    ASSERT_TRUE(desk.wait_for("drill.trouble")) << desk.harness.tree().spoken();
    EXPECT_EQ(desk.said("drill.last"), "Today: it did not come back");
}

TEST(DeskBackups, without_the_program_that_checks_there_is_no_backup)
{
    Clinic clinic(Holds::nothing);
    DeskSettings settings = clinic.settings();
    settings.check_backup = {};
    Desk desk(std::move(settings));
    desk.unlock();
    desk.click("tab.setup");
    desk.click("setup.backups");
    desk.click("backups.go");
    EXPECT_TRUE(desk.says("no backup was kept")) << desk.harness.tree().spoken();
    EXPECT_FALSE(vault::newest_backup(clinic.backups()).ok());
}

TEST(DeskBackups, an_overdue_one_is_a_quiet_line_on_the_work_list)
{
    Clinic clinic(Holds::few);
    {
        Desk desk(on_day(clinic, 5));
        desk.unlock();
        EXPECT_EQ(desk.said("worklist.backup"), "");
        desk.click("tab.setup");
        desk.click("setup.backups");
        desk.click("backups.go");
        ASSERT_TRUE(desk.wait_for("backups.done"));
    }
    {
        Desk desk(on_day(clinic, 11));
        desk.unlock();
        EXPECT_EQ(desk.said("worklist.backup"), "");
    }
    Desk desk(on_day(clinic, 12));
    desk.unlock();
    EXPECT_EQ(desk.said("worklist.backup"), "The last backup is 7 days old.");
    desk.click("worklist.backup");
    EXPECT_TRUE(desk.on_page("backups"));
    EXPECT_NE(desk.said("backups.warning").find("Back up now"), std::string::npos);
}

TEST(DeskRecord, newest_first_and_filtered_by_person_and_kind)
{
    Clinic clinic(Holds::few);
    Desk desk(clinic);
    desk.unlock();
    desk.click("tab.setup");
    desk.click("setup.record");
    EXPECT_NE(desk.said("record.0").find("Looked at this record"), std::string::npos) << desk.said("record.0");
    desk.type_into("record.person", "Heron 214");
    desk.harness.key(Key::enter);
    ASSERT_NE(desk.said("record.0"), "");
    for (int n = 0; desk.harness.tree().by_id("record." + std::to_string(n)) != nullptr; ++n)
        EXPECT_NE(desk.said("record." + std::to_string(n)).find("Heron 214"), std::string::npos);
    desk.choose("record.kind", 3); // answers
    for (int n = 0; desk.harness.tree().by_id("record." + std::to_string(n)) != nullptr; ++n)
        EXPECT_EQ(desk.said("record." + std::to_string(n)).find("Alert"), std::string::npos);
    desk.type_into("record.from", "2031-01-01");
    desk.harness.key(Key::enter);
    EXPECT_TRUE(desk.says("No lines fit these choices."));
    desk.type_into("record.to", "yesterday");
    desk.click("record.show");
    EXPECT_TRUE(desk.says("Write year, month and day"));
}

TEST(DeskRecord, lines_leave_as_a_file_without_names_and_that_is_written_down)
{
    Clinic clinic(Holds::few);
    Desk desk(clinic);
    desk.unlock();
    desk.click("tab.setup");
    desk.click("setup.record");
    desk.click("record.export");
    ASSERT_TRUE(desk.wait_for("record.exported")) << desk.harness.tree().spoken();
    const std::string csv = text_of(only_file(clinic.records()));
    EXPECT_TRUE(csv.starts_with("line,utc,actor,event,object,field,about,reason,hash\n")) << csv.substr(0, 80);
    EXPECT_NE(csv.find("Heron 214"), std::string::npos);
    for (const std::string& name : pseudonyms())
        EXPECT_EQ(csv.find("Fictional " + name), std::string::npos);
    desk.lock();
    auto vault = clinic.open();
    const auto lines = vault.audit(1, 10'000);
    const auto line =
        std::find_if(lines->begin(), lines->end(), [](const auto& one) { return one.event == "record_exported"; });
    ASSERT_NE(line, lines->end());
    EXPECT_EQ(std::to_string(std::count(csv.begin(), csv.end(), '\n') - 1), line->field);
}

TEST(DeskRecord, the_anchor_of_the_day_is_shown_saved_and_checked)
{
    Clinic clinic(Holds::few);
    Desk desk(clinic);
    desk.unlock();
    desk.click("tab.setup");
    desk.click("setup.record");
    const std::string anchor = desk.said("day.anchor");
    EXPECT_EQ(anchor.size(), 24U) << anchor; // twenty characters in five groups
    desk.click("day.slip");
    ASSERT_NE(desk.said("day.slip.done"), "");
    EXPECT_NE(text_of(only_file(clinic.records())).find(desk.said("day.anchor")), std::string::npos);
    desk.type_into("day.typed", anchor);
    desk.click("day.check");
    EXPECT_TRUE(desk.says("goes through this point")) << desk.harness.tree().spoken();
    desk.type_into("day.typed", "X");
    desk.click("day.check");
    EXPECT_TRUE(desk.says("An anchor has twenty characters"));
}

TEST(DeskPolicy, the_desk_locks_after_the_minutes_the_clinic_chose)
{
    Clinic clinic(Holds::nothing);
    {
        Desk desk(clinic);
        desk.unlock();
        desk.click("tab.setup");
        desk.click("setup.policy");
        desk.choose("policy.lock", 4); // five minutes
        desk.click("policy.save");
        EXPECT_TRUE(desk.says("Kept, and written in the record."));
        desk.harness.advance(299);
        EXPECT_FALSE(desk.program.done());
        desk.harness.advance(2);
        EXPECT_TRUE(desk.program.done());
    }
    Desk again(clinic);
    again.unlock();
    again.harness.advance(DeskProgram::lock_after + 10);
    EXPECT_FALSE(again.program.done());
}

TEST(DeskPolicy, days_between_backups_are_a_whole_number)
{
    Clinic clinic(Holds::nothing);
    Desk desk(clinic);
    desk.unlock();
    desk.click("tab.setup");
    desk.click("setup.policy");
    desk.type_into("policy.backup", "x");
    desk.click("policy.save");
    EXPECT_TRUE(desk.says("Write a whole number of days"));
}

} // namespace rapport::desk::test
