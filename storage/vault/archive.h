#pragma once

#include "instruments/scoring.h"
#include "storage/vault/crypto.h"
#include "storage/vault/model.h"

namespace rapport::vault {

/// An administration with the facts its scores were worked out from, as one row keeps it.
struct Kept {
    Administration administration;
    instruments::Context context;
};

inline constexpr std::size_t most_archive = 3500; ///< bytes: no overflow pages, which no page MAC binds together
inline constexpr std::size_t most_items = 1000;   ///< of a definition that may be asked: their answers always fit
inline constexpr std::size_t most_label = 120;    ///< bytes of a visit's label

/// Answers, criteria and context as one cereal archive, little-endian, with a version of its own.
/// Errors: too_long.
[[nodiscard]] Result<sealed::Bytes> write_archive(const Kept& kept);

/// Fills in what `write_archive` took; ids, person, session, times of the row's own columns are left alone. The bytes
/// are authenticated by the caller; these would be refused or read, never more than read, without that too. Errors:
/// vault_damaged, vault_newer.
[[nodiscard]] Status read_archive(sealed::ByteView bytes, Kept& kept);

} // namespace rapport::vault
