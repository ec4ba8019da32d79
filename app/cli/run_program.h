#pragma once

namespace rapport::cli {

/// The whole command line: parses, does one thing, gives the exit code.
[[nodiscard]] int run_program(int argc, char** argv);

} // namespace rapport::cli
