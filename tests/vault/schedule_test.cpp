#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <random>
#include <set>

#include "storage/vault/clocks.h"
#include "storage/vault/schedules.h"
#include "tests/vault/clinic.h"

namespace rapport::vault::test {

namespace {

Battery battery(const std::string& name, std::vector<std::string> instruments,
                instruments::Respondent respondent = instruments::Respondent::patient)
{
    Battery out;
    out.name = name;
    out.instruments = std::move(instruments);
    out.respondent = respondent;
    return out;
}

/// PCL-5 at every visit, check-in from visit 3 at every one, PHQ-9 at every second; the therapist's check-in from 3.
Schedule weekly(Vault& vault)
{
    Schedule schedule;
    schedule.name = "Weekly";
    schedule.label = "Session {n}";
    schedule.parts = {{*vault.save_battery(battery("PCL-5", {"pcl-5"})), 1, 1},
                      {*vault.save_battery(battery("Check-in", {"check-in-patient"})), 3, 1},
                      {*vault.save_battery(battery("PHQ-9", {"phq-9"})), 1, 2},
                      {*vault.save_battery(
                           battery("Check-in, therapist", {"check-in-therapist"}, instruments::Respondent::therapist)),
                       3, 1}};
    schedule.id = *vault.save_schedule(schedule);
    return schedule;
}

} // namespace

TEST(Batteries, one_is_named_data_of_one_respondent_in_order)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    EXPECT_EQ(vault.save_battery(battery(" ", {"pcl-5"})).error().fault, fault::empty_note);
    EXPECT_EQ(vault.save_battery(battery("A", {})).error().fault, fault::unknown_instrument);
    EXPECT_EQ(vault.save_battery(battery("A", {"phq-99"})).error().fault, fault::unknown_instrument);
    const auto mixed = vault.save_battery(battery("A", {"pcl-5", "check-in-therapist"}));
    EXPECT_EQ(mixed.error().fault, fault::mixed_respondents);
    EXPECT_EQ(mixed.error().detail, "check-in-therapist");
    Battery first = battery("Intake", {"phq-9", "pcl-5"});
    first.grid = true;
    first.auto_advance = false;
    first.id = *vault.save_battery(first);
    EXPECT_EQ(vault.save_battery(battery("Intake", {"pcl-5"})).error().fault, fault::name_taken);
    ASSERT_EQ(vault.batteries()->size(), 1U);
    EXPECT_EQ(vault.batteries()->front().instruments, (std::vector<std::string>{"phq-9", "pcl-5"}));
    EXPECT_TRUE(vault.batteries()->front().grid);
    EXPECT_FALSE(vault.batteries()->front().auto_advance);
    first.instruments = {"pcl-5"};
    const auto second = vault.save_battery(first);
    ASSERT_TRUE(second.ok());
    ASSERT_EQ(vault.batteries()->size(), 1U);
    EXPECT_EQ(vault.batteries()->front().id, *second);
    ASSERT_TRUE(vault.retire_battery(*second).ok());
    EXPECT_TRUE(vault.batteries()->empty());
    EXPECT_TRUE(vault.verify().ok());
}

