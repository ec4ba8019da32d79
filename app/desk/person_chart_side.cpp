#include <algorithm>

#include "app/desk/person_chart_layout.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk::person {

using namespace shell;

namespace {

constexpr float line_pitch = 18;
constexpr float gap_to_plot = 16;
constexpr float padding = 24;
constexpr float title_row = 52;

/// A few lines that belong to one height of the plot.
struct Block {
    float wanted = 0; ///< middle, where it would stand alone
    float height = 0;
    float top = 0;
    bool cut = false;
    std::vector<ChartText> lines;
};

class Side {
public:
    Side(float x, float width, const Measure& measure) : x_(x), width_(width), measure_(measure) {}

    void add(Block& block, std::string_view words, Weight weight, ChartInk ink, std::size_t most) const
    {
        if (words.empty()) return;
        for (const std::string& line : wrapped(measure_, words, width_, Type::staff_small, weight, most)) {
            const float width = measure_(line, Type::staff_small, weight);
            block.lines.push_back({{x_, 0, width, 16}, line, Type::staff_small, weight, ink});
            block.height += line_pitch;
        }
    }

private:
    float x_;
    float width_;
    const Measure& measure_;
};

/// Slides blocks apart by the least that keeps them from touching, and inside top..bottom.
void settle(std::vector<Block>& blocks, float top, float bottom)
{
    std::stable_sort(blocks.begin(), blocks.end(), [](const Block& a, const Block& b) { return a.wanted < b.wanted; });
    float used = 0;
    for (const Block& block : blocks)
        used += block.height;
    const float room = bottom - top - used;
    const float between = blocks.size() > 1 ? std::clamp(room / static_cast<float>(blocks.size() - 1), 0.0F, 10.0F) : 0;
    float y = top;
    for (Block& block : blocks) {
        block.top = std::max(y, block.wanted - block.height / 2);
        y = block.top + block.height + between;
    }
    float end = bottom;
    for (auto block = blocks.rbegin(); block != blocks.rend(); ++block) {
        block->top = std::min(block->top, end - block->height);
        end = block->top - between;
    }
}

std::vector<Block> make_blocks(const ChartLayout& layout, const Instrument& instrument, const Side& side)
{
    std::vector<Block> blocks;
    if (layout.band) {
        const ChangeBand& band = *layout.band;
        Block block;
        block.wanted = layout.change.centre().y;
        side.add(block, band.title, Weight::semibold, ChartInk::ink, 2);
        side.add(block, band.meaning, Weight::regular, ChartInk::ink2, 1);
        side.add(block, band.source, Weight::regular, ChartInk::ink3, 2);
        side.add(block, band.caution, Weight::regular, ChartInk::ink2, 1);
        blocks.push_back(std::move(block));
    }
    for (std::size_t index = 0; index < instrument.cut_offs.size(); ++index) {
        Block block;
        block.cut = true;
        block.wanted = layout.cuts[index].centre().y + line_pitch / 2;
        side.add(block, instrument.cut_offs[index].title, Weight::semibold, ChartInk::ink, 1);
        side.add(block, instrument.cut_offs[index].source, Weight::regular, ChartInk::ink3, 2);
        blocks.push_back(std::move(block));
    }
    for (const auto& band : instrument.bands) {
        Block block;
        block.wanted = height_at(layout, instrument, (band.from + band.to) / 2);
        side.add(block, band.label + " " + range(band.from, band.to), Weight::regular, ChartInk::ink2, 1);
        blocks.push_back(std::move(block));
    }
    if (!instrument.bands.empty() && !instrument.bands_source.empty()) {
        Block block;
        block.wanted = layout.plot.bottom() + line_pitch;
        side.add(block, strings::say("desk.person.bands_source", {{"source", instrument.bands_source}}),
                 Weight::regular, ChartInk::ink3, 2);
        blocks.push_back(std::move(block));
    }
    return blocks;
}

} // namespace

void add_side_labels(ChartLayout& layout, const Instrument& instrument, Rect card, const Measure& measure)
{
    const float x = layout.plot.right() + gap_to_plot;
    std::vector<Block> blocks = make_blocks(layout, instrument, Side(x, card.right() - padding - x, measure));
    settle(blocks, card.y + title_row, card.bottom() - 8);
    if (layout.band) layout.bracket = {layout.plot.right() + 4, layout.change.y, 4, layout.change.h};

    std::size_t cut = 0;
    for (const Block& block : blocks) {
        float y = block.top + line_pitch / 2;
        if (block.cut && cut < layout.cuts.size()) {
            const float from = layout.cuts[cut++].centre().y;
            layout.leaders.push_back({{layout.plot.right() + 4, from}, {x - 4, y}});
        }
        for (ChartText line : block.lines) {
            line.box.y = y - 8;
            layout.texts.push_back(std::move(line));
            y += line_pitch;
        }
    }
}

} // namespace rapport::desk::person
