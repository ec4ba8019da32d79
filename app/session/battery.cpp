#include "app/session/battery.h"

#include <algorithm>

#include "instruments/reader.h"

namespace rapport::session {

bool fits_a_page(const instruments::Definition& definition)
{
    return std::ranges::all_of(definition.choice_sets,
                               [](const instruments::ChoiceSet& set) { return set.choices.size() <= most_choices; });
}

Result<Battery> read_battery(const sealed::Job& job)
{
    if (job.instruments.empty()) return fault::empty_job;
    Battery battery;
    battery.reserve(job.instruments.size());
    for (const sealed::JobInstrument& instrument : job.instruments) {
        instruments::Reading reading = instruments::read_definition(instrument.definition_json);
        if (!reading.definition) {
            const std::string where = reading.problems.empty() ? "" : " at " + reading.problems.front().pointer;
            return Error{fault::definition_refused, instrument.id + where};
        }
        if (reading.definition->id != instrument.id) return Error{fault::definition_refused, instrument.id + " at /id"};
        if (reading.definition->wording == instruments::Wording::key_only && !job.demo)
            return Error{fault::wording_not_installed, instrument.id};
        if (!fits_a_page(*reading.definition)) return Error{fault::too_many_choices, instrument.id};
        battery.push_back(std::move(*reading.definition));
    }
    return battery;
}

Result<NotAsked> read_not_asked(const sealed::Job& job, const Battery& battery)
{
    NotAsked all;
    for (std::size_t part = 0; part < battery.size(); ++part) {
        std::vector<std::size_t> items;
        for (const std::string& id : job.instruments[part].not_asked) {
            const std::optional<std::size_t> item = battery[part].item_index(id);
            if (!item) return Error{fault::definition_refused, battery[part].id + " has no such item"};
            items.push_back(*item);
        }
        std::ranges::sort(items);
        items.erase(std::unique(items.begin(), items.end()), items.end());
        if (items.size() == battery[part].items.size())
            return Error{fault::definition_refused, battery[part].id + " asks nothing"};
        all.push_back(std::move(items));
    }
    return all;
}

} // namespace rapport::session
