#pragma once

#include <optional>
#include <string>
#include <vector>

#include "storage/vault/vault.h"

namespace rapport::vault {

/// How long a clinic keeps what it knows of somebody. Nothing goes by itself: whose time is over is listed, and a
/// clinician erases them, with a reason, or puts it off, with a reason and a day.
///
/// Units    whole years. A year from 29 February ends on 1 March where there is no such day.
/// Source   none of ours: the clinic's own law and contract. The NHS Records Management Code of Practice (2023) has 20
///          years after the last contact for mental health, and for children until their 25th birthday.
struct RetentionPolicy {
    int years = 0;               ///< after the last contact; 0: no rule, nobody's time is ever over
    int years_after_episode = 0; ///< after the end of the episode, where one is recorded; 0: that does not count
    int until_age = 0;           ///< not before the end of the year in which they reach it; 0: age does not count
    friend bool operator==(const RetentionPolicy&, const RetentionPolicy&) = default;
    static constexpr int most_years = 150;
};

/// An erasing put off.
struct Deferral {
    std::int32_t until = 0; ///< due again from this day on
    std::string reason;
    std::string actor;
    std::int64_t at_ms = 0;
};

/// Somebody whose time is over by the rule.
struct Retained {
    Person person;
    std::int32_t last_contact = 0; ///< newest day of: answers, a visit that was held, the episode's beginning
    std::optional<std::int32_t> episode_end;
    std::int32_t kept_until = 0; ///< last day that the rule asks to keep them for
    std::optional<Deferral> deferral;
    bool due = false; ///< no deferral, or one that ran out
};

[[nodiscard]] Result<RetentionPolicy> retention_policy(Vault& vault);
/// One line of the audit, with the reason. Errors: not_allowed, bad_policy, empty_note, too_long.
[[nodiscard]] Status set_retention_policy(Vault& vault, const RetentionPolicy& policy, std::string_view reason);

/// Everybody whose time is over on that day, longest ago first; a visit planned for later keeps somebody off the list.
/// Linked records are one person, kept as long as the one that is kept longest.
/// Logged as a look. Errors: not_allowed.
[[nodiscard]] Result<std::vector<Retained>> retention_due(Vault& vault, std::int32_t day);

/// Erases somebody who is due today by the vault's clock: Vault::erase, and the audit says by which rule.
/// Errors: those of Vault::erase, not_due.
[[nodiscard]] Status erase_when_due(Vault& vault, const Id& person, std::string_view reason);
/// Puts the erasing of somebody off, due already or not. The newest holds; the audit has all there were.
/// Errors: not_allowed, unknown_person, bad_policy (a day that is not ahead), empty_note, too_long.
[[nodiscard]] Status defer_erasing(Vault& vault, const Id& person, std::int32_t until, std::string_view reason);
/// When the episode of care ended; the newest holds. Errors: as defer_erasing; bad_policy for a day ahead.
[[nodiscard]] Status note_episode_end(Vault& vault, const Id& person, std::int32_t day, std::string_view reason);

/// What the settings say of one person, for whoever takes that person away.
[[nodiscard]] std::vector<std::string> retention_settings_of(const Id& person);

namespace fault {
inline constexpr Fault not_due{"not_due"}; ///< the clinic's rule keeps this person still, or somebody put it off
} // namespace fault

} // namespace rapport::vault
