#include <gtest/gtest.h>

#include "instruments/describe_json.h"
#include "support.h"

// What a definition may say beyond sums of items: each feature read, shown, and each slip in it found where it stands.

using namespace rapport::instruments;
using namespace rapport::instruments::testing;

namespace {

struct Break {
    std::string from;
    std::string to;
    std::string pointer;
};

const std::vector<Break> slips = {
    {"\"comparable_with\":[\"1\"]", "\"comparable_with\":[\"2\"]", "/comparable_with/0"},
    {"\"comparable_with\":[\"1\"]", "\"comparable_with\":[]", "/comparable_with"},
    {"\"loinc\":\"44249-1\"", "\"loinc\":\"44249-2\"", "/loinc"},
    {"\"loinc\":\"44250-9\"", "\"loinc\":\"44520-9\"", "/items/1/loinc"},
    {"\"loinc\":\"44261-6\"", "\"loinc\":\"44261\"", "/scores/0/loinc"},
    {"LA32-8", "32-8", "/choices/yes/0/loinc"},
    {"{\"item\":\"0\",\"equals\":[1]},\"skip", "{\"item\":\"9\",\"equals\":[1]},\"skip", "/items/1/asked_when/item"},
    {"{\"item\":\"0\",\"equals\":[1]},\"skip", "{\"item\":\"1\",\"equals\":[1]},\"skip", "/items/1/asked_when/item"},
    {"{\"item\":\"0\",\"equals\":[1]},\"skip", "{\"item\":\"0\",\"equals\":[2]},\"skip",
     "/items/1/asked_when/equals/0"},
    {"{\"item\":\"0\",\"equals\":[1]},\"skip", "{\"item\":\"0\",\"equals\":[1,1]},\"skip",
     "/items/1/asked_when/equals"},
    {"{\"item\":\"0\",\"equals\":[1]},\"skip", "{\"item\":\"0\",\"equals\":[0,1]},\"skip",
     "/items/1/asked_when/equals"},
    {"{\"item\":\"0\",\"equals\":[1]},\"skip", "{\"item\":\"0\",\"at_least\":0},\"skip",
     "/items/1/asked_when/at_least"},
    {"{\"item\":\"0\",\"equals\":[1]},\"skip", "{\"item\":\"0\",\"at_least\":2},\"skip",
     "/items/1/asked_when/at_least"},
    {"{\"item\":\"0\",\"equals\":[1]},\"skip", "{\"item\":\"0\"},\"skip", "/items/1/asked_when/equals"},
    {"{\"item\":\"0\",\"equals\":[1]},\"skip", "{\"item\":\"0\",\"equals\":[1],\"at_least\":1},\"skip",
     "/items/1/asked_when/equals"},
    {"{\"item\":\"0\",\"equals\":[1]},\"skip", "{\"all\":[]},\"skip", "/items/1/asked_when/all"},
    {"{\"item\":\"0\",\"equals\":[1]},\"skip",
     "{\"all\":[{\"item\":\"0\",\"equals\":[1]},{\"item\":\"0\",\"equals\":[0]}]},\"skip", "/items/1/asked_when"},
    {"{\"item\":\"1\",\"equals\":[0]}]}]}", "{\"item\":\"1\",\"equals\":[0]}]},{\"item\":\"0\",\"equals\":[0]}]}",
     "/items/2/asked_when"},
    {"{\"any\":[{\"item\":\"1\",\"at_least\":1},",
     "{\"all\":[{\"item\":\"1\",\"at_least\":1},{\"item\":\"0\",\"equals\":[0]},", "/items/2/asked_when"},
    {",\"skipped_as\":0,\"loinc\"", ",\"loinc\"", "/items/1/skipped_as"},
    {",\"skipped_as\":0,\"loinc\"", ",\"skipped_as\":3,\"loinc\"", "/items/1/skipped_as"},
    {"\"Ever?\"", "\"Ever?\",\"skipped_as\":0", "/items/0/skipped_as"},
    {"\"not_for\":{\"sex\":\"male\"},", "\"not_for\":{\"sex\":\"men\"},", "/items/3/not_for/sex"},
    {"\"Third?\"", "\"Third?\",\"scored\":false", "/items/3/scored"},
    {"{\"raw\":0,\"value\":20},", "", "/scores/5/table"},
    {"{\"raw\":2,\"value\":35.5}", "{\"raw\":0,\"value\":35.5}", "/tables/0/rows/1/raw"},
    {"\"table\":\"t\"", "\"table\":\"u\"", "/scores/5/table"},
    {"\"scores\":[\"pair\"]", "\"scores\":[\"pair\",\"bent\"]", "/scores/5/scores"},
    {"\"scores\":[\"pair\"]", "\"scores\":[\"t\"]", "/scores/5/scores/0"},
    {"\"scores\":[\"pair\",\"bent\"]", "\"scores\":[\"pair\",\"t\"]", "/scores/4/scores/1"},
    {"\"scores\":[\"pair\",\"bent\"]", "\"scores\":[\"pair\",\"pair\"]", "/scores/4/scores/1"},
    {"\"scores\":[\"pair\",\"bent\"]", "\"scores\":[\"pair\",\"bent\"],\"items\":[\"3\"]", "/scores/4/scores"},
    {"\"method\":\"sum\",\"direction\":\"higher_is_worse\",\"scores\"",
     "\"method\":\"percent_of_max\",\"direction\":\"higher_is_worse\",\"scores\"", "/scores/4/method"},
    {"\"min\":0,\"max\":10", "\"min\":0,\"max\":9", "/scores/4/max"},
    {"\"scale\":2", "\"scale\":3", "/scores/0/max"},
    {"\"scale\":2", "\"scale\":0", "/scores/0/scale"},
    {"\"scale\":2", "\"scale\":0.00001", "/scores/0/scale"},
    {"\"min_answered\":2", "\"min_answered\":3", "/scores/0/missing/min_answered"},
    {"\"min_answered\":2", "\"min_answered\":0", "/scores/0/missing/min_answered"},
    {"\"min_answered\":2", "\"min_answered\":2,\"max_missing\":0", "/scores/0/missing/max_missing"},
    {"\"from\":0,\"to\":3,", "\"from\":0,\"to\":1,", "/scores/0/bands/1"},
    {"{\"from\":0,\"to\":3,\"label\":\"low\"}",
     "{\"from\":0,\"to\":2,\"label\":\"low\"},{\"from\":3,\"to\":3.5,\"label\":\"never\"}", "/scores/0/bands/1"},
    {"\"label\":\"low\"}", "\"label\":\"low\",\"for\":{\"sex\":\"male\"}}", "/scores/0/bands/1"},
    {"\"count_at_least\":2,", "", "/scores/1/count_at_least"},
    {"\"count_at_least\":2", "\"count_at_least\":3", "/scores/1/count_at_least"},
    {"\"method\":\"count\"", "\"method\":\"max\"", "/scores/1/count_at_least"},
    {"\"max_missing\":0,\"id\":\"all\",\"source\":\"made up\"},\"min\":0,\"max\":3",
     "\"max_missing\":1,\"id\":\"all\",\"source\":\"made up\"},\"min\":0,\"max\":3", "/scores/1/missing/max_missing"},
    {"\"recode\":{\"1\":0}", "\"recode\":{\"3\":0}", "/scores/2/recode/3"},
    {"\"recode\":{\"1\":0}", "\"recode\":{\"1\":1}", "/scores/2/recode/1"},
    {"\"recode\":{\"1\":0}", "\"recode\":{}", "/scores/2/recode"},
    {"\"recode\":{\"1\":0}", "\"recode\":{\"1\":0},\"reversed\":[\"3\"]", "/scores/2/recode"},
    {"\"recode\":{\"1\":0}", "\"recode\":{\"1\":5}", "/scores/2/max"},
    {"\"weights\":{\"1\":0.5,\"2\":-1}", "\"weights\":{\"1\":0.5}", "/scores/3/weights/2"},
    {"\"weights\":{\"1\":0.5,\"2\":-1}", "\"weights\":{\"1\":0.5,\"2\":-1,\"3\":1}", "/scores/3/weights/3"},
    {"\"weights\":{\"1\":0.5,\"2\":-1}", "\"weights\":{\"1\":0,\"2\":-1}", "/scores/3/weights/1"},
    {"\"weights\":{\"1\":0.5,\"2\":-1}", "\"weights\":{\"1\":0.5,\"2\":-1.00001}", "/scores/3/weights/2"},
    {"\"method\":\"weighted\"", "\"method\":\"sum\"", "/scores/3/weights"},
    {"\"at_least_by_sex\":{\"female\":4,\"male\":6}", "\"at_least_by_sex\":{\"female\":4}",
     "/criteria/0/parts/0/at_least_by_sex/male"},
    {"\"at_least_by_sex\":{\"female\":4,\"male\":6}", "\"at_least\":9", "/criteria/0/parts/0/at_least"},
    {"\"at_least_by_sex\":{\"female\":4,\"male\":6}", "\"at_most\":8", "/criteria/0/parts/0/at_most"},
    {",\"at_least_by_sex\":{\"female\":4,\"male\":6}", "", "/criteria/0/parts/0/at_least"},
    {"\"parts\":[{\"score\":\"pair\"", "\"parts\":[{\"score\":\"trio\"", "/criteria/0/parts/0/score"},
    {"\"at_least_by_sex\":{\"female\":4,\"male\":6}", "\"at_least\":8", "/examples/0/expect/criteria/positive"},
    {"\"values\":[2]", "\"values\":[3]", "/critical_items/0/values/0"},
    {"\"values\":[2]", "\"values\":[2,2]", "/critical_items/0/values/1"},
    {"\"values\":[2]", "\"values\":[2],\"at_least\":1", "/critical_items/0/values"},
    {"\"values\":[2],", "", "/critical_items/0/at_least"},
};

} // namespace

