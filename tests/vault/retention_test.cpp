#include <algorithm>
#include <chrono>

#include <gtest/gtest.h>

#include "storage/vault/clocks.h"
#include "storage/vault/retention.h"
#include "storage/vault/tables.h"
#include "storage/vault/vault_of.h"
#include "tests/vault/clinic.h"

namespace rapport::vault::test {

namespace {

std::int32_t day(int year, unsigned month, unsigned of_month)
{
    using namespace std::chrono;
    const sys_days date{std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{of_month}};
    return static_cast<std::int32_t>(date.time_since_epoch().count());
}

Id patient(Vault& vault, const std::string& pseudonym, int year_of_birth, std::int32_t began)
{
    Person person;
    person.pseudonym = pseudonym;
    person.year_of_birth = year_of_birth;
    person.episode_start_day = began;
    Identity identity;
    identity.name = pseudonym + "'s name";
    identity.date_of_birth = std::to_string(year_of_birth) + "-01-02";
    const auto added = vault.add_person(person, identity);
    EXPECT_TRUE(added.ok());
    return added->id;
}

std::vector<std::string> listed(Vault& vault, std::int32_t on, bool due_alone = true)
{
    std::vector<std::string> names;
    const auto all = retention_due(vault, on);
    EXPECT_TRUE(all.ok());
    for (const Retained& one : *all)
        if (one.due || !due_alone) names.push_back(one.person.pseudonym);
    return names;
}

int lines_of(Vault& vault, std::string_view event)
{
    int lines = 0;
    for (const AuditEntry& line : *vault.audit(1, 10'000))
        lines += line.event == event ? 1 : 0;
    return lines;
}

int rows_that_would_leave(Vault& vault)
{
    int rows = 0;
    EXPECT_TRUE(vault
                    .for_each_administration([&](const Person&, const Administration&) {
                        ++rows;
                        return true;
                    })
                    .ok());
    return rows;
}

using Names = std::vector<std::string>;

} // namespace

TEST(Retention, without_a_rule_nobody_is_ever_due)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const Id id = patient(vault, "Heron 1", 1950, day(1990, 1, 1));
    EXPECT_EQ(*retention_policy(vault), RetentionPolicy{});
    EXPECT_TRUE(listed(vault, day(2200, 1, 1)).empty());
    EXPECT_EQ(erase_when_due(vault, id, "why not").error().fault, fault::not_due);
}

TEST(Retention, a_rule_is_kept_audited_with_its_reason_and_has_its_limits)
{
    const Clinic clinic;
    {
        Vault vault = clinic.open();
        for (const RetentionPolicy& bad :
             {RetentionPolicy{-1, 0, 0}, RetentionPolicy{151, 0, 0}, RetentionPolicy{10, 151, 0},
              RetentionPolicy{10, 0, -1}, RetentionPolicy{0, 5, 0}, RetentionPolicy{0, 0, 25}})
            EXPECT_EQ(set_retention_policy(vault, bad, "law").error().fault, fault::bad_policy);
        EXPECT_EQ(set_retention_policy(vault, {20, 0, 0}, " ").error().fault, fault::empty_note);
        ASSERT_TRUE(set_retention_policy(vault, {20, 8, 25}, "Code of practice").ok());
        ASSERT_TRUE(set_retention_policy(vault, {20, 8, 25}, "the same again").ok());
        EXPECT_EQ(lines_of(vault, "retention_set"), 1) << "what changes nothing is no line";
    }
    Vault vault = clinic.open();
    EXPECT_EQ(*retention_policy(vault), (RetentionPolicy{20, 8, 25}));
    const auto lines = vault.audit(1, 1000);
    const auto line = std::ranges::find(*lines, "retention_set", &AuditEntry::event);
    ASSERT_NE(line, lines->end());
    EXPECT_EQ(line->field, "years 20, after episode 8, until age 25");
    EXPECT_EQ(line->reason, "Code of practice (before: years 0, after episode 0, until age 0)");
    EXPECT_TRUE(vault.verify().ok());
}

TEST(Retention, a_time_is_over_the_day_after_the_latest_of_its_ends)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    ASSERT_TRUE(set_retention_policy(vault, {10, 5, 25}, "law").ok());
    patient(vault, "Contact", 1950, day(2000, 3, 1));
    patient(vault, "Leap day", 1950, day(2000, 2, 29));
    patient(vault, "Young", 1990, day(2000, 3, 1));
    const Id ended = patient(vault, "Ended", 1950, day(2000, 3, 1));
    ASSERT_TRUE(note_episode_end(vault, ended, day(2008, 6, 30), "discharged").ok());
    const Id visited = patient(vault, "Visited", 1950, day(2000, 3, 1));
    PlannedVisit ahead;
    ahead.person = visited;
    ahead.day = day(2011, 1, 1);
    ASSERT_TRUE(vault.plan_visit(ahead).ok());

