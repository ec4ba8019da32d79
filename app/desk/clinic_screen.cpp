#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "app/desk/clinic_page.h"
#include "app/desk/form.h"
#include "app/desk/setup_frame.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk {

using shell::Rect;
using shell::Ui;
using strings::say;

namespace {

struct Part {
    int number = 0;
    std::string_view id; ///< "texts"
};

Form begin_card(Ui& ui, const ClinicState& state, Part part, Rect place, std::string_view heading,
                std::string_view about)
{
    card(ui, {place.x, place.y, place.w, state.heights[part.number]});
    Form form{place.x + margin, place.y + 20, place.w - 2 * margin};
    ui.text(std::string(part.id) + ".title", {form.x, form.y}, heading, section(ui));
    form.skip(32);
    say_in(form, ui, std::string(part.id) + ".about", about, second(ui));
    form.skip(12);
    return form;
}

float end_card(Ui& ui, ClinicState& state, Part part, Rect place, const Form& form)
{
    const float height = form.y + 20 - place.y;
    if (height != state.heights[part.number]) ui.wake_after(0);
    state.heights[part.number] = height;
    return place.y + height;
}

bool draw_save(Ui& ui, const ClinicState& state, Part part, Form& form, const std::string& trouble)
{
    trouble_in(form, ui, std::string(part.id) + ".trouble", trouble);
    const std::string_view label = say("common.save");
    const float width = ui.button_width(label);
    const bool pressed = ui.button(std::string(part.id) + ".save", {form.x, form.y, width, control_height}, label);
    if (state.done_at == part.id) {
        ui.icon(shell::Icon::tick, {form.x + width + 26, form.y + 22}, 20, ui.theme().accent);
        shell::TextStyle style = body(ui);
        style.role = shell::Role::alert;
        ui.text(std::string(part.id) + ".done", {form.x + width + 44, form.y + 10}, state.done, style);
    }
    form.skip(control_height);
    return pressed;
}

float draw_texts(Ui& ui, const ClinicView& view, ClinicState& state, Rect place, std::optional<Intent>& intent)
{
    const Part part{0, "texts"};
    Form form = begin_card(ui, state, part, place, say("desk.clinic.texts"), say("desk.clinic.texts_about"));
    for (std::size_t n = 0; n < view.languages.size() && n < state.moment.size(); ++n) {
        const std::string language(say("language." + view.languages[n]));
        shell::FieldStyle style;
        style.label = say("desk.clinic.moment", {{"language", language}});
        ui.text_field("texts.moment." + view.languages[n], form.whole(), state.moment[n], style);
        style.label = say("desk.clinic.safety", {{"language", language}});
        ui.text_field("texts.safety." + view.languages[n], form.whole(), state.safety[n], style);
    }
    if (draw_save(ui, state, part, form, state.texts_trouble)) intent = SetupActWanted{SetupAct::save_texts, {}};
    return end_card(ui, state, part, place, form);
}

float draw_care_policy(Ui& ui, const ClinicView&, ClinicState& state, Rect place, std::optional<Intent>& intent)
{
    const Part part{1, "care"};
    Form form = begin_card(ui, state, part, place, say("desk.clinic.care"), say("desk.clinic.care_about"));
    const auto [people, width] = form.pair();
    ui.text_field("care.people", people, state.course_people, field("desk.clinic.course_people"));
    ui.text_field("care.width", width, state.course_width, field("desk.clinic.course_width"));
    const auto [percent, again] = form.pair();
    ui.text_field("care.percent", percent, state.course_percent, field("desk.clinic.course_percent"));
    ui.text_field("care.again", again, state.flag_again, field("desk.clinic.flag_again"));
    ui.text_field("care.stopped", form.pair().left, state.stopped, field("desk.clinic.stopped"));
    if (draw_save(ui, state, part, form, state.care_trouble)) intent = SetupActWanted{SetupAct::save_care, {}};
    return end_card(ui, state, part, place, form);
}

float draw_identity(Ui& ui, const ClinicView& view, ClinicState& state, Rect place, std::optional<Intent>& intent)
{
    const Part part{2, "identity"};
    Form form = begin_card(ui, state, part, place, say("desk.clinic.identity"), say("desk.clinic.identity_about"));
    const auto check_line = [&](std::string_view id, const std::string& label, bool on) {
        const bool pressed = ui.check_box(id, {form.x, form.y, form.width, control_height}, label, on);
        form.skip(control_height + 4);
        return pressed;
    };
    if (check_line("identity.pseudonyms", std::string(say("desk.clinic.pseudonyms_only")), state.pseudonyms_only))
        state.pseudonyms_only = !state.pseudonyms_only;
    const auto types = types_to_choose(view);
    std::vector<std::string> names{"name", "date_of_birth", "record_number"};
    for (std::size_t n = 0; n < types.size() && n < state.kept.size(); ++n) {
        const std::string label = say("desk.clinic.keep", {{"label", types[n].label}, {"id", types[n].id}});
        if (check_line(fmt::format("identity.type.{}", n), label, state.kept[n])) state.kept[n] = !state.kept[n];
        if (state.kept[n]) names.push_back(types[n].id);
    }
    const auto [own, check] = form.pair();
    ui.text_field("identity.own", own, state.own_label, field("desk.clinic.own_label"));
    const std::vector<std::string> checks{
        std::string(say("desk.clinic.check.none")), std::string(say("desk.clinic.check.digits")),
        std::string(say("desk.clinic.check.nhs_number")), std::string(say("desk.clinic.check.luhn"))};
    if (const auto chosen =
            ui.choice_field("identity.check", check, checks, state.own_check, field("desk.clinic.own_check")))
        state.own_check = *chosen;
    ui.text_field("identity.digits", form.pair().left, state.own_digits, field("desk.clinic.own_digits"));
    ui.text_field("identity.rule", form.whole(), state.rule, field("desk.clinic.rule"));
    std::string all;
    for (const std::string& name : names)
        all += (all.empty() ? "" : ", ") + name;
    form.skip(-8);
    say_in(form, ui, "identity.names", say("desk.clinic.rule_names", {{"names", all}}), small(ui));
    form.skip(12);
    if (draw_save(ui, state, part, form, state.identity_trouble)) intent = SetupActWanted{SetupAct::save_identity, {}};
    return end_card(ui, state, part, place, form);
}

float draw_devices(Ui& ui, const ClinicView& view, ClinicState& state, Rect place, std::optional<Intent>&)
{
    const Part part{3, "device"};
    Form form = begin_card(ui, state, part, place, say("desk.clinic.devices"), say("desk.clinic.devices_about"));
    for (std::size_t n = 0; n < view.devices.size(); ++n)
        say_in(form, ui, fmt::format("device.{}", n), view.devices[n], body(ui));
    return end_card(ui, state, part, place, form);
}

} // namespace

std::optional<Intent> draw_clinic(Ui& ui, const ClinicView& view, ClinicState& state)
{
    std::optional<Intent> intent;
    const float first = draw_setup_heading(ui, Page::clinic, false, intent);
    const Rect window = ui.window();
    const Rect place{0, first - 8, window.w, window.h - first + 8};
    const float offset = ui.begin_scroll("clinic.scroll", place, state.content_height);
    const float width = window.w - 2 * margin;
    const float y = first - offset;
    const bool two = window.w >= two_column_width;
    const float column = two ? std::floor((width - column_gap) / 2) : width;
    float left = y;
    for (auto* const draw : {draw_texts, draw_devices})
        left = draw(ui, view, state, {margin, left, column, 0}, intent) + card_gap;
    float right = two ? y : left;
    const float x = two ? margin + column + column_gap : margin;
    for (auto* const draw : {draw_care_policy, draw_identity})
        right = draw(ui, view, state, {x, right, column, 0}, intent) + card_gap;
    ui.end_scroll();
    state.content_height = std::max(left, right) + margin - (first - 8 - offset);
    return intent;
}

} // namespace rapport::desk
