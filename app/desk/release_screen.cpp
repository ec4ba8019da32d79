#include "app/desk/release_screen.h"
#include "app/desk/tables_page.h"

#include <algorithm>
#include <cmath>

#include "app/desk/pieces.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk {

using shell::Rect;
using shell::Ui;
using strings::say;

namespace {

constexpr float foot_height = 76;
constexpr float risk_height = 192;
constexpr float side_widest = 312;
constexpr float side_narrowest = 272;

void draw_columns(Ui& ui, const ReleaseView& view, ReleaseState& state, Rect place, std::optional<Intent>& intent)
{
    const float side = std::floor(std::max(side_narrowest, std::min(side_widest, place.w * side_widest / 1392)));
    const float middle = place.w - 2 * side - 2 * card_gap;
    const float x = place.x + side + card_gap;
    draw_choices_card(ui, view, state, {place.x, place.y, side, place.h}, intent);
    draw_leaves_card(ui, view, state, {x, place.y, middle, place.h - risk_height - card_gap});
    draw_risk_card(ui, view, state, {x, place.bottom() - risk_height, middle, risk_height});
    draw_withheld_card(ui, view, state, {place.right() - side, place.y, side, place.h});
}

void draw_stack(Ui& ui, const ReleaseView& view, ReleaseState& state, Rect place, std::optional<Intent>& intent)
{
    constexpr float leaves_height = 440;
    constexpr float least_height = 240; // before the content has been measured
    const float begin =
        place.y - ui.begin_scroll("release.scroll", {0, place.y, ui.window().w, place.h}, state.page_height);
    float y = begin;
    const auto next = [&](float height) {
        const Rect where{place.x, y, place.w, height};
        y += height + card_gap;
        return where;
    };
    draw_choices_card(ui, view, state, next(std::max(least_height, state.choices_height + 32)), intent);
    draw_leaves_card(ui, view, state, next(leaves_height));
    draw_risk_card(ui, view, state, next(risk_height));
    draw_withheld_card(ui, view, state, next(std::max(least_height, state.withheld_height + 32)));
    ui.end_scroll();
    state.page_height = y - begin;
}

} // namespace

std::optional<Intent> draw_release(Ui& ui, const ReleaseView& view, ReleaseState& state)
{
    std::optional<Intent> intent;
    const Rect window = ui.window();
    const shell::TextStyle heading = title(ui);
    const std::string_view name =
        state.project.text.empty() ? say("desk.release.title") : std::string_view(state.project.text);
    const float parts = draw_release_parts(ui, Page::release, intent);
    const float profile = ui.text_width(say("desk.release.profile"), second(ui).type, second(ui).weight);
    // A long name of a project gives way to what it is.
    const float room = parts - margin - 24 - profile - 24;
    const float width = std::min(ui.text_width(name, heading.type, heading.weight) + 1, room);
    ui.paragraph("release.title", {margin, bar_height + 24, width, 40}, name, heading, 1);
    ui.text("release.profile", {margin + width + 24, bar_height + 31}, say("desk.release.profile"), second(ui));

    const float top = bar_height + 80;
    const Rect foot{margin, window.h - margin - foot_height, window.w - 2 * margin, foot_height};
    const Rect place{margin, top, foot.w, foot.y - card_gap - top};
    if (window.w >= two_column_width)
        draw_columns(ui, view, state, place, intent);
    else
        draw_stack(ui, view, state, place, intent);
    draw_release_foot(ui, view, state, foot, intent);

    // The project names the domain of the codes: figures stand for it only once typing is over, so no half-typed
    // name ever gets codes of its own.
    const bool typing = ui.focused() == "release.project";
    if (!intent && !typing && !busy(state) && state.stage != Stage::done &&
        state.project.text != state.measured_project)
        intent = MeasureWanted{};
    return intent;
}

float draw_kept_back(Ui& ui, shell::Point at, std::string_view word)
{
    const shell::TextStyle style = small(ui);
    const float width = ui.text_width(word, style.type, style.weight);
    ui.outline({at.x - 5, at.y, width + 10, 20}, ui.theme().border, 1, 4, true);
    ui.decorative(at, word, style);
    return width;
}

} // namespace rapport::desk
