#include <algorithm>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "site.h"
#include "storage/hub/outbox.h"

using namespace rapport;
using namespace rapport::hub;
using namespace rapport::hub::test;

TEST(Exchange, sessions_of_each_are_in_every_inbox_once_and_asking_again_brings_nothing)
{
    Site site(3);
    for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t n = 0; n <= i; ++n)
            static_cast<void>(site.answer(site[i]));
    for (std::size_t i = 0; i < 3; ++i)
        EXPECT_EQ(site[i].push().sessions, i + 1);
    for (std::size_t i = 0; i < 3; ++i) {
        const Exchanged pulled = site[i].pull();
        EXPECT_EQ(pulled.sessions, 6 - (i + 1));
        EXPECT_TRUE(pulled.findings.empty()) << names(pulled.findings);
    }
    EXPECT_EQ(site[0].sessions(), 6U);
    EXPECT_EQ(site[0].digest(), site[1].digest());
    EXPECT_EQ(site[1].digest(), site[2].digest());
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(site[i].push().sessions, 0U);
        EXPECT_EQ(site[i].pull().sessions, 0U);
    }
    // Who has told how far they are says it once, not in answer to one another for ever.
    std::uint64_t records = 0;
    for (std::size_t i = 0; i < 3; ++i)
        records += site[i].push().records + site[i].pull().records;
    EXPECT_EQ(records, 0U);
}

TEST(Exchange, what_was_taken_in_before_it_was_sent_is_sent_all_the_same)
{
    Site site(2);
    const Id session = site.answer(site[0]);
    const std::string name = sealed::hex(session) + ".rvs";
    std::filesystem::rename(site[0].home.inbox() + "/" + name, site[0].home.taken() + "/" + name);
    EXPECT_EQ(site[0].push().sessions, 1U);
    EXPECT_EQ(site[1].pull().sessions, 1U);
    EXPECT_EQ(site[0].digest(), site[1].digest());
}

TEST(Exchange, a_session_taken_in_and_cleared_away_does_not_come_back)
{
    Site site(2);
    const Id session = site.answer(site[0]);
    site[0].push();
    site[1].pull();
    std::filesystem::remove(site[1].home.inbox() + "/" + sealed::hex(session) + ".rvs");
    // Its own knowledge of how far it came is gone, as after a crash before it was written.
    State state = *load_state(sealed::posix_files(), site[1].home);
    state.peer(site[0].seat().device) = {site[0].seat().device, {}, {}, 0, 0, false};
    ASSERT_TRUE(save_state(sealed::posix_files(), site[1].home, state).ok());
    const Exchanged again = site[1].pull();
    EXPECT_EQ(again.sessions, 0U);
    EXPECT_EQ(again.already, 1U);
    EXPECT_EQ(site[1].sessions(), 0U);
}

TEST(Exchange, one_session_with_two_different_answers_is_put_aside_and_named)
{
    Site site(2);
    const Id session = site.answer(site[0]);
    const std::string name = sealed::hex(session) + ".rvs";
    std::filesystem::copy_file(site[0].home.inbox() + "/" + name, site[1].home.inbox() + "/" + name);
    {
        std::fstream file(site[1].home.inbox() + "/" + name, std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(400);
        file.put('\x7f');
    }
    const auto before = site[1].digest();
    site[0].push();
    const Exchanged pulled = site[1].pull();
    EXPECT_TRUE(has(pulled.findings, fault::session_twice)) << names(pulled.findings);
    EXPECT_EQ(site[1].digest(), before);
    const auto now = status(site[1].home, site[1].means);
    ASSERT_TRUE(now.ok());
    EXPECT_EQ(now->aside, 1U);
}

TEST(Exchange, batches_that_everybody_has_are_not_kept)
{
    Site site(2);
    static_cast<void>(site.answer(site[0]));
    site[0].push();
    const auto kept = [&] { return names_in(site[0].home.out(), ".out")->size(); };
    EXPECT_EQ(kept(), 1U);
    site[1].pull(); // and tells
    site[0].pull();
    EXPECT_EQ(kept(), 0U);
}

TEST(Exchange, a_session_fits_one_of_four_sizes_whatever_was_answered)
{
    Site site(1);
    for (const int acts : {1, 10, 60, 400, 1700})
        static_cast<void>(site.answer(site[0], acts));
    site[0].push();
    const Rows sizes = Cluster::get().ask(
        "SELECT CAST(octet_length(body) AS bigint) FROM rapport_record WHERE site = $1", {Value(site.site_id())});
    ASSERT_EQ(sizes.count(), 5);
    for (int i = 0; i < sizes.count(); ++i) {
        const std::uint64_t plain = sizes.number(i, 0) - seal_overhead;
        EXPECT_TRUE(plain == 4096 || plain == 16384 || plain == 65536 || plain == 327680) << plain;
    }
}

TEST(Exchange, two_programs_do_not_write_one_chain)
{
    Site site(1);
    auto lock = sealed::File::make(sealed::posix_files(), site[0].home.hub() + "/lock");
    ASSERT_TRUE(lock.ok());
    ASSERT_TRUE(lock->lock(site[0].home.hub() + "/lock").ok());
    const auto second = hub::push(site[0].home, site[0].means);
    ASSERT_FALSE(second.ok());
    EXPECT_EQ(second.error().fault, fault::hub_in_use);
}

TEST(Exchange, files_of_this_device_that_were_changed_are_refused)
{
    Site site(2);
    static_cast<void>(site.answer(site[0]));
    site[0].push();
    for (const char* const name : {"seat", "state", "roster"}) {
        const std::string path = site[0].home.hub() + "/" + name;
        const auto size = std::filesystem::file_size(path);
        for (std::size_t at = 0; at < size; at += 1 + size / 7) {
            std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
            file.seekg(static_cast<std::streamoff>(at));
            const int byte = file.get();
            file.seekp(static_cast<std::streamoff>(at));
            file.put(static_cast<char>(byte ^ 0x20));
            file.close();
            const auto pushed = hub::push(site[0].home, site[0].means);
            EXPECT_TRUE(!pushed.ok() && pushed.error().fault == fault::hub_damaged) << name << " at " << at;
            std::fstream back(path, std::ios::in | std::ios::out | std::ios::binary);
            back.seekp(static_cast<std::streamoff>(at));
            back.put(static_cast<char>(byte));
        }
    }
    std::filesystem::remove(site[0].home.hub() + "/state");
    const auto without = hub::push(site[0].home, site[0].means);
    ASSERT_FALSE(without.ok());
    EXPECT_EQ(without.error().fault, fault::hub_damaged);
}
