#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/sealed/file.h"

/// What the hub keeps on this device, as files: whole ones, replaced in one step.
namespace rapport::hub {

using sealed::FileOps;

/// Nothing when there is no such file. Errors: hub_damaged (longer than `most`), cannot_read.
[[nodiscard]] Result<std::optional<sealed::Bytes>> read_file(FileOps& files, const std::string& path,
                                                             std::uint64_t most);
/// The new bytes or the old ones, whatever happens in between. Errors: disk_full, read_only_folder, cannot_write.
[[nodiscard]] Status replace_file(FileOps& files, const std::string& folder, std::string_view name,
                                  sealed::ByteView bytes);
/// Mode 0700; one that is there already is fine.
[[nodiscard]] Status make_folder(const std::string& path);
/// Names in a folder that end so, in order; none when there is no folder.
[[nodiscard]] Result<std::vector<std::string>> names_in(const std::string& folder, std::string_view ending);

} // namespace rapport::hub
