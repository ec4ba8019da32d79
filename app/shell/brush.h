#pragma once

#include <span>

#include "app/shell/geometry.h"
#include "app/shell/icons.h"
#include "app/shell/theme.h"

struct ImDrawList;

/// Shapes on a draw list: rounded rectangles with outlines that lie inside them, dashes, lines with round ends, icons.
namespace rapport::shell::brush {

void fill(ImDrawList& list, Rect where, Colour colour, float radius);
/// The outline lies wholly inside `where`.
void outline(ImDrawList& list, Rect where, Colour colour, float width, float radius);
void dashed_outline(ImDrawList& list, Rect where, Colour colour, float width, float radius);
/// Filled with an outline: two filled shapes, so that neither edge shows what lies below.
void card(ImDrawList& list, Rect where, Colour inside, Colour edge, float width, float radius);
void polyline(ImDrawList& list, std::span<const Point> points, Colour colour, float width, bool closed = false);
/// Ends and corners are round.
void stroke(ImDrawList& list, std::span<const Point> points, Colour colour, float width);
void dashes(ImDrawList& list, std::span<const Point> points, Colour colour, float width, float dash, float gap);
void circle(ImDrawList& list, Point centre, float radius, Colour colour);
void ring(ImDrawList& list, Point centre, float radius, Colour colour, float width);
/// TOKENS section 4: `size` pixels for the 24-unit box. `behind` is the colour that cuts the mark out of a filled icon.
void icon(ImDrawList& list, Icon which, Point centre, float size, Colour colour, Colour behind);

} // namespace rapport::shell::brush
