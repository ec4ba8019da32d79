#include "app/desk/instruments_page.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "app/desk/form.h"
#include "app/desk/setup_frame.h"
#include "app/desk/words.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk {

using shell::Rect;
using shell::Ui;
using strings::say;

namespace {

constexpr float row_height = 72;

void draw_list(Ui& ui, const InstrumentsView& view, InstrumentsState& state, Rect place)
{
    const float height = row_height * static_cast<float>(view.lines.size());
    const Rect whole{place.x, place.y, place.w, std::min(height + 16, place.h)};
    card(ui, whole);
    const Rect list{whole.x, whole.y + 8, whole.w, whole.h - 16};
    const float offset = ui.begin_scroll("instruments.list", list, state.list_height);
    for (std::size_t n = 0; n < view.lines.size(); ++n) {
        const InstrumentLine& line = view.lines[n];
        const Rect where{list.x + 8, list.y - offset + row_height * static_cast<float>(n), list.w - 16, row_height};
        if (where.bottom() < list.y - 2 * row_height || where.y > list.bottom() + 2 * row_height) continue;
        const bool chosen = n == state.chosen;
        if (chosen) ui.fill(where, ui.theme().tint, 8);
        if (ui.area(fmt::format("instrument.{}", n), where, line.title + ". " + line.wording + ". " + line.key,
                    shell::Role::row, 8)) {
            state.chosen = n;
            state.trouble.clear();
            state.done.clear();
        }
        if (n > 0) ui.line({where.x, where.y}, {where.right(), where.y}, ui.theme().line, 1);
        ui.icon(line.ready ? shell::Icon::tick : shell::Icon::ring, {where.x + 26, where.y + 24}, 20,
                line.ready ? ui.theme().accent : ui.theme().ink2);
        ui.decorative({where.x + 48, where.y + 10}, line.title, body(ui, shell::Weight::semibold));
        shell::TextStyle style = small(ui);
        ui.decorative({where.x + 48, where.y + 36}, line.wording + ". " + line.key, style);
    }
    ui.end_scroll();
    state.list_height = height;
}

/// A field for a file's path and the button that reads it.
bool file_field(Ui& ui, Form& form, std::string_view id, shell::TextEdit& edit, std::string_view label,
                std::string_view go_id, std::string_view go)
{
    const float width = ui.button_width(go);
    const Rect box{form.x, form.y + label_space, form.width - width - card_gap, control_height};
    const bool entered = ui.text_field(id, box, edit, field(label));
    const bool pressed = ui.button(go_id, {box.right() + card_gap, box.y, width, control_height}, go);
    form.skip(label_space + control_height + 16);
    return entered || pressed;
}

void draw_chosen(Ui& ui, const InstrumentLine& line, InstrumentsState& state, Form& form, std::optional<Intent>& intent)
{
    ui.text("instrument.title", {form.x, form.y}, line.title, section(ui));
    form.skip(32);
    say_in(form, ui, "instrument.version", say("desk.instruments.version", {{"version", line.version}}), second(ui));
    say_in(form, ui, "instrument.wording_now", line.wording + ".", body(ui));
    say_in(form, ui, "instrument.key_now", line.key + ".", body(ui));
    form.skip(12);
    if (line.installed) {
        const std::string_view remove = say("desk.instruments.remove");
        if (ui.button("instrument.remove", {form.x, form.y, ui.button_width(remove), control_height}, remove))
            intent = SetupActWanted{SetupAct::remove_wording, {}};
        form.skip(control_height + 16);
    }
    if (!line.by_sign_off) return;
    say_in(form, ui, "instrument.sign_about", say("desk.instruments.sign_about"), second(ui));
    form.skip(8);
    const auto [by, date] = form.pair();
    ui.text_field("instrument.by", by, state.by, field("desk.instruments.by"));
    ui.text_field("instrument.date", date, state.date, field("desk.instruments.date"));
    bool entered =
        ui.text_field("instrument.reference", form.whole(), state.reference, field("desk.instruments.reference"));
    const std::string_view sign = say("desk.instruments.sign");
    entered |= ui.button("instrument.sign", {form.x, form.y, ui.button_width(sign), control_height}, sign);
    form.skip(control_height + 16);
    if (entered) intent = SetupActWanted{SetupAct::sign_off, {}};
}

void draw_side(Ui& ui, const InstrumentsView& view, InstrumentsState& state, Rect place, std::optional<Intent>& intent)
{
    card(ui, {place.x, place.y, place.w, state.height});
    Form form{place.x + margin, place.y + 20, place.w - 2 * margin};
    if (state.chosen < view.lines.size()) draw_chosen(ui, view.lines[state.chosen], state, form, intent);
    if (file_field(ui, form, "instrument.wording", state.wording_file, "desk.instruments.wording_file",
                   "instrument.install", say("desk.instruments.install")))
        intent = SetupActWanted{SetupAct::install_wording, {}};
    if (file_field(ui, form, "instrument.definition", state.definition_file, "desk.instruments.definition_file",
                   "instrument.add", say("desk.instruments.add")))
        intent = SetupActWanted{SetupAct::add_definition, {}};
    trouble_in(form, ui, "instrument.trouble", state.trouble);
    if (!state.done.empty()) {
        shell::TextStyle style = body(ui);
        style.role = shell::Role::alert;
        ui.icon(shell::Icon::tick, {form.x + 10, form.y + 12}, 20, ui.theme().accent);
        form.y += ui.paragraph("instrument.done", {form.x + 28, form.y, form.width - 28, 0}, state.done, style) + 8;
    }
    const float height = form.y + 12 - place.y;
    if (height != state.height) ui.wake_after(0);
    state.height = height;
}

} // namespace

