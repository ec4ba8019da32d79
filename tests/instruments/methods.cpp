#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "support.h"

// Each method against the sentence of its rule, on random answers, added up another way.

using namespace rapport::instruments;
using namespace rapport::instruments::testing;

namespace {

constexpr int cases = 10'000;

/// `items` items from 0 to `top`, and one score over them all.
Definition over(int items, int top, Method method)
{
    Definition made;
    ChoiceSet set{"c", {}};
    for (int value = 0; value <= top; ++value)
        set.choices.push_back({value, "x"});
    made.choice_sets.push_back(set);
    Score score;
    score.id = "s";
    score.method = method;
    score.missing = {0, "all", ""};
    for (int i = 0; i < items; ++i) {
        made.items.push_back({std::to_string(i + 1), "", "", "", 0});
        score.items.push_back(static_cast<std::size_t>(i));
        score.reversed.push_back(false);
    }
    made.scores.push_back(score);
    return made;
}

std::vector<int> values(const Response& response)
{
    std::vector<int> all;
    for (const Answer answer : response.items)
        all.push_back(answer.value());
    return all;
}

/// Scores `cases` complete responses and holds each against `rule`.
template <class Rule>
void agrees(const Definition& definition, Rule rule)
{
    std::mt19937_64 random(5);
    for (int i = 0; i < cases; ++i) {
        const Response response = random_response(definition, random, 0);
        const Scored scored = score(definition, response);
        ASSERT_TRUE(scored.scores.back().value.has_value());
        ASSERT_NEAR(*scored.scores.back().value, rule(values(response)), 1e-9);
        ASSERT_EQ(scored.scores.back().lowest, *scored.scores.back().value);
        ASSERT_EQ(scored.scores.back().highest, *scored.scores.back().value);
    }
}

int sum_of(const std::vector<int>& all)
{
    int sum = 0;
    for (const int value : all)
        sum += value;
    return sum;
}

} // namespace

TEST(Methods, a_sum_times_its_scale)
{
    Definition dass = over(7, 3, Method::sum);
    dass.scores[0].scale = {2 * Decimal::one};
    agrees(dass, [](const std::vector<int>& all) { return 2.0 * sum_of(all); });
}

TEST(Methods, a_mean_times_its_scale)
{
    Definition three = over(3, 4, Method::mean);
    three.scores[0].scale = {25 * Decimal::one};
    agrees(three, [](const std::vector<int>& all) { return sum_of(all) / 12.0 * 100; });
    // CollaboRATE, worked out by hand: 4, 4 and 3 are 11 of 12, 91.666667.
    const Response response{{Answer::chose(4), Answer::chose(4), Answer::chose(3)}};
    EXPECT_NEAR(*score(three, response).scores[0].value, 91.666667, 1e-6);
}

TEST(Methods, the_highest)
{
    agrees(over(5, 4, Method::max),
           [](const std::vector<int>& all) { return static_cast<double>(*std::max_element(all.begin(), all.end())); });
}

TEST(Methods, each_item_by_its_weight)
{
    Definition made = over(4, 3, Method::weighted);
    const std::vector<double> weights = {1.5, -2, 0.0001, 10};
    for (const double weight : weights)
        made.scores[0].weights.push_back({std::llround(weight * Decimal::one)});
    agrees(made, [&](const std::vector<int>& all) {
        double sum = 0;
        for (std::size_t i = 0; i < all.size(); ++i)
            sum += weights[i] * all[i];
        return sum;
    });
}

TEST(Methods, how_many_stand_that_high)
{
    Definition made = over(15, 2, Method::count);
    made.scores[0].count_at_least = 2;
    agrees(made,
           [](const std::vector<int>& all) { return static_cast<double>(std::count(all.begin(), all.end(), 2)); });
}

TEST(Methods, the_way_from_the_lowest_to_the_highest_in_percent)
{
    Definition made = over(12, 4, Method::percent_of_max);
    for (Choice& choice : made.choice_sets[0].choices)
        ++choice.value; // 1 to 5, as in WHODAS 2.0
    agrees(made, [](const std::vector<int>& all) { return (sum_of(all) - 12) / 48.0 * 100; });
    // Worked out by hand: 26 of 12 to 60 is 14 of 48, 29.1667.
    Response response;
    for (const int value : {2, 3, 1, 2, 4, 3, 2, 1, 1, 2, 2, 3})
        response.items.push_back(Answer::chose(value));
    EXPECT_NEAR(*score(made, response).scores[0].value, 29.1667, 5e-5);
}