    // By hand: 1 March 2000 and 10 years; 29 February 2000 and 10 years is 1 March 2010, which has no 29th.
    EXPECT_EQ(listed(vault, day(2010, 3, 1)), Names{});
    EXPECT_EQ(listed(vault, day(2010, 3, 2)), (Names{"Contact", "Leap day"}));
    // An appointment ahead keeps a person; once it has passed and was not held, it is none.
    EXPECT_EQ(listed(vault, day(2011, 1, 2)), (Names{"Contact", "Leap day", "Visited"}));
    EXPECT_EQ(listed(vault, day(2013, 6, 30)), (Names{"Contact", "Leap day", "Visited"}));
    EXPECT_EQ(listed(vault, day(2013, 7, 1)), (Names{"Contact", "Leap day", "Visited", "Ended"}));
    EXPECT_EQ(listed(vault, day(2015, 12, 31)), (Names{"Contact", "Leap day", "Visited", "Ended"}));
    EXPECT_EQ(listed(vault, day(2016, 1, 1)), (Names{"Contact", "Leap day", "Visited", "Ended", "Young"}));
    EXPECT_EQ(lines_of(vault, "view_retention"), 1) << "looking is logged, once a minute";
}

TEST(Retention, answers_are_a_contact)
{
    Clinic clinic;
    Vault vault = clinic.open();
    ASSERT_TRUE(set_retention_policy(vault, {10, 0, 0}, "law").ok());
    const Id id = patient(vault, "Heron 2", 1950, day(1990, 1, 1));
    Clinic::answer(started(vault, id, {"phq-9"}), all_items(0, 10, 0));
    ASSERT_EQ(vault.ingest()->sessions, 1);
    const std::int32_t answered = vault.administrations(id)->front().day;
    // Ten years from September 2026 have the leap days of 2028, 2032 and 2036: 3,653 days.
    const auto all = retention_due(vault, answered + 3654);
    ASSERT_TRUE(all.ok());
    ASSERT_EQ(all->size(), 1U);
    EXPECT_EQ(all->front().last_contact, answered);
    EXPECT_TRUE(listed(vault, answered + 3653).empty());
}

TEST(Retention, records_of_one_person_are_kept_as_long_as_the_one_that_is_kept_longest)
{
    Clinic clinic;
    Vault vault = clinic.open();
    ASSERT_TRUE(set_retention_policy(vault, {10, 0, 0}, "law").ok());
    const std::int32_t today = civil_day(clinic.now);
    const Id longest = patient(vault, "Now", 1950, today - 10);
    const Id before = patient(vault, "Before", 1950, today - 4000);
    EXPECT_EQ(listed(vault, today), Names{"Before"});
    ASSERT_TRUE(vault.merge(longest, before, "One person").ok());
    EXPECT_TRUE(listed(vault, today, false).empty());
    EXPECT_EQ(erase_when_due(vault, before, "time is over").error().fault, fault::not_due);
    EXPECT_EQ(erase_when_due(vault, longest, "time is over").error().fault, fault::not_due);

    // Both end ten years (at most 3,653 days) after the newer contact; the longer putting off holds for both.
    ASSERT_TRUE(defer_erasing(vault, longest, today + 5000, "A court asked").ok());
    ASSERT_TRUE(defer_erasing(vault, before, today + 4000, "A letter").ok());
    EXPECT_EQ(listed(vault, today + 3653, false), Names{"Before"});
    EXPECT_TRUE(listed(vault, today + 4999).empty());
    EXPECT_EQ(listed(vault, today + 5000), Names{"Before"});
    clinic.now += 5000LL * 86'400'000;
    ASSERT_TRUE(erase_when_due(vault, before, "time is over").ok());
    EXPECT_TRUE(vault.people()->empty());
    EXPECT_TRUE(vault.verify().ok());
}

TEST(Retention, an_episode_that_was_closed_has_an_end)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    ASSERT_TRUE(set_retention_policy(vault, {10, 5, 0}, "law").ok());
    const Id id = patient(vault, "Closed", 1950, day(2000, 3, 1));
    ASSERT_TRUE(note_episode_end(vault, id, day(2007, 1, 1), "discharged").ok());
    ASSERT_TRUE(vault.close_episode(id, day(2008, 6, 30), "completed").ok());
    EXPECT_TRUE(listed(vault, day(2013, 6, 30)).empty());
    EXPECT_EQ(listed(vault, day(2013, 7, 1)), Names{"Closed"});
}

