#include <algorithm>
#include <array>
#include <cmath>

#include "app/shell/brush.h"
#include "app/shell/imgui_port.h"
#include "app/shell/surface.h"

namespace rapport::shell {

void Surface::fill(Rect where, Colour colour, float radius)
{
    brush::fill(*list_, where, colour, radius);
}

void Surface::outline(Rect where, Colour colour, float width, float radius, bool dashed)
{
    if (dashed) return brush::dashed_outline(*list_, where, colour, width, radius);
    brush::outline(*list_, where, colour, width, radius);
}

void Surface::line(Point from, Point to, Colour colour, float width, float dash, float gap)
{
    const bool across = from.y == to.y;
    if (!across && from.x != to.x) {
        const std::array points = {from, to};
        return polyline(points, colour, width, dash, gap);
    }
    // Level lines are laid on whole pixels, where they are sharp; dashes too.
    const float start = across ? std::min(from.x, to.x) : std::min(from.y, to.y);
    const float end = across ? std::max(from.x, to.x) : std::max(from.y, to.y);
    const float edge = std::round((across ? from.y : from.x) - width / 2);
    const float piece = dash > 0 ? dash : end - start;
    for (float at = start; at < end; at += piece + gap) {
        const float length = std::min(piece, end - at);
        brush::fill(*list_, across ? Rect{at, edge, length, width} : Rect{edge, at, width, length}, colour, 0);
        if (dash <= 0) return;
    }
}

void Surface::polyline(std::span<const Point> points, Colour colour, float width, float dash, float gap)
{
    if (dash > 0) return brush::dashes(*list_, points, colour, width, dash, gap);
    brush::polyline(*list_, points, colour, width);
}

void Surface::circle(Point centre, float radius, Colour fill_colour)
{
    brush::circle(*list_, centre, radius, fill_colour);
}

void Surface::circle_outline(Point centre, float radius, Colour colour, float width)
{
    brush::ring(*list_, centre, radius - width / 2, colour, width);
}

void Surface::diamond(Point centre, float radius, Colour colour)
{
    list_->AddQuadFilled({centre.x, centre.y - radius}, {centre.x + radius, centre.y}, {centre.x, centre.y + radius},
                         {centre.x - radius, centre.y}, port::pack(colour));
}

void Surface::icon(Icon which, Point centre, float size, Colour colour)
{
    brush::icon(*list_, which, centre, size, colour, theme_->surface);
}

void Surface::progress_bar(std::string_view id, Rect where, std::span<const int> done, std::span<const int> total,
                           std::string_view words)
{
    int sum = 0;
    for (const int part : total)
        sum += part;
    int sum_done = 0;
    for (const int part : done)
        sum_done += part;
    constexpr float between = 8;
    const float room = where.w - between * static_cast<float>(total.empty() ? 0 : total.size() - 1);
    float x = where.x;
    for (std::size_t at = 0; at < total.size() && sum > 0; ++at) {
        const float width = room * static_cast<float>(total[at]) / static_cast<float>(sum);
        const Rect segment{std::round(x), where.y, std::round(x + width) - std::round(x), where.h};
        x += width + between;
        Rect inside = segment;
        brush::fill(*list_, segment, theme_->track, where.h / 2);
        if (theme_->name == ThemeName::high_contrast) {
            brush::outline(*list_, segment, theme_->border, 2, where.h / 2);
            inside = segment.inset(where.h >= 12 ? 4 : 2);
        }
        const float part = total[at] > 0 ? static_cast<float>(done[at]) / static_cast<float>(total[at]) : 0;
        inside.w = std::round(inside.w * part);
        if (inside.w >= 1) brush::fill(*list_, inside, theme_->accent, inside.h / 2);
    }
    tree_.add({.id = std::string(id),
               .role = Role::progress,
               .name = std::string(words),
               .value = std::string(words),
               .amount = sum_done,
               .whole = sum,
               .rect = where});
}

} // namespace rapport::shell
