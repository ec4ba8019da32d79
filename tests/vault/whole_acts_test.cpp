// Each of the whole acts with everything that can fail failing: each call of ours on the disk, each statement of
// SQLite. Whatever it says afterwards is so, and the vault opens whole.
#include <cstdlib>

#include <gtest/gtest.h>

#include "storage/vault/throttle.h"
#include "tests/vault/breaker.h"
#include "tests/vault/our_disk.h"
#include "tests/vault/whole_acts.h"

namespace rapport::vault::test {

namespace {

/// The vault the act was done to is whole, by the passphrase of before or the one it was given.
void expect_whole(const WholeAct& act, const Place& place)
{
    auto vault = place.open();
    if (!vault && vault.error().fault == fault::wrong_passphrase) vault = place.open(user, act.passphrase_after);
    ASSERT_TRUE(vault.ok()) << vault.error().fault.name << " " << vault.error().detail;
    const auto proved = vault->verify_history(place.clinic->recovery_key());
    ASSERT_TRUE(proved.ok()) << proved.error().fault.name << " " << proved.error().detail;
    ASSERT_EQ(vault->people()->size(), std::string_view(act.name) == "erase" ? vault->people()->size() : 1U);
    const auto again = vault->ingest();
    ASSERT_TRUE(again.ok()) << again.error().detail;
    if (std::string_view(act.name) == "erase" && vault->people()->empty()) {
        ASSERT_TRUE(act.is_done(place)) << "somebody is erased, and a file of theirs is left";
    }
}

/// The tries that failed on the way are not what this is about.
void forgive(const Place& place)
{
    for (const std::string& folder : {place.clinic->folder, place.beside, place.parted, place.older})
        EXPECT_TRUE(write_auth_state(folder, {}).ok());
}

int stride(int everyday)
{
    const char* wish = std::getenv("RAPPORT_FAULT_STRIDE");
    return wish == nullptr ? everyday : std::atoi(wish);
}

struct Count {
    const char* what;
    int tried = 0;
    int told = 0;
    ~Count() { std::printf("             %d %s, %d of them told\n", tried, what, told); }
};

void check(const WholeAct& act, const Place& place, const Status& said, Count& count)
{
    ++count.tried;
    count.told += said ? 0 : 1;
    forgive(place);
    expect_whole(act, place);
    if (testing::Test::HasFatalFailure()) return;
    if (said || act.holds_in_any_case) {
        EXPECT_TRUE(act.is_done(place)) << (said ? "said done" : "not as it was");
    }
    if (!said) {
        EXPECT_NE(said.error().fault.name, std::string_view()) << "no word of what went wrong";
    }
}

constexpr int parts = 4;

/// The acts by turns, so that several processes can share them.
class WholeActs : public testing::TestWithParam<int> {
protected:
    static std::vector<WholeAct> mine()
    {
        std::vector<WholeAct> some;
        for (auto number = static_cast<std::size_t>(GetParam()); number < whole_acts().size(); number += parts)
            some.push_back(whole_acts()[number]);
        return some;
    }
};

} // namespace

TEST_P(WholeActs, each_does_what_it_says_when_nothing_fails)
{
    const Outside outside;
    for (const WholeAct& act : mine()) {
        SCOPED_TRACE(act.name);
        const Place place(outside);
        const Status said = act.run(place);
        EXPECT_TRUE(said.ok()) << said.error().fault.name << " " << said.error().detail;
        Count ignored{"acts"};
        check(act, place, said, ignored);
    }
}

TEST_P(WholeActs, a_call_on_the_disk_that_fails_at_any_moment_of_any_act_leaves_a_whole_vault_and_a_true_word)
{
    const Outside outside;
    OurDisk& disk = OurDisk::instance();
    Count count{"calls that failed"};
    const int step = stride(17);
    int offset = GetParam();
    for (const WholeAct& act : mine())
        for (const bool for_ever : {false, true})
            for (int at = 1 + offset++ % step;; at += step) {
                SCOPED_TRACE(std::string(act.name) + ", call " + std::to_string(at) + (for_ever ? " and on" : ""));
                const Place place(outside);
                disk.fail(at, for_ever, for_ever ? ENOSPC : EIO);
                const Status said = act.run(place);
                if (!disk.stop()) break;
                check(act, place, said, count);
                if (HasFailure()) return;
            }
    EXPECT_GT(count.told, count.tried / 2);
}

TEST_P(WholeActs, a_statement_broken_off_at_any_moment_of_any_act_leaves_a_whole_vault_and_a_true_word)
{
    const Outside outside;
    const Breaker::Watch watch;
    Breaker& breaker = Breaker::instance();
    Count count{"statements broken off"};
    const auto step = static_cast<std::size_t>(stride(29));
    auto offset = static_cast<std::size_t>(GetParam());
    for (const WholeAct& act : mine()) {
        std::vector<long> places;
        {
            const Place place(outside);
            breaker.start(0);
            const Status said = act.run(place);
            breaker.stop();
            ASSERT_TRUE(said.ok()) << act.name;
            places = breaker.first_and_last();
        }
        for (std::size_t n = offset++ % step; n < places.size(); n += step) {
            SCOPED_TRACE(std::string(act.name) + ", statement " + std::to_string(n + 1) + " of " +
                         std::to_string(places.size()));
            const Place place(outside);
            breaker.start(places[n]);
            const Status said = act.run(place);
            breaker.stop();
            check(act, place, said, count);
            if (HasFailure()) return;
        }
    }
    EXPECT_GT(count.told, count.tried / 2);
}

INSTANTIATE_TEST_SUITE_P(ByTurns, WholeActs, testing::Range(0, parts));

} // namespace rapport::vault::test
