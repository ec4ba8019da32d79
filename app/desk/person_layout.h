#pragma once

#include "app/shell/geometry.h"

namespace rapport::desk::person {

/// What the cards need, in pixels.
struct CardNeeds {
    float trend_min = 264;
    float bottom_min = 256; ///< alliance and clusters
    float items_min = 300;
    float items_natural = 300; ///< with the design's row height
    bool clusters = true;
};

struct Cards {
    shell::Rect trend;
    shell::Rect alliance;
    shell::Rect clusters; ///< empty when there are none
    shell::Rect items;
    float bottom = 0; ///< of the lowest card
};

/// How wide the card of the trend becomes in an area of that width.
[[nodiscard]] float trend_width(float area);
/// How wide the alliance card becomes in an area of that width.
[[nodiscard]] float alliance_width(float area, bool clusters);

/// Places the cards in `area`: two columns of 808 to 568 where there is room, one below the other in portrait. Heights
/// follow the area between the cards' least and the design's; below the least the page scrolls.
[[nodiscard]] Cards arrange(shell::Rect area, const CardNeeds& needs);

} // namespace rapport::desk::person
