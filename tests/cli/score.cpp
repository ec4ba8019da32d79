#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "run.h"

namespace {

using nlohmann::json;
using rapport::test::run;

std::string pcl5_all(int value)
{
    json answers;
    for (int item = 1; item <= 20; ++item)
        answers[std::to_string(item)] = value;
    return json{{"answers", answers}}.dump();
}

void expect_refused(const std::string& input)
{
    const auto ran = run("score pcl-5", input);
    EXPECT_EQ(ran.code, 1) << input;
    EXPECT_EQ(ran.out, "") << input;
    EXPECT_EQ(std::count(ran.err.begin(), ran.err.end(), '\n'), 1) << ran.err;
}

} // namespace

TEST(Score, an_object_in_gives_an_object_out)
{
    const auto ran = run("score pcl-5 -", pcl5_all(2));
    ASSERT_EQ(ran.code, 0) << ran.err;
    const json scored = json::parse(ran.out);
    EXPECT_EQ(scored["instrument"], "pcl-5");
    EXPECT_EQ(scored["scores"]["total"]["value"], 40);
    EXPECT_EQ(scored["scores"]["total"]["answered"], 20);
    EXPECT_EQ(scored["criteria"]["symptom_pattern"], "met");
}

TEST(Score, a_line_each_in_gives_a_line_each_out)
{
    const auto ran = run("score pcl-5", pcl5_all(0) + "\n" + pcl5_all(4) + "\n");
    ASSERT_EQ(ran.code, 0) << ran.err;
    EXPECT_EQ(std::count(ran.out.begin(), ran.out.end(), '\n'), 2);
    EXPECT_EQ(json::parse(ran.out.substr(ran.out.find('\n') + 1))["scores"]["total"]["value"], 80);
}

TEST(Score, a_missing_item_gives_no_total_and_names_the_rule)
{
    json input = json::parse(pcl5_all(1));
    input["answers"]["8"] = nullptr;
    const auto ran = run("score pcl-5", input.dump());
    ASSERT_EQ(ran.code, 0) << ran.err;
    const json scored = json::parse(ran.out);
    EXPECT_TRUE(scored["scores"]["total"]["value"].is_null());
    EXPECT_FALSE(scored["absent"]["total"].get<std::string>().empty());
    EXPECT_EQ(scored["scores"]["b"]["value"], 5);
}

TEST(Score, what_is_not_an_answer_is_refused_in_one_sentence_and_nothing_is_scored)
{
    expect_refused(R"({"answers":{"21":1}})");
    expect_refused(R"({"answers":{"1":5}})");
    expect_refused(R"({"answers":{"1":1,"1":2}})");
    expect_refused(R"({"answers":{"1":1}} and more)");
    expect_refused(R"({"answers":{"1":1.5}})");
    expect_refused(R"({"answers":{"1":"2"}})");
    expect_refused(R"({"answers":{"1":1})");
    expect_refused("");
}

TEST(Score, an_unknown_instrument_is_named_and_refused)
{
    const auto ran = run("score pcl-99", "{}");
    EXPECT_EQ(ran.code, 1);
    EXPECT_NE(ran.err.find("pcl-99"), std::string::npos);
}

TEST(Score, a_missing_file_is_the_environments_fault)
{
    EXPECT_EQ(run("score pcl-5 /nonexistent.json").code, 3);
}
