#include <fmt/format.h>

#include "storage/release/csv.h"
#include "storage/release/text.h"
#include "storage/release/writers.h"

namespace rapport::release {

namespace {

/// A name of our own: letters, digits and underscores, so it needs quotes against words of SQL alone.
std::string name(std::string_view of)
{
    return '"' + std::string(of) + '"';
}

std::string text(std::string_view words)
{
    std::string out = "'";
    for (const char c : words) {
        if (c == '\'') out += c;
        out += c == '\n' || c == '\r' ? ' ' : c;
    }
    return out + "'";
}

struct Column {
    std::string name;
    std::string type;
    std::string label{};
};

struct SqlTable {
    std::string name;
    std::string file;
    std::vector<Column> columns;
    std::vector<std::string> rules{};
    std::int64_t rows = -1; ///< unknown
};

std::string type_of(Kind kind)
{
    return kind == Kind::text ? "text" : kind == Kind::whole ? "integer" : "double precision";
}

SqlTable table_of(const Sheet& sheet)
{
    SqlTable out{sheet.name, sheet.name + ".csv", {}, {}, sheet.rows};
    for (const Variable& variable : sheet.variables)
        out.columns.push_back({variable.name, type_of(variable.kind), without_clock(variable.label)});
    return out;
}

/// Tables whose numbers may be words like "withheld" stay text: a word is never a missing value there.
SqlTable words_table(std::string name, const std::vector<std::string>& columns)
{
    SqlTable out{name, name + ".csv", {}};
    for (const std::string& column : columns)
        out.columns.push_back({column, "text"});
    return out;
}

std::vector<SqlTable> tables_of(const Codebook& book)
{
    std::vector<SqlTable> out;
    out.push_back(table_of(book.items));
    out.back().rules = {R"(FOREIGN KEY ("missing_reason") REFERENCES "rapport"."missing_reason" ("reason"))",
                        R"(CHECK (("value" IS NULL) <> ("missing_reason" IS NULL)))"};
    out.push_back(table_of(book.scores));
    out.back().rules = {R"(CHECK (("score" IS NULL) <> ("absent" IS NULL)))"};
    for (const Sheet& sheet : book.wide)
        out.push_back(table_of(sheet));
    const CodebookLines lines = codebook_lines(book);
    out.push_back(words_table("codebook", lines.header));
    out.back().rows = std::ssize(lines.lines);
    for (Column& column : out.back().columns)
        if (column.name == "minimum" || column.name == "maximum") column.type = "double precision";
    out.push_back(words_table("labels", {"file", "name", "value", "label"}));
    out.push_back(words_table("table", {"instrument", "score", "visit", "n", "mean", "sd"}));
    out.push_back(words_table("statistics", {"instrument", "score", "by", "group", "visit", "statistic", "value"}));
    return out;
}

std::string create(const SqlTable& table)
{
    std::string out = "CREATE TABLE \"rapport\"." + name(table.name) + " (\n";
    for (const Column& column : table.columns)
        out += (&column == table.columns.data() ? "  " : ",\n  ") + name(column.name) + " " + column.type;
    for (const std::string& rule : table.rules)
        out += ",\n  " + rule;
    return out + "\n);\n";
}

std::string comments(const SqlTable& table)
{
    std::string out;
    for (const Column& column : table.columns)
        if (!column.label.empty())
            out += fmt::format("COMMENT ON COLUMN \"rapport\".{}.{} IS {};\n", name(table.name), name(column.name),
                               text(column.label));
    return out;
}

std::string reason_table()
{
    std::string out = "CREATE TABLE \"rapport\".\"missing_reason\" (\n  \"reason\" text PRIMARY KEY,\n"
                      "  \"spss\" integer NOT NULL,\n  \"stata\" text NOT NULL,\n  \"fhir\" text NOT NULL\n);\n";
    for (const ReasonCode& reason : reason_codes())
        out += fmt::format("INSERT INTO \"rapport\".\"missing_reason\" VALUES ({}, {}, {}, {});\n",
                           text(instruments::word(reason.why)), reason.code, text(std::string(".") + reason.tag),
                           text(reason.fhir));
    return out;
}

constexpr std::string_view postgresql_head =
    R"(-- Loads this folder into PostgreSQL, into a new schema "rapport", all of it or nothing:
--   cd this folder, then: psql --no-psqlrc -d DATABASE -f load_postgresql.sql
-- An empty cell is NULL. In "long" the reason for a missing answer stands beside it.
\set ON_ERROR_STOP on
\encoding UTF8
BEGIN;
CREATE SCHEMA "rapport";
)";

constexpr std::string_view duckdb_head =
    R"(-- Loads this folder into DuckDB, into a new schema "rapport", all of it or nothing:
--   cd this folder, then: duckdb -bail study.duckdb -f load_duckdb.sql
-- An empty cell is NULL. In "long" the reason for a missing answer stands beside it.
BEGIN TRANSACTION;
CREATE SCHEMA "rapport";
)";

std::string postgresql(const SqlTable& table)
{
    std::string out = create(table) + comments(table);
    out += fmt::format("\\copy \"rapport\".{} FROM '{}' WITH (FORMAT csv, HEADER true, ENCODING 'UTF8')\n",
                       name(table.name), table.file);
    if (table.rows >= 0)
        out += fmt::format("DO $$ BEGIN IF (SELECT count(*) FROM \"rapport\".{}) <> {} THEN RAISE EXCEPTION '{} is not "
                           "whole'; END IF; END $$;\n",
                           name(table.name), table.rows, table.file);
    return out + "\n";
}

std::string duckdb(const SqlTable& table)
{
    std::string out = create(table) + comments(table);
    out +=
        fmt::format("COPY \"rapport\".{} FROM '{}' (FORMAT csv, HEADER true, DELIMITER ',', QUOTE '\"', ESCAPE '\"', "
                    "NULLSTR '');\n",
                    name(table.name), table.file);
    if (table.rows >= 0)
        out +=
            fmt::format("SELECT CASE WHEN count(*) = {} THEN '{}' ELSE error('{} is not whole') END AS \"loaded\" FROM "
                        "\"rapport\".{};\n",
                        table.rows, table.file, table.file, name(table.name));
    return out + "\n";
}

} // namespace

Result<WrittenFile> write_sql_loader(const Codebook& book, SqlDialect dialect, Sink& sink)
{
    const bool for_postgresql = dialect == SqlDialect::postgresql;
    std::string script(for_postgresql ? postgresql_head : duckdb_head);
    script += reason_table() + "\n";
    for (const SqlTable& table : tables_of(book))
        script += for_postgresql ? postgresql(table) : duckdb(table);
    script += "COMMIT;\n";
    return write_text(sink, for_postgresql ? "load_postgresql.sql" : "load_duckdb.sql", script);
}

} // namespace rapport::release
