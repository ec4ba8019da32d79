#pragma once

#include "storage/vault/core.h"
#include "storage/vault/crypto.h"

namespace rapport::vault {

/// The file a scoring key stands in: the bundled definition or the clinic's own, before any wording is put in.
struct KeyFile {
    std::string version;
    std::string json;
    bool own = false;
};
/// Errors: unknown_instrument.
[[nodiscard]] Result<KeyFile> key_file(Core& core, std::string_view instrument);

/// Whether a real clinic may give the instrument to a patient: its key is verified and came with the program or in a
/// pack of it, or somebody signed off exactly this key file. Errors: key_not_verified, not_signed_off; their detail is
/// the id.
[[nodiscard]] Status key_may_be_used(Core& core, const instruments::Definition& definition);

/// The clinic's own definitions, by id, with the hash of their bytes.
[[nodiscard]] Result<std::map<std::string, crypto::Hash>> own_definitions(Core& core);

} // namespace rapport::vault
