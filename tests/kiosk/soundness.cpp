#include "tests/kiosk/soundness.h"

#include <algorithm>
#include <cmath>

namespace rapport::kiosk::test {

using shell::DrawnWords;
using shell::Node;
using shell::Pressable;
using shell::Rect;
using shell::Role;

namespace {

constexpr float grace = 1; // widths are not whole, places are

bool overlap(const Rect& a, const Rect& b)
{
    return a.x + grace < b.right() && b.x + grace < a.right() && a.y + grace < b.bottom() && b.y + grace < a.bottom();
}

bool inside(const Rect& outer, const Rect& inner)
{
    return inner.x >= outer.x - grace && inner.y >= outer.y - grace && inner.right() <= outer.right() + grace &&
           inner.bottom() <= outer.bottom() + grace;
}

Rect cut(const Rect& a, const Rect& b)
{
    const float x = std::max(a.x, b.x);
    const float y = std::max(a.y, b.y);
    return {x, y, std::min(a.right(), b.right()) - x, std::min(a.bottom(), b.bottom()) - y};
}

std::string place(const Rect& rect)
{
    const auto whole = [](float value) { return std::to_string(std::lround(value)); };
    return " (" + whole(rect.x) + " " + whole(rect.y) + " to " + whole(rect.right()) + " " + whole(rect.bottom()) + ")";
}

bool is_target(const Stage& stage, const std::string& id)
{
    const Node* node = stage.tree().by_id(id);
    return node != nullptr && (node->role == Role::button || node->role == Role::radio || node->role == Role::check);
}

/// The cover's whole screen is its target.
bool is_whole_screen(const std::string& id)
{
    return id == "cover.touch";
}

/// Capital letters' height above and descenders below: what is drawn of a line is less than its box.
Rect ink(const DrawnWords& line)
{
    const float spare = line.where.h * 0.12F;
    return {line.where.x, line.where.y + spare, line.where.w, line.where.h - 2 * spare};
}

void check_words(const std::vector<DrawnWords>& words, const std::vector<Pressable>& targets, const Rect& window,
                 std::string& out)
{
    for (std::size_t i = 0; i < words.size(); ++i) {
        const DrawnWords& line = words[i];
        const Rect seen = cut(ink(line), line.clip);
        if (seen.h <= 0) continue;
        if (line.where.x < line.clip.x - grace || line.where.right() > line.clip.right() + grace)
            out += "cut sideways: " + line.words + place(line.where) + '\n';
        if (!inside(window, seen)) out += "reaches out: " + line.words + place(line.where) + '\n';
        for (std::size_t j = i + 1; j < words.size(); ++j)
            if (overlap(seen, cut(ink(words[j]), words[j].clip)))
                out += "over one another: " + line.words + " and " + words[j].words + place(line.where) + '\n';
        for (const Pressable& target : targets) {
            if (is_whole_screen(target.id) || !overlap(seen, target.seen)) continue;
            const Rect within = cut(ink(line), line.clip);
            if (!inside(target.seen, within))
                out += "across the edge of " + target.id + place(target.seen) + ": " + line.words + place(line.where) +
                       '\n';
        }
    }
}

void check_targets(const Stage& stage, const std::vector<Pressable>& targets, std::string& out)
{
    for (std::size_t i = 0; i < targets.size(); ++i) {
        if (!is_target(stage, targets[i].id)) continue;
        const Rect whole = stage.tree().by_id(targets[i].id)->rect;
        if (whole.h < 72 || whole.w < 72) out += "too small: " + targets[i].id + place(whole) + '\n';
        for (std::size_t j = i + 1; j < targets.size(); ++j)
            if (!is_whole_screen(targets[i].id) && overlap(targets[i].seen, targets[j].seen))
                out += "targets over one another: " + targets[i].id + " and " + targets[j].id + '\n';
    }
}

/// The colours a patient's words may have, each with the ground it stands on (TOKENS section 1).
void check_colours(const Stage& stage, const std::vector<DrawnWords>& words, std::string& out)
{
    const auto name = static_cast<shell::ThemeName>(stage.survey().presentation().colours);
    const shell::Theme& theme = shell::theme(name);
    const bool high = name == shell::ThemeName::high_contrast;
    for (const DrawnWords& line : words) {
        const shell::Colour colour = line.colour;
        double least = 0;
        if (colour == theme.ink || colour == theme.ink2 || colour == theme.accent)
            least = std::min(shell::contrast(colour, theme.ground), shell::contrast(colour, theme.surface));
        else if (colour == theme.on_accent)
            least = shell::contrast(colour, theme.accent);
        else if (colour == theme.ground)
            least = shell::contrast(colour, theme.ink);
        else if (high && colour == theme.disabled)
            least = shell::contrast(colour, theme.ground);
        if (least < 7) out += "contrast " + std::to_string(least) + ": " + line.words + '\n';
    }
}

} // namespace

std::string unsound(const Stage& stage, int width, int height)
{
    std::string out;
    const Rect window{0, 0, static_cast<float>(width), static_cast<float>(height)};
    const std::vector<Pressable>& targets = stage.harness->pressables();
    for (const Pressable& target : targets)
        if (!inside(window, target.seen)) out += "reaches out: " + target.id + '\n';
    check_words(stage.harness->words(), targets, window, out);
    check_targets(stage, targets, out);
    check_colours(stage, stage.harness->words(), out);
    return out;
}

} // namespace rapport::kiosk::test
