#pragma once

#include <string>
#include <string_view>

#include "storage/release/course.h"

namespace rapport::release {

/// The visit names that may be written: those at which at least `k` people have a row, and that hold no date or time.
/// Any other reads "withheld", in the files and in the table alike.
class VisitNames {
public:
    VisitNames(const Courses& courses, int k);
    [[nodiscard]] std::string of(const Form& form) const;
    [[nodiscard]] int kept_back() const { return kept_back_; }

private:
    std::vector<std::string_view> shared_;
    int kept_back_ = 0;
};

} // namespace rapport::release
