#include "tests/kiosk/soundness.h"

#include <algorithm>
#include <cmath>

#include "app/shell/patient_target.h"

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

/// Whether a line is whole words of what is said: it begins and ends where they do.
bool is_whole_words(const std::string& line, const std::string& said)
{
    for (std::size_t at = said.find(line); at != std::string::npos; at = said.find(line, at + 1)) {
        const std::size_t end = at + line.size();
        const auto between = [&](std::size_t edge) { return said[edge] == ' ' || said[edge - 1] == '-'; };
        if ((at == 0 || said[at - 1] == ' ' || between(at)) && (end == said.size() || between(end))) return true;
    }
    return false;
}

/// Answers are read at a glance: no word of one is cut in two.
void check_answers(const Stage& stage, const std::vector<DrawnWords>& words, const std::vector<Pressable>& targets,
                   std::string& out)
{
    for (const Pressable& target : targets) {
        const Node* node = stage.tree().by_id(target.id);
        if (node == nullptr || node->role != Role::radio) continue;
        const bool spaced = std::ranges::all_of(node->name, [](char each) { return each >= 0; });
        if (!spaced) continue; // Chinese has no spaces to break at
        for (const DrawnWords& line : words) {
            const Rect seen = cut(ink(line), line.clip);
            if (seen.h > 0 && inside(target.seen, seen) && !is_whole_words(line.words, node->name))
                out += "a word is cut: " + node->id + " \"" + line.words + "\"" + place(line.where) + '\n';
        }
    }
}

/// "7/20"
bool is_fraction(const std::string& words)
{
    const auto digit = [](char each) { return each >= '0' && each <= '9'; };
    return std::ranges::count(words, '/') == 1 && digit(words.front()) && digit(words.back()) &&
           std::ranges::all_of(words, [&](char each) { return digit(each) || each == '/'; });
}

/// Where a person is among the questions can be read.
void check_progress(const Stage& stage, const std::vector<DrawnWords>& words, std::string& out)
{
    const Node* node = stage.tree().by_id("progress");
    if (node == nullptr) return;
    constexpr float least = 120;
    if (node->rect.w < least) out += "no room for the progress" + place(node->rect) + '\n';
    const bool read = std::ranges::any_of(words, [&](const DrawnWords& line) {
        return line.where.y < node->rect.bottom() && !line.words.empty() &&
               (node->value.starts_with(line.words) || is_fraction(line.words));
    });
    const bool page_says_it = stage.page() == "review" || stage.page() == "instructions";
    if (!read && !page_says_it) out += "the progress is not written" + place(node->rect) + '\n';
}

void check_targets(const Stage& stage, const std::vector<Pressable>& targets, std::string& out)
{
    const float least = stage.harness->ui().patient_target();
    for (std::size_t i = 0; i < targets.size(); ++i) {
        if (!is_target(stage, targets[i].id)) continue;
        const Rect whole = stage.tree().by_id(targets[i].id)->rect;
        // The answers' height gives way on a small display before some would have to be scrolled to.
        const float height = targets[i].id.starts_with("option.") ? shell::least_patient_target : least;
        if (whole.h < height || whole.w < least) out += "too small: " + targets[i].id + place(whole) + '\n';
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
    check_answers(stage, stage.harness->words(), targets, out);
    check_progress(stage, stage.harness->words(), out);
    check_colours(stage, stage.harness->words(), out);
    return out;
}

} // namespace rapport::kiosk::test
