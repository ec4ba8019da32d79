#include "app/cli/tour_parts.h"

#include <algorithm>
#include <cstdio>

#include <nlohmann/json.hpp>
#include <sodium.h>

#include "app/cli/files.h"
#include "app/cli/leaks.h"
#include "app/cli/tour_script.h"

namespace rapport::cli {

using json = nlohmann::json;
using sealed::Secret;

namespace {

constexpr std::size_t largest_file = 1U << 28;

std::string sha256(const std::string& bytes)
{
    unsigned char digest[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(digest, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    return sealed::hex(digest);
}

/// What the vault kept of today's session, read back with every key and check.
Status vault_holds_the_answers(Tour& tour)
{
    auto vault = vault::Vault::open(tour.vault, demo_user(), Secret::copy_of(demo_passphrase()), vault::system_clock());
    if (!vault) return vault.error();
    auto verified = vault->verify();
    tour.report.check("the vault's rows and audit chain verify", verified.ok());
    auto found = vault->people(tour.patient);
    if (!found) return found.error();
    if (found->empty()) return vault::fault::unknown_person;
    auto kept = vault->administrations(found->front().person.id);
    if (!kept) return kept.error();
    const auto last =
        std::find_if(kept->rbegin(), kept->rend(), [](const auto& one) { return one.instrument == "pcl-5"; });
    bool same = last != kept->rend() && last->response.items.size() == script::pcl5.size();
    for (std::size_t item = 0; same && item < script::pcl5.size(); ++item)
        same = last->response.items[item] == instruments::Answer::chose(script::pcl5[item]);
    tour.report.check("the vault holds exactly the twenty answers given", same);
    return {};
}

/// Every file the manifest names is there with its digest, and no other.
Status files_match_their_manifest(Tour& tour)
{
    auto files = files_below(tour.releases);
    if (!files) return files.error();
    const auto manifest_path =
        std::find_if(files->begin(), files->end(), [](const auto& path) { return path.ends_with("/manifest.json"); });
    tour.report.check("the release has a manifest", manifest_path != files->end());
    if (manifest_path == files->end()) return {};
    auto text = read_all(*manifest_path, largest_file);
    if (!text) return text.error();
    const json manifest = json::parse(*text, nullptr, false);
    const std::string folder = manifest_path->substr(0, manifest_path->rfind('/') + 1);
    bool agree = manifest.is_object() && manifest.contains("files") && manifest["files"].size() + 1 == files->size();
    if (agree) {
        for (const json& entry : manifest["files"]) {
            auto bytes = read_all(folder + entry.value("name", ""), largest_file);
            agree = agree && bytes.ok() && sha256(*bytes) == entry.value("sha256", "");
        }
    }
    tour.report.check("every released file has the digest its manifest says", agree);
    for (const std::string& path : *files)
        tour.report.file(path.substr(tour.releases.size() + 1));
    return {};
}

} // namespace

Status look_at_what_is_left(Tour& tour, const std::string& out)
{
    if (auto held = vault_holds_the_answers(tour); !held) return held;
    if (auto matched = files_match_their_manifest(tour); !matched) return matched;

    std::vector<std::string> markers = tour.clinic.markers;
    markers.emplace_back(demo_passphrase());
    markers.emplace_back(script::acknowledgement);
    markers.push_back(tour.clinic.recovery);
    auto searched = search_for(markers, {tour.vault, tour.releases, out + "/backups", out + "/log"});
    if (!searched) return searched.error();
    for (const Leak& leak : searched->leaks)
        std::fprintf(stderr, "rapport: tour: marker %zu stands in %s (%s)\n", leak.marker, leak.file.c_str(),
                     leak.encoding.c_str());
    char seen[160];
    std::snprintf(seen, sizeof seen, "%zu markers, %zu files, %zu bytes, %zu found", markers.size(), searched->files,
                  searched->bytes, searched->leaks.size());
    tour.report.check("no marker of any patient in any byte of vault, inbox, release or log", searched->leaks.empty(),
                      "0 found", seen);
    tour.report.check("the search read the vault and the release", searched->files >= 8 && searched->bytes > 100'000);
    return {};
}

} // namespace rapport::cli
