#pragma once

#include <span>
#include <vector>

#include "app/kiosk/grid.h"
#include "app/kiosk/views.h"

namespace rapport::kiosk {

/// How the cards of a question's answers stand, from y 0 down.
struct Cards {
    std::vector<shell::Rect> places;
    float height = 0;
};

/// One below the other wherever they fit into `room`; then they may be higher, as long as all stand in `room_to_grow`
/// and none is higher than `most`. A scale of figures runs along rows, as it does on paper. What does not fit in one
/// column is read down the first and then down the next while the words have their room, else it is higher than `room`.
[[nodiscard]] Cards lay_cards(const shell::Ui& ui, float width, std::span<const ChoiceView> choices, float room,
                              float room_to_grow, float most);

/// Whether these words stand on one line each in cards of this width.
[[nodiscard]] bool fit_abreast(const shell::Ui& ui, float width, std::span<const std::string_view> words);

} // namespace rapport::kiosk