TEST(Batteries, a_member_without_wording_or_sign_off_is_named_and_the_start_refuses_it)
{
    const Clinic clinic; // a real clinic: WAI-SR is licensed and its wording is not installed
    Vault vault = clinic.open();
    const Person person = somebody(vault);
    ASSERT_TRUE(vault.add_definition(own_definition("1")).ok());
    const auto in_the_way = vault.obstacles({"pcl-5", "wai-sr-client", "made-up", "nothing"});
    ASSERT_EQ(in_the_way->size(), 3U);
    EXPECT_EQ(in_the_way->at(0).instrument, "wai-sr-client");
    EXPECT_EQ(in_the_way->at(0).fault, "no_wording");
    EXPECT_EQ(in_the_way->at(1).instrument, "made-up");
    EXPECT_EQ(in_the_way->at(1).fault, "not_signed_off");
    EXPECT_EQ(in_the_way->at(2).fault, "unknown_instrument");
    // The start itself says the same of the first of them, whatever was marked beforehand.
    for (const Obstacle& obstacle : *in_the_way) {
        SessionWish wish;
        wish.person = person.id;
        wish.battery = {"pcl-5", obstacle.instrument};
        const auto refused = vault.start_session(wish);
        ASSERT_FALSE(refused.ok());
        EXPECT_EQ(refused.error().fault.name, obstacle.fault);
        EXPECT_EQ(refused.error().detail, obstacle.instrument);
    }
    EXPECT_TRUE(vault.obstacles({"pcl-5", "phq-9"})->empty());
    EXPECT_TRUE(vault.visits_of(person.id)->empty()); // nothing began
}

TEST(Schedules, a_part_is_asked_from_its_first_visit_at_every_so_many)
{
    // Against a second way to say it: count up from the first visit.
    std::mt19937_64 random(5);
    for (int i = 0; i < 10'000; ++i) {
        const SchedulePart part{{}, 1 + static_cast<int>(random() % 12), 1 + static_cast<int>(random() % 6)};
        std::set<int> visits;
        for (int visit = part.first_visit; visit <= 60; visit += part.every_visits)
            visits.insert(visit);
        const int visit = 1 + static_cast<int>(random() % 60);
        ASSERT_EQ(asks(part, visit), visits.contains(visit));
    }
}

TEST(Schedules, windows_that_overlap_and_numbers_out_of_range_are_refused)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    Schedule schedule = weekly(vault);
    schedule.id = {};
    EXPECT_EQ(vault.save_schedule(schedule).error().fault, fault::name_taken);
    schedule.name = "Other";
    schedule.opens = 3;
    schedule.closes = 4; // the eighth day would belong to two visits
    EXPECT_EQ(vault.save_schedule(schedule).error().detail, "window");
    schedule.closes = 3;
    schedule.every_days = 0;
    EXPECT_EQ(vault.save_schedule(schedule).error().detail, "every_days");
    schedule.every_days = 7;
    schedule.parts[0].every_visits = 0;
    EXPECT_EQ(vault.save_schedule(schedule).error().detail, "every_visits");
    schedule.parts.clear();
    EXPECT_EQ(vault.save_schedule(schedule).error().detail, "parts");
}

TEST(Plans, visits_are_planned_with_label_number_window_and_what_is_asked)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const Person person = somebody(vault);
    const Schedule schedule = weekly(vault);
    const std::int32_t today = civil_day(clinic.now);
    ASSERT_TRUE(vault.begin_plan(person.id, schedule.id, today).ok());
    auto visits = *vault.visits_of(person.id);
    // Day 0 to 28: five visits, and the therapist's form at visits 3, 4 and 5.
    ASSERT_EQ(visits.size(), 8U);
    std::erase_if(visits, [](const PlannedVisit& one) { return one.respondent == instruments::Respondent::therapist; });
    ASSERT_EQ(visits.size(), 5U);
    const std::vector<std::vector<std::string>> asked{{"pcl-5", "phq-9"},
                                                      {"pcl-5"},
                                                      {"pcl-5", "check-in-patient", "phq-9"},
                                                      {"pcl-5", "check-in-patient"},
                                                      {"pcl-5", "check-in-patient", "phq-9"}};
    for (int n = 0; n < 5; ++n) {
        const PlannedVisit& visit = visits[static_cast<std::size_t>(n)];
        EXPECT_EQ(visit.day, today + 7 * n);
        EXPECT_EQ(visit.opens_day, visit.day - 3);
        EXPECT_EQ(visit.closes_day, visit.day + 3);
        EXPECT_EQ(visit.visit, "Session " + std::to_string(n + 1));
        EXPECT_EQ(visit.session_number, n + 1);
        EXPECT_EQ(visit.battery, asked[static_cast<std::size_t>(n)]);
    }
    EXPECT_EQ(vault.plans(person.id)->front().name, "Weekly");
    EXPECT_TRUE(vault.verify().ok());
}

