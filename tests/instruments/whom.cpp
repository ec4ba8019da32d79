// Bands and cut-offs that are about some people only: by sex, by years of education, and with neither known.
#include "instruments/whom.h"

#include <gtest/gtest.h>

#include "instruments/reader.h"
#include "instruments/score_json.h"

using namespace rapport::instruments;

namespace {

/// Two items of 0 to 3. Up to 12 years of education 3 and more is "low"; from 13 years on, 4 and more.
std::string definition_text(const std::string& bands, const std::string& cut_offs = "[]")
{
    return R"({"format":1,"id":"made-up","version":"v1","title":"Made up","short_title":"MU","language":"en",
"recall":"today","respondent":"patient","mode":"self","wording":"shipped","key_status":"verified",
"licence":{"holder":"Nobody","terms":"Free","may_ship_text":true,"may_release_text":true},"sources":["Made up"],
"choices":{"four":[{"value":0,"text":"0"},{"value":1,"text":"1"},{"value":2,"text":"2"},{"value":3,"text":"3"}]},
"items":[{"id":"1","label":"one","text":"One?"},{"id":"2","label":"two","text":"Two?"}],
"scores":[{"id":"total","name":"Total","method":"sum","direction":"higher_is_worse","items":["1","2"],
"missing":{"max_missing":0,"id":"none-published","source":"None is published."},"min":0,"max":6,
"bands_source":"Made up","bands":)" +
           bands + R"(,"cut_offs":)" + cut_offs + R"(}],
"examples":[{"name":"all","source":"by hand","answers":{"1":1,"2":2},"context":{"education":12},
"expect":{"scores":{"total":3}}}]})";
}

const std::string by_education = R"([{"from":0,"to":2,"label":"usual","for":{"education_to":12}},
{"from":3,"to":6,"label":"low","for":{"education_to":12}},
{"from":0,"to":3,"label":"usual","for":{"education_from":13}},
{"from":4,"to":6,"label":"low","for":{"education_from":13}}])";

Definition sound(const std::string& text)
{
    Reading reading = read_definition(text);
    for (const Problem& problem : reading.problems)
        ADD_FAILURE() << problem.pointer << " " << problem.what;
    return std::move(reading.definition).value();
}

ScoreValue total(const Definition& definition, int first, std::optional<int> second, std::optional<int> education)
{
    Response response;
    response.items = {Answer::chose(first), second ? Answer::chose(*second) : Answer::none(Missing::declined)};
    Context context;
    context.education = education;
    return score(definition, response, context).scores.front();
}

bool says(const std::string& text, const std::string& pointer, const std::string& what)
{
    const Reading reading = read_definition(text);
    return std::any_of(reading.problems.begin(), reading.problems.end(), [&](const Problem& problem) {
        return problem.pointer == pointer && problem.what.find(what) != std::string::npos;
    });
}

} // namespace

TEST(Whom, the_band_is_that_of_the_persons_own_years_of_education)
{
    const Definition definition = sound(definition_text(by_education));
    for (const int years : {0, 8, 12})
        EXPECT_EQ(total(definition, 1, 2, years).band, "low") << years;
    for (const int years : {13, 20, 40})
        EXPECT_EQ(total(definition, 1, 2, years).band, "usual") << years;
}

TEST(Whom, with_the_education_unknown_only_what_holds_for_all_is_said)
{
    const Definition definition = sound(definition_text(by_education));
    EXPECT_TRUE(total(definition, 1, 2, std::nullopt).band_cannot_tell);
    EXPECT_EQ(total(definition, 1, 2, std::nullopt).band, "");
    EXPECT_EQ(total(definition, 1, 1, std::nullopt).band, "usual");
    EXPECT_EQ(total(definition, 2, 2, std::nullopt).band, "low");
    EXPECT_FALSE(total(definition, 2, 2, std::nullopt).band_cannot_tell);
}

TEST(Whom, a_part_that_reaches_a_cut_off_somebody_may_have_is_never_passed_over)
{
    const Definition definition = sound(definition_text(
        by_education, R"([{"from":3,"to":3,"label":"low","source":"Made up","for":{"education_to":12}}])"));
    EXPECT_TRUE(total(definition, 3, std::nullopt, 12).cut_off_reached_by_part);
    EXPECT_FALSE(total(definition, 3, std::nullopt, 13).cut_off_reached_by_part);
    EXPECT_TRUE(total(definition, 3, std::nullopt, std::nullopt).cut_off_reached_by_part);
}

TEST(Whom, bands_have_to_serve_everybody_whole)
{
    EXPECT_TRUE(says(definition_text(R"([{"from":0,"to":6,"label":"any","for":{"education_to":12}}])"),
                     "/scores/0/bands", "some years of education only"));
    EXPECT_TRUE(says(definition_text(R"([{"from":0,"to":6,"label":"any","for":{"education_to":12}},
{"from":0,"to":5,"label":"any","for":{"education_from":13}}])"),
                     "/scores/0/bands/1", "must end"));
    EXPECT_TRUE(says(definition_text(R"([{"from":0,"to":6,"label":"any","for":{"education_to":12}},
{"from":0,"to":6,"label":"any","for":{"education_from":12}}])"),
                     "/scores/0/bands/1", "overlaps"));
    EXPECT_TRUE(
        says(definition_text(R"([{"from":0,"to":6,"label":"any","for":{}}])"), "/scores/0/bands/0/for", "must say"));
    EXPECT_TRUE(
        says(definition_text(R"([{"from":0,"to":6,"label":"any","for":{"education_from":13,"education_to":12}}])"),
             "/scores/0/bands/0/for", "ends before"));
    EXPECT_TRUE(says(definition_text(R"([{"from":0,"to":6,"label":"any","for":{"education_to":41}}])"),
                     "/scores/0/bands/0/for/education_to", ""));
}

/// Every person there can be, one by one: those `possible` gives stand for all of them.
TEST(Whom, the_people_thought_of_stand_for_everybody)
{
    const Definition definition = sound(definition_text(by_education));
    for (int first = 0; first <= 3; ++first)
        for (int second = 0; second <= 3; ++second) {
            std::set<std::string> seen;
            for (int years = 0; years <= most_education; ++years)
                seen.insert(std::string(total(definition, first, second, years).band));
            const ScoreValue unknown = total(definition, first, second, std::nullopt);
            EXPECT_EQ(unknown.band_cannot_tell, seen.size() > 1) << first << " " << second;
            if (seen.size() == 1) {
                EXPECT_EQ(unknown.band, *seen.begin());
            }
        }
}
