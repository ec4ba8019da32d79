#include "instruments/prepared.h"

#include <gtest/gtest.h>

#include <bit>

#include "instruments/flags.h"
#include "support.h"

// The quick way and the letter of the rule give the same bits for every response.

using namespace rapport::instruments;
using namespace rapport::instruments::testing;

namespace {

constexpr int cases = 100'000;

bool same_bits(double left, double right)
{
    return std::bit_cast<std::uint64_t>(left) == std::bit_cast<std::uint64_t>(right);
}

bool same(const ScoreValue& left, const ScoreValue& right)
{
    return left.id == right.id && left.value.has_value() == right.value.has_value() &&
           same_bits(left.value.value_or(0), right.value.value_or(0)) && left.absent == right.absent &&
           left.answered == right.answered && left.items == right.items && left.skipped == right.skipped &&
           left.prorated == right.prorated && same_bits(left.lowest, right.lowest) &&
           same_bits(left.highest, right.highest) && left.band == right.band && left.band_above == right.band_above &&
           left.band_cannot_tell == right.band_cannot_tell &&
           left.cut_off_reached_by_part == right.cut_off_reached_by_part;
}

bool same(const Scored& left, const Scored& right)
{
    bool all = left.scores.size() == right.scores.size() && left.criteria.size() == right.criteria.size() &&
               left.flags.size() == right.flags.size() && left.contradicted == right.contradicted;
    for (std::size_t i = 0; all && i < left.scores.size(); ++i)
        all = same(left.scores[i], right.scores[i]);
    for (std::size_t i = 0; all && i < left.criteria.size(); ++i)
        all = left.criteria[i].id == right.criteria[i].id && left.criteria[i].tri == right.criteria[i].tri &&
              left.criteria[i].by_part == right.criteria[i].by_part;
    for (std::size_t i = 0; all && i < left.flags.size(); ++i)
        all = left.flags[i].id == right.flags[i].id && left.flags[i].item == right.flags[i].item &&
              left.flags[i].unanswered == right.flags[i].unanswered;
    return all;
}

/// A third complete, a third with few blanks, a third with many.
Response any_response(const Definition& definition, std::mt19937_64& random)
{
    const int blanks[] = {0, 5, 40};
    return random_response(definition, random, blanks[random() % 3]);
}

void agrees(const Definition& definition, int how_many)
{
    const PreparedKey key(definition);
    std::mt19937_64 random(77);
    Scored out;
    for (int i = 0; i < how_many; ++i) {
        const Context context{i % 3 == 0 ? "" : i % 3 == 1 ? "female" : "male", {}};
        const Response response = any_response(definition, random);
        key.score(response, context, out);
        ASSERT_TRUE(same(out, score(definition, response, context))) << definition.id << " case " << i;
    }
}

Definition read(const std::string& text)
{
    Reading reading = read_definition(text);
    EXPECT_EQ(listed(reading.problems), "");
    return std::move(*reading.definition);
}

} // namespace

TEST(Prepared, every_bundled_instrument_scores_the_same_bits_both_ways)
{
    for (const Definition& definition : library())
        agrees(definition, cases);
}

TEST(Prepared, every_feature_of_the_format_scores_the_same_bits_both_ways)
{
    agrees(read(rich_definition()), cases);
    agrees(read(small_definition()), cases);
    agrees(read(file_text("exchange/made_up/expressions.json")), cases);
}

TEST(Prepared, scores_that_do_not_fit_the_table_are_worked_out_the_long_way)
{
    Definition definition = known("phq-9");
    definition.scores[0].method = Method::max;
    agrees(definition, 10'000);
    definition = known("phq-9");
    definition.scores[0].method = Method::weighted;
    definition.scores[0].missing.max_missing = 0;
    definition.scores[0].weights.assign(9, Decimal{12'345});
    agrees(definition, 10'000);
    definition = known("phq-9");
    definition.choice_sets[0].choices.push_back({1'000, "far"});
    agrees(definition, 10'000);
}

TEST(Prepared, an_answer_that_is_no_choice_ends_the_program_as_in_score)
{
    Definition gap = known("gad-7");
    gap.choice_sets[0].choices.erase(gap.choice_sets[0].choices.begin() + 1);
    const PreparedKey key(gap);
    Response response;
    response.items.assign(7, Answer::chose(0));
    static_cast<void>(key.score(response));
    response.items[2] = Answer::chose(1);
    EXPECT_DEATH(static_cast<void>(key.score(response)), "");
    response.items[2] = Answer::chose(9);
    EXPECT_DEATH(static_cast<void>(key.score(response)), "");
    response.items.resize(6);
    EXPECT_DEATH(static_cast<void>(key.score(response)), "");
}
