// Draws every control in every state and all three themes into one picture, from the real widgets in a real window:
// each state is brought about by real input, and the control it shows is cut out of that frame. Usage: shell_gallery
// OUT.png
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

#include "app/shell/gl_window.h"
#include "app/shell/picture.h"
#include "app/shell/strings/strings.h"

namespace {

using namespace rapport;
using namespace rapport::shell;

constexpr int width = 480;
constexpr int height = 992;
constexpr float left = 32;
constexpr float room = 416;
constexpr std::array<float, 5> columns = {32, 115, 198, 282, 366};
constexpr std::array<const char*, 5> states = {"rest", "hover", "pressed", "focus", "disabled"};
constexpr std::array<const char*, 4> cards = {"rest", "pressed", "focus", "chosen"};
constexpr std::array<float, 4> card_tops = {64, 144, 232, 320};

struct Gallery {
    std::string title;
    TextEdit empty, number{.text = "214 ", .caret = 4}, fixed{.text = "R. Adeyemi", .caret = 0},
        wrong{.text = "Heron 21", .caret = 8};
    std::string turn = "1";

    void caption(Ui& ui, Point at, std::string_view words, Align align = Align::left) const
    {
        ui.decorative(at, words, {.type = Type::staff_small, .colour = ui.theme().ink3, .align = align});
    }

    void options(Ui& ui)
    {
        for (std::size_t at = 0; at < cards.size(); ++at) {
            const bool chosen = at == 3;
            const Rect where{left, card_tops[at], room, 72};
            ui.option_card(std::string("card.") + cards[at], where, "Option", chosen, "g", static_cast<int>(at) + 1, 4);
            // Captions stand on the pressed tint and the accent, where only ink2 and on_accent are allowed.
            const Colour colour = chosen ? ui.theme().on_accent : at == 1 ? ui.theme().ink2 : ui.theme().ink3;
            ui.decorative({where.right() - 26, where.y + 26}, cards[at],
                          {.type = Type::staff_small, .colour = colour, .align = Align::right});
        }
    }

    void buttons(Ui& ui)
    {
        for (std::size_t at = 0; at < states.size(); ++at) {
            const bool enabled = at != 4;
            ui.button(std::string("write.") + states[at], {columns[at], 416, 72, 44}, "Write",
                      {.kind = ButtonKind::filled, .enabled = enabled});
            ui.button(std::string("open.") + states[at], {columns[at], 500, 71, 44}, "Open", {.enabled = enabled});
            caption(ui, {columns[at] + 36, 464}, states[at], Align::centre);
            caption(ui, {columns[at] + 36, 548}, states[at], Align::centre);
        }
    }

    void fields(Ui& ui)
    {
        caption(ui, {left, 584}, "empty");
        ui.text_field("field.empty", {left, 608, 202, 44}, empty, {.placeholder = "Find a person"});
        caption(ui, {246, 584}, "focus");
        ui.text_field("field.focus", {246, 608, 202, 44}, number, {});
        caption(ui, {left, 668}, "read only");
        ui.text_field("field.fixed", {left, 692, 202, 44}, fixed, {.read_only = true});
        caption(ui, {246, 668}, "error");
        ui.text_field("field.wrong", {246, 692, 202, 44}, wrong, {.error = "No person has this code."});
    }

    void marks(Ui& ui)
    {
        const Theme& t = ui.theme();
        ui.check_box("box.off", {left, 776, 24, 24}, "", false);
        caption(ui, {64, 778}, "off");
        ui.check_box("box.on", {105, 776, 24, 24}, "", true);
        caption(ui, {137, 778}, "on");
        ui.check_box("box.focus", {177, 776, 24, 24}, "", false);
        caption(ui, {209, 778}, "focus");
        ui.icon(Icon::alert, {278, 788}, 24, t.alert);
        caption(ui, {298, 778}, "alert");
        ui.icon(Icon::flag, {360, 788}, 20, t.alert);
        caption(ui, {378, 778}, "flag");
        for (std::size_t answer = 0; answer < 5; ++answer) {
            const Rect cell{left + 84 * static_cast<float>(answer), 816, 80, 32};
            ui.fill(cell, t.heat[answer], 3);
            if (answer == 0 || t.name == ThemeName::high_contrast) ui.outline(cell, t.line, 1, 3);
            ui.decorative({cell.centre().x, cell.y + 4}, std::to_string(answer),
                          {.colour = t.heat_ink[answer], .align = Align::centre, .tabular = true});
        }
    }

    void charts(Ui& ui)
    {
        const Theme& t = ui.theme();
        const std::array first = {Point{36, 892}, Point{92, 876}, Point{152, 882}};
        ui.polyline(first, t.series_1, 2.5F);
        for (const Point& point : first)
            ui.circle(point, 5, t.series_1);
        ui.circle_outline({192, 888}, 7, t.series_1, 2);
        const std::array second = {Point{252, 876}, Point{310, 880}, Point{398, 890}};
        ui.polyline(second, t.series_2, 2, 6, 4);
        ui.fill({393, 885, 10, 10}, t.series_2);
        const Rect change{left, 912, room, 24};
        ui.fill(change, t.band_change);
        ui.line({change.x, change.y}, {change.right(), change.y}, t.band_change_edge, 1, 4, 4);
        ui.line({change.x, change.bottom()}, {change.right(), change.bottom()}, t.band_change_edge, 1, 4, 4);
        ui.decorative({left + 8, 914}, "change band", {.type = Type::staff_small, .colour = t.ink});
        const Rect cut{left, 944, room, 24};
        ui.fill(cut, t.band_cut);
        ui.line({cut.x, cut.y}, {cut.right(), cut.y}, t.band_cut_edge);
        ui.line({cut.x, cut.bottom()}, {cut.right(), cut.bottom()}, t.band_cut_edge);
        ui.decorative({left + 8, 946}, "cut-off band", {.type = Type::staff_small, .colour = t.ink});
    }

