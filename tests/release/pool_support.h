#pragma once

#include <string>
#include <vector>

#include "storage/release/pool.h"
#include "tests/release/clinic.h"

/// What the tests of pooling share: sites with bundles of their own, as bytes.
namespace clinic {

struct Site {
    std::string name;
    std::map<std::string, std::string> files;
    std::string manifest_sha256;
};

inline Site site_of(const std::string& name, const std::vector<release::Record>& records, const release::Policy& rules)
{
    auto made = bundle(records, rules);
    if (!made) return {name, {}, {}};
    return {name, std::move(made->files), made->written.manifest_sha256};
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

/// The pooled bundle's files; empty when it is refused.
inline std::map<std::string, std::string> pooled_files_of(const std::vector<release::Contribution>& sites)
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
        shape.people = 40 + below(random, 60);
        shape.sites = 1 + below(random, 2);
        shape.least_visits = 2;
        shape.most_visits = 3 + below(random, 4);
        shape.instruments = {"pcl-5", "gad-7"};
        shape.skips_of_100 = 10;
        out.push_back(site_of(name, make(shape, random), policy(k)));
    }
    return out;
}

} // namespace clinic
