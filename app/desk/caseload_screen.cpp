#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "app/desk/caseload_view.h"
#include "app/desk/pieces.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk {

using shell::Point;
using shell::Rect;
using shell::Ui;
using strings::say;

namespace {

constexpr float row_height = 60;
constexpr float spark_width = 168;
constexpr float spark_height = 36;

/// Left edges as shares of the card's width; the small chart takes what lies between name and result.
struct Columns {
    float spark, result, judged, seen;
};
constexpr Columns wide{0.20F, 0.36F, 0.58F, 0.80F};

/// The whole possible range, so that rows can be held against each other. A total that is missing breaks the line and
/// is a hollow point at the foot.
void draw_spark(Ui& ui, const CaseloadRow& row, Rect where)
{
    const shell::Theme& theme = ui.theme();
    ui.line({where.x, where.bottom()}, {where.right(), where.bottom()}, theme.grid, 1);
    if (row.course.empty()) return;
    const auto days = static_cast<float>(std::max(1, row.course.back().day - row.course.front().day));
    const auto place = [&](const vault::CoursePoint& point) {
        const float x = where.x + where.w * static_cast<float>(point.day - row.course.front().day) / days;
        const double share = point.total ? (*point.total - row.lowest) / (row.highest - row.lowest) : 0;
        return Point{x, where.bottom() - where.h * static_cast<float>(std::clamp(share, 0.0, 1.0))};
    };
    std::vector<Point> run;
    const auto draw_run = [&] {
        // A total between two that are missing is joined to nothing and stands there all the same.
        if (run.size() == 1) ui.circle(run.front(), 2.5F, theme.series_1);
        if (run.size() > 1) ui.polyline(run, theme.series_1, 1.5F);
        run.clear();
    };
    for (const vault::CoursePoint& point : row.course) {
        if (!point.total) {
            draw_run();
            ui.circle_outline(place(point), 2.5F, theme.series_1, 1);
            continue;
        }
        run.push_back(place(point));
    }
    const bool ends_whole = !run.empty();
    const Point last = ends_whole ? run.back() : Point{};
    draw_run();
    if (ends_whole) ui.circle(last, 3, theme.series_1);
}

std::string spoken(const CaseloadRow& row)
{
    std::string words = row.who;
    for (const std::string* const part : {&row.last, &row.change, &row.judged, &row.caution, &row.seen, &row.flags})
        if (!part->empty()) words += ", " + *part;
    return words;
}

void draw_row(Ui& ui, const CaseloadRow& row, Rect where)
{
    const auto at = [&](float share) { return where.x + 16 + where.w * share; };
    const bool beside = where.w >= two_column_width - 2 * margin;
    ui.decorative({at(0), where.y + 8}, row.who, body(ui, shell::Weight::semibold));
    shell::TextStyle below = small(ui);
    if (row.stopped) below.colour = ui.theme().alert;
    ui.decorative({at(0), where.y + 32}, row.flags.empty() ? row.therapist : row.flags, below);
    const float result = beside ? wide.result : 0.34F;
    if (beside) draw_spark(ui, row, {at(wide.spark), where.y + 12, spark_width, spark_height});
    ui.decorative({at(result), where.y + 8}, row.last, body(ui));
    float x = at(result);
    if (row.direction != 0) {
        ui.icon(row.direction < 0 ? shell::Icon::down : shell::Icon::up, {x + 8, where.y + 42}, 16, ui.theme().ink2);
        x += 20;
    }
    std::string change = row.change;
    // Without a column of its own the verdict stands beside the points it is about.
    if (!beside)
        for (const std::string* const part : {&row.judged, &row.caution})
            if (!part->empty()) change += ". " + *part;
    ui.decorative({x, where.y + 32}, change, small(ui));
    if (beside) {
        ui.decorative({at(wide.judged), where.y + (row.caution.empty() ? 18.0F : 8.0F)}, row.judged, body(ui));
        ui.decorative({at(wide.judged), where.y + 32}, row.caution, small(ui));
    }
    // What stands beside the points may reach under the date, so that goes up to the first line.
    decorative_ending(ui, where.right() - 48, where.y + (beside ? 18.0F : 8.0F), row.seen, second(ui));
    ui.icon(shell::Icon::chevron_right, {where.right() - 24, where.y + where.h / 2}, 20, ui.theme().ink2);
}

/// Whose, in what order, and whether only those who stopped coming. Gives where the next line begins.
float draw_choices(Ui& ui, CaseloadView& view, CaseloadState& state, float y, std::optional<Intent>& intent)
{
    const float width = std::min(300.0F, (ui.window().w - 2 * margin - 2 * card_gap) / 3);
    shell::FieldStyle style;
    style.label = say("desk.caseload.whose");
    float x = margin;
    if (const auto chosen = ui.choice_field("caseload.therapist", {x, y + label_space, width, control_height},
                                            view.therapists, state.therapist, style)) {
        state.therapist = *chosen;
        intent = CaseloadWanted{};
    }
    x += width + card_gap;
    const std::vector<std::string> orders{
        std::string(say("desk.caseload.order.name")), std::string(say("desk.caseload.order.result")),
        std::string(say("desk.caseload.order.change")), std::string(say("desk.caseload.order.seen"))};
    style.label = say("desk.caseload.order");
    if (const auto chosen = ui.choice_field("caseload.order", {x, y + label_space, width, control_height}, orders,
                                            static_cast<std::size_t>(state.order), style))
        state.order = static_cast<CaseloadOrder>(*chosen);
    x += width + card_gap;
    if (ui.check_box("caseload.stopped", {x, y + label_space, width, control_height}, say("desk.caseload.stopped_only"),
                     state.stopped_only))
        state.stopped_only = !state.stopped_only;
    return y + label_space + control_height + 16;
}

float draw_figures(Ui& ui, const CaseloadView& view, float y)
{
    const float width = ui.window().w - 2 * margin;
    for (std::size_t n = 0; n < view.figures.size(); ++n) {
        const CaseloadFigure& figure = view.figures[n];
        y += ui.paragraph(fmt::format("caseload.figure.{}", n), {margin, y, width, 0}, figure.words,
                          body(ui, shell::Weight::semibold));
        if (!figure.rule.empty())
            y += ui.paragraph(fmt::format("caseload.rule.{}", n), {margin, y, width, 0}, figure.rule, small(ui));
        y += 6;
    }
    if (!view.disclosure.empty())
        y += ui.paragraph("caseload.disclosure", {margin, y, width, 0}, view.disclosure, caption(ui)) + 6;
    return y + 10;
}

} // namespace

