#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "instruments/base/result.h"
#include "storage/vault/model.h"

/// Which identifiers a clinic keeps, what is checked of them, and which of them a person must have. Pure.
namespace rapport::vault {

/// What can be told of a number from itself alone.
enum class IdentifierCheck : std::uint8_t {
    none,
    digits,     ///< exactly `digits` decimal digits
    nhs_number, ///< ten digits, the last by modulus 11: NHS Data Dictionary, "NHS NUMBER" (weights 10 to 2)
    luhn,       ///< last digit by ISO/IEC 7812-1, annex B; `digits` long when that is not 0
};

struct IdentifierType {
    std::string id;    ///< "edipi": lower-case letters, digits and underscores
    std::string label; ///< "DoD ID number (EDIPI)"
    IdentifierCheck check = IdentifierCheck::none;
    int digits = 0;
    friend bool operator==(const IdentifierType&, const IdentifierType&) = default;
};

/// `rule` says what is needed: names joined by "and", "or" and brackets, "and" before "or":
/// "name and date_of_birth or record_number". Names are "name", "date_of_birth", "record_number" and the types' ids.
/// Empty: nothing is needed, as in a clinic that keeps pseudonyms alone.
struct IdentityPolicy {
    std::string rule = "name and date_of_birth";
    std::vector<IdentifierType> types;
    friend bool operator==(const IdentityPolicy&, const IdentityPolicy&) = default;
    /// Nothing of who somebody is is to be kept at all.
    bool pseudonyms_only = false;
};

/// Types whose rule is published, for a clinic to choose from: NHS number, and EDIPI, of which only the ten digits are
/// (DoD Instruction 1000.30 names it; no check digit rule is published).
[[nodiscard]] const std::vector<IdentifierType>& known_identifier_types();

/// The rule can be read, names only what there is, and ids are distinct. Gives what is wrong, or nothing.
[[nodiscard]] std::string wrong_with(const IdentityPolicy& policy);
/// Whether what is known of a person is enough. A rule that cannot be read is met by nobody.
[[nodiscard]] bool meets(const IdentityPolicy& policy, const Identity& identity);
/// Spaces, hyphens and case apart, as people type the same number differently: "485 777 3456" is "4857773456".
[[nodiscard]] std::string folded(std::string_view value);
[[nodiscard]] bool is_well_formed(const IdentifierType& type, std::string_view value);

} // namespace rapport::vault
