#include <algorithm>

#include <fmt/format.h>

#include "storage/release/csv.h"
#include "storage/release/notice.h"
#include "storage/release/text.h"
#include "storage/release/writers.h"

namespace rapport::release {

namespace {

constexpr std::string_view missing_codes = "empty; reasons: declined, not_asked, not_reached, cleared, unrecorded";

/// One variable. Numbers arrive as text already; every field but those is guarded when the row is made.
struct Variable {
    std::string file, name, label, type, minimum, maximum, values, missing;
    std::string instrument, version, licence, wording, scoring, least_answered, missing_rule, bands, cut_offs, source;

    [[nodiscard]] std::vector<std::string> cells() const
    {
        const auto words = [](const std::string& text) { return text_cell(without_clock(text)); };
        return {words(file),    words(name),    words(label),        words(type),    minimum,         maximum,
                words(values),  words(missing), words(instrument),   words(version), words(licence),  words(wording),
                words(scoring), least_answered, words(missing_rule), words(bands),   words(cut_offs), words(source)};
    }
};

const std::vector<std::string> header{"file",    "name",           "label",        "type",    "minimum",  "maximum",
                                      "values",  "missing",        "instrument",   "version", "licence",  "wording",
                                      "scoring", "least_answered", "missing_rule", "bands",   "cut_offs", "source"};

Variable plain(std::string file, std::string name, std::string label, std::string type, std::string values = {})
{
    Variable v;
    v.file = std::move(file);
    v.name = std::move(name);
    v.label = std::move(label);
    v.type = std::move(type);
    v.values = std::move(values);
    return v;
}

std::vector<Variable> shared_variables()
{
    const std::string data = "long.csv and every wide file";
    const std::string gone = "withheld: kept back";
    return {
        plain(data, "code", "Random code of a person in this project; made from nothing about the person", "text"),
        plain(data, "age_band", "Age in years at the end of the year of release, in bands; the oldest are one band",
              "text", gone),
        plain(data, "sex", "Sex as recorded", "text", "female; male; empty: not recorded; " + gone),
        plain(data, "site", "Site", "text", "other: sites with too few people, together; " + gone),
        plain(data, "arm", "Study arm", "text", "other: arms with too few people, together; " + gone),
        plain("long.csv", "instrument", "Id of the questionnaire", "text"),
        plain(data, "version", "Version of the questionnaire; its wording and recall period belong to it", "text"),
        plain(data, "visit", "Name of the visit in the protocol", "text", gone),
        plain(data, "week", "Whole weeks since the person's first questionnaire in this release", "integer"),
        plain("long.csv", "item", "Number of the item in the questionnaire", "text"),
        plain("long.csv", "value", "Value of the answer chosen, before any reversal", "integer", "empty: no answer"),
        plain("long.csv", "missing_reason", "Why there is no answer", "text",
              "declined; not_asked; not_reached; cleared; unrecorded; empty: answered"),
    };
}

std::vector<Variable> table_variables()
{
    return {
        plain("table.csv", "instrument", "Id of the questionnaire", "text"),
        plain("table.csv", "score", "Id of the score", "text"),
        plain("table.csv", "visit", "Name of the visit in the protocol", "text"),
        plain("table.csv", "n", "Different people with a value", "integer", "withheld"),
        plain("table.csv", "mean", "Mean, to one decimal", "number", "withheld"),
        plain("table.csv", "sd", "Sample standard deviation (n - 1), one decimal and at most two digits", "number",
              "withheld"),
    };
}

std::string item_list(const instruments::Definition& definition, const std::vector<std::size_t>& items)
{
    std::string out;
    for (const std::size_t item : items) {
        if (!out.empty()) out += ' ';
        out += definition.items[item].id;
    }
    return out;
}

std::string scoring_words(const instruments::Definition& definition, const instruments::Score& score)
{
    std::vector<std::size_t> reversed;
    for (std::size_t i = 0; i < score.items.size(); ++i)
        if (score.reversed[i]) reversed.push_back(score.items[i]);
    std::string out = fmt::format("{} of items {}", score.method == instruments::Method::sum ? "sum" : "mean",
                                  item_list(definition, score.items));
    if (!reversed.empty()) out += "; reversed first: " + item_list(definition, reversed);
    if (score.missing.max_missing > 0) out += "; missing items take the mean of the answered ones";
    return out;
}

void say_instrument(Variable& v, const instruments::Definition& definition)
{
    v.instrument = definition.id;
    v.version = definition.version;
    v.licence = definition.licence.holder;
    if (!definition.licence.terms.empty()) v.licence += (v.licence.empty() ? "" : ": ") + definition.licence.terms;
    if (!definition.validity_note.empty()) v.licence += "; " + definition.validity_note;
}

Variable item_variable(const instruments::Definition& definition, std::size_t at)
{
    const instruments::Item& item = definition.items[at];
    const bool may_tell = definition.licence.may_release_text;
    Variable v;
    v.type = "integer";
    v.label = fmt::format("{} item {}", definition.short_title, item.id);
    if (!item.label.empty()) v.label += ": " + item.label;
    if (definition.wording == instruments::Wording::key_only)
        v.wording = placeholder_notice;
    else if (may_tell)
        v.wording = item.text;
    const auto& choices = definition.choices(at);
    const auto [low, high] = std::ranges::minmax_element(choices, {}, &instruments::Choice::value);
    v.minimum = std::to_string(low->value);
    v.maximum = std::to_string(high->value);
    for (const instruments::Choice& choice : choices) {
        if (!v.values.empty()) v.values += "; ";
        v.values += std::to_string(choice.value);
        if (may_tell && !choice.text.empty()) v.values += "=" + choice.text;
    }
    v.missing = missing_codes;
    return v;
}

Variable score_variable(const instruments::Definition& definition, const instruments::Score& score)
{
    Variable v;
    v.type = "number";
    v.label = fmt::format("{} {}", definition.short_title, score.name);
    v.minimum = number(score.min);
    v.maximum = number(score.max);
    v.missing = "empty: the rule gives no score";
    v.scoring = scoring_words(definition, score);
    v.least_answered = std::to_string(static_cast<int>(score.items.size()) - score.missing.max_missing);
    v.missing_rule = score.missing.id;
    if (!score.missing.source.empty()) v.missing_rule += ": " + score.missing.source;
    for (const instruments::Band& band : score.bands)
        v.bands +=
            fmt::format("{}{} to {} {}", v.bands.empty() ? "" : "; ", number(band.from), number(band.to), band.label);
    if (!score.bands_source.empty()) v.bands += " (" + score.bands_source + ")";
    for (const instruments::CutOff& cut : score.cut_offs) {
        const std::string range = cut.from == cut.to ? number(cut.from) : number(cut.from) + " to " + number(cut.to);
        v.cut_offs += fmt::format("{}{} {} ({})", v.cut_offs.empty() ? "" : "; ", range, cut.label, cut.source);
    }
    return v;
}

Variable criterion_variable(const instruments::Definition& definition, const instruments::Criterion& criterion)
{
    Variable v;
    v.type = "integer";
    v.label = fmt::format("{} {}", definition.short_title, criterion.name);
    v.minimum = "0";
    v.maximum = "1";
    v.values = "1=met; 0=not met";
    v.missing = "empty: cannot be told from the answers given";
    for (const instruments::CriterionPart& part : criterion.parts)
        v.scoring += fmt::format("{}at least {} of items {}", v.scoring.empty() ? "" : " and ", part.need,
                                 item_list(definition, part.items));
    v.source = criterion.source;
    return v;
}

std::vector<Variable> instrument_variables(const instruments::Definition& definition)
{
    std::vector<Variable> all;
    for (std::size_t item = 0; item < definition.items.size(); ++item)
        all.push_back(item_variable(definition, item));
    for (const auto& score : definition.scores)
        all.push_back(score_variable(definition, score));
    for (const auto& criterion : definition.criteria)
        all.push_back(criterion_variable(definition, criterion));
    all.push_back(plain({}, {}, definition.short_title + " reasons of the items without an answer, each once", "text",
                        "declined; not_asked; not_reached; cleared; unrecorded; empty: all answered"));

    const Names names = names_of(definition);
    const auto columns = names.all();
    std::string sources;
    for (const std::string& source : definition.sources)
        sources += (sources.empty() ? "" : "; ") + source;
    for (std::size_t at = 0; at < all.size(); ++at) {
        all[at].file = wide_name(names);
        all[at].name = columns[at];
        if (all[at].source.empty()) all[at].source = sources;
        say_instrument(all[at], definition);
    }
    return all;
}

} // namespace

Result<WrittenFile> write_codebook(Definitions definitions, Sink& sink)
{
    auto file = CsvFile::open(sink, "codebook.csv", header, definitions);
    if (!file) return file.error();
    std::vector<Variable> all = shared_variables();
    for (const instruments::Definition* definition : definitions)
        for (Variable& v : instrument_variables(*definition))
            all.push_back(std::move(v));
    for (Variable& v : table_variables())
        all.push_back(std::move(v));
    for (const Variable& v : all)
        if (Status written = file->row(v.cells()); !written) return written.error();
    return file->close();
}

} // namespace rapport::release
