#include "app/shell/brush.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "app/shell/imgui_port.h"

namespace rapport::shell::brush {
namespace {

using port::pack;
using port::vec;

/// Corners of a closed rounded rectangle, clockwise from the top left's end.
std::vector<Point> rounded(Rect where, float radius)
{
    radius = std::clamp(radius, 0.0F, std::min(where.w, where.h) / 2);
    if (radius < 0.5F)
        return {
            {where.x, where.y}, {where.right(), where.y}, {where.right(), where.bottom()}, {where.x, where.bottom()}};
    constexpr int steps = 6;
    constexpr float quarter = std::numbers::pi_v<float> / 2;
    const Rect centres = where.inset(radius);
    const Point corners[4] = {{centres.right(), centres.y},
                              {centres.right(), centres.bottom()},
                              {centres.x, centres.bottom()},
                              {centres.x, centres.y}};
    std::vector<Point> points;
    for (int corner = 0; corner < 4; ++corner)
        for (int step = 0; step <= steps; ++step) {
            const float angle = quarter * (static_cast<float>(corner - 1) + static_cast<float>(step) / steps);
            points.push_back(
                {corners[corner].x + radius * std::cos(angle), corners[corner].y + radius * std::sin(angle)});
        }
    return points;
}

float distance(Point a, Point b)
{
    return std::hypot(b.x - a.x, b.y - a.y);
}

Point between(Point a, Point b, float part)
{
    return {a.x + (b.x - a.x) * part, a.y + (b.y - a.y) * part};
}

} // namespace

void fill(ImDrawList& list, Rect where, Colour colour, float radius)
{
    if (where.w <= 0 || where.h <= 0) return;
    list.AddRectFilled({where.x, where.y}, {where.right(), where.bottom()}, pack(colour),
                       std::min(radius, std::min(where.w, where.h) / 2));
}

void outline(ImDrawList& list, Rect where, Colour colour, float width, float radius)
{
    // ImGui strokes around the middle of pixels half a pixel inside what it is given.
    const Rect middle = where.inset((width - 1) / 2);
    if (middle.w <= 0 || middle.h <= 0) return;
    list.AddRect({middle.x, middle.y}, {middle.right(), middle.bottom()}, pack(colour),
                 std::max(0.0F, radius - width / 2), 0, width);
}

void dashed_outline(ImDrawList& list, Rect where, Colour colour, float width, float radius)
{
    std::vector<Point> points = rounded(where.inset(width / 2), radius - width / 2);
    points.push_back(points.front());
    // 4-3 at one pixel; a thicker line needs longer dashes to look the same.
    const bool thin = width < 2;
    dashes(list, points, colour, width, thin ? 4 : 3 * width, thin ? 3 : 2 * width);
}

void card(ImDrawList& list, Rect where, Colour inside, Colour edge, float width, float radius)
{
    fill(list, where, edge, radius);
    fill(list, where.inset(width), inside, std::max(0.0F, radius - width));
}

void polyline(ImDrawList& list, std::span<const Point> points, Colour colour, float width, bool closed)
{
    for (const Point& point : points)
        list.PathLineTo(vec(point));
    list.PathStroke(pack(colour), closed ? ImDrawFlags_Closed : ImDrawFlags_None, width);
}

void stroke(ImDrawList& list, std::span<const Point> points, Colour colour, float width)
{
    // Each piece is a capsule: round ends and joins without the thin spikes of mitred corners.
    for (std::size_t at = 1; at < points.size(); ++at) {
        const Point a = points[at - 1];
        const Point b = points[at];
        const float along = std::atan2(b.y - a.y, b.x - a.x);
        constexpr float quarter = std::numbers::pi_v<float> / 2;
        list.PathArcTo(vec(b), width / 2, along - quarter, along + quarter, 8);
        list.PathArcTo(vec(a), width / 2, along + quarter, along + 3 * quarter, 8);
        list.PathFillConvex(pack(colour));
    }
}

void dashes(ImDrawList& list, std::span<const Point> points, Colour colour, float width, float dash, float gap)
{
    std::vector<Point> piece;
    bool drawing = true;
    float left = dash;
    const auto flush = [&] {
        if (piece.size() > 1) polyline(list, piece, colour, width);
        piece.clear();
    };
    if (!points.empty()) piece.push_back(points.front());
    for (std::size_t at = 1; at < points.size(); ++at) {
        Point from = points[at - 1];
        float rest = distance(from, points[at]);
        while (rest > left) {
            from = between(from, points[at], left / rest);
            rest -= left;
            if (drawing) {
                piece.push_back(from);
                flush();
            } else {
                piece.assign(1, from);
            }
            drawing = !drawing;
            left = drawing ? dash : gap;
        }
        left -= rest;
        if (drawing) piece.push_back(points[at]);
    }
    flush();
}

void circle(ImDrawList& list, Point centre, float radius, Colour colour)
{
    list.AddCircleFilled(vec(centre), radius, pack(colour));
}

void ring(ImDrawList& list, Point centre, float radius, Colour colour, float width)
{
    list.PathArcTo(vec(centre), radius, 0, 2 * std::numbers::pi_v<float> * 47 / 48, 47);
    list.PathStroke(pack(colour), ImDrawFlags_Closed, width);
}

} // namespace rapport::shell::brush
