#include "storage/vault/merge.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "tests/vault/merging.h"

namespace rapport::vault::test {

namespace {

class Merge : public TwoCopies {};
class MergeStaffed : public TwoCopies {
protected:
    MergeStaffed() : TwoCopies(Clinic::Kind::staffed) {}
};

std::string_view fault_of_merge(const Result<Merged>& result)
{
    return result.ok() ? std::string_view("none") : std::string_view(result.error().fault.name);
}

} // namespace

TEST_F(Merge, what_each_took_in_is_in_the_new_one_which_opens_and_proves_its_history)
{
    Vault vault = first.open();
    const Id person = somebody(vault).id;
    part();
    later(first);
    static_cast<void>(phq9(vault, person, first.now, 1));
    const std::string anchor = *vault.anchor();
    {
        const Vault closing = std::move(vault);
    }
    {
        Vault other = second->open();
        later(*second);
        static_cast<void>(phq9(other, person, second->now, 2));
        static_cast<void>(somebody(other, "Theophilus Quill"));
    }
    const Merged out = must_merge();
    EXPECT_EQ(out.people, 2);
    EXPECT_EQ(out.administrations, 2);
    EXPECT_NE(out.anchors[0], out.anchors[1]);
    Vault both = open_merged();
    EXPECT_EQ(both.administrations(person)->size(), 2U);
    EXPECT_TRUE(both.verify_history(first.recovery_key()).ok());
    EXPECT_TRUE(both.check_anchor(anchor).ok()); // printed by the one whose audit goes on
    int lines = 0;
    for (const AuditEntry& line : *both.audit(1, 10'000))
        if (line.event == "vaults_merged") {
            EXPECT_EQ(line.object, out.anchors.at(static_cast<std::size_t>(lines)));
            ++lines;
        }
    EXPECT_EQ(lines, 2);
    for (const auto& [path, bytes] : all_bytes(to()))
        for (const char* const name : {"Marguerite", "Theophilus", "Vandersteen"})
            EXPECT_EQ(bytes.find(name), std::string::npos) << path;
}

TEST_F(Merge, is_refused_with_the_reason_and_leaves_nothing_behind)
{
    part();
    EXPECT_EQ(fault_of_merge(merge("another lantern altogether")), "wrong_passphrase");
    const auto wrong = merge(passphrase, "another lantern altogether");
    EXPECT_EQ(fault_of_merge(wrong), "wrong_passphrase");
    EXPECT_EQ(wrong.error().detail.substr(0, 6), "second");

    const Clinic stranger(Clinic::Kind::demo);
    const sealed::Secret words = secret(passphrase);
    const auto strange =
        merge_vaults({first.folder, std::string(user), words}, {stranger.folder, std::string(user), words}, to(),
                     first.clock(), nullptr, first.boot_clock());
    EXPECT_EQ(fault_of_merge(strange), "not_one_vault");

    EXPECT_EQ(fault_of_merge(merge_vaults({first.folder, std::string(user), words}, {place, std::string(user), words},
                                          to(), first.clock(), nullptr, first.boot_clock())),
              "vault_missing");
    EXPECT_EQ(std::system(("mkdir -p " + to() + "/something").c_str()), 0);
    EXPECT_EQ(fault_of_merge(merge()), "vault_exists");
    EXPECT_EQ(std::system(("rm -r " + to()).c_str()), 0);
    const auto files = all_bytes(place);
    EXPECT_TRUE(files.empty()) << files.front().first;
}

TEST_F(Merge, one_that_a_newer_program_made_or_that_is_damaged_is_refused_and_named)
{
    part();
    {
        auto raw = second->raw_with_keys();
        ASSERT_TRUE(raw.database.run("PRAGMA main.user_version = 99").ok());
        ASSERT_TRUE(raw.database.run("PRAGMA identity.user_version = 99").ok());
    }
    EXPECT_EQ(fault_of_merge(merge()), "vault_newer");
    second = Clinic::copy_of(first);
    {
        Vault other = second->open();
        static_cast<void>(phq9(other, somebody(other).id, second->now, 2));
    }
    {
        // Whoever has the keys and changes an answer: the row's MAC says so.
        auto raw = second->raw_with_keys();
        ASSERT_TRUE(raw.database.run("UPDATE main.administration SET day = day + 1").ok());
    }
    const auto out = merge();
    EXPECT_EQ(fault_of_merge(out), "vault_damaged");
    EXPECT_EQ(out.error().detail.substr(0, 6), "second");
    EXPECT_TRUE(all_bytes(place).empty());
}

TEST_F(Merge, a_session_that_waits_in_one_and_was_begun_in_the_other_is_taken_in_once)
{
    Id person{};
    sealed::Job job;
    {
        Vault vault = first.open();
        person = somebody(vault).id;
        job = started(vault, person, {"phq-9"});
        Clinic::begin(job, all_items(0, 4, 1));
    }
    part();
    {
        Vault vault = first.open();
        auto rest = all_items(0, 10, 1);
        Clinic::answer(*vault.resume_session(job.session), rest);
    }
    static_cast<void>(must_merge());
    Vault both = open_merged();
    EXPECT_EQ(both.ingest()->sessions, 1);
    EXPECT_EQ(both.administrations(person)->size(), 1U);
}

TEST_F(Merge, nobody_may_be_at_a_tablet_of_either)
{
    sealed::Job job;
    {
        Vault vault = first.open();
        job = started(vault, somebody(vault).id, {"phq-9"});
    }
    part();
    std::vector<sealed::Act> before;
    auto log = sealed::SessionLog::open(job, before);
    ASSERT_TRUE(log.ok());
    EXPECT_EQ(fault_of_merge(merge()), "session_busy");
    {
        const auto closing = std::move(*log);
    }
    EXPECT_EQ(fault_of_merge(merge()), "none");
}

TEST_F(Merge, one_session_answered_differently_in_each_is_refused)
{
    sealed::Job job;
    {
        Vault vault = first.open();
        job = started(vault, somebody(vault).id, {"phq-9"});
        Clinic::begin(job, all_items(0, 4, 1));
    }
    part();
    int value = 1;
    for (Clinic* const clinic : {&first, second.get()}) {
        Vault vault = clinic->open();
        Clinic::answer(*vault.resume_session(job.session), all_items(0, 10, value++));
        if (clinic == &first) continue;
        ASSERT_EQ(vault.ingest()->sessions, 1);
    }
    EXPECT_EQ(fault_of_merge(merge()), "merge_clash"); // one waits, the other was taken in
    ASSERT_FALSE(clashes.empty());
    EXPECT_EQ(clashes.front().kind, "session_gone_on_in_both");
    {
        Vault vault = first.open();
        ASSERT_EQ(vault.ingest()->sessions, 1);
    }
    EXPECT_EQ(fault_of_merge(merge()), "merge_clash");
    EXPECT_EQ(clashes.front().kind, "answered_twice");
    EXPECT_TRUE(all_bytes(place).empty());
}

TEST_F(Merge, two_people_of_one_code_name_are_for_staff_to_tell_apart)
{
    part();
    for (Clinic* const clinic : {&first, second.get()}) {
        Vault vault = clinic->open();
        Person person;
        person.pseudonym = "P-017";
        ASSERT_TRUE(vault.add_person(person, {{}, "Somebody " + clinic->folder, "1980-01-01", "1"}).ok());
    }
    EXPECT_EQ(fault_of_merge(merge()), "merge_clash");
    ASSERT_EQ(clashes.size(), 1U);
    EXPECT_EQ(clashes.front(), (MergeNote{"one_code_name", "P-017", ""}));
}

TEST_F(Merge, the_same_person_entered_in_both_is_named_and_not_joined)
{
    part();
    std::vector<std::string> names;
    for (Clinic* const clinic : {&first, second.get()}) {
        Vault vault = clinic->open();
        names.push_back(somebody(vault).pseudonym);
    }
    const Merged out = must_merge();
    EXPECT_EQ(out.people, 2);
    std::ranges::sort(names);
    EXPECT_EQ(out.notes, (std::vector<MergeNote>{{"perhaps_one_person", names[0], names[1] + ", name_and_birth"},
                                                 {"perhaps_one_person", names[0], names[1] + ", record_number"}}));
}

TEST_F(Merge, whoever_was_erased_in_one_is_gone_with_what_came_in_for_them_in_the_other)
{
    Id person{};
    {
        Vault vault = first.open();
        person = somebody(vault).id;
        Clinic::answer(started(vault, person, {"phq-9"}), all_items(0, 10, 3));
        ASSERT_EQ(vault.ingest()->sessions, 1);
    }
    part();
    {
        Vault vault = first.open();
        ASSERT_TRUE(vault.erase(person, "asked to").ok());
    }
    std::string other_record;
    {
        Vault vault = second->open();
        static_cast<void>(phq9(vault, person, second->now, 2));
        const Person again = somebody(vault, "Entered twice");
        other_record = again.pseudonym;
        ASSERT_TRUE(vault.merge(again.id, person, "the same person").ok());
        Clinic::answer(started(vault, person, {"phq-9"}), all_items(0, 10, 1));
    }
    const Merged out = must_merge();
    EXPECT_EQ(out.erased, 1);
    EXPECT_EQ(out.administrations, 0);
    EXPECT_TRUE(std::ranges::count(out.notes, MergeNote{"linked_to_erased", other_record, ""}) == 1);
    Vault both = open_merged();
    EXPECT_EQ(both.ingest()->refused, 0); // the sealed files are gone too
    EXPECT_EQ(both.people()->size(), 1U);
    EXPECT_TRUE(both.verify().ok());
    EXPECT_EQ(both.open_alerts()->size(), 0U);
}

TEST_F(MergeStaffed, one_given_new_keys_since_lends_them_to_the_new_vault_whoever_is_named_first)
{
    Id person{};
    {
        Vault vault = first.open();
        person = somebody(vault).id;
    }
    part();
    {
        Vault vault = second->open();
        ASSERT_TRUE(vault.remove_user(colleague, by_admin()).ok());
        static_cast<void>(phq9(vault, person, second->now, 1));
    }
    {
        Vault vault = first.open();
        Clinic::answer(started(vault, person, {"phq-9"}), all_items(0, 10, 2));
    }
    const Merged out = must_merge();
    EXPECT_TRUE(std::ranges::count(out.notes, MergeNote{"user_in_one_only", "", std::string(colleague)}) == 1);
    EXPECT_EQ(
        Vault::open(to(), colleague, secret(colleague_passphrase), first.clock(), first.boot_clock()).error().fault,
        fault::wrong_passphrase);
    Vault both = open_merged();
    EXPECT_EQ(both.ingest()->sessions, 1); // begun under the keys of before
    EXPECT_EQ(both.administrations(person)->size(), 2U);
    EXPECT_TRUE(both.verify_history(first.recovery_key()).ok());
}

TEST_F(MergeStaffed, both_given_new_keys_are_refused_and_so_is_a_researcher)
{
    part();
    const sealed::Secret words = secret(passphrase);
    const sealed::Secret theirs = secret(researcher_passphrase);
    EXPECT_EQ(fault_of_merge(merge_vaults({first.folder, std::string(researcher), theirs},
                                          {second->folder, std::string(user), words}, to(), first.clock(), nullptr,
                                          first.boot_clock())),
              "not_allowed");
    for (Clinic* const clinic : {&first, second.get()}) {
        Vault vault = clinic->open();
        ASSERT_TRUE(vault.rotate_keys("lost", by_admin()).ok());
    }
    EXPECT_EQ(fault_of_merge(merge()), "keys_parted");
}

} // namespace rapport::vault::test
