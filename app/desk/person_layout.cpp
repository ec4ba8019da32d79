#include "app/desk/person_layout.h"

#include <algorithm>
#include <cmath>

namespace rapport::desk::person {

using shell::Rect;

namespace {

constexpr float gap = 16;
constexpr float two_columns_from = 1050;
/// The design's columns and heights at 1440 x 900.
constexpr float left_share = 808.0F / 1376.0F;
constexpr float alliance_share = 480.0F / 792.0F;
constexpr float trend_height = 372;
constexpr float trend_where_it_scrolls = 320;
constexpr float bottom_height = 304;
constexpr float bottom_share = 304.0F / 676.0F;
/// On tall windows cards grow this far and then leave the rest empty.
constexpr float tallest = 860;

void split_bottom(Cards& cards, Rect row, bool clusters)
{
    const float width = clusters ? std::round((row.w - gap) * alliance_share) : row.w;
    cards.alliance = {row.x, row.y, width, row.h};
    if (clusters) cards.clusters = {row.x + width + gap, row.y, row.w - width - gap, row.h};
}

Cards stacked(Rect area, const CardNeeds& needs)
{
    Cards cards;
    cards.trend = {area.x, area.y, area.w, std::max(trend_height, needs.trend_min)};
    const Rect row{area.x, cards.trend.bottom() + gap, area.w, std::max(bottom_height, needs.bottom_min)};
    split_bottom(cards, row, needs.clusters);
    cards.items = {area.x, row.bottom() + gap, area.w, needs.items_natural};
    cards.bottom = cards.items.bottom();
    return cards;
}

} // namespace

float trend_width(float area)
{
    return area < two_columns_from ? area : std::round((area - gap) * left_share);
}

float alliance_width(float area, bool clusters)
{
    const float row = trend_width(area);
    return clusters ? std::round((row - gap) * alliance_share) : row;
}

Cards arrange(Rect area, const CardNeeds& needs)
{
    if (area.w < two_columns_from) return stacked(area, needs);
    Cards cards;
    const float left = trend_width(area.w);
    // Where the page scrolls anyway, by more than its lower margin, the chart is not squeezed as well.
    const bool scrolls = needs.trend_min + gap + needs.bottom_min > area.h + gap;
    const float trend = scrolls ? std::max(needs.trend_min, trend_where_it_scrolls) : needs.trend_min;
    const float least = std::max(trend + gap + needs.bottom_min, needs.items_min);
    const float height = std::max(least, std::min(area.h, tallest));
    const float bottom = std::clamp(std::round((height - gap) * bottom_share), needs.bottom_min, height - gap - trend);
    cards.trend = {area.x, area.y, left, height - gap - bottom};
    split_bottom(cards, {area.x, cards.trend.bottom() + gap, left, bottom}, needs.clusters);
    cards.items = {area.x + left + gap, area.y, area.w - left - gap, height};
    cards.bottom = area.y + height;
    return cards;
}

} // namespace rapport::desk::person
