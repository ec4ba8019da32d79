#include "app/person/person_sentence.h"

#include <cmath>

#include "app/shell/strings/strings.h"
#include "instruments/describe_json.h"

namespace rapport::desk::person {

using strings::say;

namespace {

std::string score_words(const Visit& visit, const Instrument& instrument)
{
    const strings::Fill fill = {{"value", visit.said()},
                                {"max", number(instrument.max)},
                                {"answered", std::to_string(visit.answered)},
                                {"items", std::to_string(visit.items)},
                                {"lowest", number(visit.lowest)},
                                {"highest", number(visit.highest)}};
    if (!visit.value) return say("desk.person.sentence.no_total", fill);
    return say(visit.prorated ? "desk.person.sentence.prorated" : "desk.person.sentence.total", fill);
}

/// Published severity bands: one name, or the two it stands between.
std::string band_words(const Visit& visit, const Instrument& instrument)
{
    if (!visit.value) return {};
    const Standing standing = stand(instrument.bands, *visit.value);
    if (!standing.band) return {};
    const std::string key = standing.above ? "desk.person.sentence.between" : "desk.person.sentence.band";
    return say(key, {{"band", standing.band->label},
                     {"above", standing.above ? standing.above->label : std::string{}},
                     {"source", instrument.bands_source}});
}

/// Without a total the answered items alone may already reach a cut-off; a screen must not read as negative then.
std::string reached_words(const Visit& visit, const Instrument& instrument)
{
    if (visit.value) return {};
    for (const CutBand& cut : instrument.cut_offs)
        if (visit.lowest >= cut.to) return say("desk.person.sentence.reached", {{"cut", range(cut.from, cut.to)}});
    return {};
}

/// One criterion by its name; of several, those met or open, and all of them when none is.
std::string pattern_words(const vault::Administration& last, const instruments::Definition& definition)
{
    const bool alone = definition.criteria.size() == 1;
    std::string shown;
    std::string all;
    for (const auto& criterion : definition.criteria)
        for (const auto& frozen : last.criteria) {
            if (frozen.id != criterion.id) continue;
            const std::string key = (alone ? "desk.person.pattern." : "desk.person.pattern_of_several.") + frozen.tri;
            const std::string words = say(key, {{"name", criterion.name}});
            all += (all.empty() ? "" : " ") + words;
            if (frozen.tri != "not_met") shown += (shown.empty() ? "" : " ") + words;
        }
    return shown.empty() ? all : shown;
}

std::string change_words(const Instrument& instrument, const instruments::Definition& definition, std::string_view sex,
                         std::int32_t today, const instruments::ChangeThreshold* threshold)
{
    const std::size_t last = instrument.visits.size() - 1;
    const auto difference = instrument.since_baseline(last);
    if (!difference) return {};

    const Visit& before = instrument.visits[*instrument.baseline];
    const std::string size = number(std::abs(*difference));
    const std::string way = *difference == 0 ? "same" : *difference < 0 ? "lower" : "higher";
    const std::string count = way == "same" ? "" : size == "1" ? "_one" : "_many";
    const std::string moved =
        say("desk.person.change." + way + count, {{"points", size}, {"day", day_near(before.day, today)}});
    if (!threshold || *difference == 0) return say("desk.person.change.only", {{"change", moved}});
    const auto change = instruments::change(definition, *threshold, *before.value, *instrument.visits[last].value);
    return say("desk.person.change.judged", {{"change", moved}, {"judgement", judgement(*threshold, change, sex)}});
}

/// Answers that the person did not enter alone are read with that in mind.
std::string mode_words(const vault::Administration& last)
{
    using instruments::Mode;
    if (last.mode == Mode::self || last.mode == Mode::clinician_rated) return {};
    return std::string(say("desk.person.mode." + std::string(instruments::word(last.mode))));
}

} // namespace

Line sentence_of(const Instrument& instrument, const vault::Administration& last,
                 const instruments::Definition& definition, std::string_view sex, std::int32_t today,
                 const instruments::ChangeThreshold* threshold)
{
    const Visit& visit = instrument.visits.back();
    std::string words = score_words(visit, instrument);
    for (const std::string& next :
         {band_words(visit, instrument), reached_words(visit, instrument), pattern_words(last, definition),
          change_words(instrument, definition, sex, today, threshold), mode_words(last)})
        if (!next.empty()) words += " " + next;
    return marked(words);
}

} // namespace rapport::desk::person
