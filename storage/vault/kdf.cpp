#include "storage/vault/kdf.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>

#include "storage/vault/crypto.h"

namespace rapport::vault {

namespace {

constexpr double least_seconds = 0.5;
constexpr double most_seconds = 1.0;
constexpr std::uint64_t most_memory = 1ULL << 30;
constexpr std::uint32_t most_passes = 16;

} // namespace

double seconds_of(const KdfCost& cost)
{
    crypto::Salt salt{};
    crypto::fill_random(salt);
    const auto from = std::chrono::steady_clock::now();
    const auto derived = crypto::stretch(sealed::Secret::copy_of("how long does this take"), salt, cost);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - from;
    return derived ? took.count() : std::numeric_limits<double>::infinity();
}

KdfCost calibrated_cost(const Stopwatch& seconds)
{
    KdfCost cost;
    double took = seconds(cost);
    // Something else may have been busy: only what is slow twice is slow.
    if (took > most_seconds) took = std::min(took, seconds(cost));
    while (took > most_seconds && cost.memory_bytes / 2 >= KdfCost::floor().memory_bytes) {
        cost.memory_bytes /= 2;
        took = seconds(cost);
    }
    while (took < least_seconds) {
        const double pass = took / cost.passes;
        const double needed = std::ceil(least_seconds / pass);
        if (needed <= most_passes) {
            cost.passes = static_cast<std::uint32_t>(needed);
            break;
        }
        if (cost.memory_bytes >= most_memory) {
            cost.passes = most_passes;
            break;
        }
        cost.memory_bytes *= 2;
        took = seconds(cost);
        if (took <= most_seconds) continue;
        cost.memory_bytes /= 2; // not the memory it was thought to have
        cost.passes = most_passes;
        break;
    }
    return cost;
}

} // namespace rapport::vault
