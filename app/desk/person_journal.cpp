#include <algorithm>

#include "app/desk/person_cards.h"
#include "app/desk/person_draw.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk::person {

using namespace shell;
using strings::say;

namespace {

constexpr float padding = 24;
constexpr float first_line = 56;
constexpr float foot = 16;
constexpr float between = 32;
constexpr float gap = 8;
constexpr float three_columns_from = 900;
constexpr std::size_t most = 6;

/// A line of words, and below it who said so.
struct Told {
    std::string words;
    std::string small;
};

struct Column {
    std::string_view id;
    std::string_view title;
    std::string_view none;
    std::vector<Told> lines;
    std::size_t more = 0; ///< lines that are not shown
};

std::vector<Column> columns(const PersonView& view)
{
    Column notes{"person.notes", say("desk.person.notes"), say("desk.person.notes.none"), {}};
    for (const Note& note : view.notes)
        notes.lines.push_back({note.words, note.who + (note.story.empty() ? "" : ". " + note.story)});
    Column events{"person.events", say("desk.person.events"), say("desk.person.events.none"), {}};
    for (auto event = view.events.rbegin(); event != view.events.rend(); ++event)
        events.lines.push_back(
            {event->kind + ": " + event->label, event->who + (event->story.empty() ? "" : ". " + event->story)});
    Column signatures{"person.signatures", say("desk.person.signatures"), say("desk.person.unsigned"), {}};
    for (const SessionLine& session : view.sessions)
        for (auto words = session.signed_.rbegin(); words != session.signed_.rend(); ++words)
            signatures.lines.push_back({session.title, *words});
    std::vector<Column> all{std::move(notes), std::move(events), std::move(signatures)};
    for (Column& column : all)
        if (column.lines.size() > most) {
            column.more = column.lines.size() - most;
            column.lines.resize(most);
        }
    return all;
}

float column_width(float width)
{
    const float inner = width - 2 * padding;
    return width < three_columns_from ? inner : (inner - 2 * between) / 3;
}

float column_height(const Ui& ui, const Column& column, float width)
{
    float height = first_line;
    for (const Told& told : column.lines)
        height += ui.paragraph_height(told.words, width, Type::staff_small, Weight::regular) +
                  ui.paragraph_height(told.small, width, Type::staff_small, Weight::regular) + gap;
    if (column.lines.empty()) height += metrics(Type::staff_small).line;
    if (column.more > 0) height += metrics(Type::staff_small).line;
    return height;
}

void draw_column(Ui& ui, const Column& column, Rect where)
{
    const Theme& theme = ui.theme();
    const std::string id(column.id);
    put(ui, id + ".title", {where.x, where.y + 32}, column.title,
        {Type::staff_section, Weight::semibold, theme.ink, Align::left, Role::heading});
    const TextStyle words{Type::staff_small, Weight::regular, theme.ink, Align::left, true, Role::text};
    const TextStyle quiet{Type::staff_small, Weight::regular, theme.ink2, Align::left, true, Role::text};
    float y = where.y + first_line;
    if (column.lines.empty()) ui.paragraph(id + ".none", {where.x, y, where.w, 0}, column.none, quiet);
    for (std::size_t n = 0; n < column.lines.size(); ++n) {
        const std::string line = id + "." + std::to_string(n);
        y += ui.paragraph(line, {where.x, y, where.w, 0}, column.lines[n].words, words);
        y += ui.paragraph(line + ".who", {where.x, y, where.w, 0}, column.lines[n].small, quiet) + gap;
    }
    if (column.more > 0)
        ui.paragraph(id + ".more", {where.x, y, where.w, 0},
                     say("desk.person.journal.more", {{"n", std::to_string(column.more)}}), quiet);
}

} // namespace

float journal_height(const Ui& ui, const PersonView& view, float width)
{
    if (view.sessions.empty() && view.notes.empty() && view.events.empty()) return 0;
    float beside = 0;
    float stacked = 0;
    for (const Column& column : columns(view)) {
        const float height = column_height(ui, column, column_width(width));
        beside = std::max(beside, height);
        stacked += height;
    }
    return (width < three_columns_from ? stacked : beside) + foot;
}

void draw_journal_card(Ui& ui, const PersonView& view, Rect where)
{
    card(ui, where);
    const float width = column_width(where.w);
    float x = where.x + padding;
    float y = where.y;
    for (const Column& column : columns(view)) {
        draw_column(ui, column, {x, y, width, where.h});
        if (where.w < three_columns_from)
            y += column_height(ui, column, width);
        else
            x += width + between;
    }
}

} // namespace rapport::desk::person
