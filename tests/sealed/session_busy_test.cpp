#include <sys/wait.h>
#include <unistd.h>

#include "tests/sealed/power_cut_disk.h"
#include "tests/sealed/support.h"

namespace rapport::sealed {

using namespace test;

TEST(SessionBusy, a_draft_open_here_is_refused_elsewhere_and_free_again_afterwards)
{
    const Folder folder;
    const InboxKeys keys = InboxKeys::make();
    const Job job = make_job(folder, keys);
    std::vector<Act> replay;
    {
        auto log = SessionLog::open(job, replay, settings_with(posix_files()));
        ASSERT_TRUE(log.ok());
        ASSERT_TRUE(log->append(numbered_act(0)).ok());
        EXPECT_EQ(fault_name(SessionLog::open(job, replay, settings_with(posix_files()))), "session_busy");
        const pid_t child = fork();
        if (child == 0) {
            std::vector<Act> theirs;
            const auto other = SessionLog::open(job, theirs, settings_with(posix_files()));
            _exit(!other.ok() && other.error().fault == fault::session_busy && theirs.empty() ? 0 : 1);
        }
        int status = 0;
        ASSERT_EQ(waitpid(child, &status, 0), child);
        EXPECT_EQ(status, 0);
        EXPECT_TRUE(log->append(numbered_act(1)).ok());
    }
    const auto log = SessionLog::open(job, replay, settings_with(posix_files()));
    ASSERT_TRUE(log.ok());
    EXPECT_EQ(replay, numbered_acts(2));
}

TEST(SessionBusy, of_processes_that_start_the_same_session_at_once_one_has_it_at_a_time)
{
    const Folder folder;
    const InboxKeys keys = InboxKeys::make();
    constexpr int rounds = 60;
    constexpr int racers = 4;
    int refused = 0;
    for (int round = 0; round < rounds; ++round) {
        const Job job = make_job(folder, keys);
        int gate[2];
        ASSERT_EQ(pipe(gate), 0);
        std::array<pid_t, racers> children{};
        for (pid_t& child : children) {
            child = fork();
            if (child != 0) continue;
            close(gate[1]);
            char go = 0;
            static_cast<void>(!read(gate[0], &go, 1)); // all leave when the gate's other end closes
            std::vector<Act> replay;
            auto log = SessionLog::open(job, replay, settings_with(posix_files()));
            if (!log) _exit(log.error().fault == fault::session_busy ? 1 : 2);
            // Whoever has it adds three acts after those it found; two at once would break the chain.
            const auto found = static_cast<std::int32_t>(replay.size());
            for (std::int32_t i = found; i < found + 3; ++i)
                if (!log->append(numbered_act(i))) _exit(3);
            _exit(0);
        }
        close(gate[0]);
        close(gate[1]);
        std::int32_t winners = 0;
        for (const pid_t child : children) {
            int status = 0;
            ASSERT_EQ(waitpid(child, &status, 0), child);
            ASSERT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) <= 1) << "exit " << WEXITSTATUS(status);
            WEXITSTATUS(status) == 0 ? ++winners : ++refused;
        }
        ASSERT_GE(winners, 1) << round;
        const auto opened = open_session_file(folder.draft_of(job), keys, &job.key);
        ASSERT_TRUE(opened.ok()) << opened.error().detail;
        ASSERT_EQ(opened->acts, numbered_acts(3 * winners));
        remove_path(folder.draft_of(job));
    }
    EXPECT_GT(refused, 0); // they did meet
}

namespace {

/// Another program is quicker: between our open and our lock the draft gets another name, or another file its name.
class Overtaken final : public PowerCutDisk {
public:
    std::string draft;
    bool put_another_there = false;
    int lock(int descriptor) override
    {
        if (holds(draft)) static_cast<void>(rename(draft.c_str(), "/d/elsewhere"));
        if (put_another_there) put(draft, "another file");
        return PowerCutDisk::lock(descriptor);
    }
};

} // namespace

TEST(SessionBusy, a_draft_that_was_moved_between_opening_and_locking_is_not_written_to)
{
    const InboxKeys keys = InboxKeys::make();
    const Job job = make_job("/d", "/i", keys);
    for (const bool another : {false, true}) {
        Overtaken disk;
        std::vector<Act> replay;
        {
            ASSERT_TRUE(SessionLog::open(job, replay, settings_with(disk)).ok());
        }
        disk.draft = "/d/" + hex(job.session) + ".rvs";
        disk.put_another_there = another;
        EXPECT_EQ(fault_name(SessionLog::open(job, replay, settings_with(disk))), "session_busy");
    }
}

} // namespace rapport::sealed
