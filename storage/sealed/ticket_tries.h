#pragma once

#include <string>

#include "storage/sealed/file_ops.h"
#include "storage/sealed/secret.h"

namespace rapport::sealed {

/// How often in a row something was typed that is no ticket, on the disk: five are free, then a wait before each, which
/// grows. A try counts as wrong before it is looked at, so a kill gives none back; the waits run on the clock since the
/// machine started, so setting the clock gives none back either, and a restart begins the wait again. A file that is
/// gone or damaged counts as five.
class TicketTries {
public:
    static constexpr std::uint32_t free_tries = 5;

    /// `boot` names this start of the machine.
    TicketTries(std::string folder, std::string boot, FileOps& files = posix_files());

    /// Staff opened the waiting room: nothing has been tried.
    [[nodiscard]] Status begin();
    /// Milliseconds until the next try may be made; 0: now.
    [[nodiscard]] std::int64_t wait_ms(std::int64_t boot_ms) const;
    /// A try begins. Errors: disk_full, read_only_folder, cannot_write; then it must not be made.
    [[nodiscard]] Status count(std::int64_t boot_ms);
    /// It was a ticket.
    [[nodiscard]] Status forget();

    /// Milliseconds to wait after so many.
    [[nodiscard]] static std::int64_t delay_after(std::uint32_t tries);

private:
    struct State {
        std::uint32_t tries = 0;
        std::uint64_t boot = 0;
        std::int64_t since_ms = 0;
    };
    [[nodiscard]] State read() const;
    [[nodiscard]] Status write(const State& state);

    std::string folder_;
    std::uint64_t boot_;
    FileOps* files_;
};

/// Whether a ticket's session has been begun, or the ticket taken back: by the names of files alone.
/// Errors: cannot_read.
[[nodiscard]] Result<bool> is_ticket_used(FileOps& files, const std::string& drafts, const std::string& inbox,
                                          const Id& session);
/// The name in the folder of drafts that says a ticket was taken back.
[[nodiscard]] std::string revoked_name(const Id& session);

} // namespace rapport::sealed
