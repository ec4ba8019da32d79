#pragma once

#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "app/session/survey.h"
#include "instruments/reader.h"

namespace rapport::session::test {

/// drafts/ and inbox/ of one test, in memory where the machine has such a disk, gone afterwards.
class Folder {
public:
    Folder();
    ~Folder();
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    [[nodiscard]] std::string drafts() const { return path_ + "/drafts"; }
    [[nodiscard]] std::string inbox() const { return path_ + "/inbox"; }

private:
    std::string path_;
};

/// The real disk until told to be full; then every write is refused as such.
class FullDisk : public sealed::FileOps {
public:
    bool full = false;
    int syncs = 0; ///< fdatasync calls so far
    int open(const char* path, int flags, unsigned mode) override { return disk_.open(path, flags, mode); }
    void close(int fd) override { disk_.close(fd); }
    std::int64_t read_at(int fd, void* bytes, std::size_t size, std::uint64_t offset) override
    {
        return disk_.read_at(fd, bytes, size, offset);
    }
    std::int64_t write_at(int fd, const void* bytes, std::size_t size, std::uint64_t offset) override;
    int sync_data(int fd) override;
    int sync_all(int fd) override { return disk_.sync_all(fd); }
    int allocate(int fd, std::uint64_t size) override { return disk_.allocate(fd, size); }
    int truncate(int fd, std::uint64_t size) override { return disk_.truncate(fd, size); }
    int lock(int fd) override { return disk_.lock(fd); }
    int identify(int fd, sealed::FileIdentity& out) override { return disk_.identify(fd, out); }
    int identify_path(const char* path, sealed::FileIdentity& out) override { return disk_.identify_path(path, out); }
    int rename(const char* from, const char* to) override { return disk_.rename(from, to); }
    int remove(const char* path) override { return disk_.remove(path); }
    int free_bytes(const char* folder, std::uint64_t& out) override { return disk_.free_bytes(folder, out); }

private:
    sealed::FileOps& disk_ = sealed::posix_files();
};

/// A definition of `items` questions with the values 0 to 3, ids "1", "2", ...
[[nodiscard]] std::string small_definition(const std::string& id, int items);
/// The exact JSON of a bundled instrument.
[[nodiscard]] std::string bundled(const std::string& id);

/// One session of the given instruments, and the job as often as it is asked for: every copy has the same key.
class Handover {
public:
    Handover(const Folder& folder, std::vector<sealed::JobInstrument> instruments);
    [[nodiscard]] sealed::Job job() const;
    [[nodiscard]] sealed::OpenedSession read(const std::string& folder) const;

    sealed::InboxKeys keys = sealed::InboxKeys::make();
    sealed::Id session = sealed::random_id();
    bool auto_advance = true;
    std::string language = "en";
    Asked asked = Asked::self;
    bool demo = false;
    bool therapist_reads = false;
    std::int64_t expires_utc_ms = 0;

private:
    const Folder* folder_;
    std::vector<sealed::JobInstrument> instruments_;
    sealed::Secret key_ = sealed::Secret::random(32);
};

[[nodiscard]] sealed::LogSettings on(sealed::FileOps& files);
/// Fails the test with the fault's name when the session cannot begin.
[[nodiscard]] Survey begin(const Handover& handover, Instant now = {},
                           const sealed::LogSettings& settings = on(sealed::posix_files()));

inline Outcome apply(Survey& survey, const Intent& intent, Instant now = {})
{
    return survey.apply(intent, sealed::InputMethod::touch, now);
}

/// Any intent, choices and items a little beyond what exists included.
[[nodiscard]] Intent random_intent(std::mt19937_64& random);
/// What somebody getting on with it would do on this page; now and then any intent.
[[nodiscard]] Intent likely_intent(const Page& page, std::mt19937_64& random);

template <class T>
std::string_view fault_name(const Result<T>& result)
{
    return result.ok() ? std::string_view("ok") : result.error().fault.name;
}

} // namespace rapport::session::test
