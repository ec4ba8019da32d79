#include "app/desk/about_screen.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "app/desk/pieces.h"
#include "app/desk/setup_frame.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk {

using shell::Rect;
using shell::Ui;
using strings::say;

namespace {

constexpr float card_heading = 40;
constexpr float line_gap = 8;
constexpr float library_pitch = 32;

struct AboutLine {
    std::string_view id;
    std::string words;
};

/// The commit is whole: it is what somebody reads out who asks for help.
std::vector<AboutLine> lines_of(const AboutView& view)
{
    std::vector<AboutLine> lines;
    const auto fact = [&](std::string_view id, std::string_view key, const std::string& value) {
        if (!value.empty()) lines.push_back({id, say(key, {{"it", value}})});
    };
    fact("about.version", "desk.about.version", view.version);
    fact("about.commit", "desk.about.commit", view.commit);
    fact("about.compiler", "desk.about.compiler", view.compiler);
    lines.push_back({"about.licence", std::string(say("desk.about.licence"))});
    lines.push_back({"about.linked", std::string(say("desk.about.linked"))});
    lines.push_back({"about.terms", std::string(say("desk.about.terms"))});
    return lines;
}

/// Gives back the height of the card, like the next one.
float draw_program(Ui& ui, const AboutView& view, Rect place)
{
    const float inner = place.w - 2 * margin;
    const shell::TextStyle style = body(ui);
    const std::vector<AboutLine> lines = lines_of(view);
    float height = margin + card_heading + margin - line_gap;
    for (const AboutLine& line : lines)
        height += ui.paragraph_height(line.words, inner, style.type, style.weight) + line_gap;
    card(ui, {place.x, place.y, place.w, height});
    const float x = place.x + margin;
    float y = place.y + margin;
    ui.text("about.title", {x, y}, say("desk.about.title"), section(ui));
    y += card_heading;
    for (const AboutLine& line : lines)
        y += ui.paragraph(line.id, {x, y, inner, 0}, line.words, style) + line_gap;
    return height;
}

float draw_libraries(Ui& ui, const AboutView& view, Rect place)
{
    if (view.libraries.empty()) return 0;
    const float height =
        margin + card_heading + library_pitch * static_cast<float>(view.libraries.size()) + margin - line_gap;
    card(ui, {place.x, place.y, place.w, height});
    const float x = place.x + margin;
    float y = place.y + margin;
    ui.text("about.libraries", {x, y}, say("desk.about.libraries"), section(ui));
    y += card_heading;
    for (std::size_t n = 0; n < view.libraries.size(); ++n) {
        const std::string id = fmt::format("about.library.{}", n);
        ui.text(id, {x, y}, view.libraries[n].name, body(ui));
        text_ending(ui, id + ".version", place.right() - margin, y, version_words(view.libraries[n]), second(ui));
        y += library_pitch;
    }
    return height;
}

} // namespace

std::string version_words(const Library& library)
{
    if (library.runs.empty()) return library.built.empty() ? std::string(say("desk.about.untold")) : library.built;
    if (library.built.empty() || library.built == library.runs) return library.runs;
    return say("desk.about.built_with", {{"runs", library.runs}, {"built", library.built}});
}

std::optional<Intent> draw_about(Ui& ui, const AboutView& view, AboutState& state, vault::Role role)
{
    std::optional<Intent> intent;
    const float first =
        (role == vault::Role::researcher ? bar_height + margin
                                         : draw_setup_heading(ui, Page::about, role == vault::Role::admin, intent)) -
        line_gap;
    const Rect window = ui.window();
    const float y = first + line_gap -
                    ui.begin_scroll("about.scroll", {0, first, window.w, window.h - first}, state.content_height);
    const float width = window.w - 2 * margin;
    if (window.w >= two_column_width) {
        const float column = std::floor((width - column_gap) / 2);
        const float left = draw_program(ui, view, {margin, y, column, 0});
        const float right = draw_libraries(ui, view, {margin + column + column_gap, y, column, 0});
        state.content_height = line_gap + std::max(left, right) + margin;
    } else {
        const float upper = draw_program(ui, view, {margin, y, width, 0});
        const float lower = draw_libraries(ui, view, {margin, y + upper + card_gap, width, 0});
        state.content_height = line_gap + upper + card_gap + lower + margin;
    }
    ui.end_scroll();
    return intent;
}

} // namespace rapport::desk
