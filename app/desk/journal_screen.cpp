#include "app/desk/journal_screen.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "app/desk/form.h"
#include "app/desk/words.h"
#include "app/shell/strings/strings.h"
#include "storage/vault/page.h"

namespace rapport::desk {

using shell::Rect;
using shell::Ui;
using strings::say;

namespace {

bool put_button(Ui& ui, Form& form, float& x, std::string_view id, std::string_view label,
                shell::ButtonKind kind = shell::ButtonKind::outlined, bool enabled = true)
{
    shell::ButtonStyle style;
    style.kind = kind;
    style.enabled = enabled;
    const float width = ui.button_width(label, style);
    const bool pressed = ui.button(id, {x, form.y, width, control_height}, label, style);
    x += width + card_gap;
    return pressed && enabled;
}

/// One line of what there is: a note or an event that stands, the newest first.
struct Line {
    Id id{};
    std::size_t kind = 0;
    std::string words;
    std::string typed;
    std::int32_t day = 0;
    std::string small;
};

std::vector<Line> lines_of(const PersonView& view)
{
    std::vector<Line> lines;
    for (const person::Event& event : view.events) {
        const auto kind = std::find(view.kinds.begin(), view.kinds.end(), event.kind) - view.kinds.begin();
        lines.push_back({event.id, static_cast<std::size_t>(kind) + 1, event.kind + ": " + event.label, event.words,
                         event.day, event.who + (event.story.empty() ? "" : ". " + event.story)});
    }
    for (const person::Note& note : view.notes)
        lines.push_back({note.id, 0, person::day_near(note.day, view.today) + ": " + note.words, note.words, note.day,
                         note.who + (note.story.empty() ? "" : ". " + note.story)});
    std::stable_sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) { return a.day > b.day; });
    return lines;
}

void begin_replacing(Ui& ui, JournalState& state, const Line& line, bool take_back)
{
    state.replacing = line.id;
    state.taking_back = take_back;
    state.kind = line.kind;
    state.words = {line.typed, line.typed.size()};
    const std::string day = iso_day(line.day);
    state.day = {day, day.size()};
    state.reason = {};
    state.trouble.clear();
    state.done.clear();
    ui.focus(take_back ? "journal.reason" : "journal.words");
}

void draw_lines(Ui& ui, const PersonView& view, JournalState& state, Form& form)
{
    const auto lines = lines_of(view);
    if (lines.empty()) return;
    form.skip(24);
    ui.text("journal.all", {form.x, form.y}, say("desk.journal.all"), section(ui));
    form.skip(36);
    for (std::size_t n = 0; n < lines.size(); ++n) {
        const std::string id = fmt::format("journal.entry.{}", n);
        say_in(form, ui, id, lines[n].words, body(ui));
        say_in(form, ui, id + ".who", lines[n].small, small(ui));
        float x = form.x;
        if (put_button(ui, form, x, id + ".correct", say("desk.journal.correct"), shell::ButtonKind::link))
            begin_replacing(ui, state, lines[n], false);
        if (put_button(ui, form, x, id + ".take_back", say("desk.journal.take_back"), shell::ButtonKind::link))
            begin_replacing(ui, state, lines[n], true);
        form.skip(control_height + 8);
    }
}

