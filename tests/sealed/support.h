#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "storage/sealed/session_log.h"

namespace rapport::sealed::test {

/// A folder of one test's own with drafts/ and inbox/ in it, gone afterwards.
class Folder {
public:
    Folder();
    ~Folder();
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    [[nodiscard]] const std::string& path() const { return path_; }
    [[nodiscard]] std::string drafts() const { return path_ + "/drafts"; }
    [[nodiscard]] std::string inbox() const { return path_ + "/inbox"; }
    [[nodiscard]] std::string draft_of(const Job& job) const { return drafts() + "/" + hex(job.session) + ".rvs"; }
    [[nodiscard]] std::string inbox_of(const Job& job) const { return inbox() + "/" + hex(job.session) + ".rvs"; }

private:
    std::string path_;
};

[[nodiscard]] std::string read_file(const std::string& path);
void write_file(const std::string& path, const std::string& bytes);
[[nodiscard]] bool is_there(const std::string& path);
/// A file, or a folder with everything in it.
void remove_path(const std::string& path);

[[nodiscard]] Job make_job(const std::string& drafts, const std::string& inbox, const InboxKeys& keys);
[[nodiscard]] Job make_job(const Folder& folder, const InboxKeys& keys);

/// The n-th act of a session: every field differs from act to act, and `value` tells which it is.
[[nodiscard]] Act numbered_act(std::int32_t number);
[[nodiscard]] std::vector<Act> numbered_acts(std::int32_t count);

/// A small disk must not decide the other tests: only the tests about room ask for it.
inline LogSettings settings_with(FileOps& files)
{
    return {0, &files};
}

/// Writes a session of `count` acts from `job`, finished or not.
void write_session(const Job& job, std::int32_t count, bool finish);

inline std::string_view fault_name(const Status& status)
{
    return status.ok() ? std::string_view("ok") : status.error().fault.name;
}

template <class T>
std::string_view fault_name(const Result<T>& result)
{
    return result.ok() ? std::string_view("ok") : result.error().fault.name;
}

} // namespace rapport::sealed::test
