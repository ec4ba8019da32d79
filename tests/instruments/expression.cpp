#include "instruments/expression.h"

#include <gtest/gtest.h>

#include "instruments/asking.h"
#include "instruments/prepared.h"
#include "support.h"

// The language of a score's own calculation: what it says, what it refuses, and that it never guesses.

using namespace rapport::instruments;
using namespace rapport::instruments::testing;

namespace {

constexpr int cases = 10'000;

/// Items "1" to "6" from 0 to 3, "6" asked when "5" is 2 or more; a score "four" of the first four; then the
/// expression.
std::string with(const std::string& expression, const std::string& range = R"("min":0,"max":3)",
                 const std::string& examples = "[]")
{
    std::string items;
    for (const char* const id : {"1", "2", "3", "4", "5"})
        items += std::string(R"({"id":")") + id + R"(","label":"l","text":"t"},)";
    return R"({"format":1,"id":"x","version":"1","title":"X","short_title":"X","language":"en","recall":"today",
"respondent":"patient","mode":"self","wording":"shipped","key_status":"verified",
"licence":{"holder":"nobody","terms":"none","may_ship_text":true,"may_release_text":true},"sources":["made up"],
"choices":{"c":[{"value":0,"text":"a"},{"value":1,"text":"b"},{"value":2,"text":"c"},{"value":3,"text":"d"}]},
"items":[)" +
           items + R"({"id":"6","label":"l","text":"t","asked_when":{"item":"5","at_least":2},"skipped_as":0}],
"scores":[{"id":"four","name":"Four","method":"sum","direction":"higher_is_worse","items":["1","2","3","4"],
"missing":{"max_missing":1,"id":"one","source":"made up"},"min":0,"max":12},
{"id":"own","name":"Own","method":"expression","direction":"higher_is_worse","expression":")" +
           expression + R"(","missing":{"id":"the-rule","source":"made up"},)" + range + R"(}],"examples":)" +
           examples + "}";
}

Definition made(const std::string& expression, const std::string& range)
{
    Reading reading = read_definition(with(expression, range), Examples::to_come);
    EXPECT_EQ(listed(reading.problems), "") << expression;
    return reading.definition ? std::move(*reading.definition) : Definition{};
}

Response answers(const std::vector<int>& values) // below 0: none
{
    Response response;
    for (const int value : values)
        response.items.push_back(value < 0 ? Answer::none(Missing::declined) : Answer::chose(value));
    return response;
}

ScoreValue own(const Definition& definition, const std::vector<int>& values)
{
    return score(definition, answers(values)).scores.back();
}

std::string problems_of(const std::string& expression, const std::string& range = R"("min":0,"max":3)")
{
    return listed(read_definition(with(expression, range), Examples::to_come).problems);
}

} // namespace

TEST(Expression, comes_to_what_it_says)
{
    struct Row {
        const char* expression;
        const char* range;
        std::vector<int> values;
        double result;
    };
    const Row rows[] = {
        {"item(1) + 2 * item(2) - item(3)", R"("min":-3,"max":9)", {1, 3, 2, 0, 0, -1}, 5},
        {"-(item(1) - 4) * 2", R"("min":2,"max":8)", {1, 0, 0, 0, 0, -1}, 6},
        {"8 / (1 + item(1)) / 2", R"("min":1,"max":4)", {1, 0, 0, 0, 0, -1}, 2},
        {"sum(items(1 to 3), 0.25)", R"("min":0.25,"max":9.25)", {1, 2, 3, 0, 0, -1}, 6.25},
        {"mean(items(1, 3))", R"("min":0,"max":3)", {1, 9 - 7, 2, 0, 0, -1}, 1.5},
        {"min(items(1 to 4), 2) + max(items(1 to 4))", R"("min":0,"max":5)", {3, 3, 3, 3, 0, -1}, 5},
        {"count(items(1 to 4) >= 2, item(5) = 0)", R"("min":0,"max":5)", {2, 1, 3, 0, 0, -1}, 3},
        {"if(item(1) > 1 and not item(2) = 3 or item(3) < 1, 2, 1)", R"("min":1,"max":2)", {2, 3, 1, 0, 0, -1}, 1},
        {"if(item(1) > 1 and not item(2) = 3 or item(3) < 1, 2, 1)", R"("min":1,"max":2)", {2, 2, 1, 0, 0, -1}, 2},
        {"if(item(1) <> 2, if(item(2) <= 1, 3, 2), 1)", R"("min":1,"max":3)", {1, 2, 0, 0, 0, -1}, 2},
        {"score(four) / 4", R"("min":0,"max":3)", {1, 2, 3, 0, 0, -1}, 1.5},
        {"score(four) / 4", R"("min":0,"max":3)", {1, -1, 3, 2, 0, -1}, 2},  // (1 + 3 + 2) / 3 * 4 = 8
        {"item(5) + item(6)", R"("min":0,"max":6)", {0, 0, 0, 0, 1, -1}, 1}, // not asked: counts as 0
    };
    for (const Row& row : rows) {
        const Definition definition = made(row.expression, row.range);
        const ScoreValue value = own(definition, row.values);
        ASSERT_TRUE(value.value.has_value()) << row.expression << " " << value.absent;
        EXPECT_EQ(*value.value, row.result) << row.expression;
    }
}

