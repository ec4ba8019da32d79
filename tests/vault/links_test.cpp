#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "tests/vault/clinic.h"

namespace rapport::vault::test {

namespace {

constexpr std::int64_t day_ms = 86'400'000;

void answered(Vault& vault, const Id& person, int value, std::int64_t when)
{
    Administration row;
    row.person = person;
    row.instrument = "pcl-5";
    row.started_ms = when - 1000;
    row.finished_ms = when;
    row.response.items.assign(20, instruments::Answer::chose(value));
    ASSERT_TRUE(vault.add_administration(row).ok());
}

/// All that a person's page and lists say, as one text.
std::string picture(Vault& vault, const Id& person)
{
    std::string out;
    const auto row = vault.person(person);
    out += row->person.pseudonym + " " + std::to_string(row->administrations) + " " +
           std::to_string(row->first_total.value_or(-1)) + " " + std::to_string(row->last_total.value_or(-1)) + " " +
           std::to_string(row->open_alerts) + "\n";
    for (const Administration& one : *vault.administrations(person))
        out += sealed::hex(one.id) + "\n";
    for (const PlannedVisit& one : *vault.visits_of(person))
        out += sealed::hex(one.id) + one.pseudonym + "\n";
    for (const Episode& one : *vault.episodes(person))
        out += sealed::hex(one.id) + "\n";
    out += vault.identity(person)->name;
    return out;
}

} // namespace

TEST(Links, two_records_of_one_person_are_shown_and_counted_as_one)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const Person kept = somebody(vault, "Marguerite Vandersteen");
    const Person twice = somebody(vault, "M. Vandersteen");
    answered(vault, kept.id, 3, clinic.now - 20 * day_ms);
    answered(vault, twice.id, 1, clinic.now - day_ms);
    EXPECT_EQ(vault.merge(twice.id, twice.id, "same").error().fault, fault::same_person);
    EXPECT_EQ(vault.merge(twice.id, kept.id, "").error().fault, fault::empty_note);
    ASSERT_TRUE(vault.merge(twice.id, kept.id, "came twice to the front desk").ok());
    EXPECT_EQ(vault.merge(kept.id, twice.id, "again").error().fault, fault::same_person);

    ASSERT_EQ(vault.people()->size(), 1U);
    for (const Id& either : {kept.id, twice.id}) {
        const auto row = vault.person(either);
        EXPECT_EQ(row->person.id, kept.id);
        EXPECT_EQ(row->first_total, 60.0);
        EXPECT_EQ(row->last_total, 20.0);
        EXPECT_EQ(row->administrations, 2);
        EXPECT_EQ(vault.administrations(either)->size(), 2U);
    }
    EXPECT_EQ(vault.people("M. Vander")->front().person.id, kept.id); // found by the other's name too
    EXPECT_EQ(vault.identity(twice.id)->name, "M. Vandersteen");

    std::set<Id> persons;
    int rows = 0;
    ASSERT_TRUE(vault
                    .for_each_administration([&](const Person& person, const Administration& one) {
                        persons.insert(person.id);
                        EXPECT_EQ(one.person, kept.id);
                        ++rows;
                        return true;
                    })
                    .ok());
    EXPECT_EQ(persons.size(), 1U); // a release counts one person
    EXPECT_EQ(rows, 2);
    EXPECT_TRUE(vault.verify().ok());
}

TEST(Links, answers_that_come_in_for_either_record_stand_on_the_one_page)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const Person kept = somebody(vault, "A");
    const Person twice = somebody(vault, "B");
    ASSERT_TRUE(vault.merge(twice.id, kept.id, "same person").ok());
    Clinic::answer(started(vault, twice.id, {"phq-9"}), all_items(0, 10, 1));
    ASSERT_EQ(vault.ingest()->sessions, 1);
    EXPECT_TRUE(vault.person(kept.id)->to_review);
    EXPECT_EQ(vault.to_review(10)->size(), 1U);
    EXPECT_EQ(vault.due_list(0, 10)->all_reviews, 1);
    EXPECT_EQ(vault.person(kept.id)->open_alerts, 1);
    EXPECT_EQ(vault.alerts_of(kept.id)->size(), 1U);
    ASSERT_TRUE(vault.mark_reviewed(twice.id).ok());
    EXPECT_TRUE(vault.to_review(10)->empty());
    EXPECT_EQ(vault.due_list(0, 10)->all_reviews, 0);
    // Put right through the page, which knows the person and not which of their records.
    CorrectionWish wish;
    wish.person = kept.id;
    wish.administration = vault.administrations(kept.id)->front().id;
    wish.item = "1";
    wish.answer = instruments::Answer::chose(2);
    wish.reason = "misread";
    EXPECT_TRUE(vault.correct(wish).ok());
    EXPECT_EQ(vault.corrections(kept.id)->size(), 1U);
    EXPECT_TRUE(vault.verify().ok());
}

