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
  long.csv         one row per item: the answer chosen, or why there is none
  *_wide.csv       one row per questionnaire filled in: items, scores, and rules met (1), not met (0) or open (empty)
  table.csv        people, mean and SD of each total by visit
  codebook.csv     every variable: label, range, codes, scoring, cut-offs and their sources
  risk.json        the risk of finding a person again, measured on these rows
  SHA256SUMS       check with: sha256sum -c SHA256SUMS
  manifest.json    all files with their digests, the rules followed, and what was withheld and why

How to read it
  Files are UTF-8, comma separated, with a point as decimal mark. An empty cell is a missing value, never a zero; the
  reason stands beside it. "withheld" means kept back to protect people. "other" means small groups put together.
  Text that begins with = + - or @ has an apostrophe in front, so that a spreadsheet does not run it.

How people are protected
  {people} people. At least {k} of them look alike in age band, sex, site, arm and roughly how often they came, in every file.
  Codes are random. Time is whole weeks since a person's first questionnaire. Names, dates, comments, therapists and
  languages are in no file. Visits that few people reached are left out.
  How often a person came is checked in bands (risk.json says which), because it shows as rows.

The table
  A row with fewer than {threshold} people is withheld, and so are enough others that it cannot be worked out from the table and
  the file sizes. So is a row where everybody has nearly the same value. Means have one decimal; SDs one decimal and at
  most two digits. The table is safe to publish by itself; whoever also holds the data files can count more than it shows.
)";

} // namespace

Result<WrittenFile> write_readme(const Deidentified& data, const Table& table, const Policy& policy, Sink& sink)
{
    return write_text(sink, "README.txt",
                      fmt::format(fmt::runtime(page), fmt::arg("profile", policy.profile), fmt::arg("notice", notice),
                                  fmt::arg("demo", policy.demo ? std::string(demo_notice) + "\n" : std::string()),
                                  fmt::arg("people", data.risk.people), fmt::arg("k", policy.k),
                                  fmt::arg("threshold", table.threshold)));
}

} // namespace rapport::release
