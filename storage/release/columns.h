#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "instruments/definition.h"
#include "storage/release/release.h"

namespace rapport::release {

/// What a column can do to a person. A column without a class does not leave; nor do `direct` and `free` ones.
enum class ColumnClass : std::uint8_t {
    direct,    ///< names a person, patient or staff
    quasi,     ///< narrows the search for one
    sensitive, ///< what the person answered
    free,      ///< text nobody has checked
    safe,
};

struct ClassifiedColumn {
    std::string_view name;
    ColumnClass what;
};

/// Every field of Record, in its order. A field added to Record and not here does not compile.
[[nodiscard]] std::span<const ClassifiedColumn> record_columns();
/// Every column of a released file that is not made from a definition.
[[nodiscard]] std::span<const ClassifiedColumn> file_columns();

/// The class of a released column: from the table, or `sensitive` for the item, score and rule columns of a definition.
[[nodiscard]] std::optional<ColumnClass> class_of(std::string_view column,
                                                  std::span<const instruments::Definition* const> definitions);

/// Whether every column of a header may leave. Errors: unclassified_column (detail names the first that may not).
[[nodiscard]] Status admit(std::span<const std::string> header,
                           std::span<const instruments::Definition* const> definitions);

} // namespace rapport::release
