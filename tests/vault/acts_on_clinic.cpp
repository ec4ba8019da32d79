#include "storage/vault/given_rights.h"
#include "storage/vault/identity_policy.h"
#include "storage/vault/released.h"
#include "storage/vault/retention.h"
#include "tests/vault/busy_vault.h"

namespace rapport::vault::test {

std::vector<VaultAct> acts_on_the_clinic()
{
    return {
        {"install_wording",
         [](Vault& vault, const BusyVault&) { return vault.install_wording(BusyVault::wording("two")).ok(); }},
        {"remove_wording", [](Vault& vault, const BusyVault&) { return vault.remove_wording("wai-sr-client").ok(); }},
        {"add_definition",
         [](Vault& vault, const BusyVault&) { return vault.add_definition(own_definition("1")).ok(); }},
        {"sign_off",
         [](Vault& vault, const BusyVault&) {
             const auto* key = vault.instrument("wai-sr-client");
             instruments::KeyCheck check;
             check.instrument = key->id;
             check.version = key->version;
             check.by = "I. Okafor";
             check.date = "2026-03-02";
             check.reference = "Hatcher and Gillaspy 2006";
             return vault.sign_off(check).ok();
         }},
        {"sign_offs", [](Vault& vault, const BusyVault&) { return vault.sign_offs().ok(); }},
        {"wordings", [](Vault& vault, const BusyVault&) { return vault.wordings().ok(); }},
        {"set_norm", [](Vault& vault, const BusyVault&) { return vault.set_norm(BusyVault::norm("gad-7", 4)).ok(); }},
        {"remove_norm", [](Vault& vault, const BusyVault&) { return vault.remove_norm("pcl-5", "total").ok(); }},
        {"norms", [](Vault& vault, const BusyVault&) { return vault.norms().ok(); }},
        {"project_code",
         [](Vault& vault, const BusyVault& at) { return vault.project_code("Study 1", at.person.id).ok(); }, true},
        {"note_release",
         [](Vault& vault, const BusyVault&) {
             return vault.note_release("Study 1", "A", 12, 40, std::string(64, 'a')).ok();
         }},
        {"note", [](Vault& vault, const BusyVault&) { return vault.note("print", "sheet").ok(); }},
        {"audit", [](Vault& vault, const BusyVault&) { return vault.audit(1, 100).ok(); }},
        {"verify", [](Vault& vault, const BusyVault&) { return vault.verify().ok(); }},
        {"anchor", [](Vault& vault, const BusyVault&) { return vault.anchor().ok(); }},
        {"user_history", [](Vault& vault, const BusyVault&) { return vault.user_history().ok(); }},
        {"policy", [](Vault& vault, const BusyVault&) { return vault.policy().ok(); }},
        {"set_policy",
         [](Vault& vault, const BusyVault&) {
             return vault.set_policy({5, 14, "/backups"}).ok();
         }},
        {"upkeep", [](Vault& vault, const BusyVault&) { return vault.upkeep().ok(); }},
        {"note_drill", [](Vault& vault, const BusyVault&) { return vault.note_drill("a.rvb", "ok").ok(); }},
        {"record",
         [](Vault& vault, const BusyVault& at) {
             RecordWish wish;
             wish.person = at.person.id;
             return vault.record(wish).ok();
         }},
        {"note_record_export",
         [](Vault& vault, const BusyVault&) {
             return vault.note_record_export("everything", 12, std::string(64, 'a')).ok();
         }},
        {"set_retention_policy",
         [](Vault& vault, const BusyVault&) {
             return set_retention_policy(vault, {10, 5, 25}, "law").ok();
         }},
        {"check_anchor",
         [](Vault& vault, const BusyVault&) {
             const auto anchor = vault.anchor();
             return anchor.ok() && vault.check_anchor(*anchor).ok();
         }},
    };
}

} // namespace rapport::vault::test
