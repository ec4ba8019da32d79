#include <algorithm>

#include "app/desk/person_sentence.h"
#include "app/desk/person_view.h"
#include "app/shell/strings/strings.h"

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

Visit make_visit(const vault::Administration& administration, const instruments::Definition& definition)
{
    const auto& score = definition.scores[main_score(definition)];
    Visit visit;
    visit.day = administration.day;
    visit.version = administration.version;
    visit.items = static_cast<int>(score.items.size());
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

std::optional<ChangeBand> make_change_band(const Instrument& instrument, const instruments::Definition& definition,
                                           std::string_view sex, std::int32_t today)
{
    const auto* threshold = instruments::default_threshold(definition, main_score(definition));
    const auto of_version = std::count_if(instrument.visits.begin(), instrument.visits.end(), [&](const Visit& visit) {
        return visit.version == instrument.visits.back().version;
    });
    if (!threshold || !instrument.baseline || of_version < 2) return std::nullopt;
    const Visit& baseline = instrument.visits[*instrument.baseline];
    ChangeBand band;
    band.from = std::max(instrument.min, *baseline.value - threshold->points);
    band.to = std::min(instrument.max, *baseline.value + threshold->points);
    band.title = say(
        "desk.person.band.title",
        {{"points", number(threshold->points)}, {"day", day_near(baseline.day, today)}, {"value", baseline.said()}});
    band.meaning = std::string(say(threshold->kind == "minimal_important" ? "desk.person.band.not_important"
                                                                          : "desk.person.band.not_reliable"));
    band.source =
        say("desk.person.band.source", {{"source", threshold->source}, {"population", threshold->population}});
    if (!studied_in(*threshold, sex)) band.caution = std::string(say("desk.person.band.not_studied"));
    return band;
}

} // namespace

bool Instrument::several_versions() const
{
    return std::any_of(visits.begin(), visits.end(),
                       [&](const Visit& visit) { return visit.version != visits.front().version; });
}

std::vector<std::string> Instrument::band_words() const
{
    std::vector<std::string> words;
    if (change_band) {
        words.push_back(change_band->title + ": " + change_band->meaning + " (" + change_band->source + ")");
        if (!change_band->caution.empty()) words.push_back(change_band->caution);
    }
    for (const CutBand& cut : cut_offs)
        words.push_back(cut.title + " (" + cut.source + ")");
    for (const auto& band : bands)
        words.push_back(band.label + " " + range(band.from, band.to));
    if (!bands.empty()) words.push_back(say("desk.person.bands_source", {{"source", bands_source}}));
    return words;
}

std::optional<double> Instrument::since_baseline(std::size_t visit) const
{
    if (!baseline || visit <= *baseline || !visits[visit].value) return std::nullopt;
    if (visits[visit].version != visits[*baseline].version) return std::nullopt;
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
    for (const auto* administration : administrations) {
        const auto& own = definition_of(*administration, definitions);
        instrument.visits.push_back(make_visit(*administration, own));
        // The axis holds every version's possible range, so that no point is moved to fit.
        instrument.min = std::min(instrument.min, own.scores[main_score(own)].min);
        instrument.max = std::max(instrument.max, own.scores[main_score(own)].max);
        if (administration->version != last.version) continue;
        if (!instrument.baseline && instrument.visits.back().value) instrument.baseline = instrument.visits.size() - 1;
        current.push_back(administration);
    }
    instrument.scale = say("desk.person.scale", {{"name", std::string(say("desk.person.total"))},
                                                 {"min", number(instrument.min)},
                                                 {"max", number(instrument.max)}});
    instrument.change_band = make_change_band(instrument, definition, person.sex, today);
    instrument.sentence = sentence_of(instrument, last, definition, person.sex, today);
    add_items(instrument, current, definition);
    return instrument;
}

} // namespace rapport::desk::person
