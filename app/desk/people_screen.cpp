#include "app/desk/people_screen.h"

#include <fmt/format.h>

#include "app/desk/pieces.h"
#include "app/desk/words.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk {

using shell::Rect;
using shell::Ui;
using strings::say;

namespace {

constexpr float head_height = 36;
constexpr float row_wide = 48;
constexpr float row_narrow = 76;

/// Left edges of the columns as shares of the card's width.
struct Columns {
    float age, sex, therapist, standing, last;
};
constexpr Columns shares{0.15F, 0.23F, 0.33F, 0.48F, 0.84F};

std::string standing_words(const Sentence& standing)
{
    return standing.change.empty() ? standing.score : standing.score + ", " + standing.change;
}

std::string spoken(const PersonLine& line)
{
    std::vector<std::string> words{line.who};
    if (!line.age.empty()) words.push_back(strings::say("desk.people.age_said", {{"n", line.age}}));
    words.push_back(line.sex);
    if (!line.therapist.empty()) words.push_back(line.therapist);
    if (!line.standing.score.empty()) words.push_back(standing_words(line.standing));
    if (!line.last_visit.empty()) words.push_back(strings::say("desk.people.last_said", {{"day", line.last_visit}}));
    return joined(words, ", ");
}

void draw_head(Ui& ui, Rect where)
{
    ui.fill(where, ui.theme().sunken, 8);
    shell::TextStyle style = small(ui);
    style.weight = shell::Weight::semibold;
    style.colour = ui.theme().ink;
    const float y = where.y + 8;
    const auto cell = [&](std::string_view id, float share, std::string_view words) {
        ui.text(id, {where.x + where.w * share + 16, y}, words, style);
    };
    cell("people.head.name", 0, say("desk.people.name"));
    cell("people.head.age", shares.age, say("desk.people.age"));
    cell("people.head.sex", shares.sex, say("desk.people.sex"));
    cell("people.head.therapist", shares.therapist, say("desk.people.therapist"));
    cell("people.head.standing", shares.standing, say("desk.people.standing"));
    cell("people.head.last", shares.last, say("desk.people.last"));
}

void draw_wide(Ui& ui, const PersonLine& line, Rect where)
{
    const float y = where.y + 12;
    const auto at = [&](float share) { return shell::Point{where.x + where.w * share + 16, y}; };
    shell::TextStyle figures = second(ui);
    figures.tabular = true;
    ui.decorative(at(0), line.who, body(ui, shell::Weight::semibold));
    ui.decorative(at(shares.age), line.age, figures);
    ui.decorative(at(shares.sex), line.sex, second(ui));
    ui.decorative(at(shares.therapist), line.therapist, second(ui));
    ui.decorative(at(shares.standing), standing_words(line.standing), body(ui));
    ui.decorative(at(shares.last), line.last_visit, second(ui));
    ui.icon(shell::Icon::chevron_right, {where.right() - 24, where.y + where.h / 2}, 20, ui.theme().ink2);
}

void draw_narrow(Ui& ui, const PersonLine& line, Rect where)
{
    const float x = where.x + 16;
    ui.decorative({x, where.y + 8}, line.who, body(ui, shell::Weight::semibold));
    decorative_ending(ui, where.right() - 48, where.y + 10, line.last_visit, caption(ui));
    const std::string standing = standing_words(line.standing);
    ui.decorative({x, where.y + 30}, standing.empty() ? say("desk.people.no_answers") : standing, body(ui));
    ui.decorative({x, where.y + 52}, joined({line.age, line.sex, line.therapist}, ", "), small(ui));
    ui.icon(shell::Icon::chevron_right, {where.right() - 24, where.y + where.h / 2}, 20, ui.theme().ink2);
}

void draw_heading(Ui& ui, const PeopleView& view, std::optional<Intent>& intent)
{
    const float top = bar_height + 24;
    const shell::TextStyle style = title(ui);
    ui.text("people.title", {margin, top}, say("desk.people"), style);
    const std::string count =
        view.search.empty() ? count_words("desk.people.count", view.all) : count_words("desk.people.found", view.all);
    ui.text("people.count", {margin + ui.text_width(say("desk.people"), style.type, style.weight) + 16, top + 7}, count,
            second(ui));
    shell::ButtonStyle add;
    add.kind = shell::ButtonKind::filled;
    add.icon_before = shell::Icon::plus;
    const float width = ui.button_width(say("desk.people.add"), add);
    if (ui.button("people.add", {ui.window().w - margin - width, top - 6, width, control_height},
                  say("desk.people.add"), add))
        intent = PageWanted{Page::add_person};
}

} // namespace

std::optional<Intent> draw_people(Ui& ui, const PeopleView& view, PeopleState& state)
{
    std::optional<Intent> intent;
    const Rect window = ui.window();
    draw_heading(ui, view, intent);

    const float top = bar_height + 84;
    if (view.lines.empty()) {
        ui.text("people.none", {margin, top}, say(view.search.empty() ? "desk.people.none" : "desk.people.none_found"),
                second(ui));
        return intent;
    }
    const bool wide = window.w >= two_column_width;
    const float row = wide ? row_wide : row_narrow;
    const float list_height = row * static_cast<float>(view.lines.size());
    const float head = wide ? head_height + 8 : 0;
    const float room = window.h - top - margin;
    const Rect whole{margin, top, window.w - 2 * margin, std::min(head + list_height + 16, room)};
    card(ui, whole);
    if (wide) draw_head(ui, {whole.x + 8, whole.y + 8, whole.w - 16, head_height});

    const Rect list{whole.x, whole.y + 8 + head, whole.w, whole.h - head - 16};
    const float offset = ui.begin_scroll("people.scroll", list, state.content_height);
    for (std::size_t n = 0; n < view.lines.size(); ++n) {
        const Rect where{list.x + 8, list.y + row * static_cast<float>(n) - offset, list.w - 16, row};
        // A clinic may hold ten thousand people. Two rows beyond the edge stay, so that the arrow keys can walk on.
        if (where.bottom() < list.y - 2 * row || where.y > list.bottom() + 2 * row) continue;
        const PersonLine& line = view.lines[n];
        if (n > 0) ui.line({where.x, where.y}, {where.right(), where.y}, ui.theme().line, 1);
        if (ui.area(fmt::format("person_row.{}", n), where, spoken(line), shell::Role::row, 8))
            intent = PersonWanted{line.person};
        if (wide)
            draw_wide(ui, line, where);
        else
            draw_narrow(ui, line, where);
    }
    ui.end_scroll();
    state.content_height = list_height;
    // The rows below are read before anybody gets to them.
    if (view.more && !intent && offset + list.h + 20 * row > list_height) intent = PeopleMoreWanted{};
    return intent;
}

} // namespace rapport::desk
