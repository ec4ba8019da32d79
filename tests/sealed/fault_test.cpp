#include <optional>

#include "storage/sealed/frames.h"
#include "tests/sealed/faulty_files.h"
#include "tests/sealed/support.h"

// As SQLite does it: the same session again and again, with the first call on the disk failing, then the second,
// until a run comes through without meeting its fault.
namespace rapport::sealed {

using namespace test;

namespace {

using Shape = FaultPlan::Shape;

constexpr std::int32_t before_the_break = 4;
constexpr std::int32_t after_the_break = 3;

/// What the person was told.
struct Told {
    std::int32_t saved = 0;      ///< acts acknowledged: numbers 0 to saved - 1
    bool refused_an_act = false; ///< `append` failed for act number `saved`
    bool finished = false;
    bool opened_at_all = false;
    std::optional<Error> error; ///< the first
};

void append_up_to(SessionLog& log, std::int32_t count, Told& told)
{
    while (told.saved < count) {
        const Status kept = log.append(numbered_act(told.saved));
        if (!kept) {
            told.error = kept.error();
            told.refused_an_act = true;
            // The log must stay shut: saying ok now would put an act behind a hole.
            EXPECT_EQ(fault_name(log.append(numbered_act(told.saved))), kept.error().fault.name);
            EXPECT_EQ(fault_name(log.finish()), kept.error().fault.name);
            return;
        }
        ++told.saved;
    }
}

void tear(const std::string& draft, std::uint64_t sequence)
{
    std::string bytes = read_file(draft);
    bytes.replace(frames::offset_of(sequence) + 4, 60, std::string(60, 'x'));
    write_file(draft, bytes);
}

/// Open, four acts, a crash that tears a frame, open again, three acts, finish. Stops at the first error.
Told run(const Job& job, const std::string& draft, FileOps& files)
{
    Told told;
    std::vector<Act> replay;
    for (const std::int32_t goal : {before_the_break, before_the_break + after_the_break}) {
        auto log = SessionLog::open(job, replay, settings_with(files));
        if (!log) {
            told.error = log.error();
            EXPECT_FALSE(log.error().fault == fault::session_finished);
            return told;
        }
        told.opened_at_all = true;
        EXPECT_EQ(replay, numbered_acts(told.saved));
        append_up_to(*log, goal, told);
        if (told.error) return told;
        if (goal == before_the_break) {
            tear(draft, log->acts() + 1);
            continue;
        }
        const Status done = log->finish();
        if (!done) {
            told.error = done.error();
            // FINAL may be on the disk already: nothing may come after it.
            EXPECT_EQ(fault_name(log->append(numbered_act(told.saved))), done.error().fault.name);
            EXPECT_EQ(fault_name(log->finish()), done.error().fault.name);
            return told;
        }
        told.finished = true;
    }
    return told;
}

class FaultTest : public ::testing::Test {
protected:
    /// The disk works again: everything acknowledged is there once and in order, with at most the one refused act
    /// after it; then the session is brought to its end.
    void expect_nothing_lost(const Told& told, bool the_refused_act_may_be_there)
    {
        std::vector<Act> replay;
        auto log = SessionLog::open(job, replay, settings_with(posix_files()));
        std::int32_t there = told.saved;
        if (log.ok()) {
            EXPECT_FALSE(told.finished);
            there = static_cast<std::int32_t>(replay.size());
            ASSERT_GE(there, told.saved);
            ASSERT_LE(there, told.saved + (told.refused_an_act && the_refused_act_may_be_there ? 1 : 0));
            ASSERT_EQ(replay, numbered_acts(there));
            ASSERT_TRUE(log->append(numbered_act(there)).ok());
            ++there;
            ASSERT_TRUE(log->finish().ok());
        } else {
            ASSERT_EQ(fault_name(log), "session_finished") << log.error().detail;
            // Only a session that was asked to finish can be finished.
            ASSERT_EQ(told.saved, before_the_break + after_the_break);
        }
        const auto opened = open_session_file(folder.inbox_of(job), keys, &job.key);
        ASSERT_TRUE(opened.ok()) << opened.error().fault.name << " " << opened.error().detail;
        ASSERT_TRUE(opened->finished);
        ASSERT_EQ(opened->acts, numbered_acts(there));
        ASSERT_FALSE(is_there(folder.draft_of(job)));
    }

