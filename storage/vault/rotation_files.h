#pragma once

#include "storage/vault/vault.h"

/// The two databases under new keys stand beside the old ones under a name of their own, `responses.db.EPOCH`, until
/// the header that goes with them is in place. Replacing the header is the one step that decides: before it the new
/// files are rubbish, after it the old ones are.
namespace rapport::vault {

/// Empty files for that epoch, mode 0600, in place of any that a rotation cut short has left. Errors: disk_full (also
/// when a copy of both databases would not fit), read_only_folder.
[[nodiscard]] Status lay_out_next(const std::string& place, std::uint32_t epoch);

/// Puts the files of the header's epoch in place, if there are any, and takes away those of every other epoch. What an
/// unlocking does first: nothing to be seen when no rotation was cut short. Whoever calls holds the lock, and no
/// database is open.
[[nodiscard]] Status settle_rotation(const std::string& place, std::uint32_t epoch, const Progressing& tell);

} // namespace rapport::vault
