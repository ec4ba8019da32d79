#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "storage/vault/model.h"

/// Plain values of caring for people: who they are to the clinic, for how long, with whom, and what is asked when.
namespace rapport::vault {

/// One number of a flag by name, both as text: "n" and "64".
struct Figure {
    std::string name;
    std::string value;
    friend bool operator==(const Figure&, const Figure&) = default;
};

/// What somebody should look at, short of an alert. `words` is a key of the desk's strings, `figures` go into it.
struct PersonFlag {
    Id person{};
    std::string kind; ///< "off_track", "alliance"
    std::int32_t since_day = 0;
    std::string words;
    std::vector<Figure> figures;
    std::int32_t seen_day = 0; ///< when somebody last opened the person's page since, 0 when nobody did
    std::string who;           ///< pseudonym
    std::string therapist;
};

/// Two records of one person: `person` is shown and counted as `into` from then on. Each keeps its own rows.
struct PersonLink {
    Id person{};
    std::string pseudonym;
    Id into{};
    Id root{}; ///< whose page shows both
    std::int64_t at_ms = 0;
    std::string actor;
    std::string reason;
};

/// A record that may be of the same person as another.
struct Likeness {
    Id person{};
    std::string pseudonym;
    std::string why; ///< the identifier's type that is the same, or "name_and_birth"
};

/// From the first day of care to the last; at most one is open.
struct Episode {
    Id id{};
    std::int32_t opened_day = 0;
    std::optional<std::int32_t> closed_day;
    std::string outcome; ///< "completed", "stopped", "moved", "other"; empty while open
    std::string opened_by;
    std::string closed_by;
};

/// A therapist with a person, from one day to another. Its own first session is `sessions_before + 1` of the person's.
struct Dyad {
    Id id{};
    std::string therapist;
    std::int32_t from_day = 0;
    std::optional<std::int32_t> to_day;
    int sessions_before = 0;
};

/// The newest of each purpose stands; the earlier ones stay to be seen.
struct Consent {
    std::string purpose; ///< "care", "research", "contact", or a word of the clinic's own
    std::string state;   ///< "asked", "given", "refused", "withdrawn"
    std::int32_t day = 0;
    std::string actor;
};

/// Instruments asked together, in this order, under a name.
struct Battery {
    Id id{};
    std::string name;
    instruments::Respondent respondent = instruments::Respondent::patient;
    std::vector<std::string> instruments;
    bool grid = false; ///< all items of a page at once, for people who know the form
    bool auto_advance = true;
};

/// Why an instrument cannot be asked.
struct Obstacle {
    std::string instrument;
    std::string fault; ///< "unknown_instrument", "no_wording", "key_not_verified", "not_signed_off", "too many items"
};

/// Visits in a rhythm and what is asked at which of them: "PCL-5 at every visit, WAI-SR from visit 3 at every one,
/// PHQ-9 at every second".
struct SchedulePart {
    Id battery{};
    int first_visit = 1;
    int every_visits = 1;
    friend bool operator==(const SchedulePart&, const SchedulePart&) = default;
};
struct Schedule {
    Id id{};
    std::string name;
    std::string label; ///< of a visit, with {n}: "Session {n}"
    int every_days = 7;
    int visits = 0; ///< 0: until the episode ends
    int opens = 3;  ///< days before a visit's own on which it may be held
    int closes = 3; ///< days after
    std::vector<SchedulePart> parts;
};

/// What stands on the work list: open visits of before today, then today's, finished or not.
struct DueList {
    std::vector<PlannedVisit> overdue;
    std::vector<PlannedVisit> today;
    std::int64_t all_overdue = 0;
    std::int64_t all_today = 0; ///< still to do
    std::int64_t all_reviews = 0;
    std::int64_t all_alerts = 0; ///< open ones
};

/// What the clinic decides about findings.
struct CarePolicy {
    static constexpr int least_course_people = 20;
    int course_people = 30;   ///< closed episodes there must be before a course is expected, 20 to 1,000
    int course_width = 8;     ///< points around the first score within which an episode is alike, 1 to 40
    int course_percent = 90;  ///< how many of 100 alike stood at least as well, 75 to 99
    int flag_again_days = 14; ///< a finding that was seen comes back after so many days, 1 to 90
    int stopped_days = 28;    ///< in care without an answer for so long: stopped coming, 7 to 365
    friend bool operator==(const CarePolicy&, const CarePolicy&) = default;
};

/// Where people of this clinic who began alike stood at each occasion, for one person's open episode.
struct ExpectedCourse {
    struct Point {
        int visit = 0; ///< occasion of the episode, from 2
        std::int32_t day = 0;
        double middle = 0; ///< half of those alike stood here or better
        double limit = 0;  ///< `policy.course_percent` of 100 did
        int people = 0;
    };
    std::string instrument;
    std::string score;
    double first = 0;
    CarePolicy policy;
    std::vector<Point> points; ///< only where there are enough people
};

/// A device that opened this vault, by the name it had then.
struct DeviceSeen {
    std::string device;
    std::string program; ///< its version
    std::int64_t first_ms = 0;
    std::int64_t last_ms = 0;
};

/// A person on a schedule.
struct Plan {
    Id id{};
    Id schedule{};
    std::string name; ///< of the schedule
    std::int32_t start_day = 0;
    std::optional<std::int32_t> ended_day;
};

} // namespace rapport::vault
