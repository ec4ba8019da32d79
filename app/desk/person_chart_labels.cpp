#include <algorithm>

#include <cmath>
#include <optional>

#include "app/desk/person_chart_layout.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk::person {

using namespace shell;

namespace {

constexpr float label_height = 16;
constexpr float above_dot = 11;
constexpr float date_row = 16;
constexpr float date_gap = 8;
/// Room a dot or ring takes that no label may cover.
constexpr float dot = 5;
/// Last, first, highest and lowest.
constexpr std::size_t kept_labels = 4;

class Labels {
public:
    Labels(ChartLayout& layout, const Measure& measure) : layout_(layout), measure_(measure)
    {
        for (const ChartMark& mark : layout.marks) {
            taken_.push_back({mark.at.x - dot, mark.at.y - dot, 2 * dot, 2 * dot});
            if (mark.hollow)
                taken_.push_back({mark.at.x - dot, mark.stem_top, 2 * dot, mark.stem_bottom - mark.stem_top});
        }
        for (const ChartText& text : layout.texts)
            taken_.push_back(text.box);
        for (const ChartEvent& event : layout.events)
            taken_.push_back({event.at.x - 6, event.at.y - 6, 12, 12});
    }

    /// Puts the lines, one under the other, at the first free place around the mark. Where all are taken, a label that
    /// must be kept goes to the nearest free place of the plot, and another is left out.
    void place(const ChartMark& mark, const std::vector<ChartText>& lines, bool keep)
    {
        float width = 0;
        for (const ChartText& line : lines)
            width = std::max(width, measure_(line.words, line.type, line.weight));
        const float height = label_height * static_cast<float>(lines.size());
        for (const float far : {0.0F, label_height, 2 * label_height, 3 * label_height}) {
            const std::vector<Rect> all = places(mark, width, height, far);
            auto found =
                std::find_if(all.begin(), all.end(), [&](const Rect& box) { return free(box) && !crossed(box); });
            if (found == all.end())
                found = std::find_if(all.begin(), all.end(), [&](const Rect& box) { return free(box); });
            if (found == all.end()) continue;
            put(*found, lines, mark);
            return;
        }
        if (const auto place = nearest(mark, width, height); keep && place) put(*place, lines, mark);
    }

private:
    [[nodiscard]] std::vector<Rect> places(const ChartMark& mark, float width, float height, float far) const
    {
        const float x = mark.at.x;
        const float y = mark.at.y;
        const float top = std::min(y, mark.hollow ? mark.stem_top : y) - above_dot - height;
        const float bottom = std::max(y, mark.hollow ? mark.stem_bottom : y) + above_dot;
        const Rect left{x - 10 - width, y - height + label_height - 2, width, height};
        const Rect right{x + 10, left.y, width, height};
        std::vector<Rect> all;
        if (mark.hollow) all = {left, right};
        for (const float shift : {0.0F, -width / 2, width / 2}) {
            all.push_back({x - width / 2 + shift, top - far, width, height});
            all.push_back({x - width / 2 + shift, bottom + far, width, height});
        }
        all.push_back(left);
        all.push_back(right);
        return all;
    }

    [[nodiscard]] std::optional<Rect> nearest(const ChartMark& mark, float width, float height) const
    {
        constexpr float step = 6;
        std::optional<Rect> best;
        float best_distance = 0;
        const Rect plot = layout_.plot;
        for (float y = plot.y - 14; y + height <= plot.bottom(); y += step)
            for (float x = plot.x; x + width <= plot.right() + 2; x += step) {
                const Rect box{x, y, width, height};
                const float distance = std::abs(box.centre().x - mark.at.x) + std::abs(box.centre().y - mark.at.y);
                if ((best && distance >= best_distance) || !free(box)) continue;
                best = box;
                best_distance = distance;
            }
        return best;
    }

    [[nodiscard]] bool free(Rect box) const
    {
        const Rect plot = layout_.plot;
        if (box.x < plot.x || box.right() > plot.right() + 2 || box.y < plot.y - 14 || box.bottom() > plot.bottom())
            return false;
        return std::none_of(taken_.begin(), taken_.end(), [&](const Rect& other) { return overlap(box, other); });
    }

    /// Whether a joined line or a band's edge runs through the box; such a place is taken only when there is no other.
    [[nodiscard]] bool crossed(Rect box) const
    {
        const auto runs_through = [&](float y) { return y > box.y && y < box.bottom(); };
        if (layout_.change.h > 0 && (runs_through(layout_.change.y) || runs_through(layout_.change.bottom())))
            return true;
        for (const ChartEvent& event : layout_.events)
            if (event.at.x > box.x - 2 && event.at.x < box.right() + 2) return true;
        for (const Rect& cut : layout_.cuts)
            if (cut.y < box.bottom() && cut.bottom() > box.y) return true;
        for (const auto& stroke : layout_.strokes)
            for (std::size_t i = 1; i < stroke.size(); ++i) {
                const Point a = stroke[i - 1];
                const Point b = stroke[i];
                const float from = std::max(a.x, box.x);
                const float to = std::min(b.x, box.right());
                if (from > to || a.x == b.x) continue;
                const auto y = [&](float x) { return a.y + (b.y - a.y) * (x - a.x) / (b.x - a.x); };
                if (std::min(y(from), y(to)) < box.bottom() && std::max(y(from), y(to)) > box.y) return true;
            }
        return false;
    }

