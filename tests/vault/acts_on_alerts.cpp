#include "storage/vault/identity_policy.h"
#include "tests/vault/busy_vault.h"

namespace rapport::vault::test {

namespace {

SessionWish waiting(const Person& person)
{
    SessionWish wish;
    wish.person = person.id;
    wish.battery = {"phq-9"};
    return wish;
}

Identity numbered(const std::string& name, const std::string& number)
{
    Identity identity;
    identity.name = name;
    identity.date_of_birth = "1971-02-03";
    identity.identifiers = {{"edipi", number}, {"nhs_number", ""}};
    return identity;
}

/// Somebody known by a number, and the number put right.
Status add_numbered(Vault& vault)
{
    IdentityPolicy policy;
    policy.types = known_identifier_types();
    if (Status set = vault.set_identity_policy(policy); !set) return set;
    const auto person = vault.add_person({}, numbered("Known By Number", "1234567890"));
    if (!person) return person.error();
    if (const auto alike = vault.likenesses(numbered("Other", "1234567890")); !alike) return alike.error();
    return vault.edit_person(*person, numbered("Known By Number", "1234567891"), "misread");
}

} // namespace

std::vector<VaultAct> acts_on_alerts()
{
    return {
        {"make_ticket",
         [](Vault& vault, const BusyVault& at) { return vault.make_ticket(waiting(at.person), 24).ok(); }},
        {"tickets", [](Vault& vault, const BusyVault&) { return vault.tickets().ok(); }},
        {"ticket_sheet", [](Vault& vault, const BusyVault&) { return vault.ticket_sheet().ok(); }},
        {"revoke_ticket", [](Vault& vault, const BusyVault& at) { return vault.revoke_ticket(at.ticket).ok(); }},
        {"open_alert_ids", [](Vault& vault, const BusyVault&) { return vault.open_alert_ids().ok(); }},
        {"alerts_to_settle", [](Vault& vault, const BusyVault&) { return vault.alerts_to_settle().ok(); }},
        {"leave_open", [](Vault& vault, const BusyVault& at) { return vault.leave_open(at.alert, "at lunch").ok(); }},
        {"next_escalation", [](Vault& vault, const BusyVault&) { return vault.next_escalation().ok(); }},
        {"escalate_alerts",
         [](Vault& vault, const BusyVault&) {
             const auto marked = vault.escalate_alerts();
             return marked.ok() && *marked == 1;
         }},
        {"session_acts", [](Vault& vault, const BusyVault& at) { return vault.session_acts(at.taken).ok(); }},
        {"call_off_visit",
         [](Vault& vault, const BusyVault& at) { return vault.call_off_visit(at.visit, "rang, is ill").ok(); }},
        {"allow_in_spite_of",
         [](Vault& vault, const BusyVault& at) {
             return vault.allow_in_spite_of({"swap"}, "trial week", by_recovery(at.clinic)).ok();
         }},
        {"not_allowed_of",
         [](Vault& vault, const BusyVault&) {
             return vault.not_allowed_of({"swap", "clock"}).ok();
         }},
        {"clinic_words", [](Vault& vault, const BusyVault&) { return vault.clinic_words().ok(); }},
        {"set_clinic_words",
         [](Vault& vault, const BusyVault&) {
             sealed::ClinicWords words;
             words.language = "en";
             words.safety = "Ring the ward.";
             return vault.set_clinic_words(words).ok();
         }},
        {"devices", [](Vault& vault, const BusyVault&) { return vault.devices().ok(); }},
        {"care_policy", [](Vault& vault, const BusyVault&) { return vault.care_policy().ok(); }},
        {"set_care_policy",
         [](Vault& vault, const BusyVault&) {
             CarePolicy policy;
             policy.course_people = 60;
             policy.stopped_days = 42;
             return vault.set_care_policy(policy).ok();
         }},
        {"identity_policy", [](Vault& vault, const BusyVault&) { return vault.identity_policy().ok(); }},
        {"add_numbered",
         [](Vault& vault, const BusyVault&) { return vault.together([&] { return add_numbered(vault); }).ok(); }},
    };
}

} // namespace rapport::vault::test
