#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "tests/sealed/power_cut_disk.h"
#include "tests/sealed/support.h"

namespace rapport::sealed {

using namespace test;

namespace {

constexpr std::int32_t acts = 6;
constexpr int seeds = 40;
constexpr int recoveries = 4'000;

/// How often the everyday run is done over, each time with other draws.
int times_over()
{
    const char* wish = std::getenv("RAPPORT_POWER_CUT_SEEDS");
    return wish == nullptr ? 1 : std::atoi(wish);
}

/// Other draws than an earlier run had.
std::uint64_t other_draws()
{
    const char* wish = std::getenv("RAPPORT_POWER_CUT_DRAWS");
    return wish == nullptr ? 0 : std::strtoull(wish, nullptr, 10);
}

/// What the person saw acknowledged before the light went out.
struct Seen {
    std::int32_t saved = 0;
    bool finished = false;
    bool refused_on_a_whole_disk = false; ///< an error that no cut explains
};

/// Opens the session, makes the acts that are missing up to `acts`, finishes.
Seen live(const Job& job, PowerCutDisk& disk)
{
    Seen seen;
    std::vector<Act> replay;
    auto log = SessionLog::open(job, replay, {.files = &disk});
    if (!log) {
        seen.finished = log.error().fault == fault::session_finished;
        seen.refused_on_a_whole_disk = !disk.is_off() && !seen.finished;
        return seen;
    }
    seen.saved = static_cast<std::int32_t>(replay.size());
    EXPECT_EQ(replay, numbered_acts(seen.saved));
    while (seen.saved < acts) {
        if (!log->append(numbered_act(seen.saved))) return seen;
        ++seen.saved;
    }
    seen.finished = log->finish().ok();
    return seen;
}

class PowerCut : public ::testing::Test {
protected:
    InboxKeys keys = InboxKeys::make();
    Job job = make_job("/d", "/i", keys);
    std::string draft = "/d/" + hex(job.session) + ".rvs";
    std::string inbox = "/i/" + hex(job.session) + ".rvs";

    /// The acts the disk gives back, whichever of the two names the file has; none when there is no file yet.
    void expect_everything_seen(PowerCutDisk disk, const Seen& seen)
    {
        ASSERT_FALSE(seen.refused_on_a_whole_disk);
        if (seen.finished) {
            ASSERT_TRUE(disk.holds(inbox));
        }
        if (!disk.holds(inbox) && !disk.holds(draft)) {
            ASSERT_EQ(seen.saved, 0);
            return;
        }
        const auto opened = open_session_file(disk.holds(inbox) ? inbox : draft, keys, &job.key, disk);
        ASSERT_TRUE(opened.ok()) << opened.error().fault.name << " " << opened.error().detail;
        const auto there = static_cast<std::int32_t>(opened->acts.size());
        ASSERT_EQ(opened->acts, numbered_acts(there));
        ASSERT_GE(there, seen.saved);
        ASSERT_LE(there, seen.saved + 1);
        if (disk.holds(inbox)) {
            ASSERT_TRUE(opened->finished);
        }
        if (!seen.finished) return;
        FileIdentity found;
        ASSERT_EQ(disk.identify_path(inbox.c_str(), found), 0);
        ASSERT_EQ(found.size, 4096U); // trimmed for good
    }

    void TearDown() override { std::printf("             %d states\n", states); }
    int states = 0;

