#include "app/desk/record_screen.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "app/desk/form.h"
#include "app/desk/record_view.h"
#include "app/desk/setup_frame.h"
#include "app/desk/words.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk {

using shell::Rect;
using shell::Ui;
using strings::say;

namespace {

constexpr float side_width = 344;
constexpr float row_height = 52;

/// The choices above the list; true when they are to be looked up.
bool draw_filters(Ui& ui, const RecordView& view, RecordState& state, Form& form, std::optional<Intent>& intent)
{
    bool asked = false;
    const float gap = 12;
    const float third = std::floor((form.width - 2 * gap) / 3);
    const float y = form.y + 24;
    const auto small_label = [](std::string_view key) {
        shell::FieldStyle style = field(key);
        style.label_type = shell::Type::staff_small;
        return style;
    };
    std::vector<std::string> actors{std::string(say("desk.record.everybody"))};
    actors.insert(actors.end(), view.actors.begin(), view.actors.end());
    if (const auto chosen = ui.choice_field("record.actor", {form.x, y, third, control_height}, actors, state.actor,
                                            small_label("desk.record.actor"))) {
        state.actor = *chosen;
        asked = true;
    }
    std::vector<std::string> kinds;
    for (const RecordKind& kind : record_kinds())
        kinds.emplace_back(say(kind.key));
    if (const auto chosen = ui.choice_field("record.kind", {form.x + third + gap, y, third, control_height}, kinds,
                                            state.kind, small_label("desk.record.kind"))) {
        state.kind = *chosen;
        asked = true;
    }
    asked |= ui.text_field("record.person", {form.x + 2 * (third + gap), y, third, control_height}, state.person,
                           small_label("desk.record.person"));
    form.skip(24 + control_height + 8);
    const float low = form.y + 24;
    shell::FieldStyle from = small_label("desk.record.from");
    from.placeholder = say("desk.record.date_example");
    asked |= ui.text_field("record.from", {form.x, low, third, control_height}, state.from, from);
    shell::FieldStyle to = small_label("desk.record.to");
    to.placeholder = say("desk.record.date_example");
    asked |= ui.text_field("record.to", {form.x + third + gap, low, third, control_height}, state.to, to);
    const std::string_view show = say("desk.record.show");
    asked |= ui.button("record.show", {form.x + 2 * (third + gap), low, ui.button_width(show), control_height}, show);
    const std::string_view write = say(state.exporting ? "desk.record.writing" : "desk.record.export");
    const float after = form.x + 2 * (third + gap) + ui.button_width(show) + 8;
    if (!view.rows.empty() && ui.button("record.export", {after, low, ui.button_width(write), control_height}, write))
        intent = RecordExportWanted{};
    form.skip(24 + control_height + 16);
    return asked;
}

void draw_row(Ui& ui, const RecordRow& row, std::size_t n, Rect where)
{
    const std::string id = fmt::format("record.{}", n);
    const std::vector<std::string> said{row.when, row.who, row.what, row.about, row.why};
    std::string words;
    for (const std::string& one : said)
        if (!one.empty()) words += (words.empty() ? "" : ", ") + one;
    static_cast<void>(ui.area(id, where, words, shell::Role::row, 8));
    const float x = where.x + 12;
    shell::TextStyle figures = caption(ui);
    figures.tabular = true;
    ui.decorative({x, where.y + 16}, row.when, figures);
    const float what_x = x + 128;
    const shell::TextStyle what = body(ui, shell::Weight::semibold);
    ui.decorative({what_x, where.y + 4}, row.what, what);
    if (!row.about.empty())
        ui.decorative({what_x + ui.text_width(row.what, what.type, what.weight) + 10, where.y + 4}, row.about,
                      second(ui));
    const std::string below = row.why.empty() ? row.who : row.who + ": " + row.why;
    const float room = where.right() - 12 - what_x;
    const float width = ui.text_width(below, shell::Type::staff_small, shell::Weight::regular);
    std::string shown = below;
    if (width > room) {
        // Cut where it still fits; the whole is what is spoken and exported.
        std::size_t keep = static_cast<std::size_t>(static_cast<float>(below.size()) * room / width);
        while (keep > 0 && (static_cast<unsigned char>(below[keep]) & 0xC0U) == 0x80U)
            --keep;
        shown = below.substr(0, keep > 3 ? keep - 3 : 0) + "…";
    }
    ui.decorative({what_x, where.y + 28}, shown, small(ui));
}

float draw_list(Ui& ui, const RecordView& view, RecordState& state, Rect place, std::optional<Intent>& intent)
{
    card(ui, {place.x, place.y, place.w, state.list_height});
    Form form{place.x + margin, place.y + 16, place.w - 2 * margin};
    if (draw_filters(ui, view, state, form, intent)) intent = RecordWanted{};
    trouble_in(form, ui, "record.trouble", state.trouble);
    if (!state.exported.empty()) {
        ui.icon(shell::Icon::tick, {form.x + 10, form.y + 10}, 18, ui.theme().accent);
        shell::TextStyle style = small(ui);
        style.role = shell::Role::alert;
        form.y +=
            ui.paragraph("record.exported", {form.x + 28, form.y, form.width - 28, 0}, state.exported, style) + 12;
    }
    if (view.rows.empty()) {
        ui.text("record.none", {form.x, form.y}, say("desk.record.none"), second(ui));
        form.skip(32);
    }
    for (std::size_t n = 0; n < view.rows.size(); ++n) {
        const Rect where{place.x + 12, form.y, place.w - 24, row_height};
        if (n > 0) ui.line({form.x, where.y}, {form.x + form.width, where.y}, ui.theme().line, 1);
        draw_row(ui, view.rows[n], n, where);
        form.skip(row_height);
    }
    if (view.more) {
        form.skip(12);
        const std::string_view more = say("desk.record.more");
        if (ui.button("record.more", {form.x, form.y, ui.button_width(more), control_height}, more))
            intent = RecordMoreWanted{};
        form.skip(control_height);
    }
    const float height = form.y + 16 - place.y;
    if (height != state.list_height) ui.wake_after(0);
    state.list_height = height;
    return place.y + height;
}

/// What is written down or printed at the end of the day, and the check of an earlier one.
float draw_day(Ui& ui, const RecordView& view, RecordState& state, Rect place, std::optional<Intent>& intent)
{
    card(ui, {place.x, place.y, place.w, state.side_height});
    Form form{place.x + margin, place.y + margin, place.w - 2 * margin};
    ui.text("day.title", {form.x, form.y}, say("desk.day.title"), section(ui));
    form.skip(32);
    say_in(form, ui, "day.about", say("desk.day.about"), small(ui));
    form.skip(12);
    shell::TextStyle big = title(ui);
    big.role = shell::Role::text;
    big.tabular = true;
    // In one line where it fits, else after three of its five groups.
    const bool one_line = ui.text_width(view.anchor, big.type, big.weight, true) + 32 <= form.width;
    const std::size_t cut = one_line ? view.anchor.size() : std::min<std::size_t>(15, view.anchor.size());
    const Rect box{form.x, form.y, form.width, one_line ? 56.0F : 88.0F};
    ui.fill(box, ui.theme().sunken, 8);
    card_edge(ui, box);
    shell::Node whole;
    whole.id = "day.anchor";
    whole.name = view.anchor;
    whole.rect = box;
    ui.describe(whole);
    ui.decorative({box.x + 16, box.y + 12}, view.anchor.substr(0, cut), big);
    if (!one_line) ui.decorative({box.x + 16, box.y + 46}, view.anchor.substr(cut), big);
    form.skip(box.h + 8);
    say_in(form, ui, "day.when", view.anchor_about, small(ui));
    form.skip(12);
    const std::string_view save = say("desk.day.save");
    if (ui.button("day.slip", {form.x, form.y, ui.button_width(save), control_height}, save)) intent = SlipWanted{};
    form.skip(control_height + 8);
    if (!state.slip_done.empty()) {
        shell::TextStyle style = small(ui);
        style.role = shell::Role::alert;
        say_in(form, ui, "day.slip.done", state.slip_done, style);
        form.skip(8);
    }
    form.skip(16);
    shell::FieldStyle typed = field("desk.day.typed");
    typed.placeholder = "XXXX-XXXX-XXXX-XXXX-XXXX";
    const bool entered = ui.text_field("day.typed", form.whole(), state.anchor, typed);
    trouble_in(form, ui, "day.trouble", state.anchor_trouble);
    if (!state.anchor_done.empty()) {
        ui.icon(shell::Icon::tick, {form.x + 10, form.y + 12}, 20, ui.theme().accent);
        shell::TextStyle style = body(ui);
        style.role = shell::Role::alert;
        form.y += ui.paragraph("day.done", {form.x + 28, form.y, form.width - 28, 0}, state.anchor_done, style) + 12;
    }
    const std::string_view check = say("desk.day.check");
    if (ui.button("day.check", {form.x, form.y, ui.button_width(check), control_height}, check) || entered)
        intent = AnchorTyped{};
    form.skip(control_height);
    const float height = form.y + margin - place.y;
    if (height != state.side_height) ui.wake_after(0);
    state.side_height = height;
    return place.y + height;
}

} // namespace

std::optional<Intent> draw_record(Ui& ui, const RecordView& view, RecordState& state)
{
    std::optional<Intent> intent;
    const float top = draw_setup_heading(ui, Page::record, false, intent);
    const Rect window = ui.window();
    const Rect body_place{0, top - 8, window.w, window.h - top + 8};
    const float offset = ui.begin_scroll("record.scroll", body_place, state.content_height);
    const float width = window.w - 2 * margin;
    const float y = top - offset;
    float bottom = 0;
    if (window.w >= two_column_width) {
        const float left = width - column_gap - side_width;
        bottom = draw_list(ui, view, state, {margin, y, left, 0}, intent);
        bottom = std::max(bottom, draw_day(ui, view, state, {margin + left + column_gap, y, side_width, 0}, intent));
    } else {
        bottom = draw_day(ui, view, state, {margin, y, width, 0}, intent);
        bottom = draw_list(ui, view, state, {margin, bottom + column_gap, width, 0}, intent);
    }
    ui.end_scroll();
    state.content_height = bottom + margin - (top - 8 - offset);
    return intent;
}

} // namespace rapport::desk
