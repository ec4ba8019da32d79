// On a display that says how large it is, what a patient presses is 20 mm by that.
#include <cmath>

#include <gtest/gtest.h>

#include "storage/sealed/secret.h"
#include "tests/end_to_end/one_kiosk.h"

namespace {

using namespace rapport;

TEST(KnownSize, what_a_patient_presses_is_twenty_millimetres)
{
    ASSERT_TRUE(sealed::prepare_process().ok());
    const double least = std::ceil(20.0 * 800 / 136); // 800 lines at 149 dots an inch are 136 mm;
    const test::OneClinic clinic({"pcl-5"}, false);
    test::OneKiosk kiosk(clinic.job, "1280x800", true);
    for (const char* step : {"welcome.begin", "part.start", "option.2"}) {
        const auto nodes = kiosk.screen->tree();
        ASSERT_TRUE(nodes.ok());
        int targets = 0;
        for (const cli::SeenNode& node : *nodes) {
            if (!node.focusable) continue;
            ++targets;
            EXPECT_GE(node.height, least) << node.id << " before " << step;
            EXPECT_GE(node.width, least) << node.id << " before " << step;
        }
        EXPECT_GE(targets, 3) << step;
        ASSERT_TRUE(kiosk.screen->click(step).ok()) << step;
    }
    EXPECT_EQ(kiosk.node("option.2").height, least);
}

} // namespace
