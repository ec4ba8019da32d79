#include <algorithm>
#include <functional>
#include <numeric>

#include <gtest/gtest.h>

#include "storage/release/count_table.h"
#include "storage/release/linear_program.h"
#include "tests/release/clinic.h"

using namespace clinic;
using release::CountTable;

namespace {

CountTable random_table(Random& random, int most_side)
{
    const int rows = 2 + below(random, most_side - 1);
    const int columns = 2 + below(random, most_side - 1);
    const int kind = below(random, 3);
    std::vector<std::vector<int>> inner;
    for (int r = 0; r < rows; ++r) {
        inner.emplace_back();
        for (int c = 0; c < columns; ++c)
            inner.back().push_back(below(random, 4) == 0 ? below(random, 2)
                                   : kind == 0           ? below(random, 15)
                                   : kind == 1           ? below(random, 60)
                                                         : 11 + below(random, 200));
    }
    return CountTable::of(inner);
}

/// What an outsider can say of one place, worked out without the room's program: every table of small whole numbers
/// that has the shown counts. Only for tiny tables.
std::pair<int, int> by_trying(const CountTable& table, std::size_t row, std::size_t column, int most)
{
    std::vector<std::pair<std::size_t, std::size_t>> unknown;
    for (std::size_t r = 0; r + 1 < table.rows(); ++r)
        for (std::size_t c = 0; c + 1 < table.columns(); ++c)
            if (table.withheld[r][c]) unknown.emplace_back(r, c);
    int low = 1 << 30;
    int high = -1;
    CountTable guess = table;
    const auto fits = [&] {
        int all = 0;
        for (std::size_t r = 0; r + 1 < table.rows(); ++r) {
            int sum = 0;
            for (std::size_t c = 0; c + 1 < table.columns(); ++c)
                sum += guess.counts[r][c];
            all += sum;
            guess.counts[r].back() = sum;
            if (!table.withheld[r].back() && sum != table.counts[r].back()) return false;
        }
        for (std::size_t c = 0; c + 1 < table.columns(); ++c) {
            int sum = 0;
            for (std::size_t r = 0; r + 1 < table.rows(); ++r)
                sum += guess.counts[r][c];
            guess.counts.back()[c] = sum;
            if (!table.withheld.back()[c] && sum != table.counts.back()[c]) return false;
        }
        guess.counts.back().back() = all;
        return table.withheld.back().back() || all == table.counts.back().back();
    };
    const std::function<void(std::size_t)> walk = [&](std::size_t at) {
        if (at == unknown.size()) {
            if (!fits()) return;
            low = std::min(low, guess.counts[row][column]);
            high = std::max(high, guess.counts[row][column]);
            return;
        }
        for (int value = 0; value <= most; ++value) {
            guess.counts[unknown[at].first][unknown[at].second] = value;
            walk(at + 1);
        }
    };
    walk(0);
    return {low, high};
}

int withheld_cells(const CountTable& table)
{
    int sum = 0;
    for (const auto& row : table.withheld)
        sum += static_cast<int>(std::ranges::count(row, true));
    return sum;
}

} // namespace

TEST(Counts, ten_thousand_random_tables_tell_an_outsider_no_more_than_the_mark_says)
{
    Random random(91);
    int with_small = 0;
    int one_axis_only = 0;
    for (int round = 0; round < 10000; ++round) {
        CountTable table = random_table(random, 6);
        CountTable naive = table;
        release::withhold(table, 11);
        EXPECT_TRUE(release::is_safe(table, 11)) << round;
        bool any = false;
        for (std::size_t r = 0; r < table.rows(); ++r)
            for (std::size_t c = 0; c < table.columns(); ++c)
                if (table.counts[r][c] < 11) {
                    EXPECT_TRUE(table.withheld[r][c]);
                    naive.withheld[r][c] = any = true;
                }
        with_small += any ? 1 : 0;
        if (round < 1000) one_axis_only += any && !release::is_safe(naive, 11) ? 1 : 0;
        if (!any) {
            EXPECT_EQ(withheld_cells(table), 0) << "nothing is withheld without need";
        }
    }
    EXPECT_GT(with_small, 5000);
    EXPECT_GT(one_axis_only, 300) << "withholding the small ones alone is seen through";
}

TEST(Counts, the_range_an_outsider_gets_is_what_trying_every_table_gives)
{
    Random random(92);
    int looked = 0;
    for (int round = 0; round < 300; ++round) {
        std::vector<std::vector<int>> inner(2, std::vector<int>(2));
        for (auto& row : inner)
            for (int& count : row)
                count = below(random, 7);
        CountTable table = CountTable::of(inner);
        release::withhold(table, 3);
        for (std::size_t r = 0; r < 2; ++r)
            for (std::size_t c = 0; c < 2; ++c)
                if (table.withheld[r][c] && table.counts[r][c] < 3) {
                    const auto [low, high] = by_trying(table, r, c, 14);
                    EXPECT_EQ(low, 0) << round;
                    EXPECT_GE(high, 2) << round;
                    ++looked;
                }
    }
    EXPECT_GT(looked, 100);
}

TEST(Counts, not_many_more_are_withheld_than_must_be)
{
    // The fewest, by trying every set of partners in growing size.
    Random random(93);
    int ours = 0;
    int least = 0;
    for (int round = 0; round < 60; ++round) {
        CountTable table = random_table(random, 3);
        CountTable made = table;
        release::withhold(made, 11);
        std::vector<std::pair<std::size_t, std::size_t>> free;
        for (std::size_t r = 0; r < table.rows(); ++r)
            for (std::size_t c = 0; c < table.columns(); ++c) {
                if (table.counts[r][c] < 11)
                    table.withheld[r][c] = true;
                else
                    free.emplace_back(r, c);
            }
        const int small = withheld_cells(table);
        if (small == 0) continue;
        int found = -1;
        const std::function<bool(std::size_t, int)> choose = [&](std::size_t from, int left) {
            if (left == 0) return release::is_safe(table, 11);
            for (std::size_t at = from; at < free.size(); ++at) {
                table.withheld[free[at].first][free[at].second] = true;
                const bool safe = choose(at + 1, left - 1);
                table.withheld[free[at].first][free[at].second] = false;
                if (safe) return true;
            }
            return false;
        };
        for (int more = 0; found < 0 && more <= static_cast<int>(free.size()); ++more)
            if (choose(0, more)) found = more;
        if (found < 0) continue;
        EXPECT_LE(withheld_cells(made), 1.5 * (small + found) + 1e-9) << round;
        ours += withheld_cells(made);
        least += small + found;
    }
    EXPECT_GT(least, 100);
    EXPECT_LE(ours, 1.2 * least);
}
