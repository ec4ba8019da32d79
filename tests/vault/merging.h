#pragma once

#include <algorithm>
#include <random>

#include <gtest/gtest.h>

#include "storage/vault/merge_rules.h"
#include "tests/vault/clinic.h"
#include "tests/vault/disk_shim.h"

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

/// A clinic, and a copy of it as it stood when they parted.
class TwoCopies : public ::testing::Test {
protected:
    static void SetUpTestSuite() { DiskShim::instance().be_quiet(true); }
    static void TearDownTestSuite() { DiskShim::instance().be_quiet(false); }

    explicit TwoCopies(Clinic::Kind kind = Clinic::Kind::real) : first(kind) {}
    ~TwoCopies() override { remove_folder(place); }

    void part()
    {
        second = Clinic::copy_of(first);
        second->now = first.now + 1;
    }
    static void later(Clinic& clinic, std::int64_t by = 60'000) { clinic.now += by; }
    [[nodiscard]] std::string to(const std::string& name = "merged") const { return place + "/" + name; }
    /// By the first user's passphrase, both.
    [[nodiscard]] Result<Merged> merge(std::string_view words = passphrase, std::string_view other_words = passphrase)
    {
        const sealed::Secret one = secret(words);
        const sealed::Secret two = secret(other_words);
        return merge_vaults({first.folder, std::string(user), one}, {second->folder, std::string(user), two}, to(),
                            first.clock(), &clashes, first.boot_clock());
    }
    [[nodiscard]] Merged must_merge()
    {
        auto out = merge();
        EXPECT_TRUE(out.ok()) << out.error().fault.name << " " << out.error().detail;
        return out ? std::move(*out) : Merged{};
    }
    [[nodiscard]] Vault open_merged() const
    {
        auto vault = Vault::open(to(), user, secret(passphrase), first.clock(), first.boot_clock());
        if (!vault) ADD_FAILURE() << vault.error().fault.name << " " << vault.error().detail;
        return std::move(*vault);
    }
    [[nodiscard]] static bool told(const Merged& out, std::string_view kind)
    {
        return std::ranges::any_of(out.notes, [&](const MergeNote& note) { return note.kind == kind; });
    }
    [[nodiscard]] static Id phq9(Vault& vault, const Id& person, std::int64_t at, int value)
    {
        Administration row;
        row.person = person;
        row.instrument = "phq-9";
        row.visit = "Visit";
        row.started_ms = row.finished_ms = at;
        row.response.items.assign(10, instruments::Answer::chose(value));
        return *vault.add_administration(row);
    }

    std::string place = temporary_folder();
    Clinic first;
    std::unique_ptr<Clinic> second;
    std::vector<MergeNote> clashes;
};

} // namespace rapport::vault::test
