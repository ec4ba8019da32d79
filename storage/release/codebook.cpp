#include <fmt/format.h>

#include "storage/release/csv.h"
#include "storage/release/text.h"
#include "storage/release/variables.h"
#include "storage/release/writers.h"

namespace rapport::release {

namespace {

const std::vector<std::string> header{"file",     "name",    "short_name", "label",          "type",         "measure",
                                      "minimum",  "maximum", "values",     "missing",        "instrument",   "version",
                                      "licence",  "wording", "scoring",    "least_answered", "missing_rule", "bands",
                                      "cut_offs", "changes", "loinc",      "source"};

std::vector<Variable> table_variables()
{
    return {
        plain_variable("instrument", "Id of the questionnaire", Kind::text),
        plain_variable("score", "Id of the score", Kind::text),
        plain_variable("visit", "Name of the visit in the protocol", Kind::text),
        plain_variable("n", "Different people with a value", Kind::whole, "withheld"),
        plain_variable("mean", "Mean, to one decimal", Kind::number, "withheld"),
        plain_variable("sd", "Sample standard deviation (n - 1), one decimal and at most two digits", Kind::number,
                       "withheld"),
    };
}

std::vector<Variable> statistics_variables()
{
    const std::string names =
        "n; missing: people at the visit without a value; mean; sd (n - 1); q1, median, q3 (type 7, to the nearest "
        "half); "
        "above_cut_off: percent at or beyond the first cut-off; pairs: people with a value at the first visit and at "
        "this "
        "one; change: after minus before; change_low, change_high: 95 % by Student's t; d_pre: change over the SD "
        "before; "
        "d_av: over the mean of both SDs; d_z: over the SD of the changes; reliably_improved, no_reliable_change, "
        "reliably_worse, recovered: percent of the pairs, by the default change threshold in the codebook; g, g_low, "
        "g_high: this arm minus the first arm, Hedges' exact correction, 95 % by the noncentral t; dropped_out: people "
        "with a value at the first visit and none at this one";
    return {
        plain_variable("instrument", "Id of the questionnaire", Kind::text),
        plain_variable("score", "Id of the score", Kind::text),
        plain_variable("by", "What people are grouped by", Kind::text, "all; arm; site; clinician"),
        plain_variable("group", "The group", Kind::text, "clinicians are numbered in the order of random codes"),
        plain_variable("visit", "Name of the visit in the protocol", Kind::text),
        plain_variable("statistic", "What the number is", Kind::text, names),
        plain_variable("value", "The number; percents as whole numbers", Kind::number,
                       "withheld; <10 and >90: few or nearly all, not how many"),
    };
}

std::string values_of(const Variable& variable)
{
    std::string out = variable.values;
    for (const ValueLabel& label : variable.labels) {
        out += (out.empty() ? "" : "; ") + std::to_string(label.value);
        if (!label.words.empty()) out += "=" + label.words;
    }
    return out;
}

std::vector<std::string> cells_of(const std::string& file, const Variable& v, const instruments::Definition* definition)
{
    const auto words = [](std::string_view text) { return text_cell(without_clock(text)); };
    const auto edge = [](const std::optional<double>& value) { return value ? number(*value) : std::string(); };
    return {words(file),
            words(v.name),
            words(v.short_name),
            words(v.label),
            std::string(word(v.kind)),
            std::string(word(v.measure)),
            edge(v.minimum),
            edge(v.maximum),
            words(values_of(v)),
            words(v.missing),
            definition == nullptr ? std::string() : words(definition->id),
            definition == nullptr ? std::string() : words(definition->version),
            definition == nullptr ? std::string() : words(licence_words(*definition)),
            words(v.wording),
            words(v.scoring),
            v.least_answered,
            words(v.missing_rule),
            words(v.bands),
            words(v.cut_offs),
            words(v.changes),
            words(v.loinc),
            words(v.source)};
}

} // namespace

std::string_view word(Kind kind)
{
    return kind == Kind::text ? "text" : kind == Kind::whole ? "integer" : "number";
}

std::string_view word(Measure measure)
{
    return measure == Measure::nominal ? "nominal" : measure == Measure::ordinal ? "ordinal" : "scale";
}

CodebookLines codebook_lines(const Codebook& book)
{
    CodebookLines out{header, {}};
    const auto add = [&](const std::string& file, const Variable& variable, const instruments::Definition* definition) {
        out.lines.push_back(cells_of(file, variable, definition));
    };
    for (const Sheet* sheet : {&book.items, &book.scores})
        for (const Variable& variable : sheet->variables)
            add(sheet->name + ".csv", variable, nullptr);
    for (const Sheet& sheet : book.wide)
        for (std::size_t at = 0; at < sheet.variables.size(); ++at)
            add(sheet.name + ".csv", sheet.variables[at], at < sheet.first_item ? nullptr : sheet.definition);
    for (const Variable& variable : table_variables())
        add("table.csv", variable, nullptr);
    for (const Variable& variable : statistics_variables())
        add("statistics.csv", variable, nullptr);
    return out;
}

Result<WrittenFile> write_codebook(const Codebook& book, Sink& sink)
{
    const CodebookLines lines = codebook_lines(book);
    auto file = CsvFile::open(sink, "codebook.csv", lines.header, book.definitions);
    if (!file) return file.error();
    for (const auto& cells : lines.lines)
        if (Status written = file->row(cells); !written) return written.error();
    return file->close();
}

Result<WrittenFile> write_codebook_page(const Codebook& book, Sink& sink)
{
    const auto escaped = [](std::string_view text) {
        std::string out;
        for (const char c : text) {
            if (c == '<')
                out += "&lt;";
            else if (c == '>')
                out += "&gt;";
            else if (c == '&')
                out += "&amp;";
            else if (c == '"')
                out += "&quot;";
            else
                out += c;
        }
        return out;
    };
    const CodebookLines lines = codebook_lines(book);
    std::string page =
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>Codebook</title>\n"
        "<style>body{font:15px/1.5 sans-serif;margin:2em;max-width:70em;color:#1b2421}"
        "h2{margin:2em 0 .5em}h3{margin:1.5em 0 .2em}dl{display:grid;grid-template-columns:11em 1fr;"
        "gap:.1em 1em;margin:0}dt{color:#5c6560}dd{margin:0}</style>\n</head>\n<body>\n<h1>Codebook</h1>\n";
    std::string file;
    for (const auto& cells : lines.lines) {
        if (cells[0] != file) {
            file = cells[0];
            page += "<h2>" + escaped(file) + "</h2>\n";
        }
        page += "<h3>" + escaped(cells[1]) + "</h3>\n<dl>\n";
        for (std::size_t at = 2; at < cells.size(); ++at)
            if (!cells[at].empty())
                page += "<dt>" + escaped(lines.header[at]) + "</dt><dd>" + escaped(cells[at]) + "</dd>\n";
        page += "</dl>\n";
    }
    page += "</body>\n</html>\n";
    return write_text(sink, "codebook.html", page);
}

} // namespace rapport::release
