#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "storage/release/foreign_map.h"

/// Answers as another system wrote them, by a map. Pure: bytes in, rows out. What is read is written by strangers: what
/// is wrong with it is told by its place, and never by what stands there.
namespace rapport::release {

namespace fault {
/// No CSV with the columns the map names, or no FHIR; detail says which.
inline constexpr Fault bad_foreign_file{"bad_foreign_file"};
} // namespace fault

/// Something that does not hold. `place` is a row of a CSV file, the header being 1, or an entry of a Bundle or line of
/// NDJSON, from 1; `field` a column, a linkId or a member, as the map or the format names it.
struct Wrong {
    std::size_t place = 0;
    std::string field;
    std::string what;
};

/// One administration. `row.code` is left empty: whose it is in the vault is not decided here.
struct Foreign {
    std::size_t place = 0;
    std::string subject;   ///< the source's own word for the person; never printed
    std::string key;       ///< what the source tells it from others by; empty: nothing
    std::string sitting;   ///< the same for what was filled in together
    std::string day_field; ///< where its day stood
    Returned row;
};

struct ForeignRead {
    std::vector<Foreign> rows;
    std::vector<Wrong> wrong; ///< the administrations they are about are not among the rows
    int unfinished = 0;       ///< left out: the source says that they are not finished
    int in_error = 0;         ///< left out: the source says that they were entered in error
    int unmapped = 0;         ///< filled-in forms, answers or scores of the file that the map says nothing of
};

/// What is not finished by its source's own word.
enum class Unfinished : std::uint8_t {
    leave, ///< stays out, and is counted
    take,  ///< comes in; what has no answer was not reached
};

/// A flat export of raw values, one row a record, event and repeat. Errors: bad_foreign_file.
[[nodiscard]] Result<ForeignRead> read_foreign_redcap(std::string_view csv, const ForeignMap& map,
                                                      Unfinished unfinished = Unfinished::leave);
/// A Bundle of R4, several one after the other, or NDJSON, of QuestionnaireResponse with, where they are there, Patient
/// and Observation. Errors: bad_foreign_file.
[[nodiscard]] Result<ForeignRead> read_foreign_fhir(std::string_view json, const ForeignMap& map,
                                                    Unfinished unfinished = Unfinished::leave);

} // namespace rapport::release
