#include <gtest/gtest.h>

#include "storage/outlet/take_foreign.h"
#include "tests/outlet/clinic.h"

using namespace rapport;
using namespace outlet_test;

namespace {

const std::string map_json = R"({"source":"Study 7","people":{"103":"Heron 1"},
 "sex":{"field":"sex","codes":{"1":"female","2":"male"}},
 "instruments":[{"id":"phq-9","version":"two-weeks-en","date":"day","codes":"same","scores":{"total":"sum"},
  "items":{"1":"p1","2":"p2","3":"p3","4":"p4","5":"p5","6":"p6","7":"p7","8":"p8","9":"p9","10":null}}]})";
const std::string header = "record_id,sex,day,p1,p2,p3,p4,p5,p6,p7,p8,p9,sum\n";
const std::string three = "101,1,2025-01-05,1,1,1,1,1,1,1,1,0,8\n"
                          "102,2,2025-01-06,3,3,3,3,3,3,3,3,2,26\n"
                          "103,,2025-01-07,0,0,0,0,0,0,0,,0,\n";

struct Files {
    release::ForeignMap map;
    release::ForeignRead read;
};

Files files(const std::string& rows)
{
    std::vector<const instruments::Definition*> definitions;
    for (const auto& one : instruments::library())
        definitions.push_back(&one);
    auto map = release::read_foreign_map(map_json, release::ForeignFormat::redcap, definitions);
    EXPECT_TRUE(map) << map.error().detail;
    auto read = release::read_foreign_redcap(header + rows, *map);
    EXPECT_TRUE(read) << read.error().detail;
    return {std::move(*map), std::move(*read)};
}

vault::Id add_person(vault::Vault& vault, const std::string& pseudonym, const std::string& sex = {})
{
    vault::Person person;
    person.pseudonym = pseudonym;
    person.sex = sex;
    vault::Identity identity;
    identity.name = "Somebody " + pseudonym;
    identity.date_of_birth = "1980-01-01";
    identity.record_number = "R" + pseudonym;
    const auto added = vault.add_person(person, identity);
    EXPECT_TRUE(added) << added.error().fault.name;
    return added->id;
}

outlet::TakenForeign take(Clinic& clinic, const std::string& rows, const outlet::TakeForeign& how)
{
    const Files all = files(rows);
    const auto taken = outlet::take_foreign(clinic.vault(), all.map, all.read, how);
    EXPECT_TRUE(taken) << taken.error().fault.name << taken.error().detail;
    return taken ? *taken : outlet::TakenForeign{};
}

outlet::TakeForeign adding()
{
    outlet::TakeForeign how;
    how.strangers = outlet::Strangers::add;
    how.digest = "d1";
    return how;
}

std::vector<vault::Administration> of(Clinic& clinic, const std::string& pseudonym)
{
    for (const vault::PersonRow& row : *clinic.vault().people())
        if (row.person.pseudonym == pseudonym) return *clinic.vault().administrations(row.person.id);
    ADD_FAILURE() << pseudonym;
    return {};
}

} // namespace

TEST(TakeForeign, strangers_come_in_marked_as_imported_and_scored_again_and_the_same_again_changes_nothing)
{
    Clinic into(0, 0);
    add_person(into.vault(), "Heron 1");
    const auto taken = take(into, three, adding());
    EXPECT_FALSE(taken.refused);
    EXPECT_EQ(taken.people, 2);
    EXPECT_EQ(taken.administrations, 3);
    const auto first = of(into, "Study 7 101");
    ASSERT_EQ(first.size(), 1U);
    EXPECT_EQ(first[0].input, "import");
    EXPECT_EQ(first[0].scores[0].value, 8.0);
    EXPECT_EQ(first[0].day, 20093);
    EXPECT_EQ(of(into, "Heron 1").at(0).response.items[7], instruments::Answer::none(instruments::Missing::unrecorded));
    EXPECT_EQ(into.vault().open_alerts()->size(), 1U) << "item 9 of one";
    EXPECT_TRUE(into.vault().verify());
    bool noted = false;
    for (const vault::AuditEntry& entry : *into.vault().audit(0, 1000))
        noted = noted || (entry.event == "foreign_taken_in" && entry.object == "Study 7" &&
                          entry.reason == "3 administrations, 2 people, SHA-256 d1");
    EXPECT_TRUE(noted);

    const auto again = take(into, three, adding());
    EXPECT_EQ(again.people + again.administrations, 0);
    EXPECT_EQ(again.there_already, 3);
    outlet::TakeForeign known;
    EXPECT_EQ(take(into, three, known).there_already, 3) << "who came in before is known by name";
    EXPECT_EQ(into.vault().people()->size(), 3U);
}

