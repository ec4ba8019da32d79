#include "storage/release/ledger.h"

#include <algorithm>
#include <cstdint>
#include <map>

namespace rapport::release {

namespace {

/// Arithmetic modulo a prime of 61 bits stands in for fractions: noughts and ones are independent under it exactly when
/// they are among fractions, unless the prime divides one of their minors.
constexpr std::uint64_t prime = (std::uint64_t{1} << 61U) - 1;
__extension__ using Wide = unsigned __int128;

std::uint64_t times(std::uint64_t a, std::uint64_t b)
{
    const Wide product = static_cast<Wide>(a) * b;
    const std::uint64_t sum = static_cast<std::uint64_t>(product & prime) + static_cast<std::uint64_t>(product >> 61U);
    return sum >= prime ? sum - prime : sum;
}

std::uint64_t inverse(std::uint64_t a)
{
    std::uint64_t out = 1;
    for (std::uint64_t power = prime - 2; power != 0; power >>= 1U) {
        if ((power & 1U) != 0) out = times(out, a);
        a = times(a, a);
    }
    return out;
}

using Vector = std::vector<std::uint64_t>; ///< by atom
using Basis = std::vector<Vector>;

/// Takes `factor` times `other` away from `from`.
void take_away(Vector& from, std::uint64_t factor, const Vector& other)
{
    const std::uint64_t added = prime - factor;
    for (std::size_t at = 0; at < from.size(); ++at) {
        const std::uint64_t sum = from[at] + times(added, other[at]);
        from[at] = sum >= prime ? sum - prime : sum;
    }
}

/// Keeps the combinations that are nought on one atom.
Basis zero_at(Basis basis, std::size_t atom)
{
    const auto pivot = std::find_if(basis.begin(), basis.end(), [&](const Vector& row) { return row[atom] != 0; });
    if (pivot == basis.end()) return basis;
    const Vector gone = std::move(*pivot);
    basis.erase(pivot);
    const std::uint64_t scale = inverse(gone[atom]);
    for (Vector& row : basis)
        if (row[atom] != 0) take_away(row, times(row[atom], scale), gone);
    return basis;
}

/// Rows of which none is a combination of the others.
Basis independent(Basis rows)
{
    Basis out;
    std::vector<std::size_t> pivots;
    for (Vector& row : rows) {
        for (std::size_t at = 0; at < out.size(); ++at)
            if (row[pivots[at]] != 0) take_away(row, times(row[pivots[at]], inverse(out[at][pivots[at]])), out[at]);
        const auto first = std::find_if(row.begin(), row.end(), [](std::uint64_t x) { return x != 0; });
        if (first == row.end()) continue;
        pivots.push_back(static_cast<std::size_t>(first - row.begin()));
        out.push_back(std::move(row));
    }
    return out;
}

/// Whether a combination of the rows is nought on all atoms but some of together at most so many people. Every atom is
/// nought, which leaves fewer combinations, or one of the few, which leaves room for fewer people.
class Search {
public:
    explicit Search(const std::vector<int>& sizes) : sizes_(sizes) {}

    bool finds_one(Basis basis, std::vector<bool> among, int room)
    {
        if (++steps_ > most_steps) return true;
        for (std::size_t atom = 0; atom < sizes_.size() && !basis.empty(); ++atom)
            if (!among[atom] && sizes_[atom] > room) basis = zero_at(std::move(basis), atom);
        if (basis.empty()) return false;
        const auto open = [&](std::size_t atom) {
            return !among[atom] &&
                   std::any_of(basis.begin(), basis.end(), [&](const Vector& row) { return row[atom] != 0; });
        };
        std::size_t largest = sizes_.size();
        for (std::size_t atom = 0; atom < sizes_.size(); ++atom)
            if ((largest == sizes_.size() || sizes_[atom] > sizes_[largest]) && open(atom)) largest = atom;
        if (largest == sizes_.size()) return true; // what is left is nought on all atoms but those few
        if (finds_one(zero_at(basis, largest), among, room)) return true;
        among[largest] = true;
        return finds_one(std::move(basis), std::move(among), room - sizes_[largest]);
    }

private:
    static constexpr int most_steps = 20'000;
    const std::vector<int>& sizes_;
    int steps_ = 0;
};

} // namespace

// A combination over people and scores that vanishes on all but a few people stays one when each row is weighted by any
// number a score: so who is counted alone decides, whichever linear rule joins the scores.
bool of_one_sheet(std::string_view quantity, std::string_view other)
{
    const auto without_score = [](std::string_view text) {
        const auto first = text.find('|');
        const auto second = first == std::string_view::npos ? first : text.find('|', first + 1);
        if (second == std::string_view::npos) return std::pair(text, std::string_view());
        return std::pair(text.substr(0, first), text.substr(second));
    };
    return without_score(quantity) == without_score(other);
}

bool would_fix_too_few(std::span<const LedgerRow> earlier, const LedgerRow& asked, int least)
{
    std::vector<const LedgerRow*> rows;
    for (const LedgerRow& row : earlier) {
        if (!of_one_sheet(row.quantity, asked.quantity)) continue;
        if (row.people == asked.people) return false; // nothing that has not left already
        rows.push_back(&row);
    }
    rows.push_back(&asked);

    std::map<std::string, std::vector<bool>> signature;
    for (std::size_t row = 0; row < rows.size(); ++row)
        for (const std::string& person : rows[row]->people) {
            auto& of = signature.try_emplace(person, rows.size(), false).first->second;
            of[row] = true;
        }
    std::map<std::vector<bool>, int> atoms;
    for (const auto& [person, of] : signature)
        ++atoms[of];

    Basis basis(rows.size());
    std::vector<int> sizes;
    for (const auto& [of, people] : atoms) {
        sizes.push_back(people);
        for (std::size_t row = 0; row < rows.size(); ++row)
            basis[row].push_back(of[row] ? 1 : 0);
    }
    const std::vector<bool> nobody(sizes.size(), false);
    return Search(sizes).finds_one(independent(std::move(basis)), nobody, least - 1);
}

} // namespace rapport::release
