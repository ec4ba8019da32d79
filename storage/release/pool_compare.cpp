#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <set>

#include "storage/release/pool_parts.h"
#include "storage/release/read_back_parts.h"
#include "storage/release/text.h"
#include "storage/release/writers.h"

namespace rapport::release {

namespace {

using instruments::CsvRow;
using Says = std::vector<std::pair<std::string, std::string>>;
/// What a site says of a thing; nothing: it has no such thing.
using Word = std::function<std::optional<std::string>(const Contribution& site)>;

void compare(std::vector<Disagreement>& out, std::span<const Contribution> sites, Disagreement of, const Word& word)
{
    std::set<std::optional<std::string>> different;
    for (const Contribution& site : sites) {
        const auto said = word(site);
        different.insert(said);
        of.says.emplace_back(site.site(), said.value_or(std::string()));
    }
    if (different.size() > 1) out.push_back(std::move(of));
}

std::set<std::string> instruments_of_all(std::span<const Contribution> sites)
{
    std::set<std::string> ids;
    for (const Contribution& site : sites)
        for (const auto& [id, version] : site.facts.instruments)
            ids.insert(id);
    return ids;
}

/// The lines of a codebook by file and variable. Lines of the wide files belong to one questionnaire.
std::map<std::string, const CsvRow*> lines_of(const Contribution& site)
{
    std::map<std::string, const CsvRow*> out;
    for (std::size_t at = 1; at < site.codebook.size(); ++at)
        out[site.codebook[at][0] + " " + site.codebook[at][1]] = &site.codebook[at];
    return out;
}

std::optional<std::string> cell(const Contribution& site, const std::map<std::string, const CsvRow*>& lines,
                                const std::string& key, const std::string& column)
{
    const auto line = lines.find(key);
    const auto at = std::ranges::find(site.codebook.front(), column);
    if (line == lines.end() || at == site.codebook.front().end()) return std::nullopt;
    return (*line->second)[static_cast<std::size_t>(at - site.codebook.front().begin())];
}

void compare_codebooks(std::vector<Disagreement>& out, std::span<const Contribution> sites)
{
    std::map<std::string, std::map<std::string, const CsvRow*>> lines;
    std::set<std::string> keys;
    std::set<std::string> columns;
    for (const Contribution& site : sites) {
        auto& own = lines[site.site()] = lines_of(site);
        for (const auto& [key, line] : own)
            keys.insert(key);
        columns.insert(site.codebook.front().begin(), site.codebook.front().end());
    }
    for (const std::string& key : keys) {
        const auto has_it = [&](const Contribution& site) { return lines.at(site.site()).contains(key); };
        if (!std::ranges::all_of(sites, has_it)) {
            compare(out, sites, {"codebook.csv", key, "variable", {}}, [&](const Contribution& site) {
                return has_it(site) ? std::optional<std::string>("there") : std::nullopt;
            });
            continue;
        }
        for (const std::string& column : columns)
            compare(out, sites, {"codebook.csv", key, column, {}},
                    [&](const Contribution& site) { return cell(site, lines.at(site.site()), key, column); });
    }
}

/// The visits of one questionnaire in a site's table, as it takes them.
std::vector<std::string> visits_of(const Contribution& site, const std::string& instrument)
{
    std::vector<std::string> out;
    for (std::size_t at = 1; at < site.table.size(); ++at)
        if (site.table[at][0] == instrument && site.table[at][2] != withheld_word)
            out.push_back(unguarded(site.table[at][2]));
    return out;
}

std::string joined(const std::vector<std::string>& words)
{
    std::string out;
    for (const std::string& word : words)
        out += (out.empty() ? "" : "; ") + word;
    return out;
}

} // namespace

std::vector<Disagreement> disagreements(std::span<const Contribution> sites)
{
    std::vector<Disagreement> out;
    const auto manifest = [&](const char* what, const Word& word) {
        compare(out, sites, {"manifest.json", {}, what, {}}, word);
    };
    manifest("demo", [](const auto& site) { return site.facts.demo ? "invented people" : "real people"; });
    manifest("schema", [](const auto& site) { return std::to_string(site.facts.from.schema); });
    const auto ids = instruments_of_all(sites);
    for (const std::string& id : ids)
        compare(out, sites, {"manifest.json", id, "version", {}},
                [&](const Contribution& site) -> std::optional<std::string> {
                    const auto& all = site.facts.instruments;
                    const auto found = std::ranges::find(all, id, [](const auto& one) { return one.first; });
                    return found == all.end() ? std::nullopt : std::optional(found->second);
                });
    // Where the questionnaires differ their variables do too, and would only say it again a hundred times.
    if (!out.empty()) return out;
    compare_codebooks(out, sites);
    if (!visit_order(sites))
        for (const std::string& id : ids)
            compare(out, sites, {"table.csv", id, "order of visits", {}},
                    [&](const Contribution& site) { return joined(visits_of(site, id)); });
    return out;
}

std::vector<Disagreement> disagreements_with(const Contribution& site, const Pooled& pooled)
{
    const auto book = make_codebook(pooled.data, pooled.definitions);
    if (!book) return {}; // the rows were read by these very definitions
    const CodebookLines lines = codebook_lines(*book);
    std::array<Contribution, 2> both;
    both[0].facts.from.site = "this program";
    both[0].codebook = {lines.header};
    both[0].codebook.insert(both[0].codebook.end(), lines.lines.begin(), lines.lines.end());
    both[1].facts.from.site = site.site();
    both[1].codebook = site.codebook;
    std::vector<Disagreement> out;
    compare_codebooks(out, both);
    return out;
}

std::optional<std::map<std::string, int>> visit_order(std::span<const Contribution> sites)
{
    std::map<std::string, int> place;
    std::vector<std::vector<std::string>> orders;
    for (const Contribution& site : sites)
        for (const std::string& id : instruments_of_all(sites)) {
            orders.push_back(visits_of(site, id));
            for (const std::string& visit : orders.back())
                place[visit] = 0;
        }
    // Each visit comes after those before it at any site: the longest way to it. In a circle it would never end.
    const std::size_t most = place.size() + 1;
    bool moved = true;
    for (std::size_t round = 0; moved; ++round) {
        if (round > most) return std::nullopt;
        moved = false;
        for (const auto& order : orders)
            for (std::size_t at = 1; at < order.size(); ++at) {
                int& later = place.at(order[at]);
                const int least = place.at(order[at - 1]) + 1;
                if (later < least) later = least, moved = true;
            }
    }
    const int after_all = static_cast<int>(place.size());
    std::map<std::string, int> others;
    for (const Contribution& site : sites)
        for (const Returned& row : site.rows)
            if (!place.contains(row.visit)) {
                const auto [at, fresh] = others.try_emplace(row.visit, after_all + row.week);
                at->second = std::min(at->second, after_all + row.week);
            }
    place.merge(others);
    return place;
}

} // namespace rapport::release
