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
inline constexpr std::string_view recovery_pair = "rapport recovery pair 1";
inline constexpr std::string_view recovery_pin = "rapport recovery pin 1";
inline constexpr std::string_view session_keys = "rapport session keys 1";
} // namespace purpose

/// What somebody holds; empty what their role does not. A clinician has the two database keys and the private half of
/// the inbox, 32 bytes each, a researcher the first of these, an administrator the root alone.
struct RoleKeys {
    sealed::Secret responses{}; ///< RK
    sealed::Secret identity{};  ///< IK
    sealed::Secret inbox{};
    sealed::Secret root{}; ///< Ed25519 private, 64 bytes
    [[nodiscard]] static RoleKeys make();
    [[nodiscard]] sealed::Secret joined() const; ///< a clinician's three
    [[nodiscard]] static std::optional<RoleKeys> split(const sealed::Secret& joined);
    [[nodiscard]] RoleKeys copy() const;
};

/// The part of `keys` that a role is granted, and back. `keys` must hold that part.
[[nodiscard]] sealed::Secret granted(Role role, const RoleKeys& keys);
[[nodiscard]] std::optional<RoleKeys> read_granted(Role role, const sealed::Secret& grant);

/// What the printed recovery key opens: everything, the root's signing key and the audit's first key among it.
struct RecoveryCopy {
    RoleKeys keys;
    sealed::Secret root;  ///< Ed25519 private, 64 bytes
    sealed::Secret audit; ///< first key of the audit's ratchet
    [[nodiscard]] sealed::Secret joined() const;
    [[nodiscard]] static std::optional<RecoveryCopy> split(const sealed::Secret& joined);
};

} // namespace rapport::vault
