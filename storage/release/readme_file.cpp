#include <fmt/format.h>

#include "storage/release/csv.h"
#include "storage/release/notice.h"
#include "storage/release/writers.h"

namespace rapport::release {

namespace {

constexpr std::string_view page = R"(Rapport release, profile {profile}

{notice}
{demo}Whoever receives them should hold them under an agreement that names a purpose.

What is here
  *_wide.csv             one row per questionnaire filled in: items, scores, and rules met (1), not met (0) or open
  long.csv, scores.csv   one row per item, one row per score
  *.sav *.dta *.xpt      the wide files for SPSS, Stata (14 and later) and SAS (with load.sas)
  *.xlsx                 the wide files as workbooks
{pooled}  load.R, load.py        read everything into R or pandas, from any directory
  fhir_bundle.json       FHIR R4: questionnaires, responses, scores
  redcap_*               a REDCap dictionary (import it first), the data, and each form as an instrument zip; switch on
                         repeating instruments for the questionnaires before the data are imported
  odm.xml                CDISC ODM 1.3.2
  table.csv              people, mean and SD of each total by visit
  statistics.csv         quartiles, cut-offs, change and effect sizes, by arm, site and clinician
  codebook.csv, .html    every variable: label, range, codes, scoring, cut-offs and their sources; labels.csv for programs
  datapackage.json, ro-crate-metadata.json   the same descriptions for machines
  risk.json              the risk of finding a person again, measured on these rows
  SHA256SUMS             check with: sha256sum -c SHA256SUMS
  manifest.json          all files with their digests, the rules followed, and what was withheld and why

How to read it
  Files are UTF-8, comma separated, with a point as decimal mark. An empty cell is a missing value, never a zero; the
  reason stands beside it: in long.csv in a column, in wide files in the last one, in SPSS as -99 to -95, in Stata and SAS
  as .a to .e (declined, not_asked, not_reached, cleared, unrecorded). "withheld" means kept back to protect people. "other" means small groups put together.
  Text that begins with = + - or @ has an apostrophe in front, so that a spreadsheet does not run it.

{protection}The table
  A row with fewer than {threshold} people is withheld, and so are enough others that it cannot be worked out from the table and
  the file sizes. So is a row where everybody has nearly the same value. Means have one decimal; SDs one decimal and at
  most two digits. The table is safe to publish by itself; whoever also holds the data files can count more than it shows.
)";

/// Of pooled rows alone.
constexpr std::string_view pooled_lines =
    "  load_postgresql.sql, load_duckdb.sql   load all tables into a database: each says how, at its head\n";
constexpr std::string_view pooled_words = R"(Where the rows come from
  {sites} sites released them; manifest.json says which, under "pooled", by the digest of each site's own manifest. The site
  in a row is the contributing site. Every row of every site is here once. Codes are the sites' own.

)";

constexpr std::string_view de_identified = R"(How people are protected
  {people} people. At least {k} of them look alike in age band, sex, site, arm and roughly how often they came, in every file.
  Codes are random. Time is whole weeks since a person's first questionnaire. Names, dates, comments, therapists and
  languages are in no file. Visits that few people reached are left out.
  How often a person came is checked in bands (risk.json says which), because it shows as rows.

)";

constexpr std::string_view pseudonymised = R"(How people are protected
  {people} people, each under a random code. Nothing was coarsened or left out: dates stand as they are, and k = {k} was not asked
  for. Whoever holds these files can find people again. Names, comments and therapists are in no file.

)";

} // namespace

Result<WrittenFile> write_readme(const Deidentified& data, const Table& table, const Policy& policy, Sink& sink)
{
    std::string protection = fmt::format(fmt::runtime(policy.profile == "B" ? pseudonymised : de_identified),
                                         fmt::arg("people", data.risk.people), fmt::arg("k", policy.k));
    if (policy.pooled)
        protection.insert(
            0, fmt::format(fmt::runtime(pooled_words), fmt::arg("sites", policy.pooled->contributors.size())));
    return write_text(sink, policy.profile == "B" ? "README-PERSONAL-DATA.txt" : "README.txt",
                      fmt::format(fmt::runtime(page), fmt::arg("profile", policy.profile),
                                  fmt::arg("notice", notice_of(policy.profile)),
                                  fmt::arg("demo", policy.demo ? std::string(demo_notice) + "\n" : std::string()),
                                  fmt::arg("protection", protection),
                                  fmt::arg("pooled", policy.pooled ? pooled_lines : std::string_view()),
                                  fmt::arg("threshold", table.threshold)));
}

} // namespace rapport::release
