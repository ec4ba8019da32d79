#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

namespace rapport::test {

/// What is looked for in a process, and what to call it when it is found. Searched as it is, and the other ways it may
/// be written: text as UTF-16 and UTF-32 too, a key as hex too.
class Needles {
public:
    static constexpr std::size_t shortest = 6; ///< bytes; anything shorter is found by chance

    void add_text(const std::string& name, std::string_view utf8);
    void add_key(const std::string& name, std::string_view bytes);
    void add_bytes(const std::string& name, std::string_view bytes);
    [[nodiscard]] std::size_t size() const { return names_.size(); }

private:
    friend class Scanner;
    struct Form {
        std::size_t name;
        std::string bytes;
    };
    std::vector<std::string> names_;
    std::vector<Form> forms_;
};

struct Scan {
    std::vector<std::string> found; ///< names, one for each place
    std::size_t maps = 0;
    std::size_t bytes = 0;
    bool readable = true; ///< false: the process is gone, or its memory may not be read
};

/// Searches every writable map of a process.
[[nodiscard]] Scan scan(pid_t process, const Needles& needles);

/// The processes that this one started and that still run, theirs among them.
[[nodiscard]] std::vector<pid_t> descendants(pid_t process);

} // namespace rapport::test
