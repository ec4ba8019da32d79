// What comes up seldom: a raised price of passphrases, a long audit, damaged settings, copies that differ in one file.
#include <algorithm>
#include <filesystem>

#include <gtest/gtest.h>

#include "storage/vault/clocks.h"
#include "storage/vault/given_rights.h"
#include "storage/vault/header.h"
#include "storage/vault/retention.h"
#include "storage/vault/schema.h"
#include "storage/vault/users.h"
#include "storage/vault/vault_of.h"
#include "tests/vault/merging.h"

namespace rapport::vault::test {

namespace {

class Parted : public TwoCopies {};
class PartedStaffed : public TwoCopies {
protected:
    PartedStaffed() : TwoCopies(Clinic::Kind::staffed) {}
};

std::uint64_t memory_of(const Clinic& clinic, std::string_view name)
{
    auto header = load_header(clinic.folder);
    return header ? header->user(name)->wrap.cost.memory_bytes : 0;
}

/// As it stands with one setting written past every check.
Vault with_setting(const Clinic& clinic, std::string_view name, std::string_view value)
{
    Core core = clinic.core();
    EXPECT_TRUE(write_setting(core.database, name, value).ok());
    return VaultOf::parts(std::move(core));
}

} // namespace

TEST(Cost, a_raised_price_is_paid_by_each_user_from_their_next_login_on_by_an_administrator_too)
{
    const Clinic clinic(Clinic::Kind::staffed);
    constexpr std::uint64_t raised = 66ULL << 20;
    ASSERT_LT(memory_of(clinic, user), raised);
    ASSERT_TRUE(set_cost_policy(clinic.folder, {raised, 3}, admin, secret(admin_passphrase), clinic.boot_clock()).ok());
    EXPECT_LT(memory_of(clinic, user), raised);
    ASSERT_TRUE(clinic.try_open().ok());
    EXPECT_EQ(memory_of(clinic, user), raised);
    EXPECT_LT(memory_of(clinic, colleague), raised) << "who did not come has not paid";
    EXPECT_EQ(clinic.try_open(admin, admin_passphrase).error().fault, fault::not_allowed);
    EXPECT_EQ(memory_of(clinic, admin), raised);
    ASSERT_TRUE(clinic.try_open().ok());
    EXPECT_TRUE(clinic.open().verify().ok());
}

TEST(Audit, of_a_long_one_the_last_thousand_lines_are_held_to_the_one_before_them_at_each_unlock)
{
    Clinic clinic;
    {
        Vault vault = clinic.open();
        const Id person = somebody(vault).id;
        ASSERT_TRUE(vault
                        .together([&] {
                            for (int n = 0; n < 1'100; ++n)
                                if (Status noted = vault.note_sheet(person, "text", n % 2 == 0); !noted) return noted;
                            return Status();
                        })
                        .ok());
    }
    EXPECT_TRUE(clinic.try_open().ok());
    std::int64_t last = 0;
    {
        auto raw = clinic.raw();
        last = *raw.database.count("SELECT max(sequence) FROM main.audit");
    }
    ASSERT_GT(last, 1'000);
    // The lines there are: all but one, at places before, at and after where the look begins.
    for (const std::int64_t gone : {last - 1'000, last - 500, last}) {
        const auto copy = Clinic::copy_of(clinic);
        {
            auto raw = copy->raw();
            ASSERT_TRUE(raw.database.run("DROP TRIGGER main.audit_keeps_all").ok());
            ASSERT_TRUE(raw.database.run("DELETE FROM main.audit WHERE sequence = ?", {gone}).ok());
        }
        const auto opened = copy->try_open();
        ASSERT_FALSE(opened.ok()) << gone;
        EXPECT_EQ(opened.error().fault, fault::vault_damaged) << gone;
    }
}

TEST(DamagedSettings, a_rule_of_the_clinic_that_is_no_number_or_beyond_its_limits_is_the_one_a_clinic_begins_with)
{
    const Clinic clinic;
    for (const char* value : {"", "x", "5x", "0", "11", "99999999999999999999"}) {
        const auto copy = Clinic::copy_of(clinic);
        Vault vault = with_setting(*copy, "policy:lock_minutes", value);
        EXPECT_EQ(vault.policy()->lock_minutes, ClinicPolicy{}.lock_minutes) << value;
    }
    for (const char* value : {"", "x", "12345", "x\nname"}) {
        const auto copy = Clinic::copy_of(clinic);
        Vault vault = with_setting(*copy, "last_backup", value);
        EXPECT_EQ(vault.upkeep()->last_backup_ms, std::string_view(value) == "12345" ? 12345 : 0) << value;
    }
}

TEST(DamagedSettings, a_right_to_see_answers_goes_back_and_forth_and_each_change_has_its_line)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    ClinicPolicy policy = *vault.policy();
    for (const bool sees : {true, false, true}) {
        policy.therapist_sees_items = sees;
        ASSERT_TRUE(vault.set_policy(policy).ok());
        EXPECT_EQ(vault.policy()->therapist_sees_items, sees);
    }
    const auto lines = *vault.audit(1, 1'000);
    EXPECT_EQ(std::ranges::count(lines, "policy:therapist_sees_items", &AuditEntry::object), 3);
}

TEST(Correction, of_an_answer_in_a_linked_record_is_found_from_the_page_that_shows_both)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const Id root = somebody(vault, "Hanneke Vos").id;
    const Id linked = somebody(vault, "Hanneke de Vos").id;
    Administration row;
    row.person = linked;
    row.instrument = "phq-9";
    row.started_ms = row.finished_ms = clinic.now;
    row.response.items.assign(10, instruments::Answer::chose(1));
    const Id id = *vault.add_administration(row);
    row.person = root;
    row.finished_ms += 1;
    const Id own = *vault.add_administration(row);
    ASSERT_TRUE(vault.merge(linked, root, "one person").ok());
    // Item 9 from one answer of danger to another: that other is a new alert.
    const std::size_t before = vault.alerts_of(root)->size();
    ASSERT_TRUE(vault.correct({root, id, "9", instruments::Answer::chose(3), "read off paper"}).ok());
    EXPECT_EQ(vault.alerts_of(root)->size(), before + 1);
    const auto story = *vault.corrections(root);
    ASSERT_EQ(story.size(), 1U);
    EXPECT_EQ(story.front().was.value(), 1);
    EXPECT_EQ(vault.administrations(root)->front().response.items[8].value(), 3);
    ASSERT_TRUE(vault.correct({linked, own, "1", instruments::Answer::chose(2), "read off paper"}).ok());
    EXPECT_EQ(vault.administrations(root)->back().response.items[0].value(), 2);
}

TEST(People, a_change_of_a_number_alone_is_a_change)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const Id person = somebody(vault).id;
    Identity identity = *vault.identity(person);
    const Person row = vault.person(person)->person;
    EXPECT_EQ(vault.edit_person(row, identity, "typing").error().fault, fault::no_change);
    identity.record_number += "7";
    EXPECT_TRUE(vault.edit_person(row, identity, "typing").ok());
    identity.date_of_birth = "1971-02-03";
    EXPECT_TRUE(vault.edit_person(row, identity, "typing").ok());
    EXPECT_EQ(vault.identity(person)->date_of_birth, "1971-02-03");
}

TEST(Retention, words_of_a_deferral_may_be_of_several_lines_and_stay_one_reason)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const Id person = somebody(vault).id;
    const std::int32_t today = civil_day(clinic.now);
    ASSERT_TRUE(set_retention_policy(vault, {1, 0, 0}, "the law").ok());
    ASSERT_TRUE(defer_erasing(vault, person, today + 900, "a claim\r\nis open").ok());
    ASSERT_TRUE(note_episode_end(vault, person, today - 1, "as written").ok());
    const auto due = *retention_due(vault, today + 800);
    ASSERT_EQ(due.size(), 1U);
    EXPECT_FALSE(due.front().due);
    EXPECT_EQ(due.front().deferral->reason, "a claim  is open");
}

TEST_F(Parted, copies_that_differ_in_one_database_or_in_the_inbox_alone_are_two)
{
    Id person{};
    {
        Vault vault = first.open();
        person = somebody(vault).id;
    }
    part();
    // The same but for a session that waits in one of them.
    Vault vault = first.open();
    const sealed::Job job = started(vault, person, {"phq-9"});
    {
        const Vault closing = std::move(vault);
    }
    Clinic::answer(job, all_items(0, 10, 1));
    const Merged out = must_merge();
    EXPECT_EQ(out.administrations, 0);
    EXPECT_EQ(open_merged().ingest()->sessions, 1);
}

TEST_F(PartedStaffed, a_right_that_both_have_stays_and_what_was_put_off_for_somebody_erased_is_gone)
{
    Id person{};
    {
        Vault vault = first.open();
        person = somebody(vault).id;
        static_cast<void>(somebody(vault, "Ottoline Reyes"));
        ASSERT_TRUE(give_right(vault, Right::reidentify, user, "trial", by_admin()).ok());
    }
    part();
    {
        Vault vault = first.open();
        ASSERT_TRUE(defer_erasing(vault, person, civil_day(first.now) + 100, "a claim").ok());
    }
    ASSERT_TRUE(second->open().erase(person, "asked to").ok());
    static_cast<void>(must_merge());
    {
        Vault both = open_merged();
        EXPECT_EQ(*who_has(both, Right::reidentify), std::vector<std::string>{std::string(user)});
        EXPECT_EQ(both.people()->size(), 1U);
    }
    auto raw = looked_into(first, to());
    EXPECT_EQ(*raw.database.count("SELECT count(*) FROM main.setting WHERE name GLOB 'retention_deferred:*'"), 0);
}

TEST_F(Parted, an_unfinished_vault_one_without_a_file_and_a_folder_in_use_are_refused)
{
    part();
    std::filesystem::create_directories(to());
    {
        std::FILE* const file = std::fopen((to() + "/mine").c_str(), "w");
        std::fclose(file);
    }
    EXPECT_EQ(merge().error().fault, fault::vault_exists);
    std::filesystem::remove_all(to());
    std::filesystem::rename(second->folder + "/identity.db", second->folder + "/identity.away");
    EXPECT_FALSE(merge().ok());
    EXPECT_FALSE(std::filesystem::exists(to() + "/responses.db"));
    std::filesystem::rename(second->folder + "/identity.away", second->folder + "/identity.db");
    EXPECT_TRUE(merge().ok());
}

TEST_F(PartedStaffed, who_was_added_in_one_copy_is_told_and_comes_in_no_other_way)
{
    part();
    ASSERT_TRUE(second->open()
                    .add_user({"Ada Okonkwo", Role::clinician, secret("plum trees behind the wall")},
                              secret(passphrase), by_admin())
                    .ok());
    EXPECT_TRUE(told(must_merge(), "user_in_one_only"));
}

TEST_F(Parted, a_session_gone_on_with_in_one_copy_is_merged_as_far_as_it_went)
{
    sealed::Job job;
    {
        Vault vault = first.open();
        job = started(vault, somebody(vault).id, {"phq-9"});
    }
    Clinic::begin(job, all_items(0, 3, 1));
    part();
    {
        Vault vault = second->open();
        auto again = vault.resume_session(job.session);
        ASSERT_TRUE(again.ok());
        Clinic::answer(*again, all_items(0, 10, 1));
    }
    static_cast<void>(must_merge());
    Vault both = open_merged();
    EXPECT_EQ(both.ingest()->sessions, 1);
    EXPECT_EQ(both.session_acts(job.session)->size(), 13U) << "three before they parted, ten after";
}

TEST(Schema, a_vault_one_of_whose_files_is_of_a_newer_program_is_refused_as_newer)
{
    const Clinic clinic;
    for (const char* file : {"main", "identity"}) {
        const auto copy = Clinic::copy_of(clinic);
        {
            auto raw = copy->raw();
            ASSERT_TRUE(raw.database.run("PRAGMA " + std::string(file) + ".user_version = 1000").ok());
        }
        EXPECT_EQ(copy->try_open().error().fault, fault::vault_newer) << file;
    }
}

TEST(Retention, of_two_linked_records_the_later_day_counts_wherever_it_stands)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const Id root = somebody(vault, "Hanneke Vos").id;
    const Id linked = somebody(vault, "Hanneke de Vos").id;
    const std::int32_t today = civil_day(clinic.now);
    ASSERT_TRUE(set_retention_policy(vault, {1, 1, 0}, "the law").ok());
    ASSERT_TRUE(defer_erasing(vault, root, today + 900, "a claim").ok());
    ASSERT_TRUE(defer_erasing(vault, linked, today + 700, "another").ok());
    ASSERT_TRUE(vault.merge(linked, root, "one person").ok());
    const auto due = *retention_due(vault, today + 800);
    ASSERT_EQ(due.size(), 1U);
    EXPECT_EQ(due.front().deferral->until, today + 900);

