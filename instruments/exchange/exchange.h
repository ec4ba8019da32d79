#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "instruments/base/result.h"
#include "instruments/definition.h"

namespace rapport::instruments {

/// The archive library would not make the file; `detail` is its word.
inline constexpr Fault cannot_pack{"cannot_pack"};
/// Neither a FHIR R4 Questionnaire nor a REDCap dictionary, or larger than 16 MiB. `detail` is one sentence.
inline constexpr Fault not_a_questionnaire{"not_a_questionnaire"};

/// A definition in a foreign format. Equal definitions give equal bytes on every machine.
///
/// Wording  goes out only where the licence lets it; otherwise items and choices have codes and no text.
struct Exported {
    std::string bytes;
    std::vector<std::string> left_out; ///< what the format has no place for, as words for staff
};

/// FHIR R4 Questionnaire with the SDC extensions: ordinal values, conditions, and for each score an expression that is
/// empty exactly where `score` gives no value.
[[nodiscard]] Exported export_fhir(const Definition& definition);
/// REDCap data dictionary, with the record_id field a project needs.
[[nodiscard]] Exported export_redcap(const Definition& definition);
/// REDCap instrument archive: the same form without record_id. Errors: cannot_pack.
[[nodiscard]] Result<Exported> export_redcap_zip(const Definition& definition);

/// What was not kept or not understood, and where: a JSON pointer, or "row 5, Field Type".
struct Unkept {
    std::string where;
    std::string what;
};

/// A draft for an author: what was understood, with `key_status` unverified and without worked examples.
struct Imported {
    std::string json;
    std::vector<Unkept> unkept;
    std::vector<Unkept> to_do; ///< what `check` will refuse until the author has seen to it
};

/// Errors: not_a_questionnaire.
[[nodiscard]] Result<Imported> import_questionnaire(std::string_view bytes);

} // namespace rapport::instruments
