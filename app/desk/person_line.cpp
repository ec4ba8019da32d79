#include "app/desk/person_draw.h"

namespace rapport::desk::person {

using namespace shell;

namespace {

constexpr float arrow_advance = 22;
constexpr float between_lines = 4;

/// Runs that stand together without a space between: what a line is cut into.
struct Chunk {
    std::vector<Run> runs;
    float width = 0;
    float width_at_end = 0; ///< without the trailing space
};

Weight weight_of(const Run& run)
{
    return run.kind == Run::Kind::strong ? Weight::semibold : Weight::regular;
}

bool arrow(const Run& run)
{
    return run.kind == Run::Kind::arrow_down || run.kind == Run::Kind::arrow_up;
}

std::vector<Chunk> chunks_of(const Measure& measure, const Line& line, Type type)
{
    std::vector<Chunk> chunks(1);
    const auto add = [&](Run run) {
        Chunk& chunk = chunks.back();
        if (arrow(run)) {
            chunk.width += arrow_advance;
            chunk.width_at_end = chunk.width;
            chunk.runs.push_back(std::move(run));
            return;
        }
        const bool ends = !run.words.empty() && run.words.back() == ' ';
        const std::string_view words = run.words;
        chunk.width_at_end =
            chunk.width + measure(ends ? words.substr(0, words.size() - 1) : words, type, weight_of(run));
        chunk.width += measure(words, type, weight_of(run));
        chunk.runs.push_back(std::move(run));
        if (ends) chunks.emplace_back();
    };
    for (const Run& run : line) {
        if (arrow(run)) {
            add(run);
            continue;
        }
        for (std::size_t at = 0; at < run.words.size();) {
            const std::size_t space = run.words.find(' ', at);
            const std::size_t end = space == std::string::npos ? run.words.size() : space + 1;
            add({run.kind, run.words.substr(at, end - at)});
            at = end;
        }
    }
    return chunks;
}

/// Calls `draw(chunk, x, line)` for each, and gives back the number of lines.
template <class Draw>
int flow(const std::vector<Chunk>& chunks, float width, Draw draw)
{
    float x = 0;
    int lines = 1;
    for (const Chunk& chunk : chunks) {
        if (x > 0 && x + chunk.width_at_end > width) {
            x = 0;
            ++lines;
        }
        draw(chunk, x, lines - 1);
        x += chunk.width;
    }
    return lines;
}

float height_of(int lines, Type type)
{
    return static_cast<float>(lines) * metrics(type).line + static_cast<float>(lines - 1) * between_lines;
}

void draw_chunk(Ui& ui, const Measure& measure, const Chunk& chunk, Point at, Type type)
{
    const float middle = at.y + metrics(type).line / 2;
    for (const Run& run : chunk.runs) {
        if (arrow(run)) {
            ui.icon(run.kind == Run::Kind::arrow_down ? Icon::down : Icon::up, {at.x + 8, middle}, 20, ui.theme().ink);
            at.x += arrow_advance;
            continue;
        }
        mute(ui, {at.x, middle}, run.words, {type, weight_of(run), ui.theme().ink, Align::left, Role::text});
        at.x += measure(run.words, type, weight_of(run));
    }
}

} // namespace

float line_height(const Measure& measure, float width, const Line& line, Type type)
{
    return height_of(flow(chunks_of(measure, line, type), width, [](const Chunk&, float, int) {}), type);
}

float put_line(Ui& ui, std::string_view id, Rect where, const Line& line, Type type)
{
    const Measure measure = measure_with(ui);
    const float pitch = metrics(type).line + between_lines;
    const int lines = flow(chunks_of(measure, line, type), where.w, [&](const Chunk& chunk, float x, int row) {
        draw_chunk(ui, measure, chunk, {where.x + x, where.y + static_cast<float>(row) * pitch}, type);
    });
    Node node;
    node.id = id;
    node.role = Role::text;
    node.name = plain(line);
    node.rect = {where.x, where.y, where.w, height_of(lines, type)};
    ui.describe(node);
    return node.rect.h;
}

} // namespace rapport::desk::person
