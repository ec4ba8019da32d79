#include <gtest/gtest.h>

#include "storage/vault/bytes.h"
#include "storage/vault/keys.h"
#include "storage/vault/slots.h"
#include "tests/vault/clinic.h"

namespace rapport::vault::test {

namespace {

constexpr int phq9_items = 10;

/// A vault with one person, one session taken in and one alert, closed again.
void live_a_day(const Clinic& clinic)
{
    Vault vault = clinic.open();
    const Person person = somebody(vault);
    Clinic::answer(started(vault, person.id, {"pcl-5", "phq-9"}), [] {
        auto what = all_items(0, 20, 1);
        for (const Do& one : all_items(1, phq9_items, 2))
            what.push_back(one);
        return what;
    }());
    ASSERT_EQ(vault.ingest()->sessions, 1);
    ASSERT_TRUE(vault.acknowledge(vault.open_alerts()->front().id, "Spoke with her before the session.").ok());
    ASSERT_TRUE(vault.verify().ok());
}

/// Changes the databases as somebody with the keys can, then opens the vault and verifies it.
Result<std::int64_t> verify_after(const Clinic& clinic, std::string_view sql)
{
    {
        auto raw = clinic.raw();
        // The triggers of the tally refuse whoever has not its functions, so they go first.
        std::string drops;
        const Status listed =
            raw.database.each("SELECT name FROM main.sqlite_schema WHERE type = 'trigger' AND name GLOB 'tally_*'", {},
                              [&](const Row& row) {
                                  drops += "DROP TRIGGER " + row.text(0) + ";";
                                  return true;
                              });
        if (!listed) return listed.error();
        const Status done = raw.database.run_all(drops + std::string(sql));
        if (!done) return done.error();
    }
    auto vault = clinic.try_open();
    if (!vault) return vault.error();
    return vault->verify();
}

} // namespace

TEST(Audit, every_act_leaves_a_line_and_the_chain_holds)
{
    const Clinic clinic;
    live_a_day(clinic);
    Vault vault = clinic.open();
    const auto lines = vault.audit(1, 1000);
    ASSERT_TRUE(lines.ok());
    std::vector<std::string> events;
    for (const AuditEntry& line : *lines) {
        EXPECT_EQ(line.sequence, static_cast<std::int64_t>(events.size()) + 1);
        events.push_back(line.event);
    }
    EXPECT_EQ(events,
              (std::vector<std::string>{"created", "unlock", "person_added", "session_started", "administration",
                                        "alert", "administration", "ingest", "acknowledged", "unlock"}));
    EXPECT_EQ(*vault.verify(), static_cast<std::int64_t>(lines->size()));
    EXPECT_TRUE(vault.verify_history(clinic.recovery_key()).ok());
    EXPECT_EQ(vault.verify_history(secret("WRONG")).error().fault, fault::recovery_mismatch);
}

TEST(Audit, a_line_can_be_neither_changed_nor_taken_away)
{
    const Clinic clinic;
    live_a_day(clinic);
    auto raw = clinic.raw();
    EXPECT_FALSE(raw.database.run("UPDATE audit SET actor = 'somebody else' WHERE sequence = 3").ok());
    EXPECT_FALSE(raw.database.run("DELETE FROM audit").ok());
    EXPECT_FALSE(raw.database.run("UPDATE alert_note SET note = 'nothing'").ok());
    EXPECT_FALSE(raw.database.run("DELETE FROM alert_note").ok());
    EXPECT_EQ(*raw.database.count("SELECT count(*) FROM audit WHERE actor = 'somebody else'"), 0);
}

TEST(Audit, a_change_by_somebody_who_has_the_keys_is_found)
{
    const std::string drop =
        "DROP TRIGGER audit_keeps_lines; DROP TRIGGER audit_keeps_all; DROP TRIGGER note_keeps_all;";
    for (const std::string change : {
             "UPDATE audit SET actor = 'somebody else' WHERE sequence = 3",
             "UPDATE audit SET reason = 'x' WHERE sequence = 1",
             "UPDATE audit SET utc_ms = utc_ms + 1 WHERE sequence = 5",
             "DELETE FROM audit WHERE sequence = 4",
             "DELETE FROM audit WHERE sequence = (SELECT max(sequence) FROM audit)",
             "UPDATE audit SET new_commitment = x'00112233445566778899aabbccddeeff' WHERE event = 'administration'",
             "UPDATE score SET value = value + 1 WHERE place = 0",
             "UPDATE score SET band = 'other' WHERE place = 0",
             "DELETE FROM score WHERE place = 1",
             "UPDATE administration SET day = day - 1",
             "UPDATE administration SET answers = zeroblob(length(answers))",
             "UPDATE administration SET mac = zeroblob(16)",
             "DELETE FROM score; DELETE FROM administration",
             "DELETE FROM alert_note; DELETE FROM alert",
             "UPDATE person SET sex = 'male'",
             "UPDATE person_row SET last_total = last_total + 1",
             "UPDATE planned_visit SET day = day + 1",
             "UPDATE alert SET acknowledged = 0",
             "INSERT INTO setting (name, value) VALUES ('sign_off:x', '{}')",
             "UPDATE definition SET json = CAST(json || x'20' AS BLOB)",
         }) {
        const Clinic clinic;
        live_a_day(clinic);
        const auto verified = verify_after(clinic, drop + change);
        ASSERT_FALSE(verified.ok()) << change;
        EXPECT_EQ(verified.error().fault, fault::vault_damaged) << change << ": " << verified.error().detail;
    }
}

TEST(Audit, an_unchanged_vault_verifies_after_the_same_detour)
{
    const Clinic clinic;
    live_a_day(clinic);
    EXPECT_TRUE(verify_after(clinic, "VACUUM").ok());
}

TEST(Audit, the_first_line_that_is_off_is_named)
{
    const Clinic clinic;
    live_a_day(clinic);
    const auto verified =
        verify_after(clinic, "DROP TRIGGER audit_keeps_lines; UPDATE audit SET event = 'x' WHERE sequence = 4");
    EXPECT_EQ(verified.error().detail, "audit 4");
}

TEST(Audit, a_history_rewritten_with_every_key_of_the_vault_is_found_with_the_recovery_key)
{
    const Clinic clinic;
    live_a_day(clinic);
    {
        // The forger knows RK and how a line is hashed, and writes the last line anew with a right hash.
        auto raw = clinic.raw();
        const Header header = *load_header(clinic.folder);
        const RoleKeys keys = *unlock(header, user, secret(passphrase));
        const sealed::Secret chain = crypto::derive(keys.responses, purpose::audit_chain);
        std::int64_t sequence = 0;
        ByteWriter line;
        ASSERT_TRUE(raw.database
                        .each("SELECT * FROM audit ORDER BY sequence DESC LIMIT 1", {},
                              [&](const Row& row) {
                                  sequence = row.integer(0);
                                  line.number(sequence).number(row.integer(1)).number(row.whole(2)).text(row.text(3));
                                  line.number(row.integer(4)).text("somebody else").text(row.text(6)).text(row.text(7));
                                  line.text(row.text(8)).text(row.text(9)).text(row.text(10)).text(row.text(11));
                                  line.text(row.blob(12)).text(row.blob(13)).text(row.text(14)).raw(row.bytes<32>(15));
                                  line.text(row.blob(18));
                                  return false;
                              })
                        .ok());
        ASSERT_TRUE(raw.database.run_all("DROP TRIGGER audit_keeps_lines").ok());
        ASSERT_TRUE(raw.database
                        .run("UPDATE audit SET actor = 'somebody else', hash = ? WHERE sequence = ?",
                             {crypto::keyed_hash(chain, line.bytes()), sequence})
                        .ok());
    }
    Vault vault = clinic.open();
    EXPECT_TRUE(vault.verify().ok()); // the stated limit of the chain alone
    EXPECT_EQ(vault.verify_history(clinic.recovery_key()).error().fault, fault::vault_damaged);
}

TEST(Audit, nobody_reads_answers_whose_row_was_changed)
{
    const Clinic clinic;
    live_a_day(clinic);
    ASSERT_TRUE(clinic.raw().database.run_all("UPDATE score SET value = value - 20 WHERE id = 'total'").ok());
    Vault vault = clinic.open();
    const auto rows = vault.administrations(vault.people()->front().person.id);
    EXPECT_EQ(rows.error().fault, fault::vault_damaged);
}

} // namespace rapport::vault::test
