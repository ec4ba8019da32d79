#include "app/sheet/sheet.h"

#include <algorithm>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "app/shell/strings/strings.h"

namespace rapport::person_sheet {

namespace person = desk::person;
using strings::say;

namespace {

constexpr std::size_t most_visits = 12;

std::string none_or(const std::optional<double>& value)
{
    return value ? person::number(*value) : std::string(say("desk.person.none"));
}

/// "Since 3 Nov: 12 lower. Not reliable by ...": one line a cited set, the instrument's own first.
std::vector<std::string> change_lines(const person::Instrument& instrument)
{
    std::vector<std::string> lines;
    for (const auto& [moved, since] : {std::pair{&instrument.moved_first, &person::Rule::since_first},
                                       std::pair{&instrument.moved_last, &person::Rule::since_last}}) {
        if (moved->empty()) continue;
        std::string words = *moved;
        for (const person::Rule& rule : instrument.rules)
            if (const std::string& verdict = rule.*since; !verdict.empty()) words += "; " + verdict;
        lines.push_back(words + ".");
    }
    for (const person::Rule& rule : instrument.rules)
        lines.push_back(say("visit_sheet.rule", {{"name", rule.name}, {"citation", rule.citation}}));
    return lines;
}

InstrumentPart part_of(const person::Instrument& instrument, std::int32_t today)
{
    InstrumentPart part;
    part.title = instrument.recall.empty()
                     ? say("visit_sheet.part", {{"title", instrument.title}, {"scale", instrument.scale}})
                     : say("visit_sheet.part_recall",
                           {{"title", instrument.title}, {"recall", instrument.recall}, {"scale", instrument.scale}});
    const person::TableRow heads = person::table_heads(instrument, today);
    part.heads = {heads.day, heads.total, heads.answered, heads.since, heads.how};
    const std::size_t count = instrument.visits.size();
    const std::size_t first = count > most_visits ? count - most_visits : 0;
    for (std::size_t visit = first; visit < count; ++visit) {
        const person::TableRow row = person::table_row(instrument, visit, today);
        part.visits.push_back({row.day, row.total, row.answered, row.since, row.how, instrument.visits[visit].whole()});
    }
    if (first > 0) part.earlier = say("visit_sheet.earlier", {{"n", std::to_string(first)}});
    part.changes = change_lines(instrument);
    for (const person::Cluster& cluster : instrument.clusters)
        part.clusters.push_back(
            {cluster.symbol, cluster.name, none_or(cluster.first),
             say("visit_sheet.of", {{"value", none_or(cluster.last)}, {"max", person::number(cluster.max)}})});
    if (instrument.item_days.empty()) return part;
    part.items_title =
        instrument.item_days.size() > 1
            ? say("visit_sheet.items_since", {{"day", person::day_near(instrument.item_days.back(), today)},
                                              {"first", person::day_near(instrument.item_days.front(), today)}})
            : say("visit_sheet.items", {{"day", person::day_near(instrument.item_days.back(), today)}});
    for (const person::ItemRow& item : instrument.items) {
        const person::ItemCell& last = item.cells.back();
        part.items.push_back({item.number, item.label, last.value ? person::number(*last.value) : last.words,
                              item.change ? person::signed_number(*item.change) : std::string(say("desk.person.none")),
                              !last.corrected.empty()});
    }
    return part;
}

AllianceTable table_of(const person::Alliance& alliance)
{
    AllianceTable table;
    table.title = say("visit_sheet.alliance", {{"forms", alliance.forms}});
    if (!alliance.note.empty()) table.title += "; " + alliance.note;
    for (const person::AllianceRow& row : alliance.rows)
        table.rows.push_back({row.name, none_or(row.patient), none_or(row.therapist),
                              row.gap ? person::signed_number(*row.gap) : std::string(say("desk.person.none"))});
    for (const std::string* words : {&alliance.waiting, &alliance.flag, &alliance.flag_rule, &alliance.gap_words})
        if (!words->empty()) table.words.push_back(*words);
    return table;
}

/// Without names an event keeps its kind and day; what somebody wrote may name anybody.
std::vector<person::Event> events_of(const desk::PersonView& view, bool names)
{
    std::vector<person::Event> events = view.events;
    if (names) return events;
    for (person::Event& event : events) {
        event.words = event.kind;
        event.label =
            say("desk.person.event.label", {{"words", event.kind}, {"day", person::day_near(event.day, view.today)}});
        event.story.clear();
    }
    return events;
}

void add_sections(SheetView& sheet, const desk::PersonView& view, bool names)
{
    Section events{std::string(say("desk.person.events")), {}};
    for (const person::Event& event : sheet.chart_events)
        events.lines.push_back(names ? event.kind + ": " + event.label : event.label);
    Section signatures{std::string(say("desk.person.signatures")), {}};
    for (const person::SessionLine& session : view.sessions)
        for (const std::string& words : session.signed_)
            signatures.lines.push_back(session.title + ". " + words);
    if (signatures.lines.empty()) signatures.lines.emplace_back(say("desk.person.unsigned"));
    Section notes{std::string(say("desk.person.notes")), {}};
    if (names)
        for (const person::Note& note : view.notes)
            notes.lines.push_back(person::day_near(note.day, view.today) + ", " + note.who + ": " + note.words);
    for (Section* section : {&signatures, &events, &notes})
        if (!section->lines.empty()) sheet.sections.push_back(std::move(*section));
}

} // namespace

SheetView make_sheet(const desk::PersonView& view, const Heading& heading)
{
    SheetView sheet;
    const auto made = std::time_t{heading.made_ms / 1000};
    const std::string when = fmt::format("{:%Y-%m-%d %H:%M} UTC", fmt::gmtime(made));
    sheet.today = view.today;
    sheet.clinic = heading.clinic;
    sheet.who = view.pseudonym;
    sheet.title = say("visit_sheet.title",
                      {{"day", desk::long_day(view.today)}, {"iso", fmt::format("{:%Y-%m-%d}", fmt::gmtime(made))}});
    if (heading.names) {
        sheet.name = heading.name;
        if (!heading.record_number.empty()) sheet.name += (sheet.name.empty() ? "" : ", ") + heading.record_number;
    }
    for (const std::string& fact : view.facts)
        sheet.facts += (sheet.facts.empty() ? "" : "   ") + fact;
    for (const person::OpenAlert& alert : view.alerts)
        sheet.alerts.push_back(alert.context.empty() ? alert.words : alert.words + " (" + alert.context + ")");
    for (const person::Instrument& instrument : view.instruments) {
        sheet.sentences.push_back(instrument.title + ": " + person::plain(instrument.sentence));
        sheet.parts.push_back(part_of(instrument, view.today));
    }
    for (const std::string& unread : view.unread)
        sheet.sentences.push_back(unread);
    for (const person::Alliance& alliance : view.alliances)
        sheet.alliances.push_back(table_of(alliance));
    if (!view.instruments.empty()) sheet.chart = &view.instruments.front();
    sheet.chart_events = events_of(view, heading.names);
    add_sections(sheet, view, heading.names);
    sheet.foot = say("visit_sheet.foot", {{"who", heading.made_by}, {"when", when}, {"version", RAPPORT_VERSION}});
    sheet.created = fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(made));
    return sheet;
}

} // namespace rapport::person_sheet