TEST(TakeForeign, who_is_nobody_here_refuses_all_or_stays_out)
{
    Clinic into(0, 0);
    add_person(into.vault(), "101");
    const auto refused = take(into, three, {});
    EXPECT_TRUE(refused.refused);
    ASSERT_EQ(refused.wrong.size(), 2U);
    EXPECT_EQ(refused.wrong[0].place, 3U);
    EXPECT_EQ(refused.wrong[0].field, "subject");
    EXPECT_TRUE(of(into, "101").empty());
    outlet::TakeForeign others;
    others.differing = outlet::Differing::leave_those;
    EXPECT_EQ(take(into, three, others).administrations, 1);
    EXPECT_EQ(of(into, "101").size(), 1U);
    // What one person got cannot become another's as well.
    outlet::TakeForeign strangers = adding();
    strangers.differing = outlet::Differing::leave_those;
    const auto others_again = take(into, three, strangers);
    EXPECT_EQ(others_again.people, 1);
    EXPECT_EQ(others_again.wrong.at(0).place, 2U);
    EXPECT_EQ(others_again.wrong.at(0).field, "subject");
}

TEST(TakeForeign, who_was_erased_does_not_come_back_with_the_file)
{
    Clinic into(0, 0);
    add_person(into.vault(), "Heron 1");
    ASSERT_EQ(take(into, three, adding()).people, 2);
    const auto person = of(into, "Study 7 101").at(0).person;
    ASSERT_TRUE(into.vault().erase(person, "They asked for it."));
    const auto again = take(into, three, adding());
    EXPECT_EQ(again.erased, 1);
    EXPECT_EQ(again.there_already, 2);
    EXPECT_EQ(again.people + again.administrations, 0);
    EXPECT_TRUE(again.wrong.empty() && !again.refused);
    EXPECT_EQ(into.vault().people()->size(), 2U);
    EXPECT_TRUE(into.vault().verify());
}

TEST(TakeForeign, a_number_alone_is_nobody_to_a_study_of_strangers)
{
    Clinic into(0, 0);
    add_person(into.vault(), "101");
    add_person(into.vault(), "Heron 1");
    EXPECT_EQ(take(into, three, adding()).people, 2);
    EXPECT_TRUE(of(into, "101").empty());
}

TEST(TakeForeign, other_answers_another_sex_a_day_to_come_and_a_score_that_differs_are_each_told)
{
    Clinic into(0, 0);
    add_person(into.vault(), "Heron 1", "female");
    ASSERT_EQ(take(into, three, adding()).administrations, 3);
    const auto before = into.vault().audit(0, 1000)->size();
    const auto only = [&](const std::string& rows) {
        const auto taken = take(into, rows, adding());
        EXPECT_TRUE(taken.refused) << rows;
        EXPECT_EQ(taken.administrations, 0);
        EXPECT_EQ(taken.wrong.size() + taken.mismatches.size(), 1U) << rows;
        return taken.mismatches.empty() ? taken.wrong.at(0).field : taken.mismatches.at(0).score;
    };
    EXPECT_EQ(only("101,1,2025-01-05,1,1,1,1,1,1,1,1,1,9\n"), "");
    EXPECT_EQ(only("103,2,2025-01-07,0,0,0,0,0,0,0,,0,\n"), "sex");
    EXPECT_EQ(only("104,2,2996-01-07,0,0,0,0,0,0,0,0,0,\n"), "day");
    EXPECT_EQ(only("104,2,2025-01-07,0,0,0,0,0,0,0,0,0,13\n"), "total");
    EXPECT_EQ(into.vault().people()->size(), 3U);
    for (const vault::AuditEntry& entry : *into.vault().audit(static_cast<std::int64_t>(before) + 1, 1000))
        EXPECT_NE(entry.event, "foreign_taken_in");
    EXPECT_TRUE(into.vault().verify());
}

TEST(TakeForeign, only_trying_says_what_it_would_come_to_and_changes_nothing)
{
    Clinic into(0, 0);
    add_person(into.vault(), "Heron 1");
    outlet::TakeForeign how = adding();
    how.only_try = true;
    const auto tried = take(into, three, how);
    EXPECT_EQ(tried.people, 2);
    EXPECT_EQ(tried.administrations, 3);
    EXPECT_EQ(into.vault().people()->size(), 1U);
    EXPECT_TRUE(into.vault().open_alerts()->empty());
    EXPECT_EQ(take(into, three, adding()).administrations, 3);
}
