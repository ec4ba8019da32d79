#include <gtest/gtest.h>

#include "support.h"

using namespace rapport::instruments;
using namespace rapport::instruments::testing;

namespace {

struct Break {
    std::string from;
    std::string to;
    std::string pointer;
};

/// Each takes a place in the small definition, and is one slip somebody could make by hand.
const std::vector<Break> slips = {
    {"\"format\":1", "\"format\":2", "/format"},
    {"\"id\":\"small\"", "\"id\":\"Small one\"", "/id"},
    {"\"respondent\":\"patient\"", "\"respondent\":\"Patient\"", "/respondent"},
    {"\"mode\":\"self\"", "\"mode\":null", "/mode"},
    {"\"may_ship_text\":true", "\"may_ship_text\":false", "/wording"},
    {"\"may_ship_text\":true", "\"may_ship_text\":\"true\"", "/licence/may_ship_text"},
    {"\"sources\":[\"made up\"]", "\"sources\":[]", "/sources"},
    {"\"wording\":\"shipped\"", "\"wording\":\"key_only\"", "/items/0/text"},
    {"\"wording\":\"shipped\"", "\"wording\":\"key_only\"", "/choices/c/0/text"},
    {"\"wording\":\"shipped\"", "\"wording\":\"key_only\",\"stem\":\"x\"", "/stem"},
    {"\"wording\":\"shipped\"",
     "\"wording\":\"shipped\",\"permission\":{\"by\":\"a\",\"date\":\"b\",\"reference\":\"c\"}", "/permission"},
    {"\"wording\":\"shipped\"", "\"wording\":\"shipped\",\"pair\":\"small\"", "/pair"},
    {"\"value\":2", "\"value\":1", "/choices/c/2"},
    {"\"value\":2", "\"value\":40000", "/choices/c/2/value"},
    {"\"value\":2", "\"value\":2.5", "/choices/c/2/value"},
    {"\"choices\":{", "\"choices\":{\"d\":[{\"value\":0,\"text\":\"a\"},{\"value\":1,\"text\":\"b\"}],",
     "/items/0/choices"},
    {"\"label\":\"one\"", "\"label\":\"one\",\"choices\":\"e\"", "/items/0/choices"},
    {"\"id\":\"2\"", "\"id\":\"1\"", "/items/1/id"},
    {"\"id\":\"2\"", "\"id\":\"two words\"", "/items/1/id"},
    {"\"label\":\"one\"", "\"label\":\"\"", "/items/0/label"},
    {"\"label\":\"one\"", "\"label\":\"one\",\"cluster\":\"b\"", "/items/0/cluster"},
    {"\"text\":\"First?\"", "\"text\":\"\"", "/items/0/text"},
    {"\"items\":[\"1\",\"2\"],\n", "\"items\":[\"1\",\"3\"],", "/scores/0/items/1"},
    {"\"items\":[\"1\",\"2\"],\n", "\"items\":[\"1\",\"1\"],", "/scores/0/items/1"},
    {"\"items\":[\"1\",\"2\"],\n", "\"items\":[\"1\",\"2\"],\"reversed\":[\"4\"],", "/scores/0/reversed/0"},
    {"\"method\":\"sum\"", "\"method\":\"total\"", "/scores/0/method"},
    {"\"max_missing\":0", "\"max_missing\":2", "/scores/0/missing/max_missing"},
    {"\"max_missing\":0", "\"max_missing\":-1", "/scores/0/missing/max_missing"},
    {"\"id\":\"all\"", "\"name\":\"all\"", "/scores/0/missing/id"},
    {"\"min\":0", "\"min\":1", "/scores/0/min"},
    {"\"max\":4", "\"max\":6", "/scores/0/max"},
    {"\"from\":0,\"to\":1", "\"from\":1,\"to\":1", "/scores/0/bands/0"},
    {"\"from\":0,\"to\":1", "\"from\":0,\"to\":2", "/scores/0/bands/1"},
    {"\"from\":2,\"to\":4", "\"from\":3,\"to\":4", "/scores/0/bands/1"},
    {"\"from\":2,\"to\":4", "\"from\":2,\"to\":3", "/scores/0/bands/1"},
    {"\"from\":2,\"to\":4", "\"from\":2,\"to\":1", "/scores/0/bands/1/to"},
    {"\"from\":0,\"to\":1", "\"from\":0,\"to\":1.5", "/scores/0/bands/0"},
    {",\"bands_source\":\"made up\"", "", "/scores/0/bands_source"},
    {"\"min\":0", "\"cut_offs\":[{\"from\":3,\"to\":5,\"label\":\"a\",\"source\":\"b\"}],\"min\":0",
     "/scores/0/cut_offs/0"},
    {"\"min\":0", "\"cut_offs\":[{\"from\":3,\"to\":2,\"label\":\"a\",\"source\":\"b\"}],\"min\":0",
     "/scores/0/cut_offs/0/to"},
    {"\"at_least\":1", "\"at_least\":0", "/criteria/0/parts/0/at_least"},
    {"\"at_least\":1", "\"at_least\":3", "/criteria/0/parts/0/at_least"},
    {"\"need\":2", "\"need\":3", "/criteria/0/parts/0/need"},
    {"\"need\":2", "\"need\":0", "/criteria/0/parts/0/need"},
    {"\"need\":2", "\"need\":2,\"most\":1", "/criteria/0/parts/0/most"},
    {"\"need\":2", "\"need\":2,\"at_least_for\":{\"3\":1}", "/criteria/0/parts/0/at_least_for/3"},
    {"\"item\":\"2\"", "\"item\":\"9\"", "/critical_items/0/item"},
    {"\"at_least\":2,\"when", "\"at_least\":3,\"when", "/critical_items/0/at_least"},
    {"\"score\":\"total\"", "\"score\":\"sum\"", "/changes/0/score"},
    {"\"points\":2", "\"points\":0", "/changes/0/points"},
    {"\"points\":2", "\"points\":5", "/changes/0/points"},
    {"\"points\":2", "\"points\":2,\"points_to\":2", "/changes/0/points_to"},
    {"\"points\":2", "\"points\":2,\"end_point\":9", "/changes/0/end_point"},
    {"\"reliable\",\"points\":2", "\"minimal_important\",\"points\":2,\"end_point\":1", "/changes/0/end_point"},
    {"\"kind\":\"reliable\"", "\"kind\":\"sure\"", "/changes/0/kind"},
    {"{\"1\":1,", "{\"1\":3,", "/examples/0/answers/1"},
    {"{\"1\":1,", "{\"7\":1,", "/examples/0/answers/7"},
    {"{\"1\":1,", "{\"1\":\"1\",", "/examples/0/answers/1"},
    {"\"scores\":{\"total\":3}", "\"scores\":{\"total\":4}", "/examples/0/expect/scores/total"},
    {"\"scores\":{\"total\":3}", "\"scores\":{\"total\":null}", "/examples/0/expect/scores/total"},
    {"\"scores\":{\"total\":3}", "\"scores\":{\"all\":3}", "/examples/0/expect/scores/all"},
    {"\"scores\":{\"total\":3}", "\"scores\":{}", "/scores/0"},
    {"\"bands\":{\"total\":\"high\"}", "\"bands\":{\"total\":\"low\"}", "/examples/0/expect/bands/total"},
    {"\"bands\":{\"total\":\"high\"}", "\"bands\":{\"total\":null}", "/examples/0/expect/bands/total"},
    {"\"bands\":{\"total\":\"high\"}", "\"bands\":{\"total\":[\"low\",\"high\"]}", "/examples/0/expect/bands/total"},
    {"\"both\":\"met\"", "\"both\":\"not_met\"", "/examples/0/expect/criteria/both"},
    {"\"both\":\"met\"", "\"both\":true", "/examples/0/expect/criteria/both"},
    {",\"criteria\":{\"both\":\"met\"}", "", "/criteria/0"},
    {"[\"second_positive\"]", "[]", "/examples/0/expect/flags"},
    {"[\"second_positive\"]", "[\"second_missing\"]", "/examples/0/expect/flags"},
    {"\"examples\":[", "\"examples\":[7,", "/examples/0"},
};

} // namespace

