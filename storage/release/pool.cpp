#include <algorithm>
#include <set>
#include <tuple>

#include "storage/release/csv.h"
#include "storage/release/policy.h"
#include "storage/release/pool_parts.h"
#include "storage/release/text.h"

namespace rapport::release {

namespace {

/// Whether a site's rows name several sites of its own.
bool has_own_sites(const Contribution& site)
{
    std::set<std::string> names;
    for (const Returned& row : site.rows)
        if (row.site != withheld_word && !row.site.empty()) names.insert(row.site);
    return names.size() > 1;
}

/// The occasions of one person in one week, in the order of the visits. Two administrations of one questionnaire at one
/// visit are two occasions.
using Occasion = std::pair<int, int>;

class Days {
public:
    Days(const Contribution& site, const std::map<std::string, int>& order)
    {
        std::map<std::tuple<std::string, int, std::string, std::string>, int> before;
        for (const Returned& row : site.rows) {
            const int again = before[{row.code, row.week, row.definition->id, row.visit}]++;
            occasions_.push_back({order.at(row.visit), again});
            weeks_[{row.code, row.week}].insert(occasions_.back());
        }
    }
    /// A day of the row's week: the same one for the same occasion.
    [[nodiscard]] std::int32_t of(const Returned& row, std::size_t at) const
    {
        const auto& week = weeks_.at({row.code, row.week});
        const auto place = std::distance(week.begin(), week.find(occasions_[at]));
        return row.week * 7 + static_cast<std::int32_t>(std::min<std::ptrdiff_t>(place, 6));
    }

private:
    std::vector<Occasion> occasions_;
    std::map<std::pair<std::string, int>, std::set<Occasion>> weeks_;
};

enum class Arms : std::uint8_t { kept, dropped };

Gathered everybody(std::span<const Contribution> sites, const std::map<std::string, int>& order, SiteWords words,
                   Arms arms = Arms::kept)
{
    std::vector<Record> all;
    for (const Contribution& site : sites)
        for (Record& record : records_of(site, order, words)) {
            if (arms == Arms::dropped) record.arm.clear();
            all.push_back(std::move(record));
        }
    return gathered(all);
}

std::vector<const instruments::Definition*> definitions_of(std::span<const Contribution> sites)
{
    std::set<const instruments::Definition*> used;
    for (const Contribution& site : sites)
        for (const Returned& row : site.rows)
            used.insert(row.definition);
    std::vector<const instruments::Definition*> out(used.begin(), used.end());
    std::ranges::sort(out, {}, &instruments::Definition::id);
    return out;
}

} // namespace

std::vector<Record> records_of(const Contribution& site, const std::map<std::string, int>& order, SiteWords words)
{
    const Days days(site, order);
    const bool own_sites = words == SiteWords::with_its_own && has_own_sites(site);
    std::vector<Record> out;
    for (std::size_t at = 0; at < site.rows.size(); ++at) {
        const Returned& row = site.rows[at];
        Record record;
        record.person = record.code = row.code;
        record.age_band = row.age_band;
        record.sex = row.sex;
        record.site = words == SiteWords::as_released ? row.site : site.site();
        if (own_sites && row.site != withheld_word && !row.site.empty()) record.site += ", " + row.site;
        record.arm = row.arm;
        record.instrument = row.definition->id;
        record.version = row.definition->version;
        record.visit = row.visit;
        record.session_number = order.at(row.visit);
        record.day = days.of(row, at);
        record.response = row.response;
        out.push_back(std::move(record));
    }
    return out;
}

Policy strictest(std::span<const Contribution> sites, const std::string& project)
{
    Policy policy;
    policy.project = project;
    policy.k = policy.cell_threshold = 0;
    policy.suppress_at_most = policy.cut_at_most = 1;
    Pooling pooling;
    for (const Contribution& site : sites) {
        const ManifestFacts& facts = site.facts;
        policy.k = std::max(policy.k, facts.from.k);
        policy.cell_threshold = std::max(policy.cell_threshold, facts.from.cell_threshold);
        policy.suppress_at_most = std::min(policy.suppress_at_most, facts.suppress_at_most);
        policy.cut_at_most = std::min(policy.cut_at_most, facts.cut_at_most);
        policy.release_year = std::max(policy.release_year, site.release_year);
        policy.demo = policy.demo || facts.demo;
        pooling.contributors.push_back(facts.from);
        // A column that one site withholds is withheld in its rows; the others keep theirs, in their bands.
        for (std::size_t which = 0; which < quasi_count; ++which)
            if (site.finest[which] + 1 < level_count[which] || all_quasi[which] == Quasi::visits)
                pooling.finest[which] = std::max(pooling.finest[which], site.finest[which]);
    }
    std::ranges::sort(pooling.contributors, {}, &Contributor::site);
    policy.pooled = std::move(pooling);
    return policy;
}

Result<Pooled> pool(std::span<const Contribution> sites, const std::string& project)
{
    const auto order = visit_order(sites);
    if (sites.size() < 2 || !order || !disagreements(sites).empty() || !overlaps(sites).empty())
        return Error{fault::cannot_pool, "They do not go together."};
    Pooled out;
    out.policy = strictest(sites, project);
    out.definitions = definitions_of(sites);
    auto data = deidentify(everybody(sites, *order, SiteWords::with_its_own), out.policy);
    if (!data && data.error().fault == fault::too_rare)
        data = deidentify(everybody(sites, *order, SiteWords::contributor_alone), out.policy);
    if (!data) return data.error();
    out.data = std::move(*data);

    std::vector<LedgerRow> earlier;
    std::set<std::pair<std::string, std::string>> changes_not_told;
    Arms arms = Arms::kept;
    for (const Contribution& site : sites) {
        auto told = told_by(site, everybody({&site, 1}, *order, SiteWords::as_released), out.definitions);
        if (!told) return told.error();
        std::ranges::move(told->left, std::back_inserter(earlier));
        changes_not_told.merge(told->changes_not_told);
        if (!told->groups_are_told) arms = Arms::dropped; // they could not be held against those groups
    }
    auto table =
        aggregate(everybody(sites, *order, SiteWords::contributor_alone, arms), out.definitions, out.policy, earlier);
    if (!table) return table.error();
    out.table = std::move(*table);
    hold_against_parts(out.table, sites, changes_not_told);
    return out;
}

} // namespace rapport::release
