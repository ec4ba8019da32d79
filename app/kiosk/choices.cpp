#include "app/kiosk/choices.h"

#include <algorithm>
#include <cmath>

namespace rapport::kiosk {

using shell::Type;
using shell::Weight;

namespace {

float needed(const shell::Ui& ui, float width, std::span<const ChoiceView> choices)
{
    float height = control_height;
    for (const ChoiceView& choice : choices)
        height = std::max(height, ui.option_card_height(choice.words, width));
    return height;
}

float stacked(int rows, float height)
{
    return static_cast<float>(rows) * height + static_cast<float>(rows - 1) * space;
}

Cards in_columns(int count, int columns, float width, float height, bool along_rows)
{
    const int rows = (count + columns - 1) / columns;
    Cards cards;
    cards.height = stacked(rows, height);
    for (int i = 0; i < count; ++i) {
        const auto row = static_cast<float>(along_rows ? i / columns : i % rows);
        const auto column = static_cast<float>(along_rows ? i % columns : i / rows);
        cards.places.push_back({column * (width + space), row * (height + space), width, height});
    }
    return cards;
}

float column_width(float width, int columns)
{
    return (width - space * static_cast<float>(columns - 1)) / static_cast<float>(columns);
}

} // namespace

bool fit_abreast(const shell::Ui& ui, float width, std::span<const std::string_view> words)
{
    const float one_line = ui.option_card_height("0", width);
    return std::all_of(words.begin(), words.end(),
                       [&](std::string_view each) { return ui.option_card_height(each, width) <= one_line; });
}

Cards lay_cards(const shell::Ui& ui, float width, std::span<const ChoiceView> choices, float room, float room_to_grow,
                float most)
{
    const int count = static_cast<int>(choices.size());
    const float least = needed(ui, width, choices);
    if (stacked(count, least) <= room) {
        const float gaps = static_cast<float>(count - 1) * space;
        const float grown = std::floor((room_to_grow - gaps) / static_cast<float>(count));
        return in_columns(count, 1, width, std::max(least, std::min(grown, most)), false);
    }
    float widest = 0;
    for (const ChoiceView& choice : choices)
        widest = std::max(widest, ui.text_width(choice.words, Type::patient_option, Weight::semibold));
    const float narrow = std::max(control_height, widest + 24);
    const bool figures = widest <= 1.5F * ui.text_width("00", Type::patient_option, Weight::semibold);
    if (figures) {
        int columns = std::clamp(static_cast<int>((width + space) / (narrow + space)), 1, count);
        const int rows = (count + columns - 1) / columns;
        columns = (count + rows - 1) / rows; // as even as it goes
        return in_columns(count, columns, column_width(width, columns), control_height, true);
    }
    for (int columns = 2; columns <= count; ++columns) {
        const float each = column_width(width, columns);
        const int rows = (count + columns - 1) / columns;
        if (each < widest / 2 + 160) break; // words of one line or two, with their ring
        const float height = needed(ui, each, choices);
        if (stacked(rows, height) <= room) return in_columns(count, (count + rows - 1) / rows, each, height, false);
    }
    return in_columns(count, 1, width, least, false);
}

} // namespace rapport::kiosk
