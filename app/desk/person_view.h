#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/desk/person_page.h"
#include "app/desk/person_words.h"

namespace rapport::desk::person {

/// One administration on a trend. Units: raw points of the instrument's main score.
/// `value` is absent when the published rule forbids a score; it could then still be anything in lowest..highest.
struct Visit {
    std::int32_t day = 0;
    std::string version;
    std::optional<double> value;
    double lowest = 0;
    double highest = 0;
    int answered = 0;
    int items = 0;
    bool prorated = false;

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
    double step = 0;   ///< 0 at the item's lowest choice, 1 at its highest
    std::string words; ///< the choice in words, or why there is none
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
    std::optional<std::size_t> baseline; ///< first visit of the current version that has a score
    Line sentence;
    std::optional<ChangeBand> change_band;
    bool judged = false; ///< a published change threshold exists
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
    [[nodiscard]] std::vector<std::string> band_words() const;
    /// Points lower or higher than the baseline of the same version; absent at it, before it, or without a score.
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

/// A session of which both forms are in.
struct AllianceSession {
    std::int32_t day = 0;
    std::optional<double> patient;
    std::optional<double> therapist;
};

struct Alliance {
    std::string id; ///< of the patient's form
    std::string title;
    std::string forms; ///< "WAI-SR and 12-item therapist form, 12 to 60"
    std::string note;  ///< "not validated, no norms", or empty
    double min = 0;
    double max = 0;
    std::vector<AllianceSession> sessions;
    std::vector<AllianceRow> rows; ///< of the last of `sessions`
    std::string waiting;           ///< "Waiting for the therapist form", or empty
    std::string flag;              ///< "Patient 6 lower than 26 Jan; therapist the same.", or empty
    std::string flag_rule;
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
    std::vector<std::string> unread; ///< sentences on answers no definition here can read
    std::int32_t today = 0;
};

} // namespace rapport::desk
