#include "app/sheet/sheet_chart.h"

#include <algorithm>
#include <cmath>

#include "app/shell/strings/strings.h"

namespace rapport::person_sheet {

namespace person = desk::person;

namespace {

constexpr Print small{6.5, false, soft};
constexpr double axis_width = 18;
constexpr double side_width = 118;
constexpr double event_row = 9;

bool meet(const Box& a, const Box& b)
{
    return a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom();
}

/// Puts words where nothing stands yet; gives whether there was room.
class Words {
public:
    Words(Paper& paper, Box within) : paper_(paper), within_(within) {}
    void take(Box box) { taken_.push_back(box); }
    bool put(Spot middle, std::string_view words, Print print)
    {
        const double width = paper_.width_of(words, print) + 1;
        const Box box{middle.x - width / 2, middle.y, width, print.size * 1.3};
        if (box.x < within_.x || box.right() > within_.right()) return false;
        if (std::ranges::any_of(taken_, [&](const Box& other) { return meet(box, other); })) return false;
        taken_.push_back(box);
        print.side = Side::centre;
        paper_.write({box.x, box.y}, width, words, print);
        return true;
    }

private:
    Paper& paper_;
    Box within_;
    std::vector<Box> taken_;
};

void draw_ground(Paper& paper, const person::Instrument& instrument, const ChartPlan& plan)
{
    const Box plot = plan.plot;
    const auto band = [&](double from, double to, Tone tone) {
        paper.fill({plot.x, plan.y_of(to), plot.w, std::max(0.5, plan.y_of(from) - plan.y_of(to))}, tone);
    };
    if (instrument.change_band) band(instrument.change_band->from, instrument.change_band->to, band_tone);
    for (const person::CutBand& cut : instrument.cut_offs)
        band(cut.from, cut.to, cut_tone);
    for (const double value : person::axis_values(instrument.min, instrument.max, instrument.bands)) {
        const double y = plan.y_of(value);
        paper.stroke({plot.x, y}, {plot.right(), y}, rule_tone, 0.3);
        Print print = small;
        print.side = Side::right;
        paper.write({plot.x - axis_width, y - 4}, axis_width - 3, person::number(value), print);
    }
    for (const person::CutBand& cut : instrument.cut_offs)
        for (const double y : {plan.y_of(cut.from), plan.y_of(cut.to)})
            paper.stroke({plot.x, y}, {plot.right(), y}, soft, 0.5);
    if (instrument.change_band)
        for (const double y : {plan.y_of(instrument.change_band->from), plan.y_of(instrument.change_band->to)})
            paper.stroke({plot.x, y}, {plot.right(), y}, soft, 0.4, 2);
}

/// Band and cut-off labels with their sources, moved apart where they would touch.
void draw_side(Paper& paper, const person::Instrument& instrument, const ChartPlan& plan)
{
    struct Label {
        double wanted = 0;
        std::string words;
    };
    std::vector<Label> labels;
    if (const auto& band = instrument.change_band)
        labels.push_back(
            {plan.y_of((band->from + band->to) / 2), band->title + ". " + band->meaning + ". " + band->source +
                                                         (band->caution.empty() ? "" : ". " + band->caution)});
    for (const person::CutBand& cut : instrument.cut_offs)
        labels.push_back({plan.y_of((cut.from + cut.to) / 2), cut.title + ". " + cut.source});
    for (const auto& band : instrument.bands)
        labels.push_back({plan.y_of((band.from + band.to) / 2), band.label + " " + person::range(band.from, band.to)});
    if (!instrument.bands.empty() && !instrument.bands_source.empty())
        labels.push_back(
            {plan.plot.bottom() + 8, strings::say("desk.person.bands_source", {{"source", instrument.bands_source}})});
    std::ranges::stable_sort(labels, {}, &Label::wanted);
    const double x = plan.plot.right() + 6;
    double total = 0;
    for (const Label& label : labels)
        total += paper.height_of(side_width - 6, label.words, small) + 2;
    double next = plan.plot.y - 6;
    double left = total;
    for (const Label& label : labels) {
        const double height = paper.height_of(side_width - 6, label.words, small);
        const double lowest = plan.plot.bottom() + 22 - left;
        const double y = std::max(next, std::min(label.wanted - height / 2, lowest));
        paper.write({x, y}, side_width - 6, label.words, small);
        next = y + height + 2;
        left -= height + 2;
    }
}

void draw_events(Paper& paper, const SheetView& sheet, const ChartPlan& plan, Words& words)
{
    for (auto event = sheet.chart_events.rbegin(); event != sheet.chart_events.rend(); ++event) {
        const double x = plan.x_of(event->day);
        if (x < plan.plot.x || x > plan.plot.right()) continue;
        const double top = plan.plot.y - 2;
        paper.stroke({x, top}, {x, plan.plot.bottom()}, soft, 0.5, 1.2);
        const std::array diamond = {Spot{x, top - 3}, Spot{x + 2.4, top}, Spot{x, top + 3}, Spot{x - 2.4, top},
                                    Spot{x, top - 3}};
        paper.polyline(diamond, black, 0.8);
        const double half = paper.width_of(event->label, small) / 2;
        const double middle = std::clamp(x, plan.plot.x + half, std::max(plan.plot.x + half, plan.plot.right() - half));
        for (const double row : {2.0, 1.0, 3.0})
            if (words.put({middle, top - 4 - row * event_row}, event->label, small)) break;
    }
}

} // namespace

ChartPlan plan_chart(const person::Instrument& instrument, Box plot)
{
    ChartPlan plan;
    plan.plot = plot;
    plan.min = instrument.min;
    plan.max = std::max(instrument.max, instrument.min + 1e-9);
    plan.first = instrument.visits.front().day;
    const auto days = static_cast<double>(instrument.visits.back().day - plan.first);
    plan.per_day = days > 0 ? (plot.w - 24) / days : 0;
    for (std::size_t index = 0; index < instrument.visits.size(); ++index) {
        const person::Visit& visit = instrument.visits[index];
        const Mark mark{index,
                        {plan.x_of(visit.day), plan.y_of(visit.value.value_or(visit.lowest))},
                        !visit.whole(),
                        plan.y_of(visit.highest)};
        plan.marks.push_back(mark);
        if (!person::joined(instrument, index)) plan.strokes.emplace_back();
        if (visit.whole()) plan.strokes.back().push_back(mark.at);
    }
    std::erase_if(plan.strokes, [](const auto& stroke) { return stroke.size() < 2; });
    return plan;
}

void draw_chart(Paper& paper, const SheetView& sheet, Box where)
{
    const person::Instrument& instrument = *sheet.chart;
    const double head = sheet.chart_events.empty() ? 12 : 36;
    const ChartPlan plan = plan_chart(
        instrument, {where.x + axis_width, where.y + head, where.w - axis_width - side_width, where.h - head - 14});
    draw_ground(paper, instrument, plan);
    draw_side(paper, instrument, plan);
    Words words(paper, {where.x, where.y, where.w - side_width + 4, where.h});
    draw_events(paper, sheet, plan, words);
    for (const auto& stroke : plan.strokes)
        paper.polyline(stroke, black, 1.2);
    for (const Mark& mark : plan.marks) {
        words.take({mark.at.x - 3, mark.at.y - 3, 6, 6});
        if (!mark.hollow) {
            paper.dot(mark.at, 2.4, black);
            continue;
        }
        paper.stroke({mark.at.x, mark.stem_top}, mark.at, black, 1);
        paper.stroke({mark.at.x - 2.5, mark.stem_top}, {mark.at.x + 2.5, mark.stem_top}, black, 1);
        paper.ring(mark.at, 2.8, black);
        words.take({mark.at.x - 3, mark.stem_top, 6, mark.at.y - mark.stem_top});
    }
    // The last and the first keep their words; the table beside has every value.
    std::vector<std::size_t> order{plan.marks.size() - 1, 0};
    for (std::size_t n = 1; n + 1 < plan.marks.size(); ++n)
        order.push_back(n);
    std::vector<bool> done(plan.marks.size());
    Words dates(paper, {where.x, where.y, where.w - side_width + 14, where.h});
    for (const std::size_t n : order) {
        if (done[n]) continue;
        done[n] = true;
        const Mark& mark = plan.marks[n];
        const person::Visit& visit = instrument.visits[n];
        const Print print{6.5, true, black};
        const double above = std::min(mark.at.y, mark.hollow ? mark.stem_top : mark.at.y) - 11.5;
        if (!words.put({mark.at.x, above}, visit.said(), print))
            words.put({mark.at.x, mark.at.y + 4}, visit.said(), print);
        dates.put({mark.at.x, plan.plot.bottom() + 3}, person::day_near(visit.day, sheet.today), small);
    }
    if (std::ranges::any_of(plan.marks, &Mark::hollow)) {
        Print print = small;
        paper.write({plan.plot.x, plan.plot.bottom() + 13}, plan.plot.w, strings::say("visit_sheet.hollow"), print);
    }
}

} // namespace rapport::person_sheet
