#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <memory>

#include "instruments/exchange/branching.h"
#include "instruments/exchange/csv.h"
#include "instruments/exchange/draft.h"
#include "instruments/exchange/redcap_words.h"

namespace rapport::instruments {

namespace {

using namespace redcap;

constexpr JsonLimits limits{std::size_t{1} << 20, 32, 200'000, std::size_t{1} << 20, 256};
/// Columns no definition has a place for; a cell of them that says something is listed.
constexpr std::array<Column, 11> unread = {note,      validation, lowest, highest, identifier, required,
                                           alignment, number,     matrix, ranking, section};

/// "row 5, Field Type", rows counted as a spreadsheet counts them.
std::string at(std::size_t row, Column column)
{
    return "row " + std::to_string(row) + ", " + std::string(headers[column]);
}

std::optional<Json> annotation_of(const CsvRow& row, std::string_view about)
{
    if (!row[annotation].starts_with(about)) return std::nullopt;
    JsonReading reading = parse_json(std::string_view(row[annotation]).substr(about.size()), limits);
    if (!reading.problems.empty() || reading.root.kind != Json::Kind::object) return std::nullopt;
    return std::move(reading.root);
}

std::string trimmed(std::string_view text)
{
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

std::string text_of(const Json& object, std::string_view name)
{
    const Json* const found = object.find(name);
    return found == nullptr ? std::string() : found->text;
}

class Dictionary {
public:
    explicit Dictionary(std::vector<CsvRow> rows) : rows_(std::move(rows)) {}

    ImportDraft read()
    {
        find_form();
        for (std::size_t i = 1; i < rows_.size(); ++i)
            clean(i + 1, rows_[i]);
        for (std::size_t i = 1; i < rows_.size(); ++i)
            if (rows_[i][form] == form_) find_annotation(rows_[i]);
        for (std::size_t i = 1; i < rows_.size(); ++i)
            read_row(i + 1, rows_[i]);
        if (own_) draft_.rest.set("scores", std::move(scores_));
        return std::move(draft_);
    }

private:
    void find_form()
    {
        for (std::size_t i = 1; i < rows_.size() && form_.empty(); ++i)
            if (is_question(rows_[i])) form_ = rows_[i][form];
        draft_.id = id_from(form_);
        draft_.version = "imported";
        draft_.title = form_;
        draft_.language = "en";
    }

    void clean(std::size_t number_of_row, CsvRow& row)
    {
        for (std::size_t column = 0; column < columns; ++column) {
            std::string plain = without_controls(row[column]);
            if (plain == row[column]) continue;
            leave(number_of_row, static_cast<Column>(column), "line breaks and other control characters became spaces");
            row[column] = std::move(plain);
        }
    }

    /// What Rapport wrote of the whole instrument.
    void find_annotation(const CsvRow& row)
    {
        auto about = annotation_of(row, about_definition);
        if (!about) return;
        own_ = true;
        draft_.id = text_of(*about, "id");
        draft_.version = text_of(*about, "version");
        draft_.title = text_of(*about, "title");
        draft_.language = text_of(*about, "language");
        draft_.loinc = text_of(*about, "loinc");
        const Json* const told = about->find("told");
        if (told != nullptr && told->truth) draft_.instructions = row[label];
        for (const Json& member : about->children) {
            if (member.key == "answers") answers_ = member;
            const bool here = member.key == "id" || member.key == "version" || member.key == "title" ||
                              member.key == "language" || member.key == "loinc" || member.key == "told" ||
                              member.key == "answers";
            if (!here) draft_.rest.set(member.key, member);
        }
    }

    static bool is_question(const CsvRow& row)
    {
        return (row[type] == "radio" || row[type] == "dropdown" || row[type] == "yesno" || row[type] == "truefalse") &&
               row[annotation] != about_sex;
    }

    void read_row(std::size_t number_of_row, const CsvRow& row)
    {
        if (row[field_name] == "record_id") return;
        if (row[form] != form_) return leave(number_of_row, form, "belongs to another form and is left out");
        if (own_ && (row[annotation] == about_sex || row[annotation].starts_with(about_definition))) return;
        if (is_question(row)) return read_question(number_of_row, row);
        if (row[type] == "calc") return read_calculation(number_of_row, row);
        if (row[type] == "descriptive" && draft_.instructions.empty() && draft_.items.empty())
            draft_.instructions = row[label];
        else
            leave(number_of_row, type,
                  "a field of type \"" + row[type] + "\" is left out: only choices are scored here");
    }

    void read_question(std::size_t number_of_row, const CsvRow& row)
    {
        if (draft_.items.size() == most_draft_items)
            return leave(number_of_row, field_name, "comes after 2,000 questions and is left out");
        const Json about = annotation_of(row, about_item).value_or(Json::object());
        const bool known = own_ && !about.children.empty();
        DraftItem item;
        item.where = at(number_of_row, branching);
        item.foreign_id = row[field_name];
        item.id = known ? text_of(about, "id") : item_id_for(draft_, row[field_name]);
        const bool placeholder = known && row[label] == "Item " + item.id;
        item.text = placeholder ? std::string() : row[label];
        item.label = known ? text_of(about, "label") : label_from(item.text, item.id);
        item.loinc = text_of(about, "loinc");
        if (!known && item.id != row[field_name]) leave(number_of_row, field_name, "became item " + item.id);
        read_choices(number_of_row, row, item);
        if (known) read_own_parts(about, item, placeholder);
        if (row[type] == "yesno") item.choices = {{1, "Yes", {}}, {0, "No", {}}}, item.codes = {"1", "0"};
        if (row[type] == "truefalse") item.choices = {{1, "True", {}}, {0, "False", {}}}, item.codes = {"1", "0"};
        if (item.choices.empty()) return leave(number_of_row, choices, "has no choices and is left out");
        if (!row[branching].empty()) {
            auto condition = read_branching(row[branching], draft_);
            if (condition) item.condition = *std::move(condition);
            if (!condition && !known) leave(number_of_row, branching, "is not understood, so the item is always asked");
        }
        read_other_cells(number_of_row, row, known);
        draft_.items.push_back(std::move(item));
        branchings_[draft_.items.back().id] = row[branching];
    }

    void read_own_parts(const Json& about, DraftItem& item, bool placeholder) const
    {
        for (const Json& member : about.children)
            if (member.key != "id" && member.key != "label" && member.key != "loinc")
                item.extra.set(member.key, member);
        const Json* const set = answers_.find(text_of(about, "choices"));
        for (Choice& choice : item.choices) {
            if (placeholder) choice.text.clear();
            if (set != nullptr) choice.loinc = text_of(*set, std::to_string(choice.value));
        }
    }

    void read_choices(std::size_t number_of_row, const CsvRow& row, DraftItem& item)
    {
        if (row[type] == "yesno" || row[type] == "truefalse") return;
        std::string_view rest = row[choices];
        bool numbered = false;
        while (!rest.empty()) {
            const std::size_t bar = std::min(rest.find('|'), rest.size());
            const std::string_view one = rest.substr(0, bar);
            rest.remove_prefix(std::min(bar + 1, rest.size()));
            const std::size_t comma = std::min(one.find(','), one.size());
            const std::string code = trimmed(one.substr(0, comma));
            const std::string words = comma < one.size() ? trimmed(one.substr(comma + 1)) : code;
            int value = 0;
            const auto [end, error] = std::from_chars(code.data(), code.data() + code.size(), value);
            if (code.empty() || error != std::errc{} || end != code.data() + code.size()) {
                value = static_cast<int>(item.choices.size());
                numbered = true;
            }
            item.choices.push_back({value, words, {}});
            item.codes.push_back(code);
        }
        if (numbered)
            leave(number_of_row, choices, "has codes that are no numbers; those answers are numbered by their place");
    }

    void read_calculation(std::size_t number_of_row, const CsvRow& row)
    {
        auto about = annotation_of(row, about_score);
        if (!own_ || !about)
            return leave(number_of_row, choices,
                         "a calculation is not kept: write the score's rule from its publication");
        calculations_[text_of(*about, "id")] = {number_of_row, row[choices]};
        scores_.add(*std::move(about));
    }

    void read_other_cells(std::size_t number_of_row, const CsvRow& row, bool known)
    {
        for (const Column column : unread) {
            const std::string& cell = row[column];
            if (column == section && draft_.stem.empty() && draft_.items.empty())
                draft_.stem = cell;
            else if (!cell.empty())
                leave(number_of_row, column, "has no place in a definition");
        }
        if (!known && !row[annotation].empty()) leave(number_of_row, annotation, "is not understood");
    }

    void leave(std::size_t number_of_row, Column column, std::string what)
    {
        draft_.leave(at(number_of_row, column), std::move(what));
    }

public:
    [[nodiscard]] Agreement agreement() const
    {
        auto cells = std::make_shared<std::vector<CsvRow>>(); // written once for all items
        return {[this, cells](const Definition& rules, std::size_t item) {
                    if (cells->empty()) *cells = written(rules, about_item);
                    const auto here = branchings_.find(rules.items[item].id);
                    return here != branchings_.end() && (*cells)[item][branching] == here->second;
                },
                [this](const Definition& rules) {
                    std::vector<Unkept> found;
                    const std::vector<CsvRow> scored = written(rules, about_score);
                    for (std::size_t i = 0; i < rules.scores.size(); ++i) {
                        const auto here = calculations_.find(rules.scores[i].id);
                        if (here == calculations_.end() || scored[i][choices] != here->second.logic)
                            found.push_back(
                                {here == calculations_.end() ? std::string("scores") : at(here->second.row, choices),
                                 "is not the calculation the rule of score " + rules.scores[i].id + " leads to"});
                    }
                    return found;
                }};
    }

private:
    struct Calculation {
        std::size_t row = 0;
        std::string logic;
    };

    /// The rows Rapport would write today for the items, or for the scores.
    static std::vector<CsvRow> written(const Definition& rules, std::string_view about)
    {
        std::vector<CsvRow> found;
        for (CsvRow& row : read_csv(export_redcap(rules).bytes).value_or(std::vector<CsvRow>{}))
            if (row.size() == columns && row[annotation].starts_with(about)) found.push_back(std::move(row));
        return found;
    }

    std::vector<CsvRow> rows_;
    std::string form_;
    bool own_ = false;
    ImportDraft draft_;
    Json scores_ = Json::list();
    Json answers_ = Json::object();
    std::map<std::string, std::string> branchings_;
    std::map<std::string, Calculation> calculations_;
};

Error refused(std::string sentence)
{
    return {not_a_questionnaire, std::move(sentence)};
}

} // namespace

Result<Imported> import_redcap(std::string_view text)
{
    auto rows = read_csv(text);
    if (!rows || rows->empty()) return refused("This is neither a FHIR Questionnaire nor a REDCap dictionary.");
    if (rows->front().size() != columns || !std::equal(headers.begin(), headers.end(), rows->front().begin()))
        return refused("The first line is not that of a REDCap data dictionary, with its 18 columns.");
    for (std::size_t i = 1; i < rows->size(); ++i)
        if ((*rows)[i].size() != columns) return refused("Row " + std::to_string(i + 1) + " does not have 18 cells.");
    Dictionary dictionary(*std::move(rows));
    ImportDraft draft = dictionary.read();
    if (draft.items.empty()) return refused("There is no field with choices in this dictionary.");
    return finish_draft(std::move(draft), dictionary.agreement());
}

} // namespace rapport::instruments