TEST(Retention, who_is_not_due_is_not_erased_and_who_was_put_off_is_due_again_on_that_day)
{
    Clinic clinic;
    Vault vault = clinic.open();
    const std::int32_t today = civil_day(clinic.now);
    ASSERT_TRUE(set_retention_policy(vault, {10, 0, 0}, "law").ok());
    const Id still = patient(vault, "Still", 1950, today - 3000);
    const Id over = patient(vault, "Over", 1950, today - 4000);
    EXPECT_EQ(erase_when_due(vault, still, "time is over").error().fault, fault::not_due);
    EXPECT_EQ(erase_when_due(vault, over, "").error().fault, fault::empty_note);
    EXPECT_EQ(erase_when_due(vault, sealed::random_id(), "x").error().fault, fault::unknown_person);

    EXPECT_EQ(defer_erasing(vault, over, today, "not ahead").error().fault, fault::bad_policy);
    EXPECT_EQ(defer_erasing(vault, over, today + 30, "\n").error().fault, fault::empty_note);
    EXPECT_EQ(note_episode_end(vault, over, today + 1, "not yet").error().fault, fault::bad_policy);
    ASSERT_TRUE(defer_erasing(vault, over, today + 30, "A court asked\nfor the record").ok());
    EXPECT_EQ(erase_when_due(vault, over, "time is over").error().fault, fault::not_due);
    EXPECT_TRUE(listed(vault, today).empty());
    EXPECT_EQ(listed(vault, today, false), Names{"Over"});
    const auto all = retention_due(vault, today);
    ASSERT_TRUE(all->front().deferral);
    EXPECT_EQ(all->front().deferral->until, today + 30);
    EXPECT_EQ(all->front().deferral->reason, "A court asked for the record");
    EXPECT_EQ(all->front().deferral->actor, user);
    EXPECT_EQ(all->front().deferral->at_ms, clinic.now);
    EXPECT_EQ(listed(vault, today + 30), Names{"Over"});
    EXPECT_EQ(lines_of(vault, "retention_deferred"), 1);

    clinic.now += 30LL * 86'400'000;
    ASSERT_TRUE(erase_when_due(vault, over, "time is over").ok());
    EXPECT_TRUE(listed(vault, today + 30, false).empty());
    EXPECT_TRUE(vault.verify().ok());
}

