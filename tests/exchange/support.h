#pragma once

#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "instruments/exchange/exchange.h"
#include "instruments/reader.h"

namespace rapport::instruments::test {

/// A definition that is known to be sound.
[[nodiscard]] Definition read(const std::string& text);

/// File name and text of each definition that comes with Rapport, the packs' included, and of the made-up ones in
/// tests/exchange/made_up, which use every kind of rule there is.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> every_definition();

/// One of them by its id.
[[nodiscard]] std::string definition_text(const std::string& id);

} // namespace rapport::instruments::test