TEST(ReaderFormat, every_feature_is_read)
{
    const Reading reading = read_definition(rich_definition());
    EXPECT_EQ(listed(reading.problems), "");
    EXPECT_EQ(listed(reading.remarks), "");
    ASSERT_TRUE(reading.definition.has_value());
    EXPECT_EQ(reading.definition->scores[0].missing.max_missing, 0);
    EXPECT_EQ(reading.definition->items[2].asked_when->parts.size(), 2U);
}

TEST(ReaderFormat, each_slip_is_found_where_it_stands)
{
    for (const Break& slip : slips) {
        const Reading reading = read_definition(replaced(rich_definition(), slip.from, slip.to));
        EXPECT_FALSE(reading.definition.has_value()) << slip.to;
        EXPECT_TRUE(problem_at(reading.problems, slip.pointer)) << slip.to << " at " << slip.pointer << "\n"
                                                                << listed(reading.problems);
    }
}

TEST(ReaderFormat, a_problem_leads_to_its_line_and_column)
{
    const std::string text = "{\n  \"a\": [1, {\"x\": \"\\u00e9 \\\"]\", \"b\":\n\t7}],\n \"\\u0063\" : true\n}";
    const Reading reading = read_definition(text);
    for (const Problem& problem : reading.problems) {
        if (problem.pointer == "/a") {
            EXPECT_EQ(problem.line, 2);
            EXPECT_EQ(problem.column, 8);
        }
        if (problem.pointer == "/c") {
            EXPECT_EQ(problem.line, 4);
            EXPECT_EQ(problem.column, 13);
        }
        if (problem.pointer == "/title") {
            EXPECT_EQ(problem.line, 1) << "what is missing is missing from the whole";
            EXPECT_EQ(problem.column, 1);
        }
    }
    EXPECT_TRUE(problem_at(reading.problems, "/c"));
}

