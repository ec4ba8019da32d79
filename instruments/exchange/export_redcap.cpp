#include <algorithm>

#include "instruments/exchange/archive.h"
#include "instruments/exchange/csv.h"
#include "instruments/exchange/exchange.h"
#include "instruments/exchange/fhir_words.h"
#include "instruments/exchange/redcap_words.h"
#include "instruments/exchange/render.h"

namespace rapport::instruments {

namespace {

using namespace redcap;

std::string annotate(std::string_view about, const Json& what)
{
    return std::string(about) + print_json(what, Layout::one_line);
}

/// A bar parts one choice from the next and cannot be escaped.
std::string without_bars(std::string text)
{
    std::replace(text.begin(), text.end(), '|', '/');
    return text;
}

class Dictionary {
public:
    explicit Dictionary(const Definition& definition)
        : definition_(definition), names_(field_names(definition)), rest_(rest_of(definition)),
          sex_field_(names_.stem.substr(0, 20) + "_sex")
    {
    }

    std::vector<CsvRow> rows()
    {
        rows_.emplace_back(headers.begin(), headers.end());
        add_introduction();
        const bool by_sex = std::any_of(definition_.items.begin(), definition_.items.end(),
                                        [](const Item& item) { return item.not_for != Sex::any; });
        if (by_sex) {
            CsvRow& row = add(sex_field_, "radio", "Sex");
            row[choices] = "female, Female | male, Male";
            row[note] = "Tells which questions apply.";
            row[annotation] = about_sex;
        }
        for (std::size_t i = 0; i < definition_.items.size(); ++i)
            add_item(i);
        for (std::size_t i = 0; i < definition_.scores.size(); ++i)
            add_score(i);
        return std::move(rows_);
    }

private:
    CsvRow& add(const std::string& name, std::string_view kind, const std::string& words)
    {
        CsvRow row(columns);
        row[field_name] = name;
        row[form] = form_name(definition_);
        row[type] = kind;
        row[label] = words;
        return rows_.emplace_back(std::move(row));
    }

    void add_introduction()
    {
        const bool told = may_carry_text(definition_) && !definition_.instructions.empty();
        CsvRow& row = add(names_.stem.substr(0, 20) + "_intro", "descriptive",
                          told ? definition_.instructions : definition_.title);
        Json about = Json::object();
        for (const Json& member : rest_.children)
            if (member.key != "items" && member.key != "scores") about.set(member.key, member);
        about.set("id", Json::of(definition_.id)).set("version", Json::of(definition_.version));
        about.set("title", Json::of(definition_.title)).set("language", Json::of(definition_.language));
        if (!definition_.loinc.empty()) about.set("loinc", Json::of(definition_.loinc));
        about.set("told", Json::of(told)).set("answers", answer_codes());
        row[annotation] = annotate(about_definition, about);
    }

    /// LOINC's answer codes, by choice set and value.
    Json answer_codes() const
    {
        Json sets = Json::object();
        for (const ChoiceSet& set : definition_.choice_sets) {
            Json codes = Json::object();
            for (const Choice& choice : set.choices)
                if (!choice.loinc.empty()) codes.set(std::to_string(choice.value), Json::of(choice.loinc));
            if (!codes.children.empty()) sets.set(set.id, std::move(codes));
        }
        return sets;
    }

    void add_item(std::size_t index)
    {
        const Item& item = definition_.items[index];
        const bool text = may_carry_text(definition_);
        CsvRow& row = add(names_.items[index], "radio", text ? item.text : "Item " + item.id);
        if (index == 0 && text) row[section] = definition_.stem;
        for (const Choice& choice : definition_.choices(index))
            row[choices] += (row[choices].empty() ? "" : " | ") + std::to_string(choice.value) + ", " +
                            (text ? without_bars(choice.text) : std::to_string(choice.value));
        if (item.has_rule()) row[branching] = redcap_logic(asked_formula(definition_, index), names_, sex_field_);
        Json about = *rest_.find("items")->find(item.id);
        about.key.clear();
        about.set("id", Json::of(item.id)).set("label", Json::of(item.label));
        if (!item.loinc.empty()) about.set("loinc", Json::of(item.loinc));
        row[annotation] = annotate(about_item, about);
    }

    void add_score(std::size_t index)
    {
        CsvRow& row = add(names_.scores[index], "calc", definition_.scores[index].name);
        row[choices] = redcap_logic(score_formula(definition_, index), names_, sex_field_);
        row[annotation] = annotate(about_score, rest_.find("scores")->children[index]);
    }

    const Definition& definition_;
    ExchangeNames names_;
    Json rest_;
    std::string sex_field_;
    std::vector<CsvRow> rows_;
};

std::vector<std::string> left_out_by_redcap(const Definition& definition)
{
    std::vector<std::string> words = not_shown_elsewhere(definition);
    for (const ChoiceSet& set : definition.choice_sets)
        for (const Choice& choice : set.choices)
            if (choice.text.find('|') != std::string::npos)
                words.push_back("the bar in a choice of set " + set.id + ", which became a stroke");
    return words;
}

} // namespace

Exported export_redcap(const Definition& definition)
{
    std::vector<CsvRow> rows = Dictionary(definition).rows();
    CsvRow record(columns);
    record[field_name] = "record_id";
    record[form] = form_name(definition);
    record[type] = "text";
    record[label] = "Record ID";
    rows.insert(rows.begin() + 1, std::move(record));
    return {write_csv(rows), left_out_by_redcap(definition)};
}

Result<Exported> export_redcap_zip(const Definition& definition)
{
    // REDCap begins the dictionary inside an instrument archive with a byte order mark, and names its server in
    // OriginID.txt; ours names nothing of the machine.
    const std::string table = "\xEF\xBB\xBF" + write_csv(Dictionary(definition).rows());
    auto archive = pack({{"OriginID.txt", "rapport"}, {std::string(instrument_file), table}});
    if (!archive) return archive.error();
    return Exported{*std::move(archive), left_out_by_redcap(definition)};
}

} // namespace rapport::instruments
