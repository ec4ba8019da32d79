// Two copies of one vault in which the clinic's own rules, batteries, schedules, links and notes were changed apart.
#include <algorithm>
#include <filesystem>

#include <gtest/gtest.h>

#include "storage/vault/clocks.h"
#include "storage/vault/restore.h"
#include "storage/vault/retention.h"
#include "tests/vault/merging.h"

namespace rapport::vault::test {

namespace {

class MergeClinic : public TwoCopies {
protected:
    /// The second copy does its part later, so that what it says stands.
    void part_with_the_second_later()
    {
        part();
        later(first, 10'000);
        later(*second, 20'000);
    }
};
class MergeClinicStaffed : public TwoCopies {
protected:
    MergeClinicStaffed() : TwoCopies(Clinic::Kind::staffed) {}
};

Battery battery(const std::string& name, const std::vector<std::string>& instruments, const Id& replaces = {})
{
    Battery out;
    out.id = replaces;
    out.name = name;
    out.instruments = instruments;
    return out;
}

Schedule schedule(const std::string& name, const Id& what, const Id& replaces = {})
{
    Schedule out;
    out.id = replaces;
    out.name = name;
    out.label = "Session {n}";
    out.parts = {{what, 1, 1}};
    return out;
}

std::vector<std::string> asked(Vault& vault, const Id& id)
{
    const auto all = *vault.batteries();
    const auto found = std::ranges::find(all, id, &Battery::id);
    return found == all.end() ? std::vector<std::string>{} : found->instruments;
}

long named(const std::vector<Battery>& all, std::string_view name)
{
    return std::ranges::count(all, name, &Battery::name);
}

} // namespace

TEST_F(MergeClinic, of_norms_rules_and_words_set_in_both_the_later_stands_and_the_audit_has_the_beginning_of_the_other)
{
    Id person{};
    {
        Vault vault = first.open();
        person = somebody(vault).id;
    }
    part_with_the_second_later();
    const std::int32_t today = civil_day(first.now);
    for (Clinic* const clinic : {&first, second.get()}) {
        const bool stands = clinic == second.get();
        Vault vault = clinic->open();
        ASSERT_TRUE(vault
                        .set_norm({"phq-9", "total", stands ? 6.0 : 5.0, 0.75, std::nullopt, "our intake",
                                   "Clinic 2025", "Report 7, 2025"})
                        .ok());
        CarePolicy care;
        care.stopped_days = stands ? 40 : 20;
        ASSERT_TRUE(vault.set_care_policy(care).ok());
        ASSERT_TRUE(set_retention_policy(vault, {stands ? 30 : 10, 0, 0}, "the law").ok());
        ASSERT_TRUE(defer_erasing(vault, person, today + (stands ? 200 : 100), "still needed").ok());
        ASSERT_TRUE(note_episode_end(vault, person, today - (stands ? 1 : 2), "as written down").ok());
        // Two bytes a letter: what is told of it must not end in half of one.
        std::string words = stands ? "Later" : "x";
        for (int n = 0; n < 200; ++n)
            words += "é";
        ASSERT_TRUE(vault.set_clinic_words({"en", words, "Call " + std::to_string(today)}).ok());
        ASSERT_TRUE(vault.back_up(place + "/backups", check_backup).ok());
    }
    const Merged out = must_merge();
    EXPECT_TRUE(told(out, "set_in_both"));
    Vault both = open_merged();
    ASSERT_EQ(both.norms()->size(), 1U);
    EXPECT_EQ(both.norms()->front().norm.sd, 6);
    EXPECT_EQ(both.care_policy()->stopped_days, 40);
    EXPECT_EQ(retention_policy(both)->years, 30);
    EXPECT_TRUE(both.clinic_words()->front().moment.starts_with("Later"));
    EXPECT_EQ(both.upkeep()->last_backup_ms, second->now);
    const auto lines = *both.audit(1, 10'000);
    const auto line = std::ranges::find_if(
        lines, [](const AuditEntry& one) { return one.event == "merge_settled" && one.object == "moment_text:en"; });
    ASSERT_NE(line, lines.end());
    const std::size_t from = line->reason.find("xé");
    ASSERT_NE(from, std::string::npos);
    EXPECT_LE(line->reason.size() - from, 300U);
    EXPECT_EQ((line->reason.size() - from) % 2, 1U) << "half a letter";
}

TEST_F(MergeClinicStaffed, a_device_let_through_in_one_copy_is_let_through_in_neither)
{
    part();
    {
        Vault vault = second->open();
        ASSERT_TRUE(vault.allow_in_spite_of({"disk_encryption"}, "a loan for a week", by_admin()).ok());
        ASSERT_TRUE(vault.not_allowed_of({"disk_encryption"})->empty());
    }
    EXPECT_TRUE(told(must_merge(), "device_allowance_dropped"));
    EXPECT_EQ(*open_merged().not_allowed_of({"disk_encryption"}), std::vector<std::string>{"disk_encryption"});
}

TEST_F(MergeClinicStaffed, a_device_let_through_before_they_parted_stays_so)
{
    {
        Vault vault = first.open();
        ASSERT_TRUE(vault.allow_in_spite_of({"disk_encryption"}, "a loan for a week", by_admin()).ok());
    }
    part();
    EXPECT_FALSE(told(must_merge(), "device_allowance_dropped"));
    EXPECT_TRUE(open_merged().not_allowed_of({"disk_encryption"})->empty());
}

TEST_F(MergeClinic, of_a_battery_replaced_in_both_the_later_stands_and_schedules_and_plans_go_on_with_it)
{
    Id person{};
    Id weekly{};
    Id rhythm{};
    {
        Vault vault = first.open();
        person = somebody(vault).id;
        weekly = *vault.save_battery(battery("Weekly", {"phq-9"}));
        rhythm = *vault.save_schedule(schedule("Rhythm", weekly));
        ASSERT_TRUE(vault.begin_plan(person, rhythm, civil_day(first.now)).ok());
    }
    part_with_the_second_later();
    Id newest{};
    Id newest_rhythm{};
    for (Clinic* const clinic : {&first, second.get()}) {
        const bool stands = clinic == second.get();
        Vault vault = clinic->open();
        newest = *vault.save_battery(
            battery("Weekly", stands ? std::vector<std::string>{"gad-7"} : std::vector<std::string>{"pcl-5"}, weekly));
        newest_rhythm = *vault.save_schedule(schedule("Rhythm", newest, rhythm));
        ASSERT_TRUE(vault.save_battery(battery("Monthly", {stands ? "pcl-5" : "phq-9"})).ok());
    }
    const Merged out = must_merge();
    EXPECT_TRUE(told(out, "battery_changed_in_both"));
    EXPECT_TRUE(told(out, "schedule_changed_in_both"));
    Vault both = open_merged();
    const auto batteries = *both.batteries();
    EXPECT_EQ(named(batteries, "Weekly"), 1);
    EXPECT_EQ(named(batteries, "Monthly"), 1);
    EXPECT_EQ(asked(both, newest), std::vector<std::string>{"gad-7"});
    const auto schedules = *both.schedules();
    ASSERT_EQ(schedules.size(), 1U);
    EXPECT_EQ(schedules.front().id, newest_rhythm);
    EXPECT_EQ(schedules.front().parts, (std::vector<SchedulePart>{{newest, 1, 1}}));
    const auto plans = *both.plans(person);
    ASSERT_EQ(plans.size(), 1U);
    EXPECT_EQ(plans.front().schedule, newest_rhythm);
}

TEST_F(MergeClinic, a_battery_retired_in_one_and_replaced_in_the_other_is_the_one_that_replaced_it)
{
    Id weekly{};
    {
        Vault vault = first.open();
        weekly = *vault.save_battery(battery("Weekly", {"phq-9"}));
    }
    part_with_the_second_later();
    {
        Vault vault = first.open();
        ASSERT_TRUE(vault.retire_battery(weekly).ok());
    }
    {
        Vault vault = second->open();
        const Id once = *vault.save_battery(battery("Weekly", {"gad-7"}, weekly));
        ASSERT_TRUE(vault.save_battery(battery("Weekly", {"pcl-5"}, once)).ok());
    }
    EXPECT_FALSE(told(must_merge(), "battery_changed_in_both"));
    Vault both = open_merged();
    const auto all = *both.batteries();
    ASSERT_EQ(named(all, "Weekly"), 1);
    EXPECT_EQ(std::ranges::find(all, "Weekly", &Battery::name)->instruments, std::vector<std::string>{"pcl-5"});
}

TEST_F(MergeClinic, records_joined_round_in_a_circle_are_refused_by_name_and_nothing_is_left_behind)
{
    Id one{};
    Id other{};
    {
        Vault vault = first.open();
        one = somebody(vault, "Hanneke Vos").id;
        other = somebody(vault, "Ottoline Reyes").id;
    }
    part();
    ASSERT_TRUE(first.open().merge(one, other, "the same person").ok());
    ASSERT_TRUE(second->open().merge(other, one, "the same person").ok());
    EXPECT_FALSE(merge().ok());
    ASSERT_FALSE(clashes.empty());
    EXPECT_EQ(clashes.front().kind, "joined_in_a_circle");
    EXPECT_FALSE(std::filesystem::exists(to() + "/responses.db"));
}

TEST_F(MergeClinic, of_two_links_of_one_record_the_newer_stands_and_links_made_apart_lead_to_one_page)
{
    std::vector<Id> records;
    {
        Vault vault = first.open();
        for (const char* name : {"Hanneke Vos", "Ottoline Reyes", "Wim Adair", "Una Petrov"})
            records.push_back(somebody(vault, name).id);
    }
    part_with_the_second_later();
    {
        Vault vault = first.open();
        ASSERT_TRUE(vault.merge(records[0], records[3], "the same person").ok());
        ASSERT_TRUE(vault.merge(records[1], records[2], "the same person").ok());
    }
    {
        Vault vault = second->open();
        ASSERT_TRUE(vault.merge(records[0], records[1], "the same person").ok());
    }
    EXPECT_TRUE(told(must_merge(), "link_left_out"));
    Vault both = open_merged();
    for (const std::size_t n : {0U, 1U, 2U})
        EXPECT_EQ(both.person(records[n])->person.id, records[2]) << n;
    EXPECT_EQ(both.person(records[3])->person.id, records[3]);
}

TEST_F(MergeClinic, of_a_note_put_right_in_both_one_stands_and_all_are_kept)
{
    EntryWish wish;
    Id note{};
    {
        Vault vault = first.open();
        wish.person = somebody(vault).id;
        wish.day = civil_day(first.now);
        wish.words = "Sleeps badly";
        note = *vault.add_entry(wish);
    }
    part_with_the_second_later();
    for (Clinic* const clinic : {&first, second.get()}) {
        wish.words = clinic == &first ? "Sleeps well" : "Sleeps better";
        ASSERT_TRUE(clinic->open().correct_entry(note, wish, "misheard").ok());
    }
    EXPECT_TRUE(told(must_merge(), "entry_corrected_in_both"));
    Vault both = open_merged();
    const auto entries = *both.entries(wish.person);
    ASSERT_EQ(entries.size(), 3U);
    EXPECT_EQ(std::ranges::count(entries, true, &PageEntry::standing), 1);
    EXPECT_EQ(std::ranges::find(entries, true, &PageEntry::standing)->words, "Sleeps better");
    EXPECT_TRUE(both.verify().ok());
}

TEST_F(MergeClinic, an_episode_that_ended_in_either_is_one_that_later_courses_are_held_against)
{
    std::vector<Id> people;
    {
        Vault vault = first.open();
        people = {somebody(vault, "Hanneke Vos").id, somebody(vault, "Ottoline Reyes").id};
    }
    part();
    std::size_t at = 0;
    for (Clinic* const clinic : {&first, second.get()}) {
        Vault vault = clinic->open();
        for (const int day : {0, 7, 14}) {
            clinic->now += day * 86'400'000LL;
            static_cast<void>(phq9(vault, people[at], clinic->now, 2));
        }
        ASSERT_TRUE(vault.close_episode(people[at], civil_day(clinic->now), "completed").ok());
        ++at;
    }
    static_cast<void>(must_merge());
    auto raw = looked_into(first, to());
    EXPECT_EQ(*raw.database.count("SELECT count(DISTINCT episode) FROM main.closed_course"), 2);
}

} // namespace rapport::vault::test
