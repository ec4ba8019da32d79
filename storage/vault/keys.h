#pragma once

#include <optional>
#include <string_view>

#include "storage/vault/crypto.h"

namespace rapport::vault {

/// What one key is used for. Part of the file format: a changed word is a changed key.
namespace purpose {
inline constexpr std::string_view header_mac = "rapport header mac 1";
inline constexpr std::string_view row_mac = "rapport row mac 1";
inline constexpr std::string_view audit_chain = "rapport audit chain 1";
inline constexpr std::string_view audit_ratchet = "rapport audit ratchet 1";
inline constexpr std::string_view recovery_box = "rapport recovery box 1";
} // namespace purpose

/// What a clinician holds: the two database keys and the private half of the inbox, 32 bytes each.
struct RoleKeys {
    sealed::Secret responses; ///< RK
    sealed::Secret identity;  ///< IK
    sealed::Secret inbox;
    [[nodiscard]] static RoleKeys make();
    [[nodiscard]] sealed::Secret joined() const;
    [[nodiscard]] static std::optional<RoleKeys> split(const sealed::Secret& joined);
};

/// What the printed recovery key opens: everything, the root's signing key and the audit's first key among it.
struct RecoveryCopy {
    RoleKeys keys;
    sealed::Secret root;  ///< Ed25519 private, 64 bytes
    sealed::Secret audit; ///< first key of the audit's ratchet
    [[nodiscard]] sealed::Secret joined() const;
    [[nodiscard]] static std::optional<RecoveryCopy> split(const sealed::Secret& joined);
};

} // namespace rapport::vault
