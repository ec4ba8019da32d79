#pragma once

#include <string>
#include <vector>

#include "app/cli/automation.h"
#include "tests/access/at_spi/reader.h"

namespace rapport::access::test {

/// Every node the program shows is told, once, as it is; and nothing else is.
void expect_same_screen(Reader& reader, cli::Automation& screen);

/// Whether these words stand in a name, a text or a description of any of them.
[[nodiscard]] bool any_says(const std::vector<Object>& objects, const std::string& words);

} // namespace rapport::access::test