TEST(ReaderFormat, text_that_is_no_json_is_shown_where_it_stops_being_so)
{
    const Reading reading = read_definition("{\n \"format\": 1,\n \"id\" 7}");
    ASSERT_EQ(reading.problems.size(), 1U);
    EXPECT_EQ(reading.problems[0].line, 3);
    EXPECT_EQ(reading.problems[0].column, 7);
}

TEST(ReaderFormat, a_reversed_item_has_choices_that_turn_round_onto_each_other)
{
    std::string text =
        replaced(small_definition(), "\"items\":[\"1\",\"2\"],\n", "\"items\":[\"1\",\"2\"],\"reversed\":[\"1\"],");
    text = replaced(text, "\"value\":1", "\"value\":-3");
    EXPECT_TRUE(problem_at(read_definition(text).problems, "/scores/0/reversed"));
}

TEST(ReaderFormat, an_item_in_no_score_is_remarked_on_and_not_refused)
{
    const std::string text = replaced(rich_definition(), ",\"scored\":false", "");
    const Reading reading = read_definition(text);
    ASSERT_TRUE(reading.definition.has_value());
    ASSERT_EQ(reading.remarks.size(), 1U);
    EXPECT_EQ(reading.remarks[0].pointer, "/items/4");
    EXPECT_EQ(reading.remarks[0].line, 10);
    const std::string said = check_text("a.json", reading);
    EXPECT_NE(said.find("a.json:10:1: remark: /items/4 "), std::string::npos) << said;
}

