#include "app/desk/backups_screen.h"

#include <algorithm>
#include <cmath>

#include "app/desk/form.h"
#include "app/desk/setup_frame.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk {

using shell::Rect;
using shell::Ui;
using strings::say;

namespace {

void figure(Ui& ui, Form& form, std::string_view id, std::string_view label, std::string_view value,
            std::string_view below)
{
    const std::string base(id);
    ui.text(base + ".label", {form.x, form.y}, label, small(ui));
    form.skip(22);
    shell::TextStyle big = title(ui);
    big.role = shell::Role::text;
    form.y += ui.paragraph(id, {form.x, form.y, form.width, 0}, value, big);
    if (!below.empty())
        form.y += ui.paragraph(base + ".below", {form.x, form.y + 4, form.width, 0}, below, caption(ui)) + 4;
    form.skip(24);
}

void working_line(Ui& ui, Form& form, std::string_view id, std::string_view words)
{
    ui.icon(shell::Icon::ring, {form.x + 10, form.y + 22}, 20, ui.theme().accent);
    ui.text(id, {form.x + 32, form.y + 10}, words, body(ui));
    form.skip(control_height);
}

float draw_backup(Ui& ui, const BackupsView& view, BackupsState& state, Rect place, std::optional<Intent>& intent)
{
    card(ui, {place.x, place.y, place.w, state.backup_height});
    Form form{place.x + margin, place.y + margin, place.w - 2 * margin};
    ui.text("backups.title", {form.x, form.y}, say("desk.backups.title"), section(ui));
    form.skip(32);
    say_in(form, ui, "backups.about", say("desk.backups.about"), second(ui));
    form.skip(24);
    figure(ui, form, "backups.last", say("desk.backups.last"), view.last, view.last_file);
    const bool busy = state.backing_up || state.drilling;
    shell::FieldStyle folder = field("desk.backups.folder");
    folder.placeholder = view.usual_folder;
    folder.read_only = busy;
    const bool entered = ui.text_field("backups.folder", form.whole(), state.folder, folder);
    form.skip(-8);
    say_in(form, ui, "backups.folder.about", say("desk.backups.folder_about"), small(ui));
    form.skip(24);
    trouble_in(form, ui, "backups.trouble", state.backup_trouble);
    done_line(ui, form, "backups.done", state.backup_done);
    if (state.backing_up) {
        working_line(ui, form, "backups.progress", say("desk.backups.working"));
        return close_card(ui, form, place, state.backup_height);
    }
    shell::ButtonStyle go;
    go.kind = shell::ButtonKind::filled;
    go.enabled = !busy;
    const std::string_view label = say("desk.backups.go");
    if (ui.button("backups.go", {form.x, form.y, ui.button_width(label, go), control_height}, label, go) ||
        (entered && !busy))
        intent = BackUpWanted{};
    form.skip(control_height);
    return close_card(ui, form, place, state.backup_height);
}

float draw_drill(Ui& ui, const BackupsView& view, BackupsState& state, Rect place, std::optional<Intent>& intent)
{
    card(ui, {place.x, place.y, place.w, state.drill_height});
    Form form{place.x + margin, place.y + margin, place.w - 2 * margin};
    ui.text("drill.title", {form.x, form.y}, say("desk.drill.title"), section(ui));
    form.skip(32);
    say_in(form, ui, "drill.about", say("desk.drill.about"), second(ui));
    form.skip(24);
    figure(ui, form, "drill.last", say("desk.drill.last"), view.last_drill, {});
    const bool busy = state.backing_up || state.drilling;
    shell::FieldStyle style = field("desk.drill.passphrase");
    style.read_only = busy;
    const bool entered = ui.secret_field("drill.passphrase", form.whole(), state.passphrase, style);
    form.skip(8);
    trouble_in(form, ui, "drill.trouble", state.drill_trouble);
    done_line(ui, form, "drill.done", state.drill_done);
    if (state.drilling) {
        working_line(ui, form, "drill.progress", say("desk.drill.working"));
        return close_card(ui, form, place, state.drill_height);
    }
    shell::ButtonStyle go;
    go.enabled = !busy;
    const std::string_view label = say("desk.drill.go");
    const bool pressed = ui.button("drill.go", {form.x, form.y, ui.button_width(label, go), control_height}, label, go);
    if (!busy && (pressed || entered)) {
        if (state.passphrase.empty())
            state.drill_trouble = say("desk.unlock.empty");
        else
            intent = DrillWanted{};
    }
    form.skip(control_height);
    return close_card(ui, form, place, state.drill_height);
}

} // namespace

std::optional<Intent> draw_backups(Ui& ui, const BackupsView& view, BackupsState& state)
{
    std::optional<Intent> intent;
    const float top = draw_setup_heading(ui, Page::backups, false, intent);
    const Rect window = ui.window();
    const Rect body_place{0, top - 8, window.w, window.h - top + 8};
    const float offset = ui.begin_scroll("backups.scroll", body_place, state.content_height);
    const float width = window.w - 2 * margin;
    float y = top - offset;
    if (view.overdue) y += warning(ui, "backups.warning", {margin, y, width, 0}, view.overdue_words) + card_gap;
    float bottom = 0;
    if (window.w >= two_column_width) {
        const float left = std::floor((width - column_gap) * 0.55F);
        bottom = draw_backup(ui, view, state, {margin, y, left, 0}, intent);
        bottom = std::max(
            bottom, draw_drill(ui, view, state, {margin + left + column_gap, y, width - left - column_gap, 0}, intent));
    } else {
        bottom = draw_backup(ui, view, state, {margin, y, width, 0}, intent);
        bottom = draw_drill(ui, view, state, {margin, bottom + column_gap, width, 0}, intent);
    }
    ui.end_scroll();
    state.content_height = bottom + margin - (top - 8 - offset);
    return intent;
}

} // namespace rapport::desk
