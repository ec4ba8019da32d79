#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "storage/vault/clocks.h"
#include "storage/vault/flags.h"
#include "storage/vault/vault_of.h"
#include "tests/vault/clinic.h"

namespace rapport::vault::test {

namespace {

constexpr std::int64_t day_ms = 86'400'000;
constexpr int occasions = 4;

Administration pcl_5(const Id& person, double total, std::int64_t when)
{
    Administration row;
    row.person = person;
    row.instrument = "pcl-5";
    row.started_ms = when - 1000;
    row.finished_ms = when;
    int left = static_cast<int>(total);
    for (int item = 0; item < 20; ++item) {
        const int value = std::min(4, left);
        left -= value;
        row.response.items.push_back(instruments::Answer::chose(value));
    }
    return row;
}

/// Somebody with those totals a week apart; care ends after the last of them.
Id course(Vault& vault, std::int64_t now, const std::vector<double>& totals, bool closed)
{
    Person wish;
    const std::int64_t first = now - 200 * day_ms;
    wish.episode_start_day = civil_day(first) - 1;
    Identity identity;
    identity.name = "A";
    identity.date_of_birth = "1980-01-01";
    const Person person = *vault.add_person(wish, identity);
    std::vector<Administration> rows;
    for (std::size_t n = 0; n < totals.size(); ++n)
        rows.push_back(pcl_5(person.id, totals[n], first + static_cast<std::int64_t>(n) * 7 * day_ms));
    EXPECT_TRUE(vault.add_administrations(std::move(rows)).ok());
    if (closed) {
        EXPECT_TRUE(vault.close_episode(person.id, civil_day(first) + 7 * 10, "completed").ok());
    }
    return person.id;
}

std::string figure(const PersonFlag& flag, std::string_view name)
{
    const auto found = std::ranges::find(flag.figures, name, &Figure::name);
    return found == flag.figures.end() ? "none" : found->value;
}

} // namespace

TEST(OnTrack, nothing_is_expected_before_there_are_enough_closed_episodes_alike)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    for (int i = 0; i < 29; ++i)
        static_cast<void>(course(vault, clinic.now, {50, 45, 40, 35}, true));
    for (int i = 0; i < 40; ++i)
        static_cast<void>(course(vault, clinic.now, {70, 65, 60, 55}, true)); // not alike: they began 20 higher
    const Id person = course(vault, clinic.now, {50, 80, 80}, false);
    EXPECT_FALSE(*vault.expected_course(person));
    EXPECT_TRUE(vault.flags_of(person)->empty());
    static_cast<void>(course(vault, clinic.now, {58, 45, 40, 35}, true)); // the thirtieth, at the edge of alike
    const auto expected = vault.expected_course(person);
    ASSERT_TRUE(expected->has_value());
    EXPECT_EQ((*expected)->points.front().people, 30);
    EXPECT_EQ((*expected)->points.front().limit, 45);
}

TEST(OnTrack, who_stands_worse_than_most_alike_is_flagged_with_the_figures_of_a_second_count)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    std::mt19937_64 random(3);
    std::vector<std::vector<double>> closed;
    for (int i = 0; i < 80; ++i) {
        std::vector<double> totals{static_cast<double>(40 + random() % 30)};
        while (totals.size() < occasions)
            totals.push_back(std::clamp(totals.back() - 8 + static_cast<double>(random() % 12), 0.0, 80.0));
        static_cast<void>(course(vault, clinic.now, totals, true));
        closed.push_back(totals);
    }
    int flagged = 0;
    for (int i = 0; i < 25; ++i) {
        const double first = static_cast<double>(45 + random() % 15);
        std::vector<double> totals{first, first - 2 + static_cast<double>(random() % 10),
                                   std::min(80.0, first - 10 + static_cast<double>(random() % 24))};
        const Id person = course(vault, clinic.now, totals, false);
        // Counted by hand: of those who began within 8 points, how many stood here or better at the third occasion?
        int alike = 0;
        int as_good = 0;
        for (const auto& one : closed)
            if (std::abs(one[0] - first) <= 8) {
                ++alike;
                as_good += one[2] <= totals[2] ? 1 : 0;
            }
        ASSERT_GE(alike, 30);
        // Worse than the best value that 90 of 100 stood at or better than: then at least 90 of 100 stand strictly
        // better than this person does.
        int better = 0;
        for (const auto& one : closed)
            better += std::abs(one[0] - first) <= 8 && one[2] < totals[2] ? 1 : 0;
        const bool worse = better * 100 >= alike * 90;
        const auto flags = vault.flags_of(person);
        ASSERT_EQ(!flags->empty(), worse) << i << " " << as_good << " of " << alike;
        if (!worse) continue;
        ++flagged;
        const PersonFlag& flag = flags->front();
        EXPECT_EQ(flag.kind, "off_track");
        EXPECT_EQ(flag.words, "desk.flag.above");
        EXPECT_EQ(figure(flag, "people"), std::to_string(alike));
        EXPECT_EQ(figure(flag, "value"), std::to_string(static_cast<int>(totals[2])));
        EXPECT_EQ(figure(flag, "visit"), "3");
        EXPECT_EQ(figure(flag, "instrument"), "pcl-5");
    }
    EXPECT_GT(flagged, 2);
    EXPECT_LT(flagged, 25);
    EXPECT_TRUE(vault.verify().ok());
}