InstrumentsView make_instruments_view(const std::vector<instruments::Definition>& definitions,
                                      const std::vector<vault::InstalledWording>& wordings,
                                      const std::vector<vault::SignOff>& sign_offs,
                                      const std::vector<std::string>& not_ready, bool demo)
{
    InstrumentsView view;
    view.demo = demo;
    for (const instruments::Definition& definition : definitions) {
        InstrumentLine line;
        line.id = definition.id;
        line.version = definition.version;
        line.title = definition.short_title + ", " +
                     count_words("desk.start.questions", static_cast<long long>(definition.items.size()));
        const auto wording = std::ranges::find_if(wordings, [&](const vault::InstalledWording& one) {
            return one.in_use && one.instrument == definition.id;
        });
        line.installed = wording != wordings.end();
        if (line.installed)
            line.wording =
                say("desk.instruments.installed", {{"licensor", wording->licensor}, {"date", wording->date}});
        else
            line.wording = say(definition.wording == instruments::Wording::key_only ? "desk.start.no_wording"
                                                                                    : "desk.instruments.bundled");
        const auto signed_off = std::ranges::find(sign_offs, definition.id, &vault::SignOff::instrument);
        const bool by_paper = signed_off != sign_offs.end() && signed_off->holds;
        line.by_sign_off = !definition.key_verified || signed_off != sign_offs.end();
        if (by_paper)
            line.key = say("desk.instruments.signed", {{"by", signed_off->by}, {"date", signed_off->date}});
        else
            line.key = say(definition.key_verified ? "desk.instruments.verified" : "desk.start.lacks.key_not_verified");
        const bool may_be_asked = std::ranges::count(not_ready, definition.id) == 0;
        line.by_sign_off = line.by_sign_off || !may_be_asked;
        // A demo clinic may ask what it has no words for; that is no reason to say that it has them.
        line.ready = may_be_asked && (line.installed || definition.wording != instruments::Wording::key_only) &&
                     (definition.key_verified || by_paper);
        view.lines.push_back(std::move(line));
    }
    std::stable_partition(view.lines.begin(), view.lines.end(), [](const InstrumentLine& line) { return line.ready; });
    return view;
}

std::optional<Intent> draw_instruments(Ui& ui, const InstrumentsView& view, InstrumentsState& state)
{
    std::optional<Intent> intent;
    const float first = draw_setup_heading(ui, Page::instruments, false, intent);
    const Rect window = ui.window();
    const float width = window.w - 2 * margin;
    const float left = std::floor((width - column_gap) * 0.5F);
    draw_list(ui, view, state, {margin, first, left, window.h - first - margin});
    const Rect place{margin + left + column_gap, first, width - left - column_gap, window.h - first - margin};
    const float offset = ui.begin_scroll("instruments.side", place, state.content_height);
    draw_side(ui, view, state, {place.x, place.y - offset, place.w, 0}, intent);
    ui.end_scroll();
    state.content_height = state.height;
    return intent;
}

} // namespace rapport::desk
