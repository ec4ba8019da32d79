#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "storage/sealed/act.h"
#include "storage/sealed/faults.h"
#include "storage/sealed/job.h"
#include "storage/sealed/secret.h"

namespace rapport::sealed {

/// X25519 pair of a vault's inbox. The kiosk has the public half only.
struct InboxKeys {
    PublicKey public_key{};
    Secret private_key;                  ///< 32 bytes
    [[nodiscard]] static InboxKeys make();
};

/// The append-only file of one session in progress.
///
/// Frame 0 seals K to the inbox key. Each later frame is one act: length, sequence, nonce, XChaCha20-Poly1305 under
/// K with associated data = session id + sequence + previous tag. The file is preallocated (256 KiB).
/// Promise: when `append` returns ok the act is on the disk (fdatasync). When it returns an error nothing of the act
/// counts, everything before it does, and the log refuses further acts until it is opened again.
/// Files: drafts/<session hex>.rvs while open; inbox/<session hex>.rvs once finished.
class SessionLog {
public:
    /// Creates the draft, or opens the one already there (after a crash) and gives back its acts in `replay`.
    /// Errors: disk_full, read_only_folder, cannot_write, damaged_session, wrong_key, session_finished.
    [[nodiscard]] static Result<SessionLog> open(const Job& job, std::vector<Act>& replay);

    [[nodiscard]] Status append(const Act& act);
    /// FINAL frame (count + digest), fsync, rename into the inbox, fsync of both folders. The log is spent afterwards.
    [[nodiscard]] Status finish();
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
    bool finished = false;               ///< has a valid FINAL frame
};

/// Checks every frame and the chain. `expected_key` is K as the vault knows it; when given, the file's K must be the
/// same (this is what proves who wrote it). A torn last frame of an unfinished draft is left out, not an error.
/// Errors: damaged_session, wrong_key, missing_file, cannot_read.
[[nodiscard]] Result<OpenedSession> open_session_file(const std::string& path, const InboxKeys& inbox, const Secret* expected_key);

/// Session files of a folder (absolute paths, name order). Other files are left alone.
[[nodiscard]] Result<std::vector<std::string>> session_files(const std::string& folder);

} // namespace rapport::sealed
