// Only what changed is painted. That must never show: after each step the screen is as it is when all of it is painted
// anew, pixel by pixel.
#include <chrono>
#include <thread>

#include <gtest/gtest.h>

#include "tests/end_to_end/one_kiosk.h"
#include "tests/end_to_end/outside.h"

namespace {

using namespace rapport;

constexpr test::Spot whole{0, 0, 1280, 800};

/// The screen once it has stood still for a tenth of a second.
std::vector<std::uint32_t> still(test::Outside& eye)
{
    auto seen = eye.pixels(whole);
    for (int tries = 0; tries < 50; ++tries) {
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
        auto again = eye.pixels(whole);
        if (again == seen) break;
        seen = std::move(again);
    }
    return seen;
}

} // namespace

TEST(PaintedParts, look_as_the_whole_painted_anew)
{
    ASSERT_TRUE(sealed::prepare_process().ok());
    test::Outside eye;
    const test::OneClinic clinic({"pcl-5"}, false);
    test::OneKiosk kiosk(clinic.job, "1280x800", true);
    const auto window = eye.window_of(kiosk.process);
    ASSERT_TRUE(window.has_value());
    std::vector<std::uint32_t> last;
    int changed = 0;
    for (const char* step : {"welcome.begin",  "part.start",
                             "option.1",       "option.3",
                             "next",           "option.0",
                             "next",           "about",
                             "sheet.done",     "display",
                             "reading.size.1", "sheet.done",
                             "option.4",       "next",
                             "decline",        "decline.confirm",
                             "display",        "reading.colours.2",
                             "reading.size.0", "sheet.done",
                             "back",           "next",
                             "moment",         "moment.someone",
                             "moment.return",  "pause",
                             "cover.touch",    "next",
                             "option.2"}) {
        ASSERT_TRUE(kiosk.screen->click(step).ok()) << step;
        const auto in_parts = still(eye);
        const test::Outside::Window over{eye.open_other(whole), "", "", "", whole, true};
        eye.close_other(over.id); // what was under it is painted anew, once the program has come to it
        for (int tries = 0; tries < 400 && eye.pixels({0, 0, 1, 1}).front() == test::Outside::other_colour; ++tries)
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        const auto at_once = still(eye);
        ASSERT_EQ(in_parts.size(), static_cast<std::size_t>(whole.width * whole.height));
        std::size_t other = 0;
        for (std::size_t at = 0; at < in_parts.size(); ++at)
            other += in_parts[at] != at_once[at] ? 1U : 0U;
        EXPECT_EQ(other, 0U) << "after " << step;
        changed += in_parts != last ? 1 : 0;
        last = in_parts;
    }
    EXPECT_GT(changed, 25);
}