TEST(Expression, tenths_that_meet_a_cut_off_reach_it)
{
    // As binary fractions 0.7 + 0.1 is below 0.8, and 0.1 * 3 above 0.3.
    ASSERT_LT(0.7 + 0.1, 0.8);
    const Definition sum = made("if(0.7 * item(1) + 0.1 * item(2) >= 0.8, 1, 0)", R"("min":0,"max":1)");
    EXPECT_EQ(own(sum, {1, 1, 0, 0, 0, -1}).value, 1.0);
    const Definition thirds = made("if(item(1) / 3 + item(2) / 3 + item(3) / 3 = 1, 1, 0)", R"("min":0,"max":1)");
    EXPECT_EQ(own(thirds, {1, 1, 1, 0, 0, -1}).value, 1.0);
    const Definition of_score = made("if(score(four) / 3 = 16 / 9, 1, 0)", R"("min":0,"max":1)");
    EXPECT_EQ(own(of_score, {1, -1, 3, 0, 0, -1}).value, 1.0) << "16/3 of a prorated score is kept exactly";
}

TEST(Expression, a_missing_part_leaves_no_score_and_names_the_rule)
{
    // A score's words are views into its definition.
    const Definition added = made("item(1) + item(2)", R"("min":0,"max":6)");
    const Definition divided = made("score(four) / 4", R"("min":0,"max":3)");
    const Definition gated = made("item(5) + item(6)", R"("min":0,"max":6)");
    const ScoreValue sum = own(added, {2, -1, 0, 0, 0, -1});
    EXPECT_FALSE(sum.value.has_value());
    EXPECT_EQ(sum.absent, "the-rule");
    EXPECT_EQ(sum.lowest, 2);
    EXPECT_EQ(sum.highest, 5);
    const ScoreValue of_score = own(divided, {2, -1, -1, 0, 0, -1});
    EXPECT_EQ(of_score.absent, "the-rule");
    const ScoreValue unclear = own(gated, {0, 0, 0, 0, -1, -1});
    EXPECT_EQ(unclear.absent, "the-rule");
    const ScoreValue against = own(gated, {0, 0, 0, 0, 0, 3});
    EXPECT_EQ(against.absent, answered_although_not_asked);
}

TEST(Expression, conditions_have_three_values)
{
    const std::string range = R"("min":0,"max":1)";
    const Definition both = made("if(item(1) >= 2 and item(2) >= 2, 1, 0)", range);
    EXPECT_EQ(own(both, {0, -1, 0, 0, 0, -1}).value, 0.0) << "one that fails decides";
    EXPECT_EQ(own(both, {2, -1, 0, 0, 0, -1}).absent, "the-rule");
    const Definition either = made("if(item(1) >= 2 or item(2) >= 2, 1, 0)", range);
    EXPECT_EQ(own(either, {2, -1, 0, 0, 0, -1}).value, 1.0) << "one that holds decides";
    EXPECT_EQ(own(either, {0, -1, 0, 0, 0, -1}).absent, "the-rule");
    const Definition inverse = made("if(not (item(1) >= 2), 1, 0)", range);
    EXPECT_EQ(own(inverse, {-1, 0, 0, 0, 0, -1}).absent, "the-rule");
    const Definition summed = made("if(item(1) + item(2) >= 3, 1, 0)", range);
    const ScoreValue sure = own(summed, {3, -1, 0, 0, 0, -1});
    EXPECT_FALSE(sure.value.has_value()) << "the value is absent, as of every other method";
    EXPECT_EQ(sure.lowest, 1) << "and what it could still come to is told";
}

