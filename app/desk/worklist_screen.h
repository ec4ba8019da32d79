#pragma once

#include <optional>
#include <string>

#include "app/desk/intents.h"
#include "app/desk/worklist_view.h"
#include "app/shell/ui.h"

namespace rapport::desk {

struct WorklistState {
    bool noting = false; ///< one alert has its line open
    Id noted_alert{};
    shell::TextEdit note;
    std::string note_error;
    bool all_alerts = false; ///< five are shown at first, then "12 more"
    bool all_reviews = false;
    float content_height = 0; ///< of the last frame
};

/// Node ids: "worklist.backup"; "alert.<n>.open", ".acknowledge", ".note", ".save", ".words"; "due.<n>.hand_over",
/// ".resume"; "review.<n>"; "off_track.<n>", "alliance.<n>". Everything below the top bar.
[[nodiscard]] std::optional<Intent> draw_worklist(shell::Ui& ui, const WorklistView& view, WorklistState& state);

/// Opens the line on which is written what was done about an alert.
void open_note(WorklistState& state, const Id& alert);

// The cards, each drawn from the top of its heading; they give back how far down they reach.
struct CardPlace {
    float x = 0;
    float y = 0;
    float width = 0;
};
float draw_alerts_card(shell::Ui& ui, const WorklistView& view, WorklistState& state, CardPlace place,
                       std::optional<Intent>& intent);
float draw_due_card(shell::Ui& ui, const WorklistView& view, CardPlace place, std::optional<Intent>& intent);
float draw_review_card(shell::Ui& ui, const WorklistView& view, WorklistState& state, CardPlace place,
                       std::optional<Intent>& intent);

/// Findings of one kind, under their heading. Nothing at all is drawn when there is none.
struct FlagCard {
    std::string_view id; ///< "off_track"
    std::string_view heading;
    const std::vector<FlagRow>* rows = nullptr;
    bool more = false;
};
float draw_flag_card(shell::Ui& ui, const FlagCard& flags, CardPlace place, std::optional<Intent>& intent);

} // namespace rapport::desk
