#include "app/desk/add_person_screen.h"

#include <algorithm>

#include "app/desk/people_view.h"
#include "app/desk/pieces.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk {

using shell::FieldStyle;
using shell::Rect;
using shell::Ui;
using strings::say;

namespace {

/// Label, box, and room for a sentence below: every field takes the same, so nothing moves when one is wrong.
constexpr float field_pitch = label_space + control_height + 40;
constexpr float widest = 720;

FieldStyle labelled(std::string_view key, const std::string& error = {})
{
    FieldStyle style;
    style.label = say(key);
    style.error = error;
    return style;
}

bool draw_fields(Ui& ui, AddPersonState& state, float x, float y, float width)
{
    const float half = (width - card_gap) / 2;
    const float right = x + half + card_gap;
    bool entered = false;

    entered |= ui.text_field("add.name", {x, y, half, control_height}, state.name,
                             labelled("desk.add.name", state.name_error));
    FieldStyle born = labelled("desk.add.born", state.born_error);
    born.placeholder = say("desk.add.born_example");
    entered |= ui.text_field("add.born", {right, y, half, control_height}, state.born, born);

    y += field_pitch;
    entered |= ui.text_field("add.record", {x, y, half, control_height}, state.record,
                             labelled("desk.add.record", state.record_error));
    std::vector<std::string> sex_choices;
    for (const std::string& sex : sexes())
        sex_choices.push_back(sex_words(sex));
    if (const auto chosen = ui.choice_field("add.sex", {right, y, half, control_height}, sex_choices, state.sex,
                                            labelled("desk.add.sex")))
        state.sex = *chosen;

    y += field_pitch;
    if (const auto chosen = ui.choice_field("add.therapist", {x, y, half, control_height}, state.therapists,
                                            state.therapist, labelled("desk.add.therapist")))
        state.therapist = *chosen;
    entered |= ui.text_field("add.site", {right, y, half, control_height}, state.site, labelled("desk.add.site"));
    return entered;
}

} // namespace

std::optional<Intent> draw_add_person(Ui& ui, AddPersonState& state)
{
    ui.text("add.title", {margin, bar_height + 24}, say("desk.add.title"), title(ui));
    const Rect whole{margin, bar_height + 72, std::min(widest, ui.window().w - 2 * margin), 3 * field_pitch + 156};
    card(ui, whole);
    const float x = whole.x + margin;
    const float width = whole.w - 2 * margin;
    float y = whole.y + margin;
    ui.paragraph("add.pseudonym", {x, y, width, 0}, say("desk.add.pseudonym"), second(ui));
    y += 56;
    const bool entered = draw_fields(ui, state, x, y + label_space - 8, width);
    y += 3 * field_pitch;

    shell::ButtonStyle save;
    save.kind = shell::ButtonKind::filled;
    const float save_width = ui.button_width(say("desk.add.save"), save);
    const float cancel_width = ui.button_width(say("common.cancel"));
    const float right = whole.right() - margin;
    if (!state.trouble.empty()) {
        shell::TextStyle style = small(ui);
        style.colour = ui.theme().alert;
        style.role = shell::Role::alert;
        ui.paragraph("add.trouble", {x, y + 4, width - save_width - cancel_width - 2 * card_gap, 0}, state.trouble,
                     style);
    }
    if (ui.button("add.cancel", {right - save_width - card_gap - cancel_width, y + 8, cancel_width, control_height},
                  say("common.cancel")))
        return WentBack{};
    if (ui.button("add.save", {right - save_width, y + 8, save_width, control_height}, say("desk.add.save"), save) ||
        entered)
        return AddPersonSaved{};
    if (ui.pressed(shell::Key::escape)) return WentBack{};
    return {};
}

} // namespace rapport::desk
