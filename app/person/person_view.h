#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/person/person_summary.h"
#include "app/person/person_words.h"
#include "instruments/control_chart.h"

namespace rapport::desk::person {

/// One administration on a trend. Units: raw points of the instrument's main score.
/// `value` is absent when the published rule forbids a score; it could then still be anything in lowest..highest.
struct Visit {
    std::int32_t day = 0;
    std::string version;
    std::size_t line = 0; ///< visits of one line may be joined and subtracted: one version, or versions said comparable
    std::optional<double> value;
    double lowest = 0;
    double highest = 0;
    int answered = 0;
    int items = 0;
    bool prorated = false;
    std::string how;       ///< who answered, in what language and by what: "Self, English, touch"
    std::string corrected; ///< what was put right since, in words, or empty

    /// Every item answered: only such points are joined by a line.
    [[nodiscard]] bool whole() const { return value.has_value() && !prorated; }
    /// "44", or "48–56" when there is no total. The chart, its words and the table all say this.
    [[nodiscard]] std::string said() const { return value ? number(*value) : range(lowest, highest); }
};

/// The range in which a change since `since` is smaller than a published threshold, within the possible range.
struct ChangeBand {
    double from = 0;
    double to = 0;
    std::string title;   ///< "Within 15 of 3 Nov (56)"
    std::string meaning; ///< "Change not reliable here"
    std::string source;  ///< "Marx 2022, male veterans"
    std::string caution; ///< "Not studied in this group", or empty
};

struct CutBand {
    double from = 0;
    double to = 0;
    std::string title; ///< "Cut-off 31–33"
    std::string source;
};

/// A subscale at the first and the last visit of the current version.
struct Cluster {
    std::string symbol;
    std::string name;
    double min = 0;
    double max = 0;
    std::optional<double> first;
    std::optional<double> last;
};

struct ItemCell {
    std::optional<int> value;
    double step = 0;         ///< 0 at the item's lowest choice, 1 at its highest
    std::string words;       ///< the choice in words, or why there is none
    std::string corrected{}; ///< "was 3, put right 5 Feb by R. Adeyemi: ...", or empty
};

struct ItemRow {
    std::string cluster; ///< symbol of the subscale, or empty
    std::string number;
    std::string label;
    std::vector<ItemCell> cells; ///< one per Instrument::item_days
    std::optional<int> change;   ///< last minus first visit; absent when either has no answer
};

/// One answer of the legend: its value, its words, its place on the scale.
struct LegendStep {
    int value = 0;
    double step = 0;
    std::string words;
};

/// One cited set of thresholds, and what it says of how this person moved.
struct Rule {
    std::string id;
    std::string name;     ///< "Marx 2022 (male veterans, 15)"
    std::string citation; ///< in full
    std::optional<ChangeBand> band;
    std::string since_first; ///< "not reliable by Marx 2022 (male veterans, 15)"; empty when nothing moved or no scores
    std::string since_last;  ///< the same against the score before
    Line sentence;           ///< the page's sentence with this set
};

/// All a page says of one questionnaire and one person.
struct Instrument {
    std::string id;
    std::string title;  ///< "PCL-5"
    std::string recall; ///< "past month", or empty
    std::string scale;  ///< "total, 0 to 80"
    std::string validity_note;
    double min = 0;
    double max = 0;
    std::vector<Visit> visits;           ///< by day; every version
    std::optional<std::size_t> baseline; ///< first visit on the last one's line that has a score
    Line sentence;
    std::optional<ChangeBand> change_band; ///< of the set that is the instrument's own
    std::vector<Rule> rules;               ///< every cited set of the main score, the instrument's own first
    std::string moved_first;               ///< "12 lower than 3 Nov", or empty
    std::string moved_last;                ///< "3 lower than 26 Jan", or empty
    bool judged = false;                   ///< a published change threshold exists
    std::vector<CutBand> cut_offs;
    std::vector<instruments::Band> bands;
    std::string bands_source;
    std::vector<Cluster> clusters;
    std::vector<std::int32_t> item_days; ///< visits of the current version
    std::vector<ItemRow> items;
    std::vector<LegendStep> legend;
    std::vector<std::string> missing_words; ///< reasons that occur, in words

