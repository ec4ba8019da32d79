#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "instruments/definition.h"

namespace rapport::instruments {

/// A calculation over one form, in the few steps that FHIRPath and REDCap both have.
///
/// A test is always true or false, also over blanks; a number is asked for only behind a test that it is there. So no
/// rendering depends on what a foreign engine makes of a blank in arithmetic.
struct Formula {
    enum class Kind : std::uint8_t {
        // Tests.
        always,
        never,
        item_given,  ///< item `index` has an answer
        item_is,     ///< its answer is one of `values`
        sex_is,      ///< the respondent's sex is known to be `name`
        score_given, ///< score `index` has a value
        all,
        any,
        negate,
        at_least, ///< parts[0] >= number
        at_most,
        equal,
        // Numbers.
        number,
        blank,
        item,  ///< the answer to item `index`, as the value of the choice made
        score, ///< the value of score `index`
        add,
        take_away, ///< parts[0] - parts[1]
        times,
        divide,
        highest,
        lowest,
        choose, ///< if parts[0] then parts[1] else parts[2]
        // Either.
        named, ///< parts[0] under a name, `name` and the item or score `index`, where the format has variables
    };
    Kind kind = Kind::blank;
    double number = 0;
    std::size_t index = 0;
    std::vector<int> values{};
    std::string name{};
    std::vector<Formula> parts{};
};

namespace formula {

[[nodiscard]] Formula always();
[[nodiscard]] Formula never();
[[nodiscard]] Formula blank();
[[nodiscard]] Formula number(double value);
[[nodiscard]] Formula of(Formula::Kind kind, std::size_t index);
[[nodiscard]] Formula item_is(std::size_t item, std::vector<int> values);
/// Parts that are certain are left out, and one part alone stands for itself.
[[nodiscard]] Formula all(std::vector<Formula> parts);
[[nodiscard]] Formula any(std::vector<Formula> parts);
[[nodiscard]] Formula negate(Formula test);
[[nodiscard]] Formula add(std::vector<Formula> parts);
[[nodiscard]] Formula pair(Formula::Kind kind, Formula left, Formula right);
[[nodiscard]] Formula compare(Formula::Kind kind, Formula left, double right);
[[nodiscard]] Formula choose(Formula test, Formula then, Formula otherwise);
[[nodiscard]] Formula named(std::string name, std::size_t index, Formula what);

} // namespace formula

/// Whether item `index` is to be asked, and whether it is to be left out; neither where that cannot be told.
[[nodiscard]] Formula asked_formula(const Definition& definition, std::size_t item);
[[nodiscard]] Formula left_out_formula(const Definition& definition, std::size_t item);

/// About how many steps all conditions come to, written out wherever the scores need them.
[[nodiscard]] std::size_t conditions_size(const Definition& definition);

/// The score's value, or blank exactly where `score` gives none. Always blank where `has_formula` says no.
[[nodiscard]] bool has_formula(const Definition& definition, std::size_t score);
[[nodiscard]] Formula score_formula(const Definition& definition, std::size_t score);
/// Whether every value of the score is a whole number.
[[nodiscard]] bool is_whole(const Definition& definition, const Score& score);

} // namespace rapport::instruments
