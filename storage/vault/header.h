#pragma once

#include <vector>

#include "storage/vault/crypto.h"

namespace rapport::vault {

/// A user's own key, wrapped by their passphrase. `box` holds the X25519 private half and the root's public key as it
/// was when the slot was made (pinned), bound to everything a swap or a promotion would change.
struct Wrap {
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

/// header.rvh as a value. FORMAT.md draws the bytes. It is read before any key is at hand, so reading believes nothing:
/// every length is checked, the KDF's cost must lie between floor and ceiling, and no library parses it.
struct Header {
    sealed::Id vault{};
    std::uint32_t epoch = 1; ///< goes up when keys are replaced; both databases name theirs
    std::int64_t created_ms = 0;
    std::string clinic;
    std::string device;
    bool demo = false;
    bool finished = false; ///< the recovery key was typed back
    sealed::PublicKey inbox{};
    sealed::PublicKey root{};
    sealed::Bytes recovery; ///< RecoveryCopy sealed under the printed key
    std::vector<User> users;
    crypto::Signature signature{}; ///< by the root, over `signed_part`
    crypto::Mac mac{};             ///< keyed from RK, over `maced_part`: that is every byte before it

    [[nodiscard]] const User* user(std::string_view name) const;
};

/// What only the root may change: all but the wraps, so that a user can change their own passphrase.
[[nodiscard]] sealed::Bytes signed_part(const Header& header);
[[nodiscard]] sealed::Bytes maced_part(const Header& header);

/// With the checksum that tells an accident from a wrong passphrase before a try is counted. It keeps nobody out.
[[nodiscard]] sealed::Bytes write_header(const Header& header);
/// Errors: vault_damaged, vault_newer.
[[nodiscard]] Result<Header> read_header(sealed::ByteView bytes);

inline constexpr std::string_view header_file = "header.rvh";
inline constexpr std::size_t most_header = 64 * 1024; ///< bytes
inline constexpr std::size_t most_users = 64;
inline constexpr std::size_t most_name = 200; ///< bytes of a clinic's, device's or user's name

/// Errors: vault_missing, vault_damaged, vault_newer.
[[nodiscard]] Result<Header> load_header(const std::string& folder);
/// Replaces it in one step; the one before stays as header.rvh.previous.
[[nodiscard]] Status store_header(const std::string& folder, const Header& header);

} // namespace rapport::vault
