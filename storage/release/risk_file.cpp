#include <cmath>

#include <nlohmann/json.hpp>

#include "storage/release/csv.h"
#include "storage/release/generalise.h"
#include "storage/release/notice.h"
#include "storage/release/writers.h"

namespace rapport::release {

namespace {

constexpr std::array<std::string_view, 4> age_words{"5-year bands", "10-year bands", "20-year bands", "withheld"};
constexpr std::array<std::string_view, 2> sex_words{"as recorded", "withheld"};
constexpr std::array<std::string_view, 3> place_words{"as recorded", "groups under k pooled", "withheld"};
constexpr std::array<std::string_view, 3> visits_words{
    "occasions counted in bands 1-2, 3-5, 6-8, 9+", "occasions counted in bands 1-5, 6+",
    "occasions not part of a group; 1-5 and 6+ hold k people or nobody each"};

std::string_view level_words(const std::string& name, int level)
{
    const auto at = static_cast<std::size_t>(level);
    if (name == quasi_names[0]) return age_words.at(at);
    if (name == quasi_names[1]) return sex_words.at(at);
    return name == quasi_names[4] ? visits_words.at(at) : place_words.at(at);
}

double rounded(double share)
{
    return std::round(share * 1e4) / 1e4;
}

} // namespace

Result<WrittenFile> write_risk(const Deidentified& data, const Policy& policy, Sink& sink)
{
    const Risk& risk = data.risk;
    nlohmann::ordered_json out;
    out["notice"] = notice_of(policy.profile);
    out["k"] = policy.k;
    out["people"] = risk.people;
    out["rows"] = risk.rows;
    out["groups"] = risk.classes;
    out["smallest_group"] = risk.smallest_class;
    out["worst_case_risk"] = rounded(risk.worst);
    out["average_risk"] = rounded(risk.average);
    out["share_with_a_withheld_value"] = rounded(risk.lost_a_value);
    out["administrations_left_out"] = risk.left_out;
    out["group_sizes"] = risk.class_sizes;
    for (const auto& [name, level] : risk.levels)
        out["levels"][name] = {{"level", level}, {"means", level_words(name, level)}};
    return write_text(sink, "risk.json", out.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
}

} // namespace rapport::release
