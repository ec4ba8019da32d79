#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>

namespace rapport::bench {

/// One figure for the table that table.py makes, by name, into the file that RAPPORT_FIGURES names; nowhere when it
/// names none. The later of two of one name counts.
inline void figure(const std::string& name, double value)
{
    const char* path = std::getenv("RAPPORT_FIGURES");
    std::FILE* out = path == nullptr ? nullptr : std::fopen(path, "a");
    if (out == nullptr) return;
    std::fprintf(out, "%s\t%.9g\n", name.c_str(), value);
    std::fclose(out);
}

} // namespace rapport::bench
