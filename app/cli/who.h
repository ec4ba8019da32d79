#pragma once

#include <string>

#include "app/cli/passphrase.h"
#include "instruments/base/result.h"
#include "storage/vault/new_vault.h"

namespace rapport::cli {

namespace fault {
inline constexpr Fault which_user{"which_user"}; ///< several users in the vault and none was named
}

/// The user named, or the vault's only one. Errors: which_user, those of looking at the door.
[[nodiscard]] Result<std::string> user_or_only(const std::string& vault, const std::string& named);

/// The administrator named, or the vault's only one. Errors: which_user, not_allowed (there is none).
[[nodiscard]] Result<std::string> admin_or_only(const std::string& vault, const std::string& named);

/// Where the word of whoever must approve comes from.
struct ApprovalSource {
    std::string admin; ///< empty: the only one
    PassphraseSource admin_passphrase;
    PassphraseSource recovery;
    bool ask_recovery = false;

    [[nodiscard]] bool by_recovery() const { return ask_recovery || recovery.is_given(); }
    /// The printed key where it was offered, else an administrator's passphrase. Errors: as admin_or_only,
    /// missing_file, no_terminal.
    [[nodiscard]] Result<vault::Approval> take(const std::string& vault) const;
};

} // namespace rapport::cli
