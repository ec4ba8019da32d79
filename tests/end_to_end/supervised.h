#pragma once

#include <optional>
#include <string>

#include "app/cli/automation.h"
#include "app/cli/supervisor.h"

namespace rapport::test {

/// The supervisor in a process of its own, as clinics have it, made before this one knows any secret. Each program it
/// starts comes here over a socket, to be driven.
class Supervised {
public:
    explicit Supervised(cli::SupervisorWishes wishes);
    ~Supervised();
    Supervised(const Supervised&) = delete;
    Supervised& operator=(const Supervised&) = delete;

    void begin(); ///< once the vault is there
    struct Started {
        cli::Stage stage;
        pid_t process;
        cli::Automation program;
    };
    /// Nothing when none comes within a minute.
    [[nodiscard]] std::optional<Started> next();
    [[nodiscard]] pid_t process() const { return process_; }

private:
    cli::Descriptor socket_;
    pid_t process_ = -1;
};

} // namespace rapport::test
