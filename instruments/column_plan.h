#pragma once

#include <cstdint>
#include <vector>

#include "instruments/columns.h"
#include "instruments/prepared.h"
#include "instruments/tally.h"

namespace rapport::instruments {

/// What ColumnKey runs on.
struct ColumnPlan {
    explicit ColumnPlan(const Definition& of) : definition(of), key(of) {}

    /// One byte for each of sixteen rows.
    using Bytes = std::int8_t __attribute__((vector_size(16)));
    struct Member {
        std::size_t item = 0;
        bool turned = false;
        bool above_zero = false; ///< whether `low` needs looking at
        Bytes low;               ///< the item's lowest and highest choice
        Bytes high;
        Bytes ends;  ///< their sum: a reversed value is this less the value
        Bytes below; ///< one less than the threshold of the part counted on the way
    };
    /// Sums of members, or of other scores that have the same members between them. One part of a rule over the same
    /// items is counted on the way.
    struct Sum {
        std::vector<Member> members;
        std::vector<std::size_t> of_scores; ///< if not empty, instead of members
        bool counts_part = false;
        Extremes range{};
    };
    struct Part {
        std::vector<std::size_t> items;
        std::vector<std::int8_t> at_least;
        std::int8_t need = 0;
        std::int8_t most = 127;
        std::int8_t size = 0;
        bool bounded = false;
        std::optional<std::size_t> by_sum; ///< counted on the way by this score
    };
    struct Choices {
        std::int8_t low = 0;
        std::int8_t high = 0;
        bool holes = false;
    };

    const Definition& definition;
    PreparedKey key;
    bool many_at_once = false;    ///< false: only `key` counts
    std::vector<Choices> choices; ///< one per item
    std::vector<Sum> sums;        ///< one per score
    std::vector<std::vector<Part>> rules;
    std::vector<std::size_t> others; ///< items in no sum that is added up, and those whose choices have holes
};

[[nodiscard]] std::shared_ptr<const ColumnPlan> make_column_plan(const Definition& definition);

} // namespace rapport::instruments
