#include <algorithm>
#include <functional>

#include <nlohmann/json.hpp>

#include "storage/release/csv.h"
#include "storage/release/notice.h"
#include "storage/release/text.h"
#include "storage/release/writers.h"

namespace rapport::release {

namespace {

using Json = nlohmann::ordered_json;

std::string pretty(const Json& json)
{
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Json field(const Variable& v)
{
    Json out{{"name", v.name}, {"title", without_clock(v.label)}};
    out["type"] = v.kind == Kind::text ? "string" : v.kind == Kind::whole ? "integer" : "number";
    Json constraints = Json::object();
    if (v.kind != Kind::text && v.minimum) constraints["minimum"] = *v.minimum;
    if (v.kind != Kind::text && v.maximum) constraints["maximum"] = *v.maximum;
    if (v.name == "code" || v.name == "week") constraints["required"] = true;
    Json categories = Json::array();
    if (!v.labels.empty()) {
        Json allowed = Json::array();
        for (const ValueLabel& label : v.labels) {
            allowed.push_back(label.value);
            Json one{{"value", label.value}};
            if (!label.words.empty()) one["label"] = label.words;
            categories.push_back(std::move(one));
        }
        constraints["enum"] = std::move(allowed);
    } else if (!v.levels.empty()) {
        constraints["enum"] = v.levels;
        for (const std::string& level : v.levels)
            categories.push_back({{"value", level}});
    }
    if (!constraints.empty()) out["constraints"] = std::move(constraints);
    if (!categories.empty()) {
        out["categories"] = std::move(categories);
        out["categoriesOrdered"] = v.measure == Measure::ordinal;
    }
    if (!v.source.empty()) out["description"] = without_clock(v.source);
    return out;
}

Json resource(const Sheet& sheet, std::span<const WrittenFile> files)
{
    const std::string path = sheet.name + ".csv";
    const auto file = std::ranges::find(files, path, &WrittenFile::name);
    Json fields = Json::array();
    for (const Variable& variable : sheet.variables)
        fields.push_back(field(variable));
    Json out{{"name", sheet.name}, {"title", without_clock(sheet.title)}, {"path", path}};
    out["profile"] = "tabular-data-resource";
    out["$schema"] = "https://datapackage.org/profiles/2.0/dataresource.json";
    out["type"] = "table";
    out["format"] = "csv";
    out["mediatype"] = "text/csv";
    out["encoding"] = "utf-8";
    if (file != files.end()) {
        out["bytes"] = file->bytes;
        out["hash"] = "sha256:" + file->sha256;
    }
    out["schema"] = {{"$schema", "https://datapackage.org/profiles/2.0/tableschema.json"},
                     {"fields", std::move(fields)},
                     {"missingValues", Json::array({""})}};
    return out;
}

std::string_view media_type(std::string_view name)
{
    const auto dot = name.rfind('.');
    const std::string_view ending = dot == std::string_view::npos ? std::string_view() : name.substr(dot);
    if (ending == ".csv") return "text/csv";
    if (ending == ".json") return "application/json";
    if (ending == ".xml") return "application/xml";
    if (ending == ".html") return "text/html";
    if (ending == ".zip") return "application/zip";
    if (ending == ".sav") return "application/x-spss-sav";
    if (ending == ".dta") return "application/x-stata-dta";
    if (ending == ".xlsx") return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    return ending == ".xpt" ? "application/octet-stream" : "text/plain";
}

} // namespace

Result<WrittenFile> write_data_package(const Codebook& book, const Policy& policy, std::span<const WrittenFile> files,
                                       Sink& sink)
{
    Json out;
    out["$schema"] = "https://datapackage.org/profiles/2.0/datapackage.json";
    out["profile"] = "tabular-data-package";
    out["name"] = "rapport-release";
    out["title"] = text_cell(without_clock(policy.project));
    out["description"] = notice_of(policy.profile);
    Json resources = Json::array();
    for (const Sheet* sheet : {&book.items, &book.scores})
        resources.push_back(resource(*sheet, files));
    for (const Sheet& sheet : book.wide)
        resources.push_back(resource(sheet, files));
    out["resources"] = std::move(resources);
    return write_text(sink, "datapackage.json", pretty(out));
}

Result<WrittenFile> write_crate(const Policy& policy, std::span<const WrittenFile> files, Sink& sink)
{
    Json parts = Json::array();
    Json graph = Json::array();
    graph.push_back({{"@id", "ro-crate-metadata.json"},
                     {"@type", "CreativeWork"},
                     {"conformsTo", {{"@id", "https://w3id.org/ro/crate/1.1"}}},
                     {"about", {{"@id", "./"}}}});
    for (const WrittenFile& file : files)
        parts.push_back({{"@id", file.name}});
    Json root{{"@id", "./"}, {"@type", "Dataset"}};
    root["name"] = text_cell(without_clock(policy.project));
    root["description"] = notice_of(policy.profile);
    // A day would say more than these files may: the year alone.
    root["datePublished"] = std::to_string(policy.release_year);
    root["license"] = "See codebook.csv: each questionnaire has a licence of its own.";
    root["hasPart"] = std::move(parts);
    graph.push_back(std::move(root));
    for (const WrittenFile& file : files)
        graph.push_back({{"@id", file.name},
                         {"@type", "File"},
                         {"encodingFormat", media_type(file.name)},
                         {"contentSize", std::to_string(file.bytes)},
                         {"sha256", file.sha256}});
    const Json out{{"@context", "https://w3id.org/ro/crate/1.1/context"}, {"@graph", std::move(graph)}};
    return write_text(sink, "ro-crate-metadata.json", pretty(out));
}

} // namespace rapport::release
