#include "app/cli/mismatch.h"

#include <fmt/format.h>

namespace rapport::cli {

std::string mismatch_words(const release::Mismatch& mismatch)
{
    const auto words = [](const std::optional<double>& score) {
        return score ? fmt::format("{}", *score) : std::string("no score");
    };
    return fmt::format("{} is {} in the file, its answers come to {}", mismatch.score, words(mismatch.stated),
                       words(mismatch.computed));
}

} // namespace rapport::cli
