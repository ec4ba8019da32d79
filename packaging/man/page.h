#pragma once

#include <string>

#include <CLI/CLI.hpp>

namespace rapport::man {

/// What a manual page says beside the command line itself.
struct PageFrame {
    std::string name;    ///< of the program
    std::string what;    ///< in one line, for whatis(1)
    std::string version; ///< the line at the foot
    std::string close;   ///< further sections, in man(7)
};

/// The manual page of a program in man(7): every command and every option that its help shows. It bears no date, so
/// that the same program gives the same page.
[[nodiscard]] std::string manual_page(const CLI::App& program, const PageFrame& frame);

} // namespace rapport::man
