#include <algorithm>

#include "instruments/exchange/archive.h"
#include "instruments/exchange/csv.h"
#include "instruments/exchange/exchange.h"
#include "instruments/exchange/names.h"
#include "instruments/exchange/redcap_words.h"
#include "storage/release/csv.h"
#include "storage/release/redcap_names.h"
#include "storage/release/stream.h"
#include "storage/release/text.h"
#include "storage/release/variables.h"
#include "storage/release/writers.h"

namespace rapport::release {

namespace {

using instruments::CsvRow;
namespace redcap = instruments::redcap;

/// Fields of our own stand on a form of their own, before the questionnaires.
constexpr std::string_view person_form = "person";
constexpr std::string_view repeat_form_note = "Repeating forms: each questionnaire, once an administration.";

CsvRow own_field(const std::string& form, const std::string& name, const std::string& label,
                 const std::string& validation = {})
{
    CsvRow row(redcap::columns);
    row[redcap::field_name] = name;
    row[redcap::form] = form;
    row[redcap::type] = "text";
    row[redcap::label] = label;
    row[redcap::validation] = validation;
    return row;
}

bool with_dates(const Codebook& book)
{
    return std::ranges::any_of(book.wide.front().variables, [](const Variable& v) { return v.name == "date"; });
}

std::string when_name(const Sheet& sheet, std::string_view what)
{
    return redcap_when(sheet.stem, what);
}

/// A dictionary's rows for one form as the exchange room writes them, without record_id.
CsvRow with_form_only(CsvRow row)
{
    for (std::string& cell : row)
        cell = without_clock(cell);
    return row;
}

Result<std::vector<CsvRow>> form_rows(const instruments::Definition& definition)
{
    auto rows = instruments::read_csv(instruments::export_redcap(telling(definition)).bytes);
    if (!rows || rows->size() < 3) return Error{fault::cannot_write_release, "dictionary of " + definition.id};
    return std::vector<CsvRow>(rows->begin() + 2, rows->end());
}

/// The name the dictionary gives to each item and score.
std::vector<std::string> data_fields(const Sheet& sheet)
{
    const instruments::ExchangeNames names = instruments::field_names(*sheet.definition);
    std::vector<std::string> out = names.items;
    out.insert(out.end(), names.scores.begin(), names.scores.end());
    return out;
}

bool asks_sex(const instruments::Definition& definition)
{
    return std::ranges::any_of(definition.items,
                               [](const instruments::Item& item) { return item.not_for != instruments::Sex::any; });
}

std::string sex_field(const instruments::Definition& definition)
{
    return instruments::field_names(definition).stem.substr(0, 20) + "_sex";
}

} // namespace

Result<WrittenFile> write_redcap_dictionary(const Codebook& book, Sink& sink)
{
    std::vector<CsvRow> all{CsvRow(redcap::headers.begin(), redcap::headers.end())};
    all.push_back(own_field(std::string(person_form), "record_id", "Record ID"));
    for (const char* name : {"age_band", "sex", "site", "arm"})
        all.push_back(own_field(std::string(person_form), name, name));
    all.back()[redcap::note] = repeat_form_note;
    for (const Sheet& sheet : book.wide) {
        const auto rows = form_rows(*sheet.definition);
        if (!rows) return rows.error();
        const std::string form = instruments::form_name(*sheet.definition);
        all.push_back(own_field(form, when_name(sheet, "visit"), "Visit"));
        all.push_back(own_field(form, when_name(sheet, "week"), "Weeks since the first questionnaire", "integer"));
        if (with_dates(book)) all.push_back(own_field(form, when_name(sheet, "date"), "Day", "date_ymd"));
        for (const CsvRow& row : *rows)
            all.push_back(with_form_only(row));
        const Variable& missing = sheet.variables[sheet.missing_words];
        all.push_back(own_field(form, missing.name, missing.label));
        all.back()[redcap::type] = "notes";
    }
    const std::string text = instruments::write_csv(all);
    auto written = write_text(sink, "redcap_dictionary.csv", text);
    if (written) {
        written->rows = static_cast<std::int64_t>(all.size()) - 1;
        written->columns = redcap::columns;
    }
    return written;
}

Result<WrittenFile> write_redcap_data(const Deidentified& data, const Codebook& book, Sink& sink)
{
    auto stream = Stream::open(sink, "redcap_data.csv");
    if (!stream) return stream.error();
    std::vector<std::string> header{
        "record_id", "redcap_repeat_instrument", "redcap_repeat_instance", "age_band", "sex", "site",
        "arm",       "person_complete"};
    struct Place {
        std::size_t first = 0;
        std::size_t width = 0;
        std::string form;
        std::string sex;
    };
    std::map<std::string_view, Place> places;
    std::map<std::string_view, WideRow> rows;
    for (const Sheet& sheet : book.wide) {
        Place place;
        place.first = header.size();
        place.form = instruments::form_name(*sheet.definition);
        header.push_back(when_name(sheet, "visit"));
        header.push_back(when_name(sheet, "week"));
        if (with_dates(book)) header.push_back(when_name(sheet, "date"));
        if (asks_sex(*sheet.definition)) header.push_back(place.sex = sex_field(*sheet.definition));
        for (const std::string& name : data_fields(sheet))
            header.push_back(name);
        header.push_back(sheet.variables[sheet.missing_words].name);
        header.push_back(place.form + "_complete");
        place.width = header.size() - place.first;
        places[sheet.definition->id] = place;
        rows.emplace(sheet.definition->id, WideRow(sheet));
    }
    std::int64_t lines = 0;
    const auto put = [&](const std::vector<std::string>& cells) {
        ++lines;
        return stream->put(csv_line(cells));
    };
    Status made = stream->put(csv_line(header));
    std::string person;
    std::map<std::string, int> instance;
    const auto add = [&](const DeidentifiedRecord& record) -> Status {
        if (record.code() != person) {
            person = record.code();
            instance.clear();
            std::vector<std::string> cells(header.size());
            cells[0] = record.code();
            cells[3] = text_cell(record.age_band());
            cells[4] = text_cell(record.sex());
            cells[5] = text_cell(record.site());
            cells[6] = text_cell(record.arm());
            cells[7] = "2";
            if (Status written = put(cells); !written) return written;
        }
        const Sheet& sheet = book.of(record);
        const Place& place = places.at(record.instrument());
        const auto values = rows.at(record.instrument()).fill(record);
        std::vector<std::string> cells(header.size());
        cells[0] = record.code();
        cells[1] = place.form;
        cells[2] = std::to_string(++instance[record.instrument()]);
        std::size_t at = place.first;
        cells[at++] = text_cell(record.visit());
        cells[at++] = std::to_string(record.week());
        if (record.day()) cells[at++] = iso_date(*record.day());
        if (!place.sex.empty()) cells[at++] = record.sex() == "female" || record.sex() == "male" ? record.sex() : "";
        bool whole = true;
        for (std::size_t value = sheet.first_item; value < sheet.first_criterion; ++value) {
            const Cell& cell = values[value];
            // Blank, not a code: REDCap's own formulas take a missing data code for an answer.
            cells[at++] = words_of(cell);
            whole = whole && !(cell.is_reason() && cell.why() == instruments::Missing::not_reached);
        }
        cells[at++] = words_of(values[sheet.missing_words]);
        cells[at] = whole ? "2" : "0";
        return put(cells);
    };
    if (made) made = data.records.each(add);
    if (!made) return made.error();
    auto file = stream->close();
    if (file) {
        file->rows = lines;
        file->columns = static_cast<int>(header.size());
    }
    return file;
}

Result<WrittenFile> write_redcap_zip(const Sheet& sheet, Sink& sink)
{
    const auto archive = instruments::export_redcap_zip(telling(*sheet.definition));
    if (!archive) return archive.error();
    constexpr std::size_t most = 16U << 20U;
    std::vector<instruments::ArchiveFile> files;
    for (const char* const name : {"OriginID.txt", "instrument.csv"}) {
        auto bytes = instruments::unpack(archive->bytes, name, most);
        if (!bytes) return bytes.error();
        files.push_back({name, without_clock(*bytes)});
    }
    const auto packed = instruments::pack(files);
    if (!packed) return packed.error();
    return write_text(sink, "redcap_" + sheet.stem + ".zip", *packed);
}

} // namespace rapport::release