TEST(ReaderFormat, an_item_that_only_decides_about_others_is_not_remarked_on)
{
    const std::string gate = R"(,
{"id":"gate","item":"0","when_unanswered":true,"text":"Ask.","source":"made up"})";
    const Reading reading = read_definition(replaced(rich_definition(), gate, ""));
    ASSERT_TRUE(reading.definition.has_value()) << listed(reading.problems);
    EXPECT_EQ(listed(reading.remarks), "");
}

TEST(ReaderFormat, an_unverified_key_is_said)
{
    const std::string text = replaced(small_definition(), "\"verified\"", "\"unverified\"");
    const Reading reading = read_definition(text);
    ASSERT_TRUE(reading.definition.has_value());
    EXPECT_TRUE(problem_at(reading.remarks, "/key_status"));
    EXPECT_NE(check_json("a.json", reading).find("\"key_verified\": false"), std::string::npos);
    EXPECT_NE(show_json(*reading.definition).find("\"key_verified\": false"), std::string::npos);
}

TEST(ReaderFormat, a_branch_that_rests_on_very_many_answers_is_read)
{
    std::string items;
    std::string leaves;
    for (int i = 3; i <= 60; ++i) {
        items += ",{\"id\":\"" + std::to_string(i) + R"(","label":"l","text":"t"})";
        leaves += (i == 3 ? "" : ",") + std::string("{\"item\":\"") + std::to_string(i) + "\",\"equals\":[1]}";
    }
    items += ",{\"id\":\"61\",\"label\":\"l\",\"text\":\"t\",\"asked_when\":{\"any\":[" + leaves + "]}}";
    const Reading reading = read_definition(replaced(small_definition(), "\"Second?\"}", "\"Second?\"}" + items));
    EXPECT_EQ(listed(reading.problems), "");
}

