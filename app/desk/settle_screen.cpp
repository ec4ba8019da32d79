#include "app/desk/settle_screen.h"

#include <algorithm>

#include <fmt/format.h>

#include "app/desk/form.h"
#include "app/desk/words.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk {

using shell::Rect;
using shell::Ui;
using strings::say;

namespace {

constexpr float widest = 760;

/// Who, when, and what was said; gives back where it ends.
float draw_alert(Ui& ui, const AlertRow& row, std::size_t n, Rect where)
{
    const std::string id = fmt::format("settle.{}", n);
    ui.icon(row.icon, {where.x + 14, where.y + 26}, 28, ui.theme().alert);
    const float x = where.x + 44;
    const float width = where.w - 44;
    const shell::TextStyle name = body(ui, shell::Weight::semibold);
    ui.text(id + ".who", {x, where.y}, row.who, name);
    ui.text(id + ".when", {x + ui.text_width(row.who, name.type, name.weight) + 8, where.y + 2}, row.when, caption(ui));
    shell::TextStyle words = body(ui);
    words.role = shell::Role::alert;
    float y = where.y + 24;
    y += ui.paragraph(id + ".words", {x, y, width, 0}, row.words, words);
    if (!row.small.empty()) y += ui.paragraph(id + ".small", {x, y, width, 0}, row.small, small(ui));
    return y;
}

} // namespace

std::optional<Intent> draw_settle(Ui& ui, const SettleView& view, SettleState& state)
{
    std::optional<Intent> intent;
    if (view.alerts.empty()) return WentBack{};
    const float top = bar_height + 24;
    const float width = std::min(widest, ui.window().w - 2 * margin);
    ui.text("settle.title", {margin, top}, say("desk.settle.title"), title(ui));
    float y = top + 44;
    y += ui.paragraph("settle.about", {margin, y, width, 0}, say("desk.settle.about"), second(ui)) + 24;
    const AlertRow& first = view.alerts.front();
    y = draw_alert(ui, first, 0, {margin, y, width, 0}) + 24 + label_space;

    shell::FieldStyle style;
    style.label = say("desk.settle.words");
    style.error = state.error;
    ui.text_field("settle.words", {margin, y, width, control_height}, state.words, style);
    y += control_height + (state.error.empty() ? 16 : 40);

    shell::ButtonStyle go;
    go.kind = shell::ButtonKind::filled;
    float x = margin;
    const auto place = [&](std::string_view words, const shell::ButtonStyle& look) {
        const Rect box{x, y, ui.button_width(words, look), control_height};
        x += box.w + 8;
        return box;
    };
    const bool done = ui.button("settle.done", place(say("desk.settle.done"), go), say("desk.settle.done"), go);
    const bool left = ui.button("settle.left", place(say("desk.settle.left"), {}), say("desk.settle.left"));
    if (ui.button("settle.back", place(say("common.back"), {}), say("common.back"))) intent = WentBack{};
    if (view.alerts.size() > 1)
        ui.text("settle.more", {margin, y + control_height + 16},
                count_words("desk.settle.more", static_cast<long long>(view.alerts.size() - 1)), caption(ui));
    if (ui.pressed(shell::Key::escape)) intent = WentBack{};
    if (!done && !left) return intent;
    std::string words = trimmed(state.words.text);
    if (words.empty()) {
        state.error = say("desk.settle.empty");
        ui.focus("settle.words");
        return intent;
    }
    if (done) return AlertNoted{first.alert, std::move(words)};
    return AlertLeft{first.alert, std::move(words)};
}

} // namespace rapport::desk
