#include <algorithm>
#include <cmath>

#include "app/shell/bidi.h"
#include "app/shell/imgui_port.h"
#include "app/shell/surface.h"
#include "app/shell/utf8.h"
#include "app/shell/wrap.h"

namespace rapport::shell {
namespace {

constexpr std::string_view ellipsis = "\xE2\x80\xA6";

float start_of(Align align, float x, float room, float width)
{
    if (align == Align::left) return x;
    return align == Align::right ? x + room - width : x + (room - width) / 2;
}

} // namespace

void Surface::run(Point at, std::string_view words, Type which, Weight weight, Colour colour)
{
    if (bidi::runs_right_to_left(words)) return put_down(at, bidi::line(words), which, weight, colour);
    put_down(at, words, which, weight, colour);
}

float Surface::width_of(const Line& line, Type which, Weight weight) const
{
    return faces_->width(line.words(), weight, type(which).px);
}

/// Words in the order in which they are drawn.
void Surface::put_down(Point at, std::string_view words, Type which, Weight weight, Colour colour)
{
    note_type(which);
    const auto [px, line] = type(which);
    const Rect& clip = clips_.back();
    if (at.y + line < clip.y || at.y > clip.bottom()) return;
    if (keeps_words_)
        drawn_words_.push_back(
            {{at.x, at.y, faces_->width(words, weight, px), line}, clip, std::string(words), colour});
    const Point pen{at.x, std::round(at.y) + Faces::baseline(px, line)};
    atlas_.draw(*list_, pen, words, {.weight = weight, .px = px, .colour = colour});
}

std::vector<Surface::Line> Surface::lines(std::string_view words, float width, Type which, Weight weight) const
{
    const float px = type(which).px;
    const auto advance = [&](char32_t point) { return faces_->advance(weight, px, point); };
    std::vector<Line> cut;
    // Half a pixel of grace, so that a width measured and handed back holds the words it was measured for.
    if (!bidi::runs_right_to_left(words)) {
        for (const std::string_view line : wrap(words, width + 0.5F, advance))
            cut.push_back({line});
        return cut;
    }
    // Each paragraph has its own direction; letters are joined before lines are cut and ordered after.
    while (!words.empty()) {
        const std::size_t end = std::min(words.find('\n'), words.size());
        const bidi::Paragraph paragraph = bidi::lay_out(words.substr(0, end));
        for (const std::string_view line : wrap(paragraph.joined, width + 0.5F, advance)) {
            const auto from = static_cast<std::size_t>(line.data() - paragraph.joined.data());
            Line ordered{.from_right = paragraph.right_to_left};
            ordered.ordered = bidi::line(paragraph, from, from + line.size());
            cut.push_back(std::move(ordered));
        }
        words.remove_prefix(std::min(end + 1, words.size()));
    }
    return cut;
}

float Surface::widest_word(std::string_view words, Type which, Weight weight) const
{
    float widest = 0;
    while (!words.empty()) {
        const std::size_t end = std::min(words.find(' '), words.size());
        widest = std::max(widest, text_width(words.substr(0, end), which, weight, false));
        words.remove_prefix(std::min(end + 1, words.size()));
    }
    return widest;
}

std::string Surface::shortened(std::string_view words, float width, Type which, Weight weight) const
{
    const float px = type(which).px;
    if (faces_->width(words, weight, px) <= width) return std::string(words);
    std::size_t end = words.size();
    while (end > 0 && faces_->width(words.substr(0, end), weight, px) + faces_->width(ellipsis, weight, px) > width)
        end = utf8::previous(words, end);
    while (end > 0 && words[end - 1] == ' ')
        --end;
    return std::string(words.substr(0, end)) + std::string(ellipsis);
}

float Surface::text_width(std::string_view words, Type which, Weight weight, bool /*tabular*/) const
{
    if (bidi::runs_right_to_left(words)) return faces_->width(bidi::line(words), weight, type(which).px);
    return faces_->width(words, weight, type(which).px);
}

float Surface::paragraph_height(std::string_view words, float width, Type which, Weight weight) const
{
    return static_cast<float>(lines(words, width, which, weight).size()) * type(which).line;
}

void Surface::text(std::string_view id, Point at, std::string_view words, const TextStyle& style)
{
    const float width = text_width(words, style.type, style.weight, false);
    const float x = start_of(style.align, at.x, 0, width);
    run({x, at.y}, words, style.type, style.weight, style.colour);
    tree_.add({.id = std::string(id),
               .role = style.role,
               .name = std::string(words),
               .rect = {x, at.y, width, type(style.type).line}});
}

void Surface::decorative(Point at, std::string_view words, const TextStyle& style)
{
    const float width = text_width(words, style.type, style.weight, false);
    run({start_of(style.align, at.x, 0, width), at.y}, words, style.type, style.weight, style.colour);
}

float Surface::paragraph(std::string_view id, Rect where, std::string_view words, const TextStyle& style, int max_lines)
{
    const float line = type(style.type).line;
    const auto all = lines(words, where.w, style.type, style.weight);
    const std::size_t most = max_lines > 0 ? static_cast<std::size_t>(max_lines) : all.size();
    float y = where.y;
    for (std::size_t at = 0; at < std::min(all.size(), most); ++at, y += line) {
        Line shown = all[at];
        if (at + 1 == most && all.size() > most) {
            // A cut line always says that it was cut, even when its own words would fit.
            shown.ordered = shown.from_right ? std::string(ellipsis) + std::string(shown.words())
                                             : shortened(std::string(shown.words()) + std::string(ellipsis), where.w,
                                                         style.type, style.weight);
        }
        // What is read from the right begins at the right.
        const Align align = shown.from_right && style.align == Align::left ? Align::right : style.align;
        const float width = width_of(shown, style.type, style.weight);
        put_down({start_of(align, where.x, where.w, width), y}, shown.words(), style.type, style.weight, style.colour);
    }
    const float height = y - where.y;
    if (!id.empty())
        tree_.add({.id = std::string(id),
                   .role = style.role,
                   .name = std::string(words),
                   .rect = {where.x, where.y, where.w, height}});
    return height;
}

void Surface::describe(Node node)
{
    tree_.add(std::move(node));
}

} // namespace rapport::shell
