#include "instruments/change.h"

#include <gtest/gtest.h>

#include "support.h"

using namespace rapport::instruments;
using namespace rapport::instruments::testing;

namespace {

Change moved(double before, double after, std::size_t threshold = 0)
{
    const Definition& pcl = known("pcl-5");
    return change(pcl, pcl.changes[threshold], before, after);
}

} // namespace

TEST(Change, exactly_the_threshold_is_beyond_it)
{
    EXPECT_TRUE(moved(45, 30).beyond_threshold);
    EXPECT_FALSE(moved(45, 31).beyond_threshold);
    EXPECT_TRUE(moved(30, 45).beyond_threshold);
    EXPECT_FALSE(moved(45, 28, 1).beyond_threshold);
    EXPECT_TRUE(moved(45, 27, 1).beyond_threshold);
}

TEST(Change, lower_is_better_where_higher_is_worse)
{
    EXPECT_TRUE(moved(45, 44).better);
    EXPECT_FALSE(moved(44, 45).better);
    EXPECT_FALSE(moved(44, 44).better);
    EXPECT_EQ(moved(56, 44).difference, -12);
}

TEST(Change, clinical_significance_is_reliable_and_crosses_the_end_point)
{
    EXPECT_TRUE(moved(43, 28).clinically_significant);
    EXPECT_FALSE(moved(44, 29).clinically_significant);
    EXPECT_TRUE(moved(60, 28).clinically_significant);
    EXPECT_FALSE(moved(28, 13).clinically_significant) << "it began at the end point";
    EXPECT_FALSE(moved(28, 45).clinically_significant) << "it went the wrong way";
    EXPECT_FALSE(moved(29, 28).clinically_significant) << "it is not reliable";
    EXPECT_FALSE(moved(43, 28, 2).clinically_significant) << "a minimal change has no end point";
}

TEST(Change, direction_turns_every_sign)
{
    Definition pcl = known("pcl-5");
    pcl.scores[0].direction = Direction::higher_is_better;
    ChangeThreshold threshold = pcl.changes[0];
    threshold.end_point = 50;
    EXPECT_TRUE(change(pcl, threshold, 40, 55).better);
    EXPECT_TRUE(change(pcl, threshold, 40, 55).clinically_significant);
    EXPECT_TRUE(change(pcl, threshold, 35, 50).clinically_significant);
    EXPECT_FALSE(change(pcl, threshold, 50, 65).clinically_significant);
    EXPECT_FALSE(change(pcl, threshold, 55, 40).better);
}
