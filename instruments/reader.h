#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "instruments/base/result.h"
#include "instruments/definition.h"

namespace rapport::instruments {

/// One thing wrong with a definition, and where: `pointer` is an RFC 6901 JSON pointer ("" is the whole text), `line`
/// and `column` count from 1 and lead to the value, or to the nearest one around a value that is missing.
struct Problem {
    std::string pointer;
    std::string what;
    int line = 0;
    int column = 0;
};

/// Either a definition, or every problem found; never both, never neither.
/// Remarks stand beside a sound definition: what its author should look at, and what no definition already in use may
/// be refused for.
struct Reading {
    std::optional<Definition> definition;
    std::vector<Problem> problems;
    std::vector<Problem> remarks{};
};

/// Reads one definition and runs its worked examples; one that fails any of them is refused.
/// Limits: 1 MiB, depth 16, 2,000 items, 200 choices an item, strings 8 KiB, keys 64 B; valid UTF-8;
/// duplicate keys, non-finite numbers, trailing text, C0/C1 and bidi controls refused.
/// With `Examples::to_come` the worked examples are neither asked for nor run: only to look at a draft that is to be
/// written anew, never to score a person's answers.
enum class Examples : std::uint8_t { needed, to_come };
[[nodiscard]] Reading read_definition(std::string_view json, Examples examples = Examples::needed);

/// Puts a clinic's licensed wording into a key-only definition and gives back the combined definition's JSON,
/// which `read_definition` then accepts with Wording::installed. `wording` is JSON:
/// {"instrument","version","permission":{"by","date","reference"},"instructions","stem","items":{"1":"..."},"choices":{...}}.
struct Merging {
    std::string json;
    std::vector<Problem> problems;
};
[[nodiscard]] Merging install_wording(std::string_view definition_json, std::string_view wording_json);

/// The definitions that come with the program, by file name, exactly as they stand in `instruments/definitions`.
struct Bundled {
    std::string_view name;
    std::string_view json;
};
[[nodiscard]] const std::vector<Bundled>& bundled_definitions();

/// All bundled definitions, read once. A broken one is a broken build: asserted by a test, absent here.
[[nodiscard]] const std::vector<Definition>& library();
[[nodiscard]] const Definition* find_in_library(std::string_view id);

} // namespace rapport::instruments
