#pragma once

#include "storage/release/read_foreign.h"

/// What the readers of foreign files share.
namespace rapport::release {

/// As our own questionnaires are named: a reserved name that never resolves.
inline constexpr std::string_view own_fhir = "https://rapport.invalid/fhir";

/// 1 to 200 bytes without a control character.
[[nodiscard]] bool is_plain(std::string_view text);

/// The choice a code stands for; nothing where it stands for none of this item.
[[nodiscard]] std::optional<int> foreign_choice(const instruments::Definition& definition, std::size_t item,
                                                const ForeignItem& how, const std::string& code);

/// A whole number as programs write it, also "2.0".
[[nodiscard]] std::optional<int> whole_number(std::string_view text);

/// The civil day, as written, of a date or of a date with a time of day; nothing where the day is not said.
[[nodiscard]] std::optional<std::int32_t> foreign_day(std::string_view text);

/// What has no answer and, by the answers before it, is not asked, was not asked.
void skip_by_rule(const instruments::Definition& definition, instruments::Response& response);

} // namespace rapport::release
