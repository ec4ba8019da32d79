// Folders that become a vault in one step, and the log of drills beside a backup.
#include <filesystem>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include <cerrno>
#include <sys/stat.h>
#include <unistd.h>

#include "storage/sealed/faults.h"
#include "storage/vault/drill_log.h"
#include "storage/vault/files.h"
#include "storage/vault/work_folder.h"
#include "tests/vault/clinic.h"
#include "tests/vault/our_disk.h"

namespace rapport::vault::test {

namespace {

std::string text_of(const std::string& path)
{
    std::ifstream in(path);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// A folder that goes with the test.
struct Room {
    std::string folder = temporary_folder();
    Room() = default;
    ~Room() { remove_folder(folder); }
    Room(const Room&) = delete;
    Room& operator=(const Room&) = delete;
    [[nodiscard]] std::size_t entries() const
    {
        return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
    }
};

} // namespace

TEST(WorkFolders, the_folder_a_path_lies_in_is_what_is_before_its_last_name)
{
    for (const auto& [path, parent] :
         {std::pair{"/a/b", "/a"}, std::pair{"/a/b/", "/a"}, std::pair{"/a/b///", "/a"}, std::pair{"/a", "/"},
          std::pair{"/a/", "/"}, std::pair{"/", "/"}, std::pair{"a", "."}, std::pair{"a/", "."}, std::pair{"a/b", "a"}})
        EXPECT_EQ(parent_of(path), parent) << path;
}

TEST(WorkFolders, one_takes_the_place_of_nothing_or_of_an_empty_folder_and_of_nothing_else)
{
    const Room room;
    std::ofstream(room.folder + "/file") << "kept";
    ASSERT_EQ(::mkdir((room.folder + "/full").c_str(), 0700), 0);
    std::ofstream(room.folder + "/full/inside") << "kept";
    ASSERT_EQ(::mkdir((room.folder + "/empty").c_str(), 0700), 0);
    for (const char* const taken : {"/file", "/full"}) {
        auto work = WorkFolder::make(room.folder, ".work-");
        ASSERT_TRUE(work.ok());
        ASSERT_TRUE(work->add("inner").ok());
        EXPECT_EQ(work->become(room.folder + taken).error().fault, fault::vault_exists) << taken;
    }
    EXPECT_EQ(text_of(room.folder + "/file"), "kept");
    EXPECT_EQ(text_of(room.folder + "/full/inside"), "kept");
    EXPECT_EQ(room.entries(), 3U) << "what could not take its name is gone with all that was in it";
    for (const char* const free : {"/empty", "/new"}) {
        auto work = WorkFolder::make(room.folder, ".work-");
        ASSERT_TRUE(work.ok());
        ASSERT_TRUE(work->add("inner").ok());
        EXPECT_TRUE(work->become(room.folder + free).ok()) << free;
        EXPECT_TRUE(is_there(room.folder + free + "/inner"));
    }
    EXPECT_EQ(room.entries(), 4U);
}

TEST(WorkFolders, why_none_could_be_made_or_named_is_told_as_what_the_disk_said)
{
    const Room room;
    EXPECT_EQ(WorkFolder::make(room.folder + "/no such", ".work-").error().fault, fault::vault_missing);
    OurDisk& disk = OurDisk::instance();
    for (const auto& [number, fault] :
         {std::pair{ENOSPC, fault::disk_full}, std::pair{EDQUOT, fault::disk_full}, std::pair{EMLINK, fault::disk_full},
          std::pair{ENOENT, fault::vault_missing}, std::pair{ENOTDIR, fault::vault_missing},
          std::pair{EROFS, fault::read_only_folder}, std::pair{EACCES, fault::read_only_folder}}) {
        disk.fail(2, false, number); // the first call asks for the parent's absolute name
        const auto made = WorkFolder::make(room.folder, ".work-");
        EXPECT_TRUE(disk.stop());
        ASSERT_FALSE(made.ok());
        EXPECT_EQ(made.error().fault, fault) << number;
        auto work = WorkFolder::make(room.folder, ".work-");
        ASSERT_TRUE(work.ok());
        disk.fail(1, false, number);
        EXPECT_EQ(work->add("inner").error().fault, fault) << number;
        EXPECT_TRUE(disk.stop());
    }
    for (const int taken : {ENOTEMPTY, EEXIST, ENOTDIR}) {
        auto work = WorkFolder::make(room.folder, ".work-");
        ASSERT_TRUE(work.ok());
        bool told = false;
        for (int at = 1; at < 10 && !told; ++at) { // the folder is synced first
            disk.fail(at, false, taken);
            const Status became = work->become(room.folder + "/name");
            ASSERT_TRUE(disk.stop());
            ASSERT_FALSE(became.ok());
            told = became.error().fault == fault::vault_exists;
        }
        EXPECT_TRUE(told) << taken;
    }
    {
        auto work = WorkFolder::make(room.folder, ".work-");
        EXPECT_EQ(work->become(room.folder + "/no/such").error().fault, fault::vault_missing);
    }
    EXPECT_EQ(room.entries(), 0U);
}

TEST(DrillLog, every_drill_is_a_line_and_the_last_one_is_what_was_done_last)
{
    const Room room;
    EXPECT_FALSE(last_drill(room.folder));
    ASSERT_TRUE(log_drill(room.folder + "/one.rvb", "ok", 1'790'000'000'999).ok());
    ASSERT_TRUE(log_drill(room.folder + "/two.rvb", "backup_damaged", 1'790'000'060'000).ok());
    // date -u -d @1790000000
    EXPECT_EQ(text_of(room.folder + "/drills.log"),
              "2026-09-21T14:13:20Z one.rvb ok\n2026-09-21T14:14:20Z two.rvb backup_damaged\n");
    const auto last = last_drill(room.folder);
    ASSERT_TRUE(last);
    EXPECT_EQ(last->file, "two.rvb");
    EXPECT_EQ(last->outcome, "backup_damaged");
    std::ofstream(room.folder + "/drills.log", std::ios::app) << "2026-09-21T14:15:20Z three.rvb"; // a power cut
    EXPECT_EQ(last_drill(room.folder)->file, "two.rvb") << "half a line is no drill";
}

TEST(DrillLog, a_link_in_its_place_is_not_written_through)
{
    const Room room;
    std::ofstream(room.folder + "/precious") << "kept";
    ASSERT_EQ(::symlink("precious", (room.folder + "/drills.log").c_str()), 0);
    EXPECT_EQ(log_drill(room.folder + "/one.rvb", "ok", 1'790'000'000'000).error().fault, sealed::fault::cannot_write);
    EXPECT_EQ(log_drill(room.folder + "/no such/one.rvb", "ok", 0).error().fault, sealed::fault::cannot_write);
    EXPECT_EQ(text_of(room.folder + "/precious"), "kept");
}

TEST(DrillLog, of_a_backup_named_without_a_folder_it_stands_in_the_one_one_is_in)
{
    const Room room;
    const std::string before = std::filesystem::current_path().string();
    ASSERT_EQ(::chdir(room.folder.c_str()), 0);
    EXPECT_TRUE(log_drill("one.rvb", "ok", 1'790'000'000'000).ok());
    ASSERT_EQ(::chdir(before.c_str()), 0);
    ASSERT_TRUE(last_drill(room.folder));
    EXPECT_EQ(last_drill(room.folder)->file, "one.rvb");
}

TEST(DrillLog, a_disk_with_no_room_is_told)
{
    const Room room;
    // What /dev/full is, under the name of the log.
    if (::mknod((room.folder + "/drills.log").c_str(), S_IFCHR | 0600, (1U << 8U) | 7U) != 0)
        GTEST_SKIP() << "no right to make a device";
    EXPECT_EQ(log_drill(room.folder + "/one.rvb", "ok", 1'790'000'000'000).error().fault, sealed::fault::cannot_write);
}

} // namespace rapport::vault::test