TEST(OnTrack, the_flag_goes_when_the_next_answers_are_within_the_course_again)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    for (int i = 0; i < 30; ++i)
        static_cast<void>(course(vault, clinic.now, {50, 45, 40, 35}, true));
    const Id person = course(vault, clinic.now, {50, 46}, false);
    ASSERT_EQ(vault.flags_of(person)->size(), 1U);
    EXPECT_EQ(vault.person(person)->flags, "off_track");
    ASSERT_TRUE(vault.add_administration(pcl_5(person, 40, clinic.now)).ok()); // the third: at the limit is not worse
    EXPECT_TRUE(vault.flags_of(person)->empty());
    ASSERT_TRUE(vault.add_administration(pcl_5(person, 60, clinic.now + day_ms)).ok());
    EXPECT_EQ(vault.flags_of(person)->size(), 1U);
    ASSERT_TRUE(vault.close_episode(person, civil_day(clinic.now) + 2, "stopped").ok());
    EXPECT_TRUE(vault.flags_of(person)->empty()); // nobody is waiting for them any more
}

TEST(OnTrack, a_correction_in_a_closed_episode_changes_what_it_teaches)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const Id person = course(vault, clinic.now, {50, 40}, true);
    Connection& database = VaultOf::core(vault).database;
    EXPECT_EQ(*database.ask("SELECT value FROM main.closed_course"), "40.0");
    CorrectionWish wish;
    wish.person = person;
    wish.administration = vault.administrations(person)->back().id;
    wish.item = "20";
    wish.answer = instruments::Answer::chose(3);
    wish.reason = "misread on paper";
    ASSERT_TRUE(vault.correct(wish).ok());
    EXPECT_EQ(*database.ask("SELECT value FROM main.closed_course"), "43.0");
    ASSERT_TRUE(vault.erase(person, "asked by letter").ok());
    EXPECT_EQ(*database.count("SELECT count(*) FROM main.closed_course"), 0);
    EXPECT_TRUE(vault.verify().ok());
}

TEST(OnTrack, where_higher_is_better_who_stands_below_most_alike_is_flagged_and_who_stands_above_is_not)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const std::int64_t first = clinic.now - 200 * day_ms;
    // The SWLS: five items from 1 to 7, more is better.
    const auto swls_course = [&](const std::vector<int>& each, bool closed) {
        Person wish;
        wish.episode_start_day = civil_day(first) - 1;
        Identity identity;
        identity.name = "A";
        identity.date_of_birth = "1980-01-01";
        const Person person = *vault.add_person(wish, identity);
        std::vector<Administration> rows;
        for (const int value : each) {
            Administration row;
            row.person = person.id;
            row.instrument = "swls";
            row.finished_ms = first + static_cast<std::int64_t>(rows.size()) * 7 * day_ms;
            row.started_ms = row.finished_ms - 1000;
            row.response.items.assign(5, instruments::Answer::chose(value));
            rows.push_back(row);
        }
        EXPECT_TRUE(vault.add_administrations(std::move(rows)).ok());
        if (closed) {
            EXPECT_TRUE(vault.close_episode(person.id, civil_day(first) + 70, "completed").ok());
        }
        return person.id;
    };
    for (int i = 0; i < 30; ++i)
        static_cast<void>(swls_course({3, 4, 5}, true));
    const Id below = swls_course({3, 4, 2}, false);
    ASSERT_EQ(vault.person(below)->last_instrument, "swls");
    const auto flags = vault.flags_of(below);
    ASSERT_EQ(flags->size(), 1U);
    EXPECT_EQ(flags->front().words, "desk.flag.below");
    EXPECT_EQ(figure(flags->front(), "value"), "10");
    EXPECT_EQ(figure(flags->front(), "limit"), "25");
    for (const std::vector<int>& course : {std::vector{3, 4, 5}, std::vector{3, 4, 7}})
        EXPECT_TRUE(vault.flags_of(swls_course(course, false))->empty());
}

TEST(OnTrack, an_episode_of_linked_records_teaches_each_occasion_once)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const Id one = course(vault, clinic.now, {50, 40}, false);
    const Id same = course(vault, clinic.now, {45, 35}, false);
    ASSERT_TRUE(vault.close_episode(same, civil_day(clinic.now), "moved").ok());
    ASSERT_TRUE(vault.merge(same, one, "one person").ok());
    ASSERT_TRUE(vault.close_episode(one, civil_day(clinic.now), "completed").ok());
    Connection& database = VaultOf::core(vault).database;
    EXPECT_EQ(*database.count("SELECT count(*) FROM main.closed_course c JOIN main.episode e ON e.id = c.episode WHERE "
                              "e.person = ? AND c.instrument = 'pcl-5'",
                              {one}),
              3)
        << "four occasions, the first of which is where they began";
    EXPECT_TRUE(vault.verify().ok());
}

} // namespace rapport::vault::test
