#pragma once

#include "app/kiosk/hold.h"
#include "app/kiosk/reader.h"
#include "app/kiosk/views.h"
#include "app/session/intent.h"
#include "app/shell/ui.h"

/// Every screen draws what it is given and returns what the person did, if anything. What was read of words that did
/// not fit is the screens' own and goes from frame to frame in `ReadSoFar`.
namespace rapport::kiosk {

using session::Intent;

std::optional<Intent> draw_top_bar(shell::Ui& ui, const TopBarView& view);
std::optional<Intent> draw_welcome(shell::Ui& ui, const WelcomeView& view, ReadSoFar& read);
std::optional<Intent> draw_instructions(shell::Ui& ui, const InstructionsView& view, ReadSoFar& read);
std::optional<Intent> draw_question(shell::Ui& ui, const QuestionView& view, ReadSoFar& read);
/// Leaves in `view` the rows of the page that `item` is on; false when that is one row, which stands better by itself.
bool keep_page(const shell::Ui& ui, SeveralView& view, std::size_t item);
std::optional<Intent> draw_several(shell::Ui& ui, const SeveralView& view);
std::optional<Intent> draw_confirm_decline(shell::Ui& ui, const ConfirmDeclineView& view, ReadSoFar& read);
/// `first` is the first card shown: the screen's own, moved by "and 3 more".
std::optional<Intent> draw_review(shell::Ui& ui, const ReviewView& view, std::size_t& first, ReadSoFar& read);
std::optional<Intent> draw_reading(shell::Ui& ui, const ReadingView& view, ReadSoFar& read);
std::optional<Intent> draw_about(shell::Ui& ui, const AboutView& view, ReadSoFar& read);
std::optional<Intent> draw_cover(shell::Ui& ui, const CoverView& view, Hold& hold);
std::optional<Intent> draw_moment(shell::Ui& ui, const MomentView& view, ReadSoFar& read);
std::optional<Intent> draw_hand_back(shell::Ui& ui, const HandBackView& view, ReadSoFar& read, Hold& hold);
std::optional<Intent> draw_save_failed(shell::Ui& ui, const SaveFailedView& view, ReadSoFar& read);

/// Stem and question in their place; true when all of it has been seen.
bool draw_wording(shell::Ui& ui, ReadSoFar& read, const WordingView& view, shell::Rect where);
/// From the top of the place to where the question begins.
[[nodiscard]] float wording_head(const shell::Ui& ui, const WordingView& view, float width);

} // namespace rapport::kiosk
