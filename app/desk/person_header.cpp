#include <algorithm>

#include "app/desk/person_cards.h"
#include "app/desk/person_draw.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk::person {

using namespace shell;
using strings::say;

namespace {

constexpr float top = 64; ///< the row's, below the top bar
constexpr float row = 64;
constexpr float second_row = 32;
constexpr float acts_row = 52; ///< where the window is too narrow for them beside the name
constexpr float margin = 24;
constexpr float name_at = 68;
constexpr float between_facts = 24;

ButtonStyle hand_over_style()
{
    ButtonStyle style;
    style.kind = ButtonKind::filled;
    style.icon_before = Icon::tablet;
    return style;
}

float facts_width(const Ui& ui, const PersonView& view)
{
    float width = 0;
    for (const std::string& fact : view.facts)
        width += ui.text_width(fact, Type::staff_body, Weight::regular, true) + between_facts;
    return width;
}

float name_right(const Ui& ui, const PersonView& view)
{
    return name_at + ui.text_width(view.pseudonym, Type::staff_title, Weight::semibold, true);
}

float button_left(const Ui& ui)
{
    return ui.window().w - margin - ui.button_width(say("desk.person.hand_over"), hand_over_style());
}

struct Act {
    std::string_view id;
    std::string_view key;
    Icon icon = Icon::none;
    PersonIntent intent;
};

/// Beside handing over, from the right.
std::vector<Act> acts()
{
    return {{"person.mend", "desk.person.mend", Icon::none, OpenMend{}},
            {"person.summary", "desk.person.summary", Icon::none, OpenJournal{true}},
            {"person.event", "desk.person.event_add", Icon::plus, OpenJournal{false}},
            {"person.care", "desk.person.care", Icon::none, OpenCare{}}};
}

ButtonStyle act_style(const Act& one)
{
    ButtonStyle style;
    style.icon_before = one.icon;
    return style;
}

float acts_width(const Ui& ui)
{
    float width = 0;
    for (const Act& one : acts())
        width += ui.button_width(say(one.key), act_style(one)) + 8;
    return width;
}

bool acts_beside(const Ui& ui, const PersonView& view)
{
    return name_right(ui, view) + between_facts <= button_left(ui) - acts_width(ui);
}

bool one_row(const Ui& ui, const PersonView& view)
{
    const float right = button_left(ui) - (acts_beside(ui, view) ? acts_width(ui) : 0);
    return name_right(ui, view) + facts_width(ui, view) + between_facts <= right;
}

} // namespace

float header_height(const Ui& ui, const PersonView& view)
{
    return top + row + (acts_beside(ui, view) ? 0 : acts_row) + (one_row(ui, view) ? 0 : second_row);
}

std::optional<PersonIntent> draw_header(Ui& ui, const PersonView& view)
{
    std::optional<PersonIntent> intent;
    const Theme& theme = ui.theme();
    const float middle = top + row / 2;
    const Rect back{12, middle - 22, 44, 44};
    if (ui.area("person.back", back, say("desk.person.back"), Role::button, 8)) intent = WentBackToList{};
    ui.icon(Icon::back, back.centre(), 20, theme.ink2);
    put(ui, "person.name", {name_at, middle}, view.pseudonym,
        {Type::staff_title, Weight::semibold, theme.ink, Align::left, Role::heading});

    const bool beside = one_row(ui, view);
    float x = beside ? name_right(ui, view) + between_facts : name_at;
    const bool acts_below = !acts_beside(ui, view);
    const float y = beside ? middle + 1 : middle + row / 2 + 8 + (acts_below ? acts_row : 0);
    for (std::size_t i = 0; i < view.facts.size(); ++i)
        x += put(ui, "person.fact." + std::to_string(i), {x, y}, view.facts[i],
                 {Type::staff_body, Weight::regular, theme.ink2, Align::left, Role::text}) +
             between_facts;

    float x_of_act = acts_below ? name_at : button_left(ui) - acts_width(ui);
    const float y_of_acts = acts_below ? top + row : middle - 22;
    const auto others = acts();
    for (auto one = others.rbegin(); one != others.rend(); ++one) {
        const ButtonStyle style = act_style(*one);
        const Rect place{x_of_act, y_of_acts, ui.button_width(say(one->key), style), 44};
        if (ui.button(one->id, place, say(one->key), style)) intent = one->intent;
        x_of_act = place.right() + 8;
    }
    const float left = button_left(ui);
    const Rect button{left, middle - 22, ui.window().w - margin - left, 44};
    if (ui.button("person.hand_over", button, say("desk.person.hand_over"), hand_over_style()))
        intent = OpenStartSession{};
    return intent;
}

} // namespace rapport::desk::person
