#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "app/desk/pieces.h"
#include "app/desk/release_screen.h"
#include "app/desk/words.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk {

using shell::Rect;
using shell::Ui;
using strings::say;

namespace {

constexpr float head_height = 32;
constexpr float row_height = 30;
constexpr float tab_height = 40;
constexpr float table_top = 56; ///< of the sunken head, below the card's title
constexpr float inset = 16;
constexpr float least_gap = 14;
constexpr float most_spread = 72;

bool numeric(const std::string& cell)
{
    return !cell.empty() && cell.find_first_not_of("0123456789.", cell.front() == '-' ? 1 : 0) == std::string::npos;
}

bool kept_back(const std::string& cell)
{
    return cell == say("desk.release.withheld_word") || cell == "withheld" || cell == "other";
}

struct Column {
    std::string head;
    float x = 0; ///< left edge of its text, from the table's left
    float width = 0;
    bool right = false; ///< figures stand under one another
};

struct Grid {
    std::vector<Column> columns;
    std::vector<std::vector<std::string>> rows; ///< a cell per column
};

/// Columns as wide as their widest cell, until there is no more room.
Grid fit(const Ui& ui, const std::vector<std::string>& header, const std::vector<std::vector<std::string>>& rows,
         const std::vector<std::size_t>& wanted, std::size_t shown_rows, float room)
{
    Grid grid;
    grid.rows.resize(std::min(shown_rows, rows.size()));
    float x = inset;
    for (const std::size_t from : wanted) {
        Column column;
        column.head = header[from];
        column.x = x;
        column.width = ui.text_width(column.head, shell::Type::staff_small, shell::Weight::semibold);
        column.right = true;
        bool any = false;
        for (std::size_t n = 0; n < grid.rows.size(); ++n) {
            const std::string& cell = rows[n][from];
            column.width =
                std::max(column.width, ui.text_width(cell, shell::Type::staff_small, shell::Weight::regular, true) +
                                           (kept_back(cell) ? 6 : 0));
            any = any || !cell.empty();
            if (!cell.empty() && !numeric(cell)) column.right = false;
        }
        column.right = column.right && any;
        if (x + column.width > room - inset) break;
        for (std::size_t n = 0; n < grid.rows.size(); ++n)
            grid.rows[n].push_back(rows[n][from]);
        x += column.width + least_gap;
        grid.columns.push_back(std::move(column));
    }
    // What room is left goes between the columns, so that the table is as wide as its head.
    if (grid.columns.size() > 1) {
        const float left_over = room - inset - (x - least_gap);
        const float each = std::min(most_spread, left_over / static_cast<float>(grid.columns.size() - 1));
        for (std::size_t c = 1; c < grid.columns.size(); ++c)
            grid.columns[c].x += each * static_cast<float>(c);
    }
    return grid;
}

void draw_head(Ui& ui, const Grid& grid, Rect table)
{
    ui.fill({table.x, table.y, table.w, head_height}, ui.theme().sunken, 8);
    shell::TextStyle style = small(ui);
    style.weight = shell::Weight::semibold;
    style.colour = ui.theme().ink;
    for (const Column& column : grid.columns) {
        if (column.right)
            decorative_ending(ui, table.x + column.x + column.width, table.y + 6, column.head, style);
        else
            ui.decorative({table.x + column.x, table.y + 6}, column.head, style);
    }
}

void draw_row(Ui& ui, const Grid& grid, std::size_t n, float x, float y, std::string_view group)
{
    shell::TextStyle style = small(ui);
    style.colour = ui.theme().ink;
    style.tabular = true;
    for (std::size_t c = 0; c < grid.columns.size(); ++c) {
        const Column& column = grid.columns[c];
        const std::string& cell = grid.rows[n][c];
        if (kept_back(cell))
            draw_kept_back(ui, {x + column.x + 3, y + 5}, cell);
        else if (column.right)
            decorative_ending(ui, x + column.x + column.width, y + 5, cell, style);
        else
            ui.decorative({x + column.x, y + 5}, cell, style);
    }
    shell::Node node;
    node.id = fmt::format("{}.row.{}", group, n);
    node.role = shell::Role::row;
    node.name = joined(grid.rows[n], ", ");
    node.rect = {x, y, 0, row_height};
    ui.describe(std::move(node));
}

void draw_first_rows(Ui& ui, const MeasuredView& view, Rect where)
{
    const Rect table{where.x + inset, where.y + table_top, where.w - 2 * inset, where.h - table_top};
    const auto room = static_cast<std::size_t>(std::max(0.0F, std::floor((table.h - head_height - 52) / row_height)));
    const Grid grid = fit(ui, view.header, view.rows, view.columns, room, table.w);
    draw_head(ui, grid, table);
    float y = table.y + head_height;
    for (std::size_t n = 0; n < grid.rows.size(); ++n) {
        if (n > 0 && !grid.rows[n].empty() && grid.rows[n].front() != grid.rows[n - 1].front())
            ui.line({table.x, y}, {table.right(), y}, ui.theme().line, 1);
        draw_row(ui, grid, n, table.x, y, "release.preview");
        y += row_height;
    }
    const std::string words = say("desk.release.preview_of", {{"rows", std::to_string(grid.rows.size())},
                                                              {"all_rows", std::to_string(view.all_rows)},
                                                              {"columns", std::to_string(grid.columns.size())},
                                                              {"all_columns", std::to_string(view.header.size())}});
    ui.text("release.preview.words", {table.x + inset, y + 10}, words, small(ui));
}

void draw_aggregate(Ui& ui, const MeasuredView& view, ReleaseState& state, Rect where)
{
    const Rect table{where.x + inset, where.y + table_top, where.w - 2 * inset, where.h - table_top - 12};
    const std::vector<std::string> header{
        std::string(say("desk.release.instrument")), std::string(say("desk.release.score")),
        std::string(say("desk.release.visit")),      std::string(say("desk.release.n")),
        std::string(say("desk.release.mean")),       std::string(say("desk.release.sd"))};
    const std::string withheld(say("desk.release.withheld_word"));
    std::vector<std::vector<std::string>> rows;
    for (const AggregateRow& row : view.table)
        rows.push_back({row.instrument, row.score, row.visit, row.withheld ? withheld : row.n,
                        row.withheld ? withheld : row.mean, row.withheld ? withheld : row.sd});
    Grid grid = fit(ui, header, rows, {0, 1, 2, 3, 4, 5}, rows.size(), table.w);
    // One withheld cell must not move the others of its column off their figures.
    for (std::size_t c = 3; c < grid.columns.size(); ++c)
        grid.columns[c].right = true;
    draw_head(ui, grid, table);
    const Rect list{table.x, table.y + head_height, table.w, table.h - head_height};
    const float begin = list.y - ui.begin_scroll("release.table", list, state.leaves_height);
    float y = begin;
    for (std::size_t n = 0; n < grid.rows.size(); ++n) {
        if (n > 0 && grid.rows[n].front() != grid.rows[n - 1].front())
            ui.line({table.x, y}, {table.right(), y}, ui.theme().line, 1);
        draw_row(ui, grid, n, table.x, y, "release.table");
        y += row_height;
    }
    ui.end_scroll();
    state.leaves_height = y - begin;
}

void draw_done(Ui& ui, const DoneView& done, ReleaseState& state, Rect where)
{
    const float x = where.x + margin;
    const float right = where.right() - margin;
    float y = where.y + table_top;
    ui.text("release.done.folder_label", {x, y}, say("desk.release.folder"), caption(ui));
    y += 20 + ui.paragraph("release.done.folder", {x, y + 20, where.w - 2 * margin, 0}, done.folder, body(ui)) + 12;
    const Rect list{where.x, y, where.w, where.bottom() - 12 - y};
    y -= ui.begin_scroll("release.done.files", list, state.leaves_height);
    const float begin = y;
    for (std::size_t n = 0; n < done.files.size(); ++n) {
        const DoneView::File& file = done.files[n];
        ui.line({x, y}, {right, y}, ui.theme().line, 1);
        const std::string id = fmt::format("release.done.file.{}", n);
        ui.text(id, {x, y + 8}, file.name, body(ui));
        ui.text(id + ".shape", {x + (where.w - 2 * margin) * 0.45F, y + 10}, file.shape, small(ui));
        text_ending(ui, id + ".size", right, y + 10, file.size, small(ui));
        y += 40;
    }
    ui.end_scroll();
    state.leaves_height = y - begin;
}

} // namespace

