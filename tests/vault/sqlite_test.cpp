// The one door to SQLCipher: what it gives back when a file, a statement or a key will not do.
#include <gtest/gtest.h>

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "storage/vault/open_database.h"
#include "tests/vault/clinic.h"
#include "tests/vault/disk_shim.h"

namespace rapport::vault::test {

namespace {

/// A folder with one keyed database in it, and more connections to it when they are asked for.
struct Door {
    std::string folder = temporary_folder();
    sealed::Secret key = sealed::Secret::random(32);
    Connection database = *Connection::open(path(), key);

    Door()
    {
        DiskShim::instance().be_quiet(true);
        EXPECT_TRUE(database.run("CREATE TABLE one (value)").ok());
    }
    ~Door()
    {
        DiskShim::instance().be_quiet(false);
        remove_folder(folder);
    }
    Door(const Door&) = delete;
    Door& operator=(const Door&) = delete;
    [[nodiscard]] std::string path() const { return folder + "/a.db"; }
};

Fault fault_of(const Status& status)
{
    return status ? Fault{"done"} : status.error().fault;
}

} // namespace

TEST(Sqlite, every_kind_of_value_comes_back_as_it_went_in_and_another_kind_reads_as_nothing)
{
    Door door;
    const std::string blob("\0\1\2", 3);
    for (const Value& value :
         {Value(nullptr), Value(std::int64_t{-7}), Value(2.5), Value("words"), Value(""), Value(Blob{blob}),
          Value(Blob{}), Value(true), Value(std::optional<double>()), Value(std::optional<double>(0.5))}) {
        ASSERT_TRUE(door.database.run("DELETE FROM one").ok());
        ASSERT_TRUE(door.database.run("INSERT INTO one (value) VALUES (?)", {value}).ok());
        int rows = 0;
        ASSERT_TRUE(door.database
                        .each("SELECT value FROM one", {},
                              [&](const Row& row) {
                                  ++rows;
                                  EXPECT_EQ(row.columns(), 1);
                                  EXPECT_EQ(row.value(0).kind(), value.kind());
                                  EXPECT_EQ(row.value(0).integer(), value.integer());
                                  EXPECT_EQ(row.value(0).real(), value.real());
                                  EXPECT_EQ(row.value(0).bytes(), value.bytes());
                                  EXPECT_EQ(row.is_null(0), value.kind() == Value::Kind::null);
                                  EXPECT_EQ(row.id(0), Id{}) << "no sixteen bytes are no id";
                                  return true;
                              })
                        .ok());
        EXPECT_EQ(rows, 1);
    }
}

TEST(Sqlite, a_function_of_ours_is_given_every_kind_as_it_stands)
{
    Door door;
    std::vector<Value::Kind> seen;
    ASSERT_TRUE(door.database
                    .define("look",
                            [&](const Arguments& given) {
                                for (int i = 0; i < given.size(); ++i)
                                    seen.push_back(given.value(i).kind());
                                return sealed::Bytes("seen");
                            })
                    .ok());
    EXPECT_EQ(*door.database.ask("SELECT CAST(look(1, 2.5, 'a', x'00', NULL) AS TEXT)"), "seen");
    EXPECT_EQ(seen, (std::vector{Value::Kind::integer, Value::Kind::real, Value::Kind::text, Value::Kind::blob,
                                 Value::Kind::null}));
    EXPECT_EQ(
        fault_of(door.database.define(std::string(300, 'f').c_str(), [](const auto&) { return sealed::Bytes(); })),
        fault::database_error)
        << "SQLite takes no name of that length";
}

TEST(Sqlite, a_file_that_may_not_be_written_one_in_use_and_one_that_cannot_be_opened_each_have_a_name)
{
    Door door;
    ASSERT_TRUE(door.database.run("PRAGMA query_only = ON").ok());
    EXPECT_EQ(fault_of(door.database.run("INSERT INTO one (value) VALUES (1)")), fault::read_only_folder);
    ASSERT_TRUE(door.database.run("PRAGMA query_only = OFF").ok());

    auto second = Connection::open(door.path(), door.key);
    ASSERT_TRUE(second.ok());
    {
        const auto mine = Transaction::begin(door.database);
        ASSERT_TRUE(mine.ok());
        EXPECT_EQ(Transaction::begin(*second).error().fault, fault::vault_in_use);
    }
    EXPECT_TRUE(Transaction::begin(*second).ok());

    EXPECT_EQ(Connection::open(door.folder + "/no/such.db", door.key).error().fault, fault::database_error);
    ASSERT_EQ(::symlink(door.path().c_str(), (door.folder + "/link.db").c_str()), 0);
    EXPECT_FALSE(Connection::open(door.folder + "/link.db", door.key).ok()) << "a link is not followed";
    auto wrong = Connection::open(door.path(), sealed::Secret::random(32)); // shows at the first read
    ASSERT_TRUE(wrong.ok());
    ASSERT_TRUE(wrong->run("PRAGMA cipher_log_level = NONE").ok());
    EXPECT_EQ(wrong->count("SELECT count(*) FROM one").error().fault, fault::vault_damaged);
    EXPECT_EQ(*door.database.count("SELECT count(*) FROM one"), 0);
}

TEST(Sqlite, a_file_that_may_not_be_opened_or_written_or_whose_folder_may_not_is_told_as_read_only)
{
    const auto refused_with = [](mode_t of_file, mode_t of_folder) {
        Door door;
        EXPECT_EQ(::chmod(door.path().c_str(), of_file), 0);
        EXPECT_EQ(::chmod(door.folder.c_str(), of_folder), 0);
        const pid_t child = ::fork();
        if (child == 0) { // in a process whose user may be another: root may write anywhere
            if (::geteuid() == 0 && ::setuid(65534) != 0) ::_exit(9);
            auto database = Connection::open(door.path(), door.key);
            const Status written = database ? database->run("INSERT INTO one (value) VALUES (1)") : database.error();
            ::_exit(!written && written.error().fault == fault::read_only_folder ? 0 : 1);
        }
        int status = 0;
        EXPECT_EQ(::waitpid(child, &status, 0), child);
        EXPECT_EQ(::chmod(door.folder.c_str(), 0700), 0);
        return status == 0;
    };
    EXPECT_TRUE(refused_with(0, 0777));
    EXPECT_TRUE(refused_with(0444, 0777));
    EXPECT_TRUE(refused_with(0666, 0555)) << "there is no room for the journal beside it";
    EXPECT_FALSE(refused_with(0666, 0777));
}

TEST(Sqlite, what_no_statement_can_be_is_an_error_and_never_the_words_in_it)
{
    Door door;
    const std::string secret_words = "Vandersteen";
    const std::string broken = "SELEKT '" + secret_words + "'";
    const Status run = door.database.run(broken);
    const Status all = door.database.run_all(broken);
    const Status more = door.database.run("INSERT INTO one (value) VALUES (?)", {1, 2}); // more values than places
    for (const Status* const status : {&run, &all, &more}) {
        ASSERT_FALSE(status->ok());
        EXPECT_EQ(status->error().fault, fault::database_error);
        EXPECT_EQ(status->error().detail.find(secret_words), std::string::npos);
    }
    EXPECT_FALSE(door.database.ask(broken).ok());
    EXPECT_FALSE(door.database.count(broken).ok());
    EXPECT_EQ(*door.database.ask("SELECT value FROM one"), std::nullopt);
    EXPECT_EQ(*door.database.count("SELECT count(*) FROM one"), 0);
    EXPECT_TRUE(door.database.run("INSERT INTO one (value) VALUES (?)", {1}).ok()) << "and it goes on";
}

TEST(Sqlite, a_copy_of_a_file_that_is_not_there_is_refused_and_the_target_stays)
{
    Door door;
    const sealed::Secret key = sealed::Secret::random(32);
    auto copy = Connection::open(door.folder + "/copy.db", key);
    ASSERT_TRUE(copy.ok());
    EXPECT_FALSE(door.database.copy_file("no_such", *copy).ok());
    ASSERT_TRUE(door.database.copy_file("main", *copy).ok());
    EXPECT_EQ(*copy->count("SELECT count(*) FROM sqlite_schema"), 1);
    EXPECT_TRUE(door.database.has("main"));
    EXPECT_FALSE(door.database.has("no_such"));
}

TEST(Sqlite, a_part_of_a_transaction_is_taken_back_alone_and_kept_only_with_the_whole)
{
    Door door;
    const auto rows = [&] { return *door.database.count("SELECT count(*) FROM one"); };
    const auto insert = [&] { ASSERT_TRUE(door.database.run("INSERT INTO one (value) VALUES (1)").ok()); };
    {
        auto whole = Transaction::begin(door.database);
        insert();
        {
            const auto part = Transaction::begin(door.database);
            insert();
            EXPECT_EQ(rows(), 2);
        }
        EXPECT_EQ(rows(), 1);
        ASSERT_TRUE(whole->commit().ok());
    }
    EXPECT_EQ(rows(), 1);
    {
        const auto whole = Transaction::begin(door.database);
        auto part = Transaction::begin(door.database);
        insert();
        ASSERT_TRUE(part->commit().ok());
        EXPECT_EQ(rows(), 2);
    }
    EXPECT_EQ(rows(), 1);
}

TEST(Sqlite, a_file_that_begins_as_a_plain_database_or_is_too_short_to_tell_is_no_cipher)
{
    const std::string folder = temporary_folder();
    const auto put = [&](const std::string& bytes) {
        const std::string write = "printf '" + bytes + "' > '" + folder + "/a.db'";
        ASSERT_EQ(std::system(write.c_str()), 0);
    };
    EXPECT_EQ(check_encrypted(folder + "/a.db").error().fault, fault::vault_missing);
    for (const char* const plain : {"", "x", "fourteen bytes", "SQLite format 3", "SQLite format 3 and on"}) {
        put(plain);
        EXPECT_EQ(fault_of(check_encrypted(folder + "/a.db")), fault::not_a_cipher) << plain;
    }
    put("anything of fifteen bytes");
    EXPECT_TRUE(check_encrypted(folder + "/a.db").ok());
    remove_folder(folder);
}

} // namespace rapport::vault::test
