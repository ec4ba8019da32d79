#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "instruments/score_rule.h"

namespace rapport::instruments {

/// Where a score has to lie; an edge may differ by sex (AUDIT-C: 4 for men, 3 for women).
struct ScoreRange {
    struct Edge {
        double female = 0;
        double male = 0;
    };
    std::size_t score = 0; ///< index into Definition::scores
    std::optional<Edge> at_least;
    std::optional<Edge> at_most;
};

/// "At least `need` of these items stand at `at_least` or more", or a score in a range.
/// All parts of a criterion must hold.
struct CriterionPart {
    std::vector<std::size_t> items;
    std::vector<int> at_least; ///< same length as items
    int need = 1;
    std::optional<int> most;           ///< and at most so many (PHQ-9: "2 to 4"); absent: no upper bound
    std::optional<ScoreRange> range{}; ///< then there are no items
};

/// A yes-or-no rule over items and scores, answered in three values: met, not met, cannot tell.
struct Criterion {
    std::string id;
    std::string name; ///< "Symptom pattern"; never a diagnosis
    std::vector<CriterionPart> parts;
    std::string source;
};

/// An item that calls for a person's attention by itself, whatever the total.
struct CriticalItem {
    std::string id;
    std::size_t item = 0;
    std::optional<int> at_least = 1; ///< fires from here up
    bool when_unanswered = true;
    std::string text; ///< what staff should do, in the source's sense
    std::string source;
    std::vector<int> values{}; ///< or on any of these
};

/// A published size of change and whom it was studied in.
struct ChangeThreshold {
    std::string id;
    std::size_t score = 0;           ///< index into Definition::scores
    std::string kind;                ///< "reliable" or "minimal_important"
    double points = 0;               ///< absolute size, raw points
    std::optional<double> points_to; ///< upper edge where the source gives a range (9 to 12), or absent
    std::optional<double> end_point; ///< clinically significant: reliable and crossed to this or beyond
    std::string population;
    std::string source; ///< short: "Marx 2022"
    std::string citation;
    bool is_default = false;
};

} // namespace rapport::instruments
