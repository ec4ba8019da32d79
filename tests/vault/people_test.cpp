#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <random>
#include <set>

#include "instruments/scoring.h"
#include "tests/vault/clinic.h"

namespace rapport::vault::test {

namespace {

using instruments::Answer;
constexpr std::int64_t day_ms = 86'400'000;

Administration same_answers(const sealed::Id& person, const std::string& instrument, std::size_t items, int value,
                            std::int64_t when)
{
    Administration row;
    row.person = person;
    row.instrument = instrument;
    row.started_ms = when - 1000;
    row.finished_ms = when;
    row.response.items.assign(items, Answer::chose(value));
    return row;
}

} // namespace

TEST(People, a_person_is_found_by_pseudonym_name_and_number)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const Person person = somebody(vault, "Marguerite Vandersteen");
    static_cast<void>(somebody(vault, "100% Other_Name"));
    EXPECT_EQ(vault.people()->size(), 2U);
    EXPECT_EQ(vault.people("vanderst")->size(), 1U);
    EXPECT_EQ(vault.people("RN-55")->size(), 2U);
    EXPECT_EQ(vault.people(person.pseudonym)->front().person.id, person.id);
    EXPECT_TRUE(vault.people("nobody of that name")->empty());
    EXPECT_EQ(vault.people("%")->size(), 1U);
    EXPECT_EQ(vault.people("_")->size(), 1U);
    EXPECT_EQ(vault.identity(person.id)->name, "Marguerite Vandersteen");
    EXPECT_EQ(vault.identity(sealed::random_id()).error().fault, fault::unknown_person);
    EXPECT_EQ(vault.person(sealed::random_id()).error().fault, fault::unknown_person);
}

TEST(People, pseudonyms_are_made_and_never_shared)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    std::set<std::string> seen;
    for (int i = 0; i < 60; ++i)
        EXPECT_TRUE(seen.insert(somebody(vault).pseudonym).second);
    Person twice;
    twice.pseudonym = *seen.begin();
    EXPECT_EQ(vault.add_person(twice, {}).error().fault, fault::pseudonym_taken);
    Person long_one;
    long_one.site = std::string(500, 'x');
    EXPECT_EQ(vault.add_person(long_one, {}).error().fault, fault::too_long);
    EXPECT_EQ(vault.people()->size(), 60U);
}

TEST(People, the_row_keeps_first_previous_and_latest_total_whatever_order_they_came_in)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const Person person = somebody(vault);
    const std::int64_t now = clinic.now;
    ASSERT_TRUE(vault.add_administration(same_answers(person.id, "phq-9", 10, 1, now + day_ms)).ok());
    EXPECT_EQ(vault.person(person.id)->last_instrument, "phq-9");
    ASSERT_TRUE(vault.add_administration(same_answers(person.id, "pcl-5", 20, 2, now)).ok());
    ASSERT_TRUE(vault.add_administration(same_answers(person.id, "pcl-5", 20, 4, now - 20 * day_ms)).ok());
    Administration partial = same_answers(person.id, "pcl-5", 20, 3, now - 5 * day_ms);
    partial.response.items[4] = Answer::none(instruments::Missing::declined); // PCL-5: no total with one missing
    ASSERT_TRUE(vault.add_administration(partial).ok());
    ASSERT_TRUE(vault.add_administration(same_answers(person.id, "pcl-5", 20, 3, now - 10 * day_ms)).ok());

    const auto row = vault.person(person.id);
    ASSERT_TRUE(row.ok());
    EXPECT_EQ(row->last_instrument, "pcl-5");
    EXPECT_EQ(row->last_total, 40.0);
    EXPECT_EQ(row->previous_total, 60.0); // ten days ago; the one five days ago has none
    EXPECT_EQ(row->first_total, 80.0);
    EXPECT_EQ(row->last_day - row->previous_day, 10);
    EXPECT_EQ(row->last_day - row->first_day, 20);
    EXPECT_EQ(row->administrations, 5);
    EXPECT_FALSE(row->to_review);
}

TEST(People, a_person_with_nothing_yet_has_no_total)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const auto row = vault.person(somebody(vault).id);
    ASSERT_TRUE(row.ok());
    EXPECT_FALSE(row->last_total.has_value());
    EXPECT_EQ(row->administrations, 0);
    EXPECT_EQ(row->last_instrument, "");
}

