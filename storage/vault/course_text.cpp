#include "storage/vault/course_text.h"

#include <charconv>

#include <fmt/format.h>

namespace rapport::vault {

namespace {

template <class Number>
bool read(std::string_view text, Number& into)
{
    const char* const end = text.data() + text.size();
    const auto [stop, trouble] = std::from_chars(text.data(), end, into);
    return trouble == std::errc{} && stop == end;
}

} // namespace

std::string course_text(const std::vector<CoursePoint>& points)
{
    std::string out;
    for (const CoursePoint& point : points) {
        if (!out.empty()) out += ';';
        out += fmt::format("{} ", point.day);
        if (point.total) out += fmt::format("{}", *point.total);
    }
    return out;
}

std::vector<CoursePoint> course_of(std::string_view text)
{
    std::vector<CoursePoint> points;
    while (!text.empty()) {
        const std::string_view one = text.substr(0, text.find(';'));
        text.remove_prefix(std::min(text.size(), one.size() + 1));
        const std::size_t space = one.find(' ');
        CoursePoint point;
        if (space == std::string_view::npos || !read(one.substr(0, space), point.day)) continue;
        double total = 0;
        if (const std::string_view value = one.substr(space + 1); !value.empty()) {
            if (!read(value, total)) continue;
            point.total = total;
        }
        points.push_back(point);
    }
    return points;
}

} // namespace rapport::vault
