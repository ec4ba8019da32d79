#include "app/kiosk/choices.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "app/shell/patient_target.h"

namespace rapport::kiosk {

using shell::Type;
using shell::Weight;

namespace {

float needed(const shell::Ui& ui, float width, std::span<const ChoiceView> choices, float least)
{
    float height = least;
    for (const ChoiceView& choice : choices)
        height = std::max(height, ui.option_card_height(choice.words, width, shell::CardLook::full, least));
    return height;
}

/// None of their words would be cut in two.
bool words_stay_whole(const shell::Ui& ui, float width, std::span<const ChoiceView> choices)
{
    const float room = ui.option_card_words(width);
    return std::ranges::all_of(choices,
                               [&](const ChoiceView& choice) { return longest_word(ui, choice.words) <= room; });
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

std::optional<Cards> one_below_the_other(const shell::Ui& ui, float width, std::span<const ChoiceView> choices,
                                         const CardRoom& room, float least)
{
    const int count = static_cast<int>(choices.size());
    const float height = needed(ui, width, choices, least);
    if (stacked(count, height) > room.height) return std::nullopt;
    const float gaps = static_cast<float>(count - 1) * space;
    const float grown = std::floor((room.to_grow - gaps) / static_cast<float>(count));
    return in_columns(count, 1, width, std::max(height, std::min(grown, room.most)), false);
}

/// Words of one line or two, with their ring.
std::optional<Cards> in_more_columns(const shell::Ui& ui, float width, std::span<const ChoiceView> choices,
                                     const CardRoom& room, float least, float widest)
{
    const int count = static_cast<int>(choices.size());
    for (int columns = 2; columns <= count; ++columns) {
        const float each = column_width(width, columns);
        const int rows = (count + columns - 1) / columns;
        if (each < widest / 2 + 160 || !words_stay_whole(ui, each, choices)) break;
        const float height = needed(ui, each, choices, least);
        if (stacked(rows, height) <= room.height)
            return in_columns(count, (count + rows - 1) / rows, each, height, false);
    }
    return std::nullopt;
}

} // namespace

float longest_word(const shell::Ui& ui, std::string_view words)
{
    float longest = 0;
    while (!words.empty()) {
        const std::size_t end = std::min(words.find(' '), words.size());
        longest = std::max(longest, ui.text_width(words.substr(0, end), Type::patient_option, Weight::semibold));
        words.remove_prefix(std::min(end + 1, words.size()));
    }
    return longest;
}

bool fit_abreast(const shell::Ui& ui, float width, std::span<const std::string_view> words)
{
    const auto height = [&](std::string_view each) {
        return ui.option_card_height(each, width, shell::CardLook::full, 1); // of the words, not of the finger
    };
    return std::all_of(words.begin(), words.end(), [&](std::string_view each) { return height(each) <= height("0"); });
}

Cards lay_cards(const shell::Ui& ui, float width, std::span<const ChoiceView> choices, const CardRoom& room)
{
    const int count = static_cast<int>(choices.size());
    const float target = ui.patient_target();
    float widest = 0;
    for (const ChoiceView& choice : choices)
        widest = std::max(widest, ui.text_width(choice.words, Type::patient_option, Weight::semibold));
    if (auto cards = one_below_the_other(ui, width, choices, room, target)) return *std::move(cards);
    const bool figures = widest <= 1.5F * ui.text_width("00", Type::patient_option, Weight::semibold);
    if (figures) {
        const float narrow = std::max(target, widest + 24);
        int columns = std::clamp(static_cast<int>((width + space) / (narrow + space)), 1, count);
        const int rows = (count + columns - 1) / columns;
        columns = (count + rows - 1) / rows; // as even as it goes
        return in_columns(count, columns, column_width(width, columns), target, true);
    }
    for (const float least : {target, shell::least_patient_target}) {
        if (auto cards = one_below_the_other(ui, width, choices, room, least)) return *std::move(cards);
        if (auto cards = in_more_columns(ui, width, choices, room, least, widest)) return *std::move(cards);
    }
    return in_columns(count, 1, width, needed(ui, width, choices, target), false);
}

} // namespace rapport::kiosk
