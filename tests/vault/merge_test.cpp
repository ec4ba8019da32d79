#include "storage/vault/merge.h"

#include <algorithm>
#include <fstream>

#include <gtest/gtest.h>

#include "storage/vault/escrow.h"
#include "storage/vault/given_rights.h"
#include "storage/vault/released.h"
#include "tests/vault/disk_shim.h"
#include "tests/vault/merging.h"

namespace rapport::vault::test {

namespace {

using instruments::Answer;

/// A clinic with one person, and a copy of it as it stood then.
class Merge : public ::testing::Test {
protected:
    static void SetUpTestSuite() { DiskShim::instance().be_quiet(true); }
    static void TearDownTestSuite() { DiskShim::instance().be_quiet(false); }

    explicit Merge(Clinic::Kind kind = Clinic::Kind::real) : first(kind) {}
    ~Merge() override { remove_folder(place); }

    void part()
    {
        second = Clinic::copy_of(first);
        second->now = first.now + 1;
    }
    static void later(Clinic& clinic, std::int64_t by = 60'000) { clinic.now += by; }
    [[nodiscard]] std::string to(const std::string& name = "merged") const { return place + "/" + name; }
    /// By the first user's passphrase, both.
    [[nodiscard]] Result<Merged> merge(std::string_view words = passphrase, std::string_view other_words = passphrase)
    {
        const sealed::Secret one = secret(words);
        const sealed::Secret two = secret(other_words);
        return merge_vaults({first.folder, std::string(user), one}, {second->folder, std::string(user), two}, to(),
                            first.clock(), &clashes, first.boot_clock());
    }
    [[nodiscard]] Merged must_merge()
    {
        auto out = merge();
        EXPECT_TRUE(out.ok()) << out.error().fault.name << " " << out.error().detail;
        return out ? std::move(*out) : Merged{};
    }
    [[nodiscard]] Vault open_merged() const
    {
        auto vault = Vault::open(to(), user, secret(passphrase), first.clock(), first.boot_clock());
        if (!vault) ADD_FAILURE() << vault.error().fault.name << " " << vault.error().detail;
        return std::move(*vault);
    }
    [[nodiscard]] static bool told(const Merged& out, std::string_view kind)
    {
        return std::ranges::any_of(out.notes, [&](const MergeNote& note) { return note.kind == kind; });
    }
    [[nodiscard]] static Id phq9(Vault& vault, const Id& person, std::int64_t at, int value)
    {
        Administration row;
        row.person = person;
        row.instrument = "phq-9";
        row.visit = "Visit";
        row.started_ms = row.finished_ms = at;
        row.response.items.assign(10, Answer(value));
        return *vault.add_administration(row);
    }

    std::string place = temporary_folder();
    Clinic first;
    std::unique_ptr<Clinic> second;
    std::vector<MergeNote> clashes;
};
class MergeStaffed : public Merge {
protected:
    MergeStaffed() : Merge(Clinic::Kind::staffed) {}
};

std::string_view fault_of(const Result<Merged>& result)
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
    EXPECT_EQ(fault_of(merge("another lantern altogether")), "wrong_passphrase");
    const auto wrong = merge(passphrase, "another lantern altogether");
    EXPECT_EQ(fault_of(wrong), "wrong_passphrase");
    EXPECT_EQ(wrong.error().detail.substr(0, 6), "second");

    const Clinic stranger(Clinic::Kind::demo);
    const sealed::Secret words = secret(passphrase);
    const auto strange =
        merge_vaults({first.folder, std::string(user), words}, {stranger.folder, std::string(user), words}, to(),
                     first.clock(), nullptr, first.boot_clock());
    EXPECT_EQ(fault_of(strange), "not_one_vault");

