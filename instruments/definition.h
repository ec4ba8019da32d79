#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rapport::instruments {

enum class Respondent : std::uint8_t { patient, therapist, staff };
enum class Mode : std::uint8_t { self, staff_read, clinician_rated };

/// Where an instrument's wording comes from.
enum class Wording : std::uint8_t {
    shipped,   ///< in the definition, under a licence that allows it
    key_only,  ///< the licence bars it: items carry no text until a clinic installs it
    installed, ///< put in by a clinic that recorded its permission
};

/// One option of an item. `value` is what is stored and scored, before any reversal.
struct Choice {
    int value = 0;
    std::string text;
};

/// One question. Ids are the instrument's own numbers, as strings ("1", "10").
struct Item {
    std::string id;
    std::string text;           ///< what the respondent reads; empty when wording is key_only
    std::string label;          ///< a few words for staff tables and codebooks; never licensed text
    std::string cluster;        ///< id of the Score that groups it on staff screens, or empty
    std::size_t choice_set = 0; ///< index into Definition::choice_sets
};

struct ChoiceSet {
    std::string id;
    std::vector<Choice> choices;
};

/// An inclusive range of a score with a published name.
struct Band {
    double from = 0;
    double to = 0;
    std::string label;
};

/// A published cut-point or range of cut-points, drawn on charts with its source.
struct CutOff {
    double from = 0;
    double to = 0;
    std::string label;
    std::string source;
};

enum class Method : std::uint8_t { sum, mean };
enum class Direction : std::uint8_t { higher_is_worse, higher_is_better };

/// What the source says of missing items. `max_missing` 0 means: any missing item, no score.
struct MissingRule {
    int max_missing = 0; ///< up to this many are replaced by the mean of the answered items
    std::string id;      ///< the rule's name, given back when it forbids a score
    std::string source;  ///< citation, or the statement that none is published
};

/// One number worked out from some items.
/// Units: raw scale points; range [min, max] for a complete response.
struct Score {
    std::string id;
    std::string name;
    Method method = Method::sum;
    Direction direction = Direction::higher_is_worse;
    std::vector<std::size_t> items; ///< indexes into Definition::items
    std::vector<bool> reversed;     ///< same length; value becomes (lowest + highest choice) - value
    MissingRule missing;
    double min = 0;
    double max = 0;
    std::vector<Band> bands;
    std::string bands_source;
    std::vector<CutOff> cut_offs;
    std::string symbol; ///< one letter on staff screens ("B"), or empty
};

/// "At least `need` of these items stand at `at_least` or more"; all parts of a criterion must hold.
struct CriterionPart {
    std::vector<std::size_t> items;
    std::vector<int> at_least; ///< same length as items
    int need = 1;
    std::optional<int> most; ///< and at most so many of them (PHQ-9: "2 to 4"); absent: no upper bound
};

/// A yes-or-no rule over items, answered in three values: met, not met, cannot tell.
struct Criterion {
    std::string id;
    std::string name; ///< "Symptom pattern"; never a diagnosis
    std::vector<CriterionPart> parts;
    std::string source;
};

/// An item that calls for a person's attention by itself, whatever the total.
struct CriticalItem {
    std::string id;
    std::size_t item = 0;
    int at_least = 1;
    bool when_unanswered = true;
    std::string text; ///< what staff should do, in the source's sense
    std::string source;
};

/// A published size of change and whom it was studied in.
struct ChangeThreshold {
    std::string id;
    std::size_t score = 0;           ///< index into Definition::scores
    std::string kind;                ///< "reliable" or "minimal_important"
    double points = 0;               ///< absolute size, raw points
    std::optional<double> points_to; ///< upper edge where the source gives a range (9 to 12), or absent
    std::optional<double> end_point; ///< clinically significant: reliable and crossed to this or beyond
    std::string population;
    std::string source; ///< short: "Marx 2022"
    std::string citation;
    bool is_default = false;
};

struct Licence {
    std::string holder;
    std::string terms;
    bool may_ship_text = false;
    bool may_release_text = false; ///< whether item wording may stand in a released codebook
};

/// One questionnaire, with its papers. Plain data; made only by `read_definition`.
struct Definition {
    std::string id;      ///< "pcl-5"
    std::string version; ///< wording, recall and direction belong to it
    std::string title;
    std::string short_title; ///< "PCL-5"
    std::string recall;      ///< recall period, "past month"
    std::string language = "en";
    Respondent respondent = Respondent::patient;
    Mode mode = Mode::self;
    Wording wording = Wording::shipped;
    bool key_verified = true;
    std::string validity_note; ///< "not validated, no norms", or empty
    std::string instructions;
    std::string stem;
    std::vector<ChoiceSet> choice_sets;
    std::vector<Item> items;
    std::vector<Score> scores;
    std::vector<Criterion> criteria;
    std::vector<CriticalItem> critical_items;
    std::vector<ChangeThreshold> changes;
    Licence licence;
    std::vector<std::string> sources;
    std::string pair_id;     ///< the other half of a dyad ("wai-sr-therapist"), or empty
    std::string source_text; ///< the exact bytes this was read from; hash these to pin a version

    [[nodiscard]] std::optional<std::size_t> item_index(std::string_view item_id) const;
    [[nodiscard]] std::optional<std::size_t> score_index(std::string_view score_id) const;
    /// Whether `value` is one of the item's choices.
    [[nodiscard]] bool allows(std::size_t item, int value) const;
    [[nodiscard]] const std::vector<Choice>& choices(std::size_t item) const;
};

} // namespace rapport::instruments
