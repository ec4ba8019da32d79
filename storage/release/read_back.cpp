#include "storage/release/read_back.h"

#include <cmath>

#include "instruments/scoring.h"

namespace rapport::release {

namespace {

/// A file may have gone through a program that keeps fifteen digits.
bool alike(const std::optional<double>& one, const std::optional<double>& other)
{
    if (one.has_value() != other.has_value()) return false;
    return !one || std::abs(*one - *other) <= 1e-9 * std::max(1.0, std::abs(*other));
}

} // namespace

std::vector<Mismatch> recompute(std::span<const Returned> rows)
{
    std::vector<Mismatch> out;
    for (std::size_t at = 0; at < rows.size(); ++at) {
        const Returned& row = rows[at];
        const auto scored = instruments::score(*row.definition, row.response, {row.sex, row.age});
        for (const instruments::ScoreValue& score : scored.scores) {
            const auto stated = row.stated.find(std::string(score.id));
            if (stated == row.stated.end() || alike(stated->second, score.value)) continue;
            out.push_back({at, std::string(score.id), stated->second, score.value});
        }
    }
    return out;
}

} // namespace rapport::release
