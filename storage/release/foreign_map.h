#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/release/read_back.h"

/// What a file of another system says in Rapport's words: which of its fields is which item, which of its codes is
/// which choice. Written by a person who knows both; nothing is guessed.
namespace rapport::release {

namespace fault {
/// The map is no JSON, or names what is not there; detail is a JSON pointer and what is wrong with it.
inline constexpr Fault bad_import_map{"bad_import_map"};
} // namespace fault

enum class ForeignFormat : std::uint8_t { redcap, fhir };

/// Where an item's answer stands, and what its codes mean.
struct ForeignItem {
    std::string field; ///< column or linkId; empty: the source does not ask this item
    std::map<std::string, int> codes;
    bool same = false; ///< codes are the choices' own values
};

/// One questionnaire as the other system has it.
struct ForeignForm {
    const instruments::Definition* definition = nullptr;
    std::string form;                  ///< REDCap's name of it
    std::string questionnaire;         ///< FHIR's canonical, without the version
    std::string questionnaire_version; ///< that has to stand after its bar; empty: none is named there
    std::string date;                  ///< REDCap: the column of the day; empty: by event
    std::vector<ForeignItem> items;    ///< in the definition's order
    std::map<std::string, std::vector<std::string>> scores; ///< by Score::id: the fields or codes that state it
};

/// What an event of REDCap is: a visit's name, and its week where there is no date.
struct ForeignEvent {
    std::string visit;
    std::optional<int> week;
};

struct ForeignMap {
    std::string source;                        ///< a short name; tells this system's people and rows from another's
    std::string subject;                       ///< REDCap's column; FHIR's identifier system, empty: the reference
    std::map<std::string, std::string> people; ///< the source's word for somebody, and their pseudonym here
    std::map<std::string, ForeignEvent> events;
    std::map<std::string, instruments::Missing> missing; ///< codes that are no answer
    std::string sex_field;                               ///< REDCap alone
    std::map<std::string, std::string> sex_codes;
    std::vector<ForeignForm> forms;
};

/// Errors: bad_import_map.
[[nodiscard]] Result<ForeignMap> read_foreign_map(std::string_view json, ForeignFormat format, Known definitions);

} // namespace rapport::release
