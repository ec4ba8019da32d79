#include <algorithm>
#include <cstdlib>

#include <gtest/gtest.h>

#include "storage/vault/audit.h"
#include "storage/vault/backup_file.h"
#include "storage/vault/released.h"
#include "storage/vault/schema.h"
#include "storage/vault/tables.h"
#include "storage/vault/tally.h"
#include "tests/vault/clinic.h"

namespace rapport::vault::test {

namespace {

/// A kept vault of that schema (`fixture_maker_test.cpp` made it with the program of its day), in a folder of its own.
class Kept {
public:
    explicit Kept(int schema) : top_(temporary_folder()), folder(top_ + "/vault")
    {
        const std::string copy = "cp -r '" RAPPORT_TEST_DATA "/vault/fixtures/schema_" + std::to_string(schema) +
                                 "' '" + folder + "' && mkdir -p '" + folder + "/inbox/taken' '" + folder + "/drafts'";
        if (std::system(copy.c_str()) != 0) std::abort();
    }
    ~Kept() { remove_folder(top_); }
    Kept(const Kept&) = delete;
    Kept& operator=(const Kept&) = delete;
    [[nodiscard]] Result<Vault> open() const
    {
        return Vault::open(folder, user, secret(passphrase), [] { return std::int64_t{1'790'000'000'000}; });
    }

private:
    std::string top_;

public:
    std::string folder;
};

std::string bytes_of(const std::string& folder, std::string_view name)
{
    for (const auto& [path, bytes] : all_bytes(folder))
        if (path.ends_with(name)) return bytes;
    return {};
}

} // namespace

TEST(Migration, a_vault_of_every_schema_there_was_opens_with_all_it_had)
{
    for (int schema = 1; schema <= schema_version; ++schema) {
        SCOPED_TRACE("schema " + std::to_string(schema));
        const Kept kept(schema);
        auto vault = kept.open();
        ASSERT_TRUE(vault.ok()) << vault.error().fault.name << " " << vault.error().detail;
        EXPECT_TRUE(vault->verify().ok());
        const auto people = vault->people();
        ASSERT_EQ(people->size(), 1U);
        const Id person = people->front().person.id;
        EXPECT_EQ(vault->identity(person)->name, "Marguerite Vandersteen");
        const auto rows = vault->administrations(person);
        ASSERT_EQ(rows->size(), 2U);
        EXPECT_EQ(rows->at(0).scores.front().value, 40.0); // 20 items of PCL-5, each answered 2
        // What a plan adds depends on the day this runs.
        const auto visits = vault->visits_of(person);
        ASSERT_TRUE(visits.ok());
        EXPECT_EQ(
            std::count_if(visits->begin(), visits->end(), [](const PlannedVisit& visit) { return visit.plan == Id{}; }),
            3);
        EXPECT_EQ(vault->batteries()->size(), schema < 6 ? 0U : 1U);
        EXPECT_EQ(vault->consents(person)->size(), schema < 6 ? 0U : 1U);
        // Of an older vault, whom the person was known to be with.
        EXPECT_EQ(vault->dyads(person)->size(), schema < 6 ? 1U : 2U);
        EXPECT_TRUE(vault->open_alerts()->empty());
        EXPECT_EQ(vault->alerts_of(person)->front().note, "Spoke with her before the session.");
        const auto lines = releases(*vault);
        ASSERT_TRUE(lines.ok());
        EXPECT_EQ(lines->size(), schema < 5 ? 1U : 2U);
        EXPECT_EQ(released_rows(*vault)->size(), schema < 5 ? 0U : 1U);
        EXPECT_EQ(vault->entries(person)->size(), schema < 7 ? 0U : 3U);
        // What an earlier program took in can be signed like everything else, and what it signed still holds.
        const auto occasions = vault->occasions(person);
        ASSERT_EQ(occasions->size(), 1U);
        ASSERT_EQ(occasions->front().signatures.size(), schema < 7 ? 0U : 1U);
        for (const Signature& signature : occasions->front().signatures)
            EXPECT_TRUE(signature.holds);
        static_cast<void>(somebody(*vault, "Somebody new"));
        EXPECT_TRUE(vault->verify().ok());
    }
}

TEST(Migration, a_backup_is_made_first_and_what_is_in_it_is_the_old_vault)
{
    const Kept kept(1);
    {
        auto vault = kept.open();
        ASSERT_TRUE(vault.ok());
        const auto lines = vault->audit(1, 1000);
        const auto line =
            std::find_if(lines->begin(), lines->end(), [](const auto& one) { return one.event == "migrated"; });
        ASSERT_NE(line, lines->end());
        EXPECT_EQ(line->reason, "1 to " + std::to_string(schema_version));
    }
    const std::string saved = kept.folder + "/before-schema-" + std::to_string(schema_version) + ".rvb";
    const auto backup = BackupFile::open(saved);
    ASSERT_TRUE(backup.ok());
    EXPECT_EQ(backup->head().header, bytes_of(RAPPORT_TEST_DATA "/vault/fixtures/schema_1", "header.rvh"));
    auto again = kept.open();
    ASSERT_TRUE(again.ok());
    for (const AuditEntry& line : *again->audit(1, 1000))
        EXPECT_TRUE(line.event != "migrated" || line.sequence < again->audit(1, 1000)->back().sequence); // once only
}

TEST(Migration, a_vault_that_cannot_be_backed_up_stays_as_it_was)
{
    const Kept kept(1);
    const std::string before = bytes_of(kept.folder, "responses.db");
    // Whatever is in the way of the backup's name, here a folder that cannot be written over.
    ASSERT_EQ(
        std::system(
            ("mkdir -p '" + kept.folder + "/before-schema-" + std::to_string(schema_version) + ".rvb/x'").c_str()),
        0);
    EXPECT_FALSE(kept.open().ok());
    EXPECT_EQ(bytes_of(kept.folder, "responses.db"), before);
    ASSERT_EQ(std::system(("rm -r '" + kept.folder + "'/before-schema-*").c_str()), 0);
    EXPECT_TRUE(kept.open().ok());
}

TEST(Migration, a_damaged_vault_is_not_brought_up_to_date)
{
    // An old page of identity.db would be counted in by the tally's first count, so the copy is checked before it.
    const Kept kept(1);
    const std::string path = kept.folder + "/responses.db";
    std::string bytes = bytes_of(kept.folder, "responses.db");
    bytes.replace(20 * 4096UL, 4096, std::string(4096, '\0'));
    ASSERT_EQ(std::system(("truncate -s 0 '" + path + "'").c_str()), 0);
    std::FILE* const file = std::fopen(path.c_str(), "wb");
    std::fwrite(bytes.data(), 1, bytes.size(), file);
    std::fclose(file);
    EXPECT_FALSE(kept.open().ok());
    EXPECT_EQ(bytes_of(kept.folder, "responses.db"), bytes);
}

TEST(Migration, half_a_dyad_that_an_older_vault_showed_on_its_lists_is_shown_no_longer)
{
    const Clinic clinic;
    {
        Vault vault = clinic.open();
        Administration half;
        half.person = somebody(vault).id;
        half.instrument = "check-in-patient";
        half.session_number = 1;
        half.started_ms = half.finished_ms = clinic.now;
        half.response.items.assign(5, instruments::Answer::chose(4));
        ASSERT_TRUE(vault.add_administration(half).ok());
    }
    {
        // As the sixth schema had it: the form a patient filled in last, whatever it was.
        Core core = clinic.core();
        ASSERT_TRUE(act(core, {"note", "as it was", {}, {}, {}, {}}, [&] {
                        return core.database.run_all(
                            "UPDATE main.person_row SET last_instrument = 'check-in-patient', last_total = 20;"
                            "DROP TABLE identity.entry; DROP TABLE main.signature;"
                            "DROP TRIGGER main.count_alert_in; DROP TRIGGER main.count_alert_out;"
                            "DROP TRIGGER main.count_alert_changed; DELETE FROM main.list_count WHERE list = 'alert';"
                            "DROP INDEX main.alert_escalated; DROP INDEX main.alert_open_by_day;"
                            "PRAGMA main.user_version = 6; PRAGMA identity.user_version = 6");
                    }).ok());
    }
    Vault vault = clinic.open();
    EXPECT_TRUE(vault.people()->front().last_instrument.empty());
    EXPECT_EQ(vault.people()->front().last_total, std::nullopt);
    EXPECT_TRUE(vault.verify().ok());
}

TEST(Migration, every_table_is_tallied_or_has_another_voucher)
{
    // A new table is tallied only when its migration makes the triggers.
    const Clinic clinic;
    Core core = clinic.core();
    for (const std::string file : {"main", "identity"})
        for (const Table& table : *tables_of(core.database, file)) {
            const auto triggers = core.database.count("SELECT count(*) FROM " + file +
                                                          ".sqlite_schema WHERE type = 'trigger' AND tbl_name = ? AND "
                                                          "name GLOB 'tally_*'",
                                                      {table.name});
            const bool other = std::ranges::count(untallied, table.name) != 0;
            EXPECT_EQ(*triggers, other ? 0 : 3) << table.name;
            for (const std::string& column : table.columns)
                EXPECT_TRUE(other ||
                            *core.database.count("SELECT count(*) FROM " + file +
                                                     ".sqlite_schema WHERE type = 'trigger' AND tbl_name = ?1 "
                                                     "AND name GLOB 'tally_*UPDATE' AND instr(sql, 'OLD.' || ?2) "
                                                     "AND instr(sql, 'NEW.' || ?2)",
                                                 {table.name, column}) == 1)
                    << table.name << "." << column;
        }
}

} // namespace rapport::vault::test