    void frame(Ui& ui)
    {
        ui.page(turn, title, "none");
        ui.text(
            "title", {left, 24}, title,
            {.type = Type::staff_section, .weight = Weight::semibold, .colour = ui.theme().ink, .role = Role::heading});
        options(ui);
        buttons(ui);
        fields(ui);
        marks(ui);
        charts(ui);
    }
};

/// Two surfaces one after the other would share no state, but hover is off where patient types stand: so the staff
/// states are taken from a frame without the option cards.
class StaffOnly {
public:
    explicit StaffOnly(Gallery& gallery) : gallery_(gallery) {}
    void frame(Ui& ui)
    {
        ui.page("staff" + gallery_.turn, gallery_.title, "none");
        gallery_.buttons(ui);
    }

private:
    Gallery& gallery_;
};

using Picture = std::vector<std::uint8_t>;

void cut_out(const Picture& from, Picture& to, Rect where)
{
    const auto clamp = [](float value, int most) {
        return static_cast<std::size_t>(std::clamp(value, 0.0F, static_cast<float>(most)));
    };
    for (std::size_t y = clamp(where.y, height); y < clamp(where.bottom(), height); ++y)
        for (std::size_t at = (y * width + clamp(where.x, width)) * 3;
             at < (y * width + clamp(where.right(), width)) * 3; ++at)
            to[at] = from[at];
}

template <class Draw>
Picture shown(GlWindow& window, Surface& surface, Draw& draw)
{
    for (int at = 0; at < 8; ++at) {
        if (surface.atlas().wants_bake()) window.bake();
        surface.begin_frame(0, width, height);
        draw.frame(surface);
        surface.end_frame();
    }
    surface.mark_shown();
    return window.read_back();
}

/// Every control of one theme, each in its state.
Picture theme_picture(GlWindow& window, ThemeName name, const char* title)
{
    using enum InputEvent::Kind;
    auto faces = Faces::open();
    Surface surface(*faces, GlyphAtlas::Baking::on, name);
    window.attach(surface);
    Gallery gallery;
    gallery.title = title;
    StaffOnly staff(gallery);
    Picture picture = shown(window, surface, gallery);
    const auto centre = [&](const std::string& id) { return surface.tree().by_id(id)->rect.centre(); };
    const auto take = [&](auto& draw, const std::string& id) {
        const Rect where = surface.tree().by_id(id)->rect.inset(-7);
        cut_out(shown(window, surface, draw), picture, where);
    };
    const auto press_and_let_go = [&](auto& draw, const std::string& id) {
        const Point at = centre(id);
        surface.input().push({.kind = press, .at = at});
        shown(window, surface, draw);
        take(draw, id);
        surface.input().push({.kind = release, .at = {1, 1}});
        shown(window, surface, draw);
    };
    press_and_let_go(gallery, "card.pressed");
    for (const char* id : {"card.focus", "write.focus", "open.focus", "field.focus", "box.focus"}) {
        surface.focus(id);
        surface.input().push({.kind = key_down, .key = Key::page_up});
        shown(window, surface, gallery);
        take(gallery, id);
    }
    shown(window, surface, staff);
    for (const char* id : {"write.pressed", "open.pressed"})
        press_and_let_go(staff, id);
    for (const char* id : {"write.hover", "open.hover"}) {
        surface.input().push({.kind = move, .at = centre(id)});
        shown(window, surface, staff);
        take(staff, id);
    }
    window.detach();
    return picture;
}

} // namespace

int main(int count, char** words)
{
    if (count != 2) return std::puts("usage: shell_gallery OUT.png"), 2;
    auto window = GlWindow::open({.width = width, .height = height});
    if (!window) return std::puts(strings::explain(window.error()).c_str()), 1;
    (*window)->resize(width, height);
    const std::array<std::pair<ThemeName, const char*>, 3> themes = {
        {{ThemeName::light, "Light"}, {ThemeName::dark, "Dark"}, {ThemeName::high_contrast, "High contrast"}}};
    Picture whole(static_cast<std::size_t>(3 * width * height * 3));
    for (std::size_t column = 0; column < themes.size(); ++column) {
        const Picture one = theme_picture(**window, themes[column].first, themes[column].second);
        for (std::size_t y = 0; y < height; ++y)
            std::copy_n(one.begin() + static_cast<std::ptrdiff_t>(y * width * 3), width * 3,
                        whole.begin() + static_cast<std::ptrdiff_t>((y * 3 + column) * width * 3));
    }
    const Status written = write_picture(words[1], 3 * width, height, whole);
    if (!written) return std::puts(strings::explain(written.error()).c_str()), 1;
    return 0;
}