void draw_leaves_card(Ui& ui, const ReleaseView& view, ReleaseState& state, Rect where)
{
    card(ui, where);
    const bool done = state.stage == Stage::done && view.done;
    ui.text("release.leaves", {where.x + margin, where.y + 20}, say(done ? "desk.release.left" : "desk.release.leaves"),
            section(ui));
    if (done) {
        draw_done(ui, *view.done, state, where);
        return;
    }
    if (!view.measured) {
        if (state.stage == Stage::refused)
            ui.text("release.nothing", {where.x + margin, where.y + table_top + 8}, say("desk.release.nothing_leaves"),
                    second(ui));
        return;
    }
    const std::string_view rows_label = say("desk.release.first_rows");
    const std::string_view table_label = say("desk.release.table");
    const float table_width = ui.text_width(table_label, shell::Type::staff_body, shell::Weight::semibold);
    const float rows_width = ui.text_width(rows_label, shell::Type::staff_body, shell::Weight::semibold);
    const float table_x = where.right() - margin - table_width;
    const float y = where.y + table_top - 8 - tab_height;
    if (ui.tab("release.tab.rows", {table_x - 24 - rows_width, y, rows_width, tab_height}, rows_label,
               state.tab == LeavesTab::rows))
        state.tab = LeavesTab::rows;
    if (ui.tab("release.tab.table", {table_x, y, table_width, tab_height}, table_label, state.tab == LeavesTab::table))
        state.tab = LeavesTab::table;
    if (state.tab == LeavesTab::rows)
        draw_first_rows(ui, *view.measured, where);
    else
        draw_aggregate(ui, *view.measured, state, where);
}

} // namespace rapport::desk