    // Whose record is in use, as one or the other, is on no list.
    for (const Id& record : {root, linked}) {
        PlannedVisit ahead;
        ahead.person = record;
        ahead.day = today + 2'000;
        ahead.battery = {"phq-9"};
        const Id visit = *vault.plan_visit(ahead);
        EXPECT_TRUE(retention_due(vault, today + 800)->empty());
        ASSERT_TRUE(vault.call_off_visit(visit, "moved away").ok());
    }
}

TEST(Create, nothing_is_made_over_a_vault_and_one_whose_sheet_was_not_typed_back_merges_with_none)
{
    const Clinic clinic;
    const auto none = create_vault(clinic.folder, wishes(false), clinic.clock());
    ASSERT_FALSE(none.ok());
    EXPECT_EQ(none.error().fault, fault::vault_exists);
    EXPECT_TRUE(clinic.try_open().ok());

    const std::string place = temporary_folder();
    ASSERT_TRUE(create_vault(place + "/new", wishes(false), clinic.clock()).ok());
    const sealed::Secret words = secret(passphrase);
    const auto both =
        merge_vaults({place + "/new", std::string(user), words}, {clinic.folder, std::string(user), words},
                     place + "/both", clinic.clock(), nullptr, clinic.boot_clock());
    EXPECT_EQ(both.error().fault, fault::vault_unfinished);
    remove_folder(place);
}

