#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "app/desk/intents.h"
#include "app/desk/person_page.h"
#include "app/shell/icons.h"
#include "storage/vault/care.h"

namespace rapport::desk {

/// What came in when the inbox was opened just now: these rows carry the word "New".
struct Fresh {
    std::set<Id> alerts;
    std::set<Id> people;
};

struct AlertRow {
    Id alert{};
    Id person{}; ///< all zero when the alert is about no known person
    shell::Icon icon = shell::Icon::alert;
    std::string who;
    std::string when;   ///< "Today 09:52, R. Adeyemi"
    std::string words;  ///< "PHQ-9 item 9: “Several days”. Last time, 26 Jan: “Not at all”."
    std::string small;  ///< "PHQ-9 17 of 27."
    std::string waited; ///< "Not seen to for 25 minutes", when that is longer than the clinic allows; or empty
    bool fresh = false;
};

struct DueRow {
    enum class Stage : std::uint8_t { to_do, stopped, finished };
    Id visit{};
    Id person{};
    Id session{};
    std::string when; ///< "09:15", "7 days late", or empty when no time was agreed
    bool late = false;
    std::string who;
    std::string battery; ///< "PCL-5, PHQ-9"
    std::string therapist;
    Stage stage = Stage::to_do;
    std::string stage_words; ///< "Stopped at 12 of 29", "Finished 09:21"
};

struct ReviewRow {
    Id person{};
    std::string who;
    std::string when;
    Sentence sentence;
    bool fresh = false;
};

/// A finding short of an alert: off the expected course, or about the alliance.
struct FlagRow {
    Id person{};
    std::string who;
    std::string when;
    std::string words; ///< "PCL-5 58 at occasion 5, above 52"
    std::string small; ///< where the limit comes from, with its numbers
};

struct WorklistView {
    std::string day;              ///< "Tuesday 9 February"
    std::string counts;           ///< "3 alerts, 5 people due, 4 sessions to review"
    std::string backup;           ///< "The last backup is 9 days old.", or empty
    std::vector<AlertRow> alerts; ///< the first ones, or all of them
    std::vector<DueRow> due;
    std::vector<ReviewRow> reviews;
    std::vector<FlagRow> off_track;
    std::vector<FlagRow> alliance;
    long long all_alerts = 0;
    long long all_due = 0;  ///< still to do; `due` may hold the first of them alone
    long long more_due = 0; ///< not among the rows
    long long all_reviews = 0;
    bool more_off_track = false; ///< there are others beside the rows
    bool more_alliance = false;
};

/// Rows as the vault gave them.
struct WorklistRows {
    std::vector<vault::Alert> alerts;
    vault::DueList due;
    std::vector<vault::PersonRow> people; ///< those the alerts are about
    std::vector<vault::PersonRow> reviews;
    std::vector<vault::PersonFlag> off_track;
    std::vector<vault::PersonFlag> alliance;
    std::size_t most_flags = 6; ///< rows of each kind; one more was asked for, to know that there are others
};

/// Every list keeps the vault's order: overdue first, then today's by time; sessions to review newest first.
[[nodiscard]] WorklistView make_worklist_view(const WorklistRows& rows,
                                              const std::vector<instruments::Definition>& definitions,
                                              const Fresh& fresh, std::int64_t now_ms);

/// Short titles of instruments, "PCL-5, PHQ-9"; an id nobody knows stands for itself.
[[nodiscard]] std::string battery_words(const std::vector<std::string>& battery,
                                        const std::vector<instruments::Definition>& definitions);

} // namespace rapport::desk
