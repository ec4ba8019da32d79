#include "instruments/scoring.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

#include "support.h"

using namespace rapport::instruments;
using namespace rapport::instruments::testing;

namespace {

constexpr int cases = 20'000;

/// Small definitions of every shape: gaps in choices, unordered choices, reversed items, sums and means.
Definition random_definition(std::mt19937_64& random)
{
    Definition made;
    const int sets = pick(random, 1, 2);
    for (int s = 0; s < sets; ++s) {
        ChoiceSet set;
        set.id = std::to_string(s);
        int value = pick(random, -2, 2);
        for (int c = pick(random, 2, 4); c > 0; --c, value += pick(random, 1, 3))
            set.choices.push_back({value, "x"});
        std::shuffle(set.choices.begin(), set.choices.end(), random);
        made.choice_sets.push_back(set);
    }
    const int items = pick(random, 1, 5);
    Score score;
    score.id = "s";
    score.method = pick(random, 0, 1) == 0 ? Method::sum : Method::mean;
    for (int i = 0; i < items; ++i) {
        made.items.push_back({std::to_string(i + 1), "", "", "", static_cast<std::size_t>(pick(random, 0, sets - 1))});
        score.items.push_back(static_cast<std::size_t>(i));
        score.reversed.push_back(pick(random, 0, 1) == 1);
    }
    score.missing = {pick(random, 0, items - 1), "rule", ""};
    made.scores.push_back(score);
    return made;
}

/// All ways the missing answers could have been, added up one by one.
struct Extremes {
    double low = std::numeric_limits<double>::max();
    double high = std::numeric_limits<double>::lowest();
};

void complete(const Definition& definition, std::vector<int>& chosen, const Response& response, Extremes& found)
{
    const std::size_t next = chosen.size();
    if (next == response.items.size()) {
        double points = 0;
        for (std::size_t i = 0; i < next; ++i) {
            int low = 1000;
            int high = -1000;
            for (const Choice& choice : definition.choices(i))
                low = std::min(low, choice.value), high = std::max(high, choice.value);
            points += definition.scores[0].reversed[i] ? low + high - chosen[i] : chosen[i];
        }
        if (definition.scores[0].method == Method::mean) points /= static_cast<double>(next);
        found.low = std::min(found.low, points);
        found.high = std::max(found.high, points);
        return;
    }
    for (const Choice& choice : definition.choices(next)) {
        if (response.items[next].given() && response.items[next].value() != choice.value) continue;
        chosen.push_back(choice.value);
        complete(definition, chosen, response, found);
        chosen.pop_back();
    }
}

/// Each missing answer replaced by the mean of the answered ones, item by item.
double stand_in(const Definition& definition, const Response& response)
{
    std::vector<double> points;
    for (std::size_t i = 0; i < response.items.size(); ++i) {
        if (!response.items[i].given()) continue;
        int low = 1000;
        int high = -1000;
        for (const Choice& choice : definition.choices(i))
            low = std::min(low, choice.value), high = std::max(high, choice.value);
        const int value = response.items[i].value();
        points.push_back(definition.scores[0].reversed[i] ? low + high - value : value);
    }
    double mean = 0;
    for (const double point : points)
        mean += point / static_cast<double>(points.size());
    points.resize(response.items.size(), mean);
    double sum = 0;
    for (const double point : points)
        sum += point;
    return definition.scores[0].method == Method::mean ? sum / static_cast<double>(points.size()) : sum;
}

} // namespace

TEST(Scoring, lowest_and_highest_are_those_of_all_completions)
{
    std::mt19937_64 random(11);
    for (int i = 0; i < cases; ++i) {
        const Definition definition = random_definition(random);
        const Response response = random_response(definition, random, 35);
        const Scored scored = score(definition, response);
        Extremes want;
        std::vector<int> chosen;
        complete(definition, chosen, response, want);
        const ScoreValue& got = scored.scores[0];
        ASSERT_DOUBLE_EQ(got.lowest, want.low);
        ASSERT_DOUBLE_EQ(got.highest, want.high);
        if (got.answered == got.items) {
            ASSERT_TRUE(got.value.has_value());
            ASSERT_DOUBLE_EQ(*got.value, want.low);
            ASSERT_EQ(want.low, want.high);
        }
        if (got.value) {
            ASSERT_NEAR(*got.value, stand_in(definition, response), 1e-9);
        }
        ASSERT_EQ(got.value.has_value(), got.absent.empty());
        ASSERT_EQ(got.value.has_value(), got.items - got.answered <= definition.scores[0].missing.max_missing);
        ASSERT_EQ(got.prorated, got.value.has_value() && got.answered < got.items);
    }
}

