#pragma once

#include <string>
#include <string_view>

#include "instruments/base/result.h"

namespace rapport::cli {

namespace fault {
inline constexpr Fault output_exists{"output_exists"}; ///< the file to be written is there already
}

/// A file that is there whole or not at all: written under another name beside it and renamed at the end. "-" is
/// standard output, where what was written stays written.
class WholeFile {
public:
    /// Errors: output_exists, cannot_write.
    [[nodiscard]] static Result<WholeFile> begin(const std::string& path);
    /// Errors: cannot_write.
    [[nodiscard]] Status write(std::string_view bytes);
    /// Gives the file its name. Errors: output_exists, cannot_write.
    [[nodiscard]] Status finish();

    WholeFile(WholeFile&& other) noexcept;
    WholeFile& operator=(WholeFile&&) = delete;
    /// Without `finish` nothing is left.
    ~WholeFile();

private:
    WholeFile() = default;
    int descriptor_ = -1;
    std::string path_;
    std::string unfinished_; ///< empty for standard output
};

/// A small text under a new name, whole or not at all; "-" is standard output. Errors: output_exists, cannot_write.
[[nodiscard]] Status write_new_file(const std::string& path, std::string_view text);

} // namespace rapport::cli
