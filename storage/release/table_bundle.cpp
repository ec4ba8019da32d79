#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "storage/release/csv.h"
#include "storage/release/notice.h"
#include "storage/release/text.h"
#include "storage/release/writers.h"

namespace rapport::release {

namespace {

using Json = nlohmann::ordered_json;

/// Changes when a column of statistics.csv or its meaning does.
constexpr int table_schema = 1;

constexpr std::string_view page = R"(Rapport release, a table

{notice}
{demo}
What is here
  statistics.csv   one number a line: questionnaire, score, grouping, group, visit, which statistic, its value
  SHA256SUMS       check with: sha256sum -c SHA256SUMS
  manifest.json    the files with their digests, and the rules followed

How to read it
  n has a score at that visit, missing came and has none. q1, median and q3 are quantiles of type 7, to halves.
  above_cut_off, reliably_improved, no_reliable_change, reliably_worse and recovered are percents; "<10" and ">90" stand
  for every share that small or large.
  A change is from the first visit to the one named, of those who have a score at both (pairs), with the 95 % interval of
  Student's t. d_pre is the change over the SD before, d_av over the mean of both SDs, d_z over the SD of the changes.
  g is Hedges' difference between two arms, exactly corrected, with its 95 % interval.
  "withheld" means kept back to protect people; "other" means small groups put together.

How people are protected
  No number is of fewer than {threshold} people, also not by taking numbers of this or any earlier release from each other.
  Where those who came lately would be told apart, the people of the earlier release are counted again.
  Means have one decimal; SDs one decimal and at most two digits. Smallest and largest values are in no table.
)";

std::string pretty(const Json& json)
{
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Json files_json(std::span<const WrittenFile> files)
{
    Json list = Json::array();
    for (const WrittenFile& file : files)
        list.push_back({{"name", file.name}, {"sha256", file.sha256}, {"bytes", file.bytes}});
    return list;
}

std::string manifest(const TableWish& wish, const instruments::Definition& definition, const Policy& policy,
                     const Table& table, std::span<const WrittenFile> files)
{
    Json out;
    out["notice"] = table_notice;
    out["demo"] = policy.demo;
    if (policy.demo) out["demo_notice"] = demo_notice;
    out["kind"] = "table";
    out["app"] = {{"name", "Rapport"}, {"version", RAPPORT_VERSION}};
    out["schema"] = table_schema;
    out["policy"] = {{"profile", policy.profile},
                     {"project", without_clock(clean(policy.project))},
                     {"k", policy.k},
                     {"cell_threshold", table.threshold}};
    out["table"] = {{"instrument", wish.instrument},
                    {"version", without_clock(definition.version)},
                    {"score", wish.score},
                    {"by", wish.by},
                    {"withheld_cells", table.withheld_cells}};
    if (!policy.audit_anchor.empty()) out["audit_anchor"] = policy.audit_anchor;
    out["files"] = files_json(files);
    return pretty(out);
}

} // namespace

Result<Written> write_table_bundle(const Table& table, const TableWish& wish, const instruments::Definition& definition,
                                   const Policy& policy, Sink& sink)
{
    if (fed_by(table).empty()) return Error{fault::nothing_to_release, {}};
    Written out;
    const auto keep = [&](Result<WrittenFile> file) -> Status {
        if (!file) return file.error();
        out.files.push_back(std::move(*file));
        return {};
    };
    const std::string demo = policy.demo ? std::string(demo_notice) + "\n" : std::string();
    if (Status written = keep(write_statistics(table, sink)); !written) return written.error();
    if (Status written = keep(write_text(sink, "README.txt",
                                         fmt::format(fmt::runtime(page), fmt::arg("notice", table_notice),
                                                     fmt::arg("demo", demo), fmt::arg("threshold", table.threshold))));
        !written)
        return written.error();
    if (Status written = keep(write_sums(out.files, sink)); !written) return written.error();
    if (Status written = keep(write_text(sink, "manifest.json", manifest(wish, definition, policy, table, out.files)));
        !written)
        return written.error();
    out.manifest_sha256 = out.files.back().sha256;
    return out;
}

} // namespace rapport::release
