#pragma once

#include "app/kiosk/views.h"
#include "app/session/survey.h"

/// What each screen is given, from the state of the session. Pure.
namespace rapport::kiosk {

[[nodiscard]] WelcomeView welcome_view(const session::Survey& survey);
[[nodiscard]] InstructionsView instructions_view(const session::Survey& survey, session::page::Instructions at);
[[nodiscard]] QuestionView question_view(const session::Survey& survey, session::page::Question at);
[[nodiscard]] ConfirmDeclineView confirm_decline_view(const session::Survey& survey, session::page::ConfirmDecline at);
[[nodiscard]] AboutView about_view(const session::Survey& survey, session::page::About at);
[[nodiscard]] ReviewView review_view(const session::Survey& survey, session::page::Review at);
[[nodiscard]] MomentView moment_view(const session::Survey& survey, session::page::Moment at);

} // namespace rapport::kiosk
