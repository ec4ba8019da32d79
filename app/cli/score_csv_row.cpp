#include <charconv>

#include "app/cli/score_csv_columns.h"
#include "app/shell/strings/strings.h"
#include "instruments/flags.h"
#include "storage/release/csv.h"

namespace rapport::cli {

using instruments::Answer;
using instruments::Definition;
using instruments::Missing;
using strings::say;

namespace {

constexpr int oldest = 130;

std::string_view trimmed(std::string_view cell)
{
    while (!cell.empty() && (cell.front() == ' ' || cell.front() == '\t'))
        cell.remove_prefix(1);
    while (!cell.empty() && (cell.back() == ' ' || cell.back() == '\t'))
        cell.remove_suffix(1);
    return cell;
}

/// A whole number. "2.0" is one too: some programs write a column that has empty cells so.
std::optional<int> whole(std::string_view cell)
{
    int value = 0;
    const char* const end = cell.data() + cell.size();
    const auto [at, problem] = std::from_chars(cell.data(), end, value);
    if (problem != std::errc{}) return std::nullopt;
    if (at == end) return value;
    const std::string_view rest(at, static_cast<std::size_t>(end - at));
    if (rest.size() < 2 || rest.front() != '.' || rest.find_first_not_of('0', 1) != std::string_view::npos)
        return std::nullopt;
    return value;
}

std::optional<Missing> reason(std::string_view cell)
{
    for (const Missing why : {Missing::declined, Missing::not_asked, Missing::not_reached, Missing::cleared})
        if (instruments::word(why) == cell) return why;
    return std::nullopt;
}

std::string wrong_choice(const Definition& definition, std::size_t item)
{
    std::string choices;
    for (const auto& choice : definition.choices(item))
        choices += (choices.empty() ? "" : ", ") + std::to_string(choice.value);
    return say("cli.csv.no_choice", {{"item", definition.items[item].id}, {"choices", choices}});
}

bool is_number(std::string_view cell)
{
    double value = 0;
    const auto [at, problem] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
    const bool finite_word = cell.find_first_not_of("0123456789+-.eE") == std::string_view::npos;
    return problem == std::errc{} && at == cell.data() + cell.size() && finite_word;
}

void append_number(double value, std::string& out)
{
    char text[32];
    const auto [end, problem] = std::to_chars(text, text + sizeof text, value);
    if (problem == std::errc{}) out.append(text, end);
}

void append_score(const instruments::Score& score, const instruments::ScoreValue& value, std::string& out)
{
    if (value.value) append_number(*value.value, out);
    out += ',';
    if (!value.value) release::append_csv_cell(out, value.absent);
    out += ',';
    const bool prorates = score.missing.max_missing > 0;
    if (!score.bands.empty()) {
        release::append_csv_cell(out, value.band);
        out += ',';
        if (prorates) {
            release::append_csv_cell(out, value.band_above);
            out += ',';
        }
    }
    if (prorates) out += value.prorated ? "yes," : "no,";
}

} // namespace

void append_carried_cell(std::string_view cell, std::string& out)
{
    constexpr std::string_view starts_formula = "=+-@\t\r\n";
    if (cell.empty() || starts_formula.find(cell.front()) == std::string_view::npos || is_number(cell)) {
        release::append_csv_cell(out, cell);
        return;
    }
    release::append_csv_cell(out, "'" + std::string(cell));
}

void read_answers(const Definition& definition, const CsvColumns& columns, const std::vector<std::string_view>& cells,
                  CsvAnswers& answers)
{
    answers.wrong.clear();
    answers.carried.clear();
    answers.response.items.assign(definition.items.size(), Answer());
    answers.context.sex.clear();
    answers.context.age.reset();
    answers.context.education.reset();
    if (cells.size() != columns.columns.size()) {
        answers.wrong = say("cli.csv.cells", {{"cells", std::to_string(cells.size())},
                                              {"columns", std::to_string(columns.columns.size())}});
        return;
    }
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const CsvColumns::Column& column = columns.columns[i];
        if (column.use == CsvColumns::Use::carried) {
            append_carried_cell(cells[i], answers.carried);
            answers.carried += ',';
            continue;
        }
        // Nearly every cell is one digit, and nearly all the time goes into reading them.
        if (cells[i].size() == 1 && column.use == CsvColumns::Use::item) {
            const auto digit = static_cast<unsigned>(cells[i].front() - '0');
            if (digit <= 9 && ((column.digits >> digit) & 1U) != 0) {
                answers.response.items[column.item] = Answer::chose(static_cast<int>(digit));
                continue;
            }
        }
        const std::string_view cell = trimmed(cells[i]);
        if (cell.empty()) continue;
        if (column.use == CsvColumns::Use::item) {
            const auto value = whole(cell);
            if (value && definition.allows(column.item, *value)) {
                answers.response.items[column.item] = Answer::chose(*value);
            } else if (const auto why = reason(cell)) {
                answers.response.items[column.item] = Answer::none(*why);
            } else {
                answers.wrong = wrong_choice(definition, column.item);
                return;
            }
        } else if (column.use == CsvColumns::Use::sex) {
            if (cell != "female" && cell != "male") {
                answers.wrong = say("cli.csv.sex");
                return;
            }
            answers.context.sex = cell;
        } else if (column.use == CsvColumns::Use::education) {
            answers.context.education = whole(cell);
            if (!answers.context.education || *answers.context.education < 0 ||
                *answers.context.education > instruments::most_education) {
                answers.wrong = say("cli.csv.education");
                return;
            }
        } else {
            answers.context.age = whole(cell);
            if (!answers.context.age || *answers.context.age < 0 || *answers.context.age > oldest) {
                answers.wrong = say("cli.csv.age");
                return;
            }
        }
    }
}

void append_scores(const Definition& definition, const CsvAnswers& answers, const instruments::Scored& scored,
                   std::string& out)
{
    out += answers.carried;
    for (std::size_t i = 0; i < definition.scores.size(); ++i)
        append_score(definition.scores[i], scored.scores[i], out);
    for (const auto& criterion : scored.criteria) {
        out += instruments::word(criterion.tri);
        out += ',';
    }
    bool first = true;
    for (const std::string& flag : instruments::flag_names(scored)) {
        out += first ? "" : ";";
        out += flag;
        first = false;
    }
    out += '\n';
}

} // namespace rapport::cli