TEST(Plans, what_was_done_is_linked_to_what_was_scheduled)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const Person person = somebody(vault);
    const Schedule schedule = weekly(vault);
    ASSERT_TRUE(vault.begin_plan(person.id, schedule.id, civil_day(clinic.now)).ok());
    const PlannedVisit visit = vault.visits_of(person.id)->front();
    SessionWish wish;
    wish.person = person.id;
    wish.planned_visit = visit.id;
    wish.visit = visit.visit;
    wish.session_number = visit.session_number;
    wish.battery = visit.battery;
    const auto job = vault.start_session(wish);
    ASSERT_TRUE(job.ok());
    auto what = all_items(0, 20, 2);
    for (const Do& one : all_items(1, 10, 1))
        what.push_back(one);
    Clinic::answer(*job, what);
    ASSERT_EQ(vault.ingest()->sessions, 1);
    const PlannedVisit done = vault.visits_of(person.id)->front();
    EXPECT_EQ(done.id, visit.id);
    EXPECT_EQ(done.state, "finished");
    for (const Administration& one : *vault.administrations(person.id))
        EXPECT_EQ(one.session, done.session);
}

TEST(Plans, a_window_that_closed_is_missed_and_the_next_visits_are_planned)
{
    Clinic clinic;
    const std::int32_t today = civil_day(clinic.now);
    Id person{};
    {
        Vault vault = clinic.open();
        person = somebody(vault).id;
        const Schedule schedule = weekly(vault);
        ASSERT_TRUE(vault.begin_plan(person, schedule.id, today).ok());
        EXPECT_EQ(*vault.roll_plans(today), 0);
        EXPECT_EQ(*vault.roll_plans(today + 3), 0); // the last day of the first window
        EXPECT_EQ(*vault.roll_plans(today + 4), 1); // missed; visit 6 lies on day 35
        EXPECT_EQ(vault.visits_of(person)->front().ended, "missed");
        EXPECT_EQ(vault.due_list(today + 4, 10)->all_overdue, 0);
        EXPECT_EQ(*vault.roll_plans(today + 7), 2); // visit 6 of both
        EXPECT_EQ(*vault.roll_plans(today + 7), 0);
        EXPECT_EQ(vault.due_list(today + 7, 10)->all_today, 1);
        // Held late after all: the visit is done, not missed.
        SessionWish wish;
        wish.person = person;
        wish.planned_visit = vault.visits_of(person)->front().id;
        wish.battery = {"phq-9"};
        Clinic::answer(*vault.start_session(wish), all_items(0, 10, 0));
        ASSERT_EQ(vault.ingest()->sessions, 1);
        EXPECT_EQ(vault.visits_of(person)->front().state, "finished");
        EXPECT_EQ(vault.visits_of(person)->front().ended, "");
        EXPECT_TRUE(vault.verify().ok());
    }
}

TEST(Plans, a_schedule_of_so_many_visits_ends_and_an_episode_that_closes_ends_its_plans)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const std::int32_t today = civil_day(clinic.now);
    const Person person = somebody(vault);
    Schedule schedule = weekly(vault);
    schedule.visits = 3;
    schedule.id = *vault.save_schedule(schedule);
    ASSERT_TRUE(vault.begin_plan(person.id, schedule.id, today).ok());
    EXPECT_EQ(vault.visits_of(person.id)->size(), 4U); // and the therapist's at the third
    EXPECT_EQ(*vault.roll_plans(today + 2), 0);
    ASSERT_TRUE(vault.close_episode(person.id, today + 1, "moved").ok());
    for (const PlannedVisit& one : *vault.visits_of(person.id))
        EXPECT_EQ(one.ended, "cancelled");
    EXPECT_EQ(vault.plans(person.id)->front().ended_day, today + 1);
    EXPECT_EQ(*vault.roll_plans(today + 60), 0);
    EXPECT_EQ(vault.begin_plan(person.id, schedule.id, today).error().fault, fault::no_episode);
    EXPECT_TRUE(vault.verify().ok());
}

