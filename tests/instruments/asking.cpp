#include "instruments/asking.h"

#include <gtest/gtest.h>

#include "support.h"

// Structural skips: an item its rule leaves out is not missing, and an answer against the rule is never added up.

using namespace rapport::instruments;
using namespace rapport::instruments::testing;

namespace {

constexpr int cases = 20'000;

/// A gate "0" (no, yes), three items from 0 to 2 that are asked after yes, the last of them not of men; a sum.
Definition gated()
{
    Definition made;
    made.choice_sets.push_back({"yes_no", {{0, "no"}, {1, "yes"}}});
    made.choice_sets.push_back({"much", {{0, "a"}, {1, "b"}, {2, "c"}}});
    made.items.push_back({"0", "", "", "", 0});
    Score total;
    total.id = "total";
    total.missing = {1, "one-missing", ""};
    for (std::size_t i = 1; i <= 3; ++i) {
        Item item{std::to_string(i), "", "", "", 1};
        item.asked_when = Condition{Condition::Kind::item, 0, {1}, {}};
        made.items.push_back(item);
        total.items.push_back(i);
        total.reversed.push_back(false);
    }
    made.items[3].not_for = Sex::male;
    total.cut_offs.push_back({4, 4, "cut", ""});
    made.scores.push_back(total);
    return made;
}

Response answers(std::initializer_list<int> values)
{
    Response response;
    for (const int value : values)
        response.items.push_back(value < 0 ? Answer::none(Missing::not_reached) : Answer::chose(value));
    return response;
}

ScoreValue total(const Response& response, const std::string& sex = "female")
{
    static const Definition definition = gated();
    return score(definition, response, {sex, {}}).scores[0];
}

} // namespace

TEST(Asking, after_a_closed_gate_nothing_is_missing)
{
    const ScoreValue value = total(answers({0, -1, -1, -1}));
    ASSERT_TRUE(value.value.has_value());
    EXPECT_EQ(*value.value, 0);
    EXPECT_EQ(value.items, 0);
    EXPECT_EQ(value.answered, 0);
    EXPECT_EQ(value.skipped, 3);
    EXPECT_EQ(value.lowest, 0);
    EXPECT_EQ(value.highest, 0);
    EXPECT_FALSE(value.prorated);
}

TEST(Asking, after_an_open_gate_a_blank_is_missing)
{
    const ScoreValue value = total(answers({1, 2, -1, -1}));
    EXPECT_FALSE(value.value.has_value());
    EXPECT_EQ(value.absent, "one-missing");
    EXPECT_EQ(value.items, 3);
    EXPECT_EQ(value.lowest, 2);
    EXPECT_EQ(value.highest, 6);
}

TEST(Asking, a_gate_without_an_answer_gives_no_score_and_leaves_both_ways_open)
{
    for (const auto& response : {answers({-1, 2, 2, 2}), answers({-1, 0, 0, 0}), answers({-1, -1, 2, 2})}) {
        const ScoreValue value = total(response);
        EXPECT_FALSE(value.value.has_value());
        EXPECT_EQ(value.absent, "one-missing");
        EXPECT_EQ(value.lowest, 0) << "the gate may have been a no";
        EXPECT_FALSE(value.cut_off_reached_by_part);
    }
    EXPECT_EQ(total(answers({-1, 2, 2, 2})).highest, 6);
}

TEST(Asking, an_answer_behind_a_closed_gate_is_said_and_never_added_up)
{
    static const Definition definition = gated();
    const Scored scored = score(definition, answers({0, 2, 0, -1}), {"female", {}});
    EXPECT_FALSE(scored.scores[0].value.has_value());
    EXPECT_EQ(scored.scores[0].absent, answered_although_not_asked);
    EXPECT_EQ(scored.scores[0].lowest, 0);
    EXPECT_EQ(scored.scores[0].highest, 2);
    EXPECT_EQ(scored.contradicted, (std::vector<std::size_t>{1, 2}));
}

TEST(Asking, where_counting_the_answer_or_not_comes_to_the_same_the_score_stands)
{
    static const Definition definition = gated();
    const Scored scored = score(definition, answers({0, 0, 0, 0}), {"female", {}});
    EXPECT_EQ(scored.scores[0].value, 0.0);
    EXPECT_EQ(scored.contradicted.size(), 3U) << "and it is still said";
}

TEST(Asking, an_item_not_for_men_is_missing_for_women_and_when_the_sex_is_unknown)
{
    EXPECT_EQ(total(answers({1, 1, 2, -1}), "male").value, 3.0);
    EXPECT_EQ(total(answers({1, 1, 2, -1}), "male").items, 2);
    EXPECT_TRUE(total(answers({1, 1, 2, -1}), "female").prorated);
    EXPECT_TRUE(total(answers({1, 1, 2, -1}), "").prorated);
    EXPECT_EQ(total(answers({1, 1, 2, 2}), "").value, 5.0);
    EXPECT_EQ(total(answers({1, 1, 2, 2}), "male").absent, answered_although_not_asked);
}

