#include <algorithm>

#include "instruments/exchange/names.h"
#include "storage/release/naming.h"
#include "storage/release/read_back_parts.h"
#include "storage/release/redcap_names.h"

namespace rapport::release {

namespace {

constexpr std::string_view file = "redcap_data.csv";

/// A questionnaire's columns, by the names the dictionary gave them.
struct Form {
    const instruments::Definition* definition = nullptr;
    instruments::ExchangeNames fields;
    Names names;
};

std::map<std::string, Form> forms_of(Known definitions)
{
    std::map<std::string, Form> out;
    for (const instruments::Definition* definition : definitions)
        out[instruments::form_name(*definition)] = {definition, instruments::field_names(*definition),
                                                    names_of(*definition)};
    return out;
}

/// "pcl5_03=declined; pcl5_07=cleared" by name. Nothing when it is not of that shape.
std::optional<std::map<std::string, instruments::Missing>> reasons_of(std::string_view words)
{
    std::map<std::string, instruments::Missing> out;
    while (!words.empty()) {
        const auto end = std::min(words.find("; "), words.size());
        const std::string_view one = words.substr(0, end);
        words.remove_prefix(std::min(end + 2, words.size()));
        const auto equals = one.find('=');
        if (equals == std::string_view::npos) return std::nullopt;
        const auto why = reason_of(one.substr(equals + 1));
        if (!why || !out.emplace(one.substr(0, equals), *why).second) return std::nullopt;
    }
    return out;
}

/// What stands on a person's own line.
struct Who {
    std::string age_band, sex, site, arm;
};

Result<Returned> administration(const ReadTable& table, std::size_t row, const Form& form, const Who& who)
{
    const auto wrong = [&](std::string_view what) { return bad_line(file, row + 2, what); };
    const instruments::Definition& definition = *form.definition;
    Returned made;
    made.definition = &definition;
    made.code = table.at(row, "record_id");
    made.age_band = who.age_band;
    made.sex = who.sex;
    made.site = who.site;
    made.arm = who.arm;
    made.visit = table.at(row, redcap_when(form.names.stem, "visit"));
    const auto week = whole_of(table.at(row, redcap_when(form.names.stem, "week")));
    if (!week || *week < 0) return wrong("no week");
    made.week = *week;
    if (const std::string date = table.at(row, redcap_when(form.names.stem, "date")); !date.empty()) {
        made.day = day_of(date);
        if (!made.day) return wrong("no date");
    }
    const auto reasons = reasons_of(table.at(row, form.names.missing));
    if (!reasons) return wrong("reasons that cannot be read");
    for (std::size_t item = 0; item < definition.items.size(); ++item) {
        const std::string value = table.at(row, form.fields.items[item]);
        const auto why = reasons->find(form.names.items[item]);
        if (value.empty()) {
            const auto reason = why == reasons->end() ? instruments::Missing::unrecorded : why->second;
            made.response.items.push_back(instruments::Answer::none(reason));
            continue;
        }
        const auto number = whole_of(value);
        const auto& choices = definition.choices(item);
        if (why != reasons->end() || !number ||
            std::ranges::find(choices, *number, &instruments::Choice::value) == choices.end())
            return wrong("an answer that is no choice, or has a reason beside it");
        made.response.items.push_back(instruments::Answer::chose(*number));
    }
    for (std::size_t score = 0; score < definition.scores.size(); ++score) {
        if (!table.has(form.fields.scores[score])) continue;
        const std::string text = table.at(row, form.fields.scores[score]);
        const auto value = number_of(text);
        if (!value && !text.empty()) return wrong("a score that is no number");
        made.stated[definition.scores[score].id] = value;
    }
    return made;
}

} // namespace

Result<std::vector<Returned>> read_released_redcap(std::string_view data, Known definitions)
{
    const auto table = ReadTable::of(file, data);
    if (!table) return table.error();
    for (const char* const needed : {"record_id", "redcap_repeat_instrument", "redcap_repeat_instance"})
        if (!table->has(needed)) return bad_line(file, 1, "lacks a column");
    std::map<std::string, Who> people;
    for (std::size_t row = 0; row < table->rows(); ++row)
        if (table->at(row, "redcap_repeat_instrument").empty())
            people[table->at(row, "record_id")] = {table->at(row, "age_band"), table->at(row, "sex"),
                                                   table->at(row, "site"), table->at(row, "arm")};
    const auto forms = forms_of(definitions);
    std::vector<Returned> out;
    for (std::size_t row = 0; row < table->rows(); ++row) {
        const std::string name = table->at(row, "redcap_repeat_instrument");
        if (name.empty()) continue;
        const auto form = forms.find(name);
        if (form == forms.end()) return bad_line(file, row + 2, "an unknown form");
        const auto who = people.find(table->at(row, "record_id"));
        if (who == people.end()) return bad_line(file, row + 2, "a person without a line of their own");
        auto made = administration(*table, row, form->second, who->second);
        if (!made) return made.error();
        out.push_back(std::move(*made));
    }
    return out;
}

} // namespace rapport::release
