#include <csignal>
#include <cstdio>

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/sealed/faulty_files.h"
#include "tests/sealed/power_cut_disk.h"
#include "tests/sealed/support.h"

namespace rapport::sealed {

using namespace test;

namespace {

/// A disk with this much room; everything else is real.
class SmallDisk final : public FileOps {
public:
    explicit SmallDisk(std::uint64_t free) : free_(free) {}
    int free_bytes(const char*, std::uint64_t& out) override { return out = free_, 0; }

    int open(const char* path, int flags, unsigned mode) override { return disk_.open(path, flags, mode); }
    void close(int file) override { disk_.close(file); }
    std::int64_t read_at(int file, void* bytes, std::size_t size, std::uint64_t offset) override
    {
        return disk_.read_at(file, bytes, size, offset);
    }
    std::int64_t write_at(int file, const void* bytes, std::size_t size, std::uint64_t offset) override
    {
        return disk_.write_at(file, bytes, size, offset);
    }
    int sync_data(int file) override { return disk_.sync_data(file); }
    int sync_all(int file) override { return disk_.sync_all(file); }
    int allocate(int file, std::uint64_t size) override { return disk_.allocate(file, size); }
    int truncate(int file, std::uint64_t size) override { return disk_.truncate(file, size); }
    int lock(int file) override { return disk_.lock(file); }
    int identify(int file, FileIdentity& out) override { return disk_.identify(file, out); }
    int identify_path(const char* path, FileIdentity& out) override { return disk_.identify_path(path, out); }
    int rename(const char* from, const char* to) override { return disk_.rename(from, to); }
    int remove(const char* path) override { return disk_.remove(path); }

private:
    FileOps& disk_ = posix_files();
    std::uint64_t free_;
};

/// Runs `check` in a process of its own; it gives 0, or the number of the check that failed.
template <class Check>
int in_a_child(Check check)
{
    const pid_t child = fork();
    if (child == 0) _exit(check());
    int status = 0;
    if (waitpid(child, &status, 0) != child || !WIFEXITED(status)) return -1;
    return WEXITSTATUS(status);
}

bool mount_small_disk(const std::string& at, const char* options)
{
    const int spaces = geteuid() == 0 ? CLONE_NEWNS : CLONE_NEWNS | CLONE_NEWUSER;
    return unshare(spaces) == 0 && mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
           mount("tmpfs", at.c_str(), "tmpfs", 0, options) == 0;
}

/// Fills the disk under `folder` to the last byte.
void fill_up(const std::string& folder)
{
    const int file = open((folder + "/ballast").c_str(), O_WRONLY | O_CREAT, 0600);
    const std::string block(512, 'x');
    while (write(file, block.data(), block.size()) > 0) {
    }
    close(file);
}

/// On a disk of 1 MiB: a session goes through while the disk fills up under it; the next is refused.
int live_through_a_full_disk(const Folder& folder, const InboxKeys& keys)
{
    if (mkdir(folder.drafts().c_str(), 0700) != 0 || mkdir(folder.inbox().c_str(), 0700) != 0) return 2;
    const Job job = make_job(folder, keys);
    std::vector<Act> replay;
    auto log = SessionLog::open(job, replay, settings_with(posix_files()));
    if (!log) return 3;
    fill_up(folder.path());
    for (const Act& act : numbered_acts(300))
        if (!log->append(act)) return 4;

    const Job next = make_job(folder, keys);
    const auto refused = SessionLog::open(next, replay, settings_with(posix_files()));
    if (refused.ok() || !(refused.error().fault == fault::disk_full)) return 5;
    if (is_there(folder.draft_of(next)) || is_there(folder.drafts() + "/" + hex(next.session) + ".new")) return 6;

    if (!log->finish()) return 7;
    const auto opened = open_session_file(folder.inbox_of(job), keys, &job.key);
    return opened.ok() && opened->finished && opened->acts == numbered_acts(300) ? 0 : 8;
}

} // namespace

TEST(FullDisk, a_new_session_is_refused_below_64_MiB_and_one_begun_goes_on)
{
    const Folder folder;
    const InboxKeys keys = InboxKeys::make();
    const Job job = make_job(folder, keys);
    std::vector<Act> replay;
    constexpr std::uint64_t floor = std::uint64_t{64} * 1024 * 1024;
    SmallDisk scarce(floor - 1);
    SmallDisk enough(floor);
    LogSettings settings;
    settings.files = &scarce;
    EXPECT_EQ(fault_name(SessionLog::open(job, replay, settings)), "disk_full");
    EXPECT_FALSE(is_there(folder.draft_of(job)));
    settings.files = &enough;
    EXPECT_EQ(fault_name(SessionLog::open(job, replay, settings)), "ok");
    settings.files = &scarce;
    EXPECT_EQ(fault_name(SessionLog::open(job, replay, settings)), "ok");
}

TEST(FullDisk, a_disk_without_room_for_the_log_starts_no_session_and_keeps_no_rubbish)
{
    const Folder folder;
    const InboxKeys keys = InboxKeys::make();
    // RLIMIT_FSIZE is the kernel's own refusal to let a file grow.
    const int failed = in_a_child([&] {
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit small{128 * 1024, 128 * 1024};
        if (setrlimit(RLIMIT_FSIZE, &small) != 0) return 2;
        const Job job = make_job(folder, keys);
        std::vector<Act> replay;
        const auto log = SessionLog::open(job, replay, settings_with(posix_files()));
        if (log.ok() || !(log.error().fault == fault::disk_full)) return 3;
        return is_there(folder.draft_of(job)) || is_there(folder.drafts() + "/" + hex(job.session) + ".new") ? 4 : 0;
    });
    EXPECT_EQ(failed, 0);
}

TEST(FullDisk, a_session_in_progress_needs_no_more_room)
{
    const Folder folder;
    const InboxKeys keys = InboxKeys::make();
    constexpr int no_mount = 100;
    const int found = in_a_child([&] {
        if (!mount_small_disk(folder.path(), "size=1m")) return no_mount;
        return live_through_a_full_disk(folder, keys);
    });
    if (found != no_mount) {
        EXPECT_EQ(found, 0);
        return;
    }
    // Where this process may mount nothing, the same promise by a limit no file can pass: 256 KiB, which the draft
    // already has. Said aloud, because a really full disk was not tried.
    std::puts("no small disk could be mounted here; a file size limit stands in for it");
    const int limited = in_a_child([&] {
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit small{256 * 1024, 256 * 1024};
        if (setrlimit(RLIMIT_FSIZE, &small) != 0) return 2;
        const Job job = make_job(folder, keys);
        std::vector<Act> replay;
        auto log = SessionLog::open(job, replay, settings_with(posix_files()));
        if (!log) return 3;
        std::int32_t kept = 0;
        while (log->append(numbered_act(kept)))
            ++kept;
        return kept == 1741 && log->finish() ? 0 : 4;
    });
    EXPECT_EQ(limited, 0);
}

TEST(FullDisk, a_finished_draft_is_delivered_without_any_room)
{
    class NoRoom final : public PowerCutDisk {
    public:
        int allocate(int, std::uint64_t) override { return -ENOSPC; }
    };
    const Folder folder;
    const InboxKeys keys = InboxKeys::make();
    Job job = make_job(folder, keys);
    write_session(job, 5, true);
    job.drafts_folder = "/d";
    job.inbox_folder = "/i";
    NoRoom disk;
    disk.put("/d/" + hex(job.session) + ".rvs", read_file(folder.inbox_of(job)));
    std::vector<Act> replay;
    EXPECT_EQ(fault_name(SessionLog::open(job, replay, settings_with(disk))), "session_finished");
    EXPECT_TRUE(disk.holds("/i/" + hex(job.session) + ".rvs"));
}

TEST(FullDisk, a_read_only_disk_starts_no_session)
{
    const Folder folder;
    const InboxKeys keys = InboxKeys::make();
    constexpr int no_mount = 100;
    const int found = in_a_child([&] {
        if (!mount_small_disk(folder.path(), "size=1m")) return no_mount;
        if (mkdir(folder.drafts().c_str(), 0700) != 0 || mkdir(folder.inbox().c_str(), 0700) != 0) return 2;
        if (mount(nullptr, folder.path().c_str(), nullptr, MS_REMOUNT | MS_RDONLY, nullptr) != 0) return 3;
        std::vector<Act> replay;
        const auto log = SessionLog::open(make_job(folder, keys), replay, settings_with(posix_files()));
        return !log.ok() && log.error().fault == fault::read_only_folder ? 0 : 4;
    });
    if (found != no_mount) {
        EXPECT_EQ(found, 0);
        return;
    }
    std::puts("no disk could be mounted here; an injected EROFS stands in for it");
    FaultyFiles files({.at = 1, .for_ever = true, .number = EROFS});
    std::vector<Act> replay;
    EXPECT_EQ(fault_name(SessionLog::open(make_job(folder, keys), replay, settings_with(files))), "read_only_folder");
}

} // namespace rapport::sealed
