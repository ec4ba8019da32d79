#include "storage/release/read_foreign_answers.h"

#include <algorithm>
#include <set>

#include "storage/release/read_foreign_parts.h"
#include "storage/release/sheet.h"

namespace rapport::release {

namespace {

using instruments::Answer;
using instruments::Definition;
using instruments::Missing;

/// A linkId stands once, or several times with answers in one place only.
struct OneItem {
    std::string absent;
    std::vector<const FhirValue*> values;
};

std::map<std::string, OneItem> by_link_id(const std::vector<FhirItem>& items)
{
    std::map<std::string, OneItem> out;
    for (const FhirItem& item : items) {
        OneItem& one = out[item.link_id];
        if (!item.absent.empty()) one.absent = item.absent;
        for (const FhirValue& value : item.values)
            one.values.push_back(&value);
    }
    return out;
}

/// A coding in a system of ours or of LOINC is known without a map; any other only by one.
std::optional<int> choice_by_value(const Definition& definition, std::size_t item, const ForeignItem& how,
                                   const FhirValue& value)
{
    if (!how.same) {
        if (const auto full = foreign_choice(definition, item, how, value.system + "|" + value.code); full) return full;
        return foreign_choice(definition, item, how, value.code);
    }
    if (value.kind == FhirValue::Kind::number) return foreign_choice(definition, item, how, value.code);
    if (value.kind != FhirValue::Kind::coding) return std::nullopt;
    if (value.system == "http://loinc.org") {
        const auto& choices = definition.choices(item);
        const auto found = std::ranges::find(choices, value.code, &instruments::Choice::loinc);
        if (value.code.empty() || found == choices.end()) return std::nullopt;
        return found->value;
    }
    const std::string own = std::string(own_fhir) + "/CodeSystem/" + definition.id + "-";
    return value.system.starts_with(own) ? foreign_choice(definition, item, how, value.code) : std::nullopt;
}

std::optional<Missing> absence_of(const ForeignMap& map, const std::string& code)
{
    if (const auto said = map.missing.find(code); said != map.missing.end()) return said->second;
    for (const ReasonCode& reason : reason_codes())
        if (reason.fhir == code) return reason.why;
    return std::nullopt;
}

} // namespace

FhirAnswers map_answers(const std::vector<FhirItem>& items, const ForeignForm& form, const ForeignMap& map, bool whole)
{
    FhirAnswers out;
    const auto found = by_link_id(items);
    const Definition& definition = *form.definition;
    std::set<std::string> mapped;
    const auto wrong = [&](const std::string& field, const char* what) { out.wrong.push_back({0, field, what}); };

    for (std::size_t at = 0; at < form.items.size(); ++at) {
        const ForeignItem& how = form.items[at];
        const auto item = how.field.empty() ? found.end() : found.find(how.field);
        mapped.insert(how.field);
        if (item == found.end() || item->second.values.empty()) {
            Missing why = whole || how.field.empty() ? Missing::unrecorded : Missing::not_reached;
            if (item != found.end() && !item->second.absent.empty()) {
                const auto said = absence_of(map, item->second.absent);
                if (!said) wrong(how.field, "a reason for a missing answer that nobody knows");
                why = said.value_or(why);
            }
            out.response.items.push_back(Answer::none(why));
            continue;
        }
        const FhirValue& value = *item->second.values.front();
        if (item->second.values.size() > 1) {
            wrong(how.field, "two answers");
        } else if (const auto why = map.missing.find(value.code);
                   why != map.missing.end() && value.kind != FhirValue::Kind::other) {
            out.response.items.push_back(Answer::none(why->second));
            continue;
        }
        const auto choice = choice_by_value(definition, at, how, value);
        if (!choice) wrong(how.field, "no choice of this item by the map");
        out.response.items.push_back(Answer::chose(choice.value_or(0)));
    }
    skip_by_rule(definition, out.response);

    for (const auto& [score, names] : form.scores)
        for (const std::string& name : names) {
            const auto item = found.find(name);
            if (item == found.end()) continue;
            mapped.insert(name);
            if (item->second.values.empty()) continue;
            const std::optional<double> value = item->second.values.front()->number;
            if (!value || item->second.values.size() > 1) wrong(name, "a score that is not one number");
            out.stated[score] = value;
        }
    for (const auto& [link_id, item] : found)
        if (!item.values.empty() && !mapped.contains(link_id)) ++out.unmapped;
    return out;
}

} // namespace rapport::release
