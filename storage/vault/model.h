#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "instruments/definition.h"
#include "instruments/reliable_change.h"
#include "instruments/response.h"
#include "storage/sealed/secret.h"

/// What a vault holds, as plain values. Times are UTC milliseconds since 1970; days are civil days since 1970-01-01.
namespace rapport::vault {

using sealed::Id;

enum class Role : std::uint8_t { clinician = 1, researcher = 2, admin = 3 };

/// A pseudonymous person: everything the responses database knows of them.
struct Person {
    Id id{};
    std::string pseudonym; ///< "Heron 214", unique in the vault
    int year_of_birth = 0;
    std::string sex; ///< "female", "male", "" not recorded
    std::string site;
    std::string arm;       ///< study arm, or empty
    std::string therapist; ///< staff display name
    std::int32_t episode_start_day = 0;
};

/// A number somebody else knows a person by, of a type the clinic's policy names.
struct Identifier {
    std::string type;
    std::string value;
    friend bool operator==(const Identifier&, const Identifier&) = default;
};

/// Who a person is: identity database only; a researcher's keys do not open it.
struct Identity {
    Id person{};
    std::string name;
    std::string date_of_birth; ///< ISO 8601
    std::string record_number;
    std::vector<Identifier> identifiers{}; ///< others, by type; at most one of each
};

/// A score as it was when the answers came in; reading it later recomputes it and must agree.
struct FrozenScore {
    std::string id;
    std::optional<double> value;
    std::string absent; ///< rule that forbids it, when there is no value
    int answered = 0;
    int items = 0;
    bool prorated = false;
    double lowest = 0;
    double highest = 0;
    std::string band;
    std::string band_above;
};

struct FrozenCriterion {
    std::string id;
    std::string tri; ///< "met", "not_met", "cannot_tell"
};

/// One instrument answered by one respondent on one occasion.
struct Administration {
    Id id{};
    Id person{};
    Id session{};
    std::string instrument;
    std::string version;
    std::string definition_hash; ///< BLAKE2b-256 of the definition's bytes, hex
    instruments::Respondent respondent = instruments::Respondent::patient;
    instruments::Mode mode = instruments::Mode::self;
    std::string language;
    std::string visit; ///< protocol label, "Visit 3"
    int session_number = 0;
    std::int64_t started_ms = 0;
    std::int64_t finished_ms = 0;
    std::int32_t day = 0;
    bool complete = false; ///< every item answered or its absence chosen by the respondent
    instruments::Response response;
    std::vector<FrozenScore> scores;
    std::vector<FrozenCriterion> criteria;
    std::string input;       ///< "touch", "keyboard", ... or "mixed"; empty when it did not come from a session
    Id supersedes{};         ///< the administration this one is a correction of, or all zero
    std::vector<bool> aloud; ///< per item: read aloud to the person at least once; empty when none was
    std::string spoken;      ///< language of the rest of the screen ("es"); empty when it did not come from a session
    bool unattended = false; ///< begun by a ticket in a waiting room, with no staff at the tablet
    /// A form of a dyad whose other half is not in: that it was filled in is all that is told (dyad.h).
    bool blind = false;
};

/// Something a person must look at, until somebody says what was done.
struct Alert {
    Id id{};
    Id person{};
    std::string pseudonym;
    std::string kind; ///< "critical_item", "critical_unanswered", "asked_for_someone", "damaged_session"
    std::string instrument;
    std::string flag; ///< CriticalItem id, or empty
    std::string item;
    std::string answer;          ///< the choice in words ("Several days"), or the missing reason's name
    std::string previous_answer; ///< last time's choice in words, or empty
    std::int32_t previous_day = 0;
    std::string context; ///< "PHQ-9 17 of 27", staff small print
    std::int64_t raised_ms = 0;
    bool acknowledged = false;
    std::string acknowledged_by;
    std::int64_t acknowledged_ms = 0;
    std::string note;
    Id session{};                 ///< it came in with, or all zero
    std::int64_t happened_ms = 0; ///< when the person did it; when it was raised where that is not known
    int gravity = 0;        ///< 300 and the answer's value; 200 asked for somebody; 100 unanswered; less: no danger
    std::string changed_to; ///< what the item said in the end, when it was answered otherwise before; or empty
    std::int64_t escalated_ms = 0; ///< when nobody had seen to it in the time the clinic set, else 0
    std::string left_by;           ///< who last said why it stays open, or empty
    std::int64_t left_ms = 0;
    std::string left_reason;
};
/// From here up an alert is about somebody's safety today: it is escalated, and a tablet is not handed on before
/// somebody has seen to it or said why not.
inline constexpr int least_gravity_of_danger = 100;

/// A ticket of the waiting room, as staff may see it; its code is nowhere.
struct TicketRow {
    Id session{};
    Id person{};
    std::string pseudonym;
    std::string visit;
    std::vector<std::string> battery;
    std::string language;
    std::int64_t made_ms = 0;
    std::string made_by;
    std::int64_t expires_ms = 0;
    std::string state; ///< "open", "used", "expired", "revoked"
};

/// A visit that is planned or happened.
struct PlannedVisit {
    Id id{};
    Id person{};
    std::string pseudonym;
    std::string therapist;
    std::string visit; ///< label
    int session_number = 0;
    std::int32_t day = 0;
    int minute = -1;                  ///< of the local day, -1 when no time was agreed
    std::vector<std::string> battery; ///< instrument ids
    std::string state;                ///< "planned", "handed_over", "stopped", "finished"
    Id session{};                     ///< once handed over
    int answered = 0;                 ///< of `asked` when stopped
    int asked = 0;
    std::int64_t finished_ms = 0;
    Id plan{}; ///< the plan it came from, all zero when somebody planned it by hand
    instruments::Respondent respondent = instruments::Respondent::patient;
    std::int32_t opens_day = 0; ///< window, both days included; 0: none
    std::int32_t closes_day = 0;
    bool grid = false;
    bool auto_advance = true;
    std::string ended; ///< "missed", "cancelled", or empty
};

/// One occasion as a small chart draws it; no total when it was not complete.
struct CoursePoint {
    std::int32_t day = 0;
    std::optional<double> total;
    friend bool operator==(const CoursePoint&, const CoursePoint&) = default;
};

/// A person's latest standing, kept current by the transaction that changes it: what the work list and people list
/// read.
struct PersonRow {
    Person person;
    std::string last_instrument;
    std::string last_words; ///< "PCL-5 44, 12 lower than 3 Nov"; made by the desk from the fields below
    std::optional<double> last_total;
    std::optional<double> previous_total;
    std::optional<double> first_total;
    std::int32_t last_day = 0;
    std::int32_t previous_day = 0;
    std::int32_t first_day = 0;
    int administrations = 0;
    int open_alerts = 0;
    bool to_review = false; ///< answers came in that nobody has opened yet
    std::int64_t arrived_ms = 0;
    int last_answered = 0;
    int last_items = 0;
    bool in_care = true;             ///< an episode is open
    std::string flags;               ///< kinds of what was found, by a space
    std::vector<CoursePoint> course; ///< of the main instrument, the latest twelve occasions, oldest first
};

/// That somebody held a scoring key against the form it belongs to.
struct SignOff {
    std::string instrument;
    std::string version;
    std::string hash; ///< BLAKE2b-256 of the definition the key stands in, hex
    std::string by;   ///< who compared
    std::string date; ///< ISO 8601
    std::string reference;
    std::string actor; ///< who recorded it
    std::int64_t at_ms = 0;
    bool holds = true; ///< the vault's definition is still the one that was signed off
};

/// What a clinic says about a score in the people it treats, and who put it in.
struct RecordedNorm {
    instruments::SiteNorm norm;
    std::string actor;
    std::int64_t at_ms = 0;
};

/// Licensed wording a clinic put in, or, with no hash, that it took it out again.
struct InstalledWording {
    std::string instrument;
    std::string version;
    std::string language;
    std::string licensor; ///< who gave the permission, and when, and where it is written
    std::string date;
    std::string reference;
    std::string hash; ///< `Administration::definition_hash` of those who answered it, hex
    std::string actor;
    std::int64_t at_ms = 0;
    bool in_use = false;
};

struct AuditEntry {
    std::int64_t sequence = 0;
    std::int64_t utc_ms = 0;
    std::string actor;
    std::string event;
    std::string object;
    std::string field;
    std::string reason;
    std::string hash; ///< hex
};

} // namespace rapport::vault
