#include <algorithm>
#include <charconv>

#include <nlohmann/json.hpp>

#include "storage/release/pool.h"
#include "storage/release/read_back_parts.h"
#include "storage/release/text.h"

namespace rapport::release {

namespace {

using nlohmann::json;

Error not_poolable(std::string why)
{
    return {fault::cannot_pool, std::move(why)};
}

/// A member, or its null: hostile files have anything anywhere.
const json& member(const json& object, const char* name)
{
    static const json none;
    if (!object.is_object()) return none;
    const auto found = object.find(name);
    return found == object.end() ? none : *found;
}

std::string text_of(const json& value)
{
    return value.is_string() ? value.get<std::string>() : std::string();
}

int int_of(const json& value, int otherwise = -1)
{
    return value.is_number_integer() && value >= 0 && value <= 1'000'000'000 ? value.get<int>() : otherwise;
}

/// A share of a policy; a broken one counts as the strictest.
double share_of(const json& value)
{
    return value.is_number() && value >= 0.0 && value <= 1.0 ? value.get<double>() : 0.0;
}

/// The finest level at which a band stands.
int level_of_band(const std::string& band)
{
    const auto hyphen = band.find('-');
    if (hyphen == std::string::npos) return band == "80+" ? 2 : 0;
    const auto from = whole_of(std::string_view(band).substr(0, hyphen));
    const auto to = whole_of(std::string_view(band).substr(hyphen + 1));
    const int width = from && to ? *to - *from + 1 : 5;
    return width <= 5 ? 0 : width <= 10 ? 1 : 2;
}

/// The level of each column by the words in it: where all of it is withheld, the column is.
Node finest_of(const std::vector<Returned>& rows, int visits)
{
    Node node{};
    bool age = false, sex = false, arm = false;
    for (const Returned& row : rows) {
        age = age || row.age_band != withheld_word;
        sex = sex || row.sex != withheld_word;
        arm = arm || row.arm != withheld_word;
        node[0] = std::max(node[0], row.age_band == withheld_word ? 0 : level_of_band(row.age_band));
        if (row.arm == pooled_word) node[3] = 1;
    }
    if (!age) node[0] = level_count[0] - 1;
    if (!sex) node[1] = level_count[1] - 1;
    if (!arm) node[3] = level_count[3] - 1;
    node[4] = std::clamp(visits, 0, level_count[4] - 1);
    return node;
}

/// The year in the crate: ages are of its end.
int year_of_crate(const std::string& crate)
{
    const json read = json::parse(crate, nullptr, false);
    for (const json& node : member(read, "@graph"))
        if (const std::string year = text_of(member(node, "datePublished")); !year.empty())
            return whole_of(year).value_or(0);
    return 0;
}

} // namespace

Result<ManifestFacts> read_manifest(std::string_view manifest)
{
    const json read = json::parse(manifest, nullptr, false);
    if (!read.is_object() || !member(read, "files").is_array()) return not_poolable("The manifest is no manifest.");
    if (read.contains("kind"))
        return not_poolable("It is a table or a named record, not rows of de-identified people.");
    if (read.contains("pooled")) return not_poolable("It is pooled already: take the sites' own bundles.");
    ManifestFacts out;
    const json& policy = member(read, "policy");
    if (text_of(member(policy, "profile")) != "A")
        return not_poolable("Only profile A is pooled: profile B has dates, for one named recipient.");
    out.demo = member(read, "demo").is_boolean() && member(read, "demo").get<bool>();
    out.from.program = text_of(member(member(read, "app"), "version"));
    out.from.schema = int_of(member(read, "schema"));
    out.from.project = text_of(member(policy, "project"));
    out.from.audit_anchor = text_of(member(read, "audit_anchor"));
    out.from.people = int_of(member(read, "people"));
    out.from.rows = int_of(member(read, "rows"));
    out.from.k = int_of(member(policy, "k"));
    out.from.cell_threshold = int_of(member(policy, "cell_threshold"));
    out.suppress_at_most = share_of(member(policy, "suppress_at_most"));
    out.cut_at_most = share_of(member(policy, "cut_at_most"));
    if (out.from.k < 3 || out.from.cell_threshold < 0 || out.from.people < 0)
        return not_poolable("The manifest does not say by which rules it was made.");
    for (const json& one : member(read, "instruments"))
        out.instruments.emplace_back(text_of(member(one, "id")), text_of(member(one, "version")));
    std::ranges::sort(out.instruments);
    for (const json& file : member(read, "files"))
        out.digests[text_of(member(file, "name"))] = text_of(member(file, "sha256"));
    for (const json& line : member(read, "withheld"))
        out.from.withheld.push_back(
            {text_of(member(line, "what")), text_of(member(line, "how_much")), text_of(member(line, "why"))});
    return out;
}

Result<Contribution> read_contribution(ManifestFacts facts, const BundleFiles& files, Known definitions)
{
    for (const std::string_view name : pooled_files)
        if (!files.contains(name)) return not_poolable("It has no " + std::string(name) + ".");
    Contribution out;
    out.facts = std::move(facts);
    auto rows = read_released_csv(files.find("long.csv")->second, files.find("scores.csv")->second, definitions);
    if (!rows) return rows.error();
    out.rows = std::move(*rows);
    if (!recompute(out.rows).empty()) return not_poolable("Some of its scores are not what their answers come to.");
    if (std::ranges::any_of(out.rows, [](const Returned& row) { return row.day.has_value(); }))
        return not_poolable("It has dates, which profile A has not.");
    const auto cells = [&](std::string_view name, std::vector<instruments::CsvRow>& into) {
        auto read = instruments::read_csv(files.find(name)->second);
        if (!read || read->empty()) return false;
        into = std::move(*read);
        return std::ranges::all_of(into, [&](const auto& row) { return row.size() == into.front().size(); });
    };
    if (!cells("codebook.csv", out.codebook) || out.codebook.front().size() < 2)
        return not_poolable("Its codebook.csv is no CSV file.");
    if (!cells("table.csv", out.table) || out.table.front().size() != 6) return not_poolable("Its table.csv is none.");
    if (!cells("statistics.csv", out.statistics) || out.statistics.front().size() != 7)
        return not_poolable("Its statistics.csv is none.");
    const json risk = json::parse(files.find("risk.json")->second, nullptr, false);
    const json& visits = member(member(member(risk, "levels"), "visits"), "level");
    out.finest = finest_of(out.rows, int_of(visits, 0));
    out.release_year = year_of_crate(files.find("ro-crate-metadata.json")->second);
    return out;
}

} // namespace rapport::release
