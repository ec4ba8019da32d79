#include "storage/release/variables.h"
#include "storage/release/csv.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "storage/release/notice.h"
#include "storage/release/text.h"

namespace rapport::release {

namespace {

using instruments::Definition;

std::string item_list(const Definition& definition, const std::vector<std::size_t>& items)
{
    std::string out;
    for (const std::size_t item : items) {
        if (!out.empty()) out += ' ';
        out += definition.items[item].id;
    }
    return out;
}

std::string_view method_words(instruments::Method method)
{
    switch (method) {
    case instruments::Method::sum:
        return "sum";
    case instruments::Method::mean:
        return "mean";
    case instruments::Method::max:
        return "highest";
    case instruments::Method::weighted:
        return "weighted sum";
    case instruments::Method::expression: // by its own words
        return {};
    case instruments::Method::count:
        return "number reaching the threshold";
    case instruments::Method::percent_of_max:
        return "percentage of the highest possible sum";
    case instruments::Method::table:
        return "value in the source's table";
    }
    return {};
}

std::string score_list(const Definition& definition, const std::vector<std::size_t>& scores)
{
    std::string out;
    for (const std::size_t score : scores)
        out += (out.empty() ? "" : " ") + definition.scores[score].id;
    return out;
}

std::string weight_words(const instruments::Score& score)
{
    std::string out;
    for (const instruments::Decimal weight : score.weights)
        out +=
            (out.empty() ? "" : " ") + number(static_cast<double>(weight.ten_thousandths) / instruments::Decimal::one);
    return out;
}

std::string scoring_words(const Definition& definition, const instruments::Score& score)
{
    std::vector<std::size_t> reversed;
    for (std::size_t i = 0; i < score.items.size(); ++i)
        if (score.reversed[i]) reversed.push_back(score.items[i]);
    if (score.expression) return "worked out as " + clean(score.expression->source);
    std::string out(method_words(score.method));
    if (!score.items.empty()) out += " of items " + item_list(definition, score.items);
    if (!score.inputs.empty()) out += " of scores " + score_list(definition, score.inputs);
    if (!reversed.empty()) out += "; reversed first: " + item_list(definition, reversed);
    for (const instruments::Recode& recode : score.recode)
        out += fmt::format("; {} counts as {}", recode.value, recode.points);
    if (!score.weights.empty()) out += "; weights " + weight_words(score);
    if (score.method == instruments::Method::count) out += fmt::format("; counted from {} up", score.count_at_least);
    if (score.scale != instruments::Decimal{})
        out += "; times " + number(static_cast<double>(score.scale.ten_thousandths) / instruments::Decimal::one);
    if (score.missing.max_missing > 0) out += "; missing items take the mean of the answered ones";
    return out;
}

std::string whom_words(const instruments::Whom& whom)
{
    std::string out;
    if (whom.sex == instruments::Sex::female) out += ", women";
    if (whom.sex == instruments::Sex::male) out += ", men";
    if (whom.education_from) out += fmt::format(", from {} years of education", *whom.education_from);
    if (whom.education_to) out += fmt::format(", to {} years of education", *whom.education_to);
    return out;
}

Variable item_variable(const Definition& definition, std::size_t at)
{
    const instruments::Item& item = definition.items[at];
    Variable v;
    v.kind = Kind::whole;
    v.measure = Measure::ordinal;
    v.has_reasons = true;
    v.label = fmt::format("{} item {}", definition.short_title, item.id);
    if (!item.label.empty()) v.label += ": " + item.label;
    v.loinc = item.loinc;
    if (definition.wording == instruments::Wording::key_only)
        v.wording = placeholder_notice;
    else if (may_tell(definition))
        v.wording = item.text;
    for (const instruments::Choice& choice : definition.choices(at))
        v.labels.push_back({choice.value, may_tell(definition) ? clean(choice.text) : std::string()});
    std::ranges::stable_sort(v.labels, {}, &ValueLabel::value);
    v.minimum = v.labels.front().value;
    v.maximum = v.labels.back().value;
    v.missing = "empty; reasons: declined, not_asked, not_reached, cleared, unrecorded";
    return v;
}

Variable score_variable(const Definition& definition, std::size_t at)
{
    const instruments::Score& score = definition.scores[at];
    Variable v;
    v.kind = Kind::number;
    v.measure = Measure::scale;
    v.label = fmt::format("{} {}", definition.short_title, score.name);
    v.minimum = score.min;
    v.maximum = score.max;
    v.loinc = score.loinc;
    v.missing = "empty: the rule gives no score";
    v.scoring = scoring_words(definition, score);
    if (!score.items.empty() && !score.expression) // an expression says itself what missing answers do
        v.least_answered = std::to_string(static_cast<int>(score.items.size()) - score.missing.max_missing);
    v.missing_rule = score.missing.id;
    if (!score.missing.source.empty()) v.missing_rule += ": " + score.missing.source;
    for (const instruments::Band& band : score.bands)
        v.bands += fmt::format("{}{} to {} {}{}", v.bands.empty() ? "" : "; ", number(band.from), number(band.to),
                               band.label, whom_words(band.only_for));
    if (!score.bands_source.empty()) v.bands += " (" + score.bands_source + ")";
    for (const instruments::CutOff& cut : score.cut_offs) {
        const std::string range = cut.from == cut.to ? number(cut.from) : number(cut.from) + " to " + number(cut.to);
        v.cut_offs += fmt::format("{}{} {}{} ({})", v.cut_offs.empty() ? "" : "; ", range, cut.label,
                                  whom_words(cut.only_for), cut.source);
    }
    for (const instruments::ChangeThreshold& change : definition.changes)
        if (change.score == at)
            v.changes += fmt::format("{}{} {} points, {} ({})", v.changes.empty() ? "" : "; ", change.kind,
                                     number(change.points), change.population,
                                     change.citation.empty() ? change.source : change.citation);
    return v;
}

Variable criterion_variable(const Definition& definition, const instruments::Criterion& criterion)
{
    Variable v;
    v.kind = Kind::whole;
    v.measure = Measure::nominal;
    v.label = fmt::format("{} {}", definition.short_title, criterion.name);
    v.minimum = 0;
    v.maximum = 1;
    v.labels = {{0, "not met"}, {1, "met"}};
    v.missing = "empty: cannot be told from the answers given";
    for (const instruments::CriterionPart& part : criterion.parts) {
        v.scoring += v.scoring.empty() ? "" : " and ";
        if (part.range)
            v.scoring += fmt::format("score {} in its range", definition.scores[part.range->score].id);
        else
            v.scoring += fmt::format("at least {} of items {}", part.need, item_list(definition, part.items));
    }
    v.source = criterion.source;
    return v;
}

template <class Get>
void set_levels(Variable& variable, const Deidentified& data, Get&& get)
{
    std::set<std::string> words;
    data.records.each_unanswered([&](const DeidentifiedRecord& record) { words.insert(text_cell(get(record))); });
    words.erase("");
    for (const std::string& word : words) {
        variable.width = std::max(variable.width, word.size());
        if (word != withheld_word && word != pooled_word) variable.levels.push_back(word);
    }
    for (const std::string_view last : {pooled_word, withheld_word})
        if (words.contains(std::string(last))) variable.levels.emplace_back(last);
}

/// Visits stand in the order in which people reach them.
void order_visits(Variable& variable, const Deidentified& data)
{
    std::map<std::string, std::pair<double, int>> weeks;
    data.records.each_unanswered([&](const DeidentifiedRecord& record) {
        auto& [sum, count] = weeks[text_cell(record.visit())];
        sum += record.week();
        ++count;
    });
    const auto mean = [&](const std::string& word) {
        const auto at = weeks.find(word);
        return at == weeks.end() || word == withheld_word ? 1e9 : at->second.first / at->second.second;
    };
    std::ranges::stable_sort(variable.levels, {}, mean);
}

} // namespace

Variable plain_variable(std::string name, std::string label, Kind kind, std::string values)
{
    Variable v;
    v.name = std::move(name);
    v.label = std::move(label);
    v.kind = kind;
    v.measure = kind == Kind::text ? Measure::nominal : Measure::scale;
    v.values = std::move(values);
    return v;
}

std::vector<Variable> shared_variables(const Deidentified& data)
{
    const std::string gone = "withheld: kept back";
    std::vector<Variable> all{
        plain_variable("code", "Random code of a person in this project; made from nothing about the person",
                       Kind::text),
        plain_variable("age_band", "Age in years at the end of the year of release, in bands; the oldest are one band",
                       Kind::text, gone),
        plain_variable("sex", "Sex as recorded", Kind::text, "female; male; empty: not recorded; " + gone),
        plain_variable("site", "Site", Kind::text, "other: sites with too few people, together; " + gone),
        plain_variable("arm", "Study arm", Kind::text, "other: arms with too few people, together; " + gone),
        plain_variable("version", "Version of the questionnaire; its wording and recall period belong to it",
                       Kind::text),
        plain_variable("visit", "Name of the visit in the protocol", Kind::text, gone),
        plain_variable("week", "Whole weeks since the person's first questionnaire in this release", Kind::whole),
    };
    bool dated = false;
    data.records.each_unanswered([&](const DeidentifiedRecord& record) {
        all[0].width = std::max(all[0].width, text_cell(record.code()).size());
        dated = record.day().has_value();
    });
    set_levels(all[1], data, [](const DeidentifiedRecord& r) { return r.age_band(); });
    all[1].measure = Measure::ordinal;
    set_levels(all[2], data, [](const DeidentifiedRecord& r) { return r.sex(); });
    set_levels(all[3], data, [](const DeidentifiedRecord& r) { return r.site(); });
    set_levels(all[4], data, [](const DeidentifiedRecord& r) { return r.arm(); });
    set_levels(all[5], data, [](const DeidentifiedRecord& r) { return without_clock(r.version()); });
    set_levels(all[6], data, [](const DeidentifiedRecord& r) { return r.visit(); });
    order_visits(all[6], data);
    all[7].minimum = 0;
    if (dated) {
        all.push_back(plain_variable("date", "Day of the questionnaire, ISO 8601", Kind::text));
        all.back().width = 10;
    }
    return all;
}

std::vector<Variable> instrument_variables(const Definition& definition, const Names& names)
{
    std::vector<Variable> all;
    for (std::size_t item = 0; item < definition.items.size(); ++item)
        all.push_back(item_variable(definition, item));
    for (std::size_t score = 0; score < definition.scores.size(); ++score)
        all.push_back(score_variable(definition, score));
    for (const auto& criterion : definition.criteria)
        all.push_back(criterion_variable(definition, criterion));
    all.push_back(plain_variable({}, definition.short_title + " items without an answer and why, as item=reason",
                                 Kind::text,
                                 "declined; not_asked; not_reached; cleared; unrecorded; empty: all answered"));

    const auto columns = names.all();
    std::string sources;
    for (const std::string& source : definition.sources)
        sources += (sources.empty() ? "" : "; ") + source;
    for (std::size_t at = 0; at < all.size(); ++at) {
        all[at].name = columns[at];
        if (all[at].source.empty()) all[at].source = sources;
    }
    return all;
}

void shorten_names(std::vector<Variable>& variables)
{
    constexpr std::size_t longest = 8;
    std::set<std::string> taken;
    for (const Variable& variable : variables)
        if (variable.name.size() <= longest) taken.insert(variable.name);
    for (Variable& variable : variables) {
        if (variable.name.size() <= longest) {
            variable.short_name = variable.name;
            continue;
        }
        const auto last = variable.name.rfind('_');
        std::string stem = variable.name.substr(0, last);
        std::erase(stem, '_');
        const std::string part = last == std::string::npos ? std::string() : variable.name.substr(last + 1, 4);
        std::string made = stem.substr(0, longest - part.size()) + part;
        for (int n = 2; !taken.insert(made).second; ++n) {
            const std::string end = std::to_string(n);
            made = (stem.substr(0, 4) + part).substr(0, longest - end.size()) + end;
        }
        variable.short_name = std::move(made);
    }
}

bool may_tell(const Definition& definition)
{
    return definition.licence.may_release_text && definition.wording != instruments::Wording::key_only;
}

Definition telling(const Definition& definition)
{
    Definition out = definition;
    if (!may_tell(definition)) out.licence.may_ship_text = out.licence.may_release_text = false;
    return out;
}

std::string licence_words(const Definition& definition)
{
    std::string out = definition.licence.holder;
    if (!definition.licence.terms.empty()) out += (out.empty() ? "" : ": ") + definition.licence.terms;
    if (!definition.validity_note.empty()) out += "; " + definition.validity_note;
    return out;
}

} // namespace rapport::release
