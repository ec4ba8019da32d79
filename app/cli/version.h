#pragma once

#include <string>

namespace CLI {
class App;
}

namespace rapport::cli {

/// `--version`, and `--json` for the whole of it; contract: app/cli/README.md.
void add_version(CLI::App& program);

} // namespace rapport::cli