    void put(Rect box, const std::vector<ChartText>& lines, const ChartMark& mark)
    {
        taken_.push_back(box);
        float y = box.y;
        for (ChartText line : lines) {
            const float width = measure_(line.words, line.type, line.weight);
            // At the left of its mark a label ends at it; elsewhere it is centred.
            const float x = box.right() < mark.at.x ? box.right() - width
                            : box.x > mark.at.x     ? box.x
                                                    : box.x + (box.w - width) / 2;
            line.box = {x, y, width, label_height};
            layout_.texts.push_back(std::move(line));
            y += label_height;
        }
    }

    ChartLayout& layout_;
    const Measure& measure_;
    std::vector<Rect> taken_;
};

/// Last, first, highest and lowest come first and keep their labels; then incomplete ones, then the rest.
std::vector<std::size_t> by_importance(const std::vector<Visit>& visits)
{
    const auto middle = [&](std::size_t i) { return visits[i].value.value_or(visits[i].lowest); };
    std::size_t highest = 0;
    std::size_t lowest = 0;
    for (std::size_t i = 1; i < visits.size(); ++i) {
        if (middle(i) > middle(highest)) highest = i;
        if (middle(i) < middle(lowest)) lowest = i;
    }
    std::vector<std::size_t> order{visits.size() - 1, 0, highest, lowest};
    for (std::size_t i = 0; i < visits.size(); ++i)
        if (!visits[i].whole()) order.push_back(i);
    for (std::size_t i = 0; i < visits.size(); ++i)
        order.push_back(i);
    std::vector<std::size_t> once;
    for (const std::size_t i : order)
        if (std::find(once.begin(), once.end(), i) == once.end()) once.push_back(i);
    return once;
}

std::vector<ChartText> lines_of(const Visit& visit, bool last)
{
    std::vector<ChartText> lines{{{}, visit.said(), last ? Type::staff_body : Type::staff_small, Weight::semibold}};
    if (!visit.whole())
        lines.push_back({{},
                         strings::say("desk.person.chart.answered", {{"answered", std::to_string(visit.answered)},
                                                                     {"items", std::to_string(visit.items)}}),
                         Type::staff_small,
                         Weight::regular,
                         ChartInk::ink2});
    return lines;
}

} // namespace

void add_value_labels(ChartLayout& layout, const Instrument& instrument, const Measure& measure)
{
    Labels labels(layout, measure);
    const auto& visits = instrument.visits;
    const auto order = by_importance(visits);
    for (std::size_t rank = 0; rank < order.size(); ++rank)
        labels.place(layout.marks[order[rank]], lines_of(visits[order[rank]], order[rank] + 1 == visits.size()),
                     rank < kept_labels);
    if (!instrument.several_versions()) return;
    for (std::size_t index = 0; index < visits.size(); ++index)
        if (index == 0 || visits[index].version != visits[index - 1].version)
            labels.place(layout.marks[index],
                         {{{},
                           strings::say("desk.person.chart.version", {{"version", visits[index].version}}),
                           Type::staff_small,
                           Weight::regular,
                           ChartInk::ink2}},
                         true);
}

void add_date_labels(ChartLayout& layout, const Instrument& instrument, std::int32_t today, const Measure& measure)
{
    const auto& visits = instrument.visits;
    std::vector<Rect> taken;
    const auto place = [&](std::size_t index) {
        const bool last = index + 1 == visits.size();
        const Weight weight = last ? Weight::semibold : Weight::regular;
        const std::string words = day_near(visits[index].day, today);
        const float width = measure(words, Type::staff_small, weight);
        const float x = std::min(layout.marks[index].at.x - width / 2, layout.plot.right() + date_gap - width);
        const Rect box{x, layout.plot.bottom() + date_row - 8, width, 16};
        const Rect wide{box.x - date_gap, box.y, box.w + 2 * date_gap, box.h};
        if (std::any_of(taken.begin(), taken.end(), [&](const Rect& other) { return overlap(wide, other); })) return;
        taken.push_back(box);
        layout.texts.push_back({box, words, Type::staff_small, weight, last ? ChartInk::ink : ChartInk::ink2});
    };
    place(visits.size() - 1);
    for (std::size_t index = 0; index + 1 < visits.size(); ++index)
        place(index);
}

} // namespace rapport::desk::person
