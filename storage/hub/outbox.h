#pragma once

#include <functional>
#include <string>
#include <vector>

#include "storage/hub/seat.h"

/// Records of this device, on its disk before they are sent, and until every other device has told that it has them: a
/// place of the chain is written once, and what a server lost is sent again byte for byte.
namespace rapport::hub {

struct Written {
    Id session{}; ///< zeros for a record that carries none
    Outgoing outgoing;
};

class Outbox {
public:
    /// The device's own public key: a file that it did not sign is damage.
    Outbox(FileOps& files, std::string folder, const Id& device, const PublicKey& signing)
        : files_(&files), folder_(std::move(folder)), device_(device), signing_(signing)
    {
    }

    /// One batch as one file: whole or not at all. Errors: disk_full, read_only_folder, cannot_write.
    [[nodiscard]] Status keep(const std::vector<Written>& batch) const;
    /// Gives each batch that has anything after `sequence`, in order, cut to what comes after it.
    /// Errors: hub_damaged; the visitor's.
    using Visitor = std::function<Status(const std::vector<Written>& batch)>;
    [[nodiscard]] Status each_after(std::uint64_t sequence, const Visitor& visit) const;
    /// Takes away batches that end at or before `sequence`.
    [[nodiscard]] Status remove_through(std::uint64_t sequence) const;

private:
    [[nodiscard]] Result<std::vector<Written>> read(const std::string& name) const;
    FileOps* files_;
    std::string folder_;
    Id device_;
    PublicKey signing_;
};

} // namespace rapport::hub
