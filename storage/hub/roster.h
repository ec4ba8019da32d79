#pragma once

#include <functional>
#include <string>
#include <vector>

#include "storage/hub/record.h"

/// The list of a site's devices: numbered versions, each signed by the clinic's root, each naming the hash of the one
/// before. What is in it is sealed to its devices.
namespace rapport::hub {

inline constexpr std::size_t most_name = 100; ///< bytes of a device's name

struct Device {
    Id id{};
    std::string name;
    PublicKey signing{};
    PublicKey box{};
    std::uint64_t since_hour = 0;
    bool revoked = false;
    Place last; ///< of a revoked one: the last record that still counts
};

/// One epoch's pair. Records are sealed to the public half; the private half is with every device of that epoch and,
/// for what was written before they came, of every later one.
struct EpochKey {
    std::uint32_t epoch = 0;
    PublicKey public_key{};
    Secret private_key;
    [[nodiscard]] EpochKey copy() const { return {epoch, public_key, private_key.copy()}; }
};

struct Roster {
    Id site{};
    std::uint64_t version = 0;
    Hash previous{};              ///< of the version before; zeros for the first
    std::vector<EpochKey> epochs; ///< oldest first; the last is the one to write under
    std::vector<Device> devices;  ///< in the order they came; a revoked one stays

    [[nodiscard]] const Device* find(const Id& id) const;
    [[nodiscard]] const Device* named(std::string_view name) const;
    [[nodiscard]] const EpochKey* epoch(std::uint32_t number) const;
    [[nodiscard]] const EpochKey& newest() const { return epochs.back(); }
};

/// Signs with the clinic's root key, once an administrator or the printed key said so.
using Signer = std::function<Result<Signature>(ByteView bytes)>;

/// The bytes as they lie on the server: sealed for the devices that are not revoked, and signed. Errors: the signer's;
/// too_many_devices.
[[nodiscard]] Result<Bytes> write_roster(const Roster& roster, const Signer& signer);

/// What the vault signs a list for, so that no signature of its own can be taken for one.
inline constexpr std::string_view roster_purpose = "rapport hub roster 1";

/// Whose word a list is.
struct RosterTrust {
    Id site{};
    PublicKey root{};
    std::uint64_t after = 0; ///< one of this version or an earlier one is an old list put back
    Hash known{}; ///< of the list this device has: that one was looked at when it came, perhaps under an earlier root
};
/// Errors: roster_refused (not signed, another site's, malformed), roster_withheld (an old one), device_revoked (no box
/// for this device), hub_newer.
[[nodiscard]] Result<Roster> read_roster(ByteView bytes, const RosterTrust& trust, const Id& device,
                                         const Secret& box_key);

inline constexpr std::size_t largest_roster = 256UL * 1024;

} // namespace rapport::hub
