#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "instruments/expression.h"

namespace rapport::instruments {

/// `any` in a condition on a person: everybody; in Item::not_for: nobody.
enum class Sex : std::uint8_t { any, female, male };

/// Whom a band or a cut-off is about: everybody, unless something is said.
struct Whom {
    Sex sex = Sex::any;
    std::optional<int> education_from{}; ///< completed years of education, inclusive
    std::optional<int> education_to{};

    [[nodiscard]] bool everybody() const { return sex == Sex::any && !education_from && !education_to; }
    friend bool operator==(const Whom&, const Whom&) = default;
};
inline constexpr int most_education = 40; ///< years

/// An inclusive range of a score with a published name.
struct Band {
    double from = 0;
    double to = 0;
    std::string label;
    Whom only_for{};
};

/// A published cut-point or range of cut-points, drawn on charts with its source.
struct CutOff {
    double from = 0;
    double to = 0;
    std::string label;
    std::string source;
    Whom only_for{};
};

/// What a score does with its members' points.
enum class Method : std::uint8_t {
    sum,
    mean,
    max,            ///< the highest
    weighted,       ///< sum of points times weight
    count,          ///< how many members stand at `count_at_least` or more
    percent_of_max, ///< how far the sum lies from the lowest possible (0) to the highest possible (100)
    table,          ///< one other score, looked up in a table of the definition
    expression,     ///< worked out as its expression says
};
enum class Direction : std::uint8_t { higher_is_worse, higher_is_better };

/// A number with at most four decimal places, kept exactly.
struct Decimal {
    static constexpr std::int64_t one = 10'000;
    std::int64_t ten_thousandths = one;
    friend bool operator==(Decimal, Decimal) = default;
};

/// What the source says of missing items. `max_missing` 0 means: any missing item, no score.
struct MissingRule {
    int max_missing = 0; ///< up to this many are replaced by the mean of the answered items
    std::string id;      ///< the rule's name, given back when it forbids a score
    std::string source;  ///< citation, or the statement that none is published
};

/// In this score, answer `value` counts as `points`.
struct Recode {
    int value = 0;
    int points = 0;
};

/// One number worked out from some items, or from scores that stand before it.
/// Units: the source's own points; range [min, max] for a complete response.
struct Score {
    std::string id;
    std::string name;
    Method method = Method::sum;
    Direction direction = Direction::higher_is_worse;
    std::vector<std::size_t> items; ///< indexes into Definition::items; empty for a score of scores
    std::vector<bool> reversed;     ///< same length; value becomes (lowest + highest choice) - value
    MissingRule missing;
    double min = 0;
    double max = 0;
    std::vector<Band> bands;
    std::string bands_source;
    std::vector<CutOff> cut_offs;
    std::string symbol; ///< one letter on staff screens ("B"), or empty

    std::vector<std::size_t> inputs{}; ///< indexes of earlier scores; empty for a score of items
    std::vector<Recode> recode{};      ///< ascending by value; never together with a reversed item
    std::vector<Decimal> weights{};    ///< with Method::weighted, one per member
    Decimal scale{};                   ///< multiplies the result (DASS-21: 2, WHO-5: 4)
    int count_at_least = 0;            ///< with Method::count
    /// With Method::expression; then `items` and `inputs` are those it names, and may both be there.
    std::optional<Expression> expression{};
    std::optional<std::size_t> table{}; ///< with Method::table, index into Definition::tables
    std::string loinc{};
};

/// A conversion a publisher gives as a table, such as raw points to T-scores. Rows ascend by `raw`.
struct Table {
    struct Row {
        double raw = 0;
        double value = 0;
    };
    std::string id;
    std::string source;
    std::vector<Row> rows;
};

} // namespace rapport::instruments
