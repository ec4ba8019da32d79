#include <nlohmann/json.hpp>

#include "storage/release/csv.h"
#include "storage/release/fixed_time.h"
#include "storage/release/notice.h"
#include "storage/release/text.h"
#include "storage/release/writers.h"

namespace rapport::release {

namespace {

/// Changes when a file's columns or their meaning do.
constexpr int schema_version = 2;

using Json = nlohmann::ordered_json;
using Definitions = std::span<const instruments::Definition* const>;

Json files_json(std::span<const WrittenFile> files)
{
    Json list = Json::array();
    for (const WrittenFile& file : files) {
        Json one{{"name", file.name}, {"sha256", file.sha256}, {"bytes", file.bytes}};
        if (file.columns > 0) {
            one["rows"] = file.rows;
            one["columns"] = file.columns;
        }
        list.push_back(std::move(one));
    }
    return list;
}

Json instruments_json(Definitions definitions)
{
    Json list = Json::array();
    for (const instruments::Definition* definition : definitions) {
        Json rules = Json::array();
        for (const instruments::Score& score : definition->scores)
            rules.push_back({{"score", score.id}, {"missing_rule", score.missing.id}});
        list.push_back({{"id", definition->id},
                        {"version", without_clock(definition->version)},
                        {"language", definition->language},
                        {"placeholder_wording", definition->wording == instruments::Wording::key_only},
                        {"scoring", std::move(rules)}});
    }
    return list;
}

Json withheld_json(std::span<const Withheld> lines)
{
    Json list = Json::array();
    for (const Withheld& line : lines)
        list.push_back({{"what", line.what}, {"how_much", line.how_much}, {"why", line.why}});
    return list;
}

/// Where pooled rows come from: each bundle by its own manifest's digest.
Json pooled_json(const Pooling& pooled)
{
    Json list = Json::array();
    for (const Contributor& one : pooled.contributors) {
        Json from{{"site", one.site},
                  {"manifest_sha256", one.manifest_sha256},
                  {"program", one.program},
                  {"schema", one.schema},
                  {"project", without_clock(clean(one.project))}};
        if (!one.audit_anchor.empty()) from["audit_anchor"] = one.audit_anchor;
        from["people"] = one.people;
        from["rows"] = one.rows;
        from["k"] = one.k;
        from["cell_threshold"] = one.cell_threshold;
        from["withheld"] = withheld_json(one.withheld);
        list.push_back(std::move(from));
    }
    return list;
}

} // namespace

Result<WrittenFile> write_manifest(const Deidentified& data, Definitions definitions, const Policy& policy,
                                   std::span<const WrittenFile> files, std::span<const std::string> cut, Sink& sink)
{
    Json out;
    out["notice"] = notice_of(policy.profile);
    out["demo"] = policy.demo;
    if (policy.demo) out["demo_notice"] = demo_notice;
    out["app"] = {{"name", "Rapport"}, {"version", RAPPORT_VERSION}};
    out["schema"] = schema_version;
    out["scoring_engine"] = RAPPORT_VERSION;
    out["policy"] = {{"profile", policy.profile},
                     {"project", without_clock(clean(policy.project))},
                     {"k", policy.k},
                     {"cell_threshold", policy.cell_threshold},
                     {"suppress_at_most", policy.suppress_at_most},
                     {"cut_at_most", policy.cut_at_most}};
    if (!policy.audit_anchor.empty()) out["audit_anchor"] = policy.audit_anchor;
    out["people"] = data.risk.people;
    out["rows"] = data.risk.rows;
    out["instruments"] = instruments_json(definitions);
    if (policy.pooled) out["pooled"] = pooled_json(*policy.pooled);
    if (!data.withheld.empty()) out["withheld"] = withheld_json(data.withheld);
    // The one time inside files whose formats have no place without one.
    out["time_inside_files"] = std::string(fixed_time_iso.substr(0, 4)) + ", its first midnight";
    out["cut"] = Json::array();
    for (const std::string& line : cut)
        out["cut"].push_back(line);
    out["files"] = files_json(files);
    return write_text(sink, "manifest.json", out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

} // namespace rapport::release
