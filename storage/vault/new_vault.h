#pragma once

#include <cstdint>
#include <string>

#include "storage/sealed/secret.h"
#include "storage/vault/model.h"

/// What is asked for when a vault is made and when its users change.
namespace rapport::vault {

/// Argon2id cost. Floor 64 MiB and 3 passes, ceiling 2 GiB and 16 passes: anything else is refused on reading.
struct KdfCost {
    std::uint64_t memory_bytes = 256ULL << 20;
    std::uint32_t passes = 3;
    [[nodiscard]] static KdfCost floor() { return {64ULL << 20, 3}; }
};

struct NewVault {
    std::string clinic;     ///< name shown to staff
    std::string device;     ///< "North clinic tablet 3"
    std::string first_user; ///< a clinician's display name
    sealed::Secret passphrase;
    KdfCost cost;            ///< `calibrated_cost` of kdf.h on the machine it is for
    std::string first_admin; ///< empty: the root's key is on the printed sheet alone
    sealed::Secret admin_passphrase;
    bool demo = false; ///< fictional people; licensed wording may be shown as a notice; automation allowed
};

/// One user as anybody who has the folder can see them.
struct UserRow {
    std::string name;
    Role role = Role::clinician;
    int failed_tries = 0;
    bool disabled = false; ///< ten tries failed: the passphrase must be set anew
};

struct NewUser {
    std::string name;
    Role role = Role::clinician;
    sealed::Secret passphrase;
};

/// Who agrees that the list of users is changed, beside the clinician whose vault is open: an administrator by name and
/// passphrase, or whoever holds the printed recovery key.
struct Approval {
    std::string admin;
    sealed::Secret passphrase;
    sealed::Secret recovery; ///< used when it is not empty
};

} // namespace rapport::vault
