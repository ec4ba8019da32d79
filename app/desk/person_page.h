#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "app/person/person_summary.h"
#include "app/shell/ui.h"

namespace rapport::desk {

/// The page's own small state: which instrument, table or chart, sort, scroll.
struct PersonPageState {
    std::string instrument; ///< chosen in the chart card; empty is the main one
    bool as_table = false;
    bool sort_by_change = false;
    int first_visit = 0;        ///< more than 8: how many visits before the last eight the item table begins
    int hovered_visit = -1;     ///< the visit whose reading is shown above the chart, or -1
    std::string rule;           ///< the cited set of change thresholds that was chosen; empty is the instrument's own
    bool with_alliance = false; ///< symptoms and alliance on one axis of time
    bool compare = false;       ///< two visits side by side in the item table
    std::size_t compare_from = 0;
    std::size_t compare_to = SIZE_MAX; ///< beyond the last visit: the last
    std::size_t alliance_part = 0;     ///< 0 the total, then the subscales
    std::string alliance;              ///< chosen in the alliance card; empty is the first
    float content_height = 0;          ///< of the last frame, below the header
};

struct OpenStartSession {};
struct OpenMend {};
/// The page of the person's care: episode, therapist, consent, schedule.
struct OpenCare {};
struct WentBackToList {};
struct AcknowledgeWanted {
    sealed::Id alert{};
};
/// Notes, events, signatures and the sheet: the page they are made on.
struct OpenJournal {
    bool sheet = false; ///< asked for the sheet
};
using PersonIntent = std::variant<OpenStartSession, WentBackToList, AcknowledgeWanted, OpenMend, OpenCare, OpenJournal>;

/// Draws the page below the top bar (y >= 56), full width of the window. Node ids: "person.back", "person.hand_over",
/// "person.care", "person.mend", "person.event", "person.summary", "person.sentence", "person.change", "person.rule",
/// "person.axis", "person.compare", "person.alliance.part", "person.chart", "person.table_toggle", "person.sort",
/// "person.alert.<n>.acknowledge".
[[nodiscard]] std::optional<PersonIntent> draw_person_page(shell::Ui& ui, const PersonView& view,
                                                           PersonPageState& state);

} // namespace rapport::desk
