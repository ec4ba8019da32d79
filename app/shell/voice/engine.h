#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "instruments/base/result.h"

namespace rapport::voice {

/// Runs espeak-ng as a process of its own: words go to its standard input and to no argument, its standard output comes
/// back. It inherits no descriptor of ours and nothing of our environment.
/// Errors: no_voice when it is not installed, does not end well, or says nothing within ten seconds.
[[nodiscard]] Result<std::string> run_engine(const std::vector<std::string>& arguments, std::string_view words);

} // namespace rapport::voice
