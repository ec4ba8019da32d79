#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "storage/vault/model.h"

/// Plain values of running a clinic's vault: its users, its upkeep, its record of acts, and answers put right.
namespace rapport::vault {

/// A user as the audit knows them.
struct UserHistory {
    std::string name;
    Role role = Role::clinician;
    int failed_tries = 0;
    bool disabled = false;
    std::int64_t since_ms = 0;         ///< first line about them, 0 when there is none
    std::int64_t last_unlocked_ms = 0; ///< 0 when never; an administrator's key unlocks no vault
};

/// What the clinic decides for itself.
struct ClinicPolicy {
    static constexpr int least_lock = 1;
    static constexpr int most_lock = 10;
    static constexpr int most_backup_days = 365;
    static constexpr int most_escalate = 24 * 60;
    int lock_minutes = 2;      ///< without a hand on the desk until it locks, 1 to 10
    int backup_days = 7;       ///< a backup older than this is overdue, 1 to 365
    std::string backup_folder; ///< where backups go, or empty for the program's own choice
    int escalate_minutes =
        15; ///< an alert about somebody's safety that nobody has seen to by then stands above all, 1 to 1,440
    /// Whether the treating therapist may read the single answers their patient gave about the alliance. Without it
    /// they see goal, task and bond. The patient is told before the first question.
    bool therapist_sees_items = false;
    friend bool operator==(const ClinicPolicy&, const ClinicPolicy&) = default;
};

/// How the vault has been looked after.
struct Upkeep {
    std::int64_t made_ms = 0;        ///< first line of the audit
    std::int64_t last_backup_ms = 0; ///< 0 when never
    std::string last_backup;         ///< its file's name
    std::int64_t recovery_used_ms = 0;
    std::int64_t lines = 0; ///< of the audit
};

/// Which lines of the audit are wanted, newest first. What is empty or 0 filters nothing.
struct RecordWish {
    std::int64_t before = 0; ///< only lines before this one
    int most = 100;
    std::string actor;
    std::vector<std::string> events;
    std::optional<Id> person; ///< lines about them, their sessions, answers, alerts and visits
    std::int64_t from_ms = 0;
    std::int64_t to_ms = 0; ///< before this moment
};
struct RecordLine {
    AuditEntry entry;
    std::string about; ///< pseudonym of the person it is about, or empty
};

/// One answer of one administration, put right by staff.
struct CorrectionWish {
    Id person{};
    Id administration{};
    std::string item;
    instruments::Answer answer; ///< one of the item's choices, or `declined`
    std::string reason;
};
struct Corrected {
    Id now{}; ///< the row that took the place of `before`
    Id before{};
    std::string instrument;
    std::int32_t day = 0;
    std::string item;
    instruments::Answer was;
    instruments::Answer is;
    std::string actor;
    std::int64_t at_ms = 0;
    std::string reason;
};

} // namespace rapport::vault
