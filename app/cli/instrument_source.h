#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "instruments/reader.h"

namespace rapport::cli {

namespace fault {
inline constexpr Fault no_such_instrument{"no_such_instrument"};
inline constexpr Fault definition_unsound{
    "definition_unsound"}; ///< a file was named, and `instruments check` refuses it
} // namespace fault

/// The definition that a word of the command line means: the id of one that comes with Rapport or of a pack beside it,
/// or, where the word has a "/" or ends in ".json", a file. It stays good for the life of the program. Errors:
/// no_such_instrument, definition_unsound, missing_file, cannot_read.
[[nodiscard]] Result<const instruments::Definition*> instrument_named(const std::string& word);

/// The packs that lie beside the program (`../share/rapport/packs`), by id. One that somebody left out is not there.
[[nodiscard]] std::vector<std::string> pack_ids();
/// A file of a pack, "definition.json" or "NOTICE".
[[nodiscard]] std::string pack_file(const std::string& id, std::string_view name);
inline constexpr std::size_t largest_notice = 64 * 1024;

/// Where a word of the command line leads when a file is wanted: a pack's definition, or the word itself.
[[nodiscard]] std::string definition_path(const std::string& word);

/// Says on standard error why there is none, and gives the exit code.
[[nodiscard]] int refuse_instrument(const std::string& word, const Error& error);

/// Reads a definition as `instruments check` does: a place of a starting file that is not filled is a problem too.
[[nodiscard]] instruments::Reading read_filled_definition(std::string_view json);

/// One more than the reader takes, so that the reader says so.
inline constexpr std::size_t largest_definition = (1U << 20) + 1;

} // namespace rapport::cli
