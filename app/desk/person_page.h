#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "app/shell/ui.h"
#include "instruments/definition.h"
#include "storage/vault/model.h"

namespace rapport::desk {

/// Everything the person page shows, worked out from the vault's rows and the definitions; no vault call while drawing.
struct PersonView;

/// The page's own small state: which instrument, table or chart, sort, scroll.
struct PersonPageState {
    std::string instrument; ///< chosen in the chart card; empty is the main one
    bool as_table = false;
    bool sort_by_change = false;
    int first_visit = 0;      ///< more than 8: how many visits before the last eight the item table begins
    int hovered_visit = -1;   ///< the visit whose reading is shown above the chart, or -1
    std::string alliance;     ///< chosen in the alliance card; empty is the first
    float content_height = 0; ///< of the last frame, below the header
};

struct OpenStartSession {};
struct OpenMend {};
struct WentBackToList {};
struct AcknowledgeWanted {
    sealed::Id alert{};
};
using PersonIntent = std::variant<OpenStartSession, WentBackToList, AcknowledgeWanted, OpenMend>;

/// `today` is the civil day the screen is read on; ages and "next visit" depend on it.
[[nodiscard]] std::shared_ptr<const PersonView>
make_person_view(const vault::PersonRow& row, const std::vector<vault::Administration>& administrations,
                 const std::vector<vault::PlannedVisit>& visits, const std::vector<vault::Alert>& alerts,
                 const std::vector<instruments::Definition>& definitions, std::int32_t today);

/// Draws the page below the top bar (y >= 56), full width of the window. Node ids: "person.back", "person.hand_over",
/// "person.mend", "person.sentence", "person.chart", "person.table_toggle", "person.sort",
/// "person.alert.<n>.acknowledge".
[[nodiscard]] std::optional<PersonIntent> draw_person_page(shell::Ui& ui, const PersonView& view,
                                                           PersonPageState& state);

/// "44 of 80. Symptom pattern met. 12 points lower than 3 Nov: ...": the first sentence of the page, also used by
/// work-list rows.
struct Sentence {
    std::string score;     ///< "PCL-5 44"
    std::string change;    ///< "12 lower than 3 Nov", or empty at a first visit
    int direction = 0;     ///< -1 lower, 0 same or none, 1 higher
    std::string judgement; ///< "Not reliable by Marx 2022 (15)", or empty
};
[[nodiscard]] Sentence standing_of(const vault::PersonRow& row,
                                   const std::vector<instruments::Definition>& definitions);

/// "9 Feb", "Tuesday 9 February", "9 Feb 2027" when the year is not the given one.
[[nodiscard]] std::string short_day(std::int32_t day);
[[nodiscard]] std::string short_day(std::int32_t day, std::int32_t seen_from);
[[nodiscard]] std::string long_day(std::int32_t day);

} // namespace rapport::desk
