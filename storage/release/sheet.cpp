#include "storage/release/sheet.h"
#include "storage/release/csv.h"

#include <algorithm>
#include <array>
#include <cassert>

#include "storage/release/text.h"
#include "storage/release/variables.h"

namespace rapport::release {

namespace {

using instruments::Definition;
using instruments::Missing;

constexpr std::array<ReasonCode, 5> reasons{{
    {Missing::declined, -99, 'a', "asked-declined"},
    {Missing::not_asked, -98, 'b', "not-applicable"},
    {Missing::not_reached, -97, 'c', "not-asked"},
    {Missing::cleared, -96, 'd', "asked-unknown"},
    {Missing::unrecorded, -95, 'e', "unknown"},
}};

/// The definitions that the records need, by id. Every record must have its own version there and fit it.
Result<std::vector<const Definition*>> needed(const Deidentified& data, std::span<const Definition* const> definitions)
{
    std::vector<const Definition*> found;
    const Status all = data.records.each([&](const DeidentifiedRecord& record) -> Status {
        const auto fits = [&](const Definition* definition) {
            return definition->id == record.instrument() && definition->version == record.version();
        };
        auto at = std::ranges::find_if(found, fits);
        if (at == found.end()) {
            const auto offered = std::ranges::find_if(definitions, fits);
            if (offered != definitions.end()) at = found.insert(found.end(), *offered);
        }
        if (at == found.end() || !instruments::fits(**at, record.response()))
            return Error{fault::cannot_write_release, "no definition fits a row of " + record.instrument()};
        return {};
    });
    if (!all) return all.error();
    std::ranges::sort(found, {}, &Definition::id);
    const auto twice = std::ranges::adjacent_find(found, {}, &Definition::id);
    if (twice != found.end()) return Error{fault::cannot_write_release, "two versions of " + (*twice)->id};
    return found;
}

Sheet wide_sheet(const Definition& definition, const std::vector<Variable>& shared)
{
    const Names names = names_of(definition);
    Sheet sheet;
    sheet.name = names.stem + "_wide";
    sheet.stem = names.stem;
    sheet.title = definition.short_title;
    sheet.definition = &definition;
    sheet.variables = shared;
    sheet.first_item = shared.size();
    sheet.first_score = sheet.first_item + definition.items.size();
    sheet.first_criterion = sheet.first_score + definition.scores.size();
    sheet.missing_words = sheet.first_criterion + definition.criteria.size();
    for (Variable& variable : instrument_variables(definition, names))
        sheet.variables.push_back(std::move(variable));
    Variable& version = sheet.variables[5];
    version.levels = {text_cell(without_clock(definition.version))};
    version.width = version.levels.front().size();
    shorten_names(sheet.variables);
    return sheet;
}

std::vector<Variable> with_instrument(std::vector<Variable> shared, const std::vector<const Definition*>& definitions)
{
    Variable instrument = plain_variable("instrument", "Id of the questionnaire", Kind::text);
    for (const Definition* definition : definitions)
        instrument.levels.push_back(definition->id);
    shared.insert(shared.begin() + 5, std::move(instrument));
    return shared;
}

Sheet items_sheet(const Codebook& book, const std::vector<Variable>& shared)
{
    Sheet sheet;
    sheet.name = sheet.stem = "long";
    sheet.title = "One row per item";
    sheet.variables = with_instrument(shared, book.definitions);
    sheet.variables.push_back(plain_variable("item", "Number of the item in the questionnaire", Kind::text));
    sheet.variables.push_back(
        plain_variable("value", "Value of the answer chosen, before any reversal", Kind::whole, "empty: no answer"));
    Variable why = plain_variable("missing_reason", "Why there is no answer", Kind::text,
                                  "declined; not_asked; not_reached; cleared; unrecorded; empty: answered");
    for (const ReasonCode& reason : reasons)
        why.levels.emplace_back(instruments::word(reason.why));
    sheet.variables.push_back(std::move(why));
    return sheet;
}

Sheet scores_sheet(const Codebook& book, const std::vector<Variable>& shared)
{
    Sheet sheet;
    sheet.name = sheet.stem = "scores";
    sheet.title = "One row per score";
    sheet.variables = with_instrument(shared, book.definitions);
    Variable scale = plain_variable("scale", "Name of the score, as in the wide files", Kind::text);
    for (const Sheet& wide : book.wide)
        for (std::size_t at = wide.first_score; at < wide.first_criterion; ++at)
            scale.levels.push_back(wide.variables[at].name);
    sheet.variables.push_back(std::move(scale));
    sheet.variables.push_back(plain_variable("score", "The score", Kind::number, "empty: the rule gives none"));
    sheet.variables.push_back(
        plain_variable("absent", "The rule that gives no score", Kind::text, "empty: there is one"));
    return sheet;
}

Cell tri_cell(instruments::Tri tri)
{
    if (tri == instruments::Tri::cannot_tell) return Cell::none();
    return Cell::of(tri == instruments::Tri::met ? 1.0 : 0.0);
}

} // namespace

std::span<const ReasonCode> reason_codes()
{
    return reasons;
}

const ReasonCode& code_of(Missing why)
{
    return *std::ranges::find(reasons, why, &ReasonCode::why);
}

const Sheet& Codebook::of(const DeidentifiedRecord& record) const
{
    return *std::ranges::find_if(wide, [&](const Sheet& sheet) { return sheet.definition->id == record.instrument(); });
}

Result<Codebook> make_codebook(const Deidentified& data, std::span<const Definition* const> definitions)
{
    auto used = needed(data, definitions);
    if (!used) return used.error();
    Codebook book;
    book.definitions = std::move(*used);
    const std::vector<Variable> shared = shared_variables(data);
    for (const Definition* definition : book.definitions)
        book.wide.push_back(wide_sheet(*definition, shared));
    book.items = items_sheet(book, shared);
    book.scores = scores_sheet(book, shared);
    std::map<std::string_view, Sheet*> by_id;
    for (Sheet& sheet : book.wide)
        by_id[sheet.definition->id] = &sheet;
    data.records.each_unanswered([&](const DeidentifiedRecord& record) {
        Sheet& sheet = *by_id.at(record.instrument());
        ++sheet.rows;
        book.items.rows += static_cast<std::int64_t>(sheet.definition->items.size());
        book.scores.rows += static_cast<std::int64_t>(sheet.definition->scores.size());
    });
    return book;
}

WideRow::WideRow(const Sheet& sheet)
    : sheet_(&sheet), names_(names_of(*sheet.definition)), cells_(sheet.variables.size()), held_(9)
{
}

std::span<const Cell> WideRow::fill(const DeidentifiedRecord& record)
{
    const Definition& definition = *sheet_->definition;
    held_[0] = text_cell(record.code());
    held_[1] = text_cell(record.age_band());
    held_[2] = text_cell(record.sex());
    held_[3] = text_cell(record.site());
    held_[4] = text_cell(record.arm());
    held_[5] = text_cell(without_clock(record.version()));
    held_[6] = text_cell(record.visit());
    for (std::size_t at = 0; at < 7; ++at)
        cells_[at] = held_[at].empty() ? Cell::none() : Cell::of(std::string_view(held_[at]));
    cells_[7] = Cell::of(static_cast<double>(record.week()));
    if (record.day()) {
        held_[8] = iso_date(*record.day());
        cells_[8] = Cell::of(std::string_view(held_[8]));
    }

    std::string& words = held_[7];
    words.clear();
    const auto& answers = record.response().items;
    for (std::size_t item = 0; item < answers.size(); ++item) {
        if (answers[item].given()) {
            cells_[sheet_->first_item + item] = Cell::of(static_cast<double>(answers[item].value()));
            continue;
        }
        cells_[sheet_->first_item + item] = Cell::of(answers[item].why());
        if (!words.empty()) words += "; ";
        words += names_.items[item];
        words += '=';
        words += instruments::word(answers[item].why());
    }
    // By what leaves, so that a score never tells a sex that was withheld; without it such a score is absent.
    scored_ = instruments::score(definition, record.response(), {record.sex(), {}});
    for (std::size_t score = 0; score < scored_.scores.size(); ++score) {
        const auto& value = scored_.scores[score].value;
        cells_[sheet_->first_score + score] = value ? Cell::of(*value) : Cell::none();
    }
    for (std::size_t criterion = 0; criterion < scored_.criteria.size(); ++criterion)
        cells_[sheet_->first_criterion + criterion] = tri_cell(scored_.criteria[criterion].tri);
    cells_[sheet_->missing_words] = words.empty() ? Cell::none() : Cell::of(std::string_view(words));
    return cells_;
}

Status each_row(const Deidentified& data, const Sheet& sheet, const RowVisitor& visit)
{
    WideRow row(sheet);
    return data.records.each_of(sheet.definition->id,
                                [&](const DeidentifiedRecord& record) { return visit(record, row.fill(record)); });
}

std::string words_of(const Cell& cell)
{
    if (cell.is_number()) return number(cell.value());
    return cell.is_text() ? std::string(cell.text()) : std::string();
}

std::string_view cut_at(std::string_view text, std::size_t bytes)
{
    if (text.size() <= bytes) return text;
    while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0U) == 0x80U)
        --bytes;
    return text.substr(0, bytes);
}

} // namespace rapport::release
