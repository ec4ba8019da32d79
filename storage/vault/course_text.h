#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "storage/vault/model.h"

/// The few points a small chart needs, as one short text in a person's row: "20412 44;20426 ;20440 38.5".
namespace rapport::vault {

inline constexpr std::size_t most_course_points = 12;

[[nodiscard]] std::string course_text(const std::vector<CoursePoint>& points);
/// What cannot be read is left out.
[[nodiscard]] std::vector<CoursePoint> course_of(std::string_view text);

} // namespace rapport::vault
