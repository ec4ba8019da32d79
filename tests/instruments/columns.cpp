#include "instruments/columns.h"

#include <gtest/gtest.h>

#include <bit>

#include "support.h"

// Rows by the million come to what each would come to alone.

using namespace rapport::instruments;
using namespace rapport::instruments::testing;

namespace {

struct Rows {
    std::vector<std::vector<std::int8_t>> columns;
    std::vector<Response> responses;
    std::vector<Context> contexts;

    [[nodiscard]] AnswerColumns answers() const
    {
        AnswerColumns all;
        for (const auto& column : columns)
            all.items.push_back(column.data());
        all.rows = responses.size();
        all.contexts = contexts;
        return all;
    }
};

Rows random_rows(const Definition& definition, std::size_t count)
{
    std::mt19937_64 random(count);
    Rows rows;
    rows.columns.resize(definition.items.size());
    const int blanks[] = {0, 4, 40};
    for (std::size_t row = 0; row < count; ++row) {
        rows.responses.push_back(random_response(definition, random, blanks[random() % 3]));
        rows.contexts.push_back({row % 3 == 0 ? "" : row % 3 == 1 ? "female" : "male", {}});
        for (std::size_t item = 0; item < definition.items.size(); ++item) {
            const Answer answer = rows.responses.back().items[item];
            rows.columns[item].push_back(answer.given() ? static_cast<std::int8_t>(answer.value()) : no_answer);
        }
    }
    return rows;
}

void agrees(const Definition& definition, std::size_t count)
{
    const Rows rows = random_rows(definition, count);
    const ColumnKey key(definition);
    ScoredColumns out;
    ASSERT_TRUE(key.score(rows.answers(), out).ok());
    ASSERT_EQ(out.rows(), count);
    for (std::size_t row = 0; row < count; ++row) {
        const Scored want = score(definition, rows.responses[row], rows.contexts[row]);
        for (std::size_t s = 0; s < want.scores.size(); ++s) {
            const auto got = out.value(s, row);
            ASSERT_EQ(got.has_value(), want.scores[s].value.has_value()) << definition.id << " row " << row;
            ASSERT_EQ(std::bit_cast<std::uint64_t>(got.value_or(0)),
                      std::bit_cast<std::uint64_t>(want.scores[s].value.value_or(0)));
        }
        for (std::size_t c = 0; c < want.criteria.size(); ++c)
            ASSERT_EQ(out.tri(c, row), want.criteria[c].tri) << definition.id << " row " << row;
    }
}

} // namespace

TEST(Columns, every_bundled_instrument_comes_to_the_same_bits)
{
    for (const Definition& definition : library())
        agrees(definition, 20'000);
}

TEST(Columns, instruments_with_rules_of_their_own_go_row_by_row_to_the_same_bits)
{
    const Reading reading = read_definition(rich_definition());
    ASSERT_TRUE(reading.definition.has_value());
    EXPECT_FALSE(ColumnKey(*reading.definition).many_at_once());
    agrees(*reading.definition, 10'000);
    const Reading expressions = read_definition(file_text("exchange/made_up/expressions.json"));
    ASSERT_TRUE(expressions.definition.has_value()) << listed(expressions.problems);
    agrees(*expressions.definition, 10'000);
}

TEST(Columns, a_gate_before_an_item_that_counts_nowhere_stands_in_nobodys_way)
{
    Definition gated = known("phq-9"); // item 10 is asked when one of the nine is above 0
    ASSERT_TRUE(gated.items[9].has_rule());
    EXPECT_TRUE(ColumnKey(gated).many_at_once());
    gated.scores[0].items.push_back(9);
    gated.scores[0].reversed.push_back(false);
    EXPECT_FALSE(ColumnKey(gated).many_at_once());
    agrees(gated, 10'000);
}

TEST(Columns, any_number_of_rows_from_none_to_more_than_a_vector)
{
    for (std::size_t count = 0; count <= 40; ++count)
        agrees(known("phq-9"), count);
    for (const std::size_t count : {255U, 256U, 257U, 511U, 512U, 513U})
        agrees(known("pcl-5"), count);
}

TEST(Columns, reversed_items_are_turned_and_a_total_of_a_full_byte_does_not_run_over)
{
    Definition wide = known("wai-sr-client");
    wide.choice_sets[0].choices.clear();
    for (int value = 0; value <= 21; ++value) // twelve items: 252 at most
        wide.choice_sets[0].choices.push_back({value, "x"});
    for (Score& score : wide.scores)
        for (std::size_t i = 0; i < score.reversed.size(); i += 2)
            score.reversed[i] = true;
    EXPECT_TRUE(ColumnKey(wide).many_at_once());
    agrees(wide, 20'000);
    wide.choice_sets[0].choices.push_back({22, "x"});
    EXPECT_FALSE(ColumnKey(wide).many_at_once()) << "264 is more than a byte";
    agrees(wide, 1'000);
}

TEST(Columns, the_usual_instruments_are_added_up_many_rows_at_once)
{
    for (const char* const id : {"pcl-5", "phq-9", "gad-7", "wai-sr-client"})
        EXPECT_TRUE(ColumnKey(known(id)).many_at_once()) << id;
}

TEST(Columns, a_value_that_is_no_choice_is_refused_wherever_it_stands)
{
    const Definition& gad = known("gad-7");
    const ColumnKey key(gad);
    ScoredColumns out;
    for (const std::size_t row : {0U, 15U, 16U, 35U, 255U, 256U, 299U})
        for (const std::int8_t value : {std::int8_t{4}, std::int8_t{-1}, std::int8_t{127}, std::int8_t{-127}}) {
            Rows rows = random_rows(gad, 300);
            rows.columns[3][row] = value;
            const rapport::Status refused = key.score(rows.answers(), out);
            ASSERT_FALSE(refused.ok());
            EXPECT_EQ(refused.error().detail, "Item 4 has a value that is not one of its choices.");
        }
    Definition gap = gad;
    gap.choice_sets[0].choices.erase(gap.choice_sets[0].choices.begin() + 1);
    Rows rows = random_rows(gap, 300);
    rows.columns[0][20] = 1;
    EXPECT_FALSE(ColumnKey(gap).score(rows.answers(), out).ok());
}
