#include <gtest/gtest.h>

#include "storage/vault/restore.h"
#include "tests/vault/clinic.h"

namespace rapport::vault::test {

TEST(Upkeep, the_policy_has_its_defaults_its_limits_and_a_line_for_each_change)
{
    const Clinic clinic;
    {
        Vault vault = clinic.open();
        EXPECT_EQ(*vault.policy(), ClinicPolicy{});
        EXPECT_EQ(vault.policy()->lock_minutes, 2);
        EXPECT_EQ(vault.policy()->backup_days, 7);
        for (const int bad : {0, 11, -1})
            EXPECT_FALSE(vault.set_policy({bad, 7, {}}).ok()) << bad;
        EXPECT_FALSE(vault.set_policy({2, 0, {}}).ok());
        ASSERT_TRUE(vault.set_policy({5, 7, "/backups"}).ok());
    }
    Vault vault = clinic.open();
    EXPECT_EQ(*vault.policy(), (ClinicPolicy{5, 7, "/backups"}));
    int changes = 0;
    for (const AuditEntry& line : *vault.audit(1, 1000))
        changes += line.event == "policy_set" ? 1 : 0;
    EXPECT_EQ(changes, 2);
    EXPECT_TRUE(vault.verify().ok());
}

TEST(Upkeep, the_last_backup_is_known_without_its_folder)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    EXPECT_EQ(vault.upkeep()->last_backup_ms, 0);
    EXPECT_GT(vault.upkeep()->made_ms, 0);
    EXPECT_LE(vault.upkeep()->made_ms, clinic.now);
    const std::string folder = clinic.folder + "-backups";
    const auto made = vault.back_up(folder, check_backup);
    ASSERT_TRUE(made.ok());
    EXPECT_EQ(vault.upkeep()->last_backup_ms, clinic.now);
    EXPECT_EQ(folder + "/" + vault.upkeep()->last_backup, made->file);
    EXPECT_TRUE(vault.verify().ok());
    remove_folder(folder);
}

TEST(Upkeep, users_have_a_since_and_a_last_unlocking)
{
    Clinic clinic(Clinic::Kind::staffed);
    clinic.now += 60'000;
    {
        const auto other = clinic.try_open(colleague, colleague_passphrase);
        ASSERT_TRUE(other.ok());
    }
    Vault vault = clinic.open();
    const auto users = vault.user_history();
    ASSERT_EQ(users->size(), 4U);
    for (const UserHistory& one : *users) {
        if (one.name == colleague) {
            EXPECT_EQ(one.last_unlocked_ms, clinic.now);
            EXPECT_GT(one.since_ms, 0);
            EXPECT_LT(one.since_ms, clinic.now);
        }
        if (one.name == admin) {
            EXPECT_EQ(one.last_unlocked_ms, 0);
        }
    }
}

TEST(Record, is_newest_first_filtered_and_logged_itself)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const Person person = somebody(vault);
    const Person other = somebody(vault, "Aldous Quill");
    Clinic::answer(started(vault, person.id, {"phq-9"}), all_items(0, 10, 1));
    ASSERT_EQ(vault.ingest()->sessions, 1);

    const auto all = vault.record({});
    ASSERT_TRUE(all.ok());
    for (std::size_t n = 1; n < all->size(); ++n)
        EXPECT_EQ(all->at(n).entry.sequence + 1, all->at(n - 1).entry.sequence);
    EXPECT_EQ(all->front().entry.event, "view_record");
    EXPECT_EQ(all->back().entry.sequence, 1);

    RecordWish wish;
    wish.person = person.id;
    const auto about = vault.record(wish);
    EXPECT_GT(about->size(), 2U); // added, session, answers, alert
    for (const RecordLine& line : *about)
        EXPECT_EQ(line.about, person.pseudonym) << line.entry.event;
    for (const RecordLine& line : *all)
        if (line.about == other.pseudonym) {
            EXPECT_EQ(std::ranges::count_if(*about,
                                            [&](const auto& one) { return one.entry.sequence == line.entry.sequence; }),
                      0);
        }

    RecordWish unlocks;
    unlocks.events = {"unlock"};
    EXPECT_EQ(vault.record(unlocks)->size(), 1U);
    unlocks.actor = "Somebody else";
    EXPECT_TRUE(vault.record(unlocks)->empty());
    RecordWish later;
    later.from_ms = clinic.now + 1;
    EXPECT_TRUE(vault.record(later)->empty());
    RecordWish page;
    page.most = 2;
    const auto first = vault.record(page);
    page.before = first->back().entry.sequence;
    EXPECT_EQ(vault.record(page)->front().entry.sequence, first->back().entry.sequence - 1);
    RecordWish hostile;
    hostile.events = {"x') OR 1=1 --"};
    const auto nothing = vault.record(hostile);
    ASSERT_TRUE(nothing.ok());
    EXPECT_TRUE(nothing->empty());
}

TEST(Upkeep, each_limit_of_the_policy_is_held_at_both_ends_and_named)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    ClinicPolicy policy;
    const auto refused = [&](const ClinicPolicy& wish) {
        const Status set = vault.set_policy(wish);
        return set ? std::string() : set.error().detail;
    };
    const auto hold = [&](int ClinicPolicy::*field, int least, int most, const char* name) {
        for (const int good : {least, most}) {
            policy.*field = good;
            EXPECT_EQ(refused(policy), "") << name << good;
            EXPECT_EQ(*vault.policy(), policy);
        }
        ClinicPolicy wrong = policy;
        for (const int bad : {least - 1, most + 1}) {
            wrong.*field = bad;
            EXPECT_EQ(refused(wrong), name) << bad;
        }
    };
    hold(&ClinicPolicy::lock_minutes, 1, 10, "lock_minutes");
    hold(&ClinicPolicy::backup_days, 1, 365, "backup_days");
    hold(&ClinicPolicy::escalate_minutes, 1, 24 * 60, "escalate_minutes");
    ClinicPolicy far = policy;
    far.backup_folder = std::string(100'000, 'a');
    EXPECT_EQ(refused(far), "backup_folder");
    EXPECT_EQ(*vault.policy(), policy);
}

} // namespace rapport::vault::test
