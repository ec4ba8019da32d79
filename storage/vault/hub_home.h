#pragma once

#include "storage/vault/crypto.h"

namespace rapport::vault {

/// What a hub's room (storage/hub) goes by: which vault this is, whose word its list of devices takes, and the key of
/// what it keeps on this device.
struct HubHome {
    std::string folder; ///< absolute
    Id vault{};
    sealed::PublicKey root{};
    sealed::Secret key; ///< 32 bytes
};
/// Makes the key when there is none yet, with its line. Errors: not_allowed (no clinician).
[[nodiscard]] Result<HubHome> hub_home(Vault& vault);

/// What the root signs here is signed for this and nothing else.
inline constexpr std::string_view hub_list_purpose = "rapport hub roster 1";
/// A list of devices, signed by the clinic's root: an administrator or the printed key says so, and the audit has the
/// line `event` with what it is about. Errors: those of an approval, not_allowed.
[[nodiscard]] Result<crypto::Signature> sign_hub_list(Vault& vault, sealed::ByteView list, std::string_view event,
                                                      std::string_view about, const Approval& approval);

} // namespace rapport::vault
