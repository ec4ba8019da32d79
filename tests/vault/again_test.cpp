// What failed is tried again by the person who sees that it failed, in the program that is still open. Each act is
// begun over and over in one open vault, broken off at its first statement, then at its second, until nothing is left
// to break.
#include <cstdlib>
#include <set>

#include <gtest/gtest.h>

#include "tests/vault/breaker.h"
#include "tests/vault/busy_vault.h"
#include "tests/vault/kdf_probe.h"
#include "tests/vault/one_day.h"
#include "tests/vault/stand.h"

namespace rapport::vault::test {

namespace {

/// A copy of a busy vault, opened.
struct Open {
    std::unique_ptr<Clinic> clinic;
    std::unique_ptr<Vault> vault;

    explicit Open(const BusyVault& from)
        : clinic(from.copy()), vault(std::make_unique<Vault>(OneDay::vault_of(*clinic)))
    {
    }
};

Stand stand_after(const VaultAct& act, const BusyVault& setting)
{
    Open open(setting);
    Breaker::instance().start(0);
    EXPECT_TRUE(act.run(*open.vault, setting)) << act.name;
    Breaker::instance().stop();
    open.vault.reset();
    return stand_of(*open.clinic);
}

constexpr int parts = 4;

/// How many statements apart they are broken off: the everyday run takes one in seventeen.
std::size_t stride()
{
    const char* wish = std::getenv("RAPPORT_FAULT_STRIDE");
    return wish == nullptr ? 17 : static_cast<std::size_t>(std::atoi(wish));
}

constexpr std::size_t most_statements = 400; ///< of one act; proving a whole vault has more

/// The acts by turns, so that several processes can share them.
class Again : public testing::TestWithParam<int> {};

} // namespace

TEST_P(Again, what_was_broken_off_at_any_statement_is_done_when_it_is_tried_again_in_the_same_vault)
{
    const Breaker::Watch watch;
    const KdfMemory memory;
    const BusyVault setting;
    int tried = 0;
    const std::vector<VaultAct> acts = all_acts();
    for (auto number = static_cast<std::size_t>(GetParam()); number < acts.size(); number += parts) {
        const VaultAct& act = acts[number];
        if (act.in_steps) continue; // half of it may be done; Interrupted has those
        SCOPED_TRACE(act.name);
        const Stand after = stand_after(act, setting);
        auto open = std::make_unique<Open>(setting);
        for (std::size_t statement = 1 + number % stride(); statement <= most_statements; statement += stride()) {
            Breaker::instance().start_before(statement);
            const bool done = act.run(*open->vault, setting);
            Breaker::instance().stop();
            tried += Breaker::instance().broke() ? 1 : 0;
            if (!Breaker::instance().broke()) {
                ASSERT_TRUE(done) << "it failed with nothing in its way, before its statement " << statement;
                break;
            }
            if (done) open = std::make_unique<Open>(setting); // it could do without: from the beginning again
        }
        open->vault.reset();
        ASSERT_EQ(stand_of(*open->clinic).rows, after.rows) << "something is there twice, or not at all";
    }
    std::printf("             %d statements broken off\n", tried);
    EXPECT_GT(tried, 10);
}

TEST_P(Again, what_is_done_in_steps_goes_on_in_the_same_vault_where_it_was_broken_off)
{
    const Breaker::Watch watch;
    const BusyVault setting;
    std::vector<VaultAct> acts = all_acts();
    std::erase_if(acts, [](const VaultAct& act) { return !act.in_steps; });
    for (auto number = static_cast<std::size_t>(GetParam()); number < acts.size(); number += parts) {
        const VaultAct& act = acts[number];
        SCOPED_TRACE(act.name);
        const Stand after = stand_after(act, setting);
        std::set<std::string> seen;
        std::vector<std::size_t> places; // the first of each different statement
        for (std::size_t at = 0; at < Breaker::instance().statements().size(); ++at)
            if (seen.insert(Breaker::instance().statements()[at].sql).second) places.push_back(at + 1);
        for (std::size_t n = number % stride(); n < places.size(); n += stride()) {
            const std::size_t place = places[n];
            SCOPED_TRACE("statement " + std::to_string(place));
            Open open(setting);
            Breaker::instance().start_before(place);
            const bool done = act.run(*open.vault, setting);
            Breaker::instance().stop();
            if (!done) static_cast<void>(act.run(*open.vault, setting)); // it may find nothing left to do
            if (act.finish) {
                EXPECT_TRUE(act.finish(*open.vault).ok());
            }
            open.vault.reset();
            ASSERT_EQ(stand_of(*open.clinic).rows, after.rows);
        }
    }
}

INSTANTIATE_TEST_SUITE_P(ByTurns, Again, testing::Range(0, parts));

} // namespace rapport::vault::test