    [[nodiscard]] bool several_versions() const;
    /// Every band and cut-off of the chart with its source, in words.
    [[nodiscard]] std::vector<std::string> band_words(const ChangeBand* band) const;
    [[nodiscard]] std::vector<std::string> band_words() const
    {
        return band_words(change_band ? &*change_band : nullptr);
    }
    /// Points lower or higher than the baseline on the same line; absent at it, before it, or without a score.
    [[nodiscard]] std::optional<double> since_baseline(std::size_t visit) const;
};

/// One row of the alliance table. `gap` is patient minus therapist, where both forms have the same range.
struct AllianceRow {
    std::string name;
    std::optional<double> patient;
    std::optional<double> therapist;
    std::optional<double> gap;
    bool total = false;
};

/// A session of which both forms are in. `parts` are the subscales in the order of `Alliance::parts`.
struct AllianceSession {
    std::int32_t day = 0;
    int number = 0; ///< of the session, or 0
    std::optional<double> patient;
    std::optional<double> therapist;
    std::vector<std::pair<std::optional<double>, std::optional<double>>> parts{}; ///< patient, therapist
};

/// What the patient answered to one item, for those whom the clinic lets see it.
struct AllianceItem {
    std::string label;
    std::string answer;
};

struct Alliance {
    std::string id; ///< of the patient's form
    std::string title;
    std::string forms; ///< "WAI-SR and 12-item therapist form, 12 to 60"
    std::string note;  ///< "not validated, no norms", or empty
    double min = 0;
    double max = 0;
    std::vector<AllianceSession> sessions;
    std::vector<std::string> parts;                     ///< names of the subscales
    std::vector<std::pair<double, double>> part_ranges; ///< lowest and highest possible, of both forms together
    std::vector<AllianceRow> rows;                      ///< of the last of `sessions`
    std::string waiting;                                ///< "Waiting for the therapist form", or empty
    std::string flag;      ///< which of the patient's scores fell below their own limit, or empty
    std::string flag_rule; ///< the chart's rule, limits and source; or why there are no limits yet
    std::string gap_words; ///< whether the two have come nearer since the first session, or empty
    std::optional<instruments::ControlLimits> limits; ///< of the patient's total, from the earlier sessions
    std::vector<AllianceItem> items;                  ///< of the last session's patient form; empty where not allowed
    std::string items_rule;                           ///< who sees single answers, by the clinic's policy
};

/// Something that happened on a day, beside the curves.
struct Event {
    sealed::Id id{};
    std::int32_t day = 0;
    std::string kind;  ///< "Medication"
    std::string words; ///< "Prazosin started"
    std::string label; ///< "Prazosin started, 24 Nov"
    std::string who;   ///< "R. Adeyemi, 24 Nov 2026"
    std::string story; ///< what stood before and why that changed, or empty
};

/// A note that stands.
struct Note {
    sealed::Id id{};
    std::int32_t day = 0;
    std::string words;
    std::string who;
    std::string story;
};

/// A session as it is signed.
struct SessionLine {
    sealed::Id id{};
    std::string record;
    std::string title;                ///< "9 Feb, Visit 8: PCL-5, WAI-SR"
    std::vector<std::string> signed_; ///< "Signed by R. Adeyemi, 9 Feb 2027 10:30 UTC: reviewed." or that it is void
    bool holds = false;               ///< the last signature is of what stands
    bool voided = false;              ///< there are signatures and none holds
    bool blind = false;
};

struct OpenAlert {
    sealed::Id id{};
    std::string words;
    std::string context;
};

/// An instrument with data, built from its administrations in order of day. `definitions` has at least one of that id.
[[nodiscard]] Instrument make_instrument(const std::vector<const vault::Administration*>& administrations,
                                         const std::vector<const instruments::Definition*>& definitions,
                                         const vault::Person& person, std::int32_t today);

/// The clusters and item table of the current version, into `instrument`.
void add_items(Instrument& instrument, const std::vector<const vault::Administration*>& current,
               const instruments::Definition& definition);

/// The two forms of one dyad. Nothing of a session is given before both of its forms are in.
[[nodiscard]] Alliance make_alliance(const std::vector<const vault::Administration*>& patient,
                                     const std::vector<const vault::Administration*>& therapist,
                                     const instruments::Definition& patient_form,
                                     const instruments::Definition& therapist_form, std::int32_t today);

/// The patient's single answers of the last session, where `looking` may read them; else why not.
void add_alliance_items(Alliance& alliance, const std::vector<const vault::Administration*>& patient,
                        const std::vector<const vault::Administration*>& therapist,
                        const instruments::Definition& patient_form, const vault::Person& person,
                        const Looking& looking);

/// Every cited set with its band, its verdicts and the sentence that goes with it, into `instrument`.
void add_rules(Instrument& instrument, const vault::Administration& last, const instruments::Definition& definition,
               std::string_view sex, std::int32_t today);

/// Notes, events and sessions to sign, into `view`. `definitions` name the instruments.
void add_journal(PersonView& view, const PersonRows& rows, const std::vector<instruments::Definition>& definitions);
/// What was put right, into the visits and cells it changed.
void add_corrections(PersonView& view, const PersonRows& rows, const std::vector<instruments::Definition>& definitions);

/// One visit of the table in words: day, total, answered, change since the baseline, who answered how.
struct TableRow {
    std::string day;
    std::string total;
    std::string answered;
    std::string since;
    std::string how;
};
[[nodiscard]] TableRow table_row(const Instrument& instrument, std::size_t visit, std::int32_t today);
/// The heads of that table, in the same order.
[[nodiscard]] TableRow table_heads(const Instrument& instrument, std::int32_t today);

/// "Self, English, touch".
[[nodiscard]] std::string how_answered(const vault::Administration& administration);
/// Joined by the chart's line: whole visits next to each other on one line.
[[nodiscard]] bool joined(const Instrument& instrument, std::size_t visit);
/// Every visit with its value, in words: what a reader of the screen is told instead of the picture.
[[nodiscard]] std::string chart_words(const Instrument& instrument, std::int32_t today);
/// "26 Jan   47 of 80   20 of 20 answered   9 lower than 3 Nov": one visit as the strip above the chart says it.
[[nodiscard]] std::string reading_words(const Instrument& instrument, std::size_t visit, std::int32_t today);
/// Equal whole steps from the least to the highest possible score, three to six of them where the range allows it, or
/// the published bands' edges where there are bands.
[[nodiscard]] std::vector<double> axis_values(double min, double max, const std::vector<instruments::Band>& bands);

[[nodiscard]] OpenAlert make_alert(const vault::Alert& alert, const std::vector<instruments::Definition>& definitions,
                                   std::int32_t today);

/// The frozen score of that name, or null.
[[nodiscard]] const vault::FrozenScore* find_score(const vault::Administration& administration, std::string_view id);

/// "declined" and the like, as staff read them.
[[nodiscard]] std::string missing_words(instruments::Missing why);

} // namespace rapport::desk::person

namespace rapport::desk {

struct PersonView {
    std::string pseudonym;
    std::vector<std::string> facts; ///< "born 1985, male", "Episode week 15", ...
    std::vector<person::OpenAlert> alerts;
    std::vector<person::Instrument> instruments; ///< the main one first
    std::vector<person::Alliance> alliances;
    std::vector<person::Event> events;         ///< by day
    std::vector<person::Note> notes;           ///< newest first
    std::vector<person::SessionLine> sessions; ///< newest first
    std::vector<std::string> kinds;            ///< of events, in words, in the order of vault::event_kinds
    std::vector<std::string> unread;           ///< sentences on answers no definition here can read
    std::int32_t today = 0;
};

} // namespace rapport::desk
