#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "tests/release/clinic.h"

using namespace clinic;

namespace {

const instruments::Definition& pcl_5()
{
    return *instruments::find_in_library("pcl-5");
}

std::vector<release::Record> everybody_twice(int people, std::uint64_t seed)
{
    Random random(seed);
    Shape shape;
    shape.people = people;
    shape.least_visits = shape.most_visits = 2;
    shape.missing_of_100 = 0;
    auto records = make(shape, random);
    // All a week apart, so that nobody's row stays behind for its week.
    for (auto& record : records)
        record.day = 19000 + 7 * record.session_number;
    return records;
}

release::Table table(const std::vector<release::Record>& records, const std::string& score, const std::string& by,
                     std::span<const release::LedgerRow> earlier = {})
{
    const auto made = release::make_table(records, pcl_5(), policy(), {"pcl-5", score, by}, earlier);
    EXPECT_TRUE(made) << made.error().fault.name;
    return made ? *made : release::Table{};
}

const release::Statistic* find(const release::Table& table, const std::string& group, const std::string& visit,
                               const std::string& name)
{
    const auto at = std::ranges::find_if(table.outcomes.rows, [&](const release::Statistic& one) {
        return one.group == group && one.visit == visit && one.name == name;
    });
    return at == table.outcomes.rows.end() ? nullptr : &*at;
}

const release::Statistic* find(release::Table&&, const std::string&, const std::string&, const std::string&) = delete;

/// The mean of the items `from` to `to` summed (counted from 0), over the people of one visit.
double mean_of(const std::vector<release::Record>& records, const std::string& visit, std::size_t from, std::size_t to)
{
    double sum = 0;
    int people = 0;
    for (const release::Record& record : records) {
        if (record.visit != visit) continue;
        ++people;
        for (std::size_t item = from; item < to; ++item)
            sum += record.response.items[item].value();
    }
    return sum / people;
}

} // namespace

TEST(OneTable, numbers_are_those_of_the_score_and_grouping_asked_for)
{
    const auto records = everybody_twice(120, 5);
    // Weathers et al. 2013: items 1 to 5 are cluster B.
    const auto total = table(records, "total", "all");
    const auto* const whole = find(total, "all", "Visit 1", "mean");
    ASSERT_NE(whole, nullptr);
    EXPECT_NEAR(std::stod(whole->value), mean_of(records, "Visit 1", 0, 20), 0.05 + 1e-9);
    const auto cluster = table(records, "b", "all");
    const auto* const part = find(cluster, "all", "Visit 1", "mean");
    ASSERT_NE(part, nullptr);
    EXPECT_NEAR(std::stod(part->value), mean_of(records, "Visit 1", 0, 5), 0.05 + 1e-9);
    auto treated = records;
    for (auto& record : treated)
        record.clinician = std::string("Dr ") + record.person.back();
    for (const char* const by : {"all", "arm", "site", "clinician"}) {
        const auto grouped = table(treated, "total", by);
        EXPECT_FALSE(grouped.outcomes.rows.empty()) << by;
        for (const auto& one : grouped.outcomes.rows)
            EXPECT_TRUE(one.by == by || one.value == "withheld") << one.by;
    }
}

TEST(OneTable, says_the_same_as_a_whole_release_of_the_same_people)
{
    const auto records = everybody_twice(120, 6);
    const auto whole = release::aggregate(records, library(), policy());
    const auto alone = table(records, "total", "all");
    int compared = 0;
    for (const auto& one : alone.outcomes.rows)
        for (const auto& other : whole.outcomes.rows)
            if (other.instrument == "pcl-5" && other.by == "all" && other.visit == one.visit &&
                other.name == one.name) {
                EXPECT_EQ(one.value, other.value) << one.visit << " " << one.name;
                ++compared;
            }
    EXPECT_GT(compared, 20);
}

TEST(OneTable, newcomers_cannot_be_told_by_asking_for_another_score)
{
    // The clusters add up to the total: counted with two newcomers in one and without them in the others, they would
    // give the newcomers' own.
    auto records = everybody_twice(42, 7);
    const auto old = std::vector<release::Record>(records.begin(), records.begin() + 80);
    const auto before = table(old, "total", "all");
    ASSERT_EQ(find(before, "all", "Visit 1", "n")->value, "40");
    const auto left = release::fed_by(before);
    for (const char* const score : {"total", "b", "c", "d", "e"}) {
        const auto now = table(records, score, "all", left);
        const auto* const n = find(now, "all", "Visit 1", "n");
        ASSERT_NE(n, nullptr) << score;
        EXPECT_EQ(n->value, "40") << score;
        EXPECT_EQ(n->why, release::Why::as_released) << score;
        EXPECT_EQ(find(now, "all", "Visit 1", "missing")->value, "withheld");
        EXPECT_EQ(find(now, "all", "Visit 2", "pairs")->value, "40") << score;
        for (const auto& row : release::fed_by(now))
            EXPECT_EQ(row.people.size(), 40U);
    }
    const auto cluster = table(records, "b", "all", left);
    const auto* const mean = find(cluster, "all", "Visit 1", "mean");
    ASSERT_NE(mean, nullptr);
    EXPECT_NEAR(std::stod(mean->value), mean_of(old, "Visit 1", 0, 5), 0.05 + 1e-9);
}

TEST(OneTable, what_is_withheld_has_a_reason_and_what_is_shown_of_those_asked_for_has_none)
{
    for (const int people : {5, 12, 24, 60, 200})
        for (const char* const by : {"all", "arm", "site"})
            for (const auto& one :
                 table(everybody_twice(people, static_cast<std::uint64_t>(people)), "total", by).outcomes.rows)
                EXPECT_EQ(one.value == "withheld", one.why != release::Why::shown) << one.name << " " << one.value;
}

TEST(OneTable, charges_the_ledger_with_nothing_that_it_does_not_show)
{
    const auto records = everybody_twice(120, 8);
    EXPECT_LT(release::fed_by(table(records, "total", "all")).size(),
              release::fed_by(release::aggregate(records, library(), policy())).size());
    for (const auto& row : release::fed_by(table(everybody_twice(8, 8), "total", "all")))
        ADD_FAILURE() << row.quantity;
}

TEST(OneTable, asked_for_what_there_is_not_is_refused)
{
    const auto records = everybody_twice(20, 9);
    for (const release::TableWish& wish :
         {release::TableWish{"pcl-5", "nothing", "all"}, {"pcl-5", "total", "language"}, {"phq-9", "total", "all"}}) {
        const auto made = release::make_table(records, pcl_5(), policy(), wish);
        ASSERT_FALSE(made);
        EXPECT_EQ(made.error().fault, release::fault::bad_table);
    }
}

TEST(OneTable, a_change_that_only_matters_to_people_is_not_called_reliable)
{
    // Morin 2011 names 8.4 points of the ISI an important difference, not one beyond what the measure wavers by.
    instruments::Definition isi = *instruments::find_in_library("isi");
    for (auto& rule : isi.changes)
        rule.is_default = true;
    Random random(10);
    Shape shape;
    shape.people = 120;
    shape.least_visits = shape.most_visits = 2;
    shape.instruments = {"isi"};
    const auto made = release::make_table(make(shape, random), isi, policy(), {"isi", "total", "all"});
    ASSERT_TRUE(made);
    for (const auto& one : made->outcomes.rows)
        EXPECT_NE(one.name, "reliably_improved");
}
