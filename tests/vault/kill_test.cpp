#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <random>

#include <sys/wait.h>
#include <unistd.h>

#include "tests/vault/clinic.h"
#include "tests/vault/kdf_probe.h"

namespace rapport::vault::test {

namespace {

constexpr int sessions = 3;

int kills()
{
    const char* const wish = std::getenv("RAPPORT_INGEST_KILLS");
    return wish == nullptr ? 150 : std::atoi(wish);
}

/// A clinic whose inbox holds three finished sessions of one person.
sealed::Id fill_inbox(const Clinic& clinic)
{
    Vault vault = clinic.open();
    const Person person = somebody(vault);
    for (int i = 0; i < sessions; ++i) {
        auto what = all_items(0, 20, i);
        for (const Do& one : all_items(1, 10, 1))
            what.push_back(one);
        Clinic::answer(started(vault, person.id, {"pcl-5", "phq-9"}), what);
    }
    return person.id;
}

/// Opens the vault in a process of its own, says so, takes the inbox in, and is killed `after` microseconds of that.
void ingest_and_be_killed(const Clinic& clinic, std::uint64_t after)
{
    int ready[2];
    ASSERT_EQ(::pipe(ready), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        auto vault = clinic.try_open();
        const char byte = 'r';
        if (!vault || ::write(ready[1], &byte, 1) != 1) ::_exit(1);
        static_cast<void>(vault->ingest());
        ::_exit(0);
    }
    ::close(ready[1]);
    char byte = 0;
    ASSERT_EQ(::read(ready[0], &byte, 1), 1);
    ::usleep(static_cast<useconds_t>(after));
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    ::close(ready[0]);
}

} // namespace

TEST(Kill, an_ingest_killed_at_any_moment_loses_nothing_and_doubles_nothing)
{
    const KdfMemory memory;                   // nothing here is about the derivation
    constexpr std::uint64_t longest = 40'000; // microseconds; an ingest of this inbox takes about so long
    std::mt19937_64 random(42);
    const Clinic filled;
    const sealed::Id person = fill_inbox(filled);
    int cut_short = 0;
    for (int round = 0; round < kills(); ++round) {
        const auto copy = Clinic::copy_of(filled);
        const Clinic& clinic = *copy;
        ingest_and_be_killed(clinic, random() % longest);
        Vault vault = clinic.open();
        const auto report = vault.ingest();
        ASSERT_TRUE(report.ok()) << report.error().detail;
        cut_short += report->sessions > 0 ? 1 : 0;
        EXPECT_EQ(report->refused, 0);
        const auto rows = vault.administrations(person);
        ASSERT_TRUE(rows.ok()) << rows.error().detail;
        EXPECT_EQ(rows->size(), 2U * sessions);
        EXPECT_EQ(vault.open_alerts()->size(), 1U * sessions);
        EXPECT_EQ(vault.person(person)->administrations, 2 * sessions);
        EXPECT_TRUE(sealed::session_files(clinic.folder + "/inbox")->empty());
        EXPECT_EQ(sealed::session_files(clinic.folder + "/inbox/taken")->size(), 1U * sessions);
        EXPECT_TRUE(vault.verify().ok());
    }
    std::printf("             %d kills, %d of them before everything was taken in\n", kills(), cut_short);
    EXPECT_GT(cut_short, kills() / 10); // otherwise nothing was tried
}

} // namespace rapport::vault::test