TEST(Scoring, phq_9_is_prorated_as_the_rule_says)
{
    const Definition& phq = known("phq-9");
    const std::vector<std::string> names = {"minimal", "mild", "moderate", "moderately severe", "severe"};
    std::mt19937_64 random(9);
    int between = 0;
    for (int i = 0; i < cases; ++i) {
        const Response response = random_response(phq, random, pick(random, 0, 30));
        long sum = 0;
        long answered = 0;
        for (std::size_t item = 0; item < 9; ++item)
            if (response.items[item].given()) sum += response.items[item].value(), ++answered;
        const Scored scored = score(phq, response);
        const ScoreValue& total = value_of(scored, "total");
        ASSERT_EQ(total.answered, answered);
        ASSERT_EQ(total.items, 9) << "difficulty is not an item of the total";
        if (answered < 7) {
            ASSERT_FALSE(total.value.has_value());
            ASSERT_EQ(total.absent, "at-most-two-missing");
            ASSERT_EQ(total.cut_off_reached_by_part, sum >= 10);
            continue;
        }
        // The value is the fraction sum * 9 / answered; bands are held against the fraction, in whole numbers.
        ASSERT_TRUE(total.value.has_value());
        ASSERT_NEAR(*total.value * static_cast<double>(answered), static_cast<double>(sum * 9), 1e-9);
        ASSERT_EQ(total.prorated, answered < 9);
        std::size_t band = 0;
        bool gap = false;
        for (const long edge : {5, 10, 15, 20}) {
            band += sum * 9 >= edge * answered ? 1 : 0;
            gap = gap || (sum * 9 > (edge - 1) * answered && sum * 9 < edge * answered);
        }
        ASSERT_EQ(total.band, names[band]);
        ASSERT_EQ(total.band_above, gap ? names[band + 1] : "");
        between += gap ? 1 : 0;
    }
    EXPECT_GT(between, 100) << "the cases must reach values between two bands";
}

TEST(Scoring, more_of_a_symptom_never_lowers_a_score_and_never_unmeets_a_pattern)
{
    const Definition& pcl = known("pcl-5");
    std::mt19937_64 random(3);
    for (int i = 0; i < cases; ++i) {
        Response response = random_response(pcl, random, 10);
        const Scored before = score(pcl, response);
        const auto item = static_cast<std::size_t>(pick(random, 0, 19));
        if (!response.items[item].given() || response.items[item].value() == 4) continue;
        response.items[item] = Answer::chose(response.items[item].value() + 1);
        const Scored after = score(pcl, response);
        for (std::size_t s = 0; s < before.scores.size(); ++s) {
            const bool used = std::count(pcl.scores[s].items.begin(), pcl.scores[s].items.end(), item) == 1;
            ASSERT_EQ(after.scores[s].lowest, before.scores[s].lowest + (used ? 1 : 0));
            ASSERT_EQ(after.scores[s].highest, before.scores[s].highest + (used ? 1 : 0));
        }
        if (before.criteria[0].tri == Tri::met) {
            ASSERT_EQ(after.criteria[0].tri, Tri::met);
        }
        if (after.criteria[0].tri == Tri::not_met) {
            ASSERT_EQ(before.criteria[0].tri, Tri::not_met);
        }
    }
}