TEST(Create, an_administrators_next_passphrase_is_as_strong_as_the_first)
{
    const Clinic clinic(Clinic::Kind::staffed);
    for (const char* weak : {"short", "aaaaaaaaaaaaaaaaaaaa", "Sam Brandt Sam Brandt"})
        EXPECT_FALSE(
            change_admin_passphrase(clinic.folder, admin, secret(admin_passphrase), secret(weak), clinic.boot_clock())
                .ok())
            << weak;
    EXPECT_EQ(clinic.try_open(admin, admin_passphrase).error().fault, fault::not_allowed);
}

TEST(Definitions, the_same_text_again_is_the_same_and_one_of_too_many_items_is_refused)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const auto first = vault.add_definition(own_definition("1"));
    ASSERT_TRUE(first.ok());
    EXPECT_EQ(*vault.add_definition(own_definition("1")), *first);
    std::string text = own_definition("1");
    const std::string item = R"({"id":"1","label":"one","text":"One?"})";
    std::string more = item;
    for (int n = 2; n <= 1'001; ++n)
        more += R"(,{"id":")" + std::to_string(n) + R"(","label":"x","text":"X?"})";
    text.replace(text.find(item), item.size(), more);
    text.replace(text.find("made-up"), 7, "too-long");
    EXPECT_EQ(vault.add_definition(text).error().fault, fault::definition_refused);
}

TEST(Signatures, of_answers_some_of_which_were_not_given_hold)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const Id person = somebody(vault).id;
    auto what = all_items(0, 10, 1);
    what[3] = {sealed::ActKind::declined, 0, "4", 0};
    Clinic::answer(started(vault, person, {"phq-9"}), what);
    ASSERT_EQ(vault.ingest()->sessions, 1);
    const Occasion occasion = vault.occasions(person)->front();
    ASSERT_TRUE(vault.sign({person, occasion.id, occasion.record, "reviewed"}, secret(passphrase)).ok());
    EXPECT_TRUE(vault.occasions(person)->front().signatures.front().holds);
}

} // namespace rapport::vault::test
