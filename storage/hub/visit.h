#pragma once

#include "storage/hub/hub.h"
#include "storage/hub/known.h"
#include "storage/hub/outbox.h"

/// One exchange under way: this device's files, locked and read, and a server that answers.
namespace rapport::hub {

inline constexpr std::int64_t hour_ms = 3'600'000;

/// The files alone. Held until it goes, so that two programs do not write one chain.
struct Desk {
    sealed::File lock;
    Seat seat;
    State state;
    Roster roster;
    Known known;
    std::vector<Finding> found{}; ///< by this exchange

    [[nodiscard]] Outbox outbox(FileOps& files, const Home& home) const
    {
        return {files, home.out(), seat.device, signing_half(seat.signing)};
    }
};
/// Errors: hub_not_joined, hub_in_use, hub_damaged, device_revoked, the disk's. Batches that were written and not
/// counted before a program stopped are counted now.
[[nodiscard]] Result<Desk> open_desk(const Home& home, const Means& means);
/// The same folder's lock, for what comes before there is a seat.
[[nodiscard]] Result<sealed::File> lock_hub(const Home& home, const Means& means);

/// Takes the newest list of devices, when it is newer and the root signed it. What is wrong with it becomes a finding.
/// Errors: device_revoked, the server's, the disk's.
[[nodiscard]] Status refresh_roster(Desk& desk, Server& server, const Home& home, const Means& means);
/// Puts a list that this device made in the place of the newest. Errors: roster_moved, the signer's, the server's.
[[nodiscard]] Status replace_roster(Desk& desk, Roster roster, Server& server, const Home& home, const Signer& signer,
                                    const Means& means);

/// Opens the server of a seat, and sees how far the clocks are apart.
[[nodiscard]] Result<Server> open_server(Desk& desk, const Means& means);

void find_out(Desk& desk, const Finding& finding); ///< once each
[[nodiscard]] std::uint64_t hour_of(const Means& means);

/// Sends what the server does not have, from its own newest record of this device on. Errors: hub_forked, the server's.
[[nodiscard]] Status send_built(Desk& desk, Server& server, const Home& home, const Means& means, Exchanged& done);
/// One record without a session.
[[nodiscard]] Status build_plain(Desk& desk, Kind kind, const Home& home, const Means& means);
/// How far this device is with the others.
/// Whose a record is that has a place of this device's chain: its own twice (hub_forked), or nobody's.
[[nodiscard]] Fault stranger(const Desk& desk, const Row& row);
[[nodiscard]] Content content_of(const Desk& desk, Kind kind);
/// Away with batches that all the others have.
[[nodiscard]] Status trim(const Desk& desk, const Home& home, const Means& means);

/// Files of finished sessions that are here and have not been exchanged.
struct Candidate {
    Id session{};
    std::string path;
};
[[nodiscard]] Result<std::vector<Candidate>> candidates(const Desk& desk, const Home& home);

/// Once more, for as long as the way is what fails.
template <class Work>
auto patiently(const Means& means, Work work)
{
    auto done = work();
    std::int64_t wait = 500;
    constexpr std::int64_t longest = 60'000;
    for (int tried = 1; tried < means.tries && !done.ok() && is_passing(done.error().fault); ++tried) {
        if (means.pause) means.pause(wait);
        wait = std::min(wait * 2, longest);
        done = work();
    }
    return done;
}

} // namespace rapport::hub
