#include <array>
#include <cmath>
#include <initializer_list>
#include <numbers>
#include <vector>

#include "app/shell/brush.h"
#include "app/shell/imgui_port.h"

namespace rapport::shell::brush {
namespace {

/// Units of the 24-unit box to pixels, with the stroke of the design: 2 units, a little more at 28 px and above.
class Pen {
public:
    Pen(ImDrawList& list, Point centre, float size, Colour colour)
        : list_(list), centre_(centre), scale_(size / 24), colour_(colour),
          width_(size >= 28 ? size * 2.5F / 28 : size / 12)
    {
    }

    [[nodiscard]] Point at(float x, float y) const
    {
        return {centre_.x + (x - 12) * scale_, centre_.y + (y - 12) * scale_};
    }
    [[nodiscard]] float length(float units) const { return units * scale_; }
    void draw(std::initializer_list<Point> units, float weight = 1) const { draw(std::vector<Point>(units), weight); }
    void draw(std::vector<Point> points, float weight = 1) const
    {
        for (Point& point : points)
            point = at(point.x, point.y);
        stroke(list_, points, colour_, width_ * weight);
    }
    void ring(float x, float y, float radius) const { brush::ring(list_, at(x, y), length(radius), colour_, width_); }
    void dot(float x, float y, float radius) const { circle(list_, at(x, y), length(radius), colour_); }
    void box(float x, float y, float w, float h, float radius) const
    {
        const Point corner = at(x, y);
        const Rect middle{corner.x, corner.y, length(w), length(h)};
        outline(list_, middle.inset(-width_ / 2), colour_, width_, length(radius) + width_ / 2);
    }
    void fill(float x, float y, float w, float h, float radius) const
    {
        const Point corner = at(x, y);
        brush::fill(list_, {corner.x, corner.y, length(w), length(h)}, colour_, length(radius));
    }
    [[nodiscard]] float width() const { return width_; }

private:
    ImDrawList& list_;
    Point centre_;
    float scale_;
    Colour colour_;
    float width_;
};

std::vector<Point> arc(float x, float y, float rx, float ry, float from_degrees, float to_degrees)
{
    std::vector<Point> points;
    constexpr int steps = 12;
    for (int step = 0; step <= steps; ++step) {
        const float degrees = from_degrees + (to_degrees - from_degrees) * static_cast<float>(step) / steps;
        const float angle = degrees * std::numbers::pi_v<float> / 180;
        points.push_back({x + rx * std::cos(angle), y + ry * std::sin(angle)});
    }
    return points;
}

void help(const Pen& pen)
{
    pen.ring(12, 12, 9.5F);
    pen.ring(12, 12, 4.2F);
    for (const float x : {-1.0F, 1.0F})
        for (const float y : {-1.0F, 1.0F})
            pen.draw({{12 + x * 3.2F, 12 + y * 3.2F}, {12 + x * 6.5F, 12 + y * 6.5F}});
}

void alert(ImDrawList& list, const Pen& pen, float size, Colour colour, Colour behind)
{
    // A triangle with soft corners: filled, and its edge drawn over with a round pen.
    const std::array corners = {pen.at(12, 3.6F), pen.at(21.9F, 20.4F), pen.at(2.1F, 20.4F), pen.at(12, 3.6F)};
    list.AddTriangleFilled(port::vec(corners[0]), port::vec(corners[1]), port::vec(corners[2]), port::pack(colour));
    stroke(list, corners, colour, size / 12);
    const std::array mark = {pen.at(12, 9.3F), pen.at(12, 14)};
    stroke(list, mark, behind, size / 10.5F);
    circle(list, pen.at(12, 17.4F), size / 20, behind);
}

void eye(const Pen& pen)
{
    std::vector<Point> lids = arc(12, 18, 12.4F, 12.4F, 219, 321);
    const std::vector<Point> lower = arc(12, 6, 12.4F, 12.4F, 39, 141);
    lids.insert(lids.end(), lower.begin(), lower.end());
    lids.push_back(lids.front());
    pen.draw(std::move(lids));
    pen.ring(12, 12, 2.6F);
}

void speaker(const Pen& pen)
{
    pen.draw({{3, 9.5F}, {6.8F, 9.5F}, {11.5F, 5}, {11.5F, 19}, {6.8F, 14.5F}, {3, 14.5F}, {3, 9.5F}});
}

} // namespace

void icon(ImDrawList& list, Icon which, Point centre, float size, Colour colour, Colour behind)
{
    const Pen pen(list, centre, size, colour);
    switch (which) {
    case Icon::none:
        return;
    case Icon::back:
        pen.draw({{4, 12}, {20, 12}});
        return pen.draw({{10, 6}, {4, 12}, {10, 18}});
    case Icon::next:
        pen.draw({{4, 12}, {20, 12}});
        return pen.draw({{14, 6}, {20, 12}, {14, 18}});
    case Icon::up:
        pen.draw({{12, 4}, {12, 20}});
        return pen.draw({{6, 10}, {12, 4}, {18, 10}});
    case Icon::down:
        pen.draw({{12, 4}, {12, 20}});
        return pen.draw({{6, 14}, {12, 20}, {18, 14}});
    case Icon::chevron_right:
        return pen.draw({{9, 5}, {16, 12}, {9, 19}});
    case Icon::chevron_down:
        return pen.draw({{5, 9}, {12, 16}, {19, 9}});
    case Icon::tick:
        return pen.draw({{4.5F, 12.5F}, {9.5F, 17.5F}, {19.5F, 7}});
    case Icon::pause:
        pen.draw({{8.3F, 5}, {8.3F, 19}}, 1.3F);
        return pen.draw({{15.7F, 5}, {15.7F, 19}}, 1.3F);
    case Icon::help:
        return help(pen);
    case Icon::search:
        pen.ring(10.5F, 10.5F, 6.8F);
        return pen.draw({{15.6F, 15.6F}, {20.8F, 20.8F}});
    case Icon::lock: {
        pen.box(5, 10.5F, 14, 10, 2);
        std::vector<Point> shackle = arc(12, 7.5F, 4, 4, 180, 360);
        shackle.insert(shackle.begin(), {8, 10.5F});
        shackle.push_back({16, 10.5F});
        return pen.draw(std::move(shackle));
    }
    case Icon::alert:
        return alert(list, pen, size, colour, behind);
    case Icon::flag:
        pen.draw({{5, 3.5F}, {5, 21}});
        return pen.draw({{5, 4}, {19.5F, 4}, {16.5F, 9}, {19.5F, 14}, {5, 14}});
    case Icon::notice:
        pen.ring(12, 12, 9.5F);
        pen.draw({{12, 7}, {12, 12.5F}});
        return pen.dot(12, 16.6F, 1.4F);
    case Icon::tablet:
        pen.box(5.5F, 2.5F, 13, 19, 2.5F);
        return pen.draw({{10.5F, 18}, {13.5F, 18}});
    case Icon::eye:
        return eye(pen);
    case Icon::keyboard:
        pen.box(1.5F, 5.5F, 21, 13, 2.5F);
        for (const float x : {6.0F, 10.0F, 14.0F, 18.0F})
            pen.dot(x, 10, 1.1F);
        return pen.draw({{8, 14.5F}, {16, 14.5F}});
    case Icon::plus:
        pen.draw({{12, 5}, {12, 19}});
        return pen.draw({{5, 12}, {19, 12}});
    case Icon::close:
        pen.draw({{6, 6}, {18, 18}});
        return pen.draw({{18, 6}, {6, 18}});
    case Icon::ring:
        return pen.ring(12, 12, 9);
    case Icon::write_out:
        pen.draw({{12, 3}, {12, 15}});
        pen.draw({{7, 10}, {12, 15}, {17, 10}});
        return pen.draw({{3, 14}, {3, 20.5F}, {21, 20.5F}, {21, 14}});
    case Icon::speaker:
        speaker(pen);
        pen.draw(arc(13, 12, 3, 3.6F, -50, 50));
        return pen.draw(arc(13, 12, 7.5F, 8, -50, 50));
    case Icon::speaker_off:
        speaker(pen);
        pen.draw({{15.5F, 9}, {21.5F, 15}});
        return pen.draw({{21.5F, 9}, {15.5F, 15}});
    case Icon::stop:
        return pen.fill(6, 6, 12, 12, 2);
    case Icon::mark:
        // Two overlapping circles; the box is 24 high, the mark wider than it.
        ring(list, pen.at(5.8F, 12), pen.length(8.7F), colour, pen.length(3));
        return ring(list, pen.at(18.2F, 12), pen.length(8.7F), colour, pen.length(3));
    }
}

} // namespace rapport::shell::brush
