#include "instruments/use.h"

#include <gtest/gtest.h>

#include "instruments/loinc.h"
#include "support.h"

using namespace rapport::instruments;
using namespace rapport::instruments::testing;

TEST(Use, a_verified_key_may_be_used_and_an_unverified_one_needs_a_recorded_check)
{
    EXPECT_TRUE(may_be_used(known("pcl-5")).ok());
    const Definition& unverified = known("wai-sr-therapist");
    EXPECT_EQ(may_be_used(unverified).error().fault, key_not_verified);
    const KeyCheck check{unverified.id, unverified.version, "Dr A", "2026-11-01", "licensed form, page 2"};
    EXPECT_TRUE(may_be_used(unverified, &check).ok());
}

TEST(Use, a_check_of_something_else_or_without_its_papers_does_not_count)
{
    const Definition& unverified = known("wai-sr-therapist");
    const KeyCheck sound{unverified.id, unverified.version, "Dr A", "2026-11-01", "licensed form, page 2"};
    for (std::string KeyCheck::*part :
         {&KeyCheck::instrument, &KeyCheck::version, &KeyCheck::by, &KeyCheck::date, &KeyCheck::reference}) {
        KeyCheck broken = sound;
        broken.*part = part == &KeyCheck::instrument || part == &KeyCheck::version ? "other" : "";
        EXPECT_FALSE(may_be_used(unverified, &broken).ok());
    }
}

TEST(Use, two_versions_are_comparable_only_where_a_definition_says_so)
{
    const Definition& month = known("pcl-5");
    Definition week = month;
    EXPECT_TRUE(comparable(month, week));
    week.version = "past-week";
    EXPECT_FALSE(comparable(month, week));
    week.comparable_with = {month.version};
    EXPECT_TRUE(comparable(month, week));
    EXPECT_TRUE(comparable(week, month));
    week.id = "other";
    EXPECT_FALSE(comparable(month, week));
}

TEST(Use, a_loinc_code_has_its_check_digit)
{
    // Codes verified against LOINC in the facts: panels, items and totals of several instruments.
    for (const char* const code : {"44261-6", "44249-1", "70274-6", "101697-1", "101698-9", "75626-2", "93373-9"}) {
        EXPECT_TRUE(is_loinc_term(code)) << code;
        for (char digit = '0'; digit <= '9'; ++digit) { // no slip of one digit passes
            std::string slip = code;
            if (slip[1] == digit) continue;
            slip[1] = digit;
            EXPECT_FALSE(is_loinc_term(slip)) << slip;
        }
    }
    EXPECT_FALSE(is_loinc_term("42461-6")) << "two neighbours changed places";
    for (const char* const code : {"", "-", "44261", "44261-", "-6", "4426a-6", "LA33-6", "044261-6"})
        EXPECT_FALSE(is_loinc_term(code)) << code;
    EXPECT_TRUE(is_loinc_answer("LA6568-5"));
    EXPECT_FALSE(is_loinc_answer("6568-5"));
}
