#include "app/desk/top_bar.h"

#include <algorithm>

#include "app/desk/pieces.h"
#include "app/desk/setup_frame.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk {

using shell::Rect;
using shell::Type;
using shell::Ui;
using shell::Weight;

namespace {

constexpr float bar_control = 40;
constexpr float tab_gap = 40;
constexpr float tab_gap_narrow = 24; // so that an upright tablet keeps its search
constexpr float find_widest = 280;
constexpr float find_with_hint = 220;
constexpr float find_narrowest = 120; // a window drawn smaller than any device has keeps its tabs and its lock

/// Draws one tab at x and gives back where the next may start.
float draw_tab(Ui& ui, std::string_view id, float x, std::string_view label, bool current, Page target,
               std::optional<Intent>& intent)
{
    // As wide as the heavier of its two weights, so that nothing moves when it becomes the current one.
    const float width = ui.text_width(label, Type::staff_body, Weight::semibold);
    if (ui.tab(id, {x, 0, width, bar_height}, label, current)) intent = PageWanted{target};
    return x + width + (ui.window().w >= two_column_width ? tab_gap : tab_gap_narrow);
}

} // namespace

std::optional<Intent> draw_top_bar(Ui& ui, const TopBarView& view, TopBarState& state, Page page)
{
    std::optional<Intent> intent;
    const float width = ui.window().w;
    ui.fill({0, 0, width, bar_height}, ui.theme().surface);
    ui.line({0, bar_height - 0.5F}, {width, bar_height - 0.5F}, ui.theme().line, 1);

    ui.icon(shell::Icon::mark, {39, 28}, 21, ui.theme().accent);
    // The mark alone says whose bar it is where the tabs need the room.
    const bool room_for_product = !view.people || width >= two_column_width;
    if (room_for_product) ui.decorative({66, 16}, strings::say("common.product"), body(ui, Weight::semibold));

    float x = room_for_product ? 168 : 68;
    if (view.people) {
        const bool in_people = page == Page::people || page == Page::add_person || page == Page::person ||
                               page == Page::mend || page == Page::care || page == Page::journal;
        const bool in_list = page == Page::worklist || page == Page::start_session;
        x = draw_tab(ui, "tab.worklist", x, strings::say("desk.tab.worklist"), in_list, Page::worklist, intent);
        x = draw_tab(ui, "tab.people", x, strings::say("desk.tab.people"), in_people, Page::people, intent);
        x = draw_tab(ui, "tab.caseload", x, strings::say("desk.tab.caseload"), page == Page::caseload, Page::caseload,
                     intent);
    }
    if (view.release)
        x = draw_tab(ui, "tab.release", x, strings::say(view.people ? "desk.tab.release" : "desk.tab.new_release"),
                     page == Page::release || page == Page::tables, Page::release, intent);
    if (view.setup)
        x = draw_tab(ui, "tab.setup", x, strings::say("desk.tab.setup"), is_setup(page), Page::users, intent);
    else if (!view.people)
        x = draw_tab(ui, "tab.about", x, strings::say("desk.setup.about"), page == Page::about, Page::about, intent);

    const std::string_view lock = strings::say("common.lock");
    shell::ButtonStyle lock_style;
    lock_style.icon_before = shell::Icon::lock;
    const float lock_x = width - margin - ui.button_width(lock, lock_style);
    const float edge = view.hub.empty() ? lock_x : lock_x - card_gap - bar_control;
    const float user_width = ui.text_width(view.user, Type::staff_body, Weight::regular);
    // On a narrow window the search matters more than whose name is on the bar.
    const bool room_for_user = edge - 24 - user_width - 24 - find_widest > x;
    const float user_x = room_for_user ? edge - 24 - user_width : edge;
    const float find_right = user_x - 24;
    const float find_width = std::min(find_widest, find_right - x);
    if (view.people && find_width >= find_narrowest) {
        shell::FieldStyle style;
        style.placeholder = strings::say("desk.find");
        style.icon_before = shell::Icon::search;
        if (find_width >= find_with_hint) style.key_hint = "/";
        const std::string before = state.find.text;
        const Rect where{find_right - find_width, 8, find_width, bar_control};
        const bool entered = ui.text_field("find", where, state.find, style);
        if (state.find.text != before) intent = SearchTyped{};
        if (entered) intent = SearchEntered{};
        if (ui.pressed(shell::Key::slash)) ui.focus("find");
    }
    if (room_for_user) ui.text("top.user", {user_x, 16}, view.user, second(ui));
    if (!view.hub.empty()) {
        // A shape and, for who does not see it, its words; all of it stands on the page it leads to.
        if (ui.area("top.hub", {edge, 8, bar_control, bar_control}, view.hub, shell::Role::button, card_radius))
            intent = PageWanted{Page::hub};
        ui.icon(shell::Icon::notice, {edge + bar_control / 2, 28}, 22, ui.theme().alert);
    }

    if (ui.button("lock", {lock_x, 8, width - margin - lock_x, bar_control}, lock, lock_style)) intent = LockWanted{};
    return intent;
}

} // namespace rapport::desk