TEST(ReaderMeaning, each_slip_is_found_where_it_stands)
{
    for (const Break& slip : slips) {
        const Reading reading = read_definition(replaced(small_definition(), slip.from, slip.to));
        EXPECT_FALSE(reading.definition.has_value()) << slip.to;
        EXPECT_TRUE(problem_at(reading.problems, slip.pointer)) << slip.to << " at " << slip.pointer << "\n"
                                                                << listed(reading.problems);
    }
}

TEST(ReaderMeaning, all_problems_are_named_at_once)
{
    std::string text = small_definition();
    text = replaced(text, "\"mode\":\"self\"", "\"mode\":\"x\"");
    text = replaced(text, "\"label\":\"two\"", "\"lable\":\"two\"");
    text = replaced(text, "\"method\":\"sum\"", "\"method\":\"x\"");
    text = replaced(text, "\"need\":2", "\"need\":9");
    text = replaced(text, "\"item\":\"2\"", "\"item\":\"x\"");
    text = replaced(text, "\"points\":2", "\"points\":-1");
    text = replaced(text, "{\"1\":1,", "{\"x\":1,");
    text = replaced(text, "\"format\":1", "\"format\":1,\"format\":1");
    const Reading reading = read_definition(text);
    for (const char* const pointer :
         {"/format", "/mode", "/items/1/label", "/items/1/lable", "/scores/0/method", "/criteria/0/parts/0/need",
          "/critical_items/0/item", "/changes/0/points", "/examples/0/answers/x"})
        EXPECT_TRUE(problem_at(reading.problems, pointer)) << pointer << "\n" << listed(reading.problems);
    EXPECT_EQ(reading.problems.size(), 9U) << listed(reading.problems);
}