TEST(Plans, a_visit_called_off_is_due_no_more_and_a_changed_schedule_holds_from_the_next_visit)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const std::int32_t today = civil_day(clinic.now);
    const Person person = somebody(vault);
    Schedule schedule = weekly(vault);
    const auto plan = vault.begin_plan(person.id, schedule.id, today);
    ASSERT_TRUE(plan.ok());
    ASSERT_TRUE(vault.call_off_visit(vault.visits_of(person.id)->front().id, "on leave").ok());
    EXPECT_EQ(vault.due_list(today, 10)->all_today, 0);
    EXPECT_EQ(vault.call_off_visit(vault.visits_of(person.id)->front().id, "again").error().fault,
              fault::unknown_visit);
    schedule.parts = {schedule.parts[2]};
    schedule.parts[0].every_visits = 1;
    ASSERT_TRUE(vault.save_schedule(schedule).ok());
    ASSERT_TRUE(vault.roll_plans(today + 14).ok());
    EXPECT_EQ(vault.visits_of(person.id)->back().battery, std::vector<std::string>{"phq-9"});
    ASSERT_TRUE(vault.end_plan(*plan).ok());
    EXPECT_EQ(vault.end_plan(*plan).error().fault, fault::unknown_plan);
    EXPECT_EQ(*vault.roll_plans(today + 15), 0);
}

TEST(Schedules, what_is_not_there_is_refused_by_name_and_changes_nothing)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const Person person = somebody(vault);
    const Id nothing = sealed::random_id();
    Battery unknown = battery("A", {"pcl-5"});
    unknown.id = nothing;
    EXPECT_EQ(vault.save_battery(unknown).error().fault, fault::unknown_battery);
    EXPECT_TRUE(vault.batteries()->empty()) << "not even half of it is kept";
    EXPECT_EQ(vault.retire_battery(nothing).error().fault, fault::unknown_battery);
    Schedule schedule = weekly(vault);
    const Schedule good = schedule;
    schedule.id = nothing;
    schedule.name = "Other";
    EXPECT_EQ(vault.save_schedule(schedule).error().fault, fault::unknown_schedule);
    schedule.id = {};
    schedule.parts.front().battery = nothing;
    EXPECT_EQ(vault.save_schedule(schedule).error().fault, fault::unknown_battery);
    EXPECT_EQ(vault.retire_schedule(nothing).error().fault, fault::unknown_schedule);
    EXPECT_EQ(vault.begin_plan(person.id, nothing, 20'700).error().fault, fault::unknown_schedule);
    schedule = good;
    schedule.visits = -1;
    EXPECT_EQ(vault.save_schedule(schedule).error().detail, "visits");
    schedule.visits = 0;
    schedule.parts.front().first_visit = 0;
    EXPECT_EQ(vault.save_schedule(schedule).error().detail, "first_visit");
    schedule.parts.assign(100, good.parts.front());
    EXPECT_EQ(vault.save_schedule(schedule).error().detail, "parts");
    ASSERT_EQ(vault.schedules()->size(), 1U);
    EXPECT_EQ(vault.schedules()->front().parts, good.parts);
    EXPECT_TRUE(vault.plans(person.id)->empty());
    EXPECT_TRUE(vault.verify().ok());
}

TEST(Schedules, names_windows_and_counts_hold_to_their_limits_and_at_them_they_are_kept)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const Schedule good = weekly(vault);
    const auto refusal = [&](const std::function<void(Schedule&)>& change) {
        Schedule schedule = good;
        schedule.id = {};
        schedule.name = "Other";
        change(schedule);
        const auto saved = vault.save_schedule(schedule);
        return saved ? std::string("kept") : std::string(saved.error().fault.name) + " " + saved.error().detail;
    };
    EXPECT_EQ(refusal([](Schedule& one) { one.name = "  "; }), "empty_note name");
    EXPECT_EQ(refusal([](Schedule& one) { one.name = std::string(101, 'n'); }), "too_long name");
    EXPECT_EQ(refusal([](Schedule& one) { one.label = ""; }), "empty_note name");
    EXPECT_EQ(refusal([](Schedule& one) { one.label = std::string(101, 'l'); }), "too_long name");
    EXPECT_EQ(refusal([](Schedule& one) { one.every_days = 367; }), "bad_policy every_days");
    EXPECT_EQ(refusal([](Schedule& one) { one.visits = 501; }), "bad_policy visits");
    EXPECT_EQ(refusal([](Schedule& one) { one.opens = -1; }), "bad_policy window");
    EXPECT_EQ(refusal([](Schedule& one) { one.closes = -1; }), "bad_policy window");
    EXPECT_EQ(refusal([](Schedule& one) { one.opens = one.every_days; }), "bad_policy window");
    EXPECT_EQ(refusal([](Schedule& one) { one.parts.front().first_visit = 501; }), "bad_policy first_visit");
    EXPECT_EQ(refusal([](Schedule& one) { one.parts.front().every_visits = 501; }), "bad_policy every_visits");
    EXPECT_EQ(refusal([](Schedule& one) { one.parts.resize(21, one.parts.front()); }), "bad_policy parts");
    EXPECT_EQ(vault.schedules()->size(), 1U);
    EXPECT_EQ(refusal([](Schedule& one) {
                  one.name = std::string(100, 'n');
                  one.label = std::string(100, 'l');
                  one.every_days = 366;
                  one.visits = 500;
                  one.opens = 0;
                  one.closes = 365;
                  one.parts.resize(20, one.parts.front());
                  one.parts.front().first_visit = 500;
                  one.parts.front().every_visits = 500;
              }),
              "kept");
}

