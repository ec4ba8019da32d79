#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "storage/sealed/act.h"
#include "storage/sealed/faults.h"
#include "storage/sealed/file_ops.h"
#include "storage/sealed/job.h"
#include "storage/sealed/secret.h"

namespace rapport::sealed {

/// X25519 pair of a vault's inbox. The kiosk has the public half only.
struct InboxKeys {
    PublicKey public_key{};
    Secret private_key; ///< 32 bytes
    [[nodiscard]] static InboxKeys make();
};

/// What a test, or a very small disk, may want otherwise.
struct LogSettings {
    /// A new session is refused as disk_full when fewer bytes are free; one already begun goes on, its room is its own.
    std::uint64_t least_free_bytes = std::uint64_t{64} * 1024 * 1024;
    FileOps* files = &posix_files(); ///< outlives the log
};

/// The append-only file of one session in progress.
///
/// Frame 0 seals K to the inbox key. Each later frame is one act: length, sequence, nonce, XChaCha20-Poly1305 under
/// K with associated data = session id + sequence + previous tag. The file is preallocated (256 KiB): room for
/// 1,741 acts and FINAL. FORMAT.md draws the bytes.
/// Promise: when `append` returns ok the act is on the disk (fdatasync). When it returns an error nothing of the act
/// counts, everything before it does, and the log refuses further acts until it is opened again. On a disk that
/// refuses even to take the act back, that one act may stand at the end of the next `replay`, as after a kill;
/// `replay` is what is on the disk, always.
/// Files: drafts/<session hex>.rvs while open; inbox/<session hex>.rvs once finished. The draft is locked (flock)
/// for as long as the log lives.
class SessionLog {
public:
    /// Creates the draft, or opens the one already there (after a crash) and gives back its acts in `replay`.
    /// Errors: disk_full, read_only_folder, missing_file (no such folder), cannot_write, cannot_read,
    /// damaged_session, wrong_key, session_busy (open in another process); session_finished when the session is
    /// whole in the inbox, moved there now if a crash came between FINAL and the move.
    [[nodiscard]] static Result<SessionLog> open(const Job& job, std::vector<Act>& replay,
                                                 const LogSettings& settings = {});

    /// session_full and bad_act write nothing and leave the log usable: `finish` always has its room.
    [[nodiscard]] Status append(const Act& act);
    /// FINAL frame (count + digest), fsync, rename into the inbox, fsync of both folders. The log is spent afterwards.
    /// After an error no act is lost: opening again goes on where this stopped.
    [[nodiscard]] Status finish();
    /// Kept so far, replayed ones included.
    [[nodiscard]] std::uint64_t acts() const;

    SessionLog(SessionLog&&) noexcept;
    SessionLog& operator=(SessionLog&&) noexcept;
    ~SessionLog();

private:
    struct State;
    explicit SessionLog(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

/// A session file opened with the inbox's private key, or with K.
struct OpenedSession {
    Id session{};
    std::vector<Act> acts;
    bool finished = false; ///< has a valid FINAL frame
};

/// Checks every frame and the chain. `expected_key` is K as the vault knows it; when given, the file's K must be the
/// same (this is what proves who wrote it). A torn last frame of an unfinished draft is left out, not an error.
/// Only a draft is 256 KiB long; a shorter file without FINAL has been cut and is damaged_session. A file in the inbox
/// that comes back with `finished` false is a draft somebody put there: the caller must not take it for a session.
/// With an empty `inbox.private_key`, `expected_key` alone opens the file.
/// Errors: damaged_session, wrong_key, missing_file, cannot_read.
[[nodiscard]] Result<OpenedSession> open_session_file(const std::string& path, const InboxKeys& inbox,
                                                      const Secret* expected_key, FileOps& files = posix_files());

/// Session files of a folder (absolute paths, name order). Other files are left alone.
/// Errors: missing_file, cannot_read.
[[nodiscard]] Result<std::vector<std::string>> session_files(const std::string& folder);

} // namespace rapport::sealed