TEST(Methods, ones_that_count_as_nought)
{
    Definition rpq = over(16, 4, Method::sum);
    rpq.scores[0].recode = {{1, 0}};
    agrees(rpq, [](const std::vector<int>& all) {
        double sum = 0;
        for (const int value : all)
            sum += value > 1 ? value : 0;
        return sum;
    });
    // A missing answer can still come to 0 or to 4, and its 1 adds nothing.
    Response response;
    response.items.assign(16, Answer::chose(1));
    response.items[3] = Answer::none(Missing::declined);
    EXPECT_EQ(score(rpq, response).scores[0].lowest, 0);
    EXPECT_EQ(score(rpq, response).scores[0].highest, 4);
}

TEST(Methods, scores_of_scores_and_their_range)
{
    Definition made = over(4, 3, Method::sum);
    made.scores[0].items = {0, 1};
    made.scores[0].reversed = {false, false};
    Score second = made.scores[0];
    second.id = "second";
    second.items = {2, 3};
    Score both;
    both.id = "both";
    both.inputs = {0, 1};
    both.missing = {0, "both", ""};
    made.scores.push_back(second);
    made.scores.push_back(both);
    agrees(made, [](const std::vector<int>& all) { return static_cast<double>(sum_of(all)); });

    Response response{{Answer::chose(3), Answer::chose(1), Answer::chose(2), Answer::none(Missing::declined)}};
    const ScoreValue value = score(made, response).scores[2];
    EXPECT_FALSE(value.value.has_value());
    EXPECT_EQ(value.absent, "both");
    EXPECT_EQ(value.lowest, 6);
    EXPECT_EQ(value.highest, 9);
    EXPECT_EQ(value.answered, 3);
    EXPECT_EQ(value.items, 4);
    made.scores[2].method = Method::max;
    EXPECT_EQ(score(made, response).scores[2].lowest, 4);
    EXPECT_EQ(score(made, response).scores[2].highest, 5);
}

TEST(Methods, a_table_of_the_source_is_looked_up)
{
    Definition made = over(2, 2, Method::sum);
    made.tables.push_back({"t", "", {{0, 20.3}, {1, 31}, {2, 40}, {3, 55.5}, {4, 70}}});
    Score t;
    t.id = "t";
    t.method = Method::table;
    t.inputs = {0};
    t.table = 0;
    t.missing = {0, "t", ""};
    made.scores.push_back(t);
    Response response{{Answer::chose(1), Answer::chose(2)}};
    EXPECT_EQ(score(made, response).scores[1].value, 55.5);
    response.items[1] = Answer::none(Missing::declined);
    EXPECT_FALSE(score(made, response).scores[1].value.has_value());
    EXPECT_EQ(score(made, response).scores[1].lowest, 31);
    EXPECT_EQ(score(made, response).scores[1].highest, 55.5);
    made.scores[0].missing.max_missing = 1;
    response.items[0] = Answer::chose(2);
    EXPECT_EQ(score(made, response).scores[1].value, 70.0) << "2 prorated is 4";
    made.tables[0].rows.pop_back();
    EXPECT_EQ(score(made, response).scores[1].absent, not_in_table);
}

TEST(Methods, the_range_of_every_method_is_that_of_all_completions)
{
    std::mt19937_64 random(8);
    for (int i = 0; i < cases; ++i) {
        const auto method = static_cast<Method>(pick(random, 0, 5));
        Definition made = over(pick(random, 1, 4), 3, method);
        Score& score_of = made.scores[0];
        score_of.count_at_least = pick(random, 1, 3);
        if (pick(random, 0, 1) == 1) score_of.recode = {{pick(random, 0, 3), pick(random, -2, 6)}};
        for (std::size_t m = 0; m < score_of.items.size(); ++m)
            score_of.weights.push_back({pick(random, -20'000, 20'000)});
        score_of.scale = {pick(random, 1, 30'000)};
        const Response open = random_response(made, random, 40);
        double low = 1e300;
        double high = -1e300;
        Response filled = open;
        for (int way = 0; way < 256; ++way) { // four items of four choices
            for (std::size_t item = 0; item < open.items.size(); ++item)
                if (!open.items[item].given()) filled.items[item] = Answer::chose((way >> (2 * item)) & 3);
            const double value = *score(made, filled).scores[0].value;
            low = std::min(low, value);
            high = std::max(high, value);
        }
        const ScoreValue got = score(made, open).scores[0];
        ASSERT_EQ(got.lowest, low) << static_cast<int>(method);
        ASSERT_EQ(got.highest, high) << static_cast<int>(method);
    }
}