TEST(Links, unmerge_gives_back_exactly_what_stood_before)
{
    // Random merges and unmerges of eight records; when the last link is taken back, every page reads as at first.
    const Clinic clinic;
    Vault vault = clinic.open();
    std::mt19937_64 random(77);
    std::vector<Id> people;
    for (int i = 0; i < 8; ++i) {
        people.push_back(somebody(vault, "Person " + std::to_string(i)).id);
        for (int n = 0; n < i % 3; ++n)
            answered(vault, people.back(), (i + n) % 5, clinic.now - (40 - i - 3 * n) * day_ms);
    }
    PlannedVisit visit;
    visit.person = people[3];
    visit.visit = "Visit 9";
    visit.day = 20'800;
    visit.battery = {"pcl-5"};
    ASSERT_TRUE(vault.plan_visit(visit).ok());
    std::map<Id, std::string> before;
    for (const Id& person : people)
        before[person] = picture(vault, person);

    std::map<Id, Id> into; // a second book of who was linked to whom
    const auto root = [&](Id person) {
        while (into.contains(person))
            person = into.at(person);
        return person;
    };
    for (int i = 0; i < 120; ++i) {
        const Id one = people[random() % people.size()];
        const Id other = people[random() % people.size()];
        if (random() % 3 != 0) {
            const bool same = root(one) == root(other);
            ASSERT_EQ(vault.merge(one, other, "test").ok(), !same);
            if (!same) into[root(one)] = root(other);
        } else {
            ASSERT_EQ(vault.unmerge(one, "test").ok(), into.contains(one));
            into.erase(one);
        }
        ASSERT_EQ(vault.people()->size(), people.size() - into.size());
        for (const Id& person : people)
            ASSERT_EQ(vault.person(person)->person.id, root(person));
    }
    for (const Id& person : people)
        if (into.contains(person)) {
            ASSERT_TRUE(vault.unmerge(person, "end").ok());
        }
    for (const Id& person : people)
        EXPECT_EQ(picture(vault, person), before[person]);
    EXPECT_EQ(vault.unmerge(people[0], "end").error().fault, fault::not_merged);
    EXPECT_TRUE(vault.verify().ok());
}

TEST(Links, who_withdraws_or_is_erased_goes_with_all_their_records)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const Person kept = somebody(vault, "A");
    const Person twice = somebody(vault, "B");
    const Person other = somebody(vault, "C");
    for (const Id& one : {kept.id, twice.id, other.id})
        answered(vault, one, 2, clinic.now);
    ASSERT_TRUE(vault.merge(twice.id, kept.id, "same person").ok());
    ASSERT_TRUE(vault.withdraw(twice.id, "asked by letter").ok());
    EXPECT_TRUE(*vault.is_withdrawn(kept.id));
    EXPECT_TRUE(*vault.is_withdrawn(twice.id));
    EXPECT_FALSE(*vault.is_withdrawn(other.id));
    std::set<Id> persons;
    ASSERT_TRUE(vault
                    .for_each_administration([&](const Person& person, const Administration&) {
                        persons.insert(person.id);
                        return true;
                    })
                    .ok());
    EXPECT_EQ(persons, std::set<Id>{other.id});
    ASSERT_TRUE(vault.erase(kept.id, "asked by letter").ok());
    EXPECT_EQ(vault.people()->size(), 1U);
    EXPECT_EQ(vault.person(twice.id).error().fault, fault::unknown_person);
    EXPECT_TRUE(vault.verify().ok());
}

} // namespace rapport::vault::test
