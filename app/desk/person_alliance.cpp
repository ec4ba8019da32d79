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
constexpr float strip_words_at = 48;
constexpr float strip_side = 8;
constexpr float strip_foot = 10;
constexpr float subtitle_room = 40; ///< two lines below the title
constexpr float least_row = 26;
constexpr float chart_share = 0.47F; ///< of the card's inner width, table beside it

bool has_strip(const Alliance& alliance)
{
    return !alliance.flag.empty() || !alliance.waiting.empty();
}

/// What is at stake in the strip: the flag, or whose form is missing; and below it the rule, or why nothing is shown.
std::pair<std::string_view, std::string_view> strip_words(const Alliance& alliance)
{
    if (!alliance.flag.empty()) return {alliance.flag, alliance.flag_rule};
    return {alliance.waiting, say("desk.person.alliance.waiting_why")};
}

TextStyle strip_style(const Ui& ui, bool first)
{
    return {Type::staff_small,
            first ? Weight::semibold : Weight::regular,
            first ? ui.theme().ink : ui.theme().ink2,
            Align::left,
            true,
            Role::text};
}

float strip_height(const Ui& ui, const Alliance& alliance, float width)
{
    const auto [first, second] = strip_words(alliance);
    const float inner = width - strip_words_at - strip_side;
    return ui.paragraph_height(first, inner, Type::staff_small, Weight::semibold) +
           ui.paragraph_height(second, inner, Type::staff_small, Weight::regular) + 2 * strip_side;
}

void draw_strip(Ui& ui, const Alliance& alliance, Rect where)
{
    const Theme& theme = ui.theme();
    const bool flagged = !alliance.flag.empty();
    ui.fill(where, flagged ? theme.alert_tint : theme.sunken, 8);
    ui.icon(flagged ? Icon::flag : Icon::ring, {where.x + 25, where.centre().y}, 20,
            flagged ? theme.alert : theme.ink2);
    const auto [first, second] = strip_words(alliance);
    Rect line{where.x + strip_words_at, where.y + strip_side, where.w - strip_words_at - strip_side, 0};
    line.y += ui.paragraph("person.alliance.strip", line, first, strip_style(ui, true));
    ui.paragraph("person.alliance.strip.why", line, second, strip_style(ui, false));
}

/// What is said below the chart when nothing is flagged: how the gap moved, and the limits or why there are none.
std::string quiet_words(const Alliance& alliance)
{
    std::string words = alliance.gap_words;
    if (alliance.flag.empty() && !alliance.flag_rule.empty()) words += (words.empty() ? "" : " ") + alliance.flag_rule;
    return words;
}

/// Total, goal, task, bond, one after another.
void draw_part_key(Ui& ui, const Alliance& alliance, PersonPageState& state, Rect where)
{
    if (alliance.sessions.empty() || alliance.parts.empty()) return;
    const bool pressed = keyed_button(ui, "person.alliance.part", where.right() - padding, where.y + title_centre,
                                      part_name(alliance, state), "G");
    const bool small = ui.typed(U'g');
    if (ui.typed(U'G') || small || pressed)
        state.alliance_part = (state.alliance_part + 1) % (alliance.parts.size() + 1);
}

/// Which forms these are, and what is known of them: beside the title, or below it where it is long. Gives back the
/// height taken below.
float draw_subtitle(Ui& ui, const PersonView& view, const Alliance& alliance, PersonPageState& state, float x,
                    Rect where)
{
    const Theme& theme = ui.theme();
    float right = where.right() - padding;
    if (!alliance.sessions.empty() && !alliance.parts.empty()) {
        right -= keyed_button_width(measure_with(ui), part_name(alliance, state), "G") + 8;
    }
    for (const Alliance& other : view.alliances) {
        if (&other == &alliance) continue;
        const std::string label = say("desk.person.alliance.switch", {{"title", other.title}});
        const float width = ui.text_width(label, Type::staff_small, Weight::regular) + 16;
        const Rect rect{right + 8 - width, where.y + title_centre - 22, width, 44};
        if (ui.area("person.alliance.show." + other.id, rect, label, Role::button, 8)) {
            state.alliance = other.id;
            state.alliance_part = 0;
        }
        mute(ui, rect.centre(), label, {Type::staff_small, Weight::regular, theme.accent, Align::centre, Role::text});
        right = rect.x - 8;
    }
    draw_part_key(ui, alliance, state, where);
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

float alliance_height(const Ui& ui, const PersonView& view, const PersonPageState& state, float width)
{
    const Alliance* alliance = chosen_alliance(view, state);
    if (!alliance) return 100;
    const float inner = width - 2 * padding;
    const float rows = static_cast<float>(alliance->rows.size() + 1) * least_row;
    const bool long_subtitle = view.alliances.size() > 1 || !alliance->note.empty();
    const std::string quiet = quiet_words(*alliance);
    return body_top + (long_subtitle ? subtitle_room : 0) + std::max(rows, 130.0F) +
           (has_strip(*alliance) ? strip_height(ui, *alliance, inner) + 8 : 0) +
           (quiet.empty() ? 0 : ui.paragraph_height(quiet, inner, Type::staff_small, Weight::regular) + 4) + strip_foot;
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
        const float height = strip_height(ui, *alliance, inner);
        bottom -= height;
        draw_strip(ui, *alliance, {left, alliance->sessions.empty() ? top + 8 : bottom, inner, height});
        bottom -= 8;
    }
    if (alliance->sessions.empty()) return;
    if (const std::string words = quiet_words(*alliance); !words.empty()) {
        bottom -= ui.paragraph_height(words, inner, Type::staff_small, Weight::regular);
        ui.paragraph("person.alliance.quiet", {left, bottom, inner, 0}, words,
                     {Type::staff_small, Weight::regular, theme.ink2, Align::left, true, Role::text});
        bottom -= 4;
    }
    const float beside = alliance_table_width(measure_with(ui), *alliance) + 8;
    const float chart = std::min({inner * chart_share, inner - beside, 360.0F});
    draw_alliance_chart(ui, view, *alliance, state, {left, top, chart, bottom - top});
    draw_alliance_table(ui, *alliance, {left + chart + 8, top, std::min(inner - chart - 8, 300.0F), bottom - top});
}

} // namespace rapport::desk::person
