#include "app/cli/tour_script.h"

namespace rapport::cli::script {

namespace {

int sum(std::size_t from, std::size_t to)
{
    int total = 0;
    for (std::size_t item = from; item <= to; ++item)
        total += pcl5[item - 1];
    return total;
}

} // namespace

Expected worked_out_by_hand()
{
    Expected expected;
    expected.pcl5_b = sum(1, 5);
    expected.pcl5_c = sum(6, 7);
    expected.pcl5_d = sum(8, 14);
    expected.pcl5_e = sum(15, 20);
    expected.pcl5_total = sum(1, 20);

    int answered = 0;
    int total = 0;
    for (std::size_t item = 0; item < 9; ++item) {
        if (phq9[item] == declined) continue;
        ++answered;
        total += phq9[item];
    }
    // total * 9 / answered, kept in tenths: exact here, since 12 * 9 / 8 = 13.5.
    const int tenths = total * 90 / answered;
    expected.phq9_total = std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
    return expected;
}

} // namespace rapport::cli::script
