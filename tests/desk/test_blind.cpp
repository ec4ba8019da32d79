#include <dirent.h>

#include <fstream>

#include <gtest/gtest.h>

#include "tests/desk/clinic.h"

namespace rapport::desk::test {

namespace {

constexpr std::int64_t day_ms = 86'400'000;

/// Both forms of the check-in have five items of 1 to 5.
void fill_in(vault::Vault& vault, const Id& person, const std::string& form, int session, int days_ago, int value)
{
    vault::Administration given;
    given.person = person;
    given.instrument = form;
    given.visit = "Visit " + std::to_string(session);
    given.session_number = session;
    given.started_ms = now_ms - days_ago * day_ms;
    given.finished_ms = given.started_ms + 60'000;
    given.response.items.assign(5, instruments::Answer::chose(value));
    const auto kept = vault.add_administration(given);
    ASSERT_TRUE(kept.ok()) << kept.error().fault.name;
}

struct Last {
    std::string form; ///< of the newest session
    int value = 0;    ///< every item of it
    std::string other = {};
};

/// The clinic asks for both forms; where it asked for one alone, that one would wait for nothing.
void ask_for_both(vault::Vault& vault)
{
    for (const char* const form : {"check-in-patient", "check-in-therapist"}) {
        vault::Battery battery;
        battery.name = form;
        battery.respondent = std::string_view(form) == "check-in-patient" ? instruments::Respondent::patient
                                                                          : instruments::Respondent::therapist;
        battery.instruments = {form};
        ASSERT_TRUE(vault.save_battery(battery).ok());
    }
}

/// Four sessions with both forms (totals 20, 25, 20, 25), and a fifth as `last` says.
void give(const Clinic& clinic, const Last& last)
{
    vault::Vault vault = clinic.open();
    ask_for_both(vault);
    for (const char* const who : {"Heron 214", "Bracken 112"}) {
        const Id person = vault.people(who)->front().person.id;
        for (int session = 1; session <= 4; ++session)
            for (const char* const form : {"check-in-patient", "check-in-therapist"})
                fill_in(vault, person, form, session, 7 * (6 - session), session % 2 == 0 ? 5 : 4);
        fill_in(vault, person, last.form, 5, 1, last.value);
        if (!last.other.empty()) fill_in(vault, person, last.other, 5, 1, 4);
    }
}

std::string file_in(const std::string& folder)
{
    std::string text;
    DIR* const listing = ::opendir(folder.c_str());
    if (listing == nullptr) return text;
    while (const dirent* const entry = ::readdir(listing)) {
        std::ifstream file(folder + "/" + entry->d_name, std::ios::binary);
        if (entry->d_name[0] != '.') text.append(std::istreambuf_iterator<char>(file), {});
    }
    ::closedir(listing);
    return text;
}

/// Every word of every page on which something of a person stands, and of their sheet.
std::vector<std::string> told(const Last& last)
{
    Clinic clinic(Holds::few);
    give(clinic, last);
    Desk desk(clinic, 1440, 3000);
    desk.unlock();
    std::vector<std::string> pages;
    const auto read = [&] { pages.push_back(desk.harness.tree().spoken()); };
    read();
    for (const char* const tab : {"tab.people", "tab.caseload"}) {
        desk.click(tab);
        read();
    }
    for (const char* const who : {"Heron 214", "Bracken 112"}) {
        desk.open_person(who);
        read();
        desk.click("person.mend");
        read();
        if (desk.on_page("mend.occasion")) {
            desk.click("mend.occasion");
            read();
            desk.click("mend.occasion.0");
        }
        desk.click("mend.back");
        desk.click("person.event");
        read();
    }
    desk.click("sheet.text");
    EXPECT_TRUE(desk.on_page("sheet.done")) << desk.harness.tree().spoken();
    pages.push_back(file_in(clinic.records()));
    EXPECT_FALSE(pages.back().empty());
    return pages;
}

} // namespace

TEST(DeskBlind, no_page_list_flag_or_sheet_tells_one_form_of_a_dyad_from_another_before_both_are_in)
{
    for (const char* const form : {"check-in-patient", "check-in-therapist"}) {
        const auto least = told({form, 1});
        const auto most = told({form, 5});
        ASSERT_EQ(least.size(), most.size());
        for (std::size_t page = 0; page < least.size(); ++page)
            EXPECT_EQ(least[page], most[page]) << form << ", page " << page;
        EXPECT_NE(least[3].find("Waiting for the"), std::string::npos) << least[3];
    }
}

TEST(DeskBlind, once_both_are_in_the_same_pages_tell_and_the_work_list_says_that_the_alliance_fell)
{
    const auto low = told({"check-in-patient", 1, "check-in-therapist"});
    const auto high = told({"check-in-patient", 5, "check-in-therapist"});
    ASSERT_EQ(low.size(), high.size());
    // 20, 25, 20, 25: mean 22.5, mean moving range 5, so that 22.5 - 2.66 x 5 = 9.2; five ones are 5.
    EXPECT_NE(low[0].find("lower limit of 9.2"), std::string::npos) << low[0];
    EXPECT_EQ(high[0].find("lower limit"), std::string::npos) << high[0];
    EXPECT_NE(low[3], high[3]);
    EXPECT_NE(low.back(), high.back());
}

} // namespace rapport::desk::test
