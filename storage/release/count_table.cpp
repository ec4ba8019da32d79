#include "storage/release/count_table.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "storage/release/linear_program.h"

namespace rapport::release {

namespace {

constexpr double slack = 1e-6;

struct Place {
    std::size_t row = 0;
    std::size_t column = 0;
};

/// The program of what an outsider sees, and which unknown each withheld place is.
class Outsider {
public:
    explicit Outsider(const CountTable& table) : columns_(table.columns())
    {
        number_.assign(table.rows() * columns_, none);
        for (std::size_t r = 0; r < table.rows(); ++r)
            for (std::size_t c = 0; c < columns_; ++c)
                if (table.withheld[r][c]) number_[r * columns_ + c] = unknowns_++;
        std::vector<LinearProgram::Equation> equations;
        for (std::size_t r = 0; r < table.rows(); ++r)
            equations.push_back(equation(table, true, r));
        for (std::size_t c = 0; c < columns_; ++c)
            equations.push_back(equation(table, false, c));
        program_.emplace(unknowns_, equations);
    }

    /// How much of 0 to threshold - 1 an outsider must leave open: 0 when all of it.
    double gap(Place place, int threshold)
    {
        const std::size_t unknown = number_[place.row * columns_ + place.column];
        const double above = std::max(0.0, threshold - 1 - program_->most(unknown));
        const double below = std::max(0.0, program_->least(unknown));
        const double sum = above + below;
        return sum < slack ? 0 : sum;
    }

private:
    static constexpr std::size_t none = static_cast<std::size_t>(-1);

    /// The parts of a row or column come to its last place.
    LinearProgram::Equation equation(const CountTable& table, bool along_row, std::size_t line) const
    {
        LinearProgram::Equation out;
        const std::size_t length = along_row ? columns_ : table.rows();
        for (std::size_t at = 0; at < length; ++at) {
            const std::size_t r = along_row ? line : at;
            const std::size_t c = along_row ? at : line;
            const double sign = at + 1 == length ? -1 : 1;
            if (table.withheld[r][c])
                out.terms.emplace_back(number_[r * columns_ + c], sign);
            else
                out.equals -= sign * table.counts[r][c];
        }
        return out;
    }

    std::size_t columns_;
    std::size_t unknowns_ = 0;
    std::vector<std::size_t> number_;
    std::optional<LinearProgram> program_;
};

std::vector<Place> primaries(const CountTable& table, int threshold)
{
    std::vector<Place> out;
    for (std::size_t r = 0; r < table.rows(); ++r)
        for (std::size_t c = 0; c < table.columns(); ++c)
            if (table.counts[r][c] < threshold) out.push_back({r, c});
    return out;
}

struct Candidate {
    double cost = 0;
    std::vector<Place> places; ///< newly withheld
};

/// Every rectangle with a corner at `at`, cheapest first: many small counts are dearer than one.
std::vector<Candidate> rectangles(const CountTable& table, Place at)
{
    std::vector<Candidate> out;
    for (std::size_t r = 0; r < table.rows(); ++r)
        for (std::size_t c = 0; c < table.columns(); ++c) {
            if (r == at.row || c == at.column) continue;
            Candidate one;
            for (const Place place : {Place{at.row, c}, Place{r, at.column}, Place{r, c}})
                if (!table.withheld[place.row][place.column]) {
                    one.places.push_back(place);
                    one.cost += 1 + std::log2(1.0 + table.counts[place.row][place.column]) / 16;
                }
            if (!one.places.empty()) out.push_back(std::move(one));
        }
    std::ranges::stable_sort(out, {}, &Candidate::cost);
    return out;
}

void set(CountTable& table, const std::vector<Place>& places, bool to)
{
    for (const Place place : places)
        table.withheld[place.row][place.column] = to;
}

/// Makes one count safe, or everything is withheld.
void protect(CountTable& table, Place at, int threshold)
{
    while (Outsider(table).gap(at, threshold) > 0) {
        const std::vector<Candidate> candidates = rectangles(table, at);
        if (candidates.empty()) return;
        const Candidate* best = nullptr;
        double best_gap = 0;
        for (const Candidate& candidate : candidates) {
            set(table, candidate.places, true);
            const double gap = Outsider(table).gap(at, threshold);
            set(table, candidate.places, false);
            if (best == nullptr || gap < best_gap) {
                best = &candidate;
                best_gap = gap;
            }
            if (gap <= 0) break;
        }
        set(table, best->places, true);
    }
}

void show_again(CountTable& table, int threshold)
{
    std::vector<Place> partners;
    for (std::size_t r = 0; r < table.rows(); ++r)
        for (std::size_t c = 0; c < table.columns(); ++c)
            if (table.withheld[r][c] && table.counts[r][c] >= threshold) partners.push_back({r, c});
    std::ranges::stable_sort(partners, std::greater{},
                             [&](Place place) { return table.counts[place.row][place.column]; });
    for (const Place place : partners) {
        set(table, {place}, false);
        if (!is_safe(table, threshold)) set(table, {place}, true);
    }
}

} // namespace

CountTable CountTable::of(std::vector<std::vector<int>> inner)
{
    CountTable table;
    table.counts = std::move(inner);
    const std::size_t width = table.counts.front().size();
    std::vector<int> totals(width + 1);
    for (std::vector<int>& row : table.counts) {
        int sum = 0;
        for (std::size_t c = 0; c < width; ++c) {
            sum += row[c];
            totals[c] += row[c];
        }
        row.push_back(sum);
        totals[width] += sum;
    }
    table.counts.push_back(std::move(totals));
    table.withheld.assign(table.rows(), std::vector<bool>(table.columns(), false));
    return table;
}

bool is_safe(const CountTable& table, int threshold)
{
    Outsider outsider(table);
    return std::ranges::all_of(primaries(table, threshold), [&](Place place) {
        return table.withheld[place.row][place.column] && outsider.gap(place, threshold) <= 0;
    });
}

void withhold(CountTable& table, int threshold)
{
    const std::vector<Place> small = primaries(table, threshold);
    set(table, small, true);
    for (const Place place : small)
        protect(table, place, threshold);
    if (!small.empty()) show_again(table, threshold);
}

} // namespace rapport::release
