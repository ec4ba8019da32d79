#pragma once

#include <string>
#include <vector>

#include <sys/types.h>

#include "instruments/base/result.h"

namespace rapport::cli {

namespace fault {
inline constexpr Fault cannot_start{"cannot_start"}; ///< a program of ours could not be started; detail names it
}

/// A file descriptor that closes itself.
class Descriptor {
public:
    Descriptor() = default;
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(Descriptor&& other) noexcept : number_(other.release()) {}
    Descriptor& operator=(Descriptor&& other) noexcept;
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() { close(); }

    [[nodiscard]] int get() const { return number_; }
    [[nodiscard]] int release();
    void close();

private:
    int number_ = -1;
};

/// Two ends: a pipe (first reads, second writes) or a socket pair. Neither end is inherited by a child unless given.
struct Ends {
    Descriptor first;
    Descriptor second;
};
[[nodiscard]] Result<Ends> make_pipe();
[[nodiscard]] Result<Ends> make_socket_pair();

/// Starts `program` with these arguments; descriptor `given[i]` becomes number 3 + i in the child, nothing else of ours
/// is open there. `standard_error` takes the place of ours when it is not -1.
[[nodiscard]] Result<pid_t> start(const std::string& program, const std::vector<std::string>& arguments,
                                  const std::vector<int>& given, int standard_error = -1);

/// How a child ended: its exit code, or 128 + the signal that ended it.
struct Ending {
    int code = 0;
    bool by_signal = false;
};
[[nodiscard]] Ending wait_for(pid_t child);

} // namespace rapport::cli
