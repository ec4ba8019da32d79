#include <algorithm>
#include <map>

#include "app/person/person_view.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk::person {

using strings::say;

namespace {

constexpr std::int64_t day_ms = 86'400'000;

std::string answer_words(const instruments::Definition* definition, const std::string& item, instruments::Answer answer)
{
    if (!answer.given()) return missing_words(answer.why());
    const std::string value = std::to_string(answer.value());
    const auto index = definition ? definition->item_index(item) : std::nullopt;
    if (!index) return value;
    for (const auto& choice : definition->choices(*index))
        if (choice.value == answer.value() && !choice.text.empty()) return value + ", " + choice.text;
    return value;
}

/// "was 3, Quite a bit; put right 5 Feb by R. Adeyemi: Read from the paper form."
std::string story_of(const vault::Corrected& one, const instruments::Definition* definition, std::int32_t today)
{
    return say("desk.person.corrected.cell", {{"was", answer_words(definition, one.item, one.was)},
                                              {"day", day_near(static_cast<std::int32_t>(one.at_ms / day_ms), today)},
                                              {"who", one.actor},
                                              {"reason", one.reason}});
}

} // namespace

void add_corrections(PersonView& view, const PersonRows& rows, const std::vector<instruments::Definition>& definitions)
{
    // A row corrected twice has a story for each: the standing row leads back through all of them.
    std::map<sealed::Id, const vault::Corrected*> made_by;
    for (const vault::Corrected& one : rows.corrections)
        made_by[one.now] = &one;
    const auto of = [&](std::string_view id) {
        return std::ranges::find_if(definitions, [&](const auto& each) { return each.id == id; });
    };
    for (Instrument& instrument : view.instruments) {
        const auto definition = of(instrument.id);
        std::size_t visit = 0;
        std::size_t cell = 0;
        std::vector<const vault::Administration*> own;
        for (const auto& row : rows.administrations)
            if (row.instrument == instrument.id) own.push_back(&row);
        std::ranges::stable_sort(own, [](const auto* a, const auto* b) {
            return a->day != b->day ? a->day < b->day : a->started_ms < b->started_ms;
        });
        for (const auto* row : own) {
            const std::size_t at = visit++;
            const bool current = row->version == instrument.visits.back().version;
            const std::size_t column = current ? cell++ : 0;
            int count = 0;
            for (auto step = made_by.find(row->id); step != made_by.end(); step = made_by.find(step->second->before)) {
                ++count;
                if (!current) continue;
                for (ItemRow& item : instrument.items)
                    if (item.number == step->second->item && column < item.cells.size()) {
                        std::string& words = item.cells[column].corrected;
                        words += (words.empty() ? "" : " ") +
                                 story_of(*step->second, definition == definitions.end() ? nullptr : &*definition,
                                          view.today);
                    }
            }
            if (count > 0)
                instrument.visits[at].corrected =
                    say(count == 1 ? "desk.person.corrected.one" : "desk.person.corrected.many",
                        {{"n", std::to_string(count)}});
        }
    }
}

} // namespace rapport::desk::person
