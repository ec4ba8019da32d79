#include "storage/vault/merge.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "storage/vault/given_rights.h"
#include "storage/vault/released.h"
#include "tests/vault/merging.h"

namespace rapport::vault::test {

namespace {

using instruments::Answer;

class MergeRules : public TwoCopies {};
class MergeRulesStaffed : public TwoCopies {
protected:
    MergeRulesStaffed() : TwoCopies(Clinic::Kind::staffed) {}
};

} // namespace

TEST_F(MergeRules, a_session_that_both_took_in_is_one_and_its_alert_seen_to_in_one_is_seen_to)
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

TEST_F(MergeRules, of_two_corrections_of_one_row_the_later_stands_and_both_have_their_story)
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
            vault.correct({person, row, std::to_string(item), Answer::chose(3), "paper, item " + std::to_string(item)})
                .ok());
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

TEST_F(MergeRules, of_two_names_the_later_stands_and_the_other_is_among_what_was_before)
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

TEST_F(MergeRules, either_code_of_a_person_leads_to_them_and_the_ledger_has_both_releases_under_one_token)
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

TEST_F(MergeRulesStaffed, a_right_taken_in_one_is_gone_and_a_setting_set_later_stands)
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

TEST_F(MergeRules, a_ticket_whose_code_opens_no_more_is_taken_back_and_the_other_stays_open)
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
