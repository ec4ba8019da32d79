#include <algorithm>
#include <set>

#include "storage/release/csv.h"
#include "storage/release/text.h"
#include "storage/release/writers.h"

namespace rapport::release {

namespace {

/// The reasons of all items without an answer, each once, in the order of the enumeration.
std::string missing_words(const instruments::Response& response)
{
    std::set<instruments::Missing> reasons;
    for (const instruments::Answer answer : response.items)
        if (!answer.given()) reasons.insert(answer.why());
    std::string words;
    for (const instruments::Missing why : reasons) {
        if (!words.empty()) words += "; ";
        words += instruments::word(why);
    }
    return words;
}

std::string tri_cell(instruments::Tri tri)
{
    switch (tri) {
    case instruments::Tri::met:
        return "1";
    case instruments::Tri::not_met:
        return "0";
    case instruments::Tri::cannot_tell:
        return {};
    }
    return {};
}

bool written_by(const DeidentifiedRecord& record, const instruments::Definition& definition)
{
    return record.instrument() == definition.id && record.version() == definition.version &&
           instruments::fits(definition, record.response());
}

} // namespace

std::vector<std::string> wide_header(const Names& names)
{
    std::vector<std::string> header{"code", "age_band", "sex", "site", "arm", "version", "visit", "week"};
    const auto own = names.all();
    header.insert(header.end(), own.begin(), own.end());
    return header;
}

std::vector<std::string> wide_row(const DeidentifiedRecord& record, const instruments::Definition& definition)
{
    std::vector<std::string> cells{text_cell(record.code()),  text_cell(record.age_band()),
                                   text_cell(record.sex()),   text_cell(record.site()),
                                   text_cell(record.arm()),   text_cell(without_clock(record.version())),
                                   text_cell(record.visit()), std::to_string(record.week())};
    for (const instruments::Answer answer : record.response().items)
        cells.push_back(answer.given() ? std::to_string(answer.value()) : std::string());
    // By what leaves, so that a score never tells a sex that was withheld; without it such a score is absent.
    const instruments::Scored scored = instruments::score(definition, record.response(), {record.sex(), {}});
    for (const instruments::ScoreValue& score : scored.scores)
        cells.push_back(score.value ? number(*score.value) : std::string());
    for (const instruments::CriterionValue& criterion : scored.criteria)
        cells.push_back(tri_cell(criterion.tri));
    cells.push_back(missing_words(record.response()));
    return cells;
}

std::string wide_name(const Names& names)
{
    return names.stem + "_wide.csv";
}

Result<WrittenFile> write_wide(const Deidentified& data, const instruments::Definition& definition, Sink& sink)
{
    const Names names = names_of(definition);
    const instruments::Definition* const only[] = {&definition};
    auto file = CsvFile::open(sink, wide_name(names), wide_header(names), only);
    if (!file) return file.error();
    for (const DeidentifiedRecord& record : data.records) {
        if (record.instrument() != definition.id) continue;
        if (Status written = file->row(wide_row(record, definition)); !written) return written.error();
    }
    return file->close();
}

std::vector<std::vector<std::string>> preview(const Deidentified& data, const instruments::Definition& definition,
                                              std::size_t rows)
{
    std::vector<std::vector<std::string>> out{wide_header(names_of(definition))};
    for (const DeidentifiedRecord& record : data.records) {
        if (out.size() > rows) break;
        if (written_by(record, definition)) out.push_back(wide_row(record, definition));
    }
    return out;
}

} // namespace rapport::release
