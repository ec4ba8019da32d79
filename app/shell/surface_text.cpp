#include <algorithm>
#include <cmath>

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

std::vector<std::string_view> Surface::lines(std::string_view words, float width, Type which, Weight weight) const
{
    const float px = type(which).px;
    // Half a pixel of grace, so that a width measured and handed back holds the words it was measured for.
    return wrap(words, width + 0.5F, [&](char32_t point) { return faces_->advance(weight, px, point); });
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
        std::string cut;
        std::string_view shown = all[at];
        if (at + 1 == most && all.size() > most) {
            // A cut line always says that it was cut, even when its own words would fit.
            cut = shortened(std::string(shown) + std::string(ellipsis), where.w, style.type, style.weight);
            shown = cut;
        }
        const float width = text_width(shown, style.type, style.weight, false);
        run({start_of(style.align, where.x, where.w, width), y}, shown, style.type, style.weight, style.colour);
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
