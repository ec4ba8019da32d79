#include <gtest/gtest.h>

#include "storage/vault/tables.h"
#include "tests/vault/clinic.h"

namespace rapport::vault::test {

namespace {

using instruments::Answer;

/// One person with a PCL-5 of twenty twos.
struct Page {
    Clinic clinic;
    Vault vault = clinic.open();
    Id person = somebody(vault).id;
    std::int32_t today = 0;

    Page()
    {
        Clinic::answer(started(vault, person, {"pcl-5"}), all_items(0, 20, 2));
        EXPECT_EQ(vault.ingest()->sessions, 1);
        today = vault.administrations(person)->front().day;
    }
    [[nodiscard]] EntryWish event(std::string words, int ago = 3) const
    {
        return {person, EntryKind::event, today - ago, "medication", std::move(words)};
    }
    [[nodiscard]] EntryWish note(std::string words) const
    {
        return {person, EntryKind::note, today, {}, std::move(words)};
    }
    [[nodiscard]] std::vector<std::string> standing()
    {
        std::vector<std::string> words;
        for (const PageEntry& entry : *vault.entries(person))
            if (entry.standing) words.push_back(entry.words);
        return words;
    }
    [[nodiscard]] Occasion occasion() { return vault.occasions(person)->front(); }
    Result<Id> sign(std::string_view with = passphrase, std::string meaning = "reviewed")
    {
        const Occasion now = occasion();
        return vault.sign({person, now.id, now.record, std::move(meaning)}, secret(with));
    }
};

std::size_t lines(Vault& vault)
{
    return vault.audit(1, 10'000)->size();
}

std::string_view fault_of(const Error& error)
{
    return error.fault.name;
}

} // namespace

TEST(Entries, an_event_is_put_right_by_another_and_the_first_is_kept_with_the_reason)
{
    Page page;
    const auto first = page.vault.add_entry(page.event("Prazosin started"));
    ASSERT_TRUE(first.ok());
    const auto second = page.vault.correct_entry(*first, page.event("Prazosin 2 mg started", 4), "Wrong day.");
    ASSERT_TRUE(second.ok()) << fault_of(second.error());
    EXPECT_EQ(page.standing(), std::vector<std::string>{"Prazosin 2 mg started"});
    const auto all = *page.vault.entries(page.person);
    ASSERT_EQ(all.size(), 2U);
    const PageEntry& old = all[0].id == *first ? all[0] : all[1];
    const PageEntry& now = all[0].id == *first ? all[1] : all[0];
    EXPECT_EQ(old.words, "Prazosin started");
    EXPECT_FALSE(old.standing);
    EXPECT_EQ(now.supersedes, *first);
    EXPECT_EQ(now.reason, "Wrong day.");
    EXPECT_EQ(now.actor, user);
    EXPECT_EQ(now.day, page.today - 4);
    // What was replaced is not replaced again.
    EXPECT_EQ(page.vault.correct_entry(*first, page.event("x"), "x").error().fault, fault::superseded);
    ASSERT_TRUE(page.vault.take_back_entry(*second, "Never given.").ok());
    EXPECT_TRUE(page.standing().empty());
    EXPECT_EQ(page.vault.entries(page.person)->size(), 3U);
    EXPECT_EQ(page.vault.take_back_entry(*second, "x").error().fault, fault::superseded);
    EXPECT_TRUE(page.vault.verify().ok());
}

TEST(Entries, each_is_one_line_of_the_audit_that_holds_none_of_its_words)
{
    Page page;
    const std::size_t before = lines(page.vault);
    const auto note = page.vault.add_entry(page.note("zanzibarnote"));
    ASSERT_TRUE(note.ok());
    ASSERT_TRUE(page.vault.correct_entry(*note, page.note("zanzibarnote again"), "Typing.").ok());
    const auto audit = *page.vault.audit(1, 10'000);
    ASSERT_EQ(audit.size(), before + 2);
    EXPECT_EQ(audit[before].event, "entry_added");
    EXPECT_EQ(audit[before + 1].event, "entry_corrected");
    EXPECT_EQ(audit[before + 1].reason, "Typing.");
    for (const AuditEntry& line : audit)
        EXPECT_EQ((line.object + line.field + line.reason).find("zanzibar"), std::string::npos);
}

TEST(Entries, without_words_a_kind_a_day_or_a_reason_nothing_is_kept)
{
    Page page;
    const auto refused = [&](EntryWish wish) { return page.vault.add_entry(wish).error().fault; };
    EXPECT_EQ(refused(page.note(" \n")), fault::empty_note);
    EXPECT_EQ(refused(page.note(std::string(EntryWish::most_note + 1, 'a'))), fault::too_long);
    EXPECT_EQ(refused(page.event(std::string(EntryWish::most_event + 1, 'a'))), fault::too_long);
    EXPECT_EQ(refused(page.event("tomorrow", -1)), fault::bad_day);
    EntryWish wish = page.event("x");
    wish.what = "party";
    EXPECT_EQ(refused(wish), fault::unknown_entry);
    wish = page.note("x");
    wish.person = sealed::random_id();
    EXPECT_EQ(refused(wish), fault::unknown_person);
    const auto kept = page.vault.add_entry(page.note("x"));
    ASSERT_TRUE(kept.ok());
    EXPECT_EQ(page.vault.correct_entry(*kept, page.note("y"), " ").error().fault, fault::empty_note);
    EXPECT_EQ(page.vault.correct_entry(*kept, page.event("y"), "kind").error().fault, fault::unknown_entry);
    EXPECT_EQ(page.vault.correct_entry(sealed::random_id(), page.note("y"), "who").error().fault, fault::unknown_entry);
    EXPECT_EQ(page.standing(), std::vector<std::string>{"x"});
}

TEST(Entries, a_researchers_key_opens_none_and_no_words_lie_in_their_file)
{
    const Clinic clinic(Clinic::Kind::staffed);
    {
        Vault vault = clinic.open();
        const Id person = somebody(vault).id;
        ASSERT_TRUE(vault.add_entry({person, EntryKind::note, 20'000, {}, "Marguerite's brother phoned."}).ok());
    }
    auto vault = clinic.try_open(researcher, researcher_passphrase);
    ASSERT_TRUE(vault.ok());
    EXPECT_EQ(vault->entries(Id{}).error().fault, fault::not_allowed);
    EXPECT_EQ(vault->occasions(Id{}).error().fault, fault::not_allowed);
    EXPECT_EQ(vault->sign({}, secret(researcher_passphrase)).error().fault, fault::not_allowed);
}

TEST(Entries, words_changed_behind_the_program_are_found)
{
    Page page;
    ASSERT_TRUE(page.vault.add_entry(page.note("As it was.")).ok());
    {
        const Vault closed = std::move(page.vault);
    }
    {
        auto raw = page.clinic.raw_with_keys();
        ASSERT_TRUE(raw.database
                        .run_all("DROP TRIGGER identity.entry_keeps_words; DROP TRIGGER identity.tally_entry_UPDATE; "
                                 "UPDATE identity.entry SET words = 'As it is now.'")
                        .ok());
    }
    auto again = page.clinic.try_open();
    EXPECT_TRUE(!again.ok() || !again->verify().ok());
}

TEST(Entries, of_an_erased_person_no_note_event_or_signature_is_left)
{
    Page page;
    ASSERT_TRUE(page.vault.add_entry(page.note("x")).ok());
    ASSERT_TRUE(page.vault.add_entry(page.event("y")).ok());
    ASSERT_TRUE(page.sign().ok());
    ASSERT_TRUE(page.vault.erase(page.person, "Asked for it in writing.").ok());
    EXPECT_TRUE(page.vault.verify().ok());
    {
        const Vault closed = std::move(page.vault);
    }
    auto raw = page.clinic.raw_with_keys();
    EXPECT_EQ(*raw.database.count("SELECT count(*) FROM identity.entry"), 0);
    EXPECT_EQ(*raw.database.count("SELECT count(*) FROM main.signature"), 0);
}

TEST(Signatures, one_says_who_when_and_what_and_holds_while_nothing_changes)
{
    Page page;
    ASSERT_TRUE(page.sign(passphrase, "approved").ok());
    Occasion now = page.occasion();
    ASSERT_EQ(now.signatures.size(), 1U);
    EXPECT_EQ(now.signatures[0].actor, user);
    EXPECT_EQ(now.signatures[0].meaning, "approved");
    EXPECT_EQ(now.signatures[0].at_ms, page.clinic.now);
    EXPECT_TRUE(now.signatures[0].holds);
    EXPECT_EQ(now.instruments, std::vector<std::string>{"pcl-5"});
    // A note beside it and another opening change nothing of what was signed.
    ASSERT_TRUE(page.vault.add_entry(page.note("x")).ok());
    {
        const Vault closed = std::move(page.vault);
    }
    page.vault = page.clinic.open();
    EXPECT_TRUE(page.occasion().signatures[0].holds);
    EXPECT_TRUE(page.vault.verify().ok());
}

TEST(Signatures, a_correction_voids_it_and_signing_again_holds)
{
    Page page;
    const Id session = page.occasion().id;
    ASSERT_TRUE(page.sign().ok());
    const Id row = page.vault.administrations(page.person)->front().id;
    ASSERT_TRUE(page.vault.correct({page.person, row, "7", Answer::chose(4), "Read from the paper form."}).ok());
    const Occasion now = page.occasion();
    EXPECT_EQ(now.id, session); // a correction belongs to the session it corrects
    ASSERT_EQ(now.signatures.size(), 1U);
    EXPECT_FALSE(now.signatures[0].holds);
    page.clinic.now += 60'000;
    ASSERT_TRUE(page.sign().ok());
    ASSERT_EQ(page.occasion().signatures.size(), 2U);
    EXPECT_FALSE(page.occasion().signatures[0].holds);
    EXPECT_TRUE(page.occasion().signatures[1].holds);
    EXPECT_TRUE(page.vault.verify().ok());
}

TEST(Signatures, what_came_in_since_the_page_was_read_is_not_signed)
{
    Page page;
    const Occasion shown = page.occasion();
    const Id row = page.vault.administrations(page.person)->front().id;
    ASSERT_TRUE(page.vault.correct({page.person, row, "7", Answer::chose(4), "Read from the paper form."}).ok());
    EXPECT_EQ(page.vault.sign({page.person, shown.id, shown.record, "reviewed"}, secret(passphrase)).error().fault,
              fault::superseded);
    EXPECT_TRUE(page.occasion().signatures.empty());
}

TEST(Signatures, a_wrong_passphrase_signs_nothing_and_is_counted_as_at_the_door)
{
    Page page;
    EXPECT_EQ(page.sign("not the right words at all").error().fault, fault::wrong_passphrase);
    EXPECT_TRUE(page.occasion().signatures.empty());
    EXPECT_EQ(page.vault.user_history()->front().failed_tries, 1);
    ASSERT_TRUE(page.sign().ok());
    EXPECT_EQ(fault_of(page.sign(passphrase, "liked").error()), "nothing_to_sign");
    const auto wrong = page.vault.sign({page.person, sealed::random_id(), "", "reviewed"}, secret(passphrase));
    EXPECT_EQ(wrong.error().fault, fault::nothing_to_sign);
}

TEST(Signatures, new_keys_void_none)
{
    const Clinic clinic(Clinic::Kind::staffed);
    Vault vault = clinic.open();
    const Id person = somebody(vault).id;
    Clinic::answer(started(vault, person, {"pcl-5"}), all_items(0, 20, 2));
    ASSERT_EQ(vault.ingest()->sessions, 1);
    const Occasion shown = vault.occasions(person)->front();
    ASSERT_TRUE(vault.sign({person, shown.id, shown.record, "reviewed"}, secret(passphrase)).ok());
    ASSERT_TRUE(vault.add_entry({person, EntryKind::note, 20'000, {}, "Kept over new keys."}).ok());
    ASSERT_TRUE(vault.rotate_keys("A tablet was lost.", by_admin()).ok());
    EXPECT_TRUE(vault.occasions(person)->front().signatures[0].holds);
    EXPECT_EQ(vault.entries(person)->size(), 1U);
    EXPECT_TRUE(vault.verify().ok());
}

} // namespace rapport::vault::test