TEST(Asking, the_mean_of_the_answered_stands_in_for_the_missing_and_not_for_the_skipped)
{
    // Two asked of a man, one of them answered with 2: the other counts as 2, the skipped one as 0.
    EXPECT_EQ(total(answers({1, 2, -1, -1}), "male").value, 4.0);
}

TEST(Asking, what_an_item_counts_as_when_skipped_is_a_choice_like_any_other)
{
    Definition definition = gated();
    for (std::size_t i = 1; i <= 3; ++i)
        definition.items[i].skipped_as = 1;
    EXPECT_EQ(score(definition, answers({0, -1, -1, -1})).scores[0].value, 3.0);
    definition.scores[0].reversed[0] = true;
    EXPECT_EQ(score(definition, answers({0, -1, -1, -1})).scores[0].value, 3.0);
    definition.items[1].skipped_as = 0;
    EXPECT_EQ(score(definition, answers({0, -1, -1, -1})).scores[0].value, 4.0) << "0 turned round is 2";
}

TEST(Asking, all_and_any_hold_in_three_values)
{
    Definition definition = gated();
    const Condition gate{Condition::Kind::item, 0, {1}, {}};
    const Condition high{Condition::Kind::item, 1, {2}, {}};
    const auto asked_with = [&](Condition::Kind kind, const Response& response) {
        definition.items[2].asked_when = Condition{kind, 0, {}, {gate, high}};
        return asked(definition, 2, response);
    };
    using enum Condition::Kind;
    EXPECT_EQ(asked_with(all, answers({1, 2, -1, -1})), Tri::met);
    EXPECT_EQ(asked_with(all, answers({1, -1, -1, -1})), Tri::cannot_tell);
    EXPECT_EQ(asked_with(all, answers({0, -1, -1, -1})), Tri::not_met);
    EXPECT_EQ(asked_with(any, answers({1, -1, -1, -1})), Tri::met);
    EXPECT_EQ(asked_with(any, answers({0, -1, -1, -1})), Tri::not_met) << "item 1 was not asked, so it is not 2";
    EXPECT_EQ(asked_with(any, answers({-1, -1, -1, -1})), Tri::cannot_tell);
}

TEST(Asking, a_critical_item_calls_when_it_went_unanswered_and_not_when_it_was_left_out)
{
    Definition definition = gated();
    definition.critical_items.push_back({"first", 1, 2, true, "", ""});
    EXPECT_TRUE(score(definition, answers({0, -1, -1, -1})).flags.empty());
    EXPECT_TRUE(score(definition, answers({1, -1, 0, 0})).flags[0].unanswered);
    EXPECT_TRUE(score(definition, answers({-1, -1, 0, 0})).flags[0].unanswered) << "it may have been one to ask";
    EXPECT_FALSE(score(definition, answers({0, 2, 0, 0})).flags[0].unanswered) << "an answer given is never overlooked";
}

/// By hand, as a table of the rule says it: what the total is, or that there is none.
std::optional<double> by_rule(const Response& response, const std::string& sex)
{
    const Answer gate = response.items[0];
    if (!gate.given()) return std::nullopt;
    double sum = 0;
    int missing = 0;
    int answered = 0;
    for (std::size_t i = 1; i <= 3; ++i) {
        const Answer answer = response.items[i];
        const bool ask = gate.value() == 1 && !(i == 3 && sex == "male");
        if (!ask && answer.given() && answer.value() != 0) return std::nullopt;
        if (!ask) continue;
        missing += answer.given() ? 0 : 1;
        answered += answer.given() ? 1 : 0;
        sum += answer.given() ? answer.value() : 0;
    }
    if (missing > 1 || (missing == 1 && answered == 0)) return std::nullopt;
    return missing == 0 ? sum : sum * (answered + 1) / answered;
}

TEST(Asking, every_pattern_of_answers_and_blanks_scores_as_the_rule_says)
{
    const Definition definition = gated();
    std::mt19937_64 random(21);
    for (int i = 0; i < cases; ++i) {
        const std::string sex = std::vector<std::string>{"", "female", "male"}[static_cast<std::size_t>(i % 3)];
        const Response response = random_response(definition, random, 40);
        const ScoreValue value = score(definition, response, {sex, {}}).scores[0];
        const auto want = by_rule(response, sex);
        ASSERT_EQ(value.value.has_value(), want.has_value());
        if (want) {
            ASSERT_NEAR(*value.value, *want, 1e-12);
            ASSERT_LE(value.lowest, *want);
            ASSERT_GE(value.highest, *want);
        }
    }
}
