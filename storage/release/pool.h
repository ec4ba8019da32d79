#pragma once

#include <array>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "instruments/exchange/csv.h"
#include "storage/release/generalise.h"
#include "storage/release/read_back.h"
#include "storage/release/release.h"

/// Bundles of profile A from several sites, put together for one study. Pure: bytes in, rows out.
///
/// Order of work: read each bundle, hold the codebooks against each other, look for people who stand in two of them,
/// measure k on all rows together, make the tables again and hold them against those that the sites released.
namespace rapport::release {

namespace fault {
inline constexpr Fault cannot_pool{"cannot_pool"}; ///< not a bundle that may be pooled; detail says why
} // namespace fault

/// The files of a bundle that pooling reads.
inline constexpr std::array<std::string_view, 7> pooled_files{
    "long.csv", "scores.csv", "codebook.csv", "table.csv", "statistics.csv", "risk.json", "ro-crate-metadata.json"};
using BundleFiles = std::map<std::string, std::string, std::less<>>; ///< bytes by name; manifest.json too

/// What a manifest says of its bundle, for whoever has to find the questionnaires before the rows can be read.
struct ManifestFacts {
    Contributor from; ///< without a name and a digest
    bool demo = false;
    double suppress_at_most = 0;
    double cut_at_most = 0;
    std::vector<std::pair<std::string, std::string>> instruments; ///< id and version, by id
    std::map<std::string, std::string> digests;                   ///< SHA-256 of each file, by name
};
/// Errors: cannot_pool.
[[nodiscard]] Result<ManifestFacts> read_manifest(std::string_view manifest);

/// One site's bundle, read.
struct Contribution {
    ManifestFacts facts;
    int release_year = 0; ///< at whose end its ages were taken
    Node finest{};        ///< what its own values are: nothing of it may be told more finely
    std::vector<Returned> rows;
    std::vector<instruments::CsvRow> codebook;
    std::vector<instruments::CsvRow> table;
    std::vector<instruments::CsvRow> statistics;
    [[nodiscard]] const std::string& site() const { return facts.from.site; }
};
/// `from` names the site and has the manifest's SHA-256. Every stated score must be what its answers come to.
/// Errors: cannot_pool, bad_released_file.
[[nodiscard]] Result<Contribution> read_contribution(ManifestFacts facts, const BundleFiles& files, Known definitions);

/// One thing that sites describe differently. Such bundles are not pooled.
struct Disagreement {
    std::string file;                                      ///< "codebook.csv"
    std::string variable;                                  ///< "pcl5_wide.csv pcl5_01"; empty: of the whole file
    std::string what;                                      ///< a column of the codebook, a member of the manifest
    std::vector<std::pair<std::string, std::string>> says; ///< site and its words; empty words: it has no such thing
};
[[nodiscard]] std::vector<Disagreement> disagreements(std::span<const Contribution> sites);

/// Two bundles that hold the same people.
struct Overlap {
    std::string one;
    std::string other;
    int people = 0;
    std::string_view known_by; ///< "manifest": the same bundle; "code"; "answers": courses of answers that are the same
};
/// A code is random and of one person in one project, so an equal code is the same person. Under another project a
/// person has another code; then answers tell: questionnaires at visits of one name that are answered alike to the last
/// item, with together at least `telling_answers` answers other than the commonest one on their sheet. Somebody who
/// answered little, or who came to two clinics and answered differently, cannot be told.
inline constexpr int telling_answers = 12;
[[nodiscard]] std::vector<Overlap> overlaps(std::span<const Contribution> sites);

/// Where a site alone has fewer people than the rule that holds for all. Coarser bands do not help against it.
struct Shortfall {
    std::string site;
    std::string instrument; ///< empty: all of its people
    int people = 0;
};
[[nodiscard]] std::vector<Shortfall> shortfalls(std::span<const Contribution> sites, int k);

struct Pooled {
    Policy policy; ///< the strictest of each rule
    std::vector<const instruments::Definition*> definitions;
    Deidentified data;
    Table table;
};
/// All rows of all sites, each once: none is left out and no single value is withheld, only bands are made wider.
/// The site in a row is the contributing site's name, followed by its own site where it has several and k allows.
/// Same bundles and names give the same result in any order.
/// Errors: cannot_pool, those of deidentify; too_rare when no coarsening of all rows gives groups of k.
[[nodiscard]] Result<Pooled> pool(std::span<const Contribution> sites, const std::string& project);

/// Whether the questionnaires that the rows were read by are those of a site's codebook: the pooled one is written from
/// them. The program is called "this program".
[[nodiscard]] std::vector<Disagreement> disagreements_with(const Contribution& site, const Pooled& pooled);

} // namespace rapport::release
