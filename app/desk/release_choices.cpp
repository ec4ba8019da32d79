#include "app/desk/pieces.h"
#include "app/desk/release_screen.h"
#include "app/desk/words.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk {

using shell::Rect;
using shell::Ui;
using strings::say;

namespace {

void draw_label(Ui& ui, std::string_view id, float x, float y, std::string_view words)
{
    shell::TextStyle style = small(ui);
    style.weight = shell::Weight::semibold;
    style.colour = ui.theme().ink;
    ui.text(id, {x, y}, words, style);
}

/// A rule that nobody changes here: outlined as read only, no chevron.
float draw_fixed(Ui& ui, const std::string& id, float x, float y, float width, std::string_view label,
                 std::string_view value)
{
    draw_label(ui, id + ".label", x, y, label);
    const Rect box{x, y + 24, width, control_height};
    ui.outline(box, ui.theme().grid, 1, 8);
    ui.text(id, {x + 16, box.y + 10}, value, body(ui));
    return box.bottom();
}

float draw_instruments(Ui& ui, const ReleaseView& view, ReleaseState& state, float x, float y, float width,
                       std::optional<Intent>& intent)
{
    draw_label(ui, "release.instruments", x, y, say("desk.release.questionnaires"));
    y += 24;
    for (const InstrumentChoice& choice : view.choices) {
        const bool on = state.instruments.contains(choice.id);
        const std::string count =
            on ? std::to_string(choice.administrations)
               : strings::say("desk.release.none_of", {{"n", std::to_string(choice.administrations)}});
        const float count_width = ui.text_width(count, shell::Type::staff_small, shell::Weight::regular) + 8;
        if (ui.check_box("release.instrument." + choice.id, {x, y, width - count_width, control_height}, choice.title,
                         on, !busy(state))) {
            if (on)
                state.instruments.erase(choice.id);
            else
                state.instruments.insert(choice.id);
            intent = MeasureWanted{};
        }
        text_ending(ui, "release.count." + choice.id, x + width, y + 12, count, caption(ui));
        y += control_height;
    }
    return y;
}

} // namespace

void draw_choices_card(Ui& ui, const ReleaseView& view, ReleaseState& state, Rect where, std::optional<Intent>& intent)
{
    card(ui, where);
    const float x = where.x + margin;
    const float width = where.w - 2 * margin;
    const Rect inner{where.x, where.y + 8, where.w, where.h - 16};
    const float begin = inner.y - ui.begin_scroll("release.choices", inner, state.choices_height);
    float y = begin + 12;
    ui.text("release.choices.title", {x, y}, say("desk.release.choices"), section(ui));
    if (state.stage == Stage::writing) {
        const float at = text_ending(ui, "release.locked", x + width, y + 2, say("desk.release.locked"), caption(ui));
        ui.icon(shell::Icon::lock, {at - 12, y + 12}, 14, ui.theme().ink3);
    }
    y += 34;

    shell::FieldStyle style;
    style.label = say("desk.release.project");
    style.label_type = shell::Type::staff_small;
    style.read_only = busy(state) || state.stage == Stage::done;
    if (ui.text_field("release.project", {x, y + 24, width, control_height}, state.project, style) &&
        state.project.text != state.measured_project)
        intent = MeasureWanted{};
    y += 24 + control_height + 4;
    ui.text("release.people", {x, y},
            view.measured ? std::string_view(view.measured->people) : say("desk.release.people"), caption(ui));
    y += 28;

    style.read_only = state.stage == Stage::writing || state.stage == Stage::done;
    style.label = say("desk.release.recipient");
    ui.text_field("release.recipient", {x, y + 24, width, control_height}, state.recipient, style);
    y += 24 + control_height + 12;
    style.label = say("desk.release.purpose");
    ui.text_field("release.purpose", {x, y + 24, width, control_height}, state.purpose, style);
    y += 24 + control_height + 12;

    y = draw_instruments(ui, view, state, x, y, width, intent) + 8;
    y = draw_fixed(ui, "release.time", x, y, width, say("desk.release.time"), say("desk.release.weeks")) + 12;
    y = draw_fixed(ui, "release.rules", x, y, width, say("desk.release.rules"),
                   say("desk.release.outside", {{"k", std::to_string(view.k)}})) +
        12;
    y = draw_fixed(ui, "release.files", x, y, width, say("desk.release.files"), say("desk.release.formats")) + 12;
    ui.end_scroll();
    state.choices_height = y - begin;
}

} // namespace rapport::desk
