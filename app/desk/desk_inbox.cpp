#include "app/desk/desk_inbox.h"

#include <algorithm>
#include <iterator>
#include <map>

#include "app/desk/words.h"

namespace rapport::desk {
namespace {

constexpr int everybody = -1;

/// What stands in the vault, to tell what the inbox brought.
struct Standing {
    std::set<Id> alerts;
    std::map<Id, std::int64_t> arrived;
};

Standing standing_now(vault::Vault& vault)
{
    Standing standing;
    if (auto alerts = vault.open_alert_ids()) standing.alerts = std::move(*alerts);
    if (const auto people = vault.to_review(everybody))
        for (const vault::PersonRow& row : *people)
            standing.arrived[row.person.id] = row.arrived_ms;
    return standing;
}

Fresh what_is_new(const Standing& before, const Standing& after)
{
    Fresh fresh;
    std::set_difference(after.alerts.begin(), after.alerts.end(), before.alerts.begin(), before.alerts.end(),
                        std::inserter(fresh.alerts, fresh.alerts.end()));
    for (const auto& [person, arrived] : after.arrived) {
        const auto known = before.arrived.find(person);
        if (known == before.arrived.end() || known->second != arrived) fresh.people.insert(person);
    }
    return fresh;
}

} // namespace

TakenIn take_in(vault::Vault& vault)
{
    TakenIn taken;
    const Standing before = standing_now(vault);
    if (const auto report = vault.ingest(); !report) taken.trouble = sentence_of(report.error());
    taken.fresh = what_is_new(before, standing_now(vault));
    return taken;
}

} // namespace rapport::desk
