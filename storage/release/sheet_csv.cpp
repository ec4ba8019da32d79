#include <algorithm>
#include <array>
#include <charconv>

#include "storage/release/csv.h"
#include "storage/release/text.h"
#include "storage/release/variables.h"
#include "storage/release/writers.h"

namespace rapport::release {

namespace {

void append_number(std::string& out, double value)
{
    std::array<char, 64> room{};
    const auto end = std::to_chars(room.data(), room.data() + room.size(), value == 0 ? 0.0 : value).ptr;
    out.append(room.data(), end);
}

void append_cell(std::string& out, const Cell& cell)
{
    if (cell.is_number())
        append_number(out, cell.value());
    else if (cell.is_text())
        append_csv_cell(out, cell.text());
}

std::vector<std::string> header_of(const Sheet& sheet)
{
    std::vector<std::string> names;
    for (const Variable& variable : sheet.variables)
        names.push_back(variable.name);
    return names;
}

/// Who and when of an administration in a sheet of several instruments, with the comma after it.
void begin_line(std::string& out, const DeidentifiedRecord& record)
{
    const auto text = [&](std::string_view words) {
        append_csv_cell(out, text_cell(words));
        out += ',';
    };
    out.clear();
    text(record.code());
    text(record.age_band());
    text(record.sex());
    text(record.site());
    text(record.arm());
    text(record.instrument());
    text(without_clock(record.version()));
    text(record.visit());
    append_number(out, record.week());
    out += ',';
    if (record.day()) out += iso_date(*record.day()) + ",";
}

/// What the line of one item or score says, worked out once for a sheet.
std::vector<std::string> as_cells(const std::vector<std::string>& words)
{
    std::vector<std::string> out;
    for (const std::string& word : words) {
        out.emplace_back();
        append_csv_cell(out.back(), text_cell(word));
    }
    return out;
}

} // namespace

Result<WrittenFile> write_wide_csv(const Deidentified& data, const Sheet& sheet, Sink& sink)
{
    const instruments::Definition* const only[] = {sheet.definition};
    auto file = CsvFile::open(sink, sheet.name + ".csv", header_of(sheet), only);
    if (!file) return file.error();
    std::string line;
    const Status written = each_row(data, sheet, [&](const DeidentifiedRecord&, std::span<const Cell> cells) {
        line.clear();
        for (const Cell& cell : cells) {
            if (&cell != cells.data()) line += ',';
            append_cell(line, cell);
        }
        line += '\n';
        return file->line_as_it_is(line);
    });
    if (!written) return written.error();
    return file->close();
}

Result<WrittenFile> write_items_csv(const Deidentified& data, const Codebook& book, Sink& sink)
{
    auto file = CsvFile::open(sink, book.items.name + ".csv", header_of(book.items), book.definitions);
    if (!file) return file.error();
    std::map<std::string_view, std::vector<std::string>> item_cells;
    for (const instruments::Definition* definition : book.definitions) {
        std::vector<std::string> ids;
        for (const instruments::Item& item : definition->items)
            ids.push_back(item.id);
        item_cells[definition->id] = as_cells(ids);
    }
    std::string begin;
    std::string line;
    const Status all = data.records.each([&](const DeidentifiedRecord& record) -> Status {
        begin_line(begin, record);
        const auto& ids = item_cells.at(record.instrument());
        const auto& answers = record.response().items;
        for (std::size_t item = 0; item < answers.size(); ++item) {
            line.assign(begin);
            line += ids[item];
            line += ',';
            if (answers[item].given()) append_number(line, answers[item].value());
            line += ',';
            if (!answers[item].given()) line += instruments::word(answers[item].why());
            line += '\n';
            if (Status written = file->line_as_it_is(line); !written) return written;
        }
        return {};
    });
    if (!all) return all.error();
    return file->close();
}

Result<WrittenFile> write_scores_csv(const Deidentified& data, const Codebook& book, Sink& sink)
{
    auto file = CsvFile::open(sink, book.scores.name + ".csv", header_of(book.scores), book.definitions);
    if (!file) return file.error();
    std::map<std::string_view, std::pair<const Sheet*, WideRow>> rows;
    for (const Sheet& sheet : book.wide)
        rows.emplace(sheet.definition->id, std::pair(&sheet, WideRow(sheet)));
    std::string begin;
    std::string line;
    const Status all = data.records.each([&](const DeidentifiedRecord& record) -> Status {
        begin_line(begin, record);
        auto& [sheet, row] = rows.at(record.instrument());
        const auto cells = row.fill(record);
        for (std::size_t at = sheet->first_score; at < sheet->first_criterion; ++at) {
            line.assign(begin);
            line += sheet->variables[at].name;
            line += ',';
            append_cell(line, cells[at]);
            line += ',';
            if (!cells[at].is_number()) line += row.scored().scores[at - sheet->first_score].absent;
            line += '\n';
            if (Status written = file->line_as_it_is(line); !written) return written;
        }
        return {};
    });
    if (!all) return all.error();
    return file->close();
}

std::vector<std::vector<std::string>> preview(const Deidentified& data, const instruments::Definition& definition,
                                              std::size_t rows)
{
    const instruments::Definition* const only[] = {&definition};
    std::vector<DeidentifiedRecord> first;
    const Status seen = data.records.each_of(definition.id, [&](const DeidentifiedRecord& record) -> Status {
        if (first.size() >= rows) return Error{fault::cancelled, {}};
        if (record.version() == definition.version && instruments::fits(definition, record.response()))
            first.push_back(record);
        return {};
    });
    // Rows that cannot be read are not shown: writing them says why.
    if (!seen && !(seen.error().fault == fault::cancelled)) first.clear();
    Deidentified few;
    few.records = Leaving(std::move(first));
    std::vector<std::vector<std::string>> out;
    const auto book = make_codebook(few, only);
    if (!book || book->wide.size() != 1) {
        const Names names = names_of(definition);
        out.emplace_back();
        for (const Variable& variable : shared_variables(few))
            out.back().push_back(variable.name);
        for (const std::string& name : names.all())
            out.back().push_back(name);
        return out;
    }
    const Sheet& sheet = book->wide.front();
    out.push_back(header_of(sheet));
    // The rows are in memory and the visitor never fails.
    static_cast<void>(each_row(few, sheet, [&](const DeidentifiedRecord&, std::span<const Cell> cells) {
        out.emplace_back();
        for (const Cell& cell : cells)
            out.back().push_back(words_of(cell));
        return Status{};
    }));
    return out;
}

Result<WrittenFile> write_labels(const Codebook& book, Sink& sink)
{
    auto file = CsvFile::open(sink, "labels.csv", {"file", "name", "value", "label"}, {});
    if (!file) return file.error();
    const auto write_of = [&](const Sheet& sheet) -> Status {
        for (const Variable& variable : sheet.variables) {
            for (const ValueLabel& label : variable.labels) {
                const std::string value = std::to_string(label.value);
                const std::string cells[] = {sheet.name, variable.name, value,
                                             label.words.empty() ? value : text_cell(label.words)};
                if (Status written = file->row(cells); !written) return written;
            }
            for (const std::string& level : variable.levels) {
                const std::string cells[] = {sheet.name, variable.name, level, level};
                if (Status written = file->row(cells); !written) return written;
            }
        }
        return {};
    };
    for (const Sheet& sheet : book.wide)
        if (Status written = write_of(sheet); !written) return written.error();
    for (const Sheet* sheet : {&book.items, &book.scores})
        if (Status written = write_of(*sheet); !written) return written.error();
    return file->close();
}

} // namespace rapport::release
