#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <ctime>
#include <map>
#include <sstream>

#include "tests/session/support.h"

namespace rapport::kiosk::test {

namespace {

using session::test::Folder;
using session::test::Handover;

/// A kiosk in a process of its own, given its job through a pipe as the supervisor gives it.
class Child {
public:
    Child(const Handover& handover, std::uint64_t seed)
    {
        int job[2];
        int said[2];
        if (pipe(job) != 0 || pipe2(said, O_CLOEXEC) != 0) std::abort();
        const std::string program = std::string(RAPPORT_BIN) + "/headless_kiosk";
        const std::string descriptor = std::to_string(job[0]);
        const std::string number = std::to_string(seed);
        pid_ = fork();
        if (pid_ == 0) {
            close(job[1]);
            dup2(said[1], STDOUT_FILENO);
            execl(program.c_str(), program.c_str(), descriptor.c_str(), number.c_str(), nullptr);
            _exit(127);
        }
        close(job[0]);
        close(said[1]);
        out_ = said[0];
        const sealed::Secret bytes = sealed::write_job(handover.job());
        std::size_t sent = 0;
        while (sent < bytes.size()) {
            const ssize_t wrote = write(job[1], bytes.data() + sent, bytes.size() - sent);
            if (wrote <= 0) std::abort();
            sent += static_cast<std::size_t>(wrote);
        }
        close(job[1]);
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;
    ~Child() { close(out_); }

    /// Waits for the first line, lets it go on for `nanoseconds`, kills it, and gives back all it said.
    std::vector<std::string> run_and_kill(long nanoseconds)
    {
        std::string said;
        while (said.find('\n') == std::string::npos && read_some(said)) {
        }
        const timespec pause{0, nanoseconds};
        nanosleep(&pause, nullptr);
        kill(pid_, SIGKILL);
        while (read_some(said)) {
        }
        int status = 0;
        waitpid(pid_, &status, 0);
        EXPECT_TRUE(!WIFEXITED(status) || WEXITSTATUS(status) == 0) << WEXITSTATUS(status);
        std::vector<std::string> lines;
        std::istringstream stream(said);
        for (std::string line; std::getline(stream, line);)
            lines.push_back(line);
        return lines;
    }

private:
    bool read_some(std::string& into) const
    {
        char room[4096];
        const ssize_t got = read(out_, room, sizeof room);
        if (got <= 0) return false;
        into.append(room, static_cast<std::size_t>(got));
        return true;
    }

    pid_t pid_ = -1;
    int out_ = -1;
};

bool is_move(sealed::ActKind kind)
{
    return kind == sealed::ActKind::moved_to || kind == sealed::ActKind::part_begun ||
           kind == sealed::ActKind::part_ended;
}

/// Where the acts on the disk say the person is, in the child's words.
std::string place_of(const std::vector<sealed::Act>& acts)
{
    std::string place = "other";
    for (const sealed::Act& act : acts) {
        if (!is_move(act.kind)) continue;
        place = "other";
        if (act.kind == sealed::ActKind::part_begun) place = std::to_string(act.part) + " 1";
        if (!act.item.empty()) place = std::to_string(act.part) + " " + act.item;
    }
    return place;
}

std::vector<std::string> answered(const std::vector<sealed::Act>& acts)
{
    std::vector<std::string> lines;
    for (const sealed::Act& act : acts)
        if (act.kind == sealed::ActKind::answered)
            lines.push_back("answered " + std::to_string(act.part) + " " + act.item + " " + std::to_string(act.value));
    return lines;
}

} // namespace

TEST(KioskKill, two_hundred_kills_lose_no_acknowledged_answer_and_double_none)
{
    std::mt19937_64 random(99);
    const Folder folder;
    const std::vector<sealed::JobInstrument> battery{{"pcl-5", session::test::bundled("pcl-5")},
                                                     {"phq-9", session::test::bundled("phq-9")}};
    auto handover = std::make_unique<Handover>(folder, battery);
    std::vector<std::string> acknowledged; // of this session, over all its kills
    std::string place = "other";
    std::size_t answers = 0;
    int in_the_middle = 0;
    for (std::uint64_t round = 0; round < 200; ++round) {
        const auto pause = static_cast<long>(random() % 120'000'000);
        const std::vector<std::string> said = Child(*handover, round).run_and_kill(pause);
        ASSERT_FALSE(said.empty()) << "round " << round;
        EXPECT_EQ(said.front(), "at " + place) << "round " << round;
        const bool end = said.back() == "end" || said.back() == "at end";
        for (std::size_t i = 1; i < said.size(); ++i)
            if (said[i].starts_with("answered")) acknowledged.push_back(said[i]);

        const std::string file = "/" + sealed::hex(handover->session) + ".rvs";
        const bool whole = access((folder.inbox() + file).c_str(), F_OK) == 0;
        ASSERT_TRUE(whole || !end) << "round " << round;
        const sealed::OpenedSession opened = handover->read(whole ? folder.inbox() : folder.drafts());
        // A kill between FINAL and the move leaves a finished draft; the next start delivers it.
        ASSERT_TRUE(opened.finished || !whole) << "round " << round;
        std::vector<std::string> kept = answered(opened.acts);
        // A kill between the disk and the word about it leaves one answer more than was acknowledged; never fewer.
        ASSERT_TRUE(kept.size() == acknowledged.size() || kept.size() == acknowledged.size() + 1) << "round " << round;
        ASSERT_TRUE(std::equal(acknowledged.begin(), acknowledged.end(), kept.begin())) << "round " << round;
        acknowledged = kept;
        place = opened.finished ? "end" : place_of(opened.acts);
        in_the_middle += place != "other" ? 1 : 0;
        if (!whole) continue;
        answers += kept.size();
        handover = std::make_unique<Handover>(folder, battery);
        acknowledged.clear();
        place = "other";
    }
    EXPECT_GT(answers, 30U) << "no session was ever finished between the kills";
    EXPECT_GT(in_the_middle, 100) << "the kills came too early or too late to mean anything";
}

} // namespace rapport::kiosk::test
