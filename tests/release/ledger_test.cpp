#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>
#include <set>

#include <gtest/gtest.h>

#include "storage/release/ledger.h"
#include "tests/release/clinic.h"

using namespace clinic;
using release::LedgerRow;

namespace {

std::vector<std::string> people(int from, int to)
{
    std::vector<std::string> out;
    for (int person = from; person < to; ++person)
        out.push_back("P" + std::to_string(1000 + person));
    return out;
}

LedgerRow row(std::vector<std::string> who)
{
    std::ranges::sort(who);
    return {"pcl-5|total|Visit 1", std::move(who)};
}

std::vector<std::string> joined(std::vector<std::string> a, const std::vector<std::string>& b)
{
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

constexpr int t = 11;

} // namespace

TEST(Ledger, a_first_row_of_enough_people_is_free_and_of_too_few_is_not)
{
    EXPECT_FALSE(would_fix_too_few({}, row(people(0, 11)), t));
    EXPECT_TRUE(would_fix_too_few({}, row(people(0, 10)), t));
    EXPECT_FALSE(would_fix_too_few({}, row(people(0, 10)), 5));
}

TEST(Ledger, one_newcomer_more_or_less_is_not_told_apart)
{
    const std::vector<LedgerRow> before{row(people(0, 30))};
    for (int more = 1; more < t; ++more) {
        EXPECT_TRUE(would_fix_too_few(before, row(people(0, 30 + more)), t)) << more;
        EXPECT_TRUE(would_fix_too_few(before, row(people(0, 30 - more)), t)) << more;
    }
    EXPECT_FALSE(would_fix_too_few(before, row(people(0, 30)), t)) << "the same again tells nothing";
    EXPECT_FALSE(would_fix_too_few(before, row(people(0, 30 + t)), t));
    EXPECT_FALSE(would_fix_too_few(before, row(people(0, 30 - t)), t));
    LedgerRow other = row(people(0, 31));
    other.quantity = "gad-7|total|Visit 1";
    EXPECT_FALSE(would_fix_too_few(before, other, t)) << "another number";
}

TEST(Ledger, a_total_minus_its_clinicians_leaves_nobody_bare)
{
    // Three clinicians with 12, 12 and 4 people: the total and the first may leave, and then the second would give the
    // third away.
    std::vector<LedgerRow> out{row(people(0, 28))};
    EXPECT_FALSE(would_fix_too_few(out, row(people(0, 12)), t));
    out.push_back(row(people(0, 12)));
    EXPECT_TRUE(would_fix_too_few(out, row(people(12, 24)), t));
    EXPECT_TRUE(would_fix_too_few(out, row(people(24, 28)), t));
}

TEST(Ledger, months_a_filter_with_its_complement_and_whole_combinations_are_seen_through)
{
    // Month A, month B, and A with B where one stands in neither month's row.
    const std::vector<LedgerRow> months{row(people(0, 15)), row(people(15, 30))};
    EXPECT_TRUE(would_fix_too_few(months, row(people(0, 31)), t));
    EXPECT_FALSE(would_fix_too_few(months, row(people(0, 30)), t));
    // A filter and its complement against the whole with one person less.
    const std::vector<LedgerRow> filter{row(people(0, 20)), row(people(20, 40))};
    EXPECT_TRUE(would_fix_too_few(filter, row(people(1, 40)), t));
    // A combination with a two in it: (AB) + (BC) + (CA) - 2 (ABC) is nothing, with one extra person it is that person
    // twice. No pair of rows differs by few people.
    const auto a = people(0, 20), b = people(20, 40), c = people(40, 60);
    const std::vector<LedgerRow> three{row(joined(a, b)), row(joined(b, c)), row(joined(c, a))};
    EXPECT_FALSE(would_fix_too_few(three, row(people(0, 60)), t));
    EXPECT_TRUE(would_fix_too_few(three, row(people(0, 61)), t));
}

TEST(Ledger, somebody_erased_between_two_releases_is_not_the_difference)
{
    auto before = people(0, 30);
    before.back() = "token 00ff";
    EXPECT_TRUE(would_fix_too_few(std::vector{row(before)}, row(people(0, 29)), t));
}

namespace {

/// An attacker with every row that left, and the exact sums: which small groups' sums can be solved for? By brute
/// force over the people themselves, not over atoms: solves for the indicator of every group of 1 or 2 people by least
/// squares on doubles.
bool recovers(const std::vector<LedgerRow>& rows, const std::set<std::string>& target)
{
    std::set<std::string> everybody;
    for (const LedgerRow& one : rows)
        everybody.insert(one.people.begin(), one.people.end());
    const std::vector<std::string> names(everybody.begin(), everybody.end());
    // Of somebody no row counts there is nothing to solve for, and nought would always seem solved.
    if (std::ranges::none_of(target, [&](const std::string& name) { return everybody.contains(name); })) return false;
    std::vector<std::vector<double>> basis;
    const auto reduce = [&](std::vector<double> v) {
        for (const auto& b : basis) {
            const double dot = std::inner_product(v.begin(), v.end(), b.begin(), 0.0);
            for (std::size_t i = 0; i < v.size(); ++i)
                v[i] -= dot * b[i];
        }
        return v;
    };
    const auto length = [](const std::vector<double>& v) {
        return std::sqrt(std::inner_product(v.begin(), v.end(), v.begin(), 0.0));
    };
    for (const LedgerRow& one : rows) {
        std::vector<double> v;
        for (const std::string& name : names)
            v.push_back(std::ranges::binary_search(one.people, name) ? 1.0 : 0.0);
        v = reduce(reduce(v));
        const double size = length(v);
        if (size < 1e-7) continue;
        for (double& x : v)
            x /= size;
        basis.push_back(v);
    }
    std::vector<double> wish;
    for (const std::string& name : names)
        wish.push_back(target.contains(name) ? 1.0 : 0.0);
    return length(reduce(reduce(wish))) < 1e-6;
}

} // namespace

TEST(Ledger, an_attacker_with_all_rows_that_were_let_out_solves_for_nobody)
{
    Random random(71);
    int let_out = 0;
    int refused = 0;
    int would_have_told = 0;
    for (int round = 0; round < 400; ++round) {
        const int threshold = 3;
        std::vector<LedgerRow> out;
        std::vector<LedgerRow> careless;
        for (int ask = 0; ask < 7; ++ask) {
            std::vector<std::string> who;
            const int from = below(random, 6);
            const int to = from + 3 + below(random, 9);
            for (const std::string& person : people(from, to))
                if (below(random, 8) > 0) who.push_back(person);
            const LedgerRow asked = row(who);
            careless.push_back(asked);
            if (would_fix_too_few(out, asked, threshold)) {
                ++refused;
                continue;
            }
            ++let_out;
            out.push_back(asked);
        }
        const auto all = people(0, 18);
        for (std::size_t i = 0; i < all.size(); ++i)
            for (std::size_t j = i; j < all.size(); ++j) {
                EXPECT_FALSE(recovers(out, {all[i], all[j]})) << round;
                would_have_told += recovers(careless, {all[i], all[j]}) ? 1 : 0;
            }
    }
    EXPECT_GT(let_out, 400);
    EXPECT_GT(refused, 100);
    EXPECT_GT(would_have_told, 50) << "without the guard the attack works";
}

namespace {

/// By elimination on doubles; noughts and ones of a few rows stay far from trouble.
int rank_without(const std::vector<LedgerRow>& rows, const std::vector<std::string>& everybody, unsigned without)
{
    std::vector<std::vector<double>> m;
    for (const LedgerRow& one : rows) {
        m.emplace_back();
        for (std::size_t i = 0; i < everybody.size(); ++i)
            m.back().push_back((without >> i & 1U) == 0 && std::ranges::binary_search(one.people, everybody[i]) ? 1
                                                                                                                : 0);
    }
    int rank = 0;
    for (std::size_t column = 0; column < everybody.size(); ++column) {
        auto pivot = static_cast<std::size_t>(rank);
        while (pivot < m.size() && std::abs(m[pivot][column]) < 1e-9)
            ++pivot;
        if (pivot == m.size()) continue;
        std::swap(m[pivot], m[static_cast<std::size_t>(rank)]);
        const std::vector<double> top = m[static_cast<std::size_t>(rank)];
        for (std::size_t row = static_cast<std::size_t>(rank) + 1; row < m.size(); ++row) {
            const double factor = m[row][column] / top[column];
            for (std::size_t i = column; i < top.size(); ++i)
                m[row][i] -= factor * top[i];
        }
        ++rank;
    }
    return rank;
}

} // namespace

TEST(Ledger, the_answer_is_that_of_trying_every_small_group)
{
    // A combination of the rows touches nobody but a group exactly when the rows lose rank without the group's columns.
    Random random(73);
    const auto everybody = people(0, 9);
    int yes = 0;
    for (int round = 0; round < 10'000; ++round) {
        const int threshold = 2 + below(random, 3);
        std::vector<LedgerRow> rows;
        for (int count = 1 + below(random, 5); count > 0; --count) {
            std::vector<std::string> who;
            for (const std::string& person : everybody)
                if (below(random, 3) > 0) who.push_back(person);
            if (who.empty()) who.push_back(everybody.front());
            rows.push_back(row(who));
        }
        const LedgerRow asked = rows.back();
        const std::vector<LedgerRow> before(rows.begin(), rows.end() - 1);
        if (std::ranges::any_of(before, [&](const LedgerRow& one) { return one.people == asked.people; })) continue;
        bool expected = false;
        const int whole = rank_without(rows, everybody, 0);
        for (unsigned group = 1; group < 1U << everybody.size() && !expected; ++group)
            if (std::popcount(group) < threshold) expected = rank_without(rows, everybody, group) < whole;
        ASSERT_EQ(would_fix_too_few(before, asked, threshold), expected) << round;
        yes += expected ? 1 : 0;
    }
    EXPECT_GT(yes, 500);
    EXPECT_LT(yes, 9'500);
}

TEST(Ledger, the_table_after_one_newcomer_counts_the_same_people_again)
{
    Random random(72);
    Shape shape;
    shape.people = 60;
    shape.least_visits = shape.most_visits = 2;
    shape.missing_of_100 = 0; // the newcomer has a score, as everybody has
    const auto records = make(shape, random);
    const auto definitions = library();
    std::vector<release::Record> fewer;
    for (const auto& record : records)
        if (record.person != "PERSONKEY59") fewer.push_back(record);
    const auto first = release::aggregate(fewer, definitions, policy());
    const auto ledger = release::fed_by(first);
    ASSERT_FALSE(ledger.empty());
    const auto careless = release::aggregate(records, definitions, policy());
    const auto second = release::aggregate(records, definitions, policy(), ledger);
    ASSERT_EQ(first.rows.size(), second.rows.size());
    int differ = 0;
    for (std::size_t at = 0; at < first.rows.size(); ++at) {
        if (first.rows[at].withheld) continue;
        EXPECT_EQ(first.rows[at].n, 59);
        EXPECT_EQ(careless.rows[at].n, 60);
        EXPECT_EQ(second.rows[at].n, first.rows[at].n) << "not the people of an arm, whose rows are in the ledger too";
        EXPECT_EQ(second.rows[at].mean, first.rows[at].mean);
        EXPECT_EQ(second.rows[at].sd, first.rows[at].sd);
        differ += careless.rows[at].mean != first.rows[at].mean ? 1 : 0;
    }
    EXPECT_GT(differ, 0) << "the newcomer is in the table without the guard";
}
