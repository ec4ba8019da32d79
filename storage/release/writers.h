#pragma once

#include <span>
#include <string>
#include <vector>

#include "storage/release/sheet.h"

/// The files of a bundle. All take de-identified records and the one codebook only.
namespace rapport::release {

[[nodiscard]] std::string_view word(Kind kind);       ///< "text", "integer", "number"
[[nodiscard]] std::string_view word(Measure measure); ///< "nominal", "ordinal", "scale"

/// One row per item: the answer chosen, or why there is none.
[[nodiscard]] Result<WrittenFile> write_items_csv(const Deidentified& data, const Codebook& book, Sink& sink);
/// One row per score, as a mixed model takes it.
[[nodiscard]] Result<WrittenFile> write_scores_csv(const Deidentified& data, const Codebook& book, Sink& sink);
/// One row per administration of one instrument: who and when, items, scores, rules, and the reasons as words.
[[nodiscard]] Result<WrittenFile> write_wide_csv(const Deidentified& data, const Sheet& sheet, Sink& sink);
/// file, name, value, label: what the loaders make factors of.
[[nodiscard]] Result<WrittenFile> write_labels(const Codebook& book, Sink& sink);

/// SPSS, Stata 14 and later, SAS transport version 5. Text that a format cannot hold is cut, and said.
enum class StatFormat : std::uint8_t { sav, dta, xpt };
[[nodiscard]] Result<WrittenFile> write_stat_file(const Deidentified& data, const Sheet& sheet, StatFormat format,
                                                  Sink& sink, std::vector<std::string>& cut);
/// The name of its data set in a SAS transport file: capitals, at most 8.
[[nodiscard]] std::string sas_name(const Sheet& sheet);
/// One workbook an instrument: data, codebook, about.
[[nodiscard]] Result<WrittenFile> write_workbook(const Deidentified& data, const Codebook& book, const Sheet& sheet,
                                                 Sink& sink);
/// Questionnaires, people by code, responses and scores: FHIR R4, a Bundle of type collection.
[[nodiscard]] Result<WrittenFile> write_fhir(const Deidentified& data, const Codebook& book, const Policy& policy,
                                             Sink& sink);
/// CDISC ODM 1.3.2, metadata and clinical data.
[[nodiscard]] Result<WrittenFile> write_odm(const Deidentified& data, const Codebook& book, const Policy& policy,
                                            Sink& sink);
[[nodiscard]] Result<WrittenFile> write_redcap_dictionary(const Codebook& book, Sink& sink);
[[nodiscard]] Result<WrittenFile> write_redcap_data(const Deidentified& data, const Codebook& book, Sink& sink);
[[nodiscard]] Result<WrittenFile> write_redcap_zip(const Sheet& sheet, Sink& sink);

[[nodiscard]] Result<WrittenFile> write_r_loader(Sink& sink);
[[nodiscard]] Result<WrittenFile> write_python_loader(Sink& sink);
[[nodiscard]] Result<WrittenFile> write_sas_program(const Codebook& book, Sink& sink);

/// load_postgresql.sql for psql and load_duckdb.sql: every CSV file of the folder as a table of a new schema, with
/// types, labels and the reasons for missing answers; all rows or none.
enum class SqlDialect : std::uint8_t { postgresql, duckdb };
[[nodiscard]] Result<WrittenFile> write_sql_loader(const Codebook& book, SqlDialect dialect, Sink& sink);

[[nodiscard]] Result<WrittenFile> write_table(const Table& table, Sink& sink);
/// statistics.csv: one number a line.
[[nodiscard]] Result<WrittenFile> write_statistics(const Table& table, Sink& sink);

/// The codebook as lines of cells, for every surface that shows it.
struct CodebookLines {
    std::vector<std::string> header;
    std::vector<std::vector<std::string>> lines;
};
[[nodiscard]] CodebookLines codebook_lines(const Codebook& book);
/// A row per variable: name, label, type, range, codes, missing words, instrument, version, licence, scoring, cut-offs
/// with source.
[[nodiscard]] Result<WrittenFile> write_codebook(const Codebook& book, Sink& sink);
[[nodiscard]] Result<WrittenFile> write_codebook_page(const Codebook& book, Sink& sink);

[[nodiscard]] Result<WrittenFile> write_risk(const Deidentified& data, const Policy& policy, Sink& sink);

/// Frictionless Data Package: the CSV files with their schemas and digests.
[[nodiscard]] Result<WrittenFile> write_data_package(const Codebook& book, const Policy& policy,
                                                     std::span<const WrittenFile> files, Sink& sink);
/// RO-Crate 1.1 metadata over all files so far.
[[nodiscard]] Result<WrittenFile> write_crate(const Policy& policy, std::span<const WrittenFile> files, Sink& sink);

/// One page for whoever opens the folder.
[[nodiscard]] Result<WrittenFile> write_readme(const Deidentified& data, const Table& table, const Policy& policy,
                                               Sink& sink);

/// What `sha256sum -c` reads: the files so far.
[[nodiscard]] Result<WrittenFile> write_sums(std::span<const WrittenFile> files, Sink& sink);

/// Every other file with its digest and size, and what made them.
[[nodiscard]] Result<WrittenFile> write_manifest(const Deidentified& data,
                                                 std::span<const instruments::Definition* const> definitions,
                                                 const Policy& policy, std::span<const WrittenFile> files,
                                                 std::span<const std::string> cut, Sink& sink);

} // namespace rapport::release
