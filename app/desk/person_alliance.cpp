#include <algorithm>

#include "app/desk/person_alliance_parts.h"
#include "app/desk/person_cards.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk::person {

using namespace shell;
using strings::say;

namespace {

constexpr float padding = 24;
constexpr float title_centre = 32;
constexpr float body_top = 52;
constexpr float strip_height = 56;
constexpr float strip_foot = 10;
constexpr float subtitle_room = 40; ///< two lines below the title
constexpr float least_row = 26;
constexpr float chart_share = 0.47F; ///< of the card's inner width, table beside it

bool has_strip(const Alliance& alliance)
{
    return !alliance.flag.empty() || !alliance.waiting.empty();
}

void draw_strip(Ui& ui, const Alliance& alliance, Rect where)
{
    const Theme& theme = ui.theme();
    const bool flagged = !alliance.flag.empty();
    ui.fill(where, flagged ? theme.alert_tint : theme.sunken, 8);
    ui.icon(flagged ? Icon::flag : Icon::ring, {where.x + 25, where.centre().y}, 20,
            flagged ? theme.alert : theme.ink2);
    const float x = where.x + 48;
    const float y = where.centre().y;
    const std::string_view first = flagged ? std::string_view(alliance.flag) : alliance.waiting;
    const std::string_view second =
        flagged ? std::string_view(alliance.flag_rule) : say("desk.person.alliance.waiting_why");
    put(ui, "person.alliance.strip", {x, y - 10}, first,
        {Type::staff_small, Weight::semibold, theme.ink, Align::left, Role::text});
    put(ui, "person.alliance.strip.why", {x, y + 10}, second,
        {Type::staff_small, Weight::regular, theme.ink2, Align::left, Role::text});
}

/// Which forms these are, and what is known of them: beside the title, or below it where it is long. Gives back the
/// height taken below.
float draw_subtitle(Ui& ui, const PersonView& view, const Alliance& alliance, PersonPageState& state, float x,
                    Rect where)
{
    const Theme& theme = ui.theme();
    float right = where.right() - padding;
    for (const Alliance& other : view.alliances) {
        if (&other == &alliance) continue;
        const std::string label = say("desk.person.alliance.switch", {{"title", other.title}});
        const float width = ui.text_width(label, Type::staff_small, Weight::regular) + 16;
        const Rect rect{right + 8 - width, where.y + title_centre - 22, width, 44};
        if (ui.area("person.alliance.show." + other.id, rect, label, Role::button, 8)) state.alliance = other.id;
        mute(ui, rect.centre(), label, {Type::staff_small, Weight::regular, theme.accent, Align::centre, Role::text});
        right = rect.x - 8;
    }
    std::string words = alliance.forms;
    if (!alliance.note.empty()) words += "; " + alliance.note;
    const Words quiet{Type::staff_small, Weight::regular, theme.ink2, Align::left, Role::text};
    if (ui.text_width(words, quiet.type, quiet.weight, true) <= right - x) {
        put(ui, "person.alliance.forms", {x, where.y + title_centre}, words, quiet);
        return 0;
    }
    const TextStyle style{quiet.type, quiet.weight, quiet.colour, Align::left, true, Role::text};
    const Rect below{where.x + padding, where.y + body_top + 2, where.w - 2 * padding, subtitle_room};
    return 2 + ui.paragraph("person.alliance.forms", below, words, style, 2);
}

} // namespace

const Alliance* chosen_alliance(const PersonView& view, const PersonPageState& state)
{
    for (const Alliance& alliance : view.alliances)
        if (alliance.id == state.alliance) return &alliance;
    return view.alliances.empty() ? nullptr : &view.alliances.front();
}

float alliance_height(const PersonView& view, const PersonPageState& state)
{
    const Alliance* alliance = chosen_alliance(view, state);
    if (!alliance) return 100;
    const float rows = static_cast<float>(alliance->rows.size() + 1) * least_row;
    const bool long_subtitle = view.alliances.size() > 1 || !alliance->note.empty();
    return body_top + (long_subtitle ? subtitle_room : 0) + std::max(rows, 130.0F) +
           (has_strip(*alliance) ? strip_height + 12 : 0) + strip_foot;
}

void draw_alliance(Ui& ui, const PersonView& view, PersonPageState& state, Rect where)
{
    const Theme& theme = ui.theme();
    card(ui, where);
    const float title_end = card_title(ui, "person.alliance.title", where, say("desk.person.alliance"));
    const Alliance* alliance = chosen_alliance(view, state);
    if (!alliance) {
        put(ui, "person.alliance.none", {where.x + padding, where.y + body_top + 20}, say("desk.person.alliance.none"),
            {Type::staff_body, Weight::regular, theme.ink2, Align::left, Role::text});
        return;
    }
    const float top = where.y + body_top + draw_subtitle(ui, view, *alliance, state, title_end + 8, where);

    const float left = where.x + padding;
    const float inner = where.w - 2 * padding;
    float bottom = where.bottom() - strip_foot;
    if (has_strip(*alliance)) {
        bottom -= strip_height;
        draw_strip(ui, *alliance, {left, alliance->sessions.empty() ? top + 8 : bottom, inner, strip_height});
        bottom -= 12;
    }
    if (alliance->sessions.empty()) return;
    const float beside = alliance_table_width(measure_with(ui), *alliance) + 8;
    const float chart = std::min({inner * chart_share, inner - beside, 360.0F});
    draw_alliance_chart(ui, view, *alliance, {left, top, chart, bottom - top});
    draw_alliance_table(ui, *alliance, {left + chart + 8, top, std::min(inner - chart - 8, 300.0F), bottom - top});
}

} // namespace rapport::desk::person
