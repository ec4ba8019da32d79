#pragma once

#include "storage/vault/core.h"

/// How far the audit had come at one moment, short enough to be written on paper.
///
/// Twenty characters of Crockford's base32: the number of lines (30 bits), the first 60 bits of the last line's hash
/// and 10 bits that find a typing mistake. The hash is keyed, so that nobody without the vault's key can look for
/// another history with the same 60 bits. Kept outside the vault, it tells when the vault is older than it was.
namespace rapport::vault {

struct Anchor {
    std::int64_t lines = 0;
    std::uint64_t head = 0; ///< the hash's first 60 bits
    friend bool operator==(const Anchor&, const Anchor&) = default;
};

/// "XXXX-XXXX-XXXX-XXXX-XXXX"
[[nodiscard]] std::string print_anchor(const Anchor& anchor);
/// Errors: bad_anchor.
[[nodiscard]] Result<Anchor> read_anchor(std::string_view typed);

[[nodiscard]] Result<Anchor> anchor_of(Core& core);
/// Whether this vault's history goes through that anchor. Errors: older_than_anchor, anchor_differs (the line is there
/// and is another).
[[nodiscard]] Status check_anchor(Core& core, const Anchor& anchor);

} // namespace rapport::vault
