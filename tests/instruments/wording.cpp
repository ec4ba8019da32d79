#include <gtest/gtest.h>

#include "support.h"

using namespace rapport::instruments;
using namespace rapport::instruments::testing;

namespace {

/// Stand-in words; the real ones are licensed.
std::string wording()
{
    std::string items;
    for (int i = 1; i <= 12; ++i)
        items += (i == 1 ? "" : ",") + ("\"" + std::to_string(i) + "\":\"Words of item " + std::to_string(i) + "\"");
    return R"({"instrument":"wai-sr-client","version":"12-item-en","permission":{"by":"SPR","date":"2026-01-31",)"
           R"("reference":"letter 7"},"instructions":"Read.","items":{)" +
           items + R"(},"choices":{"frequency":{"1":"one","2":"two","3":"three","4":"four","5":"five"}}})";
}

Merging merged(const std::string& words)
{
    return install_wording(bundled("wai-sr-client"), words);
}

} // namespace

TEST(Wording, installed_words_make_a_definition_that_scores_as_before)
{
    const Merging merging = merged(wording());
    ASSERT_TRUE(merging.problems.empty()) << listed(merging.problems);
    const Reading reading = read_definition(merging.json);
    ASSERT_TRUE(reading.definition.has_value()) << listed(reading.problems);
    const Definition& definition = *reading.definition;
    EXPECT_EQ(definition.wording, Wording::installed);
    EXPECT_EQ(definition.instructions, "Read.");
    EXPECT_EQ(definition.items[11].text, "Words of item 12");
    EXPECT_EQ(definition.choices(0)[4].text, "five");
    EXPECT_EQ(definition.version, known("wai-sr-client").version);
    EXPECT_FALSE(definition.licence.may_release_text);
    for (std::size_t i = 0; i < definition.scores.size(); ++i)
        EXPECT_EQ(definition.scores[i].items, known("wai-sr-client").scores[i].items);
}

TEST(Wording, what_does_not_fit_is_named_and_nothing_is_given_back)
{
    const std::vector<std::pair<std::string, std::string>> wrong = {
        {replaced(wording(), "wai-sr-client", "wai-sr-therapist"), "/instrument"},
        {replaced(wording(), "12-item-en", "1"), "/version"},
        {replaced(wording(), "\"12\":", "\"13\":"), "/items/12"},
        {replaced(wording(), "\"12\":", "\"13\":"), "/items/13"},
        {replaced(wording(), "\"Words of item 3\"", "\"\""), "/items/3"},
        {replaced(wording(), "\"5\":\"five\"", "\"6\":\"six\""), "/choices/frequency/5"},
        {replaced(wording(), "2026-01-31", "last year"), "/permission/date"},
        {replaced(wording(), "\"by\":\"SPR\",", ""), "/permission/by"},
        {replaced(wording(), "\"instructions\"", "\"instruction\""), "/instruction"},
        {"[]", ""},
        {"{", ""},
    };
    for (const auto& [words, pointer] : wrong) {
        const Merging merging = merged(words);
        EXPECT_TRUE(merging.json.empty());
        EXPECT_TRUE(problem_at(merging.problems, pointer)) << pointer << "\n" << listed(merging.problems);
    }
}

TEST(Wording, a_definition_with_its_own_words_takes_no_others)
{
    EXPECT_FALSE(install_wording(bundled("gad-7"), wording()).problems.empty());
}

TEST(Wording, a_definition_cannot_claim_installed_words_without_permission)
{
    const Merging merging = merged(wording());
    const Reading reading = read_definition(replaced(merging.json, "\"permission\"", "\"permissions\""));
    EXPECT_TRUE(problem_at(reading.problems, "/permission"));
    EXPECT_TRUE(problem_at(reading.problems, "/permissions"));
}
