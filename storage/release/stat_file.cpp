// The one door to ReadStat: SPSS, Stata and SAS transport files.
#include <algorithm>

#include <fmt/format.h>
#include <readstat.h>

#include "storage/release/fixed_time.h"
#include "storage/release/text.h"
#include "storage/release/writers.h"

namespace rapport::release {

namespace {

/// What a format can hold.
struct Limits {
    std::string_view ending;
    std::size_t label;       ///< bytes of a variable's label
    std::size_t value_label; ///< bytes of a value's label
    std::size_t text;        ///< bytes of a text value
};

Limits limits_of(StatFormat format)
{
    // SPSS: PSPP developers' guide, system file format; Stata: dta 118; SAS: TS-140. The value label limit of Stata is
    // 32,000, ours is SPSS's, so that the two agree.
    switch (format) {
    case StatFormat::sav:
        return {".sav", 255, 119, 32767};
    case StatFormat::dta:
        return {".dta", 80, 119, 2045};
    case StatFormat::xpt:
        return {".xpt", 40, 119, 200};
    }
    return {};
}

/// Bytes on their way from the library to the sink, in larger pieces.
struct Out {
    Sink* sink = nullptr;
    std::string waiting{};
    std::uint64_t bytes = 0;
    Status failed{};

    bool flush()
    {
        bytes += waiting.size();
        failed = sink->write(waiting);
        waiting.clear();
        return static_cast<bool>(failed);
    }
};

ssize_t take(const void* data, std::size_t length, void* context)
{
    Out& out = *static_cast<Out*>(context);
    out.waiting.append(static_cast<const char*>(data), length);
    if (out.waiting.size() >= (1U << 16) && !out.flush()) return -1;
    return static_cast<ssize_t>(length);
}

struct Free {
    void operator()(readstat_writer_t* writer) const { readstat_writer_free(writer); }
};

class StatFile {
public:
    StatFile(const Sheet& sheet, StatFormat format, std::vector<std::string>& cut)
        : sheet_(sheet), format_(format), limits_(limits_of(format)), cut_(cut), writer_(readstat_writer_init())
    {
    }

    Result<WrittenFile> write(const Deidentified& data, Sink& sink)
    {
        const PlainLocale plain;
        WrittenFile file{sheet_.stem + std::string(limits_.ending), {}, 0, 0, 0};
        if (Status opened = sink.open(file.name); !opened) return opened.error();
        out_.sink = &sink;
        Status made = begin();
        if (made)
            made = each_row(data, sheet_, [&](const DeidentifiedRecord&, std::span<const Cell> cells) {
                ++file.rows;
                return row(cells);
            });
        if (made) made = check(readstat_end_writing(writer_.get()));
        if (made && !out_.flush()) made = out_.failed;
        if (!made) return made.error();
        auto digest = sink.close();
        if (!digest) return digest.error();
        file.sha256 = std::move(*digest);
        file.bytes = out_.bytes;
        file.columns = static_cast<int>(columns_.size());
        return file;
    }

private:
    struct Column {
        std::size_t at = 0; ///< in the sheet
        readstat_variable_t* variable = nullptr;
    };

    /// The sink's own error stands before the library's word for it.
    Status check(readstat_error_t error) const
    {
        if (error == READSTAT_OK) return {};
        if (!out_.failed) return out_.failed;
        return Error{fault::cannot_write_release, std::string(limits_.ending) + " " + readstat_error_message(error)};
    }

    std::string fit(std::string_view text, std::size_t most, const std::string& where)
    {
        const std::string_view kept = cut_at(text, most);
        if (kept.size() < text.size())
            cut_.push_back(fmt::format("{}{}: {} cut to {} bytes", sheet_.stem, limits_.ending, where, most));
        return std::string(kept);
    }

    Status begin()
    {
        readstat_set_data_writer(writer_.get(), take);
        readstat_writer_set_file_timestamp(writer_.get(), fixed_local_time());
        readstat_writer_set_file_label(writer_.get(), std::string(cut_at(sheet_.title, 40)).c_str());
        for (std::size_t at = 0; at < sheet_.variables.size(); ++at)
            if (at != sheet_.missing_words) add(at); // here the reason stands in the cell itself
        const auto rows = static_cast<long>(sheet_.rows);
        switch (format_) {
        case StatFormat::sav:
            readstat_writer_set_compression(writer_.get(), READSTAT_COMPRESS_ROWS);
            return check(readstat_begin_writing_sav(writer_.get(), &out_, rows));
        case StatFormat::dta:
            readstat_writer_set_file_format_version(writer_.get(), 118);
            return check(readstat_begin_writing_dta(writer_.get(), &out_, rows));
        case StatFormat::xpt:
            readstat_writer_set_file_format_version(writer_.get(), 5);
            readstat_writer_set_table_name(writer_.get(), sas_name(sheet_).c_str());
            return check(readstat_begin_writing_xport(writer_.get(), &out_, rows));
        }
        return {};
    }

