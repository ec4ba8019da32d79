#include <cstdlib>

#include <gtest/gtest.h>
#include <unistd.h>

#include "storage/vault/erase.h"
#include "storage/vault/schema.h"
#include "storage/vault/tables.h"
#include "storage/vault/vault_of.h"
#include "tests/vault/clinic.h"
#include "tests/vault/our_disk.h"

namespace rapport::vault::test {

namespace {

/// Two people with answers, alerts, notes, codes, a visit and a draft each.
struct Two {
    Clinic clinic;
    Id stays{};
    Id goes{};

    Two()
    {
        Vault vault = clinic.open();
        stays = add(vault, "Aldous Quill");
        goes = add(vault, "Marguerite Vandersteen");
        EXPECT_EQ(vault.ingest()->sessions, 2);
        for (const Alert& alert : *vault.open_alerts())
            EXPECT_TRUE(vault.acknowledge(alert.id, "Spoke with them.").ok());
    }
    static Id add(Vault& vault, const std::string& name)
    {
        const Id id = somebody(vault, name).id;
        Clinic::answer(started(vault, id, {"phq-9"}), all_items(0, 10, 1));
        Clinic::begin(started(vault, id, {"pcl-5"}), all_items(0, 3, 1));
        EXPECT_TRUE(vault.project_code("trial", id).ok());
        return id;
    }
    static int released(Vault& vault, const Id& person)
    {
        int rows = 0;
        EXPECT_TRUE(vault
                        .for_each_administration([&](const Person& who, const Administration&) {
                            rows += who.id == person ? 1 : 0;
                            return true;
                        })
                        .ok());
        return rows;
    }
};

/// In which tables a person, or a session of theirs, is still named.
std::vector<std::string> traces(Core& core, const Id& person)
{
    std::vector<std::string> found;
    for (const char* const file : {"main", "identity"})
        for (const Table& table : *tables_of(core.database, file)) {
            bool named = false;
            EXPECT_TRUE(each_row(core.database, table, [&](const Row& row) {
                            for (int column = 0; column < row.columns(); ++column)
                                named = named || row.id(column) == person;
                            return true;
                        }).ok());
            if (named) found.push_back(table.name);
        }
    return found;
}

} // namespace

TEST(Erase, a_withdrawn_person_is_kept_and_in_no_release)
{
    const Two two;
    Vault vault = two.clinic.open();
    EXPECT_EQ(Two::released(vault, two.goes), 1);
    ASSERT_TRUE(vault.withdraw(two.goes, "Asked for it in writing.").ok());
    EXPECT_EQ(Two::released(vault, two.goes), 0);
    EXPECT_EQ(Two::released(vault, two.stays), 1);
    EXPECT_EQ(vault.administrations(two.goes)->size(), 1U);
    EXPECT_TRUE(vault.verify().ok());
    EXPECT_EQ(vault.withdraw(two.goes, " ").error().fault, fault::empty_note);
    EXPECT_EQ(vault.withdraw(sealed::random_id(), "x").error().fault, fault::unknown_person);
}

TEST(Consent, who_said_no_to_research_is_in_no_release_until_they_say_yes)
{
    Two two;
    Vault vault = two.clinic.open();
    const auto says = [&](const Id& person, const char* purpose, const char* state) {
        two.clinic.now += 1000;
        EXPECT_TRUE(vault.set_consent(person, {purpose, state, 20'600, {}}).ok());
    };
    for (const char* const yes_or_open : {"asked", "given"}) {
        says(two.goes, "research", yes_or_open);
        EXPECT_EQ(Two::released(vault, two.goes), 1) << yes_or_open;
    }
    for (const char* const no : {"refused", "withdrawn"}) {
        says(two.goes, "research", no);
        EXPECT_EQ(Two::released(vault, two.goes), 0) << no;
        EXPECT_EQ(Two::released(vault, two.stays), 1) << no;
        says(two.goes, "research", "given");
        EXPECT_EQ(Two::released(vault, two.goes), 1) << no;
    }
    // What they said of other things is no word about research; what they said in a record that is theirs too, is.
    says(two.goes, "contact", "refused");
    EXPECT_EQ(Two::released(vault, two.goes), 1);
    const Id other = somebody(vault, "Marguerite Vandersteen").id;
    says(other, "research", "refused");
    EXPECT_EQ(Two::released(vault, two.goes), 1);
    ASSERT_TRUE(vault.merge(other, two.goes, "the same person").ok());
    EXPECT_EQ(Two::released(vault, two.goes), 0);
}

TEST(Erase, of_an_erased_person_nothing_is_left_and_the_audit_holds)
{
    const Two two;
    {
        Vault vault = two.clinic.open();
        ASSERT_TRUE(vault.erase(two.goes, "Asked for it in writing.").ok());
        EXPECT_EQ(Two::released(vault, two.goes), 0);
        EXPECT_EQ(Two::released(vault, two.stays), 1);
        EXPECT_EQ(vault.person(two.goes).error().fault, fault::unknown_person);
        EXPECT_EQ(vault.identity(two.goes).error().fault, fault::unknown_person);
        EXPECT_TRUE(vault.people("Vandersteen")->empty());
        EXPECT_TRUE(vault.verify().ok());
        EXPECT_TRUE(vault.verify_history(two.clinic.recovery_key()).ok());
        EXPECT_EQ(vault.erase(two.goes, "again").error().fault, fault::unknown_person);
        EXPECT_EQ(vault.ingest()->refused, 0);
    }
    EXPECT_EQ(sealed::session_files(two.clinic.folder + "/inbox/taken")->size(), 1U);
    EXPECT_EQ(sealed::session_files(two.clinic.folder + "/drafts")->size(), 1U);
    Core core = two.clinic.core();
    EXPECT_EQ(traces(core, two.goes), (std::vector<std::string>{"erasure"}));
    EXPECT_FALSE(traces(core, two.stays).empty());
}

TEST(Erase, files_that_the_disk_would_not_let_go_are_told_and_go_with_the_next_look_into_the_inbox)
{
    const Two two;
    const auto sealed_files = [&](const char* folder) {
        return sealed::session_files(two.clinic.folder + "/" + folder)->size();
    };
    {
        Vault vault = two.clinic.open();
        OurDisk::instance().fail(1, true, EIO);
        const Status said = vault.erase(two.goes, "Asked for it in writing.");
        ASSERT_TRUE(OurDisk::instance().stop());
        EXPECT_FALSE(said.ok());
        EXPECT_EQ(vault.person(two.goes).error().fault, fault::unknown_person);
        ASSERT_EQ(sealed_files("inbox/taken"), 2U);
    }
    Vault vault = two.clinic.open(); // nobody could ask for it again: there is no such person any more
    EXPECT_EQ(vault.erase(two.goes, "again").error().fault, fault::unknown_person);
    ASSERT_TRUE(vault.ingest().ok());
    EXPECT_EQ(sealed_files("inbox/taken"), 1U);
    EXPECT_EQ(sealed_files("drafts"), 1U);
    EXPECT_TRUE(vault.verify().ok());
    ASSERT_TRUE(vault.erase(two.stays, "Asked for it too.").ok());
    EXPECT_EQ(sealed_files("inbox/taken") + sealed_files("drafts"), 0U);
    EXPECT_EQ(vault.ingest()->refused, 0);
}

TEST(Erase, a_file_that_will_not_go_keeps_nobody_elses_answers_out)
{
    const Two two;
    Vault vault = two.clinic.open();
    Clinic::answer(started(vault, two.goes, {"phq-9"}), all_items(0, 10, 1));
    const std::string late = sealed::session_files(two.clinic.folder + "/inbox")->front();
    ASSERT_EQ(std::system(("rm '" + late + "' && mkdir -p '" + late + "/not_empty'").c_str()), 0);
    Clinic::answer(started(vault, two.stays, {"phq-9"}), all_items(0, 10, 1));

    EXPECT_FALSE(vault.erase(two.goes, "Asked for it in writing.").ok());
    EXPECT_FALSE(vault.ingest().ok()) << "what could not be done is said each time";
    EXPECT_EQ(Two::released(vault, two.stays), 2) << "and the others' answers came in";
    for (const Alert& alert : *vault.open_alerts())
        EXPECT_NE(alert.kind, "damaged_session");
    ASSERT_EQ(std::system(("rm -r '" + late + "'").c_str()), 0);
    EXPECT_EQ(vault.ingest()->refused, 0);
    EXPECT_TRUE(vault.verify().ok());
}

TEST(Erase, of_somebody_who_never_came_no_copy_from_before_a_migration_is_kept_either)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const Id person = somebody(vault, "Aldous Quill").id;
    const std::string copy = clinic.folder + "/before-schema-7.rvb";
    ASSERT_EQ(std::system(("echo everybody > '" + copy + "'").c_str()), 0);
    ASSERT_TRUE(vault.erase(person, "Asked for it in writing.").ok());
    EXPECT_NE(::access(copy.c_str(), F_OK), 0);
}

TEST(Erase, notes_of_others_stay_append_only)
{
    const Two two;
    {
        Vault vault = two.clinic.open();
        ASSERT_TRUE(vault.erase(two.goes, "Asked for it in writing.").ok());
    }
    Core core = two.clinic.core();
    EXPECT_EQ(*core.database.count("SELECT count(*) FROM main.alert_note"), 1);
    EXPECT_FALSE(core.database.run("DELETE FROM main.alert_note").ok());
    EXPECT_FALSE(core.database.run("DELETE FROM main.audit").ok());
}

TEST(Erase, without_a_reason_or_of_nobody_nothing_goes)
{
    const Two two;
    Vault vault = two.clinic.open();
    for (const char* const blank : {"", " ", "\t\r\n"}) {
        EXPECT_EQ(vault.erase(two.goes, blank).error().fault, fault::empty_note);
        EXPECT_EQ(vault.withdraw(two.goes, blank).error().fault, fault::empty_note);
    }
    EXPECT_EQ(vault.erase(sealed::random_id(), "asked by letter").error().fault, fault::unknown_person);
    EXPECT_EQ(vault.withdraw(sealed::random_id(), "asked by letter").error().fault, fault::unknown_person);
    EXPECT_EQ(vault.people()->size(), 2U);
    EXPECT_EQ(Two::released(vault, two.goes), 1);
    EXPECT_FALSE(*vault.is_withdrawn(two.goes));
}

TEST(Erase, of_a_list_of_files_to_go_each_line_that_names_a_session_is_heeded)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    Core& core = VaultOf::core(vault);
    const Id one = sealed::random_id();
    const Id other = sealed::random_id();
    EXPECT_TRUE(sessions_to_go(core)->empty());
    ASSERT_TRUE(write_setting(core.database, "erase_files",
                              sealed::hex(one) + "\nno session\n../../etc\n" + sealed::hex(other).substr(1) + "\n" +
                                  sealed::hex(other))
                    .ok());
    EXPECT_EQ(*sessions_to_go(core), (std::vector<Id>{one, other}));
    EXPECT_TRUE(finish_erasing(core).ok());
    EXPECT_TRUE(sessions_to_go(core)->empty());
}

} // namespace rapport::vault::test