TEST(ReaderFormat, what_would_take_long_to_check_is_refused_soon)
{
    // A score of 900 reversed items with 200 choices each, several times over, and 500 examples to run it on.
    std::string choices;
    for (int i = 0; i < 200; ++i)
        choices += (i == 0 ? "" : ",") + ("{\"value\":" + std::to_string(i) + R"(,"text":"t"})");
    std::string items;
    std::string ids;
    for (int i = 1; i <= 900; ++i) {
        items += (i == 1 ? "" : ",") + ("{\"id\":\"" + std::to_string(i) + R"(","label":"l","text":"t"})");
        ids += (i == 1 ? "\"" : ",\"") + std::to_string(i) + "\"";
    }
    std::string scores;
    for (int i = 0; i < 50; ++i)
        scores += (i == 0 ? "" : ",") + ("{\"id\":\"s" + std::to_string(i)) +
                  R"(","name":"n","method":"sum","direction":"higher_is_worse","items":[)" + ids + "],\"reversed\":[" +
                  ids + R"(],"missing":{"max_missing":0,"id":"all","source":"s"},"min":0,"max":179100})";
    std::string examples;
    for (int i = 0; i < 500; ++i)
        examples +=
            (i == 0 ? "" : ",") + std::string(R"({"name":"n","source":"s","answers":{},"expect":{"scores":{}}})");
    const std::string start = small_definition().substr(0, small_definition().find("\"choices\":"));
    const std::string text = start + "\"choices\":{\"c\":[" + choices + "]},\"items\":[" + items + "],\"scores\":[" +
                             scores + "],\"examples\":[" + examples + "]}";
    ASSERT_LT(text.size(), std::size_t{1} << 20U);
    EXPECT_TRUE(problem_at(read_definition(text).problems, "/examples"));
}

TEST(ReaderFormat, every_kind_of_slip_is_named_in_one_reading)
{
    std::string text = rich_definition();
    const std::vector<Break> all = {
        {"\"sources\":[\"made up\"]", "\"sources\":[]", "/sources"}, // source missing
        {"{\"any\":[{\"item\":\"1\",\"at_least\":1},",
         "{\"all\":[{\"item\":\"1\",\"at_least\":1},{\"item\":\"0\",\"equals\":[0]},",
         "/items/2/asked_when"},                                                                 // branch never taken
        {"\"from\":4,\"to\":8", "\"from\":5,\"to\":8", "/scores/0/bands/1"},                     // gap in bands
        {"\"items\":[\"1\",\"2\",\"3\"]", "\"items\":[\"1\",\"2\",\"7\"]", "/scores/1/items/2"}, // undefined reference
        {"\"scores\":[\"pair\",\"bent\"]", "\"scores\":[\"pair\",\"crooked\"]", "/scores/4/scores/1"}, // and another
        {"\"at_least_by_sex\":{\"female\":4,\"male\":6}", "\"at_least\":true",
         "/criteria/0/parts/0/at_least"},                                       // wrong kind
        {"\"values\":[2]", "\"values\":[40000]", "/critical_items/0/values/0"}, // over the limits
    };
    for (const Break& slip : all)
        text = replaced(text, slip.from, slip.to);
    text = text.substr(0, text.find("\"examples\":")) + "\"examples\":[]}";
    const Reading reading = read_definition(text);
    for (const Break& slip : all)
        EXPECT_TRUE(problem_at(reading.problems, slip.pointer)) << slip.pointer << "\n" << listed(reading.problems);
    EXPECT_TRUE(problem_at(reading.problems, "/examples"));
    for (const Problem& problem : reading.problems)
        EXPECT_GT(problem.line * problem.column, 0) << problem.pointer;
}

TEST(ReaderFormat, bands_that_overlap_or_hold_nothing_are_found)
{
    const std::string overlap = replaced(rich_definition(), "\"from\":4,\"to\":8", "\"from\":3,\"to\":8");
    EXPECT_TRUE(problem_at(read_definition(overlap).problems, "/scores/0/bands/1"));
    // The pair's values are even, so that nothing lies from 7 to 7.
    const std::string never =
        replaced(rich_definition(), "{\"from\":4,\"to\":8,\"label\":\"high\"}",
                 "{\"from\":4,\"to\":6,\"label\":\"high\"},{\"from\":7,\"to\":7,\"label\":\"odd\"},"
                 "{\"from\":8,\"to\":8,\"label\":\"top\"}");
    EXPECT_TRUE(problem_at(read_definition(never).problems, "/scores/0/bands/2"));
}