TEST(Scoring, an_answer_more_only_narrows_what_could_be)
{
    const Definition& wai = known("wai-sr-client");
    std::mt19937_64 random(4);
    for (int i = 0; i < cases; ++i) {
        Response response = random_response(wai, random, 40);
        const Scored before = score(wai, response);
        const auto item = static_cast<std::size_t>(pick(random, 0, 11));
        if (response.items[item].given()) continue;
        response.items[item] = Answer::chose(pick(random, 1, 5));
        const Scored after = score(wai, response);
        for (std::size_t s = 0; s < before.scores.size(); ++s) {
            ASSERT_GE(after.scores[s].lowest, before.scores[s].lowest);
            ASSERT_LE(after.scores[s].highest, before.scores[s].highest);
        }
    }
}

TEST(Scoring, no_reason_for_a_missing_answer_makes_it_a_zero)
{
    const Definition& gad = known("gad-7");
    for (const Missing why :
         {Missing::declined, Missing::not_asked, Missing::not_reached, Missing::cleared, Missing::unrecorded}) {
        Response response;
        response.items.assign(7, Answer::chose(0));
        response.items[3] = Answer::none(why);
        const Scored scored = score(gad, response);
        EXPECT_FALSE(scored.scores[0].value.has_value());
        EXPECT_EQ(scored.scores[0].absent, "all-items-required");
        EXPECT_EQ(scored.scores[0].band, "");
        EXPECT_EQ(scored.scores[0].highest, 3);
    }
}

TEST(Scoring, item_nine_fires_at_one_and_when_left_unanswered_and_not_at_zero)
{
    const Definition& phq = known("phq-9");
    Response response;
    response.items.assign(10, Answer::chose(0));
    EXPECT_TRUE(score(phq, response).flags.empty());
    for (int value = 1; value <= 3; ++value) {
        response.items[8] = Answer::chose(value);
        const Scored scored = score(phq, response);
        ASSERT_EQ(scored.flags.size(), 1U);
        EXPECT_EQ(scored.flags[0].id, "suicide_item");
        EXPECT_EQ(scored.flags[0].item, 8U);
        EXPECT_FALSE(scored.flags[0].unanswered);
    }
    response.items[8] = Answer::none(Missing::declined);
    const Scored scored = score(phq, response);
    ASSERT_EQ(scored.flags.size(), 1U);
    EXPECT_TRUE(scored.flags[0].unanswered);
}

TEST(Scoring, a_cut_off_reached_by_the_answers_alone_is_said_without_a_total)
{
    const Definition& pcl = known("pcl-5");
    Response response;
    response.items.assign(20, Answer::none(Missing::not_reached));
    for (std::size_t i = 0; i < 8; ++i)
        response.items[i] = Answer::chose(i < 7 ? 4 : 3);
    EXPECT_TRUE(value_of(score(pcl, response), "total").cut_off_reached_by_part) << "31 points stand";
    response.items[7] = Answer::chose(2);
    EXPECT_FALSE(value_of(score(pcl, response), "total").cut_off_reached_by_part) << "30 points stand";
}

TEST(Scoring, where_low_is_bad_the_highest_possible_decides_about_the_cut_off)
{
    Definition definition = known("check-in-patient");
    definition.scores[0].cut_offs.push_back({10, 12, "cut", "made up"});
    Response response;
    response.items.assign(5, Answer::chose(1));
    response.items[4] = Answer::none(Missing::declined);
    EXPECT_TRUE(score(definition, response).scores[0].cut_off_reached_by_part) << "at most 9";
    response.items[0] = Answer::chose(5);
    EXPECT_FALSE(score(definition, response).scores[0].cut_off_reached_by_part) << "perhaps 13";
}

TEST(Scoring, a_response_that_does_not_fit_is_told)
{
    const Definition& gad = known("gad-7");
    Response response;
    response.items.assign(7, Answer::chose(3));
    EXPECT_TRUE(fits(gad, response));
    response.items[6] = Answer::chose(4);
    EXPECT_FALSE(fits(gad, response));
    response.items.pop_back();
    EXPECT_FALSE(fits(gad, response));
    EXPECT_DEATH(static_cast<void>(score(gad, response)), "fits");
}

TEST(Scoring, the_words_for_missing_and_met_are_the_contract)
{
    EXPECT_EQ(word(Missing::declined), "declined");
    EXPECT_EQ(word(Missing::unrecorded), "unrecorded");
    EXPECT_EQ(word(Tri::cannot_tell), "cannot_tell");
}