TEST(Expression, says_what_missing_answers_mean_only_where_it_is_told_to)
{
    const Definition lenient =
        made("if(answered(items(1 to 4)) >= 3, sum_answered(items(1 to 4)) * 4 / answered(items(1 to 4)), missing)",
             R"("min":0,"max":12)");
    const ScoreValue three = own(lenient, {1, -1, 3, 2, 0, -1});
    EXPECT_EQ(three.value, 8.0);
    EXPECT_TRUE(three.prorated);
    EXPECT_EQ(own(lenient, {1, -1, -1, 2, 0, -1}).absent, "the-rule");
    EXPECT_FALSE(own(lenient, {1, 1, 1, 1, 0, -1}).prorated);
    const Definition gated = made("answered(items(5, 6))", R"("min":0,"max":2)");
    EXPECT_EQ(own(gated, {0, 0, 0, 0, 0, -1}).value, 2.0) << "not asked is not missing";
    EXPECT_EQ(own(gated, {0, 0, 0, 0, 3, -1}).value, 1.0);
    EXPECT_EQ(own(gated, {0, 0, 0, 0, -1, -1}).absent, "the-rule") << "whether it was to be asked is not known";
}

TEST(Expression, nought_below_the_line_and_what_passes_the_range_leave_no_score_by_name)
{
    const Definition divided = made("item(1) / (item(2) - 1)", R"("min":-3,"max":3)");
    EXPECT_EQ(own(divided, {2, 1, 0, 0, 0, -1}).absent, divided_by_zero);
    EXPECT_EQ(own(divided, {2, 3, 0, 0, 0, -1}).value, 1.0);
    // Scores that rest on the same items are taken as free of each other: a range nobody can prove holds when scoring.
    Definition narrow = made("score(four)", R"("min":0,"max":12)");
    narrow.scores.back().max = 6;
    EXPECT_EQ(own(narrow, {3, 3, 1, 0, 0, -1}).absent, outside_declared_range);
    EXPECT_EQ(own(narrow, {3, 3, 0, 0, 0, -1}).value, 6.0);
}

TEST(Expression, what_is_wrong_is_said_with_its_character)
{
    const std::pair<const char*, const char*> rows[] = {
        {"item(1) +", "at character 10: the end"},
        {"item(1) item(2)", "at character 9: \"item\" belongs to nothing before it"},
        {"item(9)", "at character 6: \"9\" names no item"},
        {"score(own)", "at character 7: \"own\" names no score that stands before this one"},
        {"score(later)", "at character 7"},
        {"items(1 to 3)", "at character 1: \"items\" is a list"},
        {"sum(items(3 to 1))", "at character 16: \"1\" does not stand after the first"},
        {"item(1) >= 2", "at character 1: the whole must be a number, and this is a condition"},
        {"if(item(1), 1, 0)", "at character 4: the first of \"if\" must be a condition, and this is a number"},
        {"if(item(1) > 1, item(2) > 1, 0)", "at character 17: the second of \"if\" must be a number"},
        {"item(1) + (item(2) > 1)", "at character 11: a side of \"+\" must be a number"},
        {"not item(1)", "at character 5: what follows \"not\" must be a condition"},
        {"if(0 < item(1) < 3, 1, 0)", "at character 16: \"<\" follows a comparison"},
        {"item(1) ^ 2", "at character 9: \"^\" belongs to nothing before it"},
        {"exec(1)", "at character 1: \"exec\" is not a word of the language"},
        {"1.23456 + item(1)", "at character 1: a number must have"},
        {"item(1) - \u00fcber", "at character 11"},
        {"count(items(1 to 4))", "at character 20: \")\" stands where a comparison of the list should"},
        {"answered(item(1))", "at character 10: \"item\" stands where \"items\" should"},
        {"3", "uses no item and no score"},
    };
    for (const auto& [expression, words] : rows) {
        const std::string told = problems_of(expression);
        EXPECT_NE(told.find(words), std::string::npos) << expression << "\n" << told;
        EXPECT_NE(told.find("/scores/1/expression"), std::string::npos) << told;
    }
    const Reading reading = read_definition(with("item(9) + item(8)"), Examples::to_come);
    ASSERT_EQ(reading.problems.size(), 2U) << "every wrong name at once";
    EXPECT_EQ(reading.problems[0].line, 8);
    EXPECT_GT(reading.problems[0].column, 1);
}

