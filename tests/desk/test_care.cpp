#include <gtest/gtest.h>

#include <algorithm>

#include "app/desk/care_view.h"
#include "app/desk/caseload_view.h"
#include "instruments/reader.h"
#include "storage/vault/vault.h"
#include "tests/desk/clinic.h"

namespace rapport::desk::test {

using shell::Key;

namespace {

/// The page of care of a person on the list, the first when no number is given.
void open_care(Desk& desk, int row = 0)
{
    desk.unlock();
    desk.click("tab.people");
    desk.click("person_row." + std::to_string(row));
    desk.click("person.care");
    ASSERT_TRUE(desk.on_page("care.title"));
}

vault::PersonRow person_at(Clinic& clinic, std::size_t row)
{
    auto vault = clinic.open();
    auto rows = vault.people();
    EXPECT_TRUE(rows.ok());
    return rows->at(row);
}

vault::PersonRow first_person(Clinic& clinic)
{
    return person_at(clinic, 0);
}

} // namespace

TEST(DeskCare, an_episode_ends_and_another_begins)
{
    Clinic clinic(Holds::few);
    const vault::PersonRow person = first_person(clinic);
    {
        Desk desk(clinic);
        open_care(desk);
        EXPECT_NE(desk.said("care.episode.line.0").find("In care since"), std::string::npos);
        desk.click("care.episode.outcome");
        desk.click("care.episode.outcome.1");
        desk.click("care.episode.go");
        EXPECT_EQ(desk.said("care.done"), "Saved.");
        EXPECT_EQ(desk.said("care.episode.line.0"), "Not in care now");
        EXPECT_NE(desk.said("care.episode.line.1").find("Stopped coming"), std::string::npos);
        desk.click("care.episode.go");
        EXPECT_NE(desk.said("care.episode.line.0").find("In care since"), std::string::npos);
        desk.lock();
    }
    auto vault = clinic.open();
    EXPECT_EQ(vault.episodes(person.person.id)->size(), 2U);
    EXPECT_EQ(vault.episodes(person.person.id)->front().outcome, "stopped");
}

TEST(DeskCare, a_day_that_is_none_changes_nothing_and_says_so_under_its_card)
{
    Clinic clinic(Holds::few);
    Desk desk(clinic);
    open_care(desk);
    desk.click("care.consent.day");
    desk.harness.key(Key::end);
    desk.harness.key(Key::backspace);
    desk.click("care.consent.go");
    EXPECT_NE(desk.said("care.trouble").find("year-month-day"), std::string::npos);
    EXPECT_EQ(desk.said("care.consent.line.0"), "Nothing is recorded yet.");
}

TEST(DeskCare, consent_and_therapist_are_recorded_with_their_day)
{
    Clinic clinic(Holds::few);
    const vault::PersonRow person = person_at(clinic, 4); // whose therapist holds no key of this vault
    ASSERT_EQ(person.person.therapist, second_user);
    {
        Desk desk(clinic);
        open_care(desk, 4);
        desk.click("care.consent.state");
        desk.click("care.consent.state.1");
        desk.click("care.consent.go");
        EXPECT_NE(desk.said("care.consent.line.0").find("Care: given today"), std::string::npos);
        desk.click("care.therapist.go");
        EXPECT_NE(desk.said("care.trouble"), "") << "that is who has the person already";
        desk.choose("care.therapist", 0);
        desk.click("care.therapist.go");
        EXPECT_NE(desk.said("care.therapist.line.0").find("R. Adeyemi, since today"), std::string::npos);
        desk.lock();
    }
    auto vault = clinic.open();
    EXPECT_EQ(vault.consents(person.person.id)->front().state, "given");
    EXPECT_EQ(vault.person(person.person.id)->person.therapist, user);
}

TEST(DeskCare, two_records_are_joined_with_a_reason_and_parted_again)
{
    Clinic clinic(Holds::few);
    const std::size_t people = [&] {
        auto vault = clinic.open();
        return vault.people()->size();
    }();
    const vault::PersonRow person = first_person(clinic);
    const auto& names = pseudonyms();
    const std::string other =
        *std::ranges::find_if(names, [&](const std::string& name) { return name != person.person.pseudonym; });
    Desk desk(clinic);
    open_care(desk);
    desk.type_into("care.find", other);
    desk.click("care.find.go");
    ASSERT_TRUE(desk.on_page("care.found.0.join"));
    desk.click("care.found.0.join");
    EXPECT_NE(desk.said("care.trouble"), ""); // a reason is needed
    desk.type_into("care.reason", "Came twice to the front desk");
    desk.click("care.found.0.join");
    EXPECT_EQ(desk.said("care.links.0.words"), other);
    EXPECT_NE(desk.said("care.links.0.small").find("Came twice"), std::string::npos);
    desk.click("tab.people");
    EXPECT_EQ(desk.said("people.count"), std::to_string(people - 1) + " people");
    desk.click("person_row.0");
    desk.click("person.care");
    desk.type_into("care.reason", "Two people after all");
    desk.click("care.links.0.part");
    desk.click("tab.people");
    EXPECT_EQ(desk.said("people.count"), std::to_string(people) + " people");
}

TEST(DeskCare, details_are_changed_with_a_reason_and_shown_again)
{
    Clinic clinic(Holds::few);
    const vault::PersonRow person = first_person(clinic);
    {
        Desk desk(clinic);
        open_care(desk);
        desk.click("care.edit");
        EXPECT_EQ(desk.harness.ui().focused(), "add.name");
        desk.type_into("add.site", " East");
        desk.click("add.save");
        EXPECT_NE(desk.said("add.reason.error"), "");
        desk.type_into("add.reason", "Moved to the other house");
        desk.click("add.save");
        EXPECT_TRUE(desk.on_page("care.title")) << desk.harness.tree().spoken();
        desk.lock();
    }
    auto vault = clinic.open();
    EXPECT_EQ(vault.person(person.person.id)->person.site, person.person.site + " East");
}

TEST(DeskPeople, a_likely_duplicate_is_shown_before_anybody_is_added_twice)
{
    Clinic clinic(Holds::few);
    vault::Identity known;
    std::size_t people = 0;
    {
        auto vault = clinic.open();
        people = vault.people()->size();
        known = *vault.identity(vault.people()->front().person.id);
    }
    {
        Desk desk(clinic);
        desk.unlock();
        desk.click("tab.people");
        desk.click("people.add");
        desk.type_into("add.name", known.name);
        desk.type_into("add.born", known.date_of_birth);
        desk.click("add.save");
        ASSERT_TRUE(desk.on_page("add.alike.0")) << desk.harness.tree().spoken();
        desk.click("add.save"); // asked once more, it still waits for a word
        EXPECT_TRUE(desk.on_page("add.alike.0"));
        desk.click("add.others");
        desk.click("add.save");
        EXPECT_FALSE(desk.on_page("add.alike.0"));
        desk.lock();
    }
    auto vault = clinic.open();
    EXPECT_EQ(vault.people()->size(), people + 1);
}

TEST(DeskCaseload, small_counts_of_other_peoples_patients_are_not_shown)
{
    // All or nothing: whoever sees two of three counts and the sum has the third.
    EXPECT_TRUE(may_be_shown(14, 12, 11, 11));
    EXPECT_FALSE(may_be_shown(14, 12, 5, 11));
    EXPECT_FALSE(may_be_shown(4, 3, 3, 11));
    EXPECT_FALSE(may_be_shown(40, 0, 0, 11)); // everybody got better says it of each
    EXPECT_TRUE(may_be_shown(20, 20, 0, 11));
    for (int better = 0; better < 30; ++better)
        for (int same = 0; same < 30; ++same)
            for (int worse = 0; worse < 30; ++worse)
                for (const int count : {better, same, worse})
                    if (may_be_shown(better, same, worse, 11)) {
                        ASSERT_TRUE(count == 0 || count >= 11);
                    }
}

TEST(DeskCaseload, a_change_is_judged_by_the_cited_rule_and_says_whom_it_was_not_studied_in)
{
    // PCL-5, Marx 2022: 15 points or more, male veterans.
    struct Case {
        const char* sex;
        double first;
        double last;
        Moved moved;
        bool caution;
    };
    CaseloadRows rows;
    const Case cases[] = {{"male", 52, 37, Moved::better, false},
                          {"male", 52, 40, Moved::same, false},
                          {"male", 37, 52, Moved::worse, false},
                          {"female", 52, 37, Moved::better, true},
                          {"female", 52, 38, Moved::same, false}};
    for (const Case& one : cases) {
        vault::PersonRow& row = rows.people.emplace_back();
        row.person.sex = one.sex;
        row.person.therapist = std::string(user);
        row.last_instrument = "pcl-5";
        row.first_total = one.first;
        row.last_total = one.last;
        row.first_day = 100;
        row.last_day = 200;
        row.administrations = 2;
    }
    rows.therapist = rows.viewer = std::string(user);
    rows.cell_threshold = 11;
    const CaseloadView view = make_caseload_view(rows, instruments::library(), 201);
    for (std::size_t n = 0; n < view.rows.size(); ++n) {
        EXPECT_EQ(view.rows[n].moved, cases[n].moved) << n;
        EXPECT_EQ(!caseload_row(view, n).caution.empty(), cases[n].caution) << n;
    }
    ASSERT_EQ(view.figures.size(), 1U);
    EXPECT_NE(view.figures[0].words.find("2 of 5 reliably better (40 %), 2 unchanged, 1 reliably worse"),
              std::string::npos)
        << view.figures[0].words;
    EXPECT_NE(view.figures[0].rule.find("not studied in"), std::string::npos) << view.figures[0].rule;
}

TEST(DeskCaseload, ones_own_people_stand_there_first_and_can_be_ordered)
{
    Clinic clinic(Holds::many);
    Desk desk(clinic);
    desk.unlock();
    desk.click("tab.caseload");
    ASSERT_TRUE(desk.on_page("caseload.0")) << desk.harness.tree().spoken();
    EXPECT_NE(desk.said("caseload.heading").find("in care"), std::string::npos);
    desk.click("caseload.order");
    desk.click("caseload.order.2");
    desk.click("caseload.therapist");
    desk.click("caseload.therapist.0");
    EXPECT_TRUE(desk.on_page("caseload.0"));
    desk.click("caseload.0");
    EXPECT_TRUE(desk.on_page("person.name"));
}

TEST(DeskSetup, a_battery_and_a_schedule_are_made_and_a_person_is_put_on_it)
{
    Clinic clinic(Holds::few);
    const vault::PersonRow person = first_person(clinic);
    {
        Desk desk(clinic);
        desk.unlock();
        desk.click("tab.setup");
        desk.click("setup.batteries");
        desk.type_into("battery.name", "Symptoms");
        desk.click("battery.save");
        EXPECT_NE(desk.said("battery.trouble"), ""); // nothing is in it
        desk.click("battery.add");
        desk.click("battery.add.1");
        desk.click("battery.save");
        ASSERT_TRUE(desk.on_page("battery.0.name")) << desk.harness.tree().spoken();
        desk.type_into("schedule.name", "Weekly");
        desk.click("schedule.part.add");
        desk.type_into("schedule.opens", "9");
        desk.click("schedule.save");
        EXPECT_NE(desk.said("schedule.trouble").find("one day would belong to two visits"), std::string::npos);
        desk.click("schedule.opens");
        desk.harness.key(Key::end);
        desk.harness.key(Key::backspace);
        desk.click("schedule.save");
        ASSERT_TRUE(desk.on_page("schedule.0.name")) << desk.said("schedule.trouble");
        desk.click("tab.people");
        desk.click("person_row.0");
        desk.click("person.care");
        desk.click("care.plan.go");
        EXPECT_TRUE(desk.on_page("care.plans.0.words")) << desk.said("care.trouble");
        desk.lock();
    }
    auto vault = clinic.open();
    EXPECT_EQ(vault.plans(person.person.id)->size(), 1U);
    const auto visits = vault.visits_of(person.person.id);
    EXPECT_GE(std::ranges::count_if(*visits, [](const auto& one) { return one.plan != Id{}; }), 4);
}

TEST(DeskSetup, what_the_clinic_decides_is_kept_and_what_is_out_of_range_is_refused)
{
    Clinic clinic(Holds::few);
    {
        Desk desk(clinic);
        desk.unlock();
        desk.click("tab.setup");
        desk.click("setup.clinic");
        desk.type_into("texts.safety.en", "Call extension 911.");
        desk.click("texts.save");
        EXPECT_TRUE(desk.on_page("texts.done"));
        desk.type_into("care.people", "0000");
        desk.click("care.save");
        EXPECT_NE(desk.said("care.trouble").find("20 to 1,000"), std::string::npos);
        desk.type_into("identity.rule", " or");
        desk.click("identity.save");
        EXPECT_NE(desk.said("identity.trouble").find("cannot be read"), std::string::npos);
        desk.click("identity.type.0");
        desk.click("identity.rule");
        desk.harness.key(Key::end);
        for (int n = 0; n < 3; ++n)
            desk.harness.key(Key::backspace);
        desk.click("identity.save");
        EXPECT_TRUE(desk.on_page("identity.done")) << desk.said("identity.trouble");
        EXPECT_TRUE(desk.on_page("device.0"));
        desk.lock();
    }
    auto vault = clinic.open();
    const auto words = vault.clinic_words();
    ASSERT_EQ(words->size(), 1U) << "what is empty is not kept";
    EXPECT_EQ(words->front(), (sealed::ClinicWords{"en", "", "Call extension 911."}));
    EXPECT_EQ(vault.identity_policy()->types.size(), 1U);
    EXPECT_EQ(*vault.care_policy(), vault::CarePolicy{});
}

TEST(DeskSetup, questionnaires_say_what_they_lack_and_a_file_that_is_none_changes_nothing)
{
    Clinic clinic(Holds::few, false);
    Desk desk(clinic);
    desk.unlock();
    desk.click("tab.setup");
    desk.click("setup.instruments");
    ASSERT_TRUE(desk.on_page("instrument.0"));
    desk.type_into("instrument.wording", "/nowhere/wording.json");
    desk.click("instrument.install");
    EXPECT_NE(desk.said("instrument.trouble").find("could not be read"), std::string::npos);
}

} // namespace rapport::desk::test
