#pragma once

#include <vector>

#include "storage/vault/crypto.h"

namespace rapport::vault {

inline constexpr std::uint16_t newest_format = 2;

/// A user's own key, wrapped by their passphrase. `box` holds the X25519 private half and the root's public key as it
/// was when the slot was made (pinned), bound to everything a swap or a promotion would change.
struct Wrap {
    std::uint32_t epoch = 1; ///< the header's when it was made: a rotation leaves the wraps of people who are away
    KdfCost cost;
    crypto::Salt salt{};
    sealed::Bytes box;
};

/// One user, and what the root granted them: the role's keys sealed to their public half, signed by the root.
struct User {
    sealed::Id slot{};
    std::string name;
    Role role = Role::clinician;
    sealed::PublicKey key{};
    sealed::Bytes grant;
    crypto::Signature grant_signature{};
    Wrap wrap;
};

/// One replacing of the root key, signed by the root that went: who pinned the older one follows it to the next.
struct RootStep {
    sealed::PublicKey from{};
    crypto::Signature signature{};
};

/// header.rvh as a value. FORMAT.md draws the bytes. It is read before any key is at hand, so reading believes nothing:
/// every length is checked, the KDF's cost must lie between floor and ceiling, and no library parses it.
struct Header {
    std::uint16_t format = newest_format;
    sealed::Id vault{};
    std::uint32_t epoch = 1; ///< goes up when keys are replaced; both databases name theirs
    std::int64_t created_ms = 0;
    std::string clinic;
    std::string device;
    bool demo = false;
    bool finished = false; ///< the recovery key was typed back
    sealed::PublicKey inbox{};
    sealed::PublicKey root{};
    std::vector<RootStep> root_steps; ///< format 2, oldest first
    /// Format 1: everything, sealed under the printed key. Format 2: the role keys and the root, sealed to
    /// `recovery_key`, so that a rotation needs no printed key.
    sealed::Bytes recovery;
    sealed::PublicKey recovery_key{}; ///< format 2: public half of the printed key
    crypto::Mac recovery_pin{};       ///< format 2: by the printed key, over the vault and the root of that time
    sealed::Bytes first_audit_key;    ///< format 2: sealed to `recovery_key`, never replaced
    std::vector<User> users;
    KdfCost policy;                ///< format 2: a cheaper wrap is made anew at its user's next login
    crypto::Signature signature{}; ///< by the root, over `signed_part`
    crypto::Mac mac{};             ///< keyed from RK, over `maced_part`

    [[nodiscard]] const User* user(std::string_view name) const;
    [[nodiscard]] User* user(std::string_view name);
};

/// What only the root may change: all but the wraps, so that a user can change their own passphrase.
[[nodiscard]] sealed::Bytes signed_part(const Header& header);
/// What takes RK to change. In format 2 that leaves to an administrator alone the policy and their own wrap.
[[nodiscard]] sealed::Bytes maced_part(const Header& header);

/// With the checksum that tells an accident from a wrong passphrase before a try is counted. It keeps nobody out.
[[nodiscard]] sealed::Bytes write_header(const Header& header);
/// Whether both numbers lie between floor and ceiling.
[[nodiscard]] bool is_reasonable(const KdfCost& cost);
/// Errors: vault_damaged, vault_newer.
[[nodiscard]] Result<Header> read_header(sealed::ByteView bytes);

inline constexpr std::string_view header_file = "header.rvh";
inline constexpr std::size_t most_header = 64 * 1024; ///< bytes
inline constexpr std::size_t most_root_steps = 200;   ///< none is ever dropped: the recovery sheet pins the first
inline constexpr std::size_t most_users = 64;
inline constexpr std::size_t most_name = 200; ///< bytes of a clinic's, device's or user's name

/// Errors: vault_missing, vault_damaged, vault_newer.
[[nodiscard]] Result<Header> load_header(const std::string& folder);
/// Replaces it in one step; the one before stays as header.rvh.previous.
[[nodiscard]] Status store_header(const std::string& folder, const Header& header);

} // namespace rapport::vault
