#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "instruments/base/result.h"
#include "storage/vault/vault.h"

namespace rapport::cli {

/// What a demo clinic is made from. The same seed gives the same people, answers and days apart; ids and keys are
/// random.
struct DemoWishes {
    std::string folder;
    int patients = 40;
    int visits = 8;
    std::uint64_t seed = 7;
    vault::KdfCost cost = vault::KdfCost::floor(); ///< nobody real is behind this passphrase
};

/// The invented people's identifying strings, so that a search can prove that none of them leaks.
struct DemoClinic {
    std::string user;
    std::vector<std::string> markers;
    std::string recovery; ///< the key of its recovery sheet; a real vault's is printed and nowhere else
    int people = 0;
    int administrations = 0;
};

/// Anybody may know it: a demo vault holds nobody. Every real vault has its own.
[[nodiscard]] std::string_view demo_passphrase();
[[nodiscard]] std::string_view demo_user();

/// Makes a vault flagged as demo and fills it: trajectories, declined and unreached items, both alliance forms, visits
/// due. Errors: those of the vault.
[[nodiscard]] Result<DemoClinic> make_demo(const DemoWishes& wishes, const vault::Clock& clock);

} // namespace rapport::cli
