#include <algorithm>
#include <cmath>
#include <set>

#include <gtest/gtest.h>

#include "tests/release/clinic.h"

using namespace clinic;

namespace {

/// Sum of the twenty answers, or nothing when one is missing: the PCL-5 rule, added up here by hand.
std::optional<double> pcl_total(const instruments::Response& response)
{
    double sum = 0;
    for (const auto answer : response.items) {
        if (!answer.given()) return std::nullopt;
        sum += answer.value();
    }
    return sum;
}

struct Two {
    int n = 0;
    double mean = 0;
    double sd = 0;
};

/// Two passes in long double, over the released long file's own numbers.
Two two_pass(const std::vector<double>& values)
{
    Two out;
    out.n = static_cast<int>(values.size());
    long double sum = 0;
    for (const double v : values)
        sum += v;
    const long double mean = sum / out.n;
    long double squares = 0;
    for (const double v : values)
        squares += (v - mean) * (v - mean);
    out.mean = static_cast<double>(mean);
    out.sd = out.n < 2 ? 0 : static_cast<double>(std::sqrt(squares / (out.n - 1)));
    return out;
}

std::map<std::string, std::vector<double>> totals_by_visit(const release::Deidentified& data)
{
    std::map<std::string, std::vector<double>> values;
    std::set<std::pair<std::string, std::string>> seen;
    for (const auto& record : clinic::all_of(data))
        if (const auto total = pcl_total(record.response()); total && record.instrument() == "pcl-5")
            if (seen.insert({record.code(), record.visit()}).second) values[record.visit()].push_back(*total);
    return values;
}

} // namespace

TEST(Table, numbers_equal_a_two_pass_computation_over_what_leaves_on_a_thousand_clinics)
{
    Random random(41);
    int shown = 0;
    for (int round = 0; round < 1000; ++round) {
        Shape shape;
        shape.people = 24 + below(random, 40);
        shape.most_visits = 1 + below(random, 4);
        shape.missing_of_100 = round % 2;
        const auto records = make(shape, random);
        const auto data = release::deidentify(records, policy());
        if (!data) continue;
        const auto values = totals_by_visit(*data);
        for (const auto& row : release::aggregate(records, library(), policy()).rows) {
            if (row.withheld) continue;
            ++shown;
            const Two expected = two_pass(values.at(row.visit));
            EXPECT_EQ(row.n, expected.n);
            EXPECT_NEAR(row.mean, expected.mean, 1e-9);
            EXPECT_NEAR(row.sd, expected.sd, 1e-9);
        }
    }
    EXPECT_GT(shown, 1000);
}

TEST(Table, in_ten_thousand_fuzzed_clinics_no_small_row_shows_or_can_be_narrowed_down)
{
    Random random(42);
    int alone = 0;
    for (int round = 0; round < 10000; ++round) {
        // One check-in item set is enough: what matters is how many people have a value at each visit.
        std::vector<release::Record> records;
        const int people = 5 + below(random, 40);
        const int visits = 1 + below(random, 5);
        std::map<std::string, int> n;
        std::vector<int> share;
        for (int visit = 0; visit < visits; ++visit)
            share.push_back(below(random, 101));
        for (int person = 0; person < people; ++person) {
            const std::string code =
                "AAAA-AAAA-" + std::to_string(1000 + person) + "-" + std::to_string(1000 + round % 9000);
            for (int visit = 1; visit <= visits; ++visit) {
                if (below(random, 100) >= share[static_cast<std::size_t>(visit - 1)]) continue;
                records.push_back(row(std::to_string(person), code, "gad-7", visit, 19000 + 7 * visit, random));
            }
        }
        const auto table = release::aggregate(records, library(), policy());
        int hidden = 0;
        for (const auto& row : table.rows) {
            const auto words = release::table_words(row);
            if (row.withheld) {
                ++hidden;
                EXPECT_EQ(words.n, "withheld");
                EXPECT_EQ(words.mean, "withheld");
                EXPECT_EQ(words.sd, "withheld");
                EXPECT_EQ(row.n, 0);
                EXPECT_EQ(row.mean, 0);
                EXPECT_EQ(row.sd, 0);
            } else {
                EXPECT_GE(row.n, 11);
                EXPECT_NE(row.visit, "withheld");
            }
        }
        EXPECT_EQ(table.withheld_cells, hidden);
        if (hidden == 1 && table.rows.size() > 1) ++alone;
    }
    EXPECT_EQ(alone, 0) << "one withheld row among shown ones is the file's size minus the rest";
}