    EXPECT_EQ(fault_of(merge_vaults({first.folder, std::string(user), words}, {place, std::string(user), words}, to(),
                                    first.clock(), nullptr, first.boot_clock())),
              "vault_missing");
    EXPECT_EQ(std::system(("mkdir -p " + to() + "/something").c_str()), 0);
    EXPECT_EQ(fault_of(merge()), "vault_exists");
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
    EXPECT_EQ(fault_of(merge()), "vault_newer");
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
    EXPECT_EQ(fault_of(out), "vault_damaged");
    EXPECT_EQ(out.error().detail.substr(0, 6), "second");
    EXPECT_TRUE(all_bytes(place).empty());
}

TEST_F(Merge, a_session_that_both_took_in_is_one_and_its_alert_seen_to_in_one_is_seen_to)
{
    Id person{};
    {
        Vault vault = first.open();
        person = somebody(vault).id;
        Clinic::answer(started(vault, person, {"phq-9"}), all_items(0, 10, 3));
    }
    part();
    {
        Vault vault = first.open();
        ASSERT_EQ(vault.ingest()->sessions, 1);
        ASSERT_TRUE(vault.acknowledge(vault.open_alerts()->front().id, "Called at once").ok());
    }
    {
        later(*second, 5'000'000);
        // The file names the folder it lies in: the copy has its own.
        Vault vault = second->open();
        ASSERT_EQ(vault.ingest()->sessions, 1);
        ASSERT_TRUE(vault.leave_open(vault.open_alerts()->front().id, "Nobody answers").ok());
    }
    const Merged out = must_merge();
    EXPECT_EQ(out.administrations, 1);
    Vault both = open_merged();
    EXPECT_EQ(both.open_alerts()->size(), 0U);
    const auto alerts = *both.alerts_of(person);
    ASSERT_EQ(alerts.size(), 1U);
    EXPECT_EQ(alerts.front().note, "Called at once");
    EXPECT_EQ(alerts.front().left_reason, "Nobody answers");
    EXPECT_EQ(both.ingest()->sessions, 0);
    EXPECT_FALSE(both.session_acts(both.administrations(person)->front().session)->empty());
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
    EXPECT_EQ(fault_of(merge()), "merge_clash"); // one waits, the other was taken in
    ASSERT_FALSE(clashes.empty());
    EXPECT_EQ(clashes.front().kind, "session_gone_on_in_both");
    {
        Vault vault = first.open();
        ASSERT_EQ(vault.ingest()->sessions, 1);
    }
    EXPECT_EQ(fault_of(merge()), "merge_clash");
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
    EXPECT_EQ(fault_of(merge()), "merge_clash");
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

TEST_F(Merge, of_two_corrections_of_one_row_the_later_stands_and_both_have_their_story)
{
    Id person{};
    Id row{};
    {
        Vault vault = first.open();
        person = somebody(vault).id;
        row = phq9(vault, person, first.now, 1);
    }
    part();
    later(first, 10'000);
    later(*second, 20'000);
    int item = 1;
    for (Clinic* const clinic : {&first, second.get()}) {
        Vault vault = clinic->open();
        ASSERT_TRUE(
            vault.correct({person, row, std::to_string(item), Answer(3), "paper, item " + std::to_string(item)}).ok());
        ++item;
    }
    const Merged out = must_merge();
    EXPECT_TRUE(told(out, "corrected_in_both"));
    Vault both = open_merged();
    const auto rows = *both.administrations(person);
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows.front().response.items[1].value(), 3);
    EXPECT_EQ(rows.front().response.items[0].value(), 1);
    const auto story = *both.corrections(person);
    ASSERT_EQ(story.size(), 2U);
    EXPECT_EQ(story[0].reason, "paper, item 2");
    EXPECT_EQ(story[1].reason, "paper, item 1");
}

TEST_F(Merge, of_two_names_the_later_stands_and_the_other_is_among_what_was_before)
{
    Id person{};
    {
        Vault vault = first.open();
        person = somebody(vault).id;
    }
    part();
    later(first, 20'000);
    later(*second, 10'000);
    for (Clinic* const clinic : {&first, second.get()}) {
        Vault vault = clinic->open();
        Identity identity = *vault.identity(person);
        identity.name = clinic == &first ? "Later Name" : "Earlier Name";
        ASSERT_TRUE(vault.edit_person(vault.person(person)->person, identity, "put right").ok());
    }
    const Merged out = must_merge();
    EXPECT_TRUE(told(out, "changed_in_both"));
    {
        Vault both = open_merged();
        EXPECT_EQ(both.identity(person)->name, "Later Name");
        const auto lines = *both.audit(1, 10'000);
        EXPECT_EQ(std::ranges::count(lines, "merge_settled", &AuditEntry::event), 1);
    }
    auto raw = looked_into(first, to());
    EXPECT_EQ(*raw.database.count("SELECT count(*) FROM identity.identity_before WHERE name = 'Earlier Name' AND "
                                  "reason <> ''"),
              1);
}

TEST_F(Merge, either_code_of_a_person_leads_to_them_and_the_ledger_has_both_releases_under_one_token)
{
    Id person{};
    {
        Vault vault = first.open();
        person = somebody(vault).id;
    }
    part();
    std::vector<std::string> codes;
    for (Clinic* const clinic : {&first, second.get()}) {
        Vault vault = clinic->open();
        codes.push_back(*vault.project_code("study", person));
        ReleaseNote note;
        note.project = "study";
        note.profile = "A";
        note.manifest_sha256 = std::string(64, clinic == &first ? 'a' : 'b');
        note.fed = {{"phq-9|total|Visit 1", {release_tokens(vault)->at(person)}}};
        ASSERT_TRUE(note_release(vault, note).ok());
    }
    ASSERT_NE(codes[0], codes[1]);
    const Merged out = must_merge();
    EXPECT_TRUE(told(out, "codes_made_in_both"));
    Vault both = open_merged();
    EXPECT_EQ(releases(both)->size(), 2U);
    const auto fed = *released_rows(both);
    ASSERT_EQ(fed.size(), 2U);
    EXPECT_EQ(fed[0].people, fed[1].people);
    EXPECT_EQ(fed[0].people.front(), release_tokens(both)->at(person));
    EXPECT_EQ(*both.project_code("study", person), std::min(codes[0], codes[1]));
    {
        const Vault closing = std::move(both);
    }
    auto raw = looked_into(first, to());
    for (const std::string& code : codes)
        EXPECT_EQ(*raw.database.count("SELECT count(*) FROM main.project_code WHERE code = ?", {code}), 1);
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
    EXPECT_EQ(Vault::open(to(), colleague, secret(colleague_passphrase), first.clock(), first.boot_clock()).error().fault,
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
    EXPECT_EQ(fault_of(merge_vaults({first.folder, std::string(researcher), theirs},
                                    {second->folder, std::string(user), words}, to(), first.clock(), nullptr,
                                    first.boot_clock())),
              "not_allowed");
    for (Clinic* const clinic : {&first, second.get()}) {
        Vault vault = clinic->open();
        ASSERT_TRUE(vault.rotate_keys("lost", by_admin()).ok());
    }
    EXPECT_EQ(fault_of(merge()), "keys_parted");
}

TEST_F(MergeStaffed, a_right_taken_in_one_is_gone_and_a_setting_set_later_stands)
{
    {
        Vault vault = first.open();
        ASSERT_TRUE(give_right(vault, Right::identified, user, "trial", by_admin()).ok());
    }
    part();
    later(first, 20'000);
    later(*second, 10'000);
    {
        Vault vault = first.open();
        ASSERT_TRUE(vault.set_clinic_words({"en", "Later words", {}}).ok());
    }
    {
        Vault vault = second->open();
        ASSERT_TRUE(take_right(vault, Right::identified, user, "trial over").ok());
        ASSERT_TRUE(vault.set_clinic_words({"en", "Earlier words", {}}).ok());
    }
    const Merged out = must_merge();
    EXPECT_TRUE(told(out, "right_in_one_only"));
    EXPECT_TRUE(told(out, "set_in_both"));
    Vault both = open_merged();
    EXPECT_TRUE(who_has(both, Right::identified)->empty());
    EXPECT_EQ(both.clinic_words()->front().moment, "Later words");
}

TEST_F(Merge, a_ticket_whose_code_opens_no_more_is_taken_back_and_the_other_stays_open)
{
    Id person{};
    {
        Vault vault = first.open();
        person = somebody(vault).id;
    }
    part();
    for (Clinic* const clinic : {&first, second.get()}) {
        Vault vault = clinic->open();
        SessionWish wish;
        wish.person = person;
        wish.visit = "Visit 1";
        wish.battery = {"phq-9"};
        ASSERT_TRUE(vault.make_ticket(wish, 24).ok());
    }
    const Merged out = must_merge();
    EXPECT_TRUE(told(out, "ticket_taken_back"));
    Vault both = open_merged();
    std::vector<std::string> states;
    for (const TicketRow& row : *both.tickets())
        states.push_back(row.state);
    std::ranges::sort(states);
    EXPECT_EQ(states, (std::vector<std::string>{"open", "revoked"}));
}

TEST(InOneLine, corrections_made_apart_come_one_after_the_other_and_others_stay)
{
    const auto id = [](std::uint8_t n) {
        Id out{};
        out[0] = n;
        return out;
    };
    // 2 and 3 of 1 at once, 4 of 3; 11 of 10 alone.
    const std::vector<Edge> edges{{id(2), id(1), 20}, {id(3), id(1), 10}, {id(4), id(3), 30}, {id(11), id(10), 5}};
    const std::vector<Edge> lined{{id(3), id(1), 10}, {id(2), id(3), 20}, {id(4), id(2), 30}};
    EXPECT_EQ(in_one_line(edges), lined);
    // Lined up before, and met once more with one of the copies.
    std::vector<Edge> again = lined;
    again.push_back({id(4), id(3), 30});
    EXPECT_EQ(in_one_line(again), lined);
    EXPECT_TRUE(in_one_line({{id(2), id(1), 1}, {id(3), id(2), 2}}).empty());
}

} // namespace rapport::vault::test
