#include <gtest/gtest.h>

#include "app/shell/patient_target.h"

namespace rapport::shell {

TEST(PatientTarget, is_twenty_millimetres_of_the_display)
{
    // 1280 / 217 mm = 5.9 pixels a millimetre, 800 / 136 = 5.882: twenty of them are 117.6.
    EXPECT_EQ(patient_target({1280, 800, 217, 136}), 118);
    EXPECT_EQ(patient_target({800, 1280, 136, 217}), 118);
    // 1200 / 136 = 8.824.
    EXPECT_EQ(patient_target({1920, 1200, 217, 136}), 177);
    // 1080 / 194 = 5.567.
    EXPECT_EQ(patient_target({1920, 1080, 344, 194}), 112);
}

TEST(PatientTarget, is_72_pixels_on_a_display_that_says_nothing_or_nothing_true)
{
    EXPECT_EQ(patient_target({}), 72);
    EXPECT_EQ(patient_target({1280, 800, 0, 0}), 72);
    EXPECT_EQ(patient_target({1280, 800, 339, 212}), 72) << "96 dots an inch, as X makes them up";
    EXPECT_EQ(patient_target({1920, 1080, 160, 90}), 72) << "a shape, not a size";
    EXPECT_EQ(patient_target({1080, 1920, 90, 160}), 72) << "a shape, not a size";
    EXPECT_EQ(patient_target({1280, 800, 344, 194}), 72) << "another display's";
    EXPECT_EQ(patient_target({1920, 1080, 16, 9}), 72) << "a shape, not a size";
    EXPECT_EQ(patient_target({1280, 800, -1, 136}), 72);
}

TEST(PatientTarget, is_never_less_than_72_pixels)
{
    EXPECT_EQ(patient_target({1920, 1080, 1210, 680}), 72) << "on a wall";
}

} // namespace rapport::shell