TEST(Expression, what_answers_cannot_change_or_reach_is_refused)
{
    EXPECT_NE(problems_of("if(item(1) >= 4, 1, item(1))").find("at character 4: the condition never holds"),
              std::string::npos);
    EXPECT_NE(problems_of("if(item(1) >= 0, item(1), 1)").find("the condition always holds"), std::string::npos);
    // Each side alone can be, both together not: found by going through all answers.
    EXPECT_NE(problems_of("if(item(1) >= 2 and item(1) < 2, 1, item(1))").find("the condition never holds"),
              std::string::npos);
    EXPECT_NE(
        problems_of("item(1) + 1", R"("min":1,"max":3)").find("is passed: for some answers the expression comes to 4"),
        std::string::npos);
    EXPECT_NE(problems_of("item(1) * 0.5").find("/scores/1/max"), std::string::npos);
    EXPECT_NE(problems_of("item(1)", R"("min":1,"max":3)").find("/scores/1/min is passed"), std::string::npos);
    EXPECT_NE(problems_of("item(1) / (item(2) - item(2))").find("gives no value whatever the answers are"),
              std::string::npos);
    EXPECT_EQ(problems_of("item(1)"), "");
    EXPECT_NE(problems_of("item(1)", R"("min":0,"max":3,"scale":2)").find("/scores/1/scale"), std::string::npos);
    EXPECT_NE(problems_of("item(1)", R"("min":0,"max":3,"items":["1"])").find("/scores/1/items"), std::string::npos);
}

