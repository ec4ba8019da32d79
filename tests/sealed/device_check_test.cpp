#include "storage/sealed/device_check.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "tests/sealed/support.h"

// What is said of a made-up machine: red is what keeps a patient's hands off a tablet, so nothing may be green unread.
namespace rapport::sealed {

namespace {

namespace fs = std::filesystem;

/// A machine of folders, all in order to begin with but for the disk, which says nothing.
struct Machine {
    test::Folder folder;
    DeviceView view;

    Machine()
    {
        view.proc = folder.path() + "/proc";
        view.sys = folder.path() + "/sys";
        view.vault = folder.path();
        view.utc_ms = 1'790'000'000'000;
        view.known_utc_ms = view.utc_ms - 1;
        view.wayland = "wayland-1";
        view.runtime_folder = folder.path() + "/run";
        fs::create_directories(view.proc);
        fs::create_directory(view.runtime_folder);
        fs::permissions(view.runtime_folder, fs::perms::owner_all);
        swaps({});
    }
    void swaps(const std::vector<std::string>& paths) const
    {
        std::string text = "Filename\tType\tSize\tUsed\tPriority\n";
        for (const std::string& path : paths)
            text += path + " partition 1024 0 -2\n";
        test::write_file(view.proc + "/swaps", text);
    }
    /// The device of the vault's folder, as the kernel's own tree has it.
    [[nodiscard]] std::string disk() const
    {
        struct stat found {};
        EXPECT_EQ(::stat(view.vault.c_str(), &found), 0);
        return view.sys + "/dev/block/" + std::to_string(major(found.st_dev)) + ":" +
               std::to_string(minor(found.st_dev));
    }
    static void is(const std::string& device, const std::string& uuid)
    {
        fs::create_directories(device + "/dm");
        test::write_file(device + "/dm/uuid", uuid + "\n");
    }
    [[nodiscard]] DeviceCheck look(std::string_view id) const
    {
        const auto all = check_device(view);
        const auto found = std::ranges::find(all, id, &DeviceCheck::id);
        return found == all.end() ? DeviceCheck{} : *found;
    }
    [[nodiscard]] std::string_view light(std::string_view id) const { return word(look(id).light); }
};

/// A soft limit of this process, put back afterwards.
class SoftLimit {
public:
    SoftLimit(int which, rlim_t value) : which_(which)
    {
        EXPECT_EQ(::getrlimit(which_, &before_), 0);
        rlimit now = before_;
        now.rlim_cur = value;
        set_ = ::setrlimit(which_, &now) == 0;
    }
    ~SoftLimit() { static_cast<void>(::setrlimit(which_, &before_)); }
    SoftLimit(const SoftLimit&) = delete;
    SoftLimit& operator=(const SoftLimit&) = delete;
    [[nodiscard]] bool set() const { return set_; }

private:
    int which_;
    rlimit before_{};
    bool set_ = false;
};

} // namespace

TEST(DeviceCheck, a_disk_is_encrypted_when_it_or_all_it_lies_on_is_and_red_where_nothing_says_so)
{
    const Machine plain;
    EXPECT_EQ(plain.light("disk_encryption"), "red") << "nothing is known of it";

    const Machine crypt;
    Machine::is(crypt.disk(), "CRYPT-LUKS2-0123-root");
    EXPECT_EQ(crypt.light("disk_encryption"), "green");

    const Machine volume; // LVM on dm-crypt
    Machine::is(volume.disk(), "LVM-abc");
    EXPECT_EQ(volume.light("disk_encryption"), "red");
    Machine::is(volume.disk() + "/slaves/dm-0", "CRYPT-LUKS2-0123-pv");
    EXPECT_EQ(volume.light("disk_encryption"), "green");
    fs::create_directories(volume.disk() + "/slaves/sdb2"); // and then also on a disk that is not
    EXPECT_EQ(volume.light("disk_encryption"), "red");

    Machine gone;
    gone.view.vault += "/nowhere";
    EXPECT_EQ(gone.light("disk_encryption"), "red");
    EXPECT_EQ(gone.light("free_space"), "red");
}

TEST(DeviceCheck, devices_on_each_other_without_end_are_not_followed_for_ever)
{
    const Machine machine;
    std::string device = machine.disk();
    for (int layer = 0; layer < 6; ++layer)
        device += "/slaves/dm-0";
    Machine::is(device, "CRYPT-LUKS2-0123-pv");
    EXPECT_EQ(machine.light("disk_encryption"), "green");
    fs::remove_all(device);
    Machine::is(device + "/slaves/dm-0", "CRYPT-LUKS2-0123-pv");
    EXPECT_EQ(machine.light("disk_encryption"), "red");
}

TEST(DeviceCheck, swap_that_could_be_read_afterwards_is_red)
{
    const Machine machine;
    EXPECT_EQ(machine.light("swap"), "green");
    EXPECT_EQ(machine.look("swap").seen, "none");
    machine.swaps({"/dev/zram0"});
    EXPECT_EQ(machine.light("swap"), "green");
    machine.swaps({"/dev/dm-1"});
    EXPECT_EQ(machine.light("swap"), "red");
    Machine::is(machine.view.sys + "/class/block/dm-1", "CRYPT-PLAIN-swap");
    EXPECT_EQ(machine.light("swap"), "green");
    machine.swaps({"/dev/zram0", "/dev/sda2", "/dev/dm-1"});
    EXPECT_EQ(machine.light("swap"), "red") << "one of three is enough";
    EXPECT_EQ(machine.look("swap").seen, "/dev/zram0, /dev/sda2, /dev/dm-1");
    // Files may be called anything.
    for (const char* const file : {"/swapfile", "/var/zram.swap", "/home/dm-1"}) {
        machine.swaps({file});
        EXPECT_EQ(machine.light("swap"), "red") << file;
    }
    test::remove_path(machine.view.proc + "/swaps");
    EXPECT_EQ(machine.light("swap"), "red") << "what does not say is not believed";
}

TEST(DeviceCheck, a_clock_before_a_time_that_has_been_is_red)
{
    Machine machine;
    EXPECT_EQ(machine.light("clock"), "green");
    machine.view.known_utc_ms = machine.view.utc_ms + 120'000;
    EXPECT_EQ(machine.light("clock"), "green") << "two minutes are nothing";
    machine.view.known_utc_ms += 1;
    EXPECT_EQ(machine.light("clock"), "red");
    machine.view.known_utc_ms = 0; // never unlocked
    EXPECT_EQ(machine.light("clock"), "green");
    machine.view.utc_ms = 1'767'225'600'000; // the first moment of 2026, before which there was no such program
    EXPECT_EQ(machine.light("clock"), "green");
    machine.view.utc_ms -= 1;
    EXPECT_EQ(machine.light("clock"), "red");
}

TEST(DeviceCheck, a_screen_that_other_programs_can_look_at_is_red)
{
    Machine machine;
    EXPECT_EQ(machine.light("single_client"), "green");
    fs::permissions(machine.view.runtime_folder, fs::perms::group_read, fs::perm_options::add);
    EXPECT_EQ(machine.light("single_client"), "red");
    machine.view.runtime_folder += "/nowhere";
    EXPECT_EQ(machine.light("single_client"), "red");
    machine.view.wayland.clear();
    EXPECT_EQ(machine.light("single_client"), "amber") << "no screen at all";
    machine.view.x11 = ":0";
    EXPECT_EQ(machine.light("single_client"), "red");
}

TEST(DeviceCheck, limits_under_which_memory_would_reach_the_disk_are_red)
{
    const Machine machine;
    {
        const SoftLimit none(RLIMIT_CORE, 0);
        EXPECT_EQ(machine.light("core_limit"), "green");
    }
    if (const SoftLimit some(RLIMIT_CORE, 1); some.set()) {
        EXPECT_EQ(machine.light("core_limit"), "red");
    }
    const SoftLimit little(RLIMIT_MEMLOCK, 8ULL * 1024 * 1024 - 1);
    ASSERT_TRUE(little.set());
    EXPECT_EQ(machine.light("mlock"), "red");
    EXPECT_EQ(machine.look("mlock").seen, "8191 KiB");
    const SoftLimit enough(RLIMIT_MEMLOCK, 8ULL * 1024 * 1024);
    EXPECT_EQ(machine.look("mlock").seen, "8192 KiB");
}

TEST(DeviceCheck, the_red_ones_are_named_in_their_order)
{
    EXPECT_EQ(
        red_ones({{"a", Light::red, {}}, {"b", Light::amber, {}}, {"c", Light::green, {}}, {"d", Light::red, {}}}),
        (std::vector<std::string>{"a", "d"}));
    Machine machine;
    machine.view.utc_ms = 0;
    machine.swaps({"/dev/sda2"});
    const auto red = red_ones(check_device(machine.view));
    std::vector<std::string> asked;
    std::ranges::copy_if(red, std::back_inserter(asked), [](const std::string& id) {
        return id == "disk_encryption" || id == "swap" || id == "clock";
    });
    EXPECT_EQ(asked, (std::vector<std::string>{"disk_encryption", "swap", "clock"}));
}

TEST(DeviceCheck, this_machine_is_looked_at_by_what_its_session_says)
{
    ASSERT_EQ(::setenv("WAYLAND_DISPLAY", "wayland-7", 1), 0);
    ASSERT_EQ(::setenv("XDG_RUNTIME_DIR", "/run/user/7", 1), 0);
    const DeviceView here = DeviceView::of_this_machine("/srv/vault", 5, 3);
    ASSERT_EQ(::unsetenv("WAYLAND_DISPLAY"), 0);
    ASSERT_EQ(::unsetenv("XDG_RUNTIME_DIR"), 0);
    EXPECT_EQ(here.wayland, "wayland-7");
    EXPECT_EQ(here.runtime_folder, "/run/user/7");
    EXPECT_EQ(here.proc + here.sys + here.vault, "/proc/sys/srv/vault");
    EXPECT_EQ(here.utc_ms, 5);
    EXPECT_EQ(here.known_utc_ms, 3);
    EXPECT_EQ(DeviceView::of_this_machine({}, 0, 0).wayland, "");
}

} // namespace rapport::sealed
