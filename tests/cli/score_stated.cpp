// Totals that come with answers, held against what the answers come to.
#include <random>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "instruments/reader.h"
#include "instruments/sheet/stated.h"
#include "run.h"

using namespace rapport;
using namespace rapport::test;
using nlohmann::json;

namespace {

json phq9(const std::vector<int>& answers)
{
    json out = json::object();
    for (std::size_t i = 0; i < answers.size(); ++i)
        out[std::to_string(i + 1)] = answers[i] < 0 ? json() : json(answers[i]);
    return out;
}

Ran stated(const json& answers, const json& claims)
{
    return run("score phq-9 --stated", json{{"answers", answers}, {"stated", claims}}.dump());
}

} // namespace

TEST(ScoreStated, the_published_phq_9_example_that_states_13_is_told_to_come_to_10)
{
    // HL7's SDC implementation guide gives answers that add up to 10 beside a stored total of 13.
    const Ran ran = stated(phq9({1, 2, 1, 1, 1, 1, 1, 1, 1}), {{"total", 13}});
    EXPECT_EQ(ran.code, 1);
    EXPECT_EQ(ran.err, "rapport: total is stated as 13 and comes to 10.\n");
    const json row = json::parse(ran.out)["stated"]["total"];
    EXPECT_EQ(row, json({{"stated", 13}, {"computed", 10}, {"agrees", false}}));
}

TEST(ScoreStated, what_agrees_is_done_with_nothing_said)
{
    const Ran ran = stated(phq9({1, 2, 1, 1, 1, 1, 1, 1, 1}), {{"total", 10}});
    EXPECT_EQ(ran.code, 0);
    EXPECT_EQ(ran.err, "");
    EXPECT_EQ(json::parse(ran.out)["scores"]["total"]["value"], 10);
}

TEST(ScoreStated, a_total_stated_where_none_may_exist_is_a_mismatch_and_the_rule_is_named)
{
    const json three_missing = phq9({2, 2, 2, 2, 2, 2, -1, -1, -1});
    const Ran ran = stated(three_missing, {{"total", 12}});
    EXPECT_EQ(ran.code, 1);
    EXPECT_NE(ran.err.find("at-most-two-missing"), std::string::npos) << ran.err;
    EXPECT_EQ(stated(three_missing, {{"total", nullptr}}).code, 0);
    EXPECT_EQ(stated(phq9({0, 0, 0, 0, 0, 0, 0, 0, 0}), {{"total", nullptr}}).code, 1);
}

TEST(ScoreStated, a_rounded_total_agrees_to_the_decimals_it_shows_and_a_whole_one_not)
{
    // Seven answered with 13 points: 13 * 9 / 7 = 16.7142857...
    const json answers = phq9({2, 2, 2, 2, 2, 2, 1, -1, -1});
    EXPECT_EQ(stated(answers, {{"total", 16.7}}).code, 0);
    EXPECT_EQ(stated(answers, {{"total", 16.71}}).code, 0);
    EXPECT_EQ(stated(answers, {{"total", 16.72}}).code, 1);
    EXPECT_EQ(stated(answers, {{"total", 16.6}}).code, 1);
    EXPECT_EQ(stated(answers, {{"total", 17}}).code, 1);
}

TEST(ScoreStated, lists_and_lines_name_where_the_mismatch_is)
{
    const json right{{"answers", phq9({0, 0, 0, 0, 0, 0, 0, 0, 0})}, {"stated", {{"total", 0}}}};
    json wrong = right;
    wrong["stated"]["total"] = 1;
    const Ran lines = run("score phq-9 --stated", right.dump() + "\n\n" + wrong.dump() + "\n");
    EXPECT_EQ(lines.code, 1);
    EXPECT_NE(lines.err.find("Line 3:"), std::string::npos) << lines.err;
    const Ran list = run("score phq-9 --stated", json::array({right, right, wrong}).dump());
    EXPECT_EQ(list.code, 1);
    EXPECT_NE(list.err.find("Entry 3:"), std::string::npos) << list.err;
    EXPECT_EQ(json::parse(list.out).size(), 3U);
}

TEST(ScoreStated, nothing_stated_or_an_unknown_score_or_a_bad_answer_is_refused_and_never_passes_for_agreement)
{
    const json answers = phq9({0, 0, 0, 0, 0, 0, 0, 0, 0});
    for (const json& input : {json{{"answers", answers}}, json{{"answers", answers}, {"stated", json::object()}},
                              json{{"answers", answers}, {"stated", {{"sum", 0}}}},
                              json{{"answers", answers}, {"stated", {{"total", "0"}}}},
                              json{{"answers", {{"1", 7}}}, {"stated", {{"total", 7}}}},
                              json{{"answers", answers}, {"stated", {{"total", 0}}}, {"more", 1}}}) {
        const Ran ran = run("score phq-9 --stated", input.dump());
        EXPECT_EQ(ran.code, 1) << input;
        EXPECT_EQ(ran.out, "") << input;
        EXPECT_EQ(std::count(ran.err.begin(), ran.err.end(), '\n'), 1) << ran.err;
    }
    EXPECT_EQ(run("score phq-9", json{{"answers", answers}, {"stated", {{"total", 0}}}}.dump()).code, 1)
        << "without --stated nothing stated is passed over silently";
}

TEST(ScoreStated, ten_thousand_random_claims_agree_exactly_when_they_are_the_sum)
{
    std::mt19937 random(5);
    const auto* const gad7 = instruments::find_in_library("gad-7");
    for (int round = 0; round < 10'000; ++round) {
        int sum = 0;
        std::string answers;
        for (int item = 1; item <= 7; ++item) {
            const int value = static_cast<int>(random() % 4);
            sum += value;
            answers += (item > 1 ? ",\"" : "\"") + std::to_string(item) + "\":" + std::to_string(value);
        }
        const int claim = sum + static_cast<int>(random() % 3) - 1;
        const auto compared = instruments::compare_stated(*gad7, "{\"stated\":{\"total\":" + std::to_string(claim) +
                                                                     "},\"answers\":{" + answers + "}}");
        ASSERT_TRUE(compared.ok());
        ASSERT_EQ(compared->mismatches.empty(), claim == sum) << answers;
    }
}
