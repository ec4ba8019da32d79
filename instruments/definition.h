#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "instruments/rules.h"
#include "instruments/score_rule.h"

namespace rapport::instruments {

enum class Respondent : std::uint8_t { patient, therapist, staff };
/// A definition says one of the first three; the last two are said of a session alone.
enum class Mode : std::uint8_t { self, staff_read, clinician_rated, proxy, from_paper };

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
    std::string loinc{}; ///< answer code ("LA6568-5"), or empty
};

/// What must have been answered before for an item to be asked: one of `values` to `item`, or all or any of `parts`.
/// An item that was itself not asked has none of them.
struct Condition {
    enum class Kind : std::uint8_t { item, all, any };
    Kind kind = Kind::item;
    std::size_t item = 0; ///< stands before the item the condition belongs to
    std::vector<int> values;
    std::vector<Condition> parts;
};

/// One question. Ids are the instrument's own numbers, as strings ("1", "10").
struct Item {
    std::string id;
    std::string text;           ///< what the respondent reads; empty when wording is key_only
    std::string label;          ///< a few words for staff tables and codebooks; never licensed text
    std::string cluster;        ///< id of the Score that groups it on staff screens, or empty
    std::size_t choice_set = 0; ///< index into Definition::choice_sets

    std::optional<Condition> asked_when{}; ///< absent: always
    Sex not_for = Sex::any;                ///< not asked of them; `any`: asked of everybody
    int skipped_as = 0;                    ///< not asked by its rule: the choice it counts as wherever it counts
    bool scored = true;                    ///< false: said to be in no score and no rule
    std::string loinc{};
    std::string help{}; ///< what the question means, read when asked for; a definition without it says nothing more

    [[nodiscard]] bool has_rule() const { return asked_when.has_value() || not_for != Sex::any; }
};

struct ChoiceSet {
    std::string id;
    std::vector<Choice> choices;
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
    std::vector<Table> tables;
    std::vector<std::string> comparable_with; ///< versions of this instrument whose scores may share a line with these
    std::string loinc;                        ///< the panel's code, or empty
    std::string pair_id;                      ///< the other half of a dyad ("wai-sr-therapist"), or empty
    std::string source_text;                  ///< the exact bytes this was read from; hash these to pin a version

    [[nodiscard]] std::optional<std::size_t> item_index(std::string_view item_id) const;
    [[nodiscard]] std::optional<std::size_t> score_index(std::string_view score_id) const;
    /// Whether `value` is one of the item's choices.
    [[nodiscard]] bool allows(std::size_t item, int value) const;
    [[nodiscard]] const std::vector<Choice>& choices(std::size_t item) const;
};

} // namespace rapport::instruments