TEST(Schedules, batteries_asked_together_ask_each_instrument_once_and_in_the_more_careful_of_their_ways)
{
    std::vector<Battery> batteries{battery("A", {"pcl-5", "phq-9"}), battery("B", {"phq-9", "gad-7"}),
                                   battery("T", {"check-in-therapist"}, instruments::Respondent::therapist)};
    Schedule schedule;
    for (Battery& one : batteries) {
        one.id = sealed::random_id();
        schedule.parts.push_back({one.id, 1, 1});
    }
    schedule.parts.push_back({sealed::random_id(), 1, 1}); // of a battery that is no more
    const auto content = [&] { return content_of(schedule, batteries, 1, instruments::Respondent::patient); };
    EXPECT_EQ(content().instruments, (std::vector<std::string>{"pcl-5", "phq-9", "gad-7"}));
    for (const bool grid_a : {false, true})
        for (const bool grid_b : {false, true})
            for (const bool advance_a : {false, true})
                for (const bool advance_b : {false, true}) {
                    batteries[0].grid = grid_a;
                    batteries[1].grid = grid_b;
                    batteries[0].auto_advance = advance_a;
                    batteries[1].auto_advance = advance_b;
                    EXPECT_EQ(content().grid, grid_a && grid_b);
                    EXPECT_EQ(content().auto_advance, advance_a && advance_b);
                }
    EXPECT_EQ(content_of(schedule, batteries, 1, instruments::Respondent::therapist).instruments,
              std::vector<std::string>{"check-in-therapist"});
    EXPECT_TRUE(content_of(schedule, {}, 1, instruments::Respondent::patient).instruments.empty());
    schedule.label = "Week {n} of {n}";
    EXPECT_EQ(label_of(schedule, 12), "Week 12 of {n}");
    schedule.label = "Follow-up";
    EXPECT_EQ(label_of(schedule, 12), "Follow-up");
}

} // namespace rapport::vault::test
