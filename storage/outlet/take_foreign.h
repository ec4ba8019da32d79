#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "storage/outlet/take_back.h"
#include "storage/release/read_foreign.h"
#include "storage/vault/vault.h"

/// The way in for what another system made: its rows become answers of people here.
namespace rapport::outlet {

/// How somebody of the source meets a person of the vault. The map's own table of people comes first, then somebody who
/// came in from this source before, under "SOURCE WORD".
enum class Strangers : std::uint8_t {
    refuse, ///< then whose pseudonym is the source's word; nobody else
    add, ///< a new person under "SOURCE WORD", without a name. The bare word is nobody here: two studies both have a 1
};

struct TakeForeign {
    Strangers strangers = Strangers::refuse;
    Differing differing = Differing::refuse_all; ///< what is wrong goes the same way as scores that differ
    std::optional<std::int32_t> first_day;       ///< of week 0, where the map gives events weeks
    bool only_try = false;
    std::string digest; ///< SHA-256 of the file in hex, for the audit
};

struct TakenForeign {
    int people = 0;
    int administrations = 0;
    int there_already = 0;
    int erased = 0; ///< of people whose answers came in before and were erased: they stay out
    std::vector<release::Wrong> wrong;         ///< of the file, then of what it meets in the vault
    std::vector<release::Mismatch> mismatches; ///< `row` is a row of the file read
    bool refused = false;                      ///< something of both, and refuse_all: nothing was taken in
};

/// Takes rows in: scores are worked out again by the vault, for the sex and age it knows of a person. An administration
/// is marked as imported, and the audit has a line with source and digest. All in one transaction, or nothing. The same
/// in again changes nothing; with other answers than the vault has of it, it is wrong. Answers about safety raise
/// alerts, as in a session. Errors: no_first_day, and the vault's.
[[nodiscard]] Result<TakenForeign> take_foreign(vault::Vault& vault, const release::ForeignMap& map,
                                                const release::ForeignRead& read, const TakeForeign& how);

} // namespace rapport::outlet
