#include "app/shell/bidi.h"

#include <algorithm>
#include <iterator>

#include <fribidi.h>

#include "app/shell/utf8.h"

namespace rapport::shell::bidi {
namespace {

std::uint32_t number(char32_t point)
{
    return static_cast<std::uint32_t>(point);
}

FriBidiStrIndex length(std::size_t of)
{
    return static_cast<FriBidiStrIndex>(of);
}

void write(Paragraph& paragraph)
{
    paragraph.joined.clear();
    paragraph.offsets.clear();
    for (const std::uint32_t point : paragraph.points) {
        paragraph.offsets.push_back(paragraph.joined.size());
        paragraph.joined += utf8::encode(point).view();
    }
    paragraph.offsets.push_back(paragraph.joined.size());
}

} // namespace

bool runs_right_to_left(std::string_view words)
{
    // Hebrew, the first such script, begins at U+0590, two bytes from 0xD6 on: Latin, Greek and Cyrillic are passed
    // over.
    for (std::size_t at = 0; at < words.size();) {
        const auto first = static_cast<unsigned char>(words[at]);
        if (first < 0xD6) {
            at += first < 0xC0 ? 1 : 2;
            continue;
        }
        const auto [point, bytes] = utf8::decode(words, at);
        at += bytes;
        if ((point >= 0x590 && point <= 0x8FF) || (point >= 0x200E && point <= 0x200F) ||
            (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069) ||
            (point >= 0xFB1D && point <= 0xFDFF) || (point >= 0xFE70 && point <= 0xFEFE) ||
            (point >= 0x10800 && point <= 0x10FFF) || (point >= 0x1E800 && point <= 0x1EFFF))
            return true;
    }
    return false;
}

bool is_invisible(char32_t point)
{
    return (point >= 0x200B && point <= 0x200F) || (point >= 0x202A && point <= 0x202E) ||
           (point >= 0x2060 && point <= 0x2069) || point == 0xFEFF || point == 0xAD || point == 0x61C ||
           (point >= 0xFE00 && point <= 0xFE0F);
}

Paragraph lay_out(std::string_view words)
{
    Paragraph paragraph;
    for (std::size_t at = 0; at < words.size();) {
        const auto [point, bytes] = utf8::decode(words, at);
        paragraph.points.push_back(number(point));
        at += bytes;
    }
    const std::size_t count = paragraph.points.size();
    paragraph.levels.assign(count, 0);
    paragraph.types.assign(count, 0);
    std::vector<FriBidiBracketType> brackets(count);
    std::vector<FriBidiJoiningType> joins(count);
    fribidi_get_bidi_types(paragraph.points.data(), length(count), paragraph.types.data());
    fribidi_get_bracket_types(paragraph.points.data(), length(count), paragraph.types.data(), brackets.data());
    FriBidiParType base = FRIBIDI_PAR_ON;
    const bool known = fribidi_get_par_embedding_levels_ex(paragraph.types.data(), brackets.data(), length(count),
                                                           &base, paragraph.levels.data()) != 0;
    paragraph.right_to_left = known && FRIBIDI_IS_RTL(base);
    if (known) {
        fribidi_get_joining_types(paragraph.points.data(), length(count), joins.data());
        fribidi_join_arabic(paragraph.types.data(), length(count), paragraph.levels.data(), joins.data());
        // Mirroring waits for the line, letters do not.
        fribidi_shape(FRIBIDI_FLAG_SHAPE_ARAB_PRES | FRIBIDI_FLAG_SHAPE_ARAB_LIGA, paragraph.levels.data(),
                      length(count), joins.data(), paragraph.points.data());
    }
    write(paragraph);
    return paragraph;
}

std::string line(const Paragraph& paragraph, std::size_t from, std::size_t to)
{
    const auto place = [&](std::size_t offset) {
        return std::distance(paragraph.offsets.begin(),
                             std::lower_bound(paragraph.offsets.begin(), paragraph.offsets.end(), offset));
    };
    const auto begin = place(from);
    const auto end = std::min<std::ptrdiff_t>(place(to), static_cast<std::ptrdiff_t>(paragraph.points.size()));
    if (end <= begin) return {};
    std::vector<FriBidiChar> points(paragraph.points.begin() + begin, paragraph.points.begin() + end);
    std::vector<FriBidiLevel> levels(paragraph.levels.begin() + begin, paragraph.levels.begin() + end);
    fribidi_shape_mirroring(levels.data(), length(points.size()), points.data());
    const FriBidiParType base = paragraph.right_to_left ? FRIBIDI_PAR_RTL : FRIBIDI_PAR_LTR;
    const FriBidiLevel highest =
        fribidi_reorder_line(FRIBIDI_FLAG_REORDER_NSM, paragraph.types.data() + begin, length(points.size()), 0, base,
                             levels.data(), points.data(), nullptr);
    // 0: it had no memory for it. The order of reading is better than no words.
    if (highest == 0) return paragraph.joined.substr(from, to - from);
    std::string drawn;
    for (const FriBidiChar point : points)
        if (!is_invisible(point)) drawn += utf8::encode(point).view();
    return drawn;
}

std::string line(std::string_view words)
{
    const Paragraph paragraph = lay_out(words);
    return line(paragraph, 0, paragraph.joined.size());
}

} // namespace rapport::shell::bidi
