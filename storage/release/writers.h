#pragma once

#include <span>
#include <string>
#include <vector>

#include "storage/release/naming.h"
#include "storage/release/release.h"

/// The files of a bundle, one function each. All take de-identified records only.
namespace rapport::release {

using Definitions = std::span<const instruments::Definition* const>;

/// code, age_band, sex, site, arm, instrument, version, visit, week, item, value, missing_reason: one row per item.
[[nodiscard]] Result<WrittenFile> write_long(const Deidentified& data, Definitions definitions, Sink& sink);

/// One row per administration of one instrument: who and when, then items, scores, rules, and the words for what is
/// missing.
[[nodiscard]] std::vector<std::string> wide_header(const Names& names);
[[nodiscard]] std::vector<std::string> wide_row(const DeidentifiedRecord& record,
                                                const instruments::Definition& definition);
[[nodiscard]] Result<WrittenFile> write_wide(const Deidentified& data, const instruments::Definition& definition,
                                             Sink& sink);
[[nodiscard]] std::string wide_name(const Names& names);

[[nodiscard]] Result<WrittenFile> write_table(const Table& table, Sink& sink);

/// A row per variable: name, label, type, range, codes, missing words, instrument, version, licence, scoring, cut-offs
/// with source.
[[nodiscard]] Result<WrittenFile> write_codebook(Definitions definitions, Sink& sink);

[[nodiscard]] Result<WrittenFile> write_risk(const Deidentified& data, const Policy& policy, Sink& sink);

/// One page for whoever opens the folder.
[[nodiscard]] Result<WrittenFile> write_readme(const Deidentified& data, const Table& table, const Policy& policy,
                                               Sink& sink);

/// What `sha256sum -c` reads: the files so far.
[[nodiscard]] Result<WrittenFile> write_sums(std::span<const WrittenFile> files, Sink& sink);

/// Every other file with its digest and size, and what made them.
[[nodiscard]] Result<WrittenFile> write_manifest(const Deidentified& data, Definitions definitions,
                                                 const Policy& policy, std::span<const WrittenFile> files, Sink& sink);

} // namespace rapport::release