TEST(People, answers_that_were_looked_at_are_reviewed)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const Person person = somebody(vault);
    Clinic::answer(started(vault, person.id, {"phq-9"}), all_items(0, 10, 0));
    ASSERT_EQ(vault.ingest()->sessions, 1);
    EXPECT_TRUE(vault.person(person.id)->to_review);
    ASSERT_TRUE(vault.mark_reviewed(person.id).ok());
    EXPECT_FALSE(vault.person(person.id)->to_review);
    EXPECT_EQ(vault.mark_reviewed(sealed::random_id()).error().fault, fault::unknown_person);
}

TEST(Administrations, a_thousand_random_ones_come_back_as_they_went_in_and_score_the_same)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    constexpr int each = 50;
    std::mt19937_64 random(20260101);
    std::vector<Administration> sent;
    Person person;
    for (int i = 0; i < 1000; ++i) {
        if (i % each == 0) person = somebody(vault);
        const auto& all = vault.instruments();
        const instruments::Definition& definition = all[random() % all.size()];
        Administration row;
        row.person = person.id;
        row.instrument = definition.id;
        row.visit = "Visit " + std::to_string(i);
        row.session_number = i;
        row.language = "en";
        row.finished_ms = clinic.now + i * 1000;
        row.started_ms = row.finished_ms - 500;
        for (std::size_t item = 0; item < definition.items.size(); ++item) {
            const auto& choices = definition.choices(item);
            row.response.items.push_back(random() % 12 == 0
                                             ? Answer::none(static_cast<instruments::Missing>(1 + random() % 5))
                                             : Answer::chose(choices[random() % choices.size()].value));
        }
        ASSERT_TRUE(vault.add_administration(row).ok());
        sent.push_back(row);
    }
    // As a release reads them: half a dyad is told to nobody who asks for a person's.
    std::map<std::string, Administration> back;
    ASSERT_TRUE(vault
                    .for_each_administration([&](const Person&, const Administration& row) {
                        back[row.visit] = row;
                        return true;
                    })
                    .ok());
    ASSERT_EQ(back.size(), sent.size());
    instruments::Context context;
    context.sex = "female";
    context.age = 2026 - 1982;
    for (std::size_t i = 0; i < sent.size(); ++i) {
        const Administration& row = back[sent[i].visit];
        EXPECT_EQ(row.person, sent[i].person);
        EXPECT_EQ(row.response, sent[i].response);
        EXPECT_EQ(row.visit, sent[i].visit);
        EXPECT_EQ(row.started_ms, sent[i].started_ms);
        const auto again = instruments::score(*vault.instrument(row.instrument), row.response, context);
        ASSERT_EQ(again.scores.size(), row.scores.size());
        for (std::size_t s = 0; s < row.scores.size(); ++s) {
            EXPECT_EQ(row.scores[s].value, again.scores[s].value);
            EXPECT_EQ(row.scores[s].absent, again.scores[s].absent);
            EXPECT_EQ(row.scores[s].band, again.scores[s].band);
        }
    }
    EXPECT_TRUE(vault.verify().ok());
}

TEST(Administrations, answers_that_do_not_fit_are_refused_whole)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const Person person = somebody(vault);
    EXPECT_EQ(vault.add_administration(same_answers(person.id, "phq-9", 9, 1, clinic.now)).error().fault,
              fault::definition_refused);
    EXPECT_EQ(vault.add_administration(same_answers(person.id, "phq-9", 10, 4, clinic.now)).error().fault,
              fault::definition_refused);
    EXPECT_EQ(vault.add_administration(same_answers(person.id, "phq-99", 10, 1, clinic.now)).error().fault,
              fault::unknown_instrument);
    EXPECT_EQ(vault.add_administration(same_answers(sealed::random_id(), "phq-9", 10, 1, clinic.now)).error().fault,
              fault::unknown_person);
    EXPECT_TRUE(vault.administrations(person.id)->empty());
}

