#pragma once

#include <optional>

#include "app/session/course.h"
#include "app/session/intent.h"

namespace rapport::session {

/// The act an intent asks to be kept, given where the person is; none when the page does not offer it (a tap that came
/// too late, a key on the wrong page, a choice the item does not have). Time and input method are left to the caller.
/// Pages that are no act's doing (asking before declining) and staff's wishes are the caller's too.
[[nodiscard]] std::optional<sealed::Act> act_for(const Battery& battery, const Course& course, const Intent& intent);

/// The act that puts the cover up.
[[nodiscard]] sealed::Act cover_act(const Course& course, CoverReason why);

} // namespace rapport::session
