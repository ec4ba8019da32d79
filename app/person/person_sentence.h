#pragma once

#include "app/person/person_view.h"

namespace rapport::desk::person {

/// "44 of 80. Symptom pattern met. 12 points lower than 3 Nov: not reliable by ...": what the last visit says.
/// `definition` is the last visit's version; `last` the administration itself.
[[nodiscard]] Line sentence_of(const Instrument& instrument, const vault::Administration& last,
                               const instruments::Definition& definition, std::string_view sex, std::int32_t today,
                               const instruments::ChangeThreshold* threshold);

} // namespace rapport::desk::person
