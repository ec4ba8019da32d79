#pragma once

#include <string>
#include <string_view>

namespace rapport::release {

/// The field of a form that says when: "pcl5_visit", "pcl5_week", "pcl5_date".
[[nodiscard]] inline std::string redcap_when(const std::string& stem, std::string_view what)
{
    return stem.substr(0, 20) + "_" + std::string(what);
}

} // namespace rapport::release
