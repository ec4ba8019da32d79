#include <algorithm>

#include "app/kiosk/choices.h"
#include "app/kiosk/foot.h"
#include "app/kiosk/screens.h"
#include "app/shell/strings/strings.h"

namespace rapport::kiosk {

using shell::CardLook;
using shell::Rect;
using shell::Type;
using shell::Weight;
using strings::say;

namespace {

constexpr float words_gap = 8;
constexpr float row_gap = 24;

shell::TextStyle stem_style(const shell::Ui& ui)
{
    return {.type = Type::patient_small, .colour = ui.theme().ink2};
}

shell::TextStyle words_style(const shell::Ui& ui)
{
    return {.type = Type::patient_option, .weight = Weight::semibold, .colour = ui.theme().ink};
}

/// The answers of a row, and after them the sign that leads to its question by itself.
float card_width(const shell::Ui& ui, const Grid& at, const RowView& row)
{
    const auto count = static_cast<float>(row.choices.size());
    return (at.width - ui.patient_target() - count * space) / count;
}

/// The answers of a row stand beside each other, each in the least height a finger needs.
bool fits_beside(const shell::Ui& ui, const Grid& at, const RowView& row)
{
    const float width = card_width(ui, at, row);
    return width >= ui.patient_target() && std::ranges::all_of(row.choices, [&](const ChoiceView& choice) {
               const float widest = width - 2 * space;
               return ui.option_card_height(choice.words, width, CardLook::compact) <= ui.patient_target() &&
                      longest_word(ui, choice.words) <= widest;
           });
}

float row_height(const shell::Ui& ui, const Grid& at, const RowView& row)
{
    const shell::TextStyle style = words_style(ui);
    return ui.paragraph_height(row.words, at.width, style.type, style.weight) + words_gap + ui.patient_target();
}

bool alike(const RowView& a, const RowView& b)
{
    return a.opens == b.opens && std::ranges::equal(a.choices, b.choices, [](const ChoiceView& x, const ChoiceView& y) {
               return x.value == y.value && x.words == y.words;
           });
}

float stem_height(const shell::Ui& ui, const Grid& at, const SeveralView& view)
{
    if (view.stem.empty()) return 0;
    return ui.paragraph_height(view.stem, at.width, Type::patient_small, Weight::regular) + row_gap / 2;
}

/// "You'd rather not answer. Change": the whole line leads to the question by itself.
bool declined_row(shell::Ui& ui, const std::string& id, Rect where)
{
    const std::string_view said = say("kiosk.declined");
    const std::string name = std::string(said) + " " + std::string(say("kiosk.declined.change"));
    const bool pressed = ui.area(id, where, name, shell::Role::button, space);
    const float icon = icon_size(ui);
    const float line = line_of(ui, Type::patient_small);
    ui.icon(shell::Icon::tick, {where.x + space + icon / 2, where.centre().y}, icon, ui.theme().ink2);
    ui.decorative({where.x + 2 * space + icon, where.centre().y - line / 2}, name, stem_style(ui));
    return pressed;
}

std::optional<Intent> draw_row(shell::Ui& ui, const Grid& at, const RowView& row, float y)
{
    std::optional<Intent> intent;
    const std::string id = "row." + std::to_string(row.item);
    y += ui.paragraph(id, {at.left, y, at.width, 0}, row.words, words_style(ui)) + words_gap;
    if (row.declined) {
        if (declined_row(ui, id + ".alone", {at.left, y, at.width, ui.patient_target()}))
            intent = session::intent::Alone{row.item};
        return intent;
    }
    const float width = card_width(ui, at, row);
    float x = at.left;
    for (std::size_t i = 0; i < row.choices.size(); ++i) {
        const ChoiceView& choice = row.choices[i];
        const std::string card = id + "." + std::to_string(choice.value);
        if (ui.option_card(card, {x, y, width, ui.patient_target()}, choice.words, row.chosen == choice.value, id,
                           static_cast<int>(i) + 1, static_cast<int>(row.choices.size()), CardLook::compact))
            intent = session::intent::AnsweredOf{row.item, choice.value};
        x += width + space;
    }
    const Rect sign{at.right() - ui.patient_target(), y, ui.patient_target(), ui.patient_target()};
    if (sign_button(ui, id + ".alone", sign, say("kiosk.several.alone", {{"n", row.number}}), "?"))
        intent = session::intent::Alone{row.item};
    return intent;
}

} // namespace

std::string SeveralView::focus() const
{
    const auto open = std::ranges::find_if(rows, [](const RowView& row) { return !row.chosen && !row.declined; });
    if (open == rows.end()) return "next";
    return "row." + std::to_string(open->item) + "." + std::to_string(open->choices.front().value);
}

bool keep_page(const shell::Ui& ui, SeveralView& view, std::size_t item)
{
    const Grid at = grid(ui);
    const float room = at.body_bottom - at.body_top - stem_height(ui, at, view);
    std::size_t first = 0;
    while (first < view.rows.size()) {
        std::size_t end = first;
        float height = 0;
        while (end < view.rows.size() && alike(view.rows[first], view.rows[end])) {
            height += row_height(ui, at, view.rows[end]) + (end > first ? row_gap : 0);
            if (height > room && end > first) break;
            ++end;
        }
        if (view.rows[end - 1].item >= item) break;
        first = end;
    }
    if (first >= view.rows.size()) return false;
    std::size_t end = first;
    float height = 0;
    for (; end < view.rows.size() && alike(view.rows[first], view.rows[end]); ++end) {
        height += row_height(ui, at, view.rows[end]) + (end > first ? row_gap : 0);
        if (height > room) break;
    }
    if (end < first + 2 || !fits_beside(ui, at, view.rows[first])) return false;
    view.rows = {view.rows.begin() + static_cast<std::ptrdiff_t>(first),
                 view.rows.begin() + static_cast<std::ptrdiff_t>(end)};
    if (!view.rows.front().opens) view.stem.clear();
    return true;
}

std::optional<Intent> draw_several(shell::Ui& ui, const SeveralView& view)
{
    const Grid at = grid(ui);
    ui.page("several", view.top.strong, view.focus());
    std::optional<Intent> intent = draw_top_bar(ui, view.top);
    float y = at.body_top;
    if (!view.stem.empty()) {
        ui.paragraph("stem", {at.left, y, at.width, 0}, view.stem, stem_style(ui));
        y += stem_height(ui, at, view);
    }
    bool settled = true;
    for (const RowView& row : view.rows) {
        if (const auto done = draw_row(ui, at, row, y)) intent = done;
        y += row_height(ui, at, row) + row_gap;
        settled = settled && (row.chosen.has_value() || row.declined);
    }
    const Foot places = foot(
        ui, at, say("kiosk.back"), say("kiosk.next"),
        {.kind = shell::ButtonKind::accent_outlined, .type = Type::patient_option, .icon_after = shell::Icon::next});
    if (draw_back(ui, places, "back")) intent = session::intent::BackFrom{view.rows.front().item};
    if (draw_main(ui, places, "next", settled)) intent = session::intent::NextFrom{view.rows.back().item};
    return intent;
}

} // namespace rapport::kiosk
