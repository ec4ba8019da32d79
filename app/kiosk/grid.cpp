#include "app/kiosk/grid.h"

#include <algorithm>
#include <cmath>

#include "app/shell/strings/strings.h"

namespace rapport::kiosk {

using shell::Icon;
using shell::Type;
using shell::Weight;
using strings::say;

namespace {

float scale(const shell::Ui& ui)
{
    return shell::metrics(Type::patient_option, ui.text_size()).px / shell::metrics(Type::patient_option).px;
}

/// What the top bar keeps of its words so that everything has its place, the least needed going first. Measured with
/// the longest progress a questionnaire can have, so that the bar is the same on every page.
void give_up_words(const shell::Ui& ui, Grid& at)
{
    const auto bold = [&](std::string_view words) {
        return ui.text_width(words, Type::patient_small, Weight::semibold, true);
    };
    // The loudspeaker is on every page; the question mark stands beside the numbers of questions only.
    const float strong = std::max({bold(say("kiosk.progress", {{"n", "88"}, {"of", "88"}})) + ui.patient_target(),
                                   bold(say("kiosk.part_ended.only")), bold(say("kiosk.part_ended", {{"n", "8"}}))});
    const float part = 3 * space + ui.text_width(say("kiosk.part", {{"n", "8"}, {"of", "8"}}), Type::patient_small,
                                                 Weight::regular, true);
    const auto fits = [&] {
        float used = strong + group_gap + aloud_width(ui, at);
        used += at.part_words ? part : 0;
        used += at.help_at_foot ? 0 : quiet_width(ui, say("kiosk.moment"), Icon::help);
        used += at.pause_words ? quiet_width(ui, say("kiosk.pause"), Icon::pause) : ui.patient_target();
        used += at.display_words ? quiet_width(ui, say("kiosk.display"), Icon::pause) : ui.patient_target();
        return used <= at.width + quiet_pad;
    };
    if (!fits()) at.aloud_words = false;
    if (!fits()) at.display_words = false;
    if (!fits()) at.part_words = false;
    if (!fits() && at.portrait) at.help_at_foot = true;
    if (!fits()) at.pause_words = false;
}

} // namespace

Grid grid(const shell::Ui& ui)
{
    constexpr float widest = 1040;
    constexpr float widest_large = 1600;
    Grid at;
    at.window = ui.window();
    at.portrait = at.window.h > at.window.w;
    at.large = ui.text_size() >= shell::TextSize::p150;
    const float margin = at.portrait ? 32.0F : at.large ? 40.0F : 120.0F;
    at.width = std::min(at.large ? widest_large : widest, at.window.w - 2 * margin);
    at.left = at.window.x + (at.window.w - at.width) / 2;
    const float least = ui.patient_target();
    at.body_top = top_bar_top + least + (at.large ? 32 : 16);
    at.control = std::max(least, at.large ? 80.0F : 0.0F);
    give_up_words(ui, at);

    constexpr float below = 16;
    at.foot_top = at.window.bottom() - below - at.control;
    if (at.help_at_foot) {
        at.quiet_height = std::max(ui.patient_target(), 2 * line_of(ui, Type::patient_small));
        at.quiet_top = at.window.bottom() - space - at.quiet_height;
        at.foot_top = at.quiet_top - below - at.control;
    }
    at.body_bottom = at.foot_top - group_gap;
    return at;
}

float line_of(const shell::Ui& ui, Type type)
{
    return shell::metrics(type, ui.text_size()).line;
}

float icon_size(const shell::Ui& ui)
{
    return std::round(28 + 16 * (scale(ui) - 1));
}

float outline_width(const shell::Theme& theme)
{
    return theme.name == shell::ThemeName::high_contrast ? 3 : 2;
}

shell::ButtonStyle quiet_style(Icon icon)
{
    return {.kind = shell::ButtonKind::quiet, .type = Type::patient_small, .icon_before = icon};
}

float aloud_width(const shell::Ui& ui, const Grid& at)
{
    if (!at.aloud_words) return ui.patient_target();
    return std::max(quiet_width(ui, say("kiosk.aloud"), Icon::speaker),
                    quiet_width(ui, say("kiosk.aloud.stop"), Icon::stop));
}

float quiet_width(const shell::Ui& ui, std::string_view label, Icon icon)
{
    return std::max(ui.patient_target(), ui.button_width(label, quiet_style(icon)) + 2 * quiet_pad);
}

shell::TextStyle lead_style(const shell::Ui& ui)
{
    return {
        .type = Type::patient_lead, .weight = Weight::semibold, .colour = ui.theme().ink, .role = shell::Role::heading};
}

} // namespace rapport::kiosk