float draw_entries(Ui& ui, const PersonView& view, JournalState& state, Rect place, std::optional<Intent>& intent)
{
    card(ui, {place.x, place.y, place.w, state.left_height});
    Form form{place.x + margin, place.y + margin, place.w - 2 * margin};
    const std::string_view head = !state.replacing    ? "desk.journal.add"
                                  : state.taking_back ? "desk.journal.taking_back"
                                                      : "desk.journal.correcting";
    ui.text("journal.add", {form.x, form.y}, say(head), section(ui));
    form.skip(32);
    say_in(form, ui, "journal.about", say("desk.journal.about"), second(ui));
    form.skip(16);
    std::vector<std::string> kinds{std::string(say("desk.journal.note"))};
    kinds.insert(kinds.end(), view.kinds.begin(), view.kinds.end());
    const auto boxes = form.pair();
    shell::FieldStyle kind = field("desk.journal.kind");
    shell::FieldStyle day = field("desk.journal.day");
    day.placeholder = "2027-02-09";
    shell::FieldStyle words = field("desk.journal.words");
    // A note stays a note; what is taken back is not rewritten on the way.
    kind.read_only = state.replacing && (state.kind == 0 || state.taking_back);
    day.read_only = words.read_only = state.taking_back;
    if (const auto chosen = ui.choice_field("journal.kind", boxes.left, kinds, state.kind, kind);
        chosen && !kind.read_only && !(state.replacing && *chosen == 0))
        state.kind = *chosen;
    bool entered = ui.text_field("journal.day", boxes.right, state.day, day);
    entered |= ui.text_field("journal.words", form.whole(), state.words, words);
    if (state.replacing)
        entered |= ui.text_field("journal.reason", form.whole(), state.reason, field("desk.mend.reason"));
    trouble_in(form, ui, "journal.trouble", state.trouble);
    done_line(ui, form, "journal.done", state.done);
    float x = form.x;
    const std::string_view save = state.taking_back ? "desk.journal.take_back" : "desk.journal.save";
    const bool pressed = put_button(ui, form, x, "journal.save", say(save), shell::ButtonKind::filled);
    if (state.replacing && put_button(ui, form, x, "journal.cancel", say("common.cancel"))) {
        const std::string today = iso_day(view.today);
        state.replacing.reset();
        state.taking_back = false;
        state.words = state.reason = {};
        state.day = {today, today.size()};
    }
    form.skip(control_height);
    if (pressed || entered) {
        state.done.clear();
        if (trimmed(state.words.text).empty())
            state.trouble = say("desk.journal.no_words");
        else if (state.replacing && trimmed(state.reason.text).empty())
            state.trouble = say("desk.users.no_reason");
        else
            intent = EntryWanted{};
    }
    draw_lines(ui, view, state, form);
    return close_card(ui, form, place, state.left_height);
}

float draw_sign(Ui& ui, const PersonView& view, JournalState& state, Rect place, std::optional<Intent>& intent)
{
    card(ui, {place.x, place.y, place.w, state.sign_height});
    Form form{place.x + margin, place.y + margin, place.w - 2 * margin};
    ui.text("sign.title", {form.x, form.y}, say("desk.sign.title"), section(ui));
    form.skip(32);
    say_in(form, ui, "sign.about", say("desk.sign.about"), second(ui));
    form.skip(16);
    if (view.sessions.empty()) {
        say_in(form, ui, "sign.none", say("desk.sign.none"), second(ui));
        return close_card(ui, form, place, state.sign_height);
    }
    std::vector<std::string> sessions;
    for (const person::SessionLine& one : view.sessions)
        sessions.push_back(one.title);
    state.session = std::min(state.session, sessions.size() - 1);
    if (const auto chosen =
            ui.choice_field("sign.session", form.whole(), sessions, state.session, field("desk.sign.session"))) {
        state.session = *chosen;
        state.sign_trouble.clear();
        state.sign_done.clear();
    }
    const person::SessionLine& session = view.sessions[state.session];
    for (std::size_t n = 0; n < session.signed_.size(); ++n)
        say_in(form, ui, fmt::format("sign.line.{}", n), session.signed_[n], small(ui));
    if (!session.signed_.empty()) form.skip(12);
    std::vector<std::string> meanings;
    for (const std::string_view meaning : vault::signature_meanings)
        meanings.emplace_back(say("desk.person.sign." + std::string(meaning)));
    if (const auto chosen =
            ui.choice_field("sign.meaning", form.whole(), meanings, state.meaning, field("desk.sign.meaning")))
        state.meaning = *chosen;
    const bool entered =
        ui.secret_field("sign.passphrase", form.whole(), state.passphrase, field("desk.sign.passphrase"));
    if (session.blind) say_in(form, ui, "sign.blind", say("fault.still_blind"), small(ui));
    trouble_in(form, ui, "sign.trouble", state.sign_trouble);
    done_line(ui, form, "sign.done", state.sign_done);
    float x = form.x;
    const bool can = !state.signing && !session.blind;
    const std::string_view label = say(state.signing ? "desk.sign.signing" : "desk.sign.go");
    const bool pressed = put_button(ui, form, x, "sign.go", label, shell::ButtonKind::filled, can);
    form.skip(control_height);
    if (can && (pressed || entered)) {
        state.sign_done.clear();
        if (state.passphrase.empty())
            state.sign_trouble = say("desk.sign.no_passphrase");
        else
            intent = SignWanted{};
    }
    return close_card(ui, form, place, state.sign_height);
}

