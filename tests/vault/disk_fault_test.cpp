#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "storage/vault/audit.h"
#include "tests/vault/disk_shim.h"
#include "tests/vault/one_day.h"

namespace rapport::vault::test {

namespace {

/// How many times more is tried than in everyday runs.
int times(const char* variable, int everyday)
{
    const char* const wish = std::getenv(variable);
    return wish == nullptr ? everyday : std::atoi(wish);
}

class Disk : public ::testing::Test {
protected:
    static void SetUpTestSuite()
    {
        DiskShim::instance().be_quiet(true);
        day = new OneDay;
    }
    static void TearDownTestSuite()
    {
        DiskShim::instance().be_quiet(false);
        delete day;
    }

    static void expect_nothing_lost(const Clinic& clinic, const OneDay::Said& said)
    {
        day->expect_nothing_lost(clinic, said);
    }

    static inline OneDay* day = nullptr;
};

} // namespace

TEST_F(Disk, a_call_that_fails_at_any_moment_saves_nothing_that_is_not_said_and_says_nothing_that_is_not_saved)
{
    DiskShim& disk = DiskShim::instance();
    const int stride = times("RAPPORT_FAULT_STRIDE", 11);
    int tried = 0;
    int refused = 0;
    for (const auto shape : {FaultPlan::Shape::refused, FaultPlan::Shape::full, FaultPlan::Shape::short_half})
        for (const bool for_ever : {false, true})
            for (int at = 1;; at += stride) {
                SCOPED_TRACE("shape " + std::to_string(static_cast<int>(shape)) + ", call " + std::to_string(at) +
                             (for_ever ? " and on" : ""));
                const auto copy = day->morning();
                OneDay::Said said;
                {
                    Vault vault = OneDay::vault_of(*copy);
                    disk.fail({at, for_ever, shape});
                    OneDay::live(vault, said);
                }
                const bool came = disk.came_to_it();
                disk.stop();
                ++tried;
                refused += said.added && said.taken ? 0 : 1;
                if (!came) {
                    EXPECT_TRUE(said.added && said.taken);
                    break;
                }
                expect_nothing_lost(*copy, said);
                if (HasFatalFailure()) return;
            }
    std::printf("             %d faults, %d of them told\n", tried, refused);
    EXPECT_GT(refused, tried / 3);
}

TEST_F(Disk, a_call_that_fails_while_the_vault_is_opened_after_a_crash_harms_nothing)
{
    // The journal of a transaction that was cut short lies there; opening rolls it back.
    DiskShim& disk = DiskShim::instance();
    const auto crashed = day->morning();
    {
        Core core = crashed->core();
        auto transaction = Transaction::begin(core.database);
        ASSERT_TRUE(core.database.run("PRAGMA main.cache_spill = 1").ok());
        ASSERT_TRUE(core.database.run("PRAGMA main.cache_size = 1").ok());
        for (int i = 0; i < 200; ++i)
            ASSERT_TRUE(append_audit(core, {"filler", "x", {}, {}, {}, std::string(400, 'x')}).ok());
        const std::string copy = "cp -a '" + crashed->folder + "' '" + crashed->folder + "-cut'";
        ASSERT_EQ(std::system(copy.c_str()), 0);
    }
    remove_folder(crashed->folder);
    ASSERT_EQ(std::rename((crashed->folder + "-cut").c_str(), crashed->folder.c_str()), 0);
    ASSERT_GT(std::ifstream(crashed->folder + "/responses.db-journal", std::ios::ate).tellg(), 512);
    const int stride = times("RAPPORT_FAULT_STRIDE", 11);
    int tried = 0;
    for (const bool for_ever : {false, true})
        for (int at = 1;; at += stride) {
            SCOPED_TRACE(at);
            const auto copy = Clinic::copy_of(*crashed);
            const RoleKeys& keys = copy->raw_keys();
            disk.fail({at, for_ever, FaultPlan::Shape::refused});
            {
                auto lock = VaultLock::take(copy->folder);
                auto database = open_databases(*lock, copy->folder, {keys.responses, keys.identity});
                if (database) static_cast<void>(copy->core_of(std::move(*lock), std::move(*database)));
            }
            const bool came = disk.came_to_it();
            disk.stop();
            expect_nothing_lost(*copy, {});
            if (HasFatalFailure()) return;
            ++tried;
            if (!came) break;
        }
    std::printf("             %d faults\n", tried);
}

TEST_F(Disk, the_power_going_at_any_moment_loses_nothing_acknowledged_and_tears_no_commit)
{
    DiskShim& disk = DiskShim::instance();
    const int seeds = times("RAPPORT_POWER_CUT_SEEDS", 1);
    const auto copy = day->morning();
    const std::string folder = copy->folder;
    AfterTheCut::Files before;
    for (const auto& [path, bytes] : all_bytes(folder))
        if (path.find(".db") != std::string::npos) before[path] = bytes;
    const std::string waiting = sealed::session_files(folder + "/inbox")->front();

    // Lived through once, with a note of how far the disk had come when each thing was said to be done.
    std::size_t added_at = 0;
    std::size_t taken_at = 0;
    std::vector<DiskAct> acts;
    {
        Vault vault = OneDay::vault_of(*copy);
        disk.record();
        Person another;
        Identity identity;
        identity.name = "Somebody Else";
        identity.date_of_birth = "1971-02-03";
        ASSERT_TRUE(vault.add_person(another, identity).ok());
        added_at = disk.acts_so_far();
        ASSERT_EQ(vault.ingest()->sessions, 1);
        taken_at = disk.acts_so_far();
        ASSERT_TRUE(vault.note("after", "that").ok());
        acts = disk.recorded();
    }
    const std::string taken = folder + "/inbox/taken" + waiting.substr(waiting.rfind('/'));
    ASSERT_EQ(::access(taken.c_str(), F_OK), 0);

    std::mt19937_64 random(17);
    AfterTheCut cut(before);
    int states = 0;
    for (std::size_t done = 0; done <= acts.size(); ++done) {
        if (done != 0) cut.go_on(acts[done - 1]);
        for (int seed = 0; seed < seeds; ++seed, ++states) {
            SCOPED_TRACE("after act " + std::to_string(done) + " of " + std::to_string(acts.size()) + ", seed " +
                         std::to_string(seed));
            for (const auto& entry : std::filesystem::directory_iterator(folder))
                if (entry.path().filename().string().find(".db") != std::string::npos) std::filesystem::remove(entry);
            for (const auto& [path, bytes] : cut.files(random))
                std::ofstream(path, std::ios::binary) << bytes;
            // The sealed original moves once its commit is acknowledged; whether the move lasted is chance too.
            const bool moved = done >= taken_at && random() % 2 == 0;
            const std::string& from = moved ? waiting : taken;
            const std::string& to = moved ? taken : waiting;
            if (::access(from.c_str(), F_OK) == 0) {
                ASSERT_EQ(std::rename(from.c_str(), to.c_str()), 0);
            }
            expect_nothing_lost(*copy, {done >= added_at, done >= taken_at});
            if (HasFatalFailure()) return;
        }
    }
    std::printf("             %zu acts of the disk, %d states\n", acts.size(), states);
    EXPECT_GT(states, 100);
}

} // namespace rapport::vault::test
