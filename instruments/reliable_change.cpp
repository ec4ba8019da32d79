#include "instruments/reliable_change.h"

#include <cmath>

#include "instruments/change.h"

namespace rapport::instruments {

namespace {

/// Two-sided 5 % of the standard normal distribution, as Jacobson and Truax round it.
constexpr double critical = 1.96;

} // namespace

std::optional<ReliableChange> reliable_change(double sd, double reliability)
{
    if (!std::isfinite(sd) || !(sd > 0) || !(reliability > 0) || !(reliability < 1)) return std::nullopt;
    ReliableChange out;
    out.sem = sd * std::sqrt(1 - reliability);
    out.s_diff = out.sem * std::sqrt(2.0);
    out.points = critical * out.s_diff;
    return out;
}

Result<ChangeThreshold> site_threshold(const Definition& definition, const SiteNorm& norm)
{
    const auto index = definition.score_index(norm.score);
    if (!index) return Error{norm_of_no_score, norm.score};
    const Score& score = definition.scores[*index];
    const auto rule = reliable_change(norm.sd, norm.reliability);
    if (!rule) return Error{norm_out_of_range, norm.sd > 0 ? "reliability" : "sd"};
    if (norm.sd > (score.max - score.min) / 2) return Error{norm_out_of_range, "sd"};
    if (norm.end_point && !(*norm.end_point >= score.min && *norm.end_point <= score.max))
        return Error{norm_out_of_range, "end_point"};
    if (norm.population.empty()) return Error{norm_without_papers, "population"};
    if (norm.source.empty()) return Error{norm_without_papers, "source"};
    if (norm.citation.empty()) return Error{norm_without_papers, "citation"};

    ChangeThreshold out;
    out.id = "site-" + norm.score;
    out.score = *index;
    out.kind = "reliable";
    out.points = rule->points;
    out.end_point = norm.end_point;
    out.population = norm.population;
    out.source = "Jacobson-Truax, " + norm.source;
    out.citation = norm.citation + " Rule: Jacobson and Truax 1991, J Consult Clin Psychol 59(1):12-19.";
    out.is_default = default_threshold(definition, *index) == nullptr;
    return out;
}

} // namespace rapport::instruments
