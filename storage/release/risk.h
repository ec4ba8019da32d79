#pragma once

#include <span>

#include "storage/release/generalise.h"
#include "storage/release/release.h"

namespace rapport::release {

/// The risk of the very rows given: people are told apart by code, and what they look like is read off the records, so
/// nothing of the search is trusted. `occasions` holds each code's number of occasions.
[[nodiscard]] Risk measure(const Leaving& records, const Node& node, const std::map<std::string, int>& occasions);

} // namespace rapport::release
