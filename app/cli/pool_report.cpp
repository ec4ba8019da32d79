#include "app/cli/pool_report.h"

#include <cstdio>

#include <nlohmann/json.hpp>

#include "app/cli/exit_code.h"
#include "app/cli/mismatch.h"

namespace rapport::cli {

using json = nlohmann::json;

namespace {

std::string dumped(const json& answer)
{
    return answer.dump(-1, ' ', false, json::error_handler_t::replace);
}

json as_json(const std::vector<release::Disagreement>& all)
{
    json list = json::array();
    for (const release::Disagreement& one : all) {
        if (list.size() == most_told) break;
        json says = json::object();
        for (const auto& [site, words] : one.says)
            says[site] = words;
        list.push_back({{"file", one.file}, {"variable", one.variable}, {"what", one.what}, {"says", std::move(says)}});
    }
    return list;
}

json as_json(const std::vector<release::WrittenFile>& files)
{
    json list = json::array();
    for (const auto& file : files)
        list.push_back({{"name", file.name}, {"sha256", file.sha256}, {"bytes", file.bytes}});
    return list;
}

} // namespace

std::string PoolReport::where(const std::string& site) const
{
    const auto folder = folders_.find(site);
    return folder == folders_.end() ? site : site + " (" + folder->second + ")";
}

void PoolReport::refuse(const std::string& sentence)
{
    refused_ = true;
    problems_.push_back(sentence);
    std::fprintf(stderr, "rapport: %s\n", sentence.c_str());
}

void PoolReport::problem(const std::string& folder, const std::string& sentence)
{
    refuse(folder + ": " + sentence);
}

void PoolReport::disagreements(const std::vector<release::Disagreement>& all)
{
    disagreements_.insert(disagreements_.end(), all.begin(), all.end());
    if (all.empty()) return;
    for (std::size_t at = 0; at < all.size() && at < most_told; ++at) {
        const release::Disagreement& one = all[at];
        std::string says;
        for (const auto& [site, words] : one.says)
            says +=
                (says.empty() ? "" : "; ") + where(site) + " says " + (words.empty() ? "nothing" : "“" + words + "”");
        const std::string of = one.variable.empty() ? one.file : one.file + ", " + one.variable;
        std::fprintf(stderr, "rapport: %s, %s: %s.\n", of.c_str(), one.what.c_str(), says.c_str());
    }
    refuse("The codebooks disagree in " + std::to_string(all.size()) + (all.size() == 1 ? " place" : " places") +
           ", so nothing was pooled.");
}

void PoolReport::overlaps(const std::vector<release::Overlap>& all)
{
    overlaps_.insert(overlaps_.end(), all.begin(), all.end());
    for (const release::Overlap& one : all) {
        const std::string both = where(one.one) + " and " + where(one.other);
        if (one.known_by == "manifest")
            refuse(both + " are the same bundle.");
        else
            refuse(both + " hold the same people, " + std::to_string(one.people) +
                   (one.known_by == "code" ? " by their codes." : " by what they answered, under other codes."));
    }
}

void PoolReport::too_rare(const std::vector<release::Contribution>& sites, const Error& error)
{
    const bool rare = error.fault == release::fault::too_rare || error.fault == release::fault::too_few_people;
    if (!rare) return;
    int k = 0;
    for (const release::Contribution& site : sites)
        k = std::max(k, site.facts.from.k);
    shortfalls_ = release::shortfalls(sites, k);
    const std::string rule = "the strictest site's k is " + std::to_string(k);
    for (const release::Shortfall& one : shortfalls_)
        refuse(where(one.site) + " has " + std::to_string(one.people) + " people" +
               (one.instrument.empty() ? "" : " with " + one.instrument) + ", and " + rule +
               ": no wider band helps. Release it there again when more have come, or leave " +
               (one.instrument.empty() ? "the site" : "the questionnaire") + " out.");
    if (!shortfalls_.empty()) return;
    for (const release::Contribution& site : sites)
        if (site.facts.from.k < k)
            refuse("Release " + where(site.site()) + " again with -k " + std::to_string(k) + ": its k is " +
                   std::to_string(site.facts.from.k) + ", " + rule +
                   (error.detail == "visits" ? ", and too few came as long or as often."
                                             : ", and no wider bands of age, sex and arm make its groups as large."));
    if (!refused_) refuse("Too few people came as long or as often in all sites together.");
}

void PoolReport::pooled(const std::vector<release::Contribution>& sites, const release::Pooled& pooled,
                        const release::Written& written, const std::string& out)
{
    const release::Risk& risk = pooled.data.risk;
    json from = json::array();
    for (const release::Contribution& site : sites) {
        const bool held = in_ledger_.contains(site.site());
        from.push_back({{"site", site.site()},
                        {"folder", folders_[site.site()]},
                        {"people", site.facts.from.people},
                        {"rows", site.facts.from.rows},
                        {"manifest_sha256", site.facts.from.manifest_sha256},
                        {"in_ledger", held ? json(true) : json(nullptr)}});
        std::fprintf(stderr, "rapport: %s: %d people, manifest %s, %s.\n", where(site.site()).c_str(),
                     site.facts.from.people, site.facts.from.manifest_sha256.c_str(),
                     held ? "as its ledger has it" : "not held against its ledger (--ledger)");
    }
    json withheld = json::array();
    for (const auto& item : pooled.data.withheld)
        withheld.push_back({{"what", item.what}, {"how_much", item.how_much}, {"why", item.why}});
    answer_ = dumped({{"out", out},
                      {"manifest_sha256", written.manifest_sha256},
                      {"people", risk.people},
                      {"rows", risk.rows},
                      {"k", pooled.policy.k},
                      {"cell_threshold", pooled.table.threshold},
                      {"smallest_class", risk.smallest_class},
                      {"levels", risk.levels},
                      {"withheld", std::move(withheld)},
                      {"withheld_cells", pooled.table.withheld_cells},
                      {"sites", std::move(from)},
                      {"files", as_json(written.files)}});
    std::fprintf(stderr,
                 "rapport: %zu sites, %d people, %d rows, %zu files in %s. At least %d people look alike, the site "
                 "included. De-identified, not anonymous: somebody who knows a person's answers can still find the "
                 "row.\n",
                 sites.size(), risk.people, risk.rows, written.files.size(), out.c_str(), risk.smallest_class);
}

int PoolReport::done() const
{
    if (as_json_ && !refused_) std::printf("%s\n", answer_.c_str());
    if (as_json_ && refused_) {
        json overlaps = json::array();
        for (const auto& one : overlaps_)
            overlaps.push_back(
                {{"sites", {one.one, one.other}}, {"people", one.people}, {"known_by", std::string(one.known_by)}});
        json shortfalls = json::array();
        for (const auto& one : shortfalls_)
            shortfalls.push_back({{"site", one.site}, {"instrument", one.instrument}, {"people", one.people}});
        std::printf("%s\n", dumped({{"problems", problems_},
                                    {"disagreements", as_json(disagreements_)},
                                    {"overlaps", std::move(overlaps)},
                                    {"shortfalls", std::move(shortfalls)}})
                                .c_str());
    }
    return code(refused_ ? Exit::refused : Exit::done);
}

} // namespace rapport::cli