    /// Loops the fault through every call until a run is clean. Gives the number of faults met.
    int loop(FaultPlan plan, bool must_show, bool the_refused_act_may_be_there)
    {
        for (plan.at = 1;; ++plan.at) {
            SCOPED_TRACE("call " + std::to_string(plan.at) + (plan.for_ever ? " for ever" : ""));
            job = make_job(folder, keys);
            FaultyFiles files(plan);
            const Told told = run(job, folder.draft_of(job), files);
            if (!told.error) {
                EXPECT_TRUE(told.finished);
            }
            if (must_show && files.came_to_it() && plan.for_ever) {
                EXPECT_FALSE(told.finished);
            }
            if (!must_show) {
                EXPECT_TRUE(told.finished) << told.error->fault.name << " " << told.error->detail;
            }
            expect_nothing_lost(told, the_refused_act_may_be_there);
            if (HasFatalFailure()) return plan.at;
            remove_path(folder.inbox_of(job));
            if (!files.came_to_it()) return plan.at - 1;
        }
    }

    Folder folder;
    InboxKeys keys = InboxKeys::make();
    Job job;
};

} // namespace

TEST_F(FaultTest, no_single_failure_of_any_call_loses_an_acknowledged_act_or_leaves_a_refused_one)
{
    for (const int number : {EIO, ENOSPC, EROFS, EACCES}) {
        const int points = loop({.number = number}, true, false);
        EXPECT_GT(points, 40);
        if (HasFatalFailure()) return;
    }
}

TEST_F(FaultTest, no_call_that_fails_although_it_was_done_loses_an_acknowledged_act)
{
    for (const int number : {EIO, ENOSPC}) {
        loop({.number = number, .shape = Shape::done_but_denied}, true, false);
        if (HasFatalFailure()) return;
    }
}

TEST_F(FaultTest, no_failure_that_stays_for_ever_loses_an_acknowledged_act_or_tells_a_false_finish)
{
    for (const int number : {EIO, ENOSPC, EROFS}) {
        const int points = loop({.for_ever = true, .number = number}, true, true);
        EXPECT_GT(points, 40);
        if (HasFatalFailure()) return;
    }
}

TEST_F(FaultTest, a_disk_that_does_things_and_denies_them_for_ever_loses_no_acknowledged_act)
{
    loop({.for_ever = true, .shape = Shape::done_but_denied}, true, true);
}

TEST_F(FaultTest, a_short_read_or_write_anywhere_goes_unnoticed)
{
    loop({.shape = Shape::short_once}, false, false);
}

TEST_F(FaultTest, short_reads_and_writes_everywhere_go_unnoticed)
{
    loop({.for_ever = true, .shape = Shape::short_once}, false, false);
}

TEST_F(FaultTest, a_write_cut_short_by_a_disk_that_is_full_from_then_on_loses_nothing)
{
    loop({.shape = Shape::short_then_full}, true, true);
}

TEST_F(FaultTest, a_signal_at_any_call_goes_unnoticed)
{
    loop({.number = EINTR}, false, false);
}

TEST_F(FaultTest, every_fault_has_its_name)
{
    const auto name_of_first_append_error = [&](int number) {
        job = make_job(folder, keys);
        FaultyFiles counting({});
        std::vector<Act> replay;
        {
            auto log = SessionLog::open(job, replay, settings_with(counting));
        }
        FaultyFiles files({.at = counting.calls() + 1, .number = number});
        job = make_job(folder, keys);
        auto log = SessionLog::open(job, replay, settings_with(files));
        EXPECT_TRUE(log.ok());
        return fault_name(log->append(numbered_act(0)));
    };
    EXPECT_EQ(name_of_first_append_error(ENOSPC), "disk_full");
    EXPECT_EQ(name_of_first_append_error(EDQUOT), "disk_full");
    EXPECT_EQ(name_of_first_append_error(EROFS), "read_only_folder");
    EXPECT_EQ(name_of_first_append_error(EIO), "cannot_write");
}

TEST_F(FaultTest, a_folder_that_cannot_be_written_to_starts_no_session)
{
    FaultyFiles counting({});
    std::vector<Act> replay;
    job = make_job(folder, keys);
    {
        const auto log = SessionLog::open(job, replay, settings_with(counting));
    }
    for (const int number : {EROFS, EACCES}) {
        for (int at = 1; at <= counting.calls(); ++at) {
            job = make_job(folder, keys);
            FaultyFiles files({.at = at, .for_ever = true, .number = number});
            const auto log = SessionLog::open(job, replay, settings_with(files));
            // Looking for what is there may also fail: then nothing is known, and nothing begun either.
            const std::string_view name = fault_name(log);
            EXPECT_TRUE(name == "read_only_folder" || name == "cannot_read") << at << " " << name;
        }
    }
}

TEST_F(FaultTest, a_drafts_folder_that_is_a_file_starts_no_session)
{
    job = make_job(folder, keys);
    job.drafts_folder = folder.path() + "/file/drafts";
    write_file(folder.path() + "/file", "x");
    std::vector<Act> replay;
    EXPECT_EQ(fault_name(SessionLog::open(job, replay, settings_with(posix_files()))), "missing_file");
}

} // namespace rapport::sealed