    /// Goes on without a cut: the session must come to its end with every act in it.
    void expect_it_can_be_brought_to_its_end(PowerCutDisk disk)
    {
        ASSERT_TRUE(live(job, disk).finished);
        const auto opened = open_session_file(inbox, keys, &job.key, disk);
        ASSERT_TRUE(opened.ok());
        ASSERT_TRUE(opened->finished);
        ASSERT_EQ(opened->acts, numbered_acts(acts));
    }
};

} // namespace

TEST_F(PowerCut, at_any_call_loses_no_acknowledged_act)
{
    std::mt19937_64 random(11 + other_draws());
    for (int call = 1;; ++call) {
        PowerCutDisk disk;
        disk.end_at(call);
        const Seen seen = live(job, disk);
        if (!disk.is_off()) {
            EXPECT_TRUE(seen.finished);
            break;
        }
        for (int seed = 0; seed < seeds * times_over(); ++seed, ++states) {
            SCOPED_TRACE("call " + std::to_string(call) + ", seed " + std::to_string(seed));
            const PowerCutDisk found = disk.after_the_cut(random);
            expect_everything_seen(found, seen);
            expect_it_can_be_brought_to_its_end(found);
            if (HasFatalFailure()) return;
        }
    }
    EXPECT_GT(states, 1'000);
}

TEST_F(PowerCut, during_recovery_from_a_power_cut_loses_no_acknowledged_act)
{
    std::mt19937_64 random(12 + other_draws());
    for (int round = 0; round < recoveries * times_over(); ++round) {
        SCOPED_TRACE("round " + std::to_string(round));
        PowerCutDisk disk;
        std::int32_t saved = 0;
        for (int cuts = 0; cuts < 4; ++cuts) {
            disk.end_at(1 + static_cast<int>(random() % 30));
            Seen seen = live(job, disk);
            seen.saved = std::max(seen.saved, saved); // what was acknowledged in an earlier life counts for ever
            disk = disk.after_the_cut(random);
            ++states;
            expect_everything_seen(disk, seen);
            if (HasFatalFailure()) return;
            saved = seen.saved;
        }
        expect_it_can_be_brought_to_its_end(disk);
        if (HasFatalFailure()) return;
    }
}

TEST_F(PowerCut, after_a_sync_that_failed_nothing_is_shown_as_saved_that_a_cut_could_take)
{
    std::mt19937_64 random(13 + other_draws());
    for (const bool for_ever : {false, true}) {
        for (int sync = 1; sync <= acts + 4; ++sync) {
            for (int call = 1; call <= 40 * times_over(); ++call, ++states) {
                SCOPED_TRACE("sync " + std::to_string(sync) + ", call " + std::to_string(call));
                PowerCutDisk disk;
                disk.fail_sync_at(sync, for_ever);
                Seen seen = live(job, disk);
                // The program starts again on the running machine: what it reads may be in memory only.
                disk.fail_sync_at(0, false);
                disk.end_at(1 + (call - 1) % 40);
                const std::int32_t before = seen.saved;
                if (!seen.finished) seen = live(job, disk);
                seen.saved = std::max(seen.saved, before);
                const PowerCutDisk found = disk.after_the_cut(random);
                expect_everything_seen(found, seen);
                expect_it_can_be_brought_to_its_end(found);
                if (HasFatalFailure()) return;
            }
        }
    }
}

TEST_F(PowerCut, soon_after_a_kill_takes_nothing_that_the_next_program_has_shown_as_saved)
{
    std::mt19937_64 random(14 + other_draws());
    for (const auto last : {PowerCutDisk::LastSync::unwritten, PowerCutDisk::LastSync::forgotten}) {
        for (int kill = 1;; ++kill) {
            PowerCutDisk disk;
            disk.end_at(kill, last);
            const Seen before = live(job, disk);
            if (!disk.is_off()) break;
            for (int cut = 1; cut <= 36 * times_over(); ++cut, ++states) {
                SCOPED_TRACE("kill at call " + std::to_string(kill) + ", cut at call " + std::to_string(cut));
                PowerCutDisk next = disk.after_the_kill();
                next.end_at(1 + (cut - 1) % 36);
                Seen seen = live(job, next);
                seen.saved = std::max(seen.saved, before.saved);
                const PowerCutDisk found = next.after_the_cut(random);
                expect_everything_seen(found, seen);
                expect_it_can_be_brought_to_its_end(found);
                if (HasFatalFailure()) return;
            }
        }
    }
}

} // namespace rapport::sealed
