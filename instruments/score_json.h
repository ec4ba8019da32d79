#pragma once

#include <string>
#include <string_view>

#include "instruments/base/result.h"
#include "instruments/definition.h"

namespace rapport::instruments {

/// The answers could not be read. `detail` is one sentence that says where; it holds no answer.
inline constexpr Fault answers_refused{"answers_refused"};

/// Scores answers given as JSON text; the text given back has the input's shape and ends with a newline.
///
/// In       {"answers":{"1":2,"2":null},"context":{"sex":"female","age":44}}, or a list of such, or one such on each
///          line (blank lines are passed over). `context` may be left out. An answer is a choice's whole number; null
///          or left out is unanswered; "declined", "not_asked", "not_reached" and "cleared" are unanswered with a
///          reason. All of them score alike: whether an item was to be asked is for the definition's own rule to say.
/// Out      {"instrument","version","scores":{ID:{"value","band","band_above","answered","items","skipped","prorated",
///          "lowest","highest"}},"criteria":{ID:"met|not_met|cannot_tell"},"flags":[...],"absent":{ID:RULE}}; `value`
///          and the bands are null where there is none, and `absent` names the rule for each score without a value.
///          `skipped` items were not to be asked. "answered_although_not_asked":[ITEM,...] is there when there are
///          such.
/// Limits   one object or line 1 MiB, a list 16 MiB; more goes one object on each line.
/// Errors   answers_refused: unknown item or key, value that is no choice, duplicate key, text after the end, number
///          with a point. Then nothing is scored.
[[nodiscard]] Result<std::string> score_json(const Definition& definition, std::string_view input);

} // namespace rapport::instruments
