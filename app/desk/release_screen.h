#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "app/desk/intents.h"
#include "app/desk/release_view.h"
#include "app/shell/ui.h"

namespace rapport::desk {

struct ReleaseView {
    std::vector<InstrumentChoice> choices;
    int k = 11;
    std::optional<MeasuredView> measured;
    std::optional<DoneView> done;
};

enum class Stage : std::uint8_t { measuring, ready, refused, writing, done };
enum class LeavesTab : std::uint8_t { rows, table };

/// What the writing thread and the foot of the page tell each other.
struct Writing {
    std::atomic<int> files = 0;
    std::atomic<int> of = 0;
    std::atomic<bool> stop = false;
    std::chrono::steady_clock::time_point begun = std::chrono::steady_clock::now();
};

struct ReleaseState {
    shell::TextEdit project;
    shell::TextEdit recipient;         ///< who gets the files, for the record of releases
    shell::TextEdit purpose;           ///< what for, likewise
    std::shared_ptr<Writing> writing;  ///< while files are written
    std::set<std::string> instruments; ///< ids ticked
    LeavesTab tab = LeavesTab::rows;
    Stage stage = Stage::measuring;
    std::string refusal;          ///< why nothing leaves, and what to coarsen
    std::string measured_project; ///< what the figures on the screen stand for
    // Heights of the last frame.
    float choices_height = 0;
    float leaves_height = 0;
    float withheld_height = 0;
    float page_height = 0;
};

/// Nothing may be changed while figures are being made or files written.
[[nodiscard]] inline bool busy(const ReleaseState& state)
{
    return state.stage == Stage::measuring || state.stage == Stage::writing;
}

/// Node ids: "release.project", "release.recipient", "release.purpose", "release.instrument.<id>", "release.tab.rows",
/// "release.tab.table", "release.write", "release.refused", "release.done", "release.again", "release.cancel".
/// Everything below the top bar.
[[nodiscard]] std::optional<Intent> draw_release(shell::Ui& ui, const ReleaseView& view, ReleaseState& state);

// The cards, each in its own file. An intent is only ever to measure again or to write.
void draw_choices_card(shell::Ui& ui, const ReleaseView& view, ReleaseState& state, shell::Rect where,
                       std::optional<Intent>& intent);
void draw_leaves_card(shell::Ui& ui, const ReleaseView& view, ReleaseState& state, shell::Rect where);
void draw_risk_card(shell::Ui& ui, const ReleaseView& view, const ReleaseState& state, shell::Rect where);
void draw_withheld_card(shell::Ui& ui, const ReleaseView& view, ReleaseState& state, shell::Rect where);
void draw_release_foot(shell::Ui& ui, const ReleaseView& view, const ReleaseState& state, shell::Rect where,
                       std::optional<Intent>& intent);
/// "withheld" and "other" in a dashed box: words, never blank. Gives back the width used.
float draw_kept_back(shell::Ui& ui, shell::Point at, std::string_view word);

} // namespace rapport::desk
