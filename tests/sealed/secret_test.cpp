#include <csignal>
#include <cstring>

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/sealed/support.h"

namespace rapport::sealed {

TEST(Secret, starts_with_zero_bytes_of_the_asked_size)
{
    const Secret secret(40);
    EXPECT_EQ(secret.view(), std::string(40, '\0'));
    EXPECT_TRUE(Secret().empty());
    EXPECT_TRUE(Secret(0).empty());
}

TEST(Secret, moving_leaves_the_source_empty)
{
    Secret first = Secret::copy_of("words");
    Secret second = std::move(first);
    EXPECT_EQ(second.view(), "words");
    EXPECT_TRUE(first.empty()); // NOLINT(bugprone-use-after-move): that is the promise
    Secret third = Secret::copy_of("other");
    third = std::move(second);
    EXPECT_EQ(third.view(), "words");
}

TEST(Secret, a_copy_is_independent)
{
    Secret one = Secret::copy_of("abc");
    const Secret two = one.copy();
    one.data()[0] = 'x';
    EXPECT_EQ(two.view(), "abc");
}

TEST(Secret, appending_grows_like_a_string_does)
{
    std::mt19937_64 random(1);
    for (int round = 0; round < 200; ++round) {
        Secret secret;
        std::string expected;
        for (int step = 0; step < 50; ++step) {
            const std::string piece(random() % 9, static_cast<char>('a' + random() % 26));
            secret.append(piece);
            expected += piece;
        }
        ASSERT_EQ(secret.view(), expected);
        secret.append(secret.view()); // its own bytes, across a reallocation
        ASSERT_EQ(secret.view(), expected + expected);
    }
}

TEST(Secret, dropping_takes_one_code_point_of_any_length_and_wipes_it)
{
    Secret secret;
    secret.append("a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80"); // a, e acute, euro sign, one four-byte code point
    secret.drop_last_code_point();
    EXPECT_EQ(secret.view(), "a\xC3\xA9\xE2\x82\xAC");
    EXPECT_EQ(secret.data()[6], 0); // still our memory: the capacity never shrinks
    secret.drop_last_code_point();
    EXPECT_EQ(secret.view(), "a\xC3\xA9");
    secret.drop_last_code_point();
    EXPECT_EQ(secret.view(), "a");
    secret.drop_last_code_point();
    secret.drop_last_code_point();
    EXPECT_TRUE(secret.empty());
}

TEST(Secret, clear_leaves_nothing)
{
    Secret secret = Secret::copy_of("abc");
    secret.clear();
    EXPECT_TRUE(secret.empty());
    secret.append("d");
    EXPECT_EQ(secret.view(), "d");
}

// AddressSanitizer turns mlock into nothing; these two run with what is shipped.
#ifdef __SANITIZE_ADDRESS__
#define RAPPORT_MLOCK_DOES_NOTHING
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define RAPPORT_MLOCK_DOES_NOTHING
#endif
#endif
#ifndef RAPPORT_MLOCK_DOES_NOTHING
TEST(Secret, lies_in_locked_memory)
{
    const Secret secret = Secret::random(32);
    // mincore cannot tell; the kernel's own count of locked kilobytes of this process can.
    const std::string status = test::read_file("/proc/self/status");
    const auto line = status.find("VmLck:");
    ASSERT_NE(line, std::string::npos);
    EXPECT_GT(std::strtol(status.c_str() + line + 6, nullptr, 10), 0);
}

TEST(Secret, a_process_that_may_not_lock_memory_stops_instead_of_going_on)
{
    const pid_t child = fork();
    if (child == 0) {
        const rlimit none{0, 0};
        setrlimit(RLIMIT_MEMLOCK, &none);
        if (geteuid() == 0 && setuid(65534) != 0) _exit(3); // root may lock past any limit
        if (freopen("/dev/null", "w", stderr) == nullptr) _exit(4);
        std::signal(SIGABRT, SIG_DFL);
        const Secret secret(32);
        _exit(0);
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status)) << "exit " << WEXITSTATUS(status);
    EXPECT_EQ(WTERMSIG(status), SIGABRT);
}

#endif

TEST(Process, prepare_switches_core_dumps_and_tracing_off_and_may_be_called_again)
{
    const pid_t child = fork();
    if (child == 0) {
        if (!prepare_process() || !prepare_process()) _exit(1);
        rlimit core{};
        if (getrlimit(RLIMIT_CORE, &core) != 0 || core.rlim_cur != 0 || core.rlim_max != 0) _exit(2);
        _exit(prctl(PR_GET_DUMPABLE) == 0 ? 0 : 3);
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), 0);
}

TEST(Id, hex_and_back_is_the_same_id)
{
    for (int i = 0; i < 10'000; ++i) {
        const Id id = random_id();
        const auto back = id_from_hex(hex(id));
        ASSERT_TRUE(back.ok());
        ASSERT_EQ(*back, id);
    }
    EXPECT_EQ(hex(Id{0x00, 0x0F, 0xA0, 0xFF}), "000fa0ff000000000000000000000000");
}

TEST(Id, anything_but_32_hex_digits_is_refused)
{
    const std::string good(32, 'a');
    EXPECT_TRUE(id_from_hex(good).ok());
    for (const std::string& bad : {std::string(), good + "a", std::string(31, 'a'), std::string(31, 'a') + "g",
                                   std::string(31, 'a') + " ", std::string(31, 'a') + '\0'})
        EXPECT_EQ(test::fault_name(id_from_hex(bad)), "bad_id");
}

} // namespace rapport::sealed
