#include "instruments/reachable.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "support.h"

using namespace rapport::instruments;
using namespace rapport::instruments::testing;

namespace {

/// Two to four items of three uneven choices, a score of any method over them, and a sum of that score with another.
Definition random_definition(std::mt19937_64& random)
{
    Definition made;
    made.choice_sets.push_back({"c", {{0, "a"}, {1, "b"}, {pick(random, 3, 5), "c"}}});
    Score score;
    score.id = "s";
    score.method = static_cast<Method>(pick(random, 0, 5));
    score.count_at_least = 1;
    score.scale = {pick(random, 1, 4) * 5'000};
    const int items = pick(random, 2, 4);
    for (int i = 0; i < items; ++i) {
        made.items.push_back({std::to_string(i + 1), "", "", "", 0});
        score.items.push_back(static_cast<std::size_t>(i));
        score.reversed.push_back(pick(random, 0, 1) == 1);
        score.weights.push_back({pick(random, 1, 3) * 2'500});
    }
    made.scores.push_back(score);
    Score last; // of the last item alone, so that the two share it only where a superset is allowed
    last.id = "l";
    made.items.push_back({"9", "", "", "", 0});
    last.items = {made.items.size() - 1};
    last.reversed = {false};
    made.scores.push_back(last);
    Score both;
    both.id = "b";
    both.inputs = {0, 1};
    made.scores.push_back(both);
    return made;
}

} // namespace

TEST(Reachable, the_values_a_score_can_have_are_those_of_all_complete_responses)
{
    std::mt19937_64 random(12);
    for (int i = 0; i < 10'000; ++i) {
        const Definition made = random_definition(random);
        std::vector<std::set<long long>> want(made.scores.size()); // in millionths
        std::size_t ways = 1;
        for (std::size_t item = 0; item < made.items.size(); ++item)
            ways *= 3;
        for (std::size_t way = 0; way < ways; ++way) {
            Response response;
            std::size_t rest = way;
            for (std::size_t item = 0; item < made.items.size(); ++item, rest /= 3)
                response.items.push_back(Answer::chose(made.choices(item)[rest % 3].value));
            const Scored scored = score(made, response);
            for (std::size_t s = 0; s < want.size(); ++s)
                want[s].insert(std::llround(*scored.scores[s].value * 1e6));
        }
        std::vector<Values> got;
        std::size_t steps = 1'000'000;
        for (const Score& each : made.scores) {
            got.push_back(reachable(made, each, got, steps));
            std::set<long long> rounded;
            for (const double value : *got.back())
                rounded.insert(std::llround(value * 1e6));
            ASSERT_EQ(rounded, want[got.size() - 1]) << each.id << " of method " << static_cast<int>(each.method);
        }
    }
}

TEST(Reachable, when_the_steps_are_used_up_there_is_no_answer_rather_than_a_wrong_one)
{
    const Definition& pcl = known("pcl-5");
    std::size_t steps = 100;
    EXPECT_FALSE(reachable(pcl, pcl.scores[0], {}, steps).has_value());
    steps = 100'000;
    EXPECT_EQ(reachable(pcl, pcl.scores[0], {}, steps)->size(), 81U);
}
