#include <algorithm>
#include <cmath>

#include "app/kiosk/grid.h"
#include "app/kiosk/screens.h"
#include "app/shell/strings/strings.h"

namespace rapport::kiosk {

using shell::Rect;
using shell::Type;
using shell::Weight;
using strings::say;

namespace {

/// Up to so many rows of cards stand between the question and the foot.
int rows_that_fit(const Grid& at, float top)
{
    return std::max(1, static_cast<int>((at.options_bottom - top + space) / (control_height + space)));
}

/// Cards end at the same place on every item; fewer of them may be a little higher. What does not fit in one column is
/// read down the first column and then down the next; a scale of figures runs along rows, as it does on paper.
std::vector<Rect> card_places(const shell::Ui& ui, const Grid& at, const std::vector<ChoiceView>& choices, float top)
{
    const int count = static_cast<int>(choices.size());
    const int most_rows = rows_that_fit(at, top);
    const bool one_column = count <= most_rows;
    float widest = 0;
    for (const ChoiceView& choice : choices)
        widest = std::max(widest, ui.text_width(choice.words, Type::patient_option, Weight::semibold));
    const int most_columns = static_cast<int>((at.width + space) / (std::max(control_height, widest + 24) + space));
    const bool figures = !one_column && widest <= control_height;

    int columns = one_column ? 1 : (count + most_rows - 1) / most_rows;
    if (figures) columns = std::min(count, std::max(columns, most_columns));
    int rows = (count + columns - 1) / columns;
    columns = (count + rows - 1) / rows; // as even as it goes

    const float most = at.portrait ? 112 : 88;
    const float lines = static_cast<float>(rows);
    const float height =
        std::max(control_height, std::min(most, std::floor((at.options_bottom - top - space * (lines - 1)) / lines)));
    const float width = (at.width - space * static_cast<float>(columns - 1)) / static_cast<float>(columns);
    const float first = at.options_bottom - lines * height - (lines - 1) * space;
    std::vector<Rect> places;
    for (int i = 0; i < count; ++i) {
        const auto row = static_cast<float>(figures ? i / columns : i % rows);
        const auto column = static_cast<float>(figures ? i % columns : i / rows);
        places.push_back({at.left + column * (width + space), first + row * (height + space), width, height});
    }
    return places;
}

std::optional<Intent> draw_choices(shell::Ui& ui, const Grid& at, const QuestionView& view)
{
    constexpr float options_top = 296;
    std::optional<Intent> intent;
    const std::vector<Rect> places = card_places(ui, at, view.choices, options_top);
    for (std::size_t i = 0; i < view.choices.size(); ++i) {
        const ChoiceView& choice = view.choices[i];
        const bool pressed = ui.option_card("option." + std::to_string(choice.value), places[i], choice.words,
                                            view.chosen == choice.value, "options", static_cast<int>(i) + 1,
                                            static_cast<int>(view.choices.size()));
        // A keyboard answers by place: 1 is the first card.
        const bool typed = i < 9 && ui.typed(U'1' + static_cast<char32_t>(i));
        if (pressed || typed) intent = session::intent::Answered{choice.value};
    }
    return intent;
}

/// "You'd rather not answer. Change", with a tick: the whole line is the target.
bool declined_line(shell::Ui& ui, const Grid& at, float room)
{
    constexpr float gap = 12;
    const std::string_view said = say("kiosk.declined");
    const std::string_view change = say("kiosk.declined.change");
    const shell::TypeMetrics size = shell::metrics(Type::patient_small, ui.text_size());
    const float said_width = ui.text_width(said, Type::patient_small, Weight::regular);
    const float change_width = ui.text_width(change, Type::patient_small, Weight::regular);
    const float one_line = icon_size + gap + said_width + space + change_width;
    const bool wrapped = one_line + 2 * space > room;
    const float width = wrapped ? icon_size + gap + std::max(said_width, change_width) : one_line;
    const Rect place{at.centre() - width / 2 - space, at.foot_top, width + 2 * space, control_height};

    const std::string name = std::string(said) + " " + std::string(change);
    const bool pressed = ui.area("decline", place, name, shell::Role::button, space);
    const shell::TextStyle style{.type = Type::patient_small, .colour = ui.theme().ink2};
    const float x = place.x + space;
    const float y = place.centre().y - (wrapped ? size.line : size.line / 2);
    ui.icon(shell::Icon::tick, {x + icon_size / 2, place.centre().y}, icon_size, ui.theme().ink2);
    ui.decorative({x + icon_size + gap, y}, said, style);
    const shell::Point at_change = wrapped ? shell::Point{x + icon_size + gap, y + size.line}
                                           : shell::Point{x + icon_size + gap + said_width + space, y};
    ui.decorative(at_change, change, style);
    const float under = at_change.y + size.line + 1;
    ui.line({at_change.x, under}, {at_change.x + change_width, under}, ui.theme().ink2, 1);
    return pressed;
}

std::optional<Intent> draw_foot(shell::Ui& ui, const Grid& at, const QuestionView& view)
{
    std::optional<Intent> intent;
    const std::string_view back = say("kiosk.back");
    const std::string_view next = say("kiosk.next");
    const std::string_view decline = say("kiosk.decline");
    const float back_width = button_width(ui, back);
    const float next_width = button_width(ui, next);
    if (back_button(ui, at, "back", back)) intent = session::intent::Back{};

    const float room = at.width - 2 * std::max(back_width, next_width) - 2 * space;
    if (view.declined) {
        if (declined_line(ui, at, room)) intent = session::intent::DeclineTakenBack{};
    } else {
        const float width = ui.text_width(decline, Type::patient_small, Weight::regular) + 48;
        if (ui.button("decline", {at.centre() - width / 2, at.foot_top, width, control_height}, decline,
                      {.kind = shell::ButtonKind::underlined, .type = Type::patient_small}))
            intent = session::intent::DeclineAsked{};
    }

    if (ui.button("next", {at.right() - next_width, at.foot_top, next_width, control_height}, next,
                  {.kind = shell::ButtonKind::accent_outlined,
                   .type = Type::patient_option,
                   .icon_after = shell::Icon::next,
                   .enabled = view.chosen.has_value() || view.declined}))
        intent = session::intent::Next{};
    return intent;
}

} // namespace

void draw_wording(shell::Ui& ui, const WordingView& view)
{
    constexpr float stem_gap = 6;
    constexpr float one_line_top = 127;
    const Grid at = grid(ui);
    float question_top = one_line_top;
    if (!view.stem.empty()) {
        const float height = ui.paragraph_height(view.stem, at.width, Type::patient_small, Weight::regular);
        if (view.stem_shown)
            ui.paragraph("stem", {at.left, at.body_top, at.width, height}, view.stem,
                         {.type = Type::patient_small, .colour = ui.theme().ink2});
        question_top = std::max(one_line_top, at.body_top + height + stem_gap);
    }
    const float height = ui.paragraph_height(view.question, at.width, Type::patient_question, Weight::semibold);
    ui.paragraph("question", {at.left, question_top, at.width, height}, view.question,
                 {.type = Type::patient_question,
                  .weight = Weight::semibold,
                  .colour = ui.theme().ink,
                  .role = shell::Role::heading});
}

std::optional<Intent> draw_question(shell::Ui& ui, const QuestionView& view)
{
    const Grid at = grid(ui);
    ui.page("question", view.wording.question, view.focus);
    std::optional<Intent> intent = draw_top_bar(ui, view.top);
    draw_wording(ui, view.wording);
    if (const auto chosen = draw_choices(ui, at, view)) intent = chosen;
    if (const auto moved = draw_foot(ui, at, view)) intent = moved;
    return intent;
}

} // namespace rapport::kiosk
