#include "instruments/reliable_change.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <random>

#include "instruments/change.h"
#include "instruments/reader.h"
#include "support.h"

using namespace rapport::instruments;
using namespace rapport::instruments::testing;
using nlohmann::json;

namespace {

SiteNorm norm_of_phq9()
{
    return {"phq-9", "total", 5.0, 0.75, std::nullopt, "our intake sample", "Clinic 2025", "Internal report 7, 2025."};
}

} // namespace

TEST(ReliableChange, every_published_example_comes_out)
{
    const json rows = json::parse(file_text("vectors/rci.json"));
    ASSERT_GE(rows.size(), 2U);
    for (const json& row : rows) {
        const auto rule = reliable_change(row["answers"]["reference_sd"], row["answers"]["reliability"]);
        ASSERT_TRUE(rule.has_value());
        EXPECT_NEAR(rule->sem, row["expected"]["sem"].get<double>(), 5e-5);
        EXPECT_NEAR(rule->s_diff, row["expected"]["s_diff"].get<double>(), 5e-5);
        EXPECT_NEAR(rule->points, row["expected"]["reliable_change_95"].get<double>(), 5e-5);
    }
}

/// The rule said the other way round: two measurements of somebody who did not change, each with the error of
/// measurement the reliability stands for, differ by more than this in 5 of 100 pairs.
TEST(ReliableChange, chance_alone_exceeds_it_in_one_of_twenty)
{
    std::mt19937_64 random(11);
    for (const auto& [sd, reliability] : {std::pair{10.0, 0.84}, {5.0, 0.75}, {14.0, 0.5}}) {
        const auto rule = reliable_change(sd, reliability);
        ASSERT_TRUE(rule.has_value());
        std::normal_distribution<double> error(0, std::sqrt(sd * sd - reliability * sd * sd));
        int beyond = 0;
        constexpr int pairs = 200'000;
        for (int i = 0; i < pairs; ++i)
            beyond += std::abs(error(random) - error(random)) > rule->points ? 1 : 0;
        EXPECT_NEAR(beyond / static_cast<double>(pairs), 0.05, 0.002) << sd << " " << reliability;
    }
}

TEST(ReliableChange, what_no_sample_can_have_gives_no_rule)
{
    for (const double sd : {0.0, -1.0, std::nan(""), HUGE_VAL})
        EXPECT_FALSE(reliable_change(sd, 0.8)) << sd;
    for (const double reliability : {0.0, 1.0, -0.1, 1.1, std::nan("")})
        EXPECT_FALSE(reliable_change(10, reliability)) << reliability;

    const Definition& phq = *find_in_library("phq-9"); // 0 to 27
    SiteNorm norm = norm_of_phq9();
    norm.sd = 13.6;
    EXPECT_EQ(site_threshold(phq, norm).error().detail, "sd");
    norm = norm_of_phq9();
    norm.end_point = 28;
    EXPECT_EQ(site_threshold(phq, norm).error().detail, "end_point");
    norm = norm_of_phq9();
    norm.score = "no-such";
    EXPECT_EQ(site_threshold(phq, norm).error().fault, norm_of_no_score);
}

TEST(ReliableChange, a_norm_without_its_papers_is_refused)
{
    const Definition& phq = *find_in_library("phq-9");
    for (std::string SiteNorm::*part : {&SiteNorm::population, &SiteNorm::source, &SiteNorm::citation}) {
        SiteNorm norm = norm_of_phq9();
        (norm.*part).clear();
        EXPECT_EQ(site_threshold(phq, norm).error().fault, norm_without_papers);
    }
}

TEST(ReliableChange, a_site_rule_carries_its_name_and_never_displaces_a_published_one)
{
    const Definition& phq = *find_in_library("phq-9");
    const auto own = site_threshold(phq, norm_of_phq9());
    ASSERT_TRUE(own.ok());
    EXPECT_EQ(own->source, "Jacobson-Truax, Clinic 2025");
    EXPECT_NE(own->citation.find("Internal report 7"), std::string::npos);
    EXPECT_FALSE(change(phq, *own, 16, 10).beyond_threshold) << "6.93 points are needed";
    EXPECT_TRUE(change(phq, *own, 16, 9).beyond_threshold);

    const Definition& pcl = *find_in_library("pcl-5");
    SiteNorm norm = norm_of_phq9();
    norm.instrument = "pcl-5";
    norm.sd = 14;
    norm.end_point = 28;
    const auto beside = site_threshold(pcl, norm);
    ASSERT_TRUE(beside.ok());
    EXPECT_FALSE(beside->is_default);
    EXPECT_TRUE(change(pcl, *beside, 50, 28).clinically_significant);
    EXPECT_FALSE(change(pcl, *beside, 50, 29).clinically_significant);
}
