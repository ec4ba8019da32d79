#include <algorithm>

#include "app/person/person_view.h"
#include "app/shell/strings/strings.h"
#include "instruments/use.h"

namespace rapport::desk::person {

using strings::say;

namespace {

const instruments::Definition& definition_of(const vault::Administration& administration,
                                             const std::vector<const instruments::Definition*>& definitions)
{
    for (const auto* definition : definitions)
        if (definition->version == administration.version) return *definition;
    return *definitions.back();
}

/// Which visits share a line. A version joins one only if a definition says so of it and each version already there.
class Lines {
public:
    std::size_t place(const std::string& version, const instruments::Definition& definition)
    {
        const bool known = definition.version == version;
        for (std::size_t line = 0; line < lines_.size(); ++line) {
            auto& versions = lines_[line];
            if (std::any_of(versions.begin(), versions.end(), [&](const auto& one) { return one.first == version; }))
                return line;
            if (!known || !std::all_of(versions.begin(), versions.end(), [&](const auto& one) {
                    return one.second != nullptr && instruments::comparable(*one.second, definition);
                }))
                continue;
            versions.emplace_back(version, &definition);
            return line;
        }
        lines_.push_back({{version, known ? &definition : nullptr}});
        return lines_.size() - 1;
    }

private:
    std::vector<std::vector<std::pair<std::string, const instruments::Definition*>>> lines_;
};

Visit make_visit(const vault::Administration& administration, const instruments::Definition& definition)
{
    const auto& score = definition.scores[main_score(definition)];
    Visit visit;
    visit.day = administration.day;
    visit.version = administration.version;
    visit.items = static_cast<int>(score.items.size());
    visit.how = how_answered(administration);
    visit.lowest = score.min;
    visit.highest = score.max;
    if (const auto* frozen = find_score(administration, score.id)) {
        visit.value = frozen->value;
        visit.answered = frozen->answered;
        visit.items = frozen->items;
        visit.prorated = frozen->prorated;
        visit.lowest = frozen->lowest;
        visit.highest = frozen->highest;
    }
    return visit;
}

} // namespace

bool Instrument::several_versions() const
{
    return std::any_of(visits.begin(), visits.end(),
                       [&](const Visit& visit) { return visit.version != visits.front().version; });
}

std::vector<std::string> Instrument::band_words(const ChangeBand* band) const
{
    std::vector<std::string> words;
    if (band) {
        words.push_back(band->title + ": " + band->meaning + " (" + band->source + ")");
        if (!band->caution.empty()) words.push_back(band->caution);
    }
    for (const CutBand& cut : cut_offs)
        words.push_back(cut.title + " (" + cut.source + ")");
    for (const auto& one : bands)
        words.push_back(one.label + " " + range(one.from, one.to));
    if (!bands.empty()) words.push_back(say("desk.person.bands_source", {{"source", bands_source}}));
    return words;
}

std::optional<double> Instrument::since_baseline(std::size_t visit) const
{
    if (!baseline || visit <= *baseline || !visits[visit].value) return std::nullopt;
    if (visits[visit].line != visits[*baseline].line) return std::nullopt;
    return *visits[visit].value - *visits[*baseline].value;
}

const vault::FrozenScore* find_score(const vault::Administration& administration, std::string_view id)
{
    const auto found = std::find_if(administration.scores.begin(), administration.scores.end(),
                                    [&](const vault::FrozenScore& score) { return score.id == id; });
    return found == administration.scores.end() ? nullptr : &*found;
}

Instrument make_instrument(const std::vector<const vault::Administration*>& administrations,
                           const std::vector<const instruments::Definition*>& definitions, const vault::Person& person,
                           std::int32_t today)
{
    const vault::Administration& last = *administrations.back();
    const instruments::Definition& definition = definition_of(last, definitions);
    const auto& score = definition.scores[main_score(definition)];

    Instrument instrument;
    instrument.id = definition.id;
    instrument.title = definition.short_title;
    instrument.recall = definition.recall;
    instrument.validity_note = definition.validity_note;
    instrument.min = score.min;
    instrument.max = score.max;
    instrument.judged = instruments::default_threshold(definition, main_score(definition)) != nullptr;
    instrument.bands = score.bands;
    instrument.bands_source = score.bands_source;
    for (const auto& cut : score.cut_offs)
        instrument.cut_offs.push_back(
            {cut.from, cut.to, say("desk.person.cut_off", {{"range", range(cut.from, cut.to)}}), cut.source});

    std::vector<const vault::Administration*> current;
    Lines lines;
    for (const auto* administration : administrations) {
        const auto& own = definition_of(*administration, definitions);
        instrument.visits.push_back(make_visit(*administration, own));
        instrument.visits.back().line = lines.place(administration->version, own);
        // The axis holds every version's possible range, so that no point is moved to fit.
        instrument.min = std::min(instrument.min, own.scores[main_score(own)].min);
        instrument.max = std::max(instrument.max, own.scores[main_score(own)].max);
        if (administration->version == last.version) current.push_back(administration);
    }
    for (std::size_t i = 0; i < instrument.visits.size() && !instrument.baseline; ++i)
        if (instrument.visits[i].line == instrument.visits.back().line && instrument.visits[i].value)
            instrument.baseline = i;
    instrument.scale = say("desk.person.scale", {{"name", std::string(say("desk.person.total"))},
                                                 {"min", number(instrument.min)},
                                                 {"max", number(instrument.max)}});
    add_rules(instrument, last, definition, person.sex, today);
    add_items(instrument, current, definition);
    return instrument;
}

} // namespace rapport::desk::person
