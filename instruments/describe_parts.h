#pragma once

#include "instruments/definition.h"
#include "instruments/json_tree.h"

namespace rapport::instruments {

// The parts of `show_json`: each a definition's own member, with ids for indexes and null for what is not there.
[[nodiscard]] Json text_or_null(std::string_view text);
[[nodiscard]] Json number_or_null(const std::optional<double>& number);
[[nodiscard]] Json sex_or_null(Sex sex);
[[nodiscard]] Json whom_or_null(const Whom& whom);
[[nodiscard]] Json condition_row(const Definition& definition, const Condition& condition);
[[nodiscard]] Json score_row(const Definition& definition, const Score& score);
[[nodiscard]] Json table_row(const Table& table);
[[nodiscard]] Json criteria(const Definition& definition);
[[nodiscard]] Json critical_items(const Definition& definition);
[[nodiscard]] Json changes(const Definition& definition);

[[nodiscard]] std::string_view word(Method method); ///< "sum", ... as in a definition

} // namespace rapport::instruments
