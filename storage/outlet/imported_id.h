#pragma once

#include <initializer_list>
#include <string>

#include "storage/vault/model.h"

namespace rapport::outlet {

/// How an administration that came in from a file was given, for the page of a person: by no device of this clinic.
inline constexpr const char* input_of_import = "import";

/// The same words, the same id: 128 bits of a BLAKE2b over each part with its length. So what is taken in twice is
/// there once.
[[nodiscard]] vault::Id imported_id(std::initializer_list<std::string> parts);

/// Noon of a day that is all that is known, in UTC milliseconds.
[[nodiscard]] constexpr std::int64_t noon_of(std::int32_t day)
{
    constexpr std::int64_t day_ms = 86'400'000;
    return day * day_ms + day_ms / 2;
}

} // namespace rapport::outlet
