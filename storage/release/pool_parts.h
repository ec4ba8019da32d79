#pragma once

#include <set>

#include "storage/release/pool.h"

/// What the files of pooling share.
namespace rapport::release {

/// The place of each visit in the order in which every site takes them; nothing when two sites take them in different
/// orders. Visits of no table come after, by the first week that anybody has them in.
[[nodiscard]] std::optional<std::map<std::string, int>> visit_order(std::span<const Contribution> sites);

/// Which word stands for a row's site in the pooled rows.
enum class SiteWords : std::uint8_t {
    with_its_own,      ///< "North, Ward 2", where North has several
    contributor_alone, ///< "North"
    as_released        ///< "Ward 2"
};

/// The rows as records again: the code stands for the person, and days that come to the same weeks, in the same order,
/// for the days.
[[nodiscard]] std::vector<Record> records_of(const Contribution& site, const std::map<std::string, int>& order,
                                             SiteWords words);

/// The rules that hold for all: of each the strictest.
[[nodiscard]] Policy strictest(std::span<const Contribution> sites, const std::string& project);

/// What a site's own tables tell, as far as its own rows can say.
struct Told {
    /// Who fed its numbers. A visit whose released numbers are not those of its rows counted people who cannot be told
    /// from here: it has a row of one person, beside which nothing of that visit can be shown.
    std::vector<LedgerRow> left{};
    /// Whether everybody who was counted in an arm, or in any other group, can be told from the rows.
    bool groups_are_told = true;
    std::set<std::pair<std::string, std::string>> changes_not_told{}; ///< questionnaire and visit, likewise
};
/// `rows` are the site's own, with its own words. Errors: of reading again.
[[nodiscard]] Result<Told> told_by(const Contribution& site, const Gathered& rows,
                                   std::span<const instruments::Definition* const> definitions);

/// Withholds in a pooled table every count and share of which a site that has part in it did not tell its own part, and
/// every change that it kept back: the part could be had by taking the others away.
void hold_against_parts(Table& table, std::span<const Contribution> sites,
                        const std::set<std::pair<std::string, std::string>>& changes_not_told);

} // namespace rapport::release
