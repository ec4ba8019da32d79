#pragma once

#include <functional>
#include <vector>

#include "tests/vault/clinic.h"

namespace rapport::vault::test {

/// A vault in which every act has something to act on.
struct BusyVault {
    Clinic clinic;
    Person person;
    Person other;  ///< with another record linked to it
    Person former; ///< whose episode is closed
    Id battery{};
    Id schedule{};
    Id plan{};
    Id visit{};         ///< planned
    Id taken{};         ///< a session taken in
    sealed::Id begun{}; ///< a session left in the middle
    sealed::Id alert{};
    sealed::Id ticket{}; ///< a session that waits for its code
    Id entry{};          ///< a note
    std::string code;    ///< of `person` in a project

    explicit BusyVault(Clinic::Kind kind = Clinic::Kind::real);
    /// As it stands, at the same hour.
    [[nodiscard]] std::unique_ptr<Clinic> copy() const;

    [[nodiscard]] static EntryWish note_of(const Person& person, const std::string& words);
    [[nodiscard]] static Battery battery_of(const std::string& name);
    [[nodiscard]] static Schedule schedule_of(const std::string& name, const Id& battery);
    [[nodiscard]] static instruments::SiteNorm norm(const std::string& instrument, double sd);
    [[nodiscard]] static std::string wording(const std::string& mark);
    [[nodiscard]] static Administration phq9_of(const Person& person, int value);
};

/// One act of an open vault.
struct VaultAct {
    const char* name;
    std::function<bool(Vault&, const BusyVault&)> run;
    bool in_steps = false; ///< several acts, each one or nothing: broken off between them, the first are done
    std::function<Status(Vault&)> finish = {}; ///< what the vault does later with one broken off between its steps
};

[[nodiscard]] std::vector<VaultAct> acts_on_people();
[[nodiscard]] std::vector<VaultAct> acts_on_visits(); ///< and on what is answered at them
[[nodiscard]] std::vector<VaultAct> acts_on_the_clinic();
[[nodiscard]] std::vector<VaultAct> acts_on_alerts();      ///< on tickets, and on what stands in the settings
[[nodiscard]] std::vector<VaultAct> acts_on_what_leaves(); ///< the ledger of releases, and whose time is over
[[nodiscard]] std::vector<VaultAct> all_acts();            ///< all of these

} // namespace rapport::vault::test