TEST(Table, withheld_rows_leave_room_for_every_small_number)
{
    Random random(43);
    int checked = 0;
    for (int round = 0; round < 400; ++round) {
        std::vector<release::Record> records;
        std::vector<int> at_visit;
        for (int visit = 0; visit < 5; ++visit)
            at_visit.push_back(below(random, 3) == 0 ? 1 + below(random, 10) : 11 + below(random, 20));
        at_visit[0] = 31;
        std::vector<std::string> codes;
        for (int person = 0; person < 31; ++person)
            codes.push_back(random_code(random));
        std::map<std::string, int> n;
        for (int visit = 1; visit <= 5; ++visit)
            for (int person = 0; person < at_visit[static_cast<std::size_t>(visit - 1)]; ++person) {
                records.push_back(row(std::to_string(person), codes[static_cast<std::size_t>(person)], "gad-7", visit,
                                      19000 + 7 * visit, random));
                for (auto& answer : records.back().response.items)
                    if (!answer.given()) answer = instruments::Answer::chose(0);
            }
        // k 3 keeps every visit's rows in the release, so that the truth below is what the table counted.
        auto wish = policy(3);
        const auto data = release::deidentify(records, wish);
        if (!data) continue;
        for (const auto& record : clinic::all_of(*data))
            ++n[record.visit()];
        int sum = 0;
        int count = 0;
        const auto table = release::aggregate(records, library(), wish);
        for (const auto& row : table.rows) {
            if (!row.withheld) continue;
            ++count;
            sum += n[row.visit];
        }
        if (count == 0 || count == static_cast<int>(table.rows.size())) continue;
        ++checked;
        // Outsider: the withheld rows together are `sum`, each at least one. Any of them may be ten.
        EXPECT_GE(count, 2);
        EXPECT_GE(sum - (count - 1), 10);
    }
    EXPECT_GT(checked, 50);
}

TEST(Table, people_are_counted_once_however_often_they_came)
{
    Random random(44);
    std::vector<release::Record> records;
    for (int person = 0; person < 10; ++person) {
        const std::string code = random_code(random);
        for (int again = 0; again < 12; ++again)
            records.push_back(row(std::to_string(person), code, "pcl-5", 1, 19000 + again, random));
    }
    auto wish = policy(3);
    for (const auto& row : release::aggregate(records, library(), wish).rows)
        EXPECT_TRUE(row.withheld);
}

TEST(Table, a_row_where_everybody_has_the_same_value_is_withheld)
{
    Random random(45);
    std::vector<release::Record> records;
    for (int person = 0; person < 30; ++person) {
        records.push_back(row(std::to_string(person), random_code(random), "pcl-5", 1, 19000, random));
        for (auto& answer : records.back().response.items)
            answer = instruments::Answer::chose(4);
    }
    const auto table = release::aggregate(records, library(), policy());
    ASSERT_EQ(table.rows.size(), 1U);
    EXPECT_TRUE(table.rows.front().withheld);
}

TEST(Table, shown_numbers_have_one_decimal_and_sds_at_most_two_digits)
{
    release::TableRow row{"pcl-5", "total", "Visit 1", false, 12, 44.26, 12.345};
    EXPECT_EQ(release::table_words(row).n, "12");
    EXPECT_EQ(release::table_words(row).mean, "44.3");
    EXPECT_EQ(release::table_words(row).sd, "12");
    row.sd = 9.96;
    EXPECT_EQ(release::table_words(row).sd, "10");
    row.sd = 0.53;
    EXPECT_EQ(release::table_words(row).sd, "0.5");
}

TEST(Table, visits_stand_in_their_order_and_rare_names_are_not_printed)
{
    Random random(46);
    Shape shape;
    shape.least_visits = shape.most_visits = 12;
    auto records = make(shape, random);
    records[20].visit = "Visit after the crash";
    const auto table = release::aggregate(records, library(), policy());
    ASSERT_EQ(table.rows.size(), 13U);
    for (int visit = 1; visit <= 12; ++visit)
        EXPECT_EQ(table.rows[static_cast<std::size_t>(visit - 1)].visit, "Visit " + std::to_string(visit));
    EXPECT_EQ(table.rows.back().visit, "withheld");
    EXPECT_TRUE(table.rows.back().withheld);
}
