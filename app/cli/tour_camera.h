#pragma once

#include <string>
#include <string_view>

#include "app/cli/automation.h"
#include "app/cli/tour_report.h"

namespace rapport::cli {

/// Takes numbered pictures of whatever program is in front.
class TourCamera {
public:
    TourCamera(std::string folder, TourReport& report) : folder_(std::move(folder)), report_(report) {}

    /// One picture as the window is.
    [[nodiscard]] Status shoot(Automation& program, std::string_view name);
    /// Landscape 1280x800, then portrait 800x1280, then back.
    [[nodiscard]] Status shoot_both(Automation& program, std::string_view name);

private:
    std::string folder_;
    TourReport& report_;
    int number_ = 0;
};

} // namespace rapport::cli
