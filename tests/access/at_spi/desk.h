#pragma once

#include <optional>
#include <string>

#include "app/cli/automation.h"

namespace rapport::access::test {

/// The real rapport-desk on a demo clinic of its own, at the unlock page.
class Desk {
public:
    Desk();
    ~Desk();
    Desk(const Desk&) = delete;
    Desk& operator=(const Desk&) = delete;

    /// By the keyboard, as a person does who cannot see the page.
    void unlock();
    /// Ends the program, which holds the vault alone.
    void end();
    [[nodiscard]] std::string clinic() const { return top_ + "/clinic"; }

    pid_t process = 0;
    std::optional<cli::Automation> screen;

private:
    std::string top_;
};

} // namespace rapport::access::test
