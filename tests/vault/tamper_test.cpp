#include <fstream>
#include <random>

#include <gtest/gtest.h>

#include "storage/vault/audit.h"
#include "storage/vault/tables.h"
#include "storage/vault/verify.h"
#include "tests/vault/clinic.h"
#include "tests/vault/disk_shim.h"

namespace rapport::vault::test {

namespace {

constexpr std::size_t page = 4096;

std::string bytes_of(const std::string& path)
{
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void put(const std::string& path, const std::string& bytes)
{
    std::ofstream(path, std::ios::binary) << bytes;
}

/// What a change of the files came to: an error when the vault is opened or verified, or the very same contents.
enum class Outcome { detected, harmless, silent };

/// A vault with a past: a closed copy of it at noon, and as it stands in the evening.
class Tamper : public ::testing::Test {
protected:
    static void SetUpTestSuite()
    {
        DiskShim::instance().be_quiet(true);
        clinic = new Clinic;
        Vault vault = clinic->open();
        for (const char* const name : {"Marguerite Vandersteen", "Aldous Quill", "Petra Novak"}) {
            const Person person = somebody(vault, name);
            persons.push_back(person.id);
            Clinic::answer(started(vault, person.id, {"pcl-5", "phq-9"}), both(1));
            static_cast<void>(started(vault, person.id, {"phq-9"}));
        }
        ASSERT_EQ(vault.ingest()->sessions, 3);
        ASSERT_TRUE(vault.project_code("trial", persons.front()).ok());
        {
            const Vault closed = std::move(vault);
        }
        noon = Clinic::copy_of(*clinic).release();
        Vault again = clinic->open();
        for (const Id& person : persons)
            Clinic::answer(started(again, person, {"pcl-5", "phq-9"}), both(2));
        ASSERT_EQ(again.ingest()->sessions, 3);
        for (const Alert& alert : *again.open_alerts())
            ASSERT_TRUE(again.acknowledge(alert.id, "Spoke with them.").ok());
        static_cast<void>(somebody(again, "Quentin Marsh"));
        ASSERT_TRUE(again.note_release("trial", "A", 3, 6, "00").ok());
        ASSERT_TRUE(again.mark_reviewed(persons.front()).ok());
        ASSERT_TRUE(again.verify().ok());
    }
    static void TearDownTestSuite()
    {
        DiskShim::instance().be_quiet(false);
        delete noon;
        delete clinic;
    }
    static std::vector<Do> both(int value)
    {
        auto what = all_items(0, 20, value);
        for (const Do& one : all_items(1, 10, value))
            what.push_back(one);
        return what;
    }

    void SetUp() override
    {
        copy = Clinic::copy_of(*clinic);
        Core core = copy->core();
        truth = contents_of(core.database, core.row_key)->digest;
    }

    /// Opens and verifies as `Vault::open` and `verify` do, with the keys at hand.
    [[nodiscard]] Outcome look() const
    {
        auto lock = VaultLock::take(copy->folder);
        const RoleKeys& keys = copy->raw_keys();
        auto database = open_databases(*lock, copy->folder, {keys.responses, keys.identity});
        if (!database) return Outcome::detected;
        auto core = copy->core_of(std::move(*lock), std::move(*database));
        if (!core) return Outcome::detected;
        if (!check_all(*core).ok()) return Outcome::detected;
        const auto contents = contents_of(core->database, core->row_key);
        if (!contents) return Outcome::detected;
        return contents->digest == truth ? Outcome::harmless : Outcome::silent;
    }

    struct Count {
        int detected = 0;
        int harmless = 0;
        int silent = 0;
    };
    /// Each page of one file changed by itself: `change` gives the new file, or nothing when the page stays as it is.
    Count each_page(std::string_view name, const std::function<std::string(const std::string&, std::size_t)>& change)
    {
        const std::string path = copy->folder + "/" + std::string(name);
        const std::string whole = bytes_of(path);
        Count count;
        for (std::size_t number = 0; number * page < whole.size(); ++number) {
            const std::string changed = change(whole, number);
            if (changed == whole) continue;
            put(path, changed);
            const Outcome outcome = look();
            count.detected += outcome == Outcome::detected ? 1 : 0;
            count.harmless += outcome == Outcome::harmless ? 1 : 0;
            count.silent += outcome == Outcome::silent ? 1 : 0;
            if (outcome == Outcome::silent) ADD_FAILURE() << name << ", page " << number + 1;
            // SQLite may have written to it meanwhile.
            put(path, whole);
            put(copy->folder + "/" + std::string(name) + "-journal", "");
        }
        RecordProperty(std::string(name) + ".detected", count.detected);
        RecordProperty(std::string(name) + ".harmless", count.harmless);
        std::printf("             %s: %d detected, %d harmless, %d silent\n", std::string(name).c_str(), count.detected,
                    count.harmless, count.silent);
        return count;
    }

    static inline Clinic* clinic = nullptr;
    static inline Clinic* noon = nullptr;
    static inline std::vector<Id> persons;
    std::unique_ptr<Clinic> copy;
    crypto::Hash truth{};
};

constexpr std::array files = {responses_file, identity_file};

} // namespace

TEST_F(Tamper, an_untouched_vault_is_harmless_to_itself)
{
    EXPECT_EQ(look(), Outcome::harmless);
}

TEST_F(Tamper, any_one_page_put_back_as_it_was_before_is_found)
{
    int found = 0;
    for (const std::string_view name : files) {
        const std::string before = bytes_of(noon->folder + "/" + std::string(name));
        found += each_page(name, [&](const std::string& whole, std::size_t number) {
                     std::string changed = whole;
                     if ((number + 1) * page <= before.size())
                         changed.replace(number * page, page, before, number * page, page);
                     return changed;
                 }).detected;
    }
    EXPECT_GT(found, 20);
}

TEST_F(Tamper, any_one_page_of_zeros_is_found)
{
    for (const std::string_view name : files)
        EXPECT_GT(each_page(name,
                            [](std::string whole, std::size_t number) {
                                return whole.replace(number * page, page, std::string(page, '\0'));
                            })
                      .detected,
                  2);
}

TEST_F(Tamper, any_two_neighbouring_pages_swapped_are_found)
{
    for (const std::string_view name : files)
        EXPECT_GT(each_page(name,
                            [](const std::string& whole, std::size_t number) {
                                if ((number + 2) * page > whole.size()) return whole;
                                return whole.substr(0, number * page) + whole.substr((number + 1) * page, page) +
                                       whole.substr(number * page, page) + whole.substr((number + 2) * page);
                            })
                      .detected,
                  1);
}

TEST_F(Tamper, any_one_bit_flipped_in_any_page_is_found)
{
    std::mt19937_64 random(9);
    for (const std::string_view name : files)
        EXPECT_GT(each_page(name,
                            [&](std::string whole, std::size_t number) {
                                char& byte = whole[number * page + random() % page];
                                byte = static_cast<char>(byte ^ (1 << (random() % 8)));
                                return whole;
                            })
                      .detected,
                  2);
}

TEST_F(Tamper, a_file_cut_short_is_found_at_every_page)
{
    for (const std::string_view name : files)
        EXPECT_GT(
            each_page(name, [](const std::string& whole, std::size_t number) { return whole.substr(0, number * page); })
                .detected,
            2);
}

TEST_F(Tamper, one_whole_file_put_back_as_it_was_is_found_when_the_vault_is_opened)
{
    for (const std::string_view name : files) {
        const std::string path = copy->folder + "/" + std::string(name);
        const std::string whole = bytes_of(path);
        put(path, bytes_of(noon->folder + "/" + std::string(name)));
        Core core = copy->core();
        EXPECT_EQ(check_chain(core, 1).error().fault, fault::vault_damaged) << name; // what unlocking looks at
        put(path, whole);
    }
}

TEST_F(Tamper, a_row_edited_with_the_key_at_hand_is_found_in_every_table)
{
    const std::string drop =
        "DROP TRIGGER main.audit_keeps_lines; DROP TRIGGER main.audit_keeps_all; DROP TRIGGER main.note_keeps_words; "
        "DROP "
        "TRIGGER main.note_keeps_all; DROP TRIGGER main.ledger_keeps_lines; DROP TRIGGER main.ledger_keeps_all;";
    std::vector<Table> tables;
    {
        Core core = copy->core();
        for (const char* const file : {"main", "identity"})
            for (const Table& table : *tables_of(core.database, file))
                tables.push_back(table);
    }
    std::vector<std::pair<std::string, std::string>> whole;
    for (const char* const name : {"responses.db", "identity.db", "responses.db-journal", "identity.db-journal"})
        whole.emplace_back(copy->folder + "/" + name, bytes_of(copy->folder + "/" + name));
    int tried = 0;
    int by_history = 0;
    for (const Table& table : tables) {
        std::vector<std::string> edits = {"DELETE FROM " + table.file + "." + table.name};
        for (const std::string& column : table.columns)
            edits.push_back("UPDATE OR IGNORE " + table.file + "." + table.name + " SET " + column + " = CASE typeof(" +
                            column + ") WHEN 'integer' THEN " + column + " + 1 WHEN 'real' THEN " + column +
                            " + 1 WHEN 'text' THEN " + column + " || 'x' WHEN 'blob' THEN CAST(reverse_first(" +
                            column + ") AS BLOB) ELSE " + column + " END");
        for (const std::string& edit : edits) {
            for (const auto& [path, bytes] : whole)
                put(path, bytes);
            int changed = 0;
            {
                auto raw = copy->raw_with_keys();
                // The forger has the tally's key too and could use its functions: here they are simply taken away.
                std::string triggers;
                for (const char* const file : {"main", "identity"})
                    ASSERT_TRUE(raw.database
                                    .each(std::string("SELECT name FROM ") + file +
                                              ".sqlite_schema WHERE type = 'trigger' AND name GLOB 'tally_*'",
                                          {},
                                          [&](const Row& row) {
                                              triggers += std::string("DROP TRIGGER ") + file + "." + row.text(0) + ";";
                                              return true;
                                          })
                                    .ok());
                // Nothing here is about the disk.
                ASSERT_TRUE(raw.database
                                .run_all("PRAGMA main.synchronous = OFF; PRAGMA identity.synchronous = OFF; BEGIN;" +
                                         drop + triggers + "COMMIT; PRAGMA foreign_keys = OFF")
                                .ok());
                ASSERT_TRUE(raw.database
                                .define("reverse_first",
                                        [](const Arguments& given) {
                                            sealed::Bytes bytes(given.value(0).bytes());
                                            if (!bytes.empty()) bytes[0] = static_cast<char>(bytes[0] ^ 1);
                                            return bytes;
                                        })
                                .ok());
                const Status done = raw.database.run(edit);
                changed = done ? raw.database.changes() : 0;
            }
            if (changed == 0) continue; // the schema itself does not have it
            ++tried;
            if (look() != Outcome::silent) continue;
            // Stamps can be checked by nobody but the holder of the recovery key.
            Core core = copy->core();
            EXPECT_FALSE(check_stamps(core, copy->first_audit_key()).ok()) << edit;
            ++by_history;
        }
    }
    std::printf("             %d edits found, %d of them with the recovery key alone\n", tried, by_history);
    EXPECT_GT(tried, 100);
    EXPECT_EQ(by_history, 2); // the stamps themselves, and the key that makes the next one
}

} // namespace rapport::vault::test
