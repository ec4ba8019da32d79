#pragma once

#include <string>
#include <vector>

#include "instruments/base/result.h"

namespace rapport::cli {

/// A whole file, or standard input for "-". At most `limit` bytes; a larger one is cannot_read.
/// Errors: missing_file, cannot_read.
[[nodiscard]] Result<std::string> read_all(const std::string& path, std::size_t limit);

/// Writes a file anew, mode 0600. Errors: cannot_write.
[[nodiscard]] Status write_all(const std::string& path, const std::string& bytes);

/// Makes a folder, mode 0700; one that is there already is fine. Errors: cannot_write.
[[nodiscard]] Status make_folder(const std::string& path);

/// Every file below a folder, by path. Errors: missing_file.
[[nodiscard]] Result<std::vector<std::string>> files_below(const std::string& folder);

/// Removes a folder and all below it. Errors: cannot_write.
[[nodiscard]] Status remove_folder(const std::string& folder);

/// The folder this program stands in; its two siblings are there too.
[[nodiscard]] std::string program_folder();

} // namespace rapport::cli
