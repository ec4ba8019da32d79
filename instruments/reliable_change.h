#pragma once

#include <optional>
#include <string>

#include "instruments/base/result.h"
#include "instruments/definition.h"

namespace rapport::instruments {

/// How large a change must be before chance alone would bring it about in fewer than 1 of 20, by Jacobson and Truax
/// 1991, J Consult Clin Psychol 59(1):12-19: RC = (after - before) / s_diff, reliable where |RC| exceeds 1.96.
struct ReliableChange {
    double sem = 0;    ///< standard error of measurement, sd * sqrt(1 - reliability)
    double s_diff = 0; ///< standard error of the difference of two such scores, sem * sqrt(2)
    double points = 0; ///< 1.96 * s_diff, raw points
};

/// `sd` in raw points, above 0; `reliability` between 0 and 1, both excluded. Absent for anything else.
[[nodiscard]] std::optional<ReliableChange> reliable_change(double sd, double reliability);

/// What a site says about a score in the people it treats. The program ships none of these: they differ by population.
struct SiteNorm {
    std::string instrument;
    std::string score;
    double sd = 0;
    double reliability = 0;
    std::optional<double> end_point; ///< reached or crossed, a reliable change is called clinically significant
    std::string population;          ///< "US veterans at intake"
    std::string source;              ///< short: "Meyer 2021"
    std::string citation;
};

inline constexpr Fault norm_out_of_range{"norm_out_of_range"};     ///< detail: "sd", "reliability" or "end_point"
inline constexpr Fault norm_without_papers{"norm_without_papers"}; ///< detail: "population", "source" or "citation"
inline constexpr Fault norm_of_no_score{"norm_of_no_score"};       ///< detail: the score's id

/// The rule a site's norm leads to, named "Jacobson-Truax, SOURCE". It is the score's default where nothing published
/// stands beside it. Errors: norm_out_of_range (an SD beyond half the score's range, which no sample can have),
/// norm_without_papers, norm_of_no_score.
[[nodiscard]] Result<ChangeThreshold> site_threshold(const Definition& definition, const SiteNorm& norm);

} // namespace rapport::instruments
