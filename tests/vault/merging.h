#pragma once

#include <random>

#include "storage/vault/merge_rules.h"
#include "tests/vault/clinic.h"

/// Two copies of one clinic's vault, worked on apart.
namespace rapport::vault::test {

/// A vault opened without its passphrase being stretched, which is most of what opening costs.
[[nodiscard]] Vault quick(const Clinic& clinic);
/// Both databases of a folder of that clinic, to be looked at.
[[nodiscard]] Clinic::Raw looked_into(const Clinic& clinic, const std::string& folder);

/// As `merge_vaults`, and no passphrase stretched.
[[nodiscard]] Result<Merged> merged(const Clinic& clinic, const std::string& first, const std::string& second,
                                    const std::string& to, std::vector<MergeNote>* clashes = nullptr);

/// Everything that a folder's databases say, one text a row: tables, columns and values, but of `left_out` tables.
[[nodiscard]] std::vector<std::string> rows_of_table(Connection& database, const std::string& file,
                                                     const std::string& table, const std::string& columns);

/// A working day at random: so many acts of staff on a vault, each a little later than the one before. The same seed
/// does the same on the same vault.
class WorkingDay {
public:
    WorkingDay(Clinic& clinic, std::uint32_t seed) : clinic_(clinic), dice_(seed) {}
    void work(int acts);
    /// What was done, for the message of a test that fails.
    [[nodiscard]] const std::string& story() const { return story_; }

private:
    [[nodiscard]] int roll(int below) { return static_cast<int>(dice_() % static_cast<std::uint32_t>(below)); }
    void act(Vault& vault);
    void about_somebody(Vault& vault, const Person& person, int what);
    void about_care(Vault& vault, const Person& person, int what);
    void about_clinic(Vault& vault, int what);
    void add_answers(Vault& vault, const Person& person);
    void correct(Vault& vault, const Person& person);
    void see_to_alerts(Vault& vault, const Person& person);
    void write_entry(Vault& vault, const Person& person);
    void edit(Vault& vault, const Person& person);
    void release(Vault& vault);
    void plan(Vault& vault, const Person& person);

    Clinic& clinic_;
    std::mt19937 dice_;
    std::string story_;
};

} // namespace rapport::vault::test
