#include "storage/vault/alerts.h"
#include "storage/vault/audit.h"
#include "storage/vault/rights.h"

namespace rapport::vault {

namespace {

constexpr std::int64_t minute_ms = 60'000;

constexpr std::string_view waiting = "FROM main.alert WHERE acknowledged = 0 AND escalated_ms = 0 AND gravity >= ? ";

} // namespace

Result<std::int64_t> Vault::next_escalation()
{
    const auto policy = this->policy();
    if (!policy) return policy.error();
    const auto first = state_->database.count("SELECT coalesce(min(happened_ms), 0) " + std::string(waiting),
                                              {least_gravity_of_danger});
    if (!first || *first == 0) return first;
    return *first + policy->escalate_minutes * minute_ms;
}

Result<int> Vault::escalate_alerts()
{
    if (const Status may = clinicians_only(*state_, "escalate"); !may) return may.error();
    Core& core = *state_;
    const auto policy = this->policy();
    if (!policy) return policy.error();
    const std::int64_t since = core.clock() - policy->escalate_minutes * minute_ms;
    std::vector<sealed::Id> due;
    const Status found = core.database.each("SELECT id " + std::string(waiting) + "AND happened_ms <= ? ORDER BY id",
                                            {least_gravity_of_danger, since}, [&](const Row& row) {
                                                due.push_back(row.id(0));
                                                return true;
                                            });
    if (!found) return found.error();
    if (due.empty()) return 0;
    const Status done = together([&]() -> Status {
        for (const sealed::Id& alert : due) {
            const Status marked =
                act(core, {"alert_escalated", sealed::hex(alert), std::to_string(policy->escalate_minutes), {}, {}, {}},
                    [&] {
                        return core.database.run("UPDATE main.alert SET escalated_ms = ?2 WHERE id = ?1",
                                                 {alert, core.clock()});
                    });
            if (!marked) return marked;
        }
        return {};
    });
    if (!done) return done.error();
    return static_cast<int>(due.size());
}

} // namespace rapport::vault