TEST(Administrations, a_pass_over_all_meets_each_once_in_the_same_order_and_stops_when_told)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    for (int p = 0; p < 30; ++p) {
        const Person person = somebody(vault);
        for (int i = 0; i <= p % 3; ++i)
            ASSERT_TRUE(vault.add_administration(same_answers(person.id, "phq-9", 10, 0, clinic.now + i)).ok());
    }
    const auto pass = [&] {
        std::vector<sealed::Id> ids;
        EXPECT_TRUE(vault
                        .for_each_administration([&](const Person& person, const Administration& row) {
                            EXPECT_EQ(person.id, row.person);
                            ids.push_back(row.id);
                            return true;
                        })
                        .ok());
        return ids;
    };
    const auto once = pass();
    EXPECT_EQ(once.size(), 60U);
    EXPECT_EQ(std::set<sealed::Id>(once.begin(), once.end()).size(), 60U);
    EXPECT_EQ(pass(), once);
    int seen = 0;
    EXPECT_TRUE(vault.for_each_administration([&](const Person&, const Administration&) { return ++seen < 7; }).ok());
    EXPECT_EQ(seen, 7);
}

TEST(Together, many_acts_are_one_and_an_error_takes_all_of_them_back)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const std::int64_t before = *vault.verify();
    const Status failed = vault.together([&]() -> Status {
        const Person person = somebody(vault);
        EXPECT_TRUE(vault.add_administration(same_answers(person.id, "phq-9", 10, 1, clinic.now)).ok());
        return vault.mark_reviewed(sealed::random_id());
    });
    EXPECT_EQ(failed.error().fault, fault::unknown_person);
    EXPECT_TRUE(vault.people()->empty());
    EXPECT_EQ(*vault.verify(), before);

    ASSERT_TRUE(vault
                    .together([&]() -> Status {
                        for (int i = 0; i < 20; ++i) {
                            const Person person = somebody(vault);
                            EXPECT_FALSE(vault.mark_reviewed(sealed::random_id()).ok()); // takes itself back alone
                            const auto added =
                                vault.add_administration(same_answers(person.id, "phq-9", 10, 1, clinic.now));
                            if (!added) return added.error();
                        }
                        return {};
                    })
                    .ok());
    EXPECT_EQ(vault.people()->size(), 20U);
    EXPECT_EQ(*vault.verify(), before + 20 * 3); // person, answers, alert
}

TEST(Release, codes_are_made_once_differ_between_projects_and_are_of_nothing_known)
{
    const Clinic clinic;
    std::vector<sealed::Id> people;
    std::vector<std::string> codes;
    {
        Vault vault = clinic.open();
        for (int i = 0; i < 20; ++i)
            people.push_back(somebody(vault).id);
        for (const sealed::Id& person : people)
            codes.push_back(*vault.project_code("study-1", person));
    }
    Vault vault = clinic.open();
    for (std::size_t i = 0; i < people.size(); ++i) {
        EXPECT_EQ(*vault.project_code("study-1", people[i]), codes[i]);
        EXPECT_NE(*vault.project_code("study-2", people[i]), codes[i]);
        ASSERT_EQ(codes[i].size(), 19U);
        for (std::size_t at = 0; at < codes[i].size(); ++at)
            EXPECT_EQ(codes[i][at] == '-', at % 5 == 4) << codes[i];
    }
    EXPECT_EQ(std::set<std::string>(codes.begin(), codes.end()).size(), codes.size());
    // In order of the codes the people stand in no order of theirs (the chance of it is 1 in 20 factorial).
    std::vector<std::pair<std::string, sealed::Id>> by_code;
    for (std::size_t i = 0; i < people.size(); ++i)
        by_code.emplace_back(codes[i], people[i]);
    std::ranges::sort(by_code);
    std::vector<sealed::Id> order;
    for (const auto& [code, person] : by_code)
        order.push_back(person);
    EXPECT_NE(order, people);
    EXPECT_FALSE(std::ranges::is_sorted(order));
    EXPECT_EQ(vault.project_code("study-1", sealed::random_id()).error().fault, fault::unknown_person);
}

TEST(Release, the_ledger_counts_up)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    EXPECT_EQ(*vault.note_release("study-1", "A", 40, 320, std::string(64, 'a')), 1);
    EXPECT_EQ(*vault.note_release("study-1", "A", 41, 330, std::string(64, 'b')), 2);
}

