#pragma once

#include <string>
#include <vector>

#include "storage/hub/address.h"
#include "storage/hub/disk.h"
#include "storage/hub/faults.h"
#include "storage/hub/record.h"
#include "storage/hub/server.h"

/// This device's place at a hub, and how far it has come: two small files, sealed under a key that the vault gives.
namespace rapport::hub {

/// What an open vault says of itself.
struct Home {
    std::string folder; ///< the vault's
    Id vault{};
    PublicKey root{}; ///< Ed25519: signs the list of devices
    Secret key;       ///< 32 bytes, for the files here; a vault that is locked gives none
    [[nodiscard]] std::string hub() const { return folder + "/hub"; }
    [[nodiscard]] std::string out() const { return folder + "/hub/out"; }
    [[nodiscard]] std::string aside() const { return folder + "/hub/aside"; }
    [[nodiscard]] std::string inbox() const { return folder + "/inbox"; }
    [[nodiscard]] std::string taken() const { return folder + "/inbox/taken"; }
    [[nodiscard]] Home copy() const { return {folder, vault, root, key.copy()}; }
};

/// Who this device is there.
struct Seat {
    bool joined = false; ///< false: a joining that was cut short
    std::string url;     ///< as it was given; no password in it
    Id site{};
    Id device{};
    std::string name;
    Secret signing; ///< Ed25519, 64 bytes
    Secret box;     ///< X25519, 32 bytes
    Id claim{};     ///< by which a code that was used is this device's
};
inline constexpr std::string_view seat_file = "seat";
/// Errors: hub_not_joined, hub_damaged, hub_newer, cannot_read.
[[nodiscard]] Result<Seat> load_seat(FileOps& files, const Home& home);
[[nodiscard]] Status save_seat(FileOps& files, const Home& home, const Seat& seat);

/// Something found out, and where.
struct Finding {
    Fault fault{};
    Id device{};
    std::uint64_t sequence = 0;
    friend bool operator==(const Finding&, const Finding&) = default;
};

/// Another device, as this one knows it.
struct Peer {
    Id device{};
    Place place;             ///< of its chain, checked and taken in up to here
    Place vouched;           ///< the furthest that anybody has told
    std::uint64_t acked = 0; ///< of this device's own chain, as it told
    std::uint64_t last_hour = 0;
    bool left = false;
};

struct State {
    Place built; ///< the newest record of this device
    Place sent;  ///< the newest that the server took
    std::uint64_t roster_version = 0;
    Hash roster_hash{};
    bool owes_heads = false; ///< took in a session since it last told how far it is
    std::uint64_t pushed_hour = 0;
    std::uint64_t pulled_hour = 0;
    std::vector<Peer> peers;
    std::vector<Finding> push_findings; ///< of the last exchange of each kind
    std::vector<Finding> pull_findings;

    [[nodiscard]] Peer& peer(const Id& device); ///< made when there is none
    [[nodiscard]] const Peer* find(const Id& device) const;
};
inline constexpr std::string_view state_file = "state";
[[nodiscard]] Result<State> load_state(FileOps& files, const Home& home);
[[nodiscard]] Status save_state(FileOps& files, const Home& home, const State& state);

inline constexpr std::string_view roster_file = "roster"; ///< as the server had it: sealed and signed by itself

} // namespace rapport::hub
