#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace rapport::release {

/// The objects a text is made of: one in a JSON file, one a line in NDJSON. Looked at before any of it is parsed, so
/// that what a stranger wrote costs no more memory and no more depth than is allowed.
/// Nothing when it is no row of objects, is deeper than 64 or has more values than `most`.
[[nodiscard]] std::optional<std::vector<std::string_view>> json_values(std::string_view text,
                                                                       std::size_t most = 20'000'000);

} // namespace rapport::release