float draw_sheet(Ui& ui, JournalState& state, Rect place, std::optional<Intent>& intent)
{
    card(ui, {place.x, place.y, place.w, state.sheet_height});
    Form form{place.x + margin, place.y + margin, place.w - 2 * margin};
    ui.text("sheet.title", {form.x, form.y}, say("desk.sheet.title"), section(ui));
    form.skip(32);
    say_in(form, ui, "sheet.about", say("desk.sheet.about"), second(ui));
    form.skip(8);
    if (ui.check_box("sheet.names", {form.x, form.y, form.width, control_height}, say("desk.sheet.names"), state.names))
        state.names = !state.names;
    form.skip(control_height + 8);
    trouble_in(form, ui, "sheet.trouble", state.sheet_trouble);
    done_line(ui, form, "sheet.done", state.sheet_done);
    float x = form.x;
    if (put_button(ui, form, x, "sheet.pdf", say("desk.sheet.pdf"))) intent = SheetWanted{false};
    if (put_button(ui, form, x, "sheet.text", say("desk.sheet.text"))) intent = SheetWanted{true};
    form.skip(control_height);
    return close_card(ui, form, place, state.sheet_height);
}

} // namespace

std::optional<Intent> draw_journal(Ui& ui, const PersonView& view, const Id& person, JournalState& state)
{
    std::optional<Intent> intent;
    const float top = bar_height + 24;
    const Rect back{12, top - 6, 44, 44};
    if (ui.area("journal.back", back, say("desk.mend.back"), shell::Role::button, 8)) intent = PersonWanted{person};
    ui.icon(shell::Icon::back, back.centre(), 20, ui.theme().ink2);
    ui.text("journal.title", {68, top}, say("desk.journal.title", {{"name", view.pseudonym}}), title(ui));

    const float first = top + 60;
    const Rect window = ui.window();
    const Rect body_place{0, first - 8, window.w, window.h - first + 8};
    const float offset = ui.begin_scroll("journal.scroll", body_place, state.content_height);
    const float width = window.w - 2 * margin;
    const float y = first - offset;
    const bool wide = window.w >= two_column_width;
    const float left = wide ? std::floor((width - column_gap) * 0.58F) : width;
    float bottom = draw_entries(ui, view, state, {margin, y, left, 0}, intent);
    const float x = wide ? margin + left + column_gap : margin;
    const float right = wide ? width - left - column_gap : width;
    float right_bottom = draw_sign(ui, view, state, {x, wide ? y : bottom + column_gap, right, 0}, intent);
    right_bottom = draw_sheet(ui, state, {x, right_bottom + column_gap, right, 0}, intent);
    bottom = std::max(bottom, right_bottom);
    ui.end_scroll();
    state.content_height = bottom + margin - (first - 8 - offset);
    if (ui.pressed(shell::Key::escape)) return PersonWanted{person};
    return intent;
}

} // namespace rapport::desk
