#include <gtest/gtest.h>

#include "storage/vault/salvage.h"
#include "tests/vault/clinic.h"

namespace rapport::vault::test {

namespace {

using instruments::Answer;
using instruments::Missing;

/// One person with a PCL-5 of twenty twos and a PHQ-9 of ten noughts, taken in from the tablet.
struct Taken {
    Clinic clinic;
    Vault vault = clinic.open();
    Id person = somebody(vault).id;

    Taken()
    {
        auto what = all_items(0, 20, 2);
        for (const Do& one : all_items(1, 10, 0))
            what.push_back(one);
        Clinic::answer(started(vault, person, {"pcl-5", "phq-9"}), what);
        EXPECT_EQ(vault.ingest()->sessions, 1);
    }
    [[nodiscard]] Administration of(std::string_view instrument)
    {
        for (const Administration& row : *vault.administrations(person))
            if (row.instrument == instrument) return row;
        ADD_FAILURE() << instrument;
        return {};
    }
    [[nodiscard]] CorrectionWish wish(std::string_view instrument, std::string item, Answer answer)
    {
        return {person, of(instrument).id, std::move(item), answer, "Read from the paper form."};
    }
};

double total(const Administration& row)
{
    for (const FrozenScore& score : row.scores)
        if (score.id == "total") return score.value.value_or(-1);
    return -1;
}

int lines_of(Vault& vault, std::string_view event)
{
    int count = 0;
    for (const AuditEntry& line : *vault.audit(1, 10'000))
        count += line.event == event ? 1 : 0;
    return count;
}

std::string_view fault_of(const Result<Id>& result)
{
    return result.ok() ? std::string_view("none") : std::string_view(result.error().fault.name);
}

} // namespace

TEST(Correction, the_new_answer_stands_the_score_is_worked_out_again_and_the_original_is_kept)
{
    Taken taken;
    Vault& vault = taken.vault;
    const Administration before = taken.of("pcl-5");
    EXPECT_EQ(total(before), 40); // twenty twos
    const auto corrected = vault.correct(taken.wish("pcl-5", "7", Answer::chose(4)));
    ASSERT_TRUE(corrected.ok()) << corrected.error().fault.name;

    ASSERT_EQ(vault.administrations(taken.person)->size(), 2U);
    const Administration now = taken.of("pcl-5");
    EXPECT_EQ(now.id, *corrected);
    EXPECT_EQ(now.supersedes, before.id);
    EXPECT_EQ(now.response.items.at(6), Answer::chose(4));
    EXPECT_EQ(total(now), 42); // nineteen twos and a four
    EXPECT_EQ(now.finished_ms, before.finished_ms);
    EXPECT_EQ(now.definition_hash, before.definition_hash);
    EXPECT_EQ(vault.person(taken.person)->last_total, 42.0);
    EXPECT_EQ(vault.person(taken.person)->administrations, 2);

    const auto story = vault.corrections(taken.person);
    ASSERT_EQ(story->size(), 1U);
    EXPECT_EQ(story->front().was, Answer::chose(2));
    EXPECT_EQ(story->front().is, Answer::chose(4));
    EXPECT_EQ(story->front().item, "7");
    EXPECT_EQ(story->front().actor, user);
    EXPECT_EQ(story->front().reason, "Read from the paper form.");
    EXPECT_EQ(lines_of(vault, "corrected"), 1);
    EXPECT_TRUE(vault.verify().ok());
}

TEST(Correction, a_release_and_another_opening_see_the_corrected_answer_alone)
{
    Taken taken;
    ASSERT_TRUE(taken.vault.correct(taken.wish("pcl-5", "1", Answer::none(Missing::declined))).ok());
    std::vector<Administration> released;
    ASSERT_TRUE(taken.vault
                    .for_each_administration([&](const Person&, const Administration& row) {
                        if (row.instrument == "pcl-5") released.push_back(row);
                        return true;
                    })
                    .ok());
    ASSERT_EQ(released.size(), 1U);
    EXPECT_EQ(released.front().response.items.front(), Answer::none(Missing::declined));
    const Id person = taken.person;
    {
        const Vault closed = std::move(taken.vault);
    }
    taken.vault = taken.clinic.open();
    EXPECT_EQ(taken.of("pcl-5").response.items.front(), Answer::none(Missing::declined));
    EXPECT_EQ(taken.vault.corrections(person)->size(), 1U);
}

TEST(Correction, one_corrected_before_is_corrected_at_its_newest_row_alone)
{
    Taken taken;
    const CorrectionWish first = taken.wish("pcl-5", "1", Answer::chose(0));
    ASSERT_TRUE(taken.vault.correct(first).ok());
    CorrectionWish stale = first;
    stale.answer = Answer::chose(1);
    EXPECT_EQ(fault_of(taken.vault.correct(stale)), "superseded");
    ASSERT_TRUE(taken.vault.correct(taken.wish("pcl-5", "2", Answer::chose(0))).ok());
    EXPECT_EQ(total(taken.of("pcl-5")), 36); // eighteen twos and two noughts
    EXPECT_EQ(taken.vault.corrections(taken.person)->size(), 2U);
    EXPECT_EQ(taken.vault.administrations(taken.person)->size(), 2U);
    EXPECT_TRUE(taken.vault.verify().ok());
}

TEST(Correction, without_a_reason_a_choice_or_a_change_nothing_is_written)
{
    Taken taken;
    const std::size_t lines = taken.vault.audit(1, 10'000)->size();
    CorrectionWish wish = taken.wish("pcl-5", "1", Answer::chose(0));
    const std::size_t looked = taken.vault.audit(1, 10'000)->size();
    EXPECT_LE(looked, lines + 1);
    wish.reason = " ";
    EXPECT_EQ(fault_of(taken.vault.correct(wish)), "empty_note");
    EXPECT_EQ(fault_of(taken.vault.correct(taken.wish("pcl-5", "1", Answer::chose(2)))), "no_change");
    EXPECT_EQ(fault_of(taken.vault.correct(taken.wish("pcl-5", "1", Answer::chose(5)))), "unknown_item");
    EXPECT_EQ(fault_of(taken.vault.correct(taken.wish("pcl-5", "1", Answer::none(Missing::not_asked)))),
              "unknown_item");
    EXPECT_EQ(fault_of(taken.vault.correct(taken.wish("pcl-5", "21", Answer::chose(1)))), "unknown_item");
    EXPECT_EQ(taken.vault.audit(1, 10'000)->size(), looked);
    EXPECT_EQ(total(taken.of("pcl-5")), 40);
}

TEST(Correction, an_answer_that_becomes_grave_raises_its_alert_once)
{
    Taken taken;
    EXPECT_TRUE(taken.vault.open_alerts()->empty());
    ASSERT_TRUE(taken.vault.correct(taken.wish("phq-9", "9", Answer::chose(2))).ok());
    ASSERT_EQ(taken.vault.open_alerts()->size(), 1U);
    EXPECT_EQ(taken.vault.open_alerts()->front().item, "9");
    ASSERT_TRUE(taken.vault.correct(taken.wish("phq-9", "1", Answer::chose(1))).ok());
    EXPECT_EQ(taken.vault.open_alerts()->size(), 1U); // item 9 is as it was
    EXPECT_TRUE(taken.vault.verify().ok());
}

TEST(Correction, a_link_changed_behind_the_program_is_found)
{
    Taken taken;
    const auto now = taken.vault.correct(taken.wish("pcl-5", "1", Answer::chose(0)));
    ASSERT_TRUE(now.ok());
    const Id phq9 = taken.of("phq-9").id;
    const Id person = taken.person;
    // Another row's, none at all, and an id that is none.
    const Id none{}; // a Value only points to its bytes
    for (const Value& link : {Value(phq9), Value(nullptr), Value(none)}) {
        {
            const Vault closed = std::move(taken.vault);
        }
        Id was{};
        {
            auto raw = taken.clinic.raw_with_keys();
            ASSERT_TRUE(raw.database
                            .each("SELECT supersedes FROM main.administration WHERE id = ?", {*now},
                                  [&](const Row& row) {
                                      was = row.id(0);
                                      return false;
                                  })
                            .ok());
            ASSERT_TRUE(
                raw.database.run("UPDATE main.administration SET supersedes = ? WHERE id = ?", {link, *now}).ok());
        }
        taken.vault = taken.clinic.open();
        EXPECT_FALSE(taken.vault.verify().ok());
        EXPECT_FALSE(taken.vault.administrations(person).ok());
        {
            const Vault closed = std::move(taken.vault);
        }
        {
            auto raw = taken.clinic.raw_with_keys();
            ASSERT_TRUE(
                raw.database.run("UPDATE main.administration SET supersedes = ? WHERE id = ?", {was, *now}).ok());
        }
        taken.vault = taken.clinic.open();
        EXPECT_TRUE(taken.vault.verify().ok());
    }
    // And an original that is made to look like a correction of nothing.
    {
        const Vault closed = std::move(taken.vault);
    }
    {
        auto raw = taken.clinic.raw_with_keys();
        ASSERT_TRUE(
            raw.database.run("UPDATE main.administration SET supersedes = zeroblob(16) WHERE id = ?", {phq9}).ok());
    }
    taken.vault = taken.clinic.open();
    EXPECT_FALSE(taken.vault.verify().ok());
}

TEST(Correction, outlives_the_loss_of_its_original_and_is_not_there_twice)
{
    Taken taken;
    const Id original = taken.of("pcl-5").id;
    ASSERT_TRUE(taken.vault.correct(taken.wish("pcl-5", "1", Answer::chose(4))).ok());
    const Id person = taken.person;
    {
        const Vault closed = std::move(taken.vault);
    }
    {
        auto raw = taken.clinic.raw_with_keys();
        ASSERT_TRUE(raw.database.run("UPDATE main.administration SET day = day + 1 WHERE id = ?", {original}).ok());
    }
    // The original is refused, and comes again from the sealed session under another id.
    const std::string to = taken.clinic.folder + "-saved";
    const auto saved = salvage(taken.clinic.folder, to, user, secret(passphrase), taken.clinic.clock());
    ASSERT_TRUE(saved.ok());
    EXPECT_EQ(saved->refused, 1);
    EXPECT_EQ(saved->sessions_again, 1);
    {
        auto vault = Vault::open(to, user, secret(passphrase), taken.clinic.clock(), taken.clinic.boot_clock());
        ASSERT_TRUE(vault.ok());
        EXPECT_TRUE(vault->verify().ok());
        const auto rows = vault->administrations(person);
        ASSERT_EQ(rows->size(), 2U);
        for (const Administration& row : *rows)
            if (row.instrument == "pcl-5") {
                EXPECT_EQ(total(row), 42); // nineteen twos and a four
            }
        EXPECT_EQ(vault->person(person)->last_total, 42.0);
        EXPECT_EQ(vault->person(person)->administrations, 2);
    }
    remove_folder(to);
    taken.vault = taken.clinic.open();
}

TEST(Correction, erasing_takes_the_original_too)
{
    Taken taken;
    ASSERT_TRUE(taken.vault.correct(taken.wish("pcl-5", "1", Answer::chose(0))).ok());
    ASSERT_TRUE(taken.vault.erase(taken.person, "Asked for it.").ok());
    EXPECT_TRUE(taken.vault.verify().ok());
    EXPECT_TRUE(taken.vault.people()->empty());
}

TEST(Correction, is_a_clinicians)
{
    const Clinic clinic(Clinic::Kind::staffed);
    auto vault = clinic.try_open(researcher, researcher_passphrase);
    ASSERT_TRUE(vault.ok());
    EXPECT_EQ(fault_of(vault->correct({})), "not_allowed");
}

TEST(Correction, an_alert_that_stood_is_not_raised_again_by_another_answer_and_a_changed_grave_one_is)
{
    Taken taken;
    const auto open = [&] { return taken.vault.open_alerts()->size(); };
    ASSERT_EQ(open(), 0U);
    ASSERT_TRUE(taken.vault.correct(taken.wish("phq-9", "9", Answer::chose(1))).ok());
    ASSERT_EQ(open(), 1U);
    ASSERT_TRUE(taken.vault.correct(taken.wish("phq-9", "2", Answer::chose(3))).ok());
    EXPECT_EQ(open(), 1U) << "the same answer to the same item";
    ASSERT_TRUE(taken.vault.correct(taken.wish("phq-9", "9", Answer::chose(2))).ok());
    EXPECT_EQ(open(), 2U) << "another answer is another thing to know";
    ASSERT_TRUE(taken.vault.correct(taken.wish("phq-9", "9", Answer::chose(0))).ok());
    EXPECT_EQ(open(), 2U) << "an alert goes when somebody has seen to it, not by a correction";
    EXPECT_EQ(taken.vault.corrections(taken.person)->size(), 4U);
    EXPECT_TRUE(taken.vault.verify().ok());
}

} // namespace rapport::vault::test
