#include <gtest/gtest.h>

#include "storage/vault/clocks.h"
#include "tests/vault/clinic.h"

namespace rapport::vault::test {

TEST(Care, a_new_person_is_in_care_with_the_therapist_named)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    Person wish;
    wish.therapist = "R. Adeyemi";
    wish.episode_start_day = 20'000;
    Identity identity;
    identity.name = "A";
    identity.date_of_birth = "1980-01-01";
    const Person person = *vault.add_person(wish, identity);
    ASSERT_EQ(vault.episodes(person.id)->size(), 1U);
    EXPECT_EQ(vault.episodes(person.id)->front().opened_day, 20'000);
    EXPECT_FALSE(vault.episodes(person.id)->front().closed_day);
    ASSERT_EQ(vault.dyads(person.id)->size(), 1U);
    EXPECT_EQ(vault.dyads(person.id)->front().therapist, "R. Adeyemi");
    EXPECT_TRUE(vault.person(person.id)->in_care);
    EXPECT_EQ(vault.caseload("R. Adeyemi")->size(), 1U);
    EXPECT_TRUE(vault.caseload("T. Nakamura")->empty());
}

TEST(Care, an_episode_closes_once_and_another_may_follow)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const Person person = somebody(vault);
    EXPECT_EQ(vault.open_episode(person.id, 10).error().fault, fault::episode_open);
    EXPECT_EQ(vault.close_episode(person.id, -5, "completed").error().fault, fault::bad_day);
    ASSERT_TRUE(vault.close_episode(person.id, 100, "completed").ok());
    EXPECT_FALSE(vault.person(person.id)->in_care);
    EXPECT_EQ(vault.close_episode(person.id, 101, "completed").error().fault, fault::no_episode);
    ASSERT_TRUE(vault.open_episode(person.id, 200).ok());
    EXPECT_TRUE(vault.person(person.id)->in_care);
    EXPECT_EQ(vault.person(person.id)->person.episode_start_day, 200);
    const auto episodes = vault.episodes(person.id);
    ASSERT_EQ(episodes->size(), 2U);
    EXPECT_EQ(episodes->front().closed_day, 100);
    EXPECT_EQ(episodes->front().outcome, "completed");
    EXPECT_EQ(episodes->front().closed_by, user);
    EXPECT_TRUE(vault.verify().ok());
}

