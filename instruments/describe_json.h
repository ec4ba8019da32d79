#pragma once

#include <string>
#include <vector>

#include "instruments/reader.h"

namespace rapport::instruments {

/// A list with one short object for each definition, for `rapport instruments list`.
/// {"id","version","title","short_title","respondent","mode","language","recall","items":20,"scores":["total"],
///  "wording":"shipped|key_only|installed","key_verified":true,"validity_note":null,"pair":null}
[[nodiscard]] std::string list_json(const std::vector<Definition>& definitions);

/// Everything public about one definition, for `rapport instruments show`: the members of `list_json` (where "items"
/// and "scores" are full objects) and "instructions", "stem", "choices", "criteria", "critical_items", "changes",
/// "licence", "sources". Texts that are not there are null.
[[nodiscard]] std::string show_json(const Definition& definition);

/// What `rapport instruments check` found in one text: {"file":NAME,"id":ID or null,"sound":true|false,
/// "key_verified":true|false|null,"problems":[{"pointer":"/items/3/id","line":41,"column":14,"what":"is used twice"}],
/// "remarks":[...]}, remarks of the same shape.
[[nodiscard]] std::string check_json(std::string_view file, const Reading& reading);

/// The same for people: one line each, "FILE:LINE:COLUMN: POINTER what".
[[nodiscard]] std::string check_text(std::string_view file, const Reading& reading);

[[nodiscard]] std::string_view word(Respondent respondent); ///< "patient", "therapist", "staff"
[[nodiscard]] std::string_view word(Mode mode);             ///< "self", "staff_read", "clinician_rated"
[[nodiscard]] std::string_view word(Wording wording);       ///< "shipped", "key_only", "installed"

} // namespace rapport::instruments
