#include "storage/vault/upkeep.h"

#include <charconv>

#include "storage/vault/audit.h"
#include "storage/vault/begin_session.h"
#include "storage/vault/lists.h"
#include "storage/vault/rights.h"
#include "storage/vault/schema.h"
#include "storage/vault/throttle.h"

namespace rapport::vault {

namespace {

constexpr std::string_view last_backup = "last_backup";
constexpr std::string_view lock_minutes = "policy:lock_minutes";
constexpr std::string_view backup_days = "policy:backup_days";
constexpr std::string_view backup_folder = "policy:backup_folder";
constexpr std::string_view escalate_minutes = "policy:escalate_minutes";
constexpr std::string_view therapist_sees_items = "policy:therapist_sees_items";
constexpr std::size_t most_path = 1000;

std::int64_t number(std::string_view text, std::int64_t otherwise)
{
    std::int64_t value = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, trouble] = std::from_chars(text.data(), end, value);
    return trouble == std::errc{} && stop == end ? value : otherwise;
}

/// The first or the last line about something, by the index of objects.
Result<std::int64_t> line_time(Core& core, const std::string& object, std::string_view event, bool last)
{
    const std::string sql = std::string("SELECT utc_ms FROM main.audit WHERE object = ?1 AND (?2 = '' OR event = ?2) "
                                        "ORDER BY sequence ") +
                            (last ? "DESC LIMIT 1" : "LIMIT 1");
    return core.database.count(sql, {object, event});
}

/// A number within its limits, whatever the row says.
int within(std::int64_t value, int least, int most, int otherwise)
{
    return value < least || value > most ? otherwise : static_cast<int>(value);
}

struct Change {
    std::string_view name;
    std::string from;
    std::string to;
};

} // namespace

Status note_last_backup(Core& core, std::int64_t at_ms, const std::string& name)
{
    return write_setting(core.database, last_backup, join_lines({std::to_string(at_ms), name}));
}

Result<std::vector<UserHistory>> Vault::user_history()
{
    Core& core = *state_;
    const AuthState state = read_auth_state(core.folder);
    std::vector<UserHistory> out;
    for (const User& user : core.header.users) {
        const std::string slot = sealed::hex(user.slot);
        const auto since = line_time(core, slot, "", false);
        if (!since) return since.error();
        const auto unlocked = line_time(core, slot, "unlock", true);
        if (!unlocked) return unlocked.error();
        std::uint32_t failed = 0;
        for (const Attempts& tries : state.attempts)
            if (tries.slot == user.slot) failed = tries.failures;
        out.push_back({user.name, user.role, static_cast<int>(failed), failed >= most_failures, *since, *unlocked});
    }
    return out;
}

Result<bool> read_therapist_reads(Core& core)
{
    const auto kept = read_setting(core.database, therapist_sees_items);
    if (!kept) return kept.error();
    return *kept == "1";
}

Result<ClinicPolicy> Vault::policy()
{
    Core& core = *state_;
    ClinicPolicy policy;
    const auto minutes = read_setting(core.database, lock_minutes);
    if (!minutes) return minutes.error();
    const auto days = read_setting(core.database, backup_days);
    if (!days) return days.error();
    const auto folder = read_setting(core.database, backup_folder);
    if (!folder) return folder.error();
    const auto items = read_therapist_reads(core);
    if (!items) return items.error();
    policy.therapist_sees_items = *items;
    policy.lock_minutes = within(number(minutes->value_or(""), 0), ClinicPolicy::least_lock, ClinicPolicy::most_lock,
                                 policy.lock_minutes);
    policy.backup_days = within(number(days->value_or(""), 0), 1, ClinicPolicy::most_backup_days, policy.backup_days);
    policy.backup_folder = folder->value_or("");
    const auto escalate = read_setting(core.database, escalate_minutes);
    if (!escalate) return escalate.error();
    policy.escalate_minutes =
        within(number(escalate->value_or(""), 0), 1, ClinicPolicy::most_escalate, policy.escalate_minutes);
    return policy;
}

Status Vault::set_policy(const ClinicPolicy& policy)
{
    Core& core = *state_;
    if (Status may = clinicians_only(core, "set_policy"); !may) return may;
    if (policy.lock_minutes < ClinicPolicy::least_lock || policy.lock_minutes > ClinicPolicy::most_lock)
        return Error{fault::bad_policy, "lock_minutes"};
    if (policy.backup_days < 1 || policy.backup_days > ClinicPolicy::most_backup_days)
        return Error{fault::bad_policy, "backup_days"};
    if (policy.backup_folder.size() > most_path) return Error{fault::too_long, "backup_folder"};
    if (policy.escalate_minutes < 1 || policy.escalate_minutes > ClinicPolicy::most_escalate)
        return Error{fault::bad_policy, "escalate_minutes"};
    const auto now = this->policy();
    if (!now) return now.error();
    const std::vector<Change> changes{
        {lock_minutes, std::to_string(now->lock_minutes), std::to_string(policy.lock_minutes)},
        {backup_days, std::to_string(now->backup_days), std::to_string(policy.backup_days)},
        {backup_folder, now->backup_folder, policy.backup_folder},
        {escalate_minutes, std::to_string(now->escalate_minutes), std::to_string(policy.escalate_minutes)},
        {therapist_sees_items, now->therapist_sees_items ? "1" : "0", policy.therapist_sees_items ? "1" : "0"}};
    return together([&]() -> Status {
        for (const Change& change : changes) {
            if (change.from == change.to) continue;
            const Status done = act(core, {"policy_set", std::string(change.name), change.to, {}, {}, change.from},
                                    [&] { return write_setting(core.database, change.name, change.to); });
            if (!done) return done;
        }
        return {};
    });
}

Result<Upkeep> Vault::upkeep()
{
    Core& core = *state_;
    Upkeep upkeep;
    const auto made = core.database.count("SELECT utc_ms FROM main.audit WHERE sequence = 1");
    if (!made) return made.error();
    upkeep.made_ms = *made;
    const auto lines = core.database.count("SELECT max(sequence) FROM main.audit");
    if (!lines) return lines.error();
    upkeep.lines = *lines;
    const auto backup = read_setting(core.database, last_backup);
    if (!backup) return backup.error();
    if (*backup) {
        const std::vector<std::string> parts = split_lines(**backup);
        if (!parts.empty()) upkeep.last_backup_ms = number(parts[0], 0);
        if (parts.size() > 1) upkeep.last_backup = parts[1];
    }
    // The printed key has no slot, so its unlockings are the lines about nothing.
    const auto used = line_time(core, "", "recovery_unlock", true);
    if (!used) return used.error();
    upkeep.recovery_used_ms = *used;
    return upkeep;
}

Status Vault::note_drill(std::string_view backup, std::string_view outcome)
{
    return note("drill", backup, outcome);
}

} // namespace rapport::vault
