// As SQLite does it: the same work again and again, with the first request for memory refused, then the second, until a
// run comes through. The work is done by a process of its own, which may die of it, as ours may; what it had said is
// kept where its death does not reach.
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <new>

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "storage/vault/sqlite_memory.h"
#include "tests/no_memory/failing_malloc.h"
#include "tests/sealed/support.h"
#include "tests/vault/one_day.h"

namespace rapport::test {

namespace {

/// Each request of SQLite's by itself, so that each can be refused.
[[maybe_unused]] const bool apart = vault::use_wiped_memory(vault::Blocks::apart);

/// One object that a process and the children it forks share.
template <class T>
class Shared {
public:
    Shared() : place_(::mmap(nullptr, sizeof(T), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0))
    {
        if (place_ == MAP_FAILED) std::abort();
        object_ = new (place_) T;
    }
    ~Shared() { ::munmap(place_, sizeof(T)); }
    Shared(const Shared&) = delete;
    Shared& operator=(const Shared&) = delete;
    T* operator->() { return object_; }
    T& operator*() { return *object_; }

private:
    void* place_;
    T* object_ = nullptr;
};

struct Outcome {
    bool refused = false; ///< a request was
    bool lived = false;   ///< and the process came through all the same
    long requests = 0;
};

/// `ready` happens with memory at hand, what it gives back with the refusal.
using Work = std::function<void()>;
Outcome in_a_process(long at, bool for_ever, const std::function<Work()>& ready)
{
    Shared<Outcome> outcome;
    const pid_t child = ::fork();
    if (child < 0) std::abort();
    if (child == 0) {
        const rlimit none{0, 0};
        ::setrlimit(RLIMIT_CORE, &none);
        if (std::freopen("/dev/null", "w", stderr) == nullptr) ::_exit(9);
        {
            const Work work = ready();
            outcome->refused = true; // until it is known better
            refuse_memory(at, for_ever);
            [&work]() noexcept { work(); }(); // nothing catches bad_alloc in the programs either
            outcome->refused = grant_memory();
            outcome->requests = requests();
            outcome->lived = true;
        }
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    const bool ended = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    const bool gave_up = WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
    EXPECT_TRUE(ended || gave_up) << "status " << status;
    return *outcome;
}

/// How many requests apart the refusals are: the everyday run takes about a hundred of them.
long stride(long everyday)
{
    const char* wish = std::getenv("RAPPORT_MEMORY_STRIDE");
    return wish == nullptr ? everyday : std::atol(wish);
}

struct Count {
    int tried = 0;
    int died = 0;
    long requests = 0;
    ~Count()
    {
        std::printf("             %d refusals of %ld requests, %d processes died of it\n", tried, requests, died);
    }
};

} // namespace

TEST(NoMemory, a_vault_that_gets_no_memory_says_nothing_is_saved_that_is_not_and_loses_nothing)
{
    const vault::test::OneDay day;
    Count count;
    for (const bool for_ever : {false, true}) {
        for (long at = 1;; at += stride(211)) {
            SCOPED_TRACE("request " + std::to_string(at) + (for_ever ? " and on" : ""));
            const auto copy = day.morning();
            Shared<vault::test::OneDay::Said> said;
            const Outcome outcome = in_a_process(at, for_ever, [&] {
                auto open = std::make_shared<vault::Vault>(vault::test::OneDay::vault_of(*copy));
                return [&said, open] { vault::test::OneDay::live(*open, *said); };
            });
            day.expect_nothing_lost(*copy, *said);
            if (testing::Test::HasFailure()) return;
            if (!outcome.refused) {
                EXPECT_TRUE(said->added && said->taken);
                count.requests = outcome.requests;
                break;
            }
            ++count.tried;
            count.died += outcome.lived ? 0 : 1;
        }
    }
    EXPECT_GT(count.tried, 20);
}

TEST(NoMemory, a_session_that_gets_no_memory_shows_no_answer_as_saved_that_is_not)
{
    using namespace sealed;
    using namespace sealed::test;
    constexpr std::int32_t acts = 6;
    const InboxKeys keys = InboxKeys::make();
    Count count;
    for (const bool for_ever : {false, true}) {
        for (long at = 1;; at += stride(1)) {
            SCOPED_TRACE("request " + std::to_string(at) + (for_ever ? " and on" : ""));
            const Folder folder;
            const Job job = make_job(folder, keys);
            struct Seen {
                std::int32_t saved = 0;
                bool finished = false;
            };
            Shared<Seen> seen;
            const Outcome outcome = in_a_process(at, for_ever, [&] {
                return [&] {
                    std::vector<Act> replay;
                    auto log = SessionLog::open(job, replay);
                    if (!log) return;
                    for (std::int32_t act = 0; act < acts; ++act) {
                        if (!log->append(numbered_act(act))) return;
                        seen->saved = act + 1;
                    }
                    seen->finished = log->finish().ok();
                };
            });
            // The person sits down again: what was shown is there, and the session comes to its end.
            if (!seen->finished && !is_there(folder.inbox_of(job))) {
                std::vector<Act> replay;
                auto log = SessionLog::open(job, replay);
                ASSERT_TRUE(log.ok());
                const auto kept = static_cast<std::int32_t>(replay.size());
                ASSERT_GE(kept, seen->saved);
                ASSERT_LE(kept, seen->saved + 1);
                for (std::int32_t act = kept; act < acts; ++act)
                    ASSERT_TRUE(log->append(numbered_act(act)).ok());
                ASSERT_TRUE(log->finish().ok());
            }
            const auto opened = open_session_file(folder.inbox_of(job), keys, &job.key);
            ASSERT_TRUE(opened.ok());
            ASSERT_TRUE(opened->finished);
            ASSERT_EQ(opened->acts, numbered_acts(acts));
            if (!outcome.refused) {
                EXPECT_TRUE(seen->finished);
                count.requests = outcome.requests;
                break;
            }
            ++count.tried;
            count.died += outcome.lived ? 0 : 1;
        }
    }
    EXPECT_GT(count.tried, 20);
}

} // namespace rapport::test
