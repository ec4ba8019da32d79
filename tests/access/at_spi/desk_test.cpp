// What a screen reader is told of the real desk, and that the gravest thing on it can be done with one.

#include <gtest/gtest.h>

#include "app/cli/demo.h"
#include "storage/vault/vault.h"
#include "tests/access/at_spi/desk.h"
#include "tests/access/at_spi/reader.h"
#include "tests/access/at_spi/same_screen.h"

namespace rapport::access::test {

TEST(DeskReader, is_told_each_page_as_it_is_shown)
{
    Desk desk;
    Reader reader(desk.process);
    ASSERT_TRUE(reader.attach()) << "the desk is not on the accessibility bus";
    expect_same_screen(reader, *desk.screen);
    desk.unlock();
    expect_same_screen(reader, *desk.screen);
    for (const char* page : {"tab.people", "tab.caseload", "tab.release", "tab.setup"}) {
        SCOPED_TRACE(page);
        ASSERT_TRUE(desk.screen->click(page));
        expect_same_screen(reader, *desk.screen);
    }
    ASSERT_TRUE(desk.screen->click("tab.people"));
    ASSERT_TRUE(desk.screen->click("person_row.0"));
    ASSERT_TRUE(desk.screen->wait_for_page("person"));
    expect_same_screen(reader, *desk.screen);
}

TEST(DeskReader, is_never_told_the_passphrase)
{
    Desk desk;
    Reader reader(desk.process);
    ASSERT_TRUE(reader.attach());
    const std::string passphrase(cli::demo_passphrase());
    ASSERT_TRUE(desk.screen->click("unlock.passphrase"));
    ASSERT_TRUE(desk.screen->type(passphrase));
    const Object field = reader.wait_for("unlock.passphrase");
    EXPECT_EQ(field.role, ATSPI_ROLE_PASSWORD_TEXT);
    EXPECT_FALSE(any_says(reader.everything(), passphrase));
    EXPECT_FALSE(any_says(reader.everything(), passphrase.substr(0, 4)));
}

TEST(DeskReader, acknowledges_an_alert_without_seeing_it)
{
    Desk desk;
    Reader reader(desk.process);
    ASSERT_TRUE(reader.attach());
    desk.unlock();
    const Object words = reader.wait_for("alert.0.words");
    EXPECT_EQ(words.role, ATSPI_ROLE_NOTIFICATION);
    ASSERT_FALSE(words.name.empty());
    const std::string counts = reader.wait_for("worklist.counts").name;
    ASSERT_TRUE(reader.press(reader.wait_for("alert.0.acknowledge")));
    const Object note = reader.wait_for("alert.0.note", [](const Object& one) { return one.is(ATSPI_STATE_FOCUSED); });
    ASSERT_EQ(note.role, ATSPI_ROLE_ENTRY);
    EXPECT_FALSE(note.name.empty()); // it says what to write
    ASSERT_TRUE(desk.screen->type("Asked about it by telephone."));
    ASSERT_TRUE(reader.press(reader.wait_for("alert.0.save")));
    const auto fewer = [&](const Object& object) { return object.name != counts; };
    EXPECT_EQ(reader.wait_for("worklist.counts", fewer).id, "worklist.counts");
    desk.end();

    auto vault = vault::Vault::open(desk.clinic(), std::string(cli::demo_user()),
                                    sealed::Secret::copy_of(cli::demo_passphrase()), vault::system_clock());
    ASSERT_TRUE(vault.ok());
    const auto people = vault->people();
    ASSERT_TRUE(people.ok());
    int noted = 0;
    for (const vault::PersonRow& row : *people)
        for (const vault::Alert& alert : *vault->alerts_of(row.person.id))
            if (alert.note == "Asked about it by telephone.") ++noted;
    EXPECT_EQ(noted, 1);
}

} // namespace rapport::access::test
