#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "storage/sealed/file.h"
#include "storage/sealed/frames.h"
#include "storage/sealed/session_log.h"

namespace rapport::sealed {

/// Where one session's file is at each stage of its life.
struct DraftPaths {
    std::string drafts_folder;
    std::string inbox_folder;
    std::string making; ///< while header and first frame are being written: holds no act yet
    std::string draft;
    std::string inbox;
};

/// A locked draft file and the end of its chain. `add` and `deliver` are the only two things that happen to it.
struct Draft {
    FileOps* files;
    DraftPaths paths;
    File file;
    Secret key;
    frames::Place next;
    frames::Digest digest;
    std::uint64_t acts = 0;

    /// Writes and fdatasyncs one frame at `next`, then moves `next` on. On an error `next` stays, and the bytes are
    /// overwritten with zeros as far as the disk lets us.
    [[nodiscard]] Status add(const frames::Plain& plain);
    /// FINAL is in: trims to whole pages, fsync, rename into the inbox, fsync of both folders.
    [[nodiscard]] Status deliver();
};

/// See SessionLog::open.
[[nodiscard]] Result<Draft> open_draft(const Job& job, const LogSettings& settings, std::vector<Act>& replay);

} // namespace rapport::sealed
