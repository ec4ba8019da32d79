#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace rapport::cli::script {

/// What the invented patient answers, in the order of the items; `declined` stands for "I'd rather not answer".
inline constexpr int declined = -1;

inline constexpr std::array<int, 20> pcl5 = {3, 2, 1, 4, 3,         /* C */ 3, 4, /* D */ 1, 2, 2,
                                             3, 2, 2, 2, /* E */ 2, 0,         3, 2,         2, 3};
/// Item 6 is first answered with this, then changed by going back.
inline constexpr int pcl5_item_6_at_first = 2;
/// Item 5 declined; item 9 above 0; item 10 is how difficult it was.
inline constexpr std::array<int, 10> phq9 = {2, 1, 2, 2, declined, 1, 2, 1, 1, 1};
inline constexpr int check_in = 4; ///< to every question of the check-in

/// What this clinic says to somebody whose answer calls for it.
inline constexpr std::string_view safety_words = "Call the clinic on 555 0100, day or night.";
inline constexpr std::string_view acknowledgement = "Marisol-Thimblewick spoke with the person; C-SSRS screener, low.";

/// Worked out here from the numbers above and the published rules alone, with no code of the scoring room:
/// PCL-5, the sum of all twenty; PHQ-9 with one item missing, the mean of the answered eight for the ninth.
struct Expected {
    int pcl5_total = 0;
    int pcl5_b = 0;
    int pcl5_c = 0;
    int pcl5_d = 0;
    int pcl5_e = 0;
    std::string phq9_total; ///< "13.5"
};
[[nodiscard]] Expected worked_out_by_hand();

} // namespace rapport::cli::script
