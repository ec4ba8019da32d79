#pragma once

#include <string>
#include <vector>

#include "instruments/definition.h"

namespace rapport::release {

/// Longest variable name that fits REDCap (26), Stata (32) and SPSS (64).
inline constexpr std::size_t longest_name = 26;

/// The names of one instrument's variables in its wide file: [a-z][a-z0-9_]*, at most 26 characters, all different.
struct Names {
    std::string stem;                  ///< "pcl5": also the wide file's name
    std::vector<std::string> items;    ///< "pcl5_01", one per item
    std::vector<std::string> scores;   ///< "pcl5_total", one per score
    std::vector<std::string> criteria; ///< "pcl5_pattern" where there is one criterion, else by its id
    std::string missing;               ///< "pcl5_missing"

    [[nodiscard]] std::vector<std::string> all() const;
};

/// Depends on the definition alone, so that the same instrument has the same names in every release.
[[nodiscard]] Names names_of(const instruments::Definition& definition);

} // namespace rapport::release
