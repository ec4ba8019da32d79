#include "tests/vault/busy_vault.h"

namespace rapport::vault::test {

namespace {

PlannedVisit visit_of(const Person& person)
{
    PlannedVisit visit;
    visit.person = person.id;
    visit.visit = "Session 4";
    visit.session_number = 4;
    visit.day = 20'800;
    visit.battery = {"pcl-5"};
    return visit;
}

SessionWish wish_of(const Person& person)
{
    SessionWish wish;
    wish.person = person.id;
    wish.battery = {"pcl-5", "phq-9"};
    wish.visit = "Session 4";
    return wish;
}

} // namespace

std::vector<VaultAct> acts_on_visits()
{
    return {
        {"save_battery",
         [](Vault& vault, const BusyVault&) { return vault.save_battery(BusyVault::battery_of("Two")).ok(); }},
        {"begin_plan",
         [](Vault& vault, const BusyVault& at) { return vault.begin_plan(at.other.id, at.schedule, 20'700).ok(); }},
        {"end_plan", [](Vault& vault, const BusyVault& at) { return vault.end_plan(at.plan).ok(); }},
        {"roll_plans", [](Vault& vault, const BusyVault&) { return vault.roll_plans(20'760).ok(); }},
        {"due_list", [](Vault& vault, const BusyVault&) { return vault.due_list(30'000, 40).ok(); }},
        {"plan_visit", [](Vault& vault, const BusyVault& at) { return vault.plan_visit(visit_of(at.person)).ok(); }},
        {"visits_due", [](Vault& vault, const BusyVault&) { return vault.visits_due(30'000).ok(); }},
        {"visits_of", [](Vault& vault, const BusyVault& at) { return vault.visits_of(at.person.id).ok(); }},
        {"start_session",
         [](Vault& vault, const BusyVault& at) { return vault.start_session(wish_of(at.person)).ok(); }},
        {"resume_session", [](Vault& vault, const BusyVault& at) { return vault.resume_session(at.begun).ok(); }},
        {"ingest",
         [](Vault& vault, const BusyVault&) {
             const auto report = vault.ingest();
             return report.ok() && report->sessions == 1;
         },
         true},
        {"administrations", [](Vault& vault, const BusyVault& at) { return vault.administrations(at.person.id).ok(); }},
        {"for_each_administration",
         [](Vault& vault, const BusyVault&) {
             return vault.for_each_administration([](const auto&...) { return true; }).ok();
         }},
        {"open_alerts", [](Vault& vault, const BusyVault&) { return vault.open_alerts().ok(); }},
        {"alerts_of", [](Vault& vault, const BusyVault& at) { return vault.alerts_of(at.person.id).ok(); }},
        {"acknowledge", [](Vault& vault, const BusyVault& at) { return vault.acknowledge(at.alert, "spoke").ok(); }},
        {"correct",
         [](Vault& vault, const BusyVault& at) {
             const auto rows = vault.administrations(at.person.id);
             if (!rows || rows->empty()) return false;
             const bool phq9 = rows->front().instrument == "phq-9";
             // Item 9 of the PHQ-9, which raises an alert with it.
             return vault
                 .correct({at.person.id, rows->at(phq9 ? 0 : 1).id, "9", instruments::Answer::chose(3), "read again"})
                 .ok();
         }},
        {"corrections", [](Vault& vault, const BusyVault& at) { return vault.corrections(at.person.id).ok(); }},
        {"correct_and_look",
         [](Vault& vault, const BusyVault& at) {
             const auto rows = vault.administrations(at.person.id);
             if (!rows || rows->empty()) return false;
             if (!vault.correct({at.person.id, rows->front().id, "2", instruments::Answer::chose(0), "misread"}).ok())
                 return false;
             const auto story = vault.corrections(at.person.id);
             return story.ok() && story->size() == 1;
         },
         true},
        {"ingest_and_expect",
         [](Vault& vault, const BusyVault& at) {
             return vault.ingest().ok() && vault.expected_course(at.person.id).ok();
         },
         true},
        {"session_acts",
         [](Vault& vault, const BusyVault& at) {
             const auto acts = vault.session_acts(at.taken);
             return acts.ok() && !acts->empty();
         }},
        {"alerts_to_settle", [](Vault& vault, const BusyVault&) { return vault.alerts_to_settle().ok(); }},
        {"open_alert_ids", [](Vault& vault, const BusyVault&) { return vault.open_alert_ids().ok(); }},
        {"leave_open",
         [](Vault& vault, const BusyVault& at) { return vault.leave_open(at.alert, "will call tonight").ok(); }},
        {"add_administrations",
         [](Vault& vault, const BusyVault& at) {
             return vault.add_administrations({BusyVault::phq9_of(at.person, 1), BusyVault::phq9_of(at.person, 2)})
                 .ok();
         }},
        {"call_off_visit",
         [](Vault& vault, const BusyVault& at) { return vault.call_off_visit(at.visit, "on leave").ok(); }},
        {"batteries", [](Vault& vault, const BusyVault&) { return vault.batteries().ok(); }},
        {"replace_battery",
         [](Vault& vault, const BusyVault& at) {
             Battery battery = BusyVault::battery_of("Weekly, shorter");
             battery.id = at.battery;
             return vault.save_battery(battery).ok();
         }},
        {"retire_battery", [](Vault& vault, const BusyVault& at) { return vault.retire_battery(at.battery).ok(); }},
        {"obstacles",
         [](Vault& vault, const BusyVault&) {
             return vault.obstacles({"pcl-5", "wai-sr-client"}).ok();
         }},
        {"schedules", [](Vault& vault, const BusyVault&) { return vault.schedules().ok(); }},
        {"save_schedule",
         [](Vault& vault, const BusyVault& at) {
             return vault.save_schedule(BusyVault::schedule_of("Each week", at.battery)).ok();
         }},
        {"retire_schedule", [](Vault& vault, const BusyVault& at) { return vault.retire_schedule(at.schedule).ok(); }},
        {"plans", [](Vault& vault, const BusyVault& at) { return vault.plans(at.person.id).ok(); }},
    };
}

} // namespace rapport::vault::test
