#include <algorithm>

#include <fmt/format.h>

#include "app/desk/pieces.h"
#include "app/desk/release_screen.h"
#include "app/desk/words.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk {

using shell::Rect;
using shell::Ui;
using strings::say;

namespace {

constexpr float figure_pitch = 112;
constexpr float bar_width = 20;
constexpr float bar_pitch = 28;
constexpr float bars_height = 72;

void draw_figures(Ui& ui, const std::vector<RiskFigure>& figures, Rect where)
{
    float x = where.x + margin;
    const float y = where.y + 56;
    for (std::size_t n = 0; n < figures.size(); ++n) {
        const RiskFigure& figure = figures[n];
        const std::string id = fmt::format("release.risk.{}", n);
        shell::TextStyle big = title(ui);
        big.role = shell::Role::text;
        shell::TextStyle what = small(ui);
        what.colour = ui.theme().ink;
        ui.text(id, {x, y}, figure.value, big);
        ui.text(id + ".what", {x, y + 34}, figure.what, what);
        ui.text(id + ".limit", {x, y + 54}, figure.limit, caption(ui));
        x += figure_pitch;
    }
}

/// The smallest look-alike groups as bars, and the line none may fall below.
void draw_bars(Ui& ui, const MeasuredView& view, Rect where)
{
    const float x = where.x + margin + 3 * figure_pitch + 16;
    const std::string least = say("desk.release.at_least", {{"k", std::to_string(view.k)}});
    const float least_width = ui.text_width(least, shell::Type::staff_small, shell::Weight::regular);
    const float room = where.right() - margin - least_width - 12 - x;
    const auto fitting = static_cast<std::size_t>(std::max(0.0F, room / bar_pitch));
    const std::size_t shown = std::min(fitting, view.class_sizes.size());
    if (shown == 0) return;

    const float base = where.y + 146;
    const auto largest = static_cast<float>(std::max(view.class_sizes[shown - 1], view.k));
    const auto height_of = [&](int people) { return bars_height * static_cast<float>(people) / largest; };
    shell::TextStyle number = small(ui);
    number.colour = ui.theme().ink;
    number.align = shell::Align::centre;
    std::vector<std::string> said;
    for (std::size_t n = 0; n < shown; ++n) {
        const int people = view.class_sizes[n];
        const float left = x + 4 + static_cast<float>(n) * bar_pitch;
        const float height = height_of(people);
        ui.fill({left, base - height, bar_width, height}, ui.theme().accent, 3);
        ui.fill({left, base - height / 2, bar_width, height / 2}, ui.theme().accent);
        const std::string words = std::to_string(people);
        const float width = ui.text_width(words, number.type, number.weight);
        shell::TextStyle left_aligned = number;
        left_aligned.align = shell::Align::left;
        ui.decorative({left + (bar_width - width) / 2, base - height - 20}, words, left_aligned);
        said.push_back(words);
    }
    const float end = x + static_cast<float>(shown) * bar_pitch + 4;
    ui.line({x, base}, {end, base}, ui.theme().border, 1);
    const float limit = base - height_of(view.k);
    ui.line({x, limit}, {end + 4, limit}, ui.theme().surface, 4);
    ui.line({x, limit}, {end + 4, limit}, ui.theme().ink, 2, 4, 3);
    shell::TextStyle style = small(ui);
    style.colour = ui.theme().ink;
    ui.decorative({end + 8, limit - 10}, least, style);

    const bool all = shown == view.class_sizes.size();
    const std::string words =
        all ? std::string(say("desk.release.bars"))
            : strings::say("desk.release.bars_some",
                           {{"n", std::to_string(shown)}, {"of", std::to_string(view.class_sizes.size())}});
    ui.text("release.bars.words", {x, base + 4}, words, caption(ui));
    shell::Node node;
    node.id = "release.bars";
    node.role = shell::Role::chart;
    node.name = words;
    node.value = joined(said, ", ") + "; " + least;
    node.rect = {x, base - bars_height, end - x, bars_height};
    ui.describe(std::move(node));
}

} // namespace

void draw_risk_card(Ui& ui, const ReleaseView& view, const ReleaseState& state, Rect where)
{
    card(ui, where);
    ui.text("release.risk", {where.x + margin, where.y + 20}, say("desk.release.risk"), section(ui));
    if (state.stage == Stage::measuring) {
        ui.icon(shell::Icon::ring, {where.x + margin + 10, where.y + 76}, 20, ui.theme().ink2);
        ui.text("release.measuring", {where.x + margin + 28, where.y + 64}, say("desk.release.measuring"), second(ui));
        return;
    }
    if (!view.measured) return;
    draw_figures(ui, view.measured->figures, where);
    draw_bars(ui, *view.measured, where);
}

} // namespace rapport::desk
