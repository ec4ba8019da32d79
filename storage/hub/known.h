#pragma once

#include <span>
#include <string>
#include <vector>

#include "storage/hub/disk.h"
#include "storage/hub/keys.h"

namespace rapport::hub {

/// Sessions that this device has pushed or pulled: neither is done a second time. 16 bytes each, in a file that is only
/// added to; an end that was cut off in the writing is left out, and what it named comes or goes once more, which does
/// nothing at the other side.
class Known {
public:
    [[nodiscard]] static Result<Known> load(FileOps& files, const std::string& folder);
    [[nodiscard]] bool has(const Id& session) const;
    /// On the disk when it returns. Errors: disk_full, cannot_write.
    [[nodiscard]] Status add(std::span<const Id> sessions);
    [[nodiscard]] std::size_t size() const { return count_; }

private:
    Known(FileOps& files, std::string path) : files_(&files), path_(std::move(path)) {}
    FileOps* files_;
    std::string path_;
    std::vector<Id> sorted_;
    std::vector<Id> recent_; ///< not sorted in yet
    std::uint64_t count_ = 0;
};

} // namespace rapport::hub
