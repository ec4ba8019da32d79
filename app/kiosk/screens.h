#pragma once

#include "app/kiosk/views.h"
#include "app/session/intent.h"
#include "app/shell/ui.h"

/// Every screen draws what it is given and returns what the person did, if anything.
namespace rapport::kiosk {

using session::Intent;

std::optional<Intent> draw_top_bar(shell::Ui& ui, const TopBarView& view);
std::optional<Intent> draw_welcome(shell::Ui& ui, const WelcomeView& view);
std::optional<Intent> draw_instructions(shell::Ui& ui, const InstructionsView& view);
std::optional<Intent> draw_question(shell::Ui& ui, const QuestionView& view);
std::optional<Intent> draw_confirm_decline(shell::Ui& ui, const ConfirmDeclineView& view);
/// `first` is the first card shown, a multiple of three: the screen's own, moved by "and 3 more".
std::optional<Intent> draw_review(shell::Ui& ui, const ReviewView& view, std::size_t& first);
std::optional<Intent> draw_cover(shell::Ui& ui, const CoverView& view);
std::optional<Intent> draw_moment(shell::Ui& ui, const MomentView& view);
std::optional<Intent> draw_hand_back(shell::Ui& ui);
std::optional<Intent> draw_save_failed(shell::Ui& ui, const SaveFailedView& view);

/// Stem and question, where they stand on every item of a part.
void draw_wording(shell::Ui& ui, const WordingView& view);

} // namespace rapport::kiosk
