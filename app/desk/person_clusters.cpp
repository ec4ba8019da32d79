#include <algorithm>
#include <cmath>

#include "app/desk/person_cards.h"
#include "app/desk/person_draw.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk::person {

using namespace shell;
using strings::say;

namespace {

constexpr float padding = 24;
constexpr float first_label = 66;
constexpr float label_to_track = 20;
constexpr float foot = 46;
constexpr float least_pitch = 42;
constexpr float widest_pitch = 52;
constexpr float narrow = 300; ///< a card below this width keeps its words by closing up

float x_of(const Cluster& cluster, Rect track, double value)
{
    const double span = std::max(1e-9, cluster.max - cluster.min);
    return track.x + track.w * static_cast<float>((value - cluster.min) / span);
}

std::string change_of(const Cluster& cluster)
{
    if (!cluster.first || !cluster.last) return {};
    const double moved = *cluster.last - *cluster.first;
    return moved == 0 ? std::string(say("desk.person.clusters.same")) : signed_number(moved);
}

/// The sides of a card and the change column, for its width.
struct Widths {
    float side = padding;
    float symbol = 20;
    float change = 44;
};

Widths widths_of(const Measure& measure, const Instrument& instrument, float card_width)
{
    Widths widths;
    if (card_width < narrow) {
        widths.side = widths.symbol = 16;
        widths.change = 8;
        for (const Cluster& cluster : instrument.clusters)
            widths.change =
                std::max(widths.change, measure(change_of(cluster), Type::staff_small, Weight::regular) + 8);
    }
    if (instrument.item_days.size() < 2) widths.change = 0;
    return widths;
}

void draw_words(Ui& ui, const Cluster& cluster, const Widths& widths, float y, Rect where)
{
    const Theme& theme = ui.theme();
    const float left = where.x + widths.side;
    const float right = where.right() - widths.side;
    const float value_right = right - widths.change;
    const Words quiet{Type::staff_small, Weight::regular, theme.ink2, Align::right, Role::text};
    float x = value_right;
    if (cluster.last) {
        x -= mute(ui, {x, y}, say("desk.person.clusters.of", {{"max", number(cluster.max)}}), quiet);
        x -= mute(ui, {x, y}, number(*cluster.last),
                  {Type::staff_small, Weight::semibold, theme.ink, Align::right, Role::text});
    } else {
        x -= mute(ui, {x, y}, say("desk.person.clusters.no_score"), quiet);
    }
    if (widths.change > 0) mute(ui, {right, y}, change_of(cluster), quiet);
    mute(ui, {left, y}, cluster.symbol, {Type::staff_small, Weight::semibold, theme.ink, Align::left, Role::text});
    const float name_at = left + (cluster.symbol.empty() ? 0 : widths.symbol);
    const std::string name =
        wrapped(measure_with(ui), cluster.name, x - 6 - name_at, Type::staff_small, Weight::regular, 1).front();
    mute(ui, {name_at, y}, name, {Type::staff_small, Weight::regular, theme.ink, Align::left, Role::text});
}

void draw_track(Ui& ui, const Cluster& cluster, const Widths& widths, float y, Rect where)
{
    const Theme& theme = ui.theme();
    const bool several = widths.change > 0;
    const Rect track{where.x + widths.side + 4, y - 3, where.w - 2 * widths.side - 8, 6};
    ui.fill(track, theme.sunken, 3);
    if (several && cluster.first && cluster.last) {
        const auto [low, high] = std::minmax(*cluster.first, *cluster.last);
        ui.line({x_of(cluster, track, low), y}, {x_of(cluster, track, high), y}, theme.series_1, 3);
    }
    if (several && cluster.first) {
        const Point at{x_of(cluster, track, *cluster.first), y};
        ui.circle(at, 6, theme.surface);
        ui.circle_outline(at, 5.5F, theme.series_1, 2);
    }
    if (cluster.last) ui.circle({x_of(cluster, track, *cluster.last), y}, 6, theme.series_1);
}

void describe(Ui& ui, const PersonView& view, const Instrument& instrument, const Cluster& cluster, std::size_t index,
              Rect where)
{
    Node node;
    node.id = "person.clusters." + std::to_string(index);
    node.name = (cluster.symbol.empty() ? "" : cluster.symbol + " ") + cluster.name;
    const strings::Fill fill = {{"last", cluster.last ? number(*cluster.last) : std::string{}},
                                {"max", number(cluster.max)},
                                {"change", change_of(cluster)},
                                {"day", day_near(instrument.item_days.front(), view.today)}};
    node.value = !cluster.last ? std::string(say("desk.person.clusters.no_score"))
                 : change_of(cluster).empty() || instrument.item_days.size() < 2
                     ? say("desk.person.clusters.value", fill)
                     : say("desk.person.clusters.said", fill);
    node.rect = where;
    ui.describe(node);
}

} // namespace

float clusters_height(const Instrument& instrument)
{
    return first_label + least_pitch * static_cast<float>(instrument.clusters.size()) - 12 + foot;
}

void draw_clusters(Ui& ui, const PersonView& view, const Instrument& instrument, Rect where)
{
    const Theme& theme = ui.theme();
    card(ui, where);
    const bool several = instrument.item_days.size() > 1;
    const Widths widths = widths_of(measure_with(ui), instrument, where.w);
    card_title(ui, "person.clusters.title", where, say("desk.person.clusters"), widths.side);
    const auto rows = static_cast<float>(instrument.clusters.size());
    const float pitch = std::clamp(std::floor((where.h - first_label + 12 - foot) / rows), least_pitch, widest_pitch);
    float y = where.y + first_label;
    for (std::size_t index = 0; index < instrument.clusters.size(); ++index) {
        const Cluster& cluster = instrument.clusters[index];
        draw_words(ui, cluster, widths, y, where);
        draw_track(ui, cluster, widths, y + label_to_track, where);
        describe(ui, view, instrument, cluster, index, {where.x + widths.side, y - 9, where.w - 2 * widths.side, 36});
        y += pitch;
    }

    const float middle = std::min(y + 2, where.bottom() - 24);
    const Words quiet{Type::staff_small, Weight::regular, theme.ink2, Align::left, Role::text};
    float x = where.x + widths.side;
    if (several) {
        ui.circle_outline({x + 6, middle}, 5.5F, theme.series_1, 2);
        x += 20 +
             put(ui, "person.clusters.first", {x + 20, middle}, day_near(instrument.item_days.front(), view.today),
                 quiet) +
             20;
    }
    ui.circle({x + 6, middle}, 6, theme.series_1);
    put(ui, "person.clusters.last", {x + 20, middle}, day_near(instrument.item_days.back(), view.today), quiet);
}

} // namespace rapport::desk::person
