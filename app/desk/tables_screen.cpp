#include <algorithm>

#include "app/desk/pieces.h"
#include "app/desk/tables_page.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk {

using shell::Rect;
using shell::Ui;
using strings::say;

namespace {

constexpr float foot_height = 92;
constexpr float tab_height = 40;

/// Questionnaire, score and grouping beside one another; what is chosen is measured at once.
float draw_choices(Ui& ui, const TablesView& view, TablesState& state, float y, std::optional<Intent>& intent)
{
    const float width = (ui.window().w - 2 * margin - 2 * card_gap) / 3;
    float x = margin;
    const auto choice = [&](const char* id, const char* label, const std::vector<std::string>& names,
                            std::size_t chosen) {
        shell::FieldStyle style;
        style.label = say(label);
        style.enabled = !names.empty();
        const auto made = ui.choice_field(id, {x, y + label_space, width, control_height}, names, chosen, style);
        x += width + card_gap;
        if (made) intent = TablesWanted{};
        return made;
    };
    std::vector<std::string> titles;
    for (const TableInstrument& one : view.instruments)
        titles.push_back(one.title);
    if (const auto made = choice("tables.instrument", "desk.tables.instrument", titles, state.instrument)) {
        state.instrument = *made;
        state.score = 0;
    }
    std::vector<std::string> scores;
    if (state.instrument < view.instruments.size())
        for (const TableScore& one : view.instruments[state.instrument].scores)
            scores.push_back(one.name);
    if (const auto made = choice("tables.score", "desk.tables.score", scores, state.score)) state.score = *made;
    std::vector<std::string> by;
    for (const std::string& one : groupings())
        by.emplace_back(say("desk.tables.by." + one));
    if (const auto made = choice("tables.grouping", "desk.tables.grouping", by, state.grouping)) state.grouping = *made;
    return y + label_space + control_height + card_gap;
}

float draw_whom(Ui& ui, TablesState& state, float y)
{
    const float width = (ui.window().w - 2 * margin - card_gap) / 2;
    shell::FieldStyle style;
    style.read_only = state.stage == TablesStage::writing;
    style.label = say("desk.release.recipient");
    ui.text_field("tables.recipient", {margin, y + label_space, width, control_height}, state.recipient, style);
    style.label = say("desk.release.purpose");
    ui.text_field("tables.purpose", {margin + width + card_gap, y + label_space, width, control_height}, state.purpose,
                  style);
    return y + label_space + control_height + card_gap;
}

/// What is withheld, why nothing leaves, or where it was written; and the one act of the page.
void draw_foot(Ui& ui, const TablesView& view, const TablesState& state, Rect where, std::optional<Intent>& intent)
{
    card(ui, where);
    const std::string_view label = say("desk.tables.write");
    shell::ButtonStyle write;
    write.kind = shell::ButtonKind::filled;
    write.icon_before = shell::Icon::write_out;
    write.enabled = state.stage == TablesStage::ready && view.may_leave;
    const float width = ui.button_width(label, write);
    const float middle = where.y + where.h / 2;
    const float right = where.right() - margin - width;
    if (ui.button("tables.write", {right, middle - 22, width, control_height}, label, write))
        intent = TableWriteWanted{};

    const bool refused = state.stage == TablesStage::refused;
    const bool done = state.stage == TablesStage::ready && !view.done.empty();
    const std::string_view words = state.stage == TablesStage::measuring ? say("desk.tables.measuring")
                                   : state.stage == TablesStage::writing ? say("desk.tables.writing")
                                   : refused                             ? std::string_view(state.refusal)
                                   : done                                ? std::string_view(view.done)
                                                                         : std::string_view(view.summary);
    const char* const id = refused ? "tables.refused" : done ? "tables.done" : "tables.summary";
    float x = where.x + margin;
    if (refused || done) {
        ui.icon(refused ? shell::Icon::alert : shell::Icon::tick, {x + 12, middle}, 24,
                refused ? ui.theme().alert : ui.theme().accent);
        x += 36;
    }
    shell::TextStyle style = small(ui);
    style.colour = ui.theme().ink;
    if (refused) style.role = shell::Role::alert;
    const float room = right - card_gap - x;
    const float height = std::min(where.h - 8, ui.paragraph_height(words, room, style.type, style.weight));
    ui.paragraph(id, {x, middle - height / 2, room, height}, words, style, 4);
}

} // namespace

float draw_release_parts(Ui& ui, Page page, std::optional<Intent>& intent)
{
    const std::string_view files = say("desk.tables.tab.files");
    const std::string_view tables = say("desk.tables.tab.tables");
    const float tables_width = ui.text_width(tables, shell::Type::staff_body, shell::Weight::semibold);
    const float files_width = ui.text_width(files, shell::Type::staff_body, shell::Weight::semibold);
    const float x = ui.window().w - margin - tables_width - 24 - files_width;
    const float y = bar_height + 20;
    if (ui.tab("release.part.files", {x, y, files_width, tab_height}, files, page == Page::release))
        intent = PageWanted{Page::release};
    if (ui.tab("release.part.tables", {x + files_width + 24, y, tables_width, tab_height}, tables,
               page == Page::tables))
        intent = PageWanted{Page::tables};
    return x;
}

std::optional<Intent> draw_tables(Ui& ui, const TablesView& view, TablesState& state)
{
    std::optional<Intent> intent;
    const Rect window = ui.window();
    const shell::TextStyle heading = title(ui);
    ui.text("tables.title", {margin, bar_height + 24}, say("desk.tables.title"), heading);
    const float after = margin + ui.text_width(say("desk.tables.title"), heading.type, heading.weight) + 24;
    const float parts = draw_release_parts(ui, Page::tables, intent);
    ui.paragraph("tables.under", {after, bar_height + 31, parts - 24 - after, 24}, view.under, second(ui), 1);

    float y = draw_choices(ui, view, state, bar_height + 72, intent);
    y = draw_whom(ui, state, y);
    const Rect foot{margin, window.h - margin - foot_height, window.w - 2 * margin, foot_height};
    const Rect whole{margin, y, foot.w, std::max(0.0F, foot.y - card_gap - y)};
    card(ui, whole);
    const Rect inner{whole.x, whole.y + 8, whole.w, std::max(0.0F, whole.h - 16)};
    const float offset = ui.begin_scroll("tables.scroll", inner, state.content_height);
    const Rect place{whole.x + margin, inner.y, whole.w - 2 * margin, inner.h};
    float end = inner.y + 12 - offset;
    if (state.stage != TablesStage::measuring) end = draw_table_parts(ui, view, state, place, end);
    ui.end_scroll();
    state.content_height = end + offset - inner.y;
    draw_foot(ui, view, state, foot, intent);
    return intent;
}

} // namespace rapport::desk
