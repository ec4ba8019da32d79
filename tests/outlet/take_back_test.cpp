#include <set>

#include <gtest/gtest.h>

#include "storage/outlet/outlet.h"
#include "storage/outlet/take_back.h"
#include "tests/outlet/clinic.h"

using namespace rapport;
using namespace outlet_test;

namespace {

/// A clinic's release, read back from its long.csv.
std::vector<release::Returned> released(Clinic& clinic, const std::string& profile, const std::string& out)
{
    release::Policy wish = policy();
    wish.profile = profile;
    wish.recipient = wish.purpose = "somebody";
    const auto prepared = outlet::prepare(clinic.vault(), wish);
    EXPECT_TRUE(prepared) << prepared.error().detail;
    EXPECT_TRUE(outlet::write(clinic.vault(), *prepared, out));
    std::vector<const instruments::Definition*> definitions;
    for (const auto& one : instruments::library())
        definitions.push_back(&one);
    const auto rows =
        release::read_released_csv(bytes_of(out + "/long.csv"), bytes_of(out + "/scores.csv"), definitions);
    EXPECT_TRUE(rows) << rows.error().detail;
    return *rows;
}

/// Everything a vault says of its answers, whoever gave them.
std::multiset<std::string> answers_of(vault::Vault& vault)
{
    std::multiset<std::string> out;
    const Status read =
        vault.for_each_administration([&](const vault::Person& person, const vault::Administration& one) {
            std::string line = person.sex + "|" + person.site + "|" + person.arm + "|" + one.instrument + "|" +
                               one.visit + "|" + std::to_string(one.day) + "|" + std::to_string(one.session_number);
            for (const auto& answer : one.response.items)
                line += "," + (answer.given() ? std::to_string(answer.value())
                                              : std::string(instruments::word(answer.why())));
            for (const auto& score : one.scores)
                line += ";" + score.id + "=" + (score.value ? std::to_string(*score.value) : score.absent);
            out.insert(line);
            return true;
        });
    EXPECT_TRUE(read);
    return out;
}

} // namespace

TEST(TakeBack, another_vault_has_every_answer_and_score_and_the_same_again_changes_nothing)
{
    Clinic from(20, 3);
    const auto rows = released(from, "B", from.scratch.path + "/out");
    Clinic into(0, 0);
    const auto taken = outlet::take_back(into.vault(), rows, {});
    ASSERT_TRUE(taken) << taken.error().fault.name << taken.error().detail;
    EXPECT_EQ(taken->people, 20);
    EXPECT_EQ(taken->administrations, 120);
    EXPECT_EQ(taken->there_already, 0);
    EXPECT_TRUE(taken->mismatches.empty());
    EXPECT_EQ(answers_of(into.vault()), answers_of(from.vault()));
    EXPECT_TRUE(into.vault().verify());

    const auto again = outlet::take_back(into.vault(), rows, {});
    ASSERT_TRUE(again);
    EXPECT_EQ(again->people, 0);
    EXPECT_EQ(again->administrations, 0);
    EXPECT_EQ(again->there_already, 120);
    EXPECT_EQ(answers_of(into.vault()), answers_of(from.vault()));

    // And what was taken in can leave again, with the same answers.
    const auto second = released(into, "B", into.scratch.path + "/again");
    ASSERT_EQ(second.size(), rows.size());
    std::multiset<std::string> first_answers, second_answers;
    for (const auto* all : {&rows, &second})
        for (const auto& row : *all) {
            std::string line = row.definition->id + row.visit + std::to_string(*row.day);
            for (const auto& answer : row.response.items)
                line += "," + std::to_string(answer.value());
            (all == &rows ? first_answers : second_answers).insert(line);
        }
    EXPECT_EQ(first_answers, second_answers);
}

TEST(TakeBack, who_was_erased_does_not_come_back)
{
    Clinic from(20, 3);
    const auto rows = released(from, "B", from.scratch.path + "/out");
    Clinic into(0, 0);
    ASSERT_TRUE(outlet::take_back(into.vault(), rows, {}));
    ASSERT_TRUE(into.vault().erase(into.vault().people()->front().person.id, "They asked for it."));
    const auto again = outlet::take_back(into.vault(), rows, {});
    ASSERT_TRUE(again);
    EXPECT_EQ(again->erased, 6);
    EXPECT_EQ(again->there_already, 114);
    EXPECT_EQ(again->people + again->administrations, 0);
    EXPECT_EQ(into.vault().people()->size(), 19U);
    EXPECT_TRUE(into.vault().verify());
}

TEST(TakeBack, weeks_need_a_first_day_and_what_was_withheld_stays_empty)
{
    Clinic from(24, 2);
    const auto rows = released(from, "A", from.scratch.path + "/out");
    Clinic into(0, 0);
    const auto refused = outlet::take_back(into.vault(), rows, {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fault, outlet::fault::no_first_day);
    EXPECT_TRUE(into.vault().people()->empty());
    ASSERT_TRUE(outlet::take_back(into.vault(), rows, {first_day, {}}));
    std::set<std::int32_t> days;
    ASSERT_TRUE(
        into.vault().for_each_administration([&](const vault::Person& person, const vault::Administration& one) {
            EXPECT_NE(person.sex, "withheld");
            EXPECT_NE(person.site, "withheld");
            EXPECT_NE(person.arm, "withheld");
            EXPECT_EQ(person.year_of_birth, 0);
            EXPECT_EQ((one.day - first_day) % 7, 0);
            days.insert(one.day);
            return true;
        }));
    EXPECT_EQ(*days.begin(), first_day);
    EXPECT_GT(days.size(), 1U);
}

TEST(TakeBack, a_score_that_differs_refuses_all_or_leaves_its_own_out)
{
    Clinic from(15, 2);
    auto rows = released(from, "B", from.scratch.path + "/out");
    auto& stated = rows[3].stated.begin()->second;
    stated = stated.value_or(0) + 1;
    Clinic into(0, 0);
    const auto refused = outlet::take_back(into.vault(), rows, {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fault, outlet::fault::scores_differ);
    EXPECT_TRUE(into.vault().people()->empty());

    const auto some = outlet::take_back(into.vault(), rows, {{}, outlet::Differing::leave_those});
    ASSERT_TRUE(some);
    ASSERT_EQ(some->mismatches.size(), 1U);
    EXPECT_EQ(some->mismatches.front().row, 3U);
    EXPECT_EQ(some->administrations, static_cast<int>(rows.size()) - 1);
}

TEST(TakeBack, a_row_the_vault_refuses_leaves_nothing_behind)
{
    Clinic from(12, 1);
    auto rows = released(from, "B", from.scratch.path + "/out");
    rows.back().visit = std::string(5000, 'x');
    Clinic into(0, 0);
    EXPECT_FALSE(outlet::take_back(into.vault(), rows, {}));
    EXPECT_TRUE(into.vault().people()->empty());
    EXPECT_TRUE(answers_of(into.vault()).empty());
}
