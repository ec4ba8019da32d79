#include "app/cli/release_plan.h"

#include <nlohmann/json.hpp>

namespace rapport::cli {

namespace {

using nlohmann::json;

bool take(const json& from, std::string& into)
{
    if (!from.is_string()) return false;
    into = from;
    return true;
}

bool take(const json& from, int& into)
{
    if (!from.is_number_integer() || from < 0 || from > 1000) return false;
    into = from;
    return true;
}

bool take(const json& from, double& into)
{
    if (!from.is_number()) return false;
    into = from;
    return true;
}

bool take(const json& from, std::vector<std::string>& into)
{
    if (!from.is_array() || from.empty()) return false;
    into.clear();
    for (const json& one : from) {
        if (!one.is_string()) return false;
        into.push_back(one);
    }
    return true;
}

} // namespace

std::string read_plan(std::string_view text, release::Policy& policy)
{
    const json plan = json::parse(text, nullptr, false);
    if (!plan.is_object()) return "The plan is no JSON object.";
    for (const auto& [name, value] : plan.items()) {
        const bool taken = name == "profile"            ? take(value, policy.profile)
                           : name == "project"          ? take(value, policy.project)
                           : name == "recipient"        ? take(value, policy.recipient)
                           : name == "purpose"          ? take(value, policy.purpose)
                           : name == "instruments"      ? take(value, policy.instruments)
                           : name == "k"                ? take(value, policy.k)
                           : name == "cell_threshold"   ? take(value, policy.cell_threshold)
                           : name == "suppress_at_most" ? take(value, policy.suppress_at_most)
                           : name == "cut_at_most"      ? take(value, policy.cut_at_most)
                                                        : false;
        if (!taken) return "The plan's \"" + name + "\" is not known or not as it should be.";
    }
    return {};
}

} // namespace rapport::cli
