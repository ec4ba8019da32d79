#include "storage/sealed/confine.h"

#include <cerrno>

#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/sealed/refusing_system.h"
#include "tests/sealed/support.h"

namespace rapport::sealed {

namespace {

int opens(const std::string& path, int flags)
{
    const int opened = ::open(path.c_str(), flags);
    if (opened < 0) return errno;
    ::close(opened);
    return 0;
}

/// In a process of its own, since it is for good: 0 when all is as it should be, 77 when the kernel has no Landlock.
int confined(const test::Folder& folder)
{
    const auto done = confine(folder.drafts(), folder.inbox());
    if (!done) return 1;
    if (*done == Confined::not_here) return 77;
    if (opens(folder.path() + "/responses.db", O_RDONLY) != EACCES) return 2;
    if (opens(folder.path() + "/responses.db", O_WRONLY) != EACCES) return 3;
    if (opens(folder.path() + "/header.rvh", O_RDONLY) != EACCES) return 4;
    if (opens(folder.drafts() + "/one.rvs", O_RDWR) != 0) return 5;
    if (opens(folder.inbox() + "/new.rvs", O_RDWR | O_CREAT) != 0) return 6;
    if (opens("/proc/self/status", O_RDONLY) != 0) return 7;
    if (opens("/usr/bin/env", O_RDONLY) != 0) return 8;
    if (opens("/dev/null", O_WRONLY) != 0) return 9;
    // Nor by a link from a place that is allowed.
    if (::symlink((folder.path() + "/responses.db").c_str(), (folder.drafts() + "/link").c_str()) != 0) return 10;
    if (opens(folder.drafts() + "/link", O_RDONLY) != EACCES) return 11;
    return 0;
}

} // namespace

TEST(Confine, the_patients_program_opens_no_file_of_the_vault_but_sealed_sessions)
{
    const test::Folder folder;
    test::write_file(folder.path() + "/responses.db", "x");
    test::write_file(folder.path() + "/header.rvh", "x");
    test::write_file(folder.drafts() + "/one.rvs", "x");
    ASSERT_EQ(opens(folder.path() + "/responses.db", O_RDWR), 0) << "before, it does";
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) ::_exit(confined(folder));
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFEXITED(status));
    if (WEXITSTATUS(status) == 77) GTEST_SKIP() << "this kernel has no Landlock";
    EXPECT_EQ(WEXITSTATUS(status), 0);
}

TEST(Confine, where_it_cannot_be_done_it_is_said_and_nothing_is_half_confined)
{
    const test::Folder folder;
    test::write_file(folder.path() + "/responses.db", "x");
    if (::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION) < 2)
        GTEST_SKIP() << "this kernel has no Landlock that knows of moving files";
    EXPECT_EQ(test::fault_name(confine(folder.drafts() + "/nowhere", folder.inbox())), "cannot_harden");
    EXPECT_EQ(test::fault_name(confine(folder.drafts(), folder.inbox() + "/nowhere")), "cannot_harden");
    for (const test::Call call : {test::Call::realpath, test::Call::opendir, test::Call::prctl}) {
        const test::Refuses refuses(call, EPERM);
        EXPECT_EQ(test::fault_name(confine(folder.drafts(), folder.inbox())), "cannot_harden");
    }
    EXPECT_EQ(opens(folder.path() + "/responses.db", O_RDWR), 0) << "this process is as free as it was";
}

} // namespace rapport::sealed
