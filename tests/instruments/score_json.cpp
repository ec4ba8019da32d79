#include "instruments/score_json.h"

#include <gtest/gtest.h>

#include "support.h"

using namespace rapport::instruments;
using namespace rapport::instruments::testing;

namespace {

std::string ones(const std::string& last = "1")
{
    return R"({"answers":{"1":1,"2":1,"3":1,"4":1,"5":1,"6":1,"7":)" + last + "}}";
}

std::string given(const std::string& input)
{
    const auto out = score_json(known("gad-7"), input);
    return out ? *out : "refused: " + out.error().detail;
}

constexpr std::string_view seven =
    R"({"instrument":"gad-7","version":"two-weeks-en","scores":{"total":{"value":7,"band":"mild","band_above":null,)"
    R"("answered":7,"items":7,"skipped":0,"prorated":false,"lowest":7,"highest":7}},"criteria":{},"flags":[],"absent":{}})";

} // namespace

TEST(ScoreJson, one_object_gives_one_object_of_the_documented_shape)
{
    EXPECT_EQ(given(ones()), std::string(seven) + "\n");
}

TEST(ScoreJson, an_object_may_be_spread_over_lines)
{
    EXPECT_EQ(given(replaced(ones(), ":{", ":\n {\n")), std::string(seven) + "\n");
    EXPECT_EQ(given("\n\n" + ones() + "\r\n\n"), std::string(seven) + "\n");
}

TEST(ScoreJson, a_list_gives_a_list)
{
    const std::string row(seven);
    EXPECT_EQ(given("[" + ones() + ", " + ones() + "]"), "[\n" + row + ",\n" + row + "\n]\n");
    EXPECT_EQ(given(" [ ] "), "[]\n");
}

TEST(ScoreJson, lines_give_lines)
{
    EXPECT_EQ(given(ones() + "\n\n" + ones() + "\n"), std::string(seven) + "\n" + std::string(seven) + "\n");
}

TEST(ScoreJson, an_item_left_out_null_or_with_a_reason_is_unanswered)
{
    const std::string absent = R"("absent":{"total":"all-items-required"})";
    for (const std::string last : {"null", "\"declined\"", "\"not_asked\"", "\"not_reached\"", "\"cleared\""}) {
        const std::string out = given(ones(last));
        EXPECT_NE(out.find(absent), std::string::npos) << out;
        EXPECT_NE(out.find(R"("value":null,"band":null)"), std::string::npos) << out;
        EXPECT_NE(out.find(R"("answered":6,"items":7)"), std::string::npos) << out;
        EXPECT_NE(out.find(R"("flags":["incomplete"])"), std::string::npos) << out;
    }
    EXPECT_NE(given(R"({"answers":{}})").find(absent), std::string::npos);
}

TEST(ScoreJson, a_fraction_is_printed_as_the_shortest_number_that_is_it)
{
    const auto out = score_json(known("phq-9"), R"({"answers":{"1":1,"2":1,"3":1,"4":1,"5":0,"6":0,"7":0,"9":0}})");
    ASSERT_TRUE(out.ok());
    EXPECT_NE(out->find(R"("value":4.5,"band":"minimal","band_above":"mild")"), std::string::npos) << *out;
    EXPECT_NE(out->find(R"("prorated":true,"lowest":4,"highest":7)"), std::string::npos) << *out;
}

TEST(ScoreJson, context_may_stand_beside_the_answers)
{
    EXPECT_EQ(given(replaced(ones(), "}}", R"(},"context":{"sex":"female","age":44}})")), std::string(seven) + "\n");
    EXPECT_EQ(given(replaced(ones(), "}}", R"(},"context":{"sex":null,"age":null}})")), std::string(seven) + "\n");
    EXPECT_EQ(given(replaced(ones(), "}}", R"(},"context":null})")), std::string(seven) + "\n");
}

TEST(ScoreJson, what_is_wrong_is_refused_in_one_sentence_that_says_where)
{
    const std::vector<std::pair<std::string, std::string>> wrong = {
        {R"({"answers":{"8":1}})", "There is no item \"8\" in gad-7."},
        {R"({"answers":{"John Smith 3":1}})", "There is no item of that name in gad-7."},
        {ones("4"), "Item 7 has a value that is not one of its choices (0, 1, 2, 3)."},
        {ones("-1"), "Item 7 has a value that is not one of its choices (0, 1, 2, 3)."},
        {ones("65536"), "Item 7 has a value that is not one of its choices (0, 1, 2, 3)."},
        {ones("99999999999999999999"), "Item 7 has a number that is not whole."},
        {ones("1.0"), "Item 7 has a number that is not whole."},
        {ones("1e0"), "Item 7 has a number that is not whole."},
        {ones("true"), "Item 7 must have a whole number or null."},
        {ones("[1]"), "Item 7 must have a whole number or null."},
        {ones("\"1\""), "Item 7 has a text that is not a reason (declined, not_asked, not_reached, cleared)."},
        {R"({"answers":{"1":1,"2":0,"1":1}})", "Item 1: this key appears twice."},
        {R"({"answers":{},"answers":{}})", "This key appears twice."},
        {ones() + " x", "There is text after the end of the JSON value."},
        {ones() + ones(), "There is text after the end of the JSON value."},
        {ones() + "\nx", "Line 2: this is not valid JSON, line 1."},
        {ones() + "\n" + ones("9"), "Line 2: item 7 has a value that is not one of its choices (0, 1, 2, 3)."},
        {"[" + ones() + "," + ones("9") + "]",
         "Entry 2: item 7 has a value that is not one of its choices (0, 1, 2, 3)."},
        {"[" + ones() + R"(,{"answers":{"3":1,"3":1}}])", "Entry 2: item 3: this key appears twice."},
        {R"({"answers":{},"name":"x"})", "Only \"answers\" and \"context\" may stand beside each other."},
        {R"({"answer":{}})", "An object with \"answers\" is needed."},
        {R"({"answers":[1,2]})", "\"answers\" must be an object."},
        {R"({"answers":{},"context":{"sex":"x"}})", "\"sex\" must be \"female\" or \"male\"."},
        {R"({"answers":{},"context":{"age":1.5}})", "\"age\" must be whole years from 0 to 130."},
        {R"({"answers":{},"context":{"town":"x"}})", "\"context\" may hold \"sex\", \"age\" and \"education\" only."},
        {R"({"answers":{},"context":[]})", "\"context\" must be an object."},
        {"7", "An object with \"answers\" is needed."},
        {"", "There are no answers to score."},
        {" \n ", "There are no answers to score."},
        {R"({"answers":{"1":1)", "This is not valid JSON, line 1."},
        {R"({"answers":{"1":NaN}})", "This is not valid JSON, line 1."},
        {R"({"answers":{"1":1e999}})", "Item 1: this number is too large."},
        {std::string(R"({"answers":{}})") + '\0' + "x", "The text holds a control character."},
        {"{\"answers\":{\"\xff\":1}}", "The text is not valid UTF-8 at byte 13."},
    };
    for (const auto& [input, sentence] : wrong) {
        const auto out = score_json(known("gad-7"), input);
        ASSERT_FALSE(out.ok()) << input;
        EXPECT_EQ(out.error().fault, answers_refused);
        EXPECT_EQ(out.error().detail, sentence) << input;
    }
}
