#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/desk/record_screen.h"
#include "storage/vault/administer.h"

namespace rapport::desk {

/// What may be chosen above the list: its words, and the events it stands for (none: all).
struct RecordKind {
    std::string_view key;
    std::vector<std::string> events;
};
[[nodiscard]] const std::vector<RecordKind>& record_kinds();

/// One line of the audit in words.
[[nodiscard]] RecordRow record_row(const vault::RecordLine& line, std::int64_t now_ms);

/// The columns of the file that lines leave as, and one line of it; words that a spreadsheet would run are quoted.
[[nodiscard]] std::vector<std::string> record_columns();
[[nodiscard]] std::vector<std::string> record_cells(const vault::RecordLine& line);

/// What the filter asks of the vault. Empty with a sentence in `trouble` when a date or a code name is none.
[[nodiscard]] std::optional<vault::RecordWish> read_filter(const RecordView& view, const RecordState& state,
                                                           const std::vector<vault::PersonRow>& found,
                                                           std::string& trouble);
/// The same in a few words, for the audit's own line.
[[nodiscard]] std::string filter_words(const RecordView& view, const RecordState& state);

} // namespace rapport::desk
