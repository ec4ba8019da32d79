#include <dirent.h>

#include <fstream>

#include <gtest/gtest.h>

#include "tests/desk/clinic.h"

namespace rapport::desk::test {

namespace {

/// On Heron's page of notes, events, signatures and sheet.
void open_journal(Desk& desk)
{
    desk.open_person("Heron 214");
    desk.click("person.event");
    ASSERT_TRUE(desk.on_page("journal.words")) << desk.harness.tree().spoken();
}

std::vector<std::string> files_of(const std::string& folder)
{
    std::vector<std::string> names;
    DIR* const listing = ::opendir(folder.c_str());
    if (listing == nullptr) return names;
    while (const dirent* entry = ::readdir(listing))
        if (entry->d_name[0] != '.') names.emplace_back(entry->d_name);
    ::closedir(listing);
    return names;
}

} // namespace

TEST(DeskJournal, an_event_is_entered_by_keyboard_stands_on_the_chart_and_is_put_right_with_a_reason)
{
    Clinic clinic(Holds::few);
    Desk desk(clinic);
    desk.unlock();
    open_journal(desk);
    // The words have the focus, today is the day, and Enter saves.
    EXPECT_EQ(desk.harness.ui().focused(), "journal.words");
    desk.harness.type("Prazosin started");
    desk.harness.key(shell::Key::enter);
    desk.harness.settle();
    ASSERT_TRUE(desk.on_page("journal.done")) << desk.harness.tree().spoken();
    EXPECT_NE(desk.said("journal.entry.0").find("Medication: Prazosin started"), std::string::npos);
    desk.click("journal.back");
    ASSERT_TRUE(desk.on_page("person.chart.event.0")) << desk.harness.tree().spoken();
    EXPECT_TRUE(desk.says("Prazosin started, 9 Feb"));

    desk.click("person.event");
    desk.click("journal.entry.0.correct");
    desk.type_into("journal.words", "Prazosin 2 mg started");
    desk.click("journal.save");
    EXPECT_TRUE(desk.says("Write a few words on why.")) << desk.harness.tree().spoken();
    desk.type_into("journal.reason", "The dose was missing.");
    desk.click("journal.save");
    EXPECT_NE(desk.said("journal.entry.0").find("2 mg"), std::string::npos);
    EXPECT_NE(desk.said("journal.entry.0.who").find("The dose was missing."), std::string::npos)
        << "what stood before and why that changed stays visible";
    desk.lock();
    vault::Vault vault = clinic.open();
    EXPECT_TRUE(vault.verify().ok());
    EXPECT_EQ(vault.entries(vault.people("Heron 214")->front().person.id)->size(), 2U);
}

TEST(DeskJournal, a_session_is_signed_with_the_passphrase_and_a_correction_voids_it)
{
    Clinic clinic(Holds::few);
    Desk desk(clinic);
    desk.unlock();
    open_journal(desk);
    desk.click("sign.go");
    EXPECT_TRUE(desk.says("nothing was signed yet")) << desk.harness.tree().spoken();
    desk.type_into("sign.passphrase", "not the right words at all");
    desk.click("sign.go");
    ASSERT_TRUE(desk.wait_for("sign.trouble"));
    EXPECT_FALSE(desk.says("Signed by"));
    desk.type_into("sign.passphrase", passphrase);
    desk.click("sign.go");
    ASSERT_TRUE(desk.wait_for("sign.done")) << desk.harness.tree().spoken();
    EXPECT_TRUE(desk.says("Signed by R. Adeyemi, 2027-02-09 10:30 UTC: reviewed."));

    desk.click("journal.back");
    desk.click("person.mend");
    desk.choose("mend.answer", 0);
    desk.type_into("mend.reason", "Slip of the finger.");
    desk.click("mend.save");
    desk.click("mend.back");
    EXPECT_TRUE(desk.says("Void: signed by R. Adeyemi")) << desk.harness.tree().spoken();
}

TEST(DeskJournal, the_sheet_is_written_once_noted_and_names_nobody_unless_asked)
{
    Clinic clinic(Holds::few);
    Desk desk(clinic);
    desk.unlock();
    open_journal(desk);
    desk.click("sheet.text");
    ASSERT_TRUE(desk.on_page("sheet.done")) << desk.harness.tree().spoken();
    desk.click("sheet.pdf");
    const auto names = files_of(clinic.records());
    ASSERT_EQ(names.size(), 2U);
    for (const std::string& name : names) {
        EXPECT_EQ(name.find("Heron-214-20270209T103000Z."), 0U) << name;
        std::ifstream file(clinic.records() + "/" + name, std::ios::binary);
        const std::string bytes((std::istreambuf_iterator<char>(file)), {});
        if (name.ends_with(".pdf"))
            EXPECT_EQ(bytes.substr(0, 5), "%PDF-");
        else
            EXPECT_NE(bytes.find("44 of 80."), std::string::npos) << bytes;
    }
    // A second one in the same second is not written over the first.
    desk.click("sheet.text");
    EXPECT_TRUE(desk.on_page("sheet.trouble")) << desk.harness.tree().spoken();
    desk.lock();
    vault::Vault vault = clinic.open();
    int made = 0;
    for (const vault::AuditEntry& line : *vault.audit(1, 10'000))
        made += line.event == "sheet_made" ? 1 : 0;
    EXPECT_EQ(made, 3) << "the line comes before the file";
    EXPECT_TRUE(vault.verify().ok());
}

} // namespace rapport::desk::test