TEST(Retention, of_somebody_erased_nothing_is_left_and_nothing_is_released)
{
    Clinic clinic;
    Id goes{};
    {
        Vault vault = clinic.open();
        ASSERT_TRUE(set_retention_policy(vault, {10, 1, 0}, "law").ok());
        goes = patient(vault, "Goes", 1950, day(2001, 1, 1));
        const Id stays = patient(vault, "Stays", 1950, day(2001, 1, 1));
        for (const Id& id : {goes, stays})
            Clinic::answer(started(vault, id, {"phq-9"}), all_items(0, 10, 1));
        ASSERT_EQ(vault.ingest()->sessions, 2);
        const std::int32_t today = civil_day(clinic.now);
        ASSERT_TRUE(note_episode_end(vault, goes, today, "discharged").ok());
        ASSERT_TRUE(defer_erasing(vault, goes, today + 10, "waiting for a letter").ok());
        EXPECT_EQ(rows_that_would_leave(vault), 2);
    }
    clinic.now += 4000LL * 86'400'000;
    {
        Vault vault = clinic.open();
        ASSERT_TRUE(erase_when_due(vault, goes, "Ten years are over").ok());
        EXPECT_EQ(rows_that_would_leave(vault), 1);
        EXPECT_TRUE(vault.verify_history(clinic.recovery_key()).ok());
        const auto lines = vault.audit(1, 10'000);
        const auto line = std::ranges::find(*lines, "erased", &AuditEntry::event);
        ASSERT_NE(line, lines->end());
        EXPECT_EQ(line->reason.substr(0, 13), "kept until 20");
        EXPECT_TRUE(line->reason.ends_with(": Ten years are over"));
    }
    Core core = clinic.core();
    const std::string name = sealed::hex(goes);
    for (const char* const file : {"main", "identity"})
        for (const Table& table : *tables_of(core.database, file)) {
            if (table.name == "erasure" || table.name == "audit") continue;
            ASSERT_TRUE(each_row(core.database, table, [&](const Row& row) {
                            for (int column = 0; column < row.columns(); ++column) {
                                EXPECT_NE(row.id(column), goes) << table.name;
                                EXPECT_EQ(row.text(column).find(name), std::string::npos) << table.name;
                            }
                            return true;
                        }).ok());
        }
}

TEST(Retention, is_a_clinicians)
{
    const Clinic clinic(Clinic::Kind::staffed);
    Id id{};
    {
        Vault vault = clinic.open();
        id = patient(vault, "Heron 3", 1950, day(1990, 1, 1));
    }
    auto opened = clinic.try_open(researcher, researcher_passphrase);
    ASSERT_TRUE(opened.ok());
    Vault& vault = *opened;
    EXPECT_TRUE(retention_policy(vault).ok());
    EXPECT_EQ(set_retention_policy(vault, {10, 0, 0}, "x").error().fault, fault::not_allowed);
    EXPECT_EQ(retention_due(vault, 0).error().fault, fault::not_allowed);
    EXPECT_EQ(erase_when_due(vault, id, "x").error().fault, fault::not_allowed);
    EXPECT_EQ(defer_erasing(vault, id, 100'000, "x").error().fault, fault::not_allowed);
    EXPECT_EQ(note_episode_end(vault, id, 0, "x").error().fault, fault::not_allowed);
    EXPECT_EQ(vault.erase(id, "x").error().fault, fault::not_allowed);
    EXPECT_EQ(vault.withdraw(id, "x").error().fault, fault::not_allowed);
}

TEST(Retention, a_setting_that_could_not_have_been_set_is_no_rule)
{
    const Clinic clinic;
    {
        Vault vault = clinic.open();
        patient(vault, "Heron 4", 1950, day(1990, 1, 1));
        ASSERT_TRUE(set_retention_policy(vault, {10, 0, 0}, "law").ok());
    }
    for (const char* const text : {"-5\n0\n0\n", "abc\n", "", "0\n3\n0\n", "1000\n0\n0\n"}) {
        const auto copy = Clinic::copy_of(clinic);
        Core core = copy->core();
        ASSERT_TRUE(
            core.database.run("UPDATE main.setting SET value = ? WHERE name = 'policy:retention'", {text}).ok());
        Vault vault = VaultOf::parts(std::move(core));
        EXPECT_EQ(*retention_policy(vault), RetentionPolicy{}) << text;
    }
}

} // namespace rapport::vault::test