TEST(ReaderMeaning, a_mean_has_bands_between_which_no_complete_response_falls)
{
    // Two items from 0 to 2 have means 0, 0.5, 1, 1.5 and 2.
    std::string text = replaced(small_definition(), "\"method\":\"sum\"", "\"method\":\"mean\"");
    text = replaced(text, "\"max\":4", "\"max\":2");
    text = replaced(text, "\"total\":3", "\"total\":1.5");
    text = replaced(text, ",\"points\":2", ",\"points\":1");
    const std::string sound = replaced(text, "\"to\":1,\"label\":\"low\"},{\"from\":2,\"to\":4",
                                       "\"to\":0.99,\"label\":\"low\"},{\"from\":1,\"to\":2");
    EXPECT_EQ(listed(read_definition(sound).problems), "");
    const std::string gap = replaced(text, "\"to\":1,\"label\":\"low\"},{\"from\":2,\"to\":4",
                                     "\"to\":0.9,\"label\":\"low\"},{\"from\":1.4,\"to\":2");
    EXPECT_TRUE(problem_at(read_definition(gap).problems, "/scores/0/bands/1"));
}

TEST(ReaderMeaning, a_rule_too_large_to_judge_exactly_is_refused)
{
    std::string items;
    std::string ids;
    for (int i = 3; i <= 200; ++i) {
        items += ",{\"id\":\"" + std::to_string(i) + R"(","label":"l","text":"t"})";
        ids += (i == 3 ? "\"" : ",\"") + std::to_string(i) + "\"";
    }
    std::string text = replaced(small_definition(), "\"Second?\"}", "\"Second?\"}" + items);
    const std::string part = "{\"items\":[" + ids + "],\"at_least\":1,\"need\":99,\"most\":150}";
    text = replaced(text, "\"parts\":[", "\"parts\":[" + part + "," + part + ",");
    EXPECT_TRUE(problem_at(read_definition(text).problems, "/criteria/0/parts"));
}