    void add(std::size_t at)
    {
        const Variable& v = sheet_.variables[at];
        const std::string& name = format_ == StatFormat::xpt ? v.short_name : v.name;
        const std::size_t width = v.kind == Kind::text ? std::min(std::max<std::size_t>(v.width, 1), limits_.text) : 0;
        readstat_variable_t* const made = readstat_add_variable(writer_.get(), name.c_str(), type_of(v), width);
        readstat_variable_set_label(made, fit(v.label, limits_.label, "label of " + v.name).c_str());
        readstat_variable_set_measure(made, v.measure == Measure::scale     ? READSTAT_MEASURE_SCALE
                                            : v.measure == Measure::ordinal ? READSTAT_MEASURE_ORDINAL
                                                                            : READSTAT_MEASURE_NOMINAL);
        if (format_ == StatFormat::sav && v.kind != Kind::text)
            readstat_variable_set_format(made, v.kind == Kind::whole ? "F5.0" : "F8.2");
        if (format_ == StatFormat::sav && v.has_reasons)
            readstat_variable_add_missing_double_range(made, reason_codes().front().code, reason_codes().back().code);
        if (format_ != StatFormat::xpt && (!v.labels.empty() || v.has_reasons)) label(v, made);
        columns_.push_back({at, made});
    }

    readstat_type_t type_of(const Variable& v) const
    {
        if (v.kind == Kind::text) return READSTAT_TYPE_STRING;
        if (format_ == StatFormat::dta && v.kind == Kind::whole) return READSTAT_TYPE_INT16;
        return READSTAT_TYPE_DOUBLE;
    }

    void label(const Variable& v, readstat_variable_t* made)
    {
        const bool doubles = format_ == StatFormat::sav;
        readstat_label_set_t* const set =
            readstat_add_label_set(writer_.get(), doubles ? READSTAT_TYPE_DOUBLE : READSTAT_TYPE_INT32, v.name.c_str());
        const auto say = [&](int value, const std::string& words) {
            if (doubles)
                readstat_label_double_value(set, value, words.c_str());
            else
                readstat_label_int32_value(set, value, words.c_str());
        };
        for (const ValueLabel& one : v.labels)
            if (!one.words.empty())
                say(one.value, fit(one.words, limits_.value_label, "label of a value of " + v.name));
        if (v.has_reasons)
            for (const ReasonCode& reason : reason_codes()) {
                const std::string words(instruments::word(reason.why));
                if (doubles)
                    say(reason.code, words);
                else
                    readstat_label_tagged_value(set, reason.tag, words.c_str());
            }
        readstat_variable_set_label_set(made, set);
    }

    Status row(std::span<const Cell> cells)
    {
        if (Status begun = check(readstat_begin_row(writer_.get())); !begun) return begun;
        for (const Column& column : columns_)
            if (Status put = check(insert(column, cells[column.at])); !put) return put;
        return check(readstat_end_row(writer_.get()));
    }

    readstat_error_t insert(const Column& column, const Cell& cell)
    {
        readstat_writer_t* const writer = writer_.get();
        const Variable& v = sheet_.variables[column.at];
        if (v.kind == Kind::text) {
            held_ = cut_at(cell.text(), std::min(v.width, limits_.text));
            return readstat_insert_string_value(writer, column.variable, held_.c_str());
        }
        if (cell.is_reason() && format_ == StatFormat::sav)
            return readstat_insert_double_value(writer, column.variable, code_of(cell.why()).code);
        if (cell.is_reason()) {
            const char tag = code_of(cell.why()).tag;
            // SAS writes its special missing values in capitals.
            return readstat_insert_tagged_missing_value(
                writer, column.variable, format_ == StatFormat::xpt ? static_cast<char>(tag - 'a' + 'A') : tag);
        }
        if (!cell.is_number()) return readstat_insert_missing_value(writer, column.variable);
        if (type_of(v) == READSTAT_TYPE_INT16)
            return readstat_insert_int16_value(writer, column.variable, static_cast<std::int16_t>(cell.value()));
        return readstat_insert_double_value(writer, column.variable, cell.value());
    }

    const Sheet& sheet_;
    StatFormat format_;
    Limits limits_;
    std::vector<std::string>& cut_;
    Out out_;
    std::unique_ptr<readstat_writer_t, Free> writer_;
    std::vector<Column> columns_;
    std::string held_;
};

} // namespace

std::string sas_name(const Sheet& sheet)
{
    std::string name;
    for (const char c : sheet.stem)
        if (c != '_' && name.size() < 8) name += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return name;
}

Result<WrittenFile> write_stat_file(const Deidentified& data, const Sheet& sheet, StatFormat format, Sink& sink,
                                    std::vector<std::string>& cut)
{
    return StatFile(sheet, format, cut).write(data, sink);
}

} // namespace rapport::release
