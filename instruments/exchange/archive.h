#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "instruments/base/library.h"
#include "instruments/base/result.h"

namespace rapport::instruments {

struct ArchiveFile {
    std::string name;
    std::string bytes;
};

/// A flat zip. No time of making is in it, so equal files give equal bytes. Errors: cannot_pack.
[[nodiscard]] Result<std::string> pack(const std::vector<ArchiveFile>& files);

/// One file of a zip, of at most `limit` bytes unpacked. Errors: cannot_pack.
[[nodiscard]] Result<std::string> unpack(std::string_view archive, const std::string& name, std::size_t limit);

[[nodiscard]] Library zip_library();

} // namespace rapport::instruments
