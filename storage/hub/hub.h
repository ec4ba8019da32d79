#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "storage/hub/engine.h"
#include "storage/hub/roster.h"
#include "storage/hub/seat.h"

/// What a device does with a hub. Each is one call that may be broken off at any moment and be made again.
namespace rapport::hub {

using Clock = std::function<std::int64_t()>; ///< UTC milliseconds

/// A code by which a device is let in: so many of 2,644 words, 90.9 bits.
inline constexpr std::size_t code_words = 8;

/// What these calls go by besides what they are about.
struct Means {
    Secret password{}; ///< the database's; empty: libpq's own password file, or none
    Clock clock{};
    FileOps* files = &sealed::posix_files();
    Patience patience{};
    /// Tries at one exchange while the way is what fails, and how to wait between them: half a second, then twice as
    /// long each time, at most a minute.
    int tries = 5;
    std::function<void(std::int64_t milliseconds)> pause{};
};

/// What one exchange did. Findings are told in it and kept for `status`.
struct Exchanged {
    std::uint64_t records = 0;  ///< sent, or taken in
    std::uint64_t sessions = 0; ///< of these, finished sessions
    std::uint64_t already = 0;  ///< sessions that were here before
    std::vector<Finding> findings;
};

/// Makes a hub of a database, and this device its first. Errors: hub_joined_already, the server's, the signer's.
[[nodiscard]] Status init(const Home& home, const std::string& url, std::string_view name, const Signer& signer,
                          const Means& means);

/// Lets one more device in: whoever types the code there before it expires. `code` is as given out.
/// Errors: hub_not_joined, device_name_taken, too_many_devices, roster_moved, the server's, the signer's.
[[nodiscard]] Status invite(const Home& home, std::string_view name, const Secret& code, int minutes,
                            const Signer& signer, const Means& means);
/// Gives the name the device was invited under. Errors: hub_joined_already, code_unknown, code_expired, roster_refused,
/// the server's.
[[nodiscard]] Result<std::string> join(const Home& home, const std::string& url, const Secret& code,
                                       const Means& means);

/// Finished sessions of this device go up. Errors: hub_not_joined, hub_damaged, hub_in_use, device_revoked, hub_forked,
/// the server's, the disk's. Whatever was sent stays sent.
[[nodiscard]] Result<Exchanged> push(const Home& home, const Means& means);
/// Those of the others come down into the inbox. A chain in which something is wrong stops where it is, the others
/// go on. Errors: as push.
[[nodiscard]] Result<Exchanged> pull(const Home& home, const Means& means);

/// Takes a device out, after its last records were taken in; what is written from then on is under new keys. Errors:
/// unknown_device (also for this one), roster_moved, the server's, the signer's.
[[nodiscard]] Status revoke(const Home& home, std::string_view name, const Signer& signer, const Means& means);

enum class Leaving { tell_the_hub, only_here };
/// Errors: still_waiting when sessions here have not been sent; `only_here` goes all the same, and asks no server.
[[nodiscard]] Status leave(const Home& home, Leaving leaving, const Means& means);

struct DeviceStatus {
    std::string name;
    Id device{};
    bool is_this = false;
    bool revoked = false;
    bool left = false;
    std::uint64_t last_hour = 0; ///< whole hours since 1970 of its newest record that was taken in; 0: none
    std::uint64_t waiting = 0;   ///< records on the server that were not taken in yet; 0 where it was not asked
};
struct HubStatus {
    std::string shown; ///< the server, for people
    Id site{};
    std::uint64_t roster = 0;
    std::uint32_t epoch = 0;
    std::uint64_t to_send = 0; ///< sessions of this device that wait
    std::uint64_t pushed_hour = 0;
    std::uint64_t pulled_hour = 0;
    std::vector<DeviceStatus> devices;
    std::vector<Finding> findings; ///< of the last push and the last pull
    std::uint64_t aside = 0;       ///< files put aside for staff: sessions that came twice with different answers
    std::optional<Fault> server;   ///< why it could not be asked, when it could not
};
/// What is known here, without asking the server. Errors: hub_not_joined, hub_damaged, hub_in_use.
[[nodiscard]] Result<HubStatus> status_here(const Home& home, const Means& means);
/// The same, and what waits on the server. Errors: as status_here.
[[nodiscard]] Result<HubStatus> status(const Home& home, const Means& means);

} // namespace rapport::hub
