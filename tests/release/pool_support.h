#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "storage/release/pool.h"
#include "storage/release/writers.h"
#include "tests/release/clinic.h"

/// What the tests of pooling share: sites with bundles of their own, as bytes.
namespace clinic {

struct Site {
    std::string name;
    std::map<std::string, std::string> files;
    std::string manifest_sha256;
};

/// The files that pooling reads, and the wide ones; the other formats are written of the same rows, and cost the most.
inline std::map<std::string, std::string> light_files(const release::Deidentified& data, const release::Table& table,
                                                      const release::Policy& rules)
{
    const auto known = library();
    const auto book = release::make_codebook(data, known);
    MemorySink sink;
    std::vector<release::WrittenFile> files;
    const auto keep = [&](Result<release::WrittenFile> file) {
        if (file) files.push_back(std::move(*file));
        return file.ok();
    };
    bool all = book && keep(release::write_items_csv(data, *book, sink)) &&
               keep(release::write_scores_csv(data, *book, sink)) && keep(release::write_codebook(*book, sink)) &&
               keep(release::write_table(table, sink)) && keep(release::write_statistics(table, sink)) &&
               keep(release::write_risk(data, rules, sink));
    for (std::size_t at = 0; all && at < book->wide.size(); ++at)
        all = keep(release::write_wide_csv(data, book->wide[at], sink));
    all = all && keep(release::write_crate(rules, files, sink)) &&
          keep(release::write_manifest(data, book->definitions, rules, files, {}, sink));
    return all ? std::move(sink.files) : std::map<std::string, std::string>{};
}

/// Stands for a digest: another text, another word.
inline std::string digest_of(const std::string& text)
{
    return std::to_string(std::hash<std::string>()(text));
}

inline Site site_of(const std::string& name, const std::vector<release::Record>& records, const release::Policy& rules,
                    const std::vector<release::LedgerRow>& earlier = {})
{
    const auto data = release::deidentify(records, rules);
    if (!data) return {name, {}, {}};
    auto files = light_files(*data, release::aggregate(records, library(), rules, earlier), rules);
    const std::string digest = digest_of(files["manifest.json"]);
    return {name, std::move(files), digest};
}

inline Result<release::Contribution> contribution(const Site& site)
{
    const auto manifest = site.files.find("manifest.json");
    if (manifest == site.files.end()) return Error{release::fault::nothing_to_release, site.name};
    auto facts = release::read_manifest(manifest->second);
    if (!facts) return facts.error();
    facts->from.site = site.name;
    facts->from.manifest_sha256 = site.manifest_sha256;
    const auto known = library();
    return release::read_contribution(std::move(*facts), {site.files.begin(), site.files.end()}, known);
}

inline std::vector<release::Contribution> contributions(const std::vector<Site>& sites)
{
    std::vector<release::Contribution> out;
    for (const Site& site : sites) {
        auto read = contribution(site);
        if (!read) return {};
        out.push_back(std::move(*read));
    }
    return out;
}

/// Of the pooled bundle; empty when it is refused.
inline std::map<std::string, std::string> pooled_files_of(const std::vector<release::Contribution>& sites)
{
    const auto pooled = release::pool(sites, "Study");
    return pooled ? light_files(pooled->data, pooled->table, pooled->policy) : std::map<std::string, std::string>{};
}
/// The same, of all formats.
inline std::map<std::string, std::string> pooled_bundle_of(const std::vector<release::Contribution>& sites)
{
    const auto pooled = release::pool(sites, "Study");
    if (!pooled) return {};
    MemorySink sink;
    const auto written = release::write_bundle(pooled->data, pooled->table, pooled->definitions, pooled->policy, sink);
    return written ? std::move(sink.files) : std::map<std::string, std::string>{};
}

/// Three clinics of other sizes, ages, courses and sites.
inline std::vector<Site> three_sites(Random& random, int k = 11)
{
    std::vector<Site> out;
    for (const char* const name : {"North", "South", "West"}) {
        Shape shape;
        shape.people = 40 + below(random, 40);
        shape.sites = 1 + below(random, 2);
        shape.least_visits = 2;
        shape.most_visits = 3 + below(random, 4);
        shape.instruments = {"pcl-5", "gad-7"};
        shape.skips_of_100 = 10;
        out.push_back(site_of(name, make(shape, random), policy(k)));
    }
    return out;
}

/// Three of which the first is large enough for narrower bands of age.
inline std::vector<Site> a_large_one_and_two(Random& random)
{
    std::vector<Site> out;
    for (const char* const name : {"North", "South", "West"}) {
        Shape shape;
        shape.people = out.empty() ? 600 : 140;
        shape.sites = 1;
        shape.arms = 0;
        shape.most_visits = 2;
        shape.instruments = {"gad-7"};
        out.push_back(site_of(name, make(shape, random), policy(5)));
    }
    return out;
}

} // namespace clinic
