#pragma once

#include <span>

#include "storage/sealed/act.h"
#include "storage/vault/core.h"

/// Every act of a session as rows: compact, so that nothing is lost when the sealed file goes after thirty days.
namespace rapport::vault {

inline constexpr std::size_t most_acts_in_a_row = 3500; ///< bytes: no overflow pages

/// Runs of bytes that each fit a row. One act: kind, input, then part, value, milliseconds of either clock since the
/// act before (all as variable-length numbers, signed ones folded), and the item's id.
[[nodiscard]] std::vector<sealed::Bytes> write_acts(std::span<const sealed::Act> acts);
/// Errors: vault_damaged for anything write_acts could not have written.
[[nodiscard]] Result<std::vector<sealed::Act>> read_acts(std::span<const sealed::Bytes> rows);

/// Keeps them, in the caller's transaction; what stood there for this session goes.
[[nodiscard]] Status keep_acts(Core& core, const sealed::Id& person, const sealed::Id& session,
                               std::span<const sealed::Act> acts);

} // namespace rapport::vault
