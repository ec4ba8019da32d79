#pragma once

#include "app/kiosk/views.h"
#include "app/session/survey.h"

/// What each screen is given, from the state of the session. Pure.
namespace rapport::kiosk {

[[nodiscard]] WelcomeView welcome_view(const session::Survey& survey);
[[nodiscard]] InstructionsView instructions_view(const session::Survey& survey, session::page::Instructions at);
[[nodiscard]] QuestionView question_view(const session::Survey& survey, session::page::Question at);
/// Every question of the part that is asked, still to be cut to one page. None where a question depends on the answer
/// to another: rows that come and go under the hand are answered by mistake.
[[nodiscard]] SeveralView several_view(const session::Survey& survey, std::size_t part);
/// Once it is cut: "7 to 9 of 20".
void show_progress(SeveralView& view, const session::Survey& survey, std::size_t part);
[[nodiscard]] ConfirmDeclineView confirm_decline_view(const session::Survey& survey, session::page::ConfirmDecline at);
[[nodiscard]] AboutView about_view(const session::Survey& survey, session::page::About at);
[[nodiscard]] ReviewView review_view(const session::Survey& survey, session::page::Review at);
[[nodiscard]] MomentView moment_view(const session::Survey& survey, session::page::Moment at);
[[nodiscard]] HandBackView hand_back_view(const session::Survey& survey);

} // namespace rapport::kiosk
