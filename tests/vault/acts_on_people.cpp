#include "storage/vault/erase.h"
#include "storage/vault/escrow.h"
#include "storage/vault/released.h"
#include "storage/vault/retention.h"
#include "storage/vault/vault_of.h"
#include "tests/vault/busy_vault.h"

namespace rapport::vault::test {

std::vector<VaultAct> acts_on_people()
{
    return {
        {"add_person",
         [](Vault& vault, const BusyVault&) {
             Identity identity;
             identity.name = "Somebody Else";
             identity.date_of_birth = "1971-02-03";
             return vault.add_person({}, identity).ok();
         }},
        {"people", [](Vault& vault, const BusyVault&) { return vault.people("guer").ok(); }},
        {"person", [](Vault& vault, const BusyVault& at) { return vault.person(at.person.id).ok(); }},
        {"identity", [](Vault& vault, const BusyVault& at) { return vault.identity(at.person.id).ok(); }},
        {"edit_person",
         [](Vault& vault, const BusyVault& at) {
             const auto known = vault.identity(at.person.id);
             if (!known) return false;
             Identity identity = *known;
             identity.name = "Newly Married";
             Person person = at.person;
             person.site = "South";
             return vault.edit_person(person, identity, "married").ok();
         }},
        {"merge", [](Vault& vault, const BusyVault& at) { return vault.merge(at.other.id, at.person.id, "one").ok(); }},
        {"unmerge",
         [](Vault& vault, const BusyVault& at) {
             const auto links = vault.links_of(at.other.id);
             return links && !links->empty() && vault.unmerge(links->front().person, "two after all").ok();
         }},
        {"open_episode",
         [](Vault& vault, const BusyVault& at) {
             return vault.open_episode(at.person.id, 20'900).error().fault == fault::episode_open;
         }},
        {"close_episode",
         [](Vault& vault, const BusyVault& at) { return vault.close_episode(at.person.id, 30'000, "completed").ok(); }},
        {"set_therapist",
         [](Vault& vault, const BusyVault& at) { return vault.set_therapist(at.person.id, "Dr. Ada", 20'800).ok(); }},
        {"set_consent",
         [](Vault& vault, const BusyVault& at) {
             return vault.set_consent(at.person.id, {"research", "given", 20'800, {}}).ok();
         }},
        {"caseload", [](Vault& vault, const BusyVault&) { return vault.caseload({}).ok(); }},
        {"mark_reviewed", [](Vault& vault, const BusyVault& at) { return vault.mark_reviewed(at.person.id).ok(); }},
        {"entries", [](Vault& vault, const BusyVault& at) { return vault.entries(at.person.id).ok(); }},
        {"add_entry",
         [](Vault& vault, const BusyVault& at) {
             return vault.add_entry(BusyVault::note_of(at.person, "Sleeps well.")).ok();
         }},
        {"correct_entry",
         [](Vault& vault, const BusyVault& at) {
             return vault.correct_entry(at.entry, BusyVault::note_of(at.person, "Slept little."), "misheard").ok();
         }},
        {"take_back_entry",
         [](Vault& vault, const BusyVault& at) { return vault.take_back_entry(at.entry, "of somebody else").ok(); }},
        {"occasions", [](Vault& vault, const BusyVault& at) { return vault.occasions(at.person.id).ok(); }},
        {"sign",
         [](Vault& vault, const BusyVault& at) {
             const auto all = vault.occasions(at.person.id);
             if (!all || all->empty()) return false;
             return vault.sign({at.person.id, all->front().id, all->front().record, "reviewed"}, secret(passphrase))
                 .ok();
         }},
        {"note_sheet",
         [](Vault& vault, const BusyVault& at) { return vault.note_sheet(at.person.id, "pdf", true).ok(); }},
        {"is_withdrawn", [](Vault& vault, const BusyVault& at) { return vault.is_withdrawn(at.person.id).ok(); }},
        {"withdraw", [](Vault& vault, const BusyVault& at) { return vault.withdraw(at.person.id, "asked to").ok(); }},
        {"retention_due", [](Vault& vault, const BusyVault&) { return retention_due(vault, 40'000).ok(); }},
        {"defer_erasing",
         [](Vault& vault, const BusyVault& at) { return defer_erasing(vault, at.person.id, 40'000, "court").ok(); }},
        {"note_episode_end",
         [](Vault& vault, const BusyVault& at) { return note_episode_end(vault, at.person.id, 20'000, "over").ok(); }},
        {"erase_when_due",
         [](Vault& vault, const BusyVault& at) {
             return erase_when_due(vault, at.person.id, "over").error().fault == fault::not_due;
         }},
        {"erase", [](Vault& vault, const BusyVault& at) { return vault.erase(at.person.id, "asked to").ok(); }, true,
         [](Vault& vault) { return finish_erasing(VaultOf::core(vault)); }},
        {"people_after", [](Vault& vault, const BusyVault&) { return vault.people_after("A", 5).ok(); }},
        {"people_found", [](Vault& vault, const BusyVault&) { return vault.people_found("guer", 5).ok(); }},
        {"people_count", [](Vault& vault, const BusyVault&) { return vault.people_count().ok(); }},
        {"to_review", [](Vault& vault, const BusyVault&) { return vault.to_review(-1).ok(); }},
        {"links_of", [](Vault& vault, const BusyVault& at) { return vault.links_of(at.other.id).ok(); }},
        {"likenesses",
         [](Vault& vault, const BusyVault&) {
             Identity identity;
             identity.name = "Marguerite Vandersteen";
             identity.date_of_birth = "1980-01-01";
             identity.record_number = "R 1";
             identity.identifiers = {{"edipi", "1234567890"}};
             return vault.likenesses(identity).ok();
         }},
        {"reopen_episode",
         [](Vault& vault, const BusyVault& at) { return vault.open_episode(at.former.id, 30'100).ok(); }},
        {"episodes", [](Vault& vault, const BusyVault& at) { return vault.episodes(at.person.id).ok(); }},
        {"dyads", [](Vault& vault, const BusyVault& at) { return vault.dyads(at.person.id).ok(); }},
        {"consents", [](Vault& vault, const BusyVault& at) { return vault.consents(at.person.id).ok(); }},
        {"flags", [](Vault& vault, const BusyVault&) { return vault.flags("off_track", 0, 10).ok(); }},
        {"flags_of", [](Vault& vault, const BusyVault& at) { return vault.flags_of(at.person.id).ok(); }},
        {"expected_course", [](Vault& vault, const BusyVault& at) { return vault.expected_course(at.person.id).ok(); }},
        {"add_person_of_release",
         [](Vault& vault, const BusyVault&) {
             Person person;
             person.pseudonym = "Study 0 7F3K";
             return add_person_of_release(vault, person).ok();
         }},
        {"who_is", [](Vault& vault, const BusyVault& at) { return who_is(vault, at.code, "to call back").ok(); }},
    };
}

} // namespace rapport::vault::test
