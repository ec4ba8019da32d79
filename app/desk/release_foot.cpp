#include <algorithm>
#include <cmath>

#include "app/desk/pieces.h"
#include "app/desk/release_screen.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk {

using shell::Rect;
using shell::Ui;
using strings::say;

namespace {

/// A step with its tick or ring; gives back where the next begins.
float draw_step(Ui& ui, std::string_view id, float x, float middle, std::string_view words, bool ticked,
                shell::Weight weight)
{
    const shell::TextStyle style = body(ui, weight);
    ui.icon(ticked ? shell::Icon::tick : shell::Icon::ring, {x + 10, middle}, 20, ui.theme().accent);
    ui.text(id, {x + 28, middle - 12}, words, style);
    return x + 28 + ui.text_width(words, style.type, style.weight) + 24;
}

void draw_words(Ui& ui, std::string_view id, float x, float right, Rect where, std::string_view words,
                const shell::TextStyle& style)
{
    const float height = ui.paragraph_height(words, right - x, style.type, style.weight);
    ui.paragraph(id, {x, where.y + (where.h - height) / 2, right - x, height}, words, style);
}

/// How far the files are, about how long it takes, and a way to stop.
void draw_writing(Ui& ui, Writing& writing, Rect where)
{
    const float middle = where.y + where.h / 2;
    const std::string_view cancel = say("desk.release.cancel");
    const float width = ui.button_width(cancel);
    float right = where.right() - margin - width;
    shell::ButtonStyle style;
    style.enabled = !writing.stop;
    if (ui.button("release.cancel", {right, middle - 22, width, control_height}, cancel, style)) writing.stop = true;
    right -= card_gap;

    const int of = std::max(1, writing.of.load());
    const int files = std::min(of, writing.files.load());
    const float x = draw_step(ui, "release.writing", where.x + margin, middle, say("desk.release.writing"), false,
                              shell::Weight::semibold);
    const Rect bar{x, middle - 12, std::max(0.0F, right - x), 8};
    ui.fill(bar, ui.theme().track, 4);
    ui.fill({bar.x, bar.y, bar.w * static_cast<float>(files) / static_cast<float>(of), bar.h}, ui.theme().accent, 4);
    ui.text("release.progress", {x, middle + 4},
            strings::say("desk.release.files_of", {{"n", std::to_string(files)}, {"of", std::to_string(of)}}),
            caption(ui));
    const double spent = std::chrono::duration<double>(std::chrono::steady_clock::now() - writing.begun).count();
    if (files < 3 || spent < 2) return;
    const int left = static_cast<int>(std::ceil(spent * (of - files) / files));
    text_ending(ui, "release.time_left", right, middle + 4,
                strings::say("desk.release.seconds_left", {{"n", std::to_string(left)}}), caption(ui));
}

} // namespace

void draw_release_foot(Ui& ui, const ReleaseView& view, const ReleaseState& state, Rect where,
                       std::optional<Intent>& intent)
{
    card(ui, where);
    const float middle = where.y + where.h / 2;
    float x = where.x + margin;
    float right = where.right() - margin;

    if (state.stage == Stage::done) {
        const std::string_view again = say("desk.release.again");
        const float width = ui.button_width(again);
        if (ui.button("release.again", {right - width, middle - 22, width, control_height}, again))
            intent = MeasureWanted{};
        x = draw_step(ui, "release.written", x, middle, say("desk.release.written"), true, shell::Weight::regular);
        if (view.done)
            draw_words(ui, "release.done", x, right - width - card_gap, where, view.done->recorded, second(ui));
        return;
    }

    if (state.stage == Stage::writing && state.writing) return draw_writing(ui, *state.writing, where);

    shell::ButtonStyle write;
    write.kind = shell::ButtonKind::filled;
    write.icon_before = shell::Icon::write_out;
    write.enabled = state.stage == Stage::ready && state.project.text == state.measured_project;
    const std::string_view label = say("desk.release.write");
    const float width = ui.button_width(label, write);
    right -= width;
    if (ui.button("release.write", {right, middle - 22, width, control_height}, label, write)) intent = WriteWanted{};
    right -= card_gap;

    switch (state.stage) {
    case Stage::measuring:
        draw_step(ui, "release.step", x, middle, say("desk.release.measuring"), false, shell::Weight::semibold);
        break;
    case Stage::refused: {
        ui.icon(shell::Icon::alert, {x + 14, middle}, 28, ui.theme().alert);
        shell::TextStyle style = body(ui);
        style.role = shell::Role::alert;
        draw_words(ui, "release.refused", x + 44, right, where, state.refusal, style);
        break;
    }
    case Stage::ready:
    case Stage::writing:
        x = draw_step(ui, "release.deidentified", x, middle, say("desk.release.deidentified"), true,
                      shell::Weight::regular);
        x = draw_step(ui, "release.measured", x, middle, say("desk.release.measured"), true, shell::Weight::regular);
        if (state.stage == Stage::writing)
            draw_step(ui, "release.writing", x, middle, say("desk.release.writing"), false, shell::Weight::semibold);
        else
            draw_words(ui, "release.ready", x, right, where, say("desk.release.ready"), second(ui));
        break;
    case Stage::done:
        break;
    }
}

} // namespace rapport::desk
