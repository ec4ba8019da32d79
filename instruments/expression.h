#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "instruments/rational.h"

namespace rapport::instruments {

/// A score's own calculation, for what no method says: weighted cut-offs, points on a condition, one score over
/// another.
///
///     if(count(items(1 to 8) >= 2, item(9) >= 1) >= 5, 2 * score(total), score(total) / 3)
///
/// Total    no loops, no recursion, no text, no I/O, no clock: each node is worked out once, parts before wholes.
/// Numbers  exact fractions; a condition is true, false or unknown, and only `if` and `count` make a number of it.
/// Missing  a number with a missing part is missing, a comparison with one is unknown; "and" is false where one part
///          is, "or" true. `answered` and `sum_answered` are for what a source says of missing items.
/// Limits   4 KiB, depth 32, 1,000 nodes (SECURITY.md 3.7); so never more than 1,000 steps.
struct Expression {
    enum class Kind : std::uint8_t {
        // Numbers.
        number,
        missing, ///< no value, on purpose
        item,    ///< the value of the choice made in item `index`; not asked by rule, as its rule says
        score,   ///< the value of score `index`, which stands before
        sum,     ///< of all parts; a term taken away is `negative`
        mean,
        least,
        highest,
        negative,
        times,
        divide,       ///< parts[0] / parts[1]; by nought there is no value
        count,        ///< how many of its conditions are true
        answered,     ///< how many of its items have an answer, or are not asked by rule
        sum_answered, ///< the sum of those
        choose,       ///< if parts[0] then parts[1] else parts[2]
        // Conditions.
        equal,
        differs,
        below,
        at_most,
        above,
        at_least,
        both,   ///< every part is true
        either, ///< some part is
        negation,
    };
    struct Node {
        Kind kind = Kind::number;
        std::size_t at = 0; ///< the character it begins at, from 1
        std::size_t index = 0;
        Rational number{};
        std::vector<std::size_t> parts{}; ///< nodes before this one; some are part of several
    };
    std::string source;
    std::vector<Node> nodes; ///< the last is the whole

    static constexpr std::size_t longest = 4'096;
    static constexpr std::size_t deepest = 32;
    static constexpr std::size_t most_nodes = 1'000;

    [[nodiscard]] const Node& whole() const { return nodes.back(); }
    [[nodiscard]] bool uses(Kind kind) const;
    [[nodiscard]] std::vector<std::size_t> indexes(Kind kind) const; ///< of items or scores, ascending, each once
};

[[nodiscard]] bool is_condition(Expression::Kind kind);

/// Whether every value is a whole number, given which scores are.
[[nodiscard]] bool gives_whole_numbers(const Expression& expression, const std::function<bool(std::size_t)>& score);

/// The names an expression may use.
struct ExpressionNames {
    std::function<std::optional<std::size_t>(std::string_view)> item;
    std::function<std::optional<std::size_t>(std::string_view)> score;
};

/// Either an expression, or what is wrong with it and at which character, from 1.
struct ExpressionReading {
    struct Fault {
        std::size_t at = 1;
        std::string what;
    };
    Expression expression;
    std::vector<Fault> faults;
};
[[nodiscard]] ExpressionReading read_expression(std::string_view source, const ExpressionNames& names);

/// Why a number has no value.
enum class Lost : std::uint8_t { no, missing, unclear, by_zero, too_large, contradicted };

/// A number as far as it is known: its value, or why it has none; and what it could still come to.
struct Known {
    enum class Range : std::uint8_t { bounded, endless, none };
    Lost lost = Lost::no;
    Rational value{};
    Range range = Range::bounded;
    Rational low{};
    Rational high{};

    [[nodiscard]] static Known of(Rational value) { return {Lost::no, value, Range::bounded, value, value}; }
};

/// A condition as far as it is known: by the values, and by what they could still come to.
enum class Held : std::uint8_t { yes, no, unknown };
struct KnownCondition {
    Held by_value = Held::unknown;
    Lost lost = Lost::no;
    Held by_range = Held::unknown;
};

/// What the answers still open may become: given (what a person's score could be), or perhaps never.
enum class OpenAnswers : std::uint8_t { to_be_given, or_never };

/// Works out every node; `numbers` or `conditions` of one is set, by its kind. Memory is used again.
struct WorkedOut {
    std::vector<Known> numbers;
    std::vector<KnownCondition> conditions;
};
using Leaf = std::function<Known(const Expression::Node&)>; ///< what an item or a score comes to
void work_out(const Expression& expression, const Leaf& leaf, OpenAnswers open, WorkedOut& out);

} // namespace rapport::instruments
