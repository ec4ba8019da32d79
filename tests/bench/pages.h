#pragma once

#include <string>
#include <vector>

namespace rapport::bench {

/// How many pages the everyday screens of each demo vault read from a cold cache, what a pass over all answers costs,
/// and how much of unlocking is the derivation.
void print_pages(const std::vector<std::string>& vaults);

} // namespace rapport::bench
