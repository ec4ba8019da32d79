#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <vector>

#include "instruments/scoring.h"
#include "instruments/tally.h"

namespace rapport::instruments {

/// Eight small sums side by side, added at once.
struct Lanes {
    static constexpr std::size_t width = 8;
    using Vector = std::int16_t __attribute__((vector_size(2 * width)));
    Vector v;

    void add(std::size_t lane, std::int64_t amount) { v[lane] = static_cast<std::int16_t>(v[lane] + amount); }
};

/// A definition laid out for adding up: what PreparedKey runs on.
///
/// Rows     `given` has one row of `given_width` Lanes for each choice of each item, `open` one of `open_width` for
/// each
///          item, which counts when it has no answer. A score owns one lane of `given`, its sum, and three of `open`:
///          the lowest and the highest its missing items can come to, and how many they are. A part of a rule owns one
///          lane of each: how many items reach its threshold, and how many may yet.
struct Plan {
    static constexpr std::size_t widest = 8;

    struct ItemRows {
        int low = 0;                   ///< the lowest choice, whose row comes first
        unsigned span = 0;             ///< rows from there; one of no choice adds to the lane `misfits`
        std::size_t first = 0;         ///< in `given`
        const Lanes* lowest = nullptr; ///< that row; a plan may be moved and not copied
    };
    struct ScoreLanes {
        bool in_lanes = false;
        bool plain = false; ///< units are the value: no scale, divisor or zero, and no bands
        std::size_t sum = 0;
        std::size_t low = 0;
        std::size_t high = 0;
        std::size_t missing = 0;
        int items = 0;
        std::string_view id;
        std::string_view absent; ///< the rule that forbids a score
        ScoreValue complete;     ///< its name and its items, all of them answered; no value yet
        Extremes range{};
    };
    struct PartLanes {
        const ScoreRange* range = nullptr; ///< then nothing else counts
        std::size_t reached = 0;
        std::size_t open = 0;
        int need = 0;
        int most = std::numeric_limits<int>::max();
        bool bounded = false;
    };

    const Definition* definition = nullptr;
    bool has_rules = false;     ///< whether an item is asked depends on other answers or on the sex
    bool fits = false;          ///< false: nothing could be laid out, all is worked out the long way
    bool all_plain = false;     ///< every score is in lanes and plain
    bool none_replaced = false; ///< and no rule of any of them replaces a missing answer
    std::size_t given_width = 0;
    std::size_t open_width = 0;
    std::size_t misfits = 0; ///< lane of `given`
    std::vector<ItemRows> items;
    std::vector<Lanes> given;
    std::vector<Lanes> open;
    std::vector<ScoreLanes> scores;
    std::vector<std::vector<PartLanes>> parts; ///< one list per criterion, one entry per part
};

[[nodiscard]] Plan make_plan(const Definition& definition);

} // namespace rapport::instruments
