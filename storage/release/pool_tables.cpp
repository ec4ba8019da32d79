#include <algorithm>
#include <set>

#include "storage/release/pool_parts.h"
#include "storage/release/read_back_parts.h"
#include "storage/release/text.h"
#include "storage/release/writers.h"

namespace rapport::release {

namespace {

using instruments::CsvRow;

/// One file, kept.
class Kept final : public Sink {
public:
    Status open(std::string_view) override { return {}; }
    Status write(std::string_view bytes) override
    {
        text += bytes;
        return {};
    }
    Result<std::string> close() override { return std::string(); }
    std::string text;
};

template <class Write>
std::vector<CsvRow> as_read(Write&& write)
{
    Kept kept;
    static_cast<void>(write(kept)); // it is in memory, and its columns are known
    return instruments::read_csv(kept.text).value_or(std::vector<CsvRow>{});
}

/// Rows by all cells but the last ones, which are the numbers; without the header.
std::map<CsvRow, CsvRow> by_key(const std::vector<CsvRow>& rows, std::size_t cells)
{
    std::map<CsvRow, CsvRow> out;
    for (std::size_t at = 1; at < rows.size(); ++at) {
        const auto split = rows[at].begin() + static_cast<std::ptrdiff_t>(cells);
        out[CsvRow(rows[at].begin(), split)] = CsvRow(split, rows[at].end());
    }
    return out;
}

constexpr std::size_t table_key = 3;      // instrument, score, visit
constexpr std::size_t statistics_key = 6; // instrument, score, by, group, visit, statistic

/// What is told of a change from the first visit.
bool of_change(const std::string& statistic)
{
    static const std::set<std::string> names{
        "pairs",          "dropped_out", "change", "change_low",        "change_high",
        "d_pre",          "d_av",        "d_z",    "reliably_improved", "no_reliable_change",
        "reliably_worse", "recovered"};
    return names.contains(statistic);
}

/// Calls `differs(key)` for every number that stands in one and not, or otherwise, in the other.
template <class Differs>
void compare(const std::vector<CsvRow>& released, const std::vector<CsvRow>& made, std::size_t cells, Differs&& differs)
{
    const auto left = by_key(released, cells);
    const auto own = by_key(made, cells);
    for (const auto& [key, words] : left)
        if (const auto at = own.find(key); at == own.end() || at->second != words) differs(key);
    for (const auto& [key, words] : own)
        if (!left.contains(key)) differs(key);
}

bool is_number(const std::string& words)
{
    return !words.empty() && std::ranges::all_of(words, [](char c) { return c >= '0' && c <= '9'; });
}

/// Whether a site has anybody at that visit of that group; of "other" nobody knows. Somebody dropped out who is not at
/// the visit any more.
bool has_people(const Contribution& site, const Statistic& one)
{
    return std::ranges::any_of(site.rows, [&](const Returned& row) {
        if (row.definition->id != one.instrument) return false;
        if (row.visit != one.visit && one.name != "dropped_out") return false;
        return one.by != "arm" || row.arm == one.group || one.group == pooled_word;
    });
}

} // namespace

Result<Told> told_by(const Contribution& site, const Gathered& rows,
                     std::span<const instruments::Definition* const> definitions)
{
    const auto made = aggregate(rows, definitions, strictest({&site, 1}, site.facts.from.project));
    if (!made) return made.error();
    Told out;
    out.left = fed_by(*made);
    compare(site.table, as_read([&](Sink& sink) { return write_table(*made, sink); }), table_key,
            [&](const CsvRow& key) {
                const std::string quantity = key[0] + "|" + key[1] + "|" + unguarded(key[2]);
                // What its rows would tell was not told: it must not count as having left already.
                std::erase_if(out.left, [&](const LedgerRow& row) { return of_one_sheet(row.quantity, quantity); });
                out.left.push_back({quantity, {site.rows.front().code}});
            });
    compare(site.statistics, as_read([&](Sink& sink) { return write_statistics(*made, sink); }), statistics_key,
            [&](const CsvRow& key) {
                // A group by therapist is of people whom the files do not tell; so are an arm or a site that they
                // withhold.
                if (key[2] != "all")
                    out.groups_are_told = false;
                else if (of_change(key[5]))
                    out.changes_not_told.emplace(key[0], unguarded(key[4]));
            });
    return out;
}

void hold_against_parts(Table& table, std::span<const Contribution> sites,
                        const std::set<std::pair<std::string, std::string>>& changes_not_told)
{
    static const std::set<std::string> parts{"missing",           "dropped_out",        "above_cut_off", "recovered",
                                             "reliably_improved", "no_reliable_change", "reliably_worse"};
    static const std::set<std::string> split{"reliably_improved", "no_reliable_change", "reliably_worse"};
    std::map<std::string, std::map<CsvRow, CsvRow>> told;
    for (const Contribution& site : sites)
        told[site.site()] = by_key(site.statistics, statistics_key);

    const auto told_by_all = [&](const Statistic& one) {
        if (one.group == pooled_word) return false;
        return std::ranges::all_of(sites, [&](const Contribution& site) {
            const bool whole_site = one.by == "site";
            if (whole_site ? one.group != site.site() : !has_people(site, one)) return true;
            const CsvRow key{one.instrument, one.score, whole_site ? "all" : one.by, whole_site ? "all" : one.group,
                             one.visit,      one.name};
            const auto at = told.at(site.site()).find(key);
            return at != told.at(site.site()).end() && is_number(at->second.front());
        });
    };
    const auto whose = [](const Statistic& one) {
        return CsvRow{one.instrument, one.score, one.by, one.group, one.visit};
    };
    const auto withhold = [](Statistic& one) {
        one.value = withheld_word;
        one.why = Why::small_part;
    };
    std::set<CsvRow> broken; // splits of which a part is withheld: the others would tell it
    for (Statistic& one : table.outcomes.rows) {
        if (one.value == withheld_word) continue;
        const bool open_change = of_change(one.name) && changes_not_told.contains({one.instrument, one.visit});
        if (!open_change && (!parts.contains(one.name) || told_by_all(one))) continue;
        withhold(one);
        if (split.contains(one.name)) broken.insert(whose(one));
    }
    for (Statistic& one : table.outcomes.rows)
        if (split.contains(one.name) && broken.contains(whose(one))) withhold(one);
}

} // namespace rapport::release
