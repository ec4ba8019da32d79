#include "storage/vault/released.h"
#include "storage/vault/retention.h"
#include "tests/vault/busy_vault.h"

namespace rapport::vault::test {

namespace {

ReleaseNote note_of_two_rows()
{
    ReleaseNote note;
    note.project = "Study 2";
    note.profile = "table";
    note.recipient = "The county";
    note.purpose = "Yearly report";
    note.people = 2;
    note.rows = 2;
    note.k = 5;
    note.manifest_sha256 = std::string(64, 'b');
    note.fed = {{"mean", {std::string(32, '1'), std::string(32, 'f')}}, {"count", {std::string(32, '1')}}};
    return note;
}

} // namespace

std::vector<VaultAct> acts_on_what_leaves()
{
    return {
        {"people_of_administrations",
         [](Vault& vault, const BusyVault& at) {
             const auto rows = vault.administrations(at.person.id);
             if (!rows || rows->empty()) return false;
             const auto found = people_of_administrations(vault, {rows->front().id, at.person.id});
             return found.ok() && *found == std::map<Id, Id>{{rows->front().id, at.person.id}};
         }},
        {"erased_among",
         [](Vault& vault, const BusyVault& at) {
             const auto found = erased_among(vault, {at.person.id, at.other.id});
             return found.ok() && found->empty();
         }},
        {"people_to_release", [](Vault& vault, const BusyVault&) { return people_to_release(vault).ok(); }},
        // Makes what is missing, and then reads all.
        {"release_tokens", [](Vault& vault, const BusyVault&) { return release_tokens(vault).ok(); }, true},
        {"released_rows", [](Vault& vault, const BusyVault&) { return released_rows(vault).ok(); }},
        {"releases", [](Vault& vault, const BusyVault&) { return releases(vault).ok(); }},
        {"note_release_of_rows",
         [](Vault& vault, const BusyVault&) { return note_release(vault, note_of_two_rows()).ok(); }},
        {"retention_of_everybody",
         [](Vault& vault, const BusyVault& at) {
             return vault
                 .together([&]() -> Status {
                     if (Status set = set_retention_policy(vault, {1, 1, 25}, "law"); !set) return set;
                     if (Status put = defer_erasing(vault, at.other.id, 40'000, "court"); !put) return put;
                     const auto due = retention_due(vault, 50'000);
                     return due ? Status() : Status(due.error());
                 })
                 .ok();
         }},
    };
}

} // namespace rapport::vault::test
