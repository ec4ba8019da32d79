#pragma once

#include <optional>
#include <vector>

#include "storage/release/generalise.h"

namespace rapport::release {

/// People under one node: their keys and which instruments each answered (ids below `instruments`).
struct Keyed {
    std::vector<Key> keys;
    std::vector<std::vector<int>> answered;
    int instruments = 0;
};

/// People grouped by equal keys; each group's members ascending, groups in the order of their keys.
[[nodiscard]] std::vector<std::vector<std::size_t>> classes_of(const std::vector<Key>& keys);

/// Whether a group is k people in every file that shows it: of each instrument, nobody or at least k.
[[nodiscard]] bool holds(const std::vector<std::size_t>& group, const Keyed& people, int k);

/// Withholds age, sex, site and arm values of at most `most` people so that every group holds: the people of groups
/// that do not, and as many from larger groups as are needed to hide them among. A withheld value counts as a value of
/// its own, so nobody is counted as "could be anyone". Gives the new keys of least cost, or nothing when it cannot be
/// done within `most`.
[[nodiscard]] std::optional<std::vector<Key>> suppress(const Keyed& people, int k, int most);

} // namespace rapport::release
