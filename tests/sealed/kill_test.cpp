#include <csignal>

#include <sys/wait.h>
#include <unistd.h>

#include "tests/sealed/support.h"

namespace rapport::sealed {

using namespace test;

namespace {

constexpr int kills = 200;
constexpr std::int32_t finished_mark = -1;

void report(int pipe, std::int32_t number)
{
    // One small write to a pipe is whole or not there at all.
    if (write(pipe, &number, sizeof number) != sizeof number) _exit(9);
}

/// The patient's program: opens, goes on where the file ends, reports each act after it was acknowledged.
[[noreturn]] void live(const Job& job, int pipe, std::uint64_t seed)
{
    std::mt19937_64 random(seed);
    std::vector<Act> replay;
    auto log = SessionLog::open(job, replay, settings_with(posix_files()));
    if (!log) _exit(1);
    auto number = static_cast<std::int32_t>(replay.size());
    if (replay != numbered_acts(number)) _exit(2);
    const std::int32_t until = number + static_cast<std::int32_t>(random() % 60);
    while (number < until && log->acts() < 1700) {
        if (!log->append(numbered_act(number))) _exit(3);
        report(pipe, number++);
    }
    if (!log->finish()) _exit(4);
    report(pipe, finished_mark);
    _exit(0);
}

struct Life {
    std::int32_t acknowledged = 0; ///< acts reported in this life
    bool finished = false;
    bool killed = false;
    int exit_code = 0;
};

/// Lets the child report a random number of acts and kills it a moment later; one in ten at once, while it opens.
Life one_life(const Job& job, std::int32_t first, std::mt19937_64& random)
{
    Life life;
    int ends[2];
    if (pipe(ends) != 0) std::abort();
    const std::uint64_t seed = random();
    const pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        live(job, ends[1], seed);
    }
    close(ends[1]);
    const auto next_report = [&] {
        std::int32_t number = 0;
        if (read(ends[0], &number, sizeof number) != sizeof number) return false;
        if (number == finished_mark)
            life.finished = true;
        else if (number == first + life.acknowledged)
            ++life.acknowledged;
        else
            life.exit_code = 8;
        return true;
    };
    std::uint64_t wanted = random() % 10 == 0 ? 0 : 1 + random() % 40;
    while (wanted != 0 && next_report())
        --wanted;
    usleep(static_cast<useconds_t>(random() % 1'500));
    kill(child, SIGKILL);
    int status = 0;
    waitpid(child, &status, 0);
    life.killed = WIFSIGNALED(status);
    if (WIFEXITED(status) && WEXITSTATUS(status) != 0) life.exit_code = WEXITSTATUS(status);
    while (next_report()) {
    }
    close(ends[0]);
    return life;
}

} // namespace

TEST(Kill, of_200_killed_sessions_every_acknowledged_act_is_there_once_and_in_order)
{
    const Folder folder;
    const InboxKeys keys = InboxKeys::make();
    std::mt19937_64 random(10);
    Job job = make_job(folder, keys);
    std::int32_t known = 0;
    int killed = 0;
    int acknowledged = 0;
    int unacknowledged = 0;
    int delivered = 0;
    while (killed < kills) {
        const Life life = one_life(job, known, random);
        ASSERT_EQ(life.exit_code, 0);
        killed += life.killed ? 1 : 0;
        acknowledged += life.acknowledged;
        known += life.acknowledged;

        const bool in_inbox = is_there(folder.inbox_of(job));
        if (life.finished) {
            ASSERT_TRUE(in_inbox);
        }
        const std::string path = in_inbox ? folder.inbox_of(job) : folder.draft_of(job);
        ASSERT_FALSE(in_inbox && is_there(folder.draft_of(job)));
        if (!is_there(path)) {
            ASSERT_EQ(known, 0); // killed before there was a draft
            continue;
        }
        const auto opened = open_session_file(path, keys, &job.key);
        ASSERT_TRUE(opened.ok()) << opened.error().fault.name << " " << opened.error().detail;
        const auto there = static_cast<std::int32_t>(opened->acts.size());
        ASSERT_EQ(opened->acts, numbered_acts(there));
        ASSERT_GE(there, known);
        ASSERT_LE(there, known + 1);
        unacknowledged += there - known;
        known = there;
        if (in_inbox) {
            ASSERT_TRUE(opened->finished);
        }

        if (opened->finished) {
            std::vector<Act> replay;
            ASSERT_EQ(fault_name(SessionLog::open(job, replay, settings_with(posix_files()))), "session_finished");
            ASSERT_TRUE(is_there(folder.inbox_of(job)));
            ++delivered;
            job = make_job(folder, keys);
            known = 0;
        }
    }
    RecordProperty("acknowledged", acknowledged);
    RecordProperty("unacknowledged_but_kept", unacknowledged);
    RecordProperty("delivered", delivered);
    EXPECT_GT(acknowledged, kills); // the kills did come in the middle of something
}

} // namespace rapport::sealed
