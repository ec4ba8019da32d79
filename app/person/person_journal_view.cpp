#include <algorithm>
#include <map>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "app/person/person_view.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk::person {

using strings::say;

namespace {

/// A moment on paper is the same everywhere: in UTC, to the minute.
std::string moment(std::int64_t at_ms)
{
    return fmt::format("{:%Y-%m-%d %H:%M} UTC", fmt::gmtime(std::time_t{at_ms / 1000}));
}

/// What stood before and why it does not: newest first.
std::string story_of(const vault::PageEntry& entry, const std::map<sealed::Id, const vault::PageEntry*>& all,
                     std::int32_t today)
{
    std::string words;
    const vault::PageEntry* now = &entry;
    for (auto before = all.find(now->supersedes); before != all.end(); before = all.find(now->supersedes)) {
        words +=
            (words.empty() ? "" : " ") + say("desk.person.journal.was", {{"was", before->second->words},
                                                                         {"day", day_near(before->second->day, today)},
                                                                         {"who", now->actor},
                                                                         {"when", moment(now->at_ms)},
                                                                         {"reason", now->reason}});
        now = before->second;
    }
    return words;
}

std::string short_title(const std::vector<instruments::Definition>& definitions, const std::string& id)
{
    const auto found = std::ranges::find_if(definitions, [&](const auto& each) { return each.id == id; });
    return found == definitions.end() ? id : found->short_title;
}

SessionLine line_of(const vault::Occasion& occasion, const std::vector<instruments::Definition>& definitions,
                    std::int32_t today)
{
    SessionLine line;
    line.id = occasion.id;
    line.record = occasion.record;
    line.blind = occasion.blind;
    line.title = day_near(occasion.day, today);
    if (!occasion.visit.empty()) line.title += ", " + occasion.visit;
    std::string titles;
    for (const std::string& id : occasion.instruments)
        titles += (titles.empty() ? "" : ", ") + short_title(definitions, id);
    line.title += ": " + titles;
    for (const vault::Signature& signature : occasion.signatures) {
        const strings::Fill fill = {{"who", signature.actor},
                                    {"when", moment(signature.at_ms)},
                                    {"meaning", std::string(say("desk.person.sign." + signature.meaning))}};
        line.signed_.push_back(say(signature.holds ? "desk.person.sign.holds" : "desk.person.sign.void", fill));
        line.holds = line.holds || signature.holds;
    }
    line.voided = !occasion.signatures.empty() && !line.holds;
    return line;
}

} // namespace

void add_journal(PersonView& view, const PersonRows& rows, const std::vector<instruments::Definition>& definitions)
{
    for (const std::string_view kind : vault::event_kinds)
        view.kinds.emplace_back(say("desk.person.event." + std::string(kind)));
    std::map<sealed::Id, const vault::PageEntry*> all;
    for (const vault::PageEntry& entry : rows.entries)
        all[entry.id] = &entry;
    for (const vault::PageEntry& entry : rows.entries) {
        if (!entry.standing) continue;
        const std::string who = say("desk.person.journal.who", {{"who", entry.actor}, {"when", moment(entry.at_ms)}});
        if (entry.kind == vault::EntryKind::note) {
            view.notes.push_back({entry.id, entry.day, entry.words, who, story_of(entry, all, view.today)});
            continue;
        }
        view.events.push_back(
            {entry.id, entry.day, std::string(say("desk.person.event." + entry.what)), entry.words,
             say("desk.person.event.label", {{"words", entry.words}, {"day", day_near(entry.day, view.today)}}), who,
             story_of(entry, all, view.today)});
    }
    std::ranges::stable_sort(view.events, {}, &Event::day);
    std::ranges::reverse(view.notes);
    std::ranges::stable_sort(view.notes, std::ranges::greater{}, &Note::day);
    for (auto occasion = rows.occasions.rbegin(); occasion != rows.occasions.rend(); ++occasion)
        view.sessions.push_back(line_of(*occasion, definitions, view.today));
}

} // namespace rapport::desk::person
