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

struct CardRoom {
    float height = 0;  ///< all of them are to stand in it
    float to_grow = 0; ///< and may be higher as long as they stand in this
    float most = 0;    ///< height of one, however much room there is
};

/// One below the other wherever they fit. A scale of figures runs along rows, as it does on paper. What does not fit in
/// one column is read down the first and then down the next while no word is cut. Answers are weighed against each
/// other: on a small display their height gives way, down to 72 pixels, before some of them would have to be scrolled
/// to. What fits in none of these ways is higher than the room.
[[nodiscard]] Cards lay_cards(const shell::Ui& ui, float width, std::span<const ChoiceView> choices,
                              const CardRoom& room);

/// Pixels of the longest word of an answer: narrower than this it would be cut in two.
[[nodiscard]] float longest_word(const shell::Ui& ui, std::string_view words);

/// Whether these words stand on one line each in cards of this width.
[[nodiscard]] bool fit_abreast(const shell::Ui& ui, float width, std::span<const std::string_view> words);

} // namespace rapport::kiosk
