#include "storage/release/policy.h"

#include <algorithm>

namespace rapport::release {

namespace {

constexpr int lowest_threshold = 5;
constexpr int highest_threshold = 30;

bool share(double value)
{
    return value >= 0 && value <= 1;
}

} // namespace

Status check_policy(const Policy& policy)
{
    const auto refused = [](std::string field) -> Status { return Error{fault::policy_refused, std::move(field)}; };
    if (policy.profile != "A" && !has_dates(policy)) return refused("profile");
    if (has_dates(policy) && policy.recipient.empty()) return refused("recipient");
    if (has_dates(policy) && policy.purpose.empty()) return refused("purpose");
    if (policy.k < 3 || policy.k > 100) return refused("k");
    if (policy.cell_threshold < lowest_threshold || policy.cell_threshold > highest_threshold)
        return refused("cell_threshold");
    if (!share(policy.suppress_at_most)) return refused("suppress_at_most");
    if (!share(policy.cut_at_most)) return refused("cut_at_most");
    return {};
}

bool has_dates(const Policy& policy)
{
    return policy.profile == "B";
}

int threshold_of(const Policy& policy)
{
    return std::max(policy.cell_threshold, lowest_threshold);
}

} // namespace rapport::release