std::optional<Intent> draw_caseload(Ui& ui, CaseloadView& view, CaseloadState& state)
{
    std::optional<Intent> intent;
    const Rect window = ui.window();
    const float top = bar_height + 24;
    const shell::TextStyle heading = title(ui);
    ui.text("caseload.title", {margin, top}, say("desk.caseload"), heading);
    const float after = margin + ui.text_width(say("desk.caseload"), heading.type, heading.weight) + 16;
    ui.paragraph("caseload.heading", {after, top + 7, window.w - after - margin, 24},
                 view.heading + ". " + view.heading_small, second(ui), 1);
    float y = draw_figures(ui, view, top + 48);
    y = draw_choices(ui, view, state, y, intent);
    if (state.sorted != state.order) {
        sort_caseload(view, state.order);
        state.sorted = state.order;
    }
    if (view.rows.empty()) {
        ui.text("caseload.none", {margin, y}, say("desk.people.none"), second(ui));
        return intent;
    }
    const auto shown = static_cast<float>(
        state.stopped_only ? std::ranges::count(view.rows, true, &CaseloadLine::stopped) : std::ssize(view.rows));
    const float list_height = row_height * shown;
    const Rect whole{margin, y, window.w - 2 * margin, std::min(list_height + 16, window.h - y - margin)};
    card(ui, whole);
    const Rect list{whole.x, whole.y + 8, whole.w, whole.h - 16};
    const float offset = ui.begin_scroll("caseload.scroll", list, state.content_height);
    float row_y = list.y - offset;
    for (std::size_t n = 0; n < view.rows.size(); ++n) {
        if (state.stopped_only && !view.rows[n].stopped) continue;
        const Rect where{list.x + 8, row_y, list.w - 16, row_height};
        row_y += row_height;
        // Two rows beyond the edge stay, so that the arrow keys can walk on.
        if (where.bottom() < list.y - 2 * row_height) continue;
        if (where.y > list.bottom() + 2 * row_height) break;
        ui.line({where.x, where.y}, {where.right(), where.y}, ui.theme().line, 1);
        const CaseloadRow row = caseload_row(view, n);
        if (ui.area(fmt::format("caseload.{}", n), where, spoken(row), shell::Role::row, 8))
            intent = PersonWanted{row.person};
        draw_row(ui, row, where);
    }
    ui.end_scroll();
    state.content_height = list_height;
    return intent;
}

} // namespace rapport::desk
