#pragma once

#include <random>
#include <string>
#include <string_view>

#include "instruments/reader.h"
#include "instruments/scoring.h"

namespace rapport::instruments::testing {

/// The bytes of a file below tests/ or, with "../", beside it.
std::string file_text(const std::string& path);

/// A bundled definition's JSON, by its file name without ".json".
std::string_view bundled(std::string_view id);

/// A library definition; ends the test when it is not there.
const Definition& known(std::string_view id);

/// A small sound definition: items "1" and "2" from 0 to 2, a score "total" from 0 to 4, one example.
std::string small_definition();

/// The small definition with a gate before its items, a count, a score of scores, a table and a screen.
std::string rich_definition();

/// `text` with the first `from` replaced; ends the test when there is none.
std::string replaced(std::string_view text, std::string_view from, std::string_view to);

/// Whether some problem stands at exactly this pointer.
bool problem_at(const std::vector<Problem>& problems, std::string_view pointer);
std::string listed(const std::vector<Problem>& problems);

int pick(std::mt19937_64& random, int low, int high);

/// A response with each item answered at random, or missing with the chance given in percent.
Response random_response(const Definition& definition, std::mt19937_64& random, int percent_missing);

const ScoreValue& value_of(const Scored& scored, std::string_view id);
Tri tri_of(const Scored& scored, std::string_view id);

} // namespace rapport::instruments::testing