TEST(People, texts_beyond_their_room_are_refused_by_name_and_nobody_is_added_or_changed)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const Person person = somebody(vault);
    const Identity identity = *vault.identity(person.id);
    const std::string over(401, 'x');
    const std::string most(400, 'x');
    std::string Person::*const of_person[] = {&Person::pseudonym, &Person::sex, &Person::site, &Person::arm,
                                              &Person::therapist};
    std::string Identity::*const of_identity[] = {&Identity::name, &Identity::date_of_birth, &Identity::record_number};
    const auto refused = [&](const Person& changed, const Identity& known, const char* detail) {
        const Status edited = vault.edit_person(changed, known, "typing");
        ASSERT_FALSE(edited.ok());
        EXPECT_EQ(edited.error().fault, fault::too_long);
        EXPECT_EQ(edited.error().detail, detail);
        Person added = changed;
        added.id = {};
        EXPECT_EQ(vault.add_person(added, known).error().fault, fault::too_long);
    };
    for (std::string Person::*const text : of_person) {
        Person changed = person;
        changed.*text = over;
        refused(changed, identity, "person");
    }
    for (std::string Identity::*const text : of_identity) {
        Identity changed = identity;
        changed.*text = over;
        refused(person, changed, "person");
    }
    Identity numbered = identity;
    numbered.identifiers = {{"edipi", over}};
    refused(person, numbered, "edipi");
    EXPECT_EQ(vault.people()->size(), 1U);
    EXPECT_EQ(vault.identity(person.id)->name, identity.name);
    Person fits = person;
    fits.site = most;
    EXPECT_TRUE(vault.edit_person(fits, identity, "typing").ok());
}

TEST(People, each_thing_about_somebody_can_be_put_right_alone_and_what_is_the_same_is_no_change)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    Person person = somebody(vault);
    const Identity identity = *vault.identity(person.id);
    EXPECT_EQ(vault.edit_person(person, identity, "nothing").error().fault, fault::no_change);
    const std::function<void(Person&)> changes[] = {
        [](Person& one) { one.pseudonym = "Calm Heron"; }, [](Person& one) { one.year_of_birth = 1983; },
        [](Person& one) { one.sex = "male"; }, [](Person& one) { one.site = "South"; },
        [](Person& one) { one.arm = "B"; }};
    for (const auto& change : changes) {
        change(person);
        ASSERT_TRUE(vault.edit_person(person, identity, "put right").ok());
        EXPECT_EQ(vault.edit_person(person, identity, "again").error().fault, fault::no_change);
        const Person now = vault.person(person.id)->person;
        EXPECT_EQ(now.pseudonym, person.pseudonym);
        EXPECT_EQ(now.year_of_birth, person.year_of_birth);
        EXPECT_EQ(now.sex, person.sex);
        EXPECT_EQ(now.site, person.site);
        EXPECT_EQ(now.arm, person.arm);
    }
    const Person other = somebody(vault, "Aldous Quill");
    for (const std::string& taken : {other.pseudonym, std::string()}) {
        Person wrong = person;
        wrong.pseudonym = taken;
        EXPECT_EQ(vault.edit_person(wrong, identity, "put right").error().fault, fault::pseudonym_taken) << taken;
    }
    EXPECT_EQ(vault.person(person.id)->person.pseudonym, "Calm Heron");
    person.id = sealed::random_id();
    EXPECT_EQ(vault.edit_person(person, identity, "put right").error().fault, fault::unknown_person);
    EXPECT_TRUE(vault.verify().ok());
}

TEST(People, one_who_comes_with_an_id_keeps_it_and_one_without_gets_one)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    Identity identity;
    identity.name = "Marguerite Vandersteen";
    identity.date_of_birth = "1982-03-04";
    Person person;
    person.id = sealed::random_id();
    const auto kept = vault.add_person(person, identity);
    ASSERT_TRUE(kept.ok());
    EXPECT_EQ(kept->id, person.id);
    EXPECT_FALSE(vault.add_person(person, identity).ok()) << "nobody is added twice under one id";
    EXPECT_EQ(vault.people()->size(), 1U);
    EXPECT_NE(vault.add_person({}, identity)->id, Id{});
    EXPECT_TRUE(vault.verify().ok());
}

} // namespace rapport::vault::test
