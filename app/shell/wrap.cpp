#include "app/shell/wrap.h"

#include "app/shell/utf8.h"

namespace rapport::shell {
namespace {

bool is_space(char32_t point)
{
    return point == U' ' || point == U'\t';
}

/// CJK radicals and later up to Hangul, and full-width forms: each character may start a line.
bool is_ideograph(char32_t point)
{
    return (point >= 0x2E80 && point <= 0xD7A3) || (point >= 0xF900 && point <= 0xFAFF) || point >= 0xFF00;
}

bool cuts_after(char32_t point)
{
    return point == U'-' || point == 0x2013 || point == 0x2014 || is_ideograph(point);
}

/// Signs that close what stands before them: no line begins with one.
bool closes(char32_t point)
{
    static constexpr std::u32string_view signs = U"，。！？：；、）」』》〉】”’…%,.!?:;)";
    return signs.find(point) != std::u32string_view::npos;
}

std::string_view without_end_spaces(std::string_view line)
{
    while (!line.empty() && is_space(static_cast<unsigned char>(line.back())))
        line.remove_suffix(1);
    return line;
}

} // namespace

std::vector<std::string_view> wrap(std::string_view text, float width, const Advance& advance)
{
    std::vector<std::string_view> lines;
    std::size_t start = 0;
    std::size_t cut = 0;   // where the line may end; `start` when nowhere yet
    float used = 0;        // pixels from start to here
    float used_to_cut = 0; // pixels from start to the first character after the cut

    std::size_t here = 0;
    while (here < text.size()) {
        const auto [point, bytes] = utf8::decode(text, here);
        if (point == U'\n') {
            lines.push_back(without_end_spaces(text.substr(start, here - start)));
            start = cut = here = here + bytes;
            used = used_to_cut = 0;
            continue;
        }
        const float wide = advance(point);
        // A space may hang over the edge: it is dropped when the line ends there.
        if (!is_space(point) && used + wide > width && here > start) {
            const std::size_t end = cut > start ? cut : here;
            lines.push_back(without_end_spaces(text.substr(start, end - start)));
            used = cut > start ? used - used_to_cut : 0;
            start = cut = end;
            used_to_cut = 0;
            continue;
        }
        used += wide;
        here += bytes;
        const bool may_cut = cuts_after(point) && (here == text.size() || !closes(utf8::decode(text, here).point));
        if (is_space(point) || may_cut) {
            cut = here;
            used_to_cut = used;
        }
    }
    lines.push_back(without_end_spaces(text.substr(start)));
    return lines;
}

} // namespace rapport::shell