TEST(Expression, nothing_larger_than_its_limits_is_read)
{
    std::string deep = "item(1)";
    for (int i = 0; i < 30; ++i)
        deep = "(" + deep + ")";
    EXPECT_EQ(problems_of(deep), "");
    EXPECT_NE(problems_of("(((" + deep + ")))").find("is nested more than 32 deep"), std::string::npos);
    EXPECT_NE(problems_of(std::string(1'000, '(') + "item(1)").find("more than 32 deep"), std::string::npos);
    EXPECT_NE(problems_of(std::string(1'000, '-') + "item(1)").find("more than 32 deep"), std::string::npos);
    std::string divided = "item(1)";
    for (int i = 0; i < 40; ++i)
        divided += " / 1";
    EXPECT_NE(problems_of(divided).find("more than 32 deep"), std::string::npos);
    std::string many = "item(1)";
    while (many.size() < 4'000)
        many += "+0";
    EXPECT_NE(problems_of(many).find("more than 1,000 steps"), std::string::npos);
    EXPECT_NE(problems_of("item(1)" + std::string(4'090, ' ')).find("longer than 4 KiB"), std::string::npos);
    std::string large = "item(1)";
    for (int i = 0; i < 4; ++i)
        large = "(" + large + " * 999999)";
    EXPECT_NE(problems_of(large), "") << "a range nobody can hold";
}

namespace {

/// Random expressions over six items and a score, and over every word there is.
class Author {
public:
    explicit Author(std::mt19937_64& random) : random_(random) {}

    std::string number(int deep)
    {
        if (deep == 0) return leaf();
        switch (pick(random_, 0, 8)) {
        case 0:
            return number(deep - 1) + " + " + number(deep - 1);
        case 1:
            return "(" + number(deep - 1) + " - " + number(deep - 1) + ")";
        case 2:
            return "(" + number(deep - 1) + ") * " + leaf();
        case 3:
            return "(" + number(deep - 1) + ") / (" + number(deep - 1) + ")";
        case 4:
            return word({"sum", "mean", "min", "max"}) + "(" + list() + ", " + number(deep - 1) + ")";
        case 5:
            return "count(" + list() + " >= " + leaf() + ", " + condition(deep - 1) + ")";
        case 6:
            return "-" + leaf();
        default:
            return "if(" + condition(deep - 1) + ", " + number(deep - 1) + ", " + number(deep - 1) + ")";
        }
    }

private:
    std::string word(const std::vector<std::string>& words)
    {
        return words[static_cast<std::size_t>(pick(random_, 0, static_cast<int>(words.size()) - 1))];
    }
    std::string leaf()
    {
        return word({"item(1)", "item(2)", "item(3)", "item(5)", "item(6)", "score(four)", "2", "0.5", "missing"});
    }
    std::string list() { return word({"items(1 to 4)", "items(5, 6)", "items(2)"}); }
    std::string condition(int deep)
    {
        const std::string compared = number(0) + " " + word({"=", "<>", "<", "<=", ">", ">="}) + " " + number(deep);
        if (deep == 0) return compared;
        switch (pick(random_, 0, 4)) {
        case 0:
            return condition(deep - 1) + " and " + compared;
        case 1:
            return "(" + condition(deep - 1) + " or " + compared + ")";
        case 2:
            return "not (" + condition(deep - 1) + ")";
        default:
            return compared;
        }
    }

    std::mt19937_64& random_;
};

/// Every way the missing answers could have been given; those left out by rule stay so.
template <class Each>
void each_completion(const Definition& definition, Response response, std::size_t from, Each each)
{
    for (std::size_t item = from; item < response.items.size(); ++item) {
        if (response.items[item].given() || asked(definition, item, response) != Tri::met) continue;
        for (int value = 0; value <= 3; ++value) {
            response.items[item] = Answer::chose(value);
            each_completion(definition, response, item + 1, each);
        }
        return;
    }
    each(response);
}

} // namespace

TEST(Expression, no_completion_leads_elsewhere_than_was_said)
{
    Definition definition = made("item(1)", R"("min":0,"max":3)");
    Score& of = definition.scores.back();
    of.min = -1e6;
    of.max = 1e6;
    definition.scores.front().missing.max_missing = 0; // a prorated score is a guess by rule
    const ExpressionNames names{[&](std::string_view id) { return definition.item_index(id); },
                                [&](std::string_view id) -> std::optional<std::size_t> {
                                    return id == "four" ? std::optional<std::size_t>(0) : std::nullopt;
                                }};
    std::mt19937_64 random(3);
    Author author(random);
    int valued = 0;
    int absent_by_zero = 0;
    for (int i = 0; i < cases; ++i) {
        ExpressionReading reading = read_expression(author.number(3), names);
        ASSERT_TRUE(reading.faults.empty()) << reading.faults.front().what;
        of.expression = std::move(reading.expression);
        of.items = of.expression->indexes(Expression::Kind::item);
        of.inputs = of.expression->indexes(Expression::Kind::score);
        of.reversed.assign(of.items.size(), false);
        Response response = random_response(definition, random, 0);
        for (int hole = pick(random, 0, 2); hole > 0; --hole)
            response.items[static_cast<std::size_t>(pick(random, 0, 5))] = Answer::none(Missing::declined);
        if (asked(definition, 5, response) == Tri::not_met) response.items[5] = Answer::none(Missing::not_asked);
        const ScoreValue said = score(definition, response).scores.back();
        const ScoreValue quick = PreparedKey(definition).score(response).scores.back();
        ASSERT_EQ(said.value, quick.value);
        ASSERT_EQ(said.absent, quick.absent);
        valued += said.value ? 1 : 0;
        absent_by_zero += said.absent == divided_by_zero ? 1 : 0;
        each_completion(definition, response, 0, [&](const Response& full) {
            const ScoreValue then = score(definition, full).scores.back();
            if (said.value) {
                ASSERT_EQ(then.value, said.value) << of.expression->source;
            }
            if (then.value) {
                ASSERT_LE(said.lowest, *then.value + 1e-9) << of.expression->source;
                ASSERT_GE(said.highest, *then.value - 1e-9) << of.expression->source;
            }
        });
        if (HasFatalFailure()) return;
    }
    EXPECT_GT(valued, cases / 5);
    EXPECT_GT(absent_by_zero, 20);
}

TEST(Rational, is_exact_or_says_that_it_cannot_be)
{
    std::mt19937_64 random(1);
    for (int i = 0; i < cases; ++i) {
        const int above = pick(random, -100'000, 100'000);
        const int below = pick(random, 1, 5'000);
        const auto exact = Rational::of(static_cast<double>(above) / below);
        ASSERT_TRUE(exact.has_value());
        ASSERT_EQ(*exact, *Rational::of(above, below)) << above << "/" << below;
    }
    EXPECT_FALSE(Rational::of(1, 0).has_value());
    EXPECT_FALSE(Rational::of(1e300).has_value());
    EXPECT_FALSE(Rational::of(1e-200).has_value());
    const auto large = Rational::of((std::int64_t{1} << 52) + 1, 1);
    ASSERT_TRUE(large.has_value());
    EXPECT_FALSE(Rational::times(*large, *large).has_value());
    EXPECT_TRUE(*Rational::of(1, 3) < *Rational::of(34, 100));
    EXPECT_EQ(Rational::of(-2, -4), Rational::of(1, 2));
}
