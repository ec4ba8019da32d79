#include "storage/vault/sqlite_memory.h"

#include <cstring>
#include <fstream>
#include <optional>
#include <sstream>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <unistd.h>

#include "storage/vault/sqlite.h"
#include "tests/vault/clinic.h"

namespace rapport::vault::test {

namespace {

/// One mapping of this process that can be written to, with its flags as the kernel names them.
struct Mapping {
    std::uintptr_t from = 0;
    std::uintptr_t to = 0;
    std::string flags;
};

std::vector<Mapping> writable()
{
    std::vector<Mapping> all;
    std::ifstream file("/proc/self/smaps");
    bool wanted = false;
    for (std::string line; std::getline(file, line);) {
        std::uintptr_t from = 0;
        std::uintptr_t to = 0;
        char rights[5] = {};
        if (std::sscanf(line.c_str(), "%lx-%lx %4s", &from, &to, rights) == 3) {
            // A sanitizer's shadow is terabytes, most of them never touched.
            wanted = rights[0] == 'r' && rights[1] == 'w' && to - from < std::uintptr_t{1} << 32U;
            if (wanted) all.push_back({from, to, {}});
        } else if (wanted && line.starts_with("VmFlags:")) {
            all.back().flags = line + " ";
        }
    }
    return all;
}

/// Past every check of a sanitizer, which would rather not have freed memory looked at.
std::string bytes_at(std::uintptr_t at, std::size_t size)
{
    const int memory = ::open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
    EXPECT_GE(memory, 0);
    std::string bytes(size, '\0');
    const ssize_t got = ::pread(memory, bytes.data(), size, static_cast<off_t>(at));
    ::close(memory);
    bytes.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    return bytes;
}

/// How often a word stands in memory that is given with every bit turned, so that it does not stand there by being
/// asked.
int found(std::string_view turned)
{
    int times = 0;
    const auto is_it = [&](const char* at) {
        for (std::size_t n = 0; n < turned.size(); ++n)
            if (static_cast<char>(~turned[n]) != at[n]) return false;
        return true;
    };
    constexpr std::size_t piece = std::size_t{1} << 20U;
    for (const Mapping& mapping : writable())
        for (std::uintptr_t at = mapping.from; at < mapping.to; at += piece) {
            std::string bytes = bytes_at(at, std::min<std::size_t>(piece, mapping.to - at));
            for (std::size_t n = 0; n + turned.size() <= bytes.size(); ++n)
                times += is_it(bytes.data() + n) ? 1 : 0;
            ::explicit_bzero(bytes.data(), bytes.size());
        }
    return times;
}

std::string turned(std::string_view front, std::string_view back)
{
    std::string out;
    for (const std::string_view part : {front, back})
        for (const char c : part)
            out.push_back(static_cast<char>(~c));
    return out;
}

} // namespace

TEST(SqliteMemory, what_sqlite_gives_back_holds_nothing_of_what_stood_there)
{
    ASSERT_TRUE(use_wiped_memory());
    for (const int size : {1, 24, 1000, 5000, 100'000}) {
        auto* const block = static_cast<char*>(sqlite3_malloc(size));
        ASSERT_NE(block, nullptr);
        std::memset(block, 'q', static_cast<std::size_t>(size));
        const auto at = reinterpret_cast<std::uintptr_t>(block);
        ASSERT_EQ(bytes_at(at, static_cast<std::size_t>(size)).find_first_not_of('q'), std::string::npos);
        sqlite3_free(block);
        EXPECT_EQ(bytes_at(at, static_cast<std::size_t>(size)).find("q"), std::string::npos) << size;
    }
}

TEST(SqliteMemory, a_block_that_is_made_larger_or_smaller_keeps_its_bytes_and_leaves_none_behind)
{
    ASSERT_TRUE(use_wiped_memory());
    int size = 8;
    auto* block = static_cast<char*>(sqlite3_malloc(size));
    std::memset(block, 'r', static_cast<std::size_t>(size));
    for (const int next : {9, 16, 400, 70'000, 30'000, 12, 1}) {
        const auto before = reinterpret_cast<std::uintptr_t>(block);
        block = static_cast<char*>(sqlite3_realloc(block, next));
        ASSERT_NE(block, nullptr);
        const auto kept = static_cast<std::size_t>(std::min(size, next));
        EXPECT_EQ(std::string(block, kept), std::string(kept, 'r')) << next;
        EXPECT_GE(sqlite3_msize(block), static_cast<sqlite3_uint64>(next));
        if (reinterpret_cast<std::uintptr_t>(block) != before) {
            EXPECT_EQ(bytes_at(before, static_cast<std::size_t>(size)).find("rr"), std::string::npos) << next;
        }
        size = next;
        std::memset(block, 'r', static_cast<std::size_t>(size));
    }
    sqlite3_free(block);
}

TEST(SqliteMemory, is_locked_and_in_no_core_dump_also_after_keys_were_freed_and_leaves_room_for_keys)
{
    ASSERT_TRUE(use_wiped_memory());
    if (usual_blocks() == Blocks::apart) GTEST_SKIP() << "a sanitizer sees each block by itself";
    rlimit limit{};
    ASSERT_EQ(::getrlimit(RLIMIT_MEMLOCK, &limit), 0);
    const Clinic clinic;
    const Vault vault = clinic.open();
    void* const block = sqlite3_malloc(1000);
    const auto at = reinterpret_cast<std::uintptr_t>(block);
    bool in_one_of_them = false;
    std::uintptr_t locked = 0;
    std::uintptr_t all = 0;
    for (const Mapping& mapping : writable()) {
        if (mapping.flags.find(" dd ") == std::string::npos) continue;
        all += mapping.to - mapping.from;
        if (mapping.flags.find(" lo ") != std::string::npos) locked += mapping.to - mapping.from;
        in_one_of_them = in_one_of_them || (at >= mapping.from && at < mapping.to);
    }
    EXPECT_TRUE(in_one_of_them);
    // libsodium's pages are of both kinds too, and few.
    constexpr std::uintptr_t mebibyte = std::uintptr_t{1} << 20U;
    EXPECT_GE(locked, std::min<std::uintptr_t>(all, limit.rlim_cur - 2 * mebibyte) - mebibyte / 2);
    EXPECT_LE(locked, limit.rlim_cur - mebibyte);
    sqlite3_free(block);
}

TEST(SqliteMemory, of_two_hundred_answers_that_were_read_none_is_left_when_the_database_is_closed)
{
    const std::string word = turned("quartz", "meridian");
    const std::string folder = temporary_folder();
    {
        const sealed::Secret key = sealed::Secret::random(32);
        auto database = Connection::open(folder + "/some.db", key);
        ASSERT_TRUE(database.ok());
        ASSERT_TRUE(database->run("PRAGMA temp_store=MEMORY").ok());
        ASSERT_TRUE(database->run("CREATE TABLE answer (words TEXT)").ok());
        // Put together by SQLite, so that this program never holds it.
        ASSERT_TRUE(database
                        ->run("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200) "
                              "INSERT INTO answer SELECT 'quartz' || 'meridian' || i FROM n")
                        .ok());
        ASSERT_GT(*database->count("SELECT sum(length(words)) FROM (SELECT words FROM answer ORDER BY words DESC)"),
                  200 * 14);
        EXPECT_GE(found(word), 200) << "while it is open they stand in its pages";
    }
    EXPECT_EQ(found(word), 0);
    remove_folder(folder);
}

} // namespace rapport::vault::test
