#include "app/desk/add_person_screen.h"

#include <algorithm>

#include <fmt/format.h>

#include "app/desk/form.h"
#include "app/desk/people_view.h"
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

/// Fields go in two columns, in reading order.
class Places {
public:
    Places(float x, float y, float width) : x_(x), y_(y), half_((width - card_gap) / 2) {}
    Rect next()
    {
        const Rect where{left_ ? x_ : x_ + half_ + card_gap, y_ + label_space - 8, half_, control_height};
        if (!left_) y_ += field_pitch;
        left_ = !left_;
        return where;
    }
    /// Below the last row that has a field in it.
    [[nodiscard]] float bottom() const { return left_ ? y_ : y_ + field_pitch; }

private:
    float x_, y_, half_;
    bool left_ = true;
};

bool draw_identity(Ui& ui, AddPersonState& state, Places& places)
{
    bool entered = ui.text_field("add.name", places.next(), state.name, labelled("desk.add.name", state.name_error));
    FieldStyle born = labelled("desk.add.born", state.born_error);
    born.placeholder = say("desk.add.born_example");
    entered |= ui.text_field("add.born", places.next(), state.born, born);
    entered |=
        ui.text_field("add.record", places.next(), state.record, labelled("desk.add.record", state.record_error));
    for (std::size_t n = 0; n < state.identifiers.size() && n < state.policy.types.size(); ++n) {
        FieldStyle style;
        style.label = state.policy.types[n].label;
        style.error = state.identifiers[n].error;
        entered |= ui.text_field(fmt::format("add.identifier.{}", n), places.next(), state.identifiers[n].edit, style);
    }
    return entered;
}

bool draw_fields(Ui& ui, AddPersonState& state, Places& places)
{
    bool entered = state.policy.pseudonyms_only ? false : draw_identity(ui, state, places);
    std::vector<std::string> sex_choices;
    for (const std::string& sex : sexes())
        sex_choices.push_back(sex_words(sex));
    if (const auto chosen = ui.choice_field("add.sex", places.next(), sex_choices, state.sex, labelled("desk.add.sex")))
        state.sex = *chosen;
    if (!state.editing)
        if (const auto chosen = ui.choice_field("add.therapist", places.next(), state.therapists, state.therapist,
                                                labelled("desk.add.therapist")))
            state.therapist = *chosen;
    entered |= ui.text_field("add.site", places.next(), state.site, labelled("desk.add.site"));
    if (state.editing)
        entered |=
            ui.text_field("add.reason", places.next(), state.reason, labelled("desk.mend.reason", state.reason_error));
    return entered;
}

/// Who may be the same person: open them, or say that this is somebody else.
float draw_alike(Ui& ui, AddPersonState& state, float x, float y, float width, std::optional<Intent>& intent)
{
    y += warning(ui, "add.alike", {x, y, width, 0}, say("desk.add.alike_about")) + 12;
    for (std::size_t n = 0; n < state.alike.size(); ++n) {
        const std::string words = likeness_words(state.alike[n], state.policy);
        shell::ButtonStyle style;
        style.kind = shell::ButtonKind::link;
        if (ui.button(fmt::format("add.alike.{}", n), {x, y, ui.button_width(words, style), control_height}, words,
                      style))
            intent = PersonWanted{state.alike[n].person};
        y += control_height;
    }
    const std::string_view others = say("desk.add.others");
    if (ui.check_box("add.others", {x, y, width, control_height}, others, state.alike_accepted))
        state.alike_accepted = !state.alike_accepted;
    return y + control_height + 16;
}

} // namespace

std::optional<Intent> draw_add_person(Ui& ui, AddPersonState& state)
{
    std::optional<Intent> intent;
    ui.text("add.title", {margin, bar_height + 24},
            state.editing ? say("desk.add.edit_title", {{"name", state.editing->pseudonym}})
                          : std::string(say("desk.add.title")),
            title(ui));
    const Rect window = ui.window();
    const Rect place{0, bar_height + 64, window.w, window.h - bar_height - 64};
    const float offset = ui.begin_scroll("add.scroll", place, state.content_height);
    const Rect whole{margin, bar_height + 72 - offset, std::min(widest, window.w - 2 * margin), state.height};
    card(ui, whole);
    const float x = whole.x + margin;
    const float width = whole.w - 2 * margin;
    float y = whole.y + margin;
    const std::string_view about = say(state.editing                  ? "desk.add.edit_about"
                                       : state.policy.pseudonyms_only ? "desk.add.pseudonyms_only"
                                                                      : "desk.add.pseudonym");
    y += ui.paragraph("add.pseudonym", {x, y, width, 0}, about, second(ui)) + 12;
    Places places(x, y, width);
    const bool entered = draw_fields(ui, state, places);
    y = places.bottom();
    if (!state.alike.empty()) y = draw_alike(ui, state, x, y, width, intent);

    shell::ButtonStyle save;
    save.kind = shell::ButtonKind::filled;
    const std::string_view label = say(state.editing ? "common.save" : "desk.add.save");
    const float save_width = ui.button_width(label, save);
    const float cancel_width = ui.button_width(say("common.cancel"));
    const float right = whole.right() - margin;
    float trouble_height = 0;
    if (!state.trouble.empty()) {
        shell::TextStyle style = small(ui);
        style.colour = ui.theme().alert;
        style.role = shell::Role::alert;
        trouble_height = ui.paragraph("add.trouble", {x, y + 4, width - save_width - cancel_width - 2 * card_gap, 0},
                                      state.trouble, style);
    }
    if (ui.button("add.cancel", {right - save_width - card_gap - cancel_width, y + 8, cancel_width, control_height},
                  say("common.cancel")))
        intent = WentBack{};
    if (ui.button("add.save", {right - save_width, y + 8, save_width, control_height}, label, save) || entered)
        intent = AddPersonSaved{};
    y += std::max(trouble_height, control_height) + 8 + margin;
    ui.end_scroll();
    if (y - whole.y != state.height) ui.wake_after(0);
    state.height = y - whole.y;
    state.content_height = state.height + 8 + margin;
    if (!intent && ui.pressed(shell::Key::escape)) intent = WentBack{};
    return intent;
}

} // namespace rapport::desk
