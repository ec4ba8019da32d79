// What the room does when the system, or whoever calls, gives it something it cannot work with: it says so by name.
#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "storage/sealed/act_code.h"
#include "storage/sealed/file.h"
#include "storage/sealed/image.h"
#include "storage/sealed/presentation.h"
#include "tests/sealed/faulty_files.h"
#include "tests/sealed/refusing_system.h"
#include "tests/sealed/support.h"

namespace rapport::sealed {

using namespace test;

TEST(Refused, a_process_that_cannot_be_hardened_says_so)
{
    for (const auto& [call, name] :
         {std::pair{Call::sodium_init, "no_sodium"}, std::pair{Call::setrlimit, "cannot_harden"},
          std::pair{Call::prctl, "cannot_harden"}}) {
        const Refuses refuses(call, EPERM);
        EXPECT_EQ(fault_name(prepare_process()), name);
    }
}

TEST(Refused, without_libsodium_no_session_is_opened_or_read)
{
    const Folder folder;
    const InboxKeys keys = InboxKeys::make();
    const Job job = make_job(folder, keys);
    write_session(job, 2, true);
    const Job other = make_job(folder, keys);
    std::vector<Act> replay;
    const Refuses refuses(Call::sodium_init);
    EXPECT_EQ(fault_name(SessionLog::open(other, replay, settings_with(posix_files()))), "no_sodium");
    EXPECT_EQ(fault_name(open_session_file(folder.inbox_of(job), keys, &job.key)), "no_sodium");
}

TEST(Refused, a_folder_of_sessions_that_cannot_be_listed_is_missing_or_unreadable_and_never_empty)
{
    const Folder folder;
    EXPECT_EQ(fault_name(session_files(folder.path() + "/nowhere")), "missing_file");
    write_file(folder.path() + "/file", "x");
    EXPECT_EQ(fault_name(session_files(folder.path() + "/file/below")), "missing_file");
    EXPECT_EQ(fault_name(session_files(folder.path() + "/file")), "missing_file");
    for (const Call call : {Call::realpath, Call::opendir, Call::readdir}) {
        const Refuses refuses(call, EIO);
        EXPECT_EQ(fault_name(session_files(folder.inbox())), "cannot_read");
    }
}

TEST(Refused, only_regular_files_named_for_a_session_are_sessions)
{
    const Folder folder;
    const std::string digits(32, 'a');
    for (const std::string& name : {digits + ".rvs", digits + ".new", digits + ".rvs.old", digits.substr(1) + ".rvs",
                                    digits + "a.rvs", std::string(31, 'a') + "G.rvs", std::string(31, 'a') + "A.rvs"})
        write_file(folder.inbox() + "/" + name, "x");
    ASSERT_EQ(::mkdir((folder.inbox() + "/" + std::string(32, 'b') + ".rvs").c_str(), 0700), 0);
    ASSERT_EQ(::symlink("/etc/passwd", (folder.inbox() + "/" + std::string(32, 'c') + ".rvs").c_str()), 0);
    const auto found = session_files(folder.inbox());
    ASSERT_TRUE(found.ok());
    ASSERT_EQ(found->size(), 1U);
    EXPECT_TRUE(found->front().ends_with("/" + digits + ".rvs"));
}

TEST(Refused, every_error_of_the_disk_has_the_name_of_what_staff_can_do_about_it)
{
    const Folder folder;
    const std::string path = folder.path() + "/file";
    write_file(path, "twelve bytes");
    const auto name_of = [&](int number) {
        FaultyFiles faulty({.at = 2, .number = number});
        const auto file = File::make(faulty, path);
        return fault_name(file->truncate(3));
    };
    for (const int full : {ENOSPC, EDQUOT, EFBIG})
        EXPECT_EQ(name_of(full), "disk_full");
    for (const int forbidden : {EROFS, EACCES, EPERM})
        EXPECT_EQ(name_of(forbidden), "read_only_folder");
    for (const int gone : {ENOENT, ENOTDIR})
        EXPECT_EQ(name_of(gone), "missing_file");
    EXPECT_EQ(name_of(EIO), "cannot_write");

    const auto reads = [&](int at, int number) {
        FaultyFiles faulty({.at = at, .number = number});
        const auto file = File::open_to_read(faulty, path);
        if (!file) return fault_name(file);
        return fault_name(file->read_all(100));
    };
    EXPECT_EQ(reads(1, ENOTDIR), "missing_file");
    EXPECT_EQ(reads(1, EACCES), "cannot_read");
    EXPECT_EQ(reads(2, EIO), "cannot_read");
    EXPECT_EQ(reads(3, EIO), "cannot_read");
    EXPECT_EQ(reads(0, 0), "ok");
}

TEST(Refused, a_file_longer_than_allowed_or_no_file_at_all_is_not_read)
{
    const Folder folder;
    write_file(folder.path() + "/file", "twelve bytes");
    const auto file = File::open_to_read(posix_files(), folder.path() + "/file");
    EXPECT_EQ(fault_name(file->read_all(11)), "damaged_session");
    const auto directory = File::open_to_read(posix_files(), folder.path());
    ASSERT_TRUE(directory.ok());
    EXPECT_EQ(fault_name(directory->read_all(11)), "damaged_session");
}

TEST(Refused, a_lock_is_no_lock_once_the_name_means_another_file)
{
    const Folder folder;
    const std::string path = folder.path() + "/file";
    auto file = File::make(posix_files(), path);
    ASSERT_EQ(::unlink(path.c_str()), 0);
    EXPECT_EQ(fault_name(file->lock(path)), "session_busy"); // moved away
    write_file(path, "another");
    EXPECT_EQ(fault_name(file->lock(path)), "session_busy");
    auto other = File::make(posix_files(), path);
    ASSERT_TRUE(other->lock(path).ok());
    auto third = File::make(posix_files(), path);
    EXPECT_EQ(fault_name(third->lock(path)), "session_busy");
    for (const int at : {2, 3, 4}) { // the lock itself, who it is, what the name means
        FaultyFiles faulty({.at = at});
        auto own = File::make(faulty, folder.path() + "/own");
        EXPECT_NE(fault_name(own->lock(folder.path() + "/own")), "ok") << at;
    }
}

TEST(Refused, a_file_that_takes_another_ones_place_closes_what_it_had)
{
    const Folder folder;
    write_file(folder.path() + "/one", "one");
    write_file(folder.path() + "/two", "two");
    auto one = File::open_to_read(posix_files(), folder.path() + "/one");
    auto two = File::open_to_read(posix_files(), folder.path() + "/two");
    *one = std::move(*two);
    EXPECT_EQ(*one->read_all(10), "two");
    File& same = *one;
    *one = std::move(same);
    EXPECT_EQ(*one->read_all(10), "two");
}

TEST(Refused, the_real_disk_gives_each_error_as_its_number)
{
    FileOps& disk = posix_files();
    char byte = 0;
    FileIdentity found;
    std::uint64_t room = 0;
    EXPECT_EQ(disk.open("/nowhere/at/all", O_RDONLY, 0), -ENOENT);
    EXPECT_EQ(disk.read_at(-1, &byte, 1, 0), -EBADF);
    EXPECT_EQ(disk.write_at(-1, &byte, 1, 0), -EBADF);
    EXPECT_EQ(disk.sync_data(-1), -EBADF);
    EXPECT_EQ(disk.sync_all(-1), -EBADF);
    EXPECT_EQ(disk.allocate(-1, 4096), -EBADF);
    EXPECT_EQ(disk.truncate(-1, 4096), -EBADF);
    EXPECT_EQ(disk.lock(-1), -EBADF);
    EXPECT_EQ(disk.identify(-1, found), -EBADF);
    EXPECT_EQ(disk.identify_path("/nowhere/at/all", found), -ENOENT);
    EXPECT_EQ(disk.rename("/nowhere/at/all", "/nowhere/else"), -ENOENT);
    EXPECT_EQ(disk.remove("/nowhere/at/all"), -ENOENT);
    EXPECT_EQ(disk.free_bytes("/nowhere/at/all", room), -ENOENT);
    EXPECT_EQ(fault_name(check_free_space(disk, "/nowhere/at/all", 1)), "missing_file");
    EXPECT_EQ(fault_name(check_free_space(disk, "/", 1)), "ok");
    EXPECT_EQ(fault_name(check_free_space(disk, "/", std::uint64_t{1} << 62)), "disk_full");
    EXPECT_EQ(fault_name(sync_folder(disk, "/nowhere/at/all")), "missing_file");
    EXPECT_EQ(*exists(disk, "/nowhere/at/all"), false);
    EXPECT_EQ(fault_name(exists(disk, std::string(5000, 'x'))), "cannot_read");
}

TEST(Refused, a_read_or_write_that_does_nothing_ends)
{
    /// A disk whose file is shorter than it says, and which takes no bytes.
    class Empty final : public FileOps {
    public:
        int open(const char* path, int flags, unsigned mode) override { return disk_.open(path, flags, mode); }
        void close(int descriptor) override { disk_.close(descriptor); }
        std::int64_t read_at(int, void*, std::size_t, std::uint64_t) override { return 0; }
        std::int64_t write_at(int, const void*, std::size_t, std::uint64_t) override { return 0; }
        int sync_data(int) override { return 0; }
        int sync_all(int) override { return 0; }
        int allocate(int, std::uint64_t) override { return 0; }
        int truncate(int, std::uint64_t) override { return 0; }
        int lock(int) override { return 0; }
        int identify(int descriptor, FileIdentity& out) override { return disk_.identify(descriptor, out); }
        int identify_path(const char* path, FileIdentity& out) override { return disk_.identify_path(path, out); }
        int rename(const char*, const char*) override { return 0; }
        int remove(const char*) override { return 0; }
        int free_bytes(const char*, std::uint64_t&) override { return 0; }

    private:
        FileOps& disk_ = posix_files();
    };
    const Folder folder;
    write_file(folder.path() + "/file", "twelve bytes");
    Empty empty;
    const auto file = File::open_to_write(empty, folder.path() + "/file");
    EXPECT_EQ(fault_name(file->read_all(100)), "cannot_read");
    const unsigned char byte = 'x';
    EXPECT_EQ(fault_name(file->write_all({&byte, 1}, 0)), "cannot_write");
}

TEST(Refused, a_key_of_another_length_opens_and_begins_nothing)
{
    const Folder folder;
    const InboxKeys keys = InboxKeys::make();
    Job job = make_job(folder, keys);
    write_session(job, 2, true);
    const std::string path = folder.inbox_of(job);
    const Secret short_key(31);
    EXPECT_EQ(fault_name(open_session_file(path, keys, &short_key)), "wrong_key");
    EXPECT_EQ(fault_name(open_session_file(path, {}, &short_key)), "wrong_key");
    EXPECT_EQ(fault_name(open_session_file(path, {}, nullptr)), "wrong_key");
    EXPECT_EQ(fault_name(open_session_file(path, {keys.public_key, Secret(31)}, nullptr)), "wrong_key");
    EXPECT_TRUE(open_session_file(path, keys, nullptr).ok());
    EXPECT_TRUE(open_session_file(path, {}, &job.key).ok());
    const Secret other = Secret::random(32);
    EXPECT_EQ(fault_name(open_session_file(path, keys, &other)), "wrong_key");
    Job bad = make_job(folder, keys);
    bad.key = Secret(31);
    std::vector<Act> replay;
    EXPECT_EQ(fault_name(SessionLog::open(bad, replay, settings_with(posix_files()))), "wrong_key");
    bad = make_job(folder, keys);
    bad.inbox = {}; // a point nobody's key is half of
    EXPECT_EQ(fault_name(SessionLog::open(bad, replay, settings_with(posix_files()))), "wrong_key");
    frames::Plain plain{};
    const frames::Frame frame = frames::seal(job.key, {job.session, 1, {}}, plain);
    EXPECT_FALSE(frames::open(frames::view(frame), short_key, {job.session, 1, {}}, plain));
    EXPECT_FALSE(frames::key_frame_holds(frames::view(frame), short_key, job.session));
    EXPECT_EQ(fault_name(frames::open_key_frame("short", job.session, keys.public_key, keys.private_key)),
              "damaged_session");
}

TEST(Refused, an_act_with_any_number_that_is_none_of_ours_is_neither_written_nor_read)
{
    int known = 0;
    for (int kind = 0; kind < 256; ++kind)
        for (int input = 0; input < 256; ++input) {
            Act act;
            act.item = "7";
            act.kind = static_cast<ActKind>(kind);
            act.input = static_cast<InputMethod>(input);
            const auto written = write_act(act);
            const bool ours = kind >= 1 && kind <= 14 && input >= 1 && input <= 5; // FORMAT.md's tables
            ASSERT_EQ(written.ok(), ours) << kind << " " << input;
            known += ours ? 1 : 0;
            frames::Plain bytes = *write_act({});
            bytes[1] = static_cast<unsigned char>(kind);
            bytes[2] = static_cast<unsigned char>(input);
            ASSERT_EQ(read_act(bytes).ok(), ours) << kind << " " << input;
        }
    EXPECT_EQ(known, 14 * 5);
    frames::Plain none{};
    EXPECT_FALSE(read_act(none).ok());
    EXPECT_FALSE(read_final(none).ok());
    frames::Plain longer = *write_act({});
    longer.back() = 1; // after the item there is nothing but zeros
    EXPECT_FALSE(read_act(longer).ok());
    frames::Plain end = write_final({});
    end.back() = 1;
    EXPECT_FALSE(read_final(end).ok());
}

TEST(Refused, an_image_too_long_or_too_short_for_a_session_is_damage)
{
    const Secret key = Secret::random(32);
    EXPECT_EQ(fault_name(read_image(std::string(frames::capacity + 1, 'x'), key)), "damaged_session");
    const frames::Header header = frames::make_header(random_id());
    const ByteView head(reinterpret_cast<const char*>(header.data()), header.size());
    for (std::size_t size = 0; size <= head.size(); ++size)
        EXPECT_EQ(fault_name(read_image(head.substr(0, size), key)), "damaged_session") << size;
}

TEST(Refused, of_every_settings_code_the_ones_we_write_come_back_and_no_other)
{
    int ours = 0;
    for (std::int32_t code = 0; code < 1 << 19; ++code) {
        const auto shown = Presentation::of(code);
        if (!shown) continue;
        ASSERT_EQ(shown->code(), code);
        ++ours;
    }
    // 4 sizes, 3 colours, 4 yes-or-no, 3 languages, 4 ways of being asked.
    EXPECT_EQ(ours, 4 * 3 * 16 * 3 * 4);
    EXPECT_FALSE(Presentation::of(-1));
    Presentation other;
    other.language = "xx";
    EXPECT_FALSE(speaks("xx"));
    EXPECT_FALSE(Presentation::of(other.code())) << "a language we do not speak is not taken for one";
}

TEST(Refused, malformed_text_loses_at_most_four_bytes_at_a_time)
{
    Secret secret = Secret::copy_of("ab\x80\x80\x80\x80\x80");
    secret.drop_last_code_point();
    EXPECT_EQ(secret.view(), "ab\x80");
    secret.append("");
    EXPECT_EQ(secret.view(), "ab\x80");
    Secret& same = secret;
    secret = std::move(same);
    EXPECT_EQ(secret.view(), "ab\x80");
    EXPECT_TRUE(Secret::random(0).empty());
    EXPECT_EQ(fault_name(id_from_hex(std::string(32, 'F'))), "ok");
    EXPECT_EQ(fault_name(id_from_hex("g" + std::string(31, '0'))), "bad_id");
}

} // namespace rapport::sealed
