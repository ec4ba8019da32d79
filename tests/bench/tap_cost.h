#pragma once

#include <vector>

#include <sys/types.h>

namespace rapport::bench {

/// A process and everything it started, as /proc tells it.
[[nodiscard]] std::vector<pid_t> tree_of(pid_t root);
/// Nanoseconds of processor time of all their threads.
[[nodiscard]] double processor_ns(const std::vector<pid_t>& processes);
/// How often any of their threads was put to sleep or pushed aside: each such has a waking up after it.
[[nodiscard]] long switches(const std::vector<pid_t>& processes);
/// KiB, each shared page in equal parts to those who share it; and all of it to each.
struct Memory {
    double pss = 0;
    double rss = 0;
    double anonymous = 0; ///< of no file: what a program has taken for itself, whoever else shares its libraries
};
[[nodiscard]] Memory memory(const std::vector<pid_t>& processes);
/// The X server of $DISPLAY, or 0.
[[nodiscard]] pid_t x_server();
[[nodiscard]] double median(std::vector<double> of);

} // namespace rapport::bench
