#include <algorithm>
#include <cmath>
#include <set>

#include <gtest/gtest.h>

#include "storage/release/outcomes.h"
#include "tests/release/clinic.h"

using namespace clinic;

namespace {

release::Table table_of(const std::vector<release::Record>& records)
{
    return release::aggregate(records, library(), policy());
}

bool is_number(const std::string& text)
{
    std::size_t end = 0;
    try {
        static_cast<void>(std::stod(text, &end));
    } catch (...) {
        return false;
    }
    return end == text.size();
}

const std::set<std::string> marks{"withheld", "<10", ">90", "<11"};

} // namespace

TEST(Outcomes, a_share_says_neither_nobody_nor_everybody_nor_a_few)
{
    for (int of = 0; of <= 60; ++of)
        for (int some = 0; some <= of; ++some) {
            const std::string words = release::share_words(some, of, 11);
            if (of < 11) {
                EXPECT_EQ(words, "withheld");
            } else if (some * 10 < of) {
                EXPECT_EQ(words, "<10");
            } else if ((of - some) * 10 < of) {
                EXPECT_EQ(words, ">90");
            } else if (some < 11 || of - some < 11) {
                EXPECT_EQ(words, "withheld");
            } else {
                EXPECT_EQ(words, std::to_string(std::lround(100.0 * some / of)));
            }
        }
    EXPECT_EQ(release::share_words(0, 30, 11), release::share_words(2, 30, 11)) << "the mark is not for nobody alone";
}

TEST(Outcomes, every_cell_of_made_up_clinics_obeys_the_rules_and_a_mark_is_never_blank_or_nought)
{
    int numbers = 0;
    int withheld = 0;
    for (const int people : {5, 11, 12, 40, 90, 200, 600}) {
        Random random(static_cast<std::uint64_t>(1000 + people));
        Shape shape;
        shape.people = people;
        shape.least_visits = shape.most_visits = 4;
        shape.instruments = {"pcl-5", "gad-7"};
        auto records = make(shape, random);
        for (auto& record : records)
            record.clinician = "Clinician " + std::to_string(record.person.back() % 4);
        const auto table = table_of(records);
        std::map<std::vector<std::string>, std::map<std::string, std::string>> by_cell;
        for (const auto& one : table.outcomes.rows) {
            EXPECT_FALSE(one.value.empty());
            EXPECT_TRUE(is_number(one.value) || marks.contains(one.value)) << one.name << " " << one.value;
            EXPECT_EQ(one.group.find("Clinician"), std::string::npos) << "a name of staff";
            for (const char* never : {"min", "max", "range", "mode"})
                EXPECT_NE(one.name, never);
            by_cell[{one.instrument, one.by, one.group, one.visit}][one.name] = one.value;
            (is_number(one.value) ? numbers : withheld) += 1;
        }
        for (auto& [cell, has] : by_cell) {
            if (has.contains("n") && is_number(has["n"])) {
                const int n = std::stoi(has["n"]);
                EXPECT_GE(n, 11);
                if (n < 22) {
                    EXPECT_EQ(has["median"], "withheld");
                }
                if (n < 44) {
                    EXPECT_EQ(has["q1"], "withheld");
                    EXPECT_EQ(has["q3"], "withheld");
                }
                const double median = is_number(has["median"]) ? std::stod(has["median"]) : 0;
                EXPECT_EQ(median * 2, std::round(median * 2));
            }
            if (has.contains("pairs") && is_number(has["pairs"])) {
                EXPECT_GE(std::stoi(has["pairs"]), 11);
            }
            if (has.contains("reliably_improved") && is_number(has["reliably_improved"])) {
                EXPECT_TRUE(has["no_reliable_change"] != "withheld" && has["reliably_worse"] != "withheld");
            }
        }
        if (people < 11) {
            EXPECT_TRUE(
                std::ranges::all_of(table.outcomes.rows, [](const auto& one) { return marks.contains(one.value); }));
        }
    }
    EXPECT_GT(numbers, 500);
    EXPECT_GT(withheld, 100);
}

TEST(Outcomes, means_are_those_of_the_people_counted_by_hand)
{
    Random random(77);
    Shape shape;
    shape.people = 120;
    shape.least_visits = shape.most_visits = 2;
    shape.missing_of_100 = 0;
    const auto records = make(shape, random);
    const auto table = table_of(records);
    std::map<std::string, std::vector<double>> by_arm;
    for (const auto& record : records)
        if (record.visit == "Visit 1") {
            double sum = 0;
            for (const auto answer : record.response.items)
                sum += answer.value();
            by_arm[record.arm].push_back(sum);
        }
    int looked = 0;
    for (const auto& one : table.outcomes.rows)
        if (one.by == "arm" && one.visit == "Visit 1" && one.name == "mean" && is_number(one.value)) {
            double sum = 0;
            for (const double value : by_arm.at(one.group))
                sum += value;
            EXPECT_NEAR(std::stod(one.value), sum / static_cast<double>(by_arm.at(one.group).size()), 0.05 + 1e-9);
            ++looked;
        }
    EXPECT_EQ(looked, 2);
}

TEST(Outcomes, an_arm_that_few_are_in_cannot_be_had_by_taking_the_others_from_all)
{
    Random random(78);
    Shape shape;
    shape.people = 64;
    shape.least_visits = shape.most_visits = 1;
    auto records = make(shape, random);
    for (auto& record : records)
        record.arm = std::stoi(record.person.substr(9)) < 4    ? "few"
                     : std::stoi(record.person.substr(9)) < 34 ? "one"
                                                               : "two";
    const auto table = table_of(records);
    int shown = 0;
    int pooled = 0;
    for (const auto& one : table.outcomes.rows)
        if (one.by == "arm" && one.name == "n") {
            EXPECT_NE(one.group, "few") << "a name that only four people stand behind";
            if (one.group == "other") {
                EXPECT_EQ(one.value, "withheld");
                ++pooled;
            }
            shown += is_number(one.value) ? 1 : 0;
        }
    EXPECT_EQ(pooled, 1);
    EXPECT_LE(shown, 1) << "both others beside everybody would leave the four";
    // And an attacker who holds all rows that were let out solves for no smaller group.
    for (std::size_t at = 0; at < table.outcomes.fed.size(); ++at) {
        std::vector<release::LedgerRow> others = release::fed_by(table);
        EXPECT_FALSE(release::would_fix_too_few(others, table.outcomes.fed[at], 11));
    }
}
