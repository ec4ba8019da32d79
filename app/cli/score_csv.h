#pragma once

#include <functional>
#include <string>
#include <vector>

#include "instruments/base/result.h"
#include "instruments/definition.h"

namespace rapport::cli {

namespace fault {
inline constexpr Fault header_refused{"header_refused"}; ///< the first row does not say which column is which item
inline constexpr Fault rows_refused{"rows_refused"};
} // namespace fault

struct CsvWish {
    std::string in = "-";
    std::string out = "-";
    bool keep_going = false; ///< writes the good rows also when there are bad ones
    unsigned workers = 0;    ///< 0: as many as the machine has cores
};

struct CsvReport {
    std::size_t rows = 0; ///< scored and written
    std::size_t bad = 0;
};

/// A row that was not scored: where, and one sentence on why, which holds nothing of what the row says.
struct BadRow {
    std::size_t line = 0;
    std::string what;
};

/// Scores a CSV file with one administration in each row, in the order of the file. Memory does not grow with it.
///
/// Bad rows are told to `tell` in the file's order. Without `keep_going` the first one ends the work, nothing of `out`
/// is left, and the error is rows_refused; a header that cannot be used is told the same way. Errors besides:
/// header_refused, missing_file, cannot_read, output_exists, cannot_write.
[[nodiscard]] Result<CsvReport> score_csv(const instruments::Definition& definition, const CsvWish& wish,
                                          const std::function<void(const BadRow&)>& tell);

} // namespace rapport::cli
