// Every act of the vault is one or nothing. Each is done again and again with its first statement broken off, then its
// second, until it comes through: what it says is what stands there afterwards.
#include <cstdlib>

#include <gtest/gtest.h>

#include "tests/vault/breaker.h"
#include "tests/vault/busy_vault.h"
#include "tests/vault/kdf_probe.h"
#include "tests/vault/one_day.h"
#include "tests/vault/stand.h"

namespace rapport::vault::test {

namespace {

bool run(const VaultAct& act, const BusyVault& setting, const Clinic& clinic, long break_at)
{
    Vault vault = OneDay::vault_of(clinic);
    Breaker::instance().start(break_at);
    const bool done = act.run(vault, setting);
    Breaker::instance().stop();
    if (!done && act.finish) {
        EXPECT_TRUE(act.finish(vault).ok());
    }
    return done;
}

constexpr int parts = 4;

/// How many statements apart they are broken off: the everyday run takes one in seventeen.
std::size_t stride()
{
    const char* wish = std::getenv("RAPPORT_FAULT_STRIDE");
    return wish == nullptr ? 17 : static_cast<std::size_t>(std::atoi(wish));
}

/// The acts by turns, so that several processes can share them.
class Interrupted : public testing::TestWithParam<int> {};

} // namespace

TEST_P(Interrupted, any_act_broken_off_at_any_statement_is_done_or_not_as_it_says)
{
    const Breaker::Watch watch;
    const KdfMemory memory; // a passphrase proved again, or a ticket made, is derived once
    const BusyVault setting;
    const Stand before = stand_of(setting.clinic);
    int tried = 0;
    int refused = 0;
    const std::vector<VaultAct> acts = all_acts();
    for (auto number = static_cast<std::size_t>(GetParam()); number < acts.size(); number += parts) {
        const VaultAct& act = acts[number];
        SCOPED_TRACE(act.name);
        const auto first = setting.copy();
        ASSERT_TRUE(run(act, setting, *first, 0));
        const auto starts = Breaker::instance().statements();
        const Stand after = stand_of(*first);
        for (std::size_t statement = number % std::min(stride(), starts.size() + 1); statement < starts.size();
             statement += stride()) {
            SCOPED_TRACE("statement " + std::to_string(statement + 1) + " of " + std::to_string(starts.size()));
            const auto copy = setting.copy();
            const bool done = run(act, setting, *copy, starts[statement].at + 1);
            ++tried;
            refused += done ? 0 : 1;
            const Stand now = stand_of(*copy);
            if (act.in_steps && !done && now.rows == after.rows) continue;
            EXPECT_EQ(now.rows, done ? after.rows : before.rows) << (done ? "said done" : "said not done");
            EXPECT_TRUE(done || act.in_steps || now.values == before.values) << "said not done, and something changed";
            if (HasFatalFailure()) return;
        }
    }
    std::printf("             %d statements broken off, %d of them told\n", tried, refused);
    EXPECT_GT(refused, tried / 2);
}

INSTANTIATE_TEST_SUITE_P(ByTurns, Interrupted, testing::Range(0, parts));

} // namespace rapport::vault::test