TEST(Care, a_therapist_follows_another_and_their_sessions_are_counted_anew)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const Person person = somebody(vault);
    Clinic::answer(started(vault, person.id, {"phq-9"}), all_items(0, 10, 0));
    ASSERT_EQ(vault.ingest()->sessions, 1);
    EXPECT_EQ(vault.set_therapist(person.id, user, 20'700).error().fault, fault::no_change);
    ASSERT_TRUE(vault.set_therapist(person.id, "T. Nakamura", 20'700).ok());
    EXPECT_EQ(vault.set_therapist(person.id, "J. Castellano", 20'600).error().fault, fault::bad_day);
    const auto dyads = vault.dyads(person.id);
    ASSERT_EQ(dyads->size(), 2U);
    EXPECT_EQ(dyads->front().to_day, 20'700);
    EXPECT_EQ(dyads->back().therapist, "T. Nakamura");
    EXPECT_FALSE(dyads->back().to_day);
    EXPECT_EQ(dyads->back().sessions_before, 1);
    EXPECT_EQ(vault.person(person.id)->person.therapist, "T. Nakamura");
    EXPECT_EQ(vault.visits_of(person.id)->front().therapist, "T. Nakamura");
    ASSERT_TRUE(vault.set_therapist(person.id, "", 20'710).ok());
    EXPECT_EQ(vault.dyads(person.id)->back().to_day, 20'710);
    EXPECT_TRUE(vault.verify().ok());
}

TEST(Care, consent_is_asked_given_and_withdrawn_and_each_stays_to_be_seen)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const Person person = somebody(vault);
    EXPECT_EQ(vault.set_consent(person.id, {"research", "perhaps", 1, {}}).error().fault, fault::bad_policy);
    EXPECT_EQ(vault.set_consent(person.id, {"", "given", 1, {}}).error().fault, fault::bad_policy);
    ASSERT_TRUE(vault.set_consent(person.id, {"research", "asked", 10, {}}).ok());
    ASSERT_TRUE(vault.set_consent(person.id, {"care", "given", 10, {}}).ok());
    ASSERT_TRUE(vault.set_consent(person.id, {"research", "given", 12, {}}).ok());
    ASSERT_TRUE(vault.set_consent(person.id, {"research", "withdrawn", 20, {}}).ok());
    const auto all = vault.consents(person.id);
    ASSERT_EQ(all->size(), 4U);
    EXPECT_EQ(all->at(0).purpose, "care");
    EXPECT_EQ(all->at(1).state, "withdrawn");
    EXPECT_EQ(all->at(1).actor, user);
    EXPECT_EQ(all->at(3).state, "asked");
    EXPECT_TRUE(vault.verify().ok());
    {
        const Vault closing = std::move(vault);
    }
    auto raw = clinic.raw();
    EXPECT_FALSE(raw.database.run("UPDATE main.consent SET state = 'given'").ok());
}

TEST(Care, nothing_of_it_is_a_researchers_to_change)
{
    const Clinic clinic(Clinic::Kind::staffed);
    Id person{};
    {
        Vault vault = clinic.open();
        person = somebody(vault).id;
    }
    auto vault = clinic.try_open(researcher, researcher_passphrase);
    ASSERT_TRUE(vault.ok());
    EXPECT_EQ(vault->merge(person, person, "x").error().fault, fault::not_allowed);
    EXPECT_EQ(vault->unmerge(person, "x").error().fault, fault::not_allowed);
    EXPECT_EQ(vault->open_episode(person, 1).error().fault, fault::not_allowed);
    EXPECT_EQ(vault->close_episode(person, 1, "x").error().fault, fault::not_allowed);
    EXPECT_EQ(vault->set_therapist(person, "x", 1).error().fault, fault::not_allowed);
    EXPECT_EQ(vault->set_consent(person, {}).error().fault, fault::not_allowed);
    EXPECT_EQ(vault->edit_person({}, {}, "x").error().fault, fault::not_allowed);
    EXPECT_EQ(vault->likenesses({}).error().fault, fault::not_allowed);
    EXPECT_EQ(vault->save_battery({}).error().fault, fault::not_allowed);
    EXPECT_EQ(vault->save_schedule({}).error().fault, fault::not_allowed);
    EXPECT_EQ(vault->begin_plan(person, {}, 1).error().fault, fault::not_allowed);
    EXPECT_EQ(vault->roll_plans(1).error().fault, fault::not_allowed);
    EXPECT_EQ(vault->set_identity_policy({}).error().fault, fault::not_allowed);
    EXPECT_EQ(vault->set_care_policy({}).error().fault, fault::not_allowed);
}

TEST(Care, words_that_are_too_long_are_refused_by_name_and_nothing_is_kept)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const Person person = somebody(vault);
    const std::string endless(100'000, 'x');
    const auto refused = [](const Status& said, const char* what) {
        return !said && said.error().fault == fault::too_long && said.error().detail == what;
    };
    EXPECT_TRUE(refused(vault.set_consent(person.id, {endless, "given", 1, {}}), "purpose"));
    EXPECT_TRUE(refused(vault.close_episode(person.id, 30'000, endless), "outcome"));
    EXPECT_TRUE(refused(vault.set_therapist(person.id, endless, 30'000), "therapist"));
    EXPECT_TRUE(vault.consents(person.id)->empty());
    EXPECT_TRUE(vault.person(person.id)->in_care);
    EXPECT_EQ(vault.dyads(person.id)->size(), 1U);
}

TEST(Care, of_nobody_there_is_no_care_to_change)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const Id nobody = sealed::random_id();
    EXPECT_EQ(vault.open_episode(nobody, 1).error().fault, fault::unknown_person);
    EXPECT_EQ(vault.close_episode(nobody, 1, "x").error().fault, fault::no_episode);
    EXPECT_EQ(vault.set_therapist(nobody, "x", 1).error().fault, fault::unknown_person);
    EXPECT_EQ(vault.set_consent(nobody, {"research", "given", 1, {}}).error().fault, fault::unknown_person);
    EXPECT_EQ(vault.withdraw(nobody, "asked to").error().fault, fault::unknown_person);
    EXPECT_EQ(vault.erase(nobody, "asked to").error().fault, fault::unknown_person);
    EXPECT_TRUE(vault.people()->empty());
    EXPECT_TRUE(vault.verify().ok());
}

TEST(Plans, two_people_on_one_schedule_go_on_alike_and_calling_off_takes_a_reason)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    Battery battery;
    battery.name = "Weekly";
    battery.instruments = {"pcl-5"};
    Schedule schedule;
    schedule.name = "Every week";
    schedule.label = "Week {n}";
    schedule.parts = {{*vault.save_battery(battery), 1, 1}};
    const Id id = *vault.save_schedule(schedule);
    const std::int32_t today = civil_day(clinic.now);
    std::vector<Id> people;
    for (const char* const name : {"Marguerite Vandersteen", "Aldous Quill"}) {
        people.push_back(somebody(vault, name).id);
        ASSERT_TRUE(vault.begin_plan(people.back(), id, today).ok());
    }
    const auto days = [&](const Id& person) {
        std::vector<std::int32_t> out;
        for (const PlannedVisit& visit : *vault.visits_of(person))
            out.push_back(visit.day);
        return out;
    };
    const std::size_t before = days(people[0]).size();
    EXPECT_EQ(days(people[0]), days(people[1]));
    ASSERT_TRUE(vault.roll_plans(today + 14).ok());
    EXPECT_GT(days(people[0]).size(), before);
    EXPECT_EQ(days(people[0]), days(people[1]));
    const Id visit = vault.visits_of(people[0])->back().id;
    EXPECT_EQ(vault.call_off_visit(visit, "  ").error().fault, fault::empty_note);
    EXPECT_EQ(vault.call_off_visit(sealed::random_id(), "on leave").error().fault, fault::unknown_visit);
    EXPECT_EQ(vault.visits_of(people[0])->back().ended, "");
    EXPECT_TRUE(vault.call_off_visit(visit, "on leave").ok());
    EXPECT_TRUE(vault.verify().ok());
}

} // namespace rapport::vault::test
