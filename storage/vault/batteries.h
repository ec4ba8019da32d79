#pragma once

#include "storage/vault/core.h"

namespace rapport::vault {

/// Errors: unknown_battery.
[[nodiscard]] Result<Battery> find_battery(Core& core, const sealed::Id& id);
/// Whether an instrument may be asked in this clinic at all, whatever the language: it is known, has its wording, its
/// key may be used, and it is short enough. Errors: unknown_instrument, no_wording, key_not_verified, not_signed_off,
/// definition_refused; their detail is the instrument's id.
[[nodiscard]] Status may_be_asked_at_all(Core& core, std::string_view id);
/// Non-empty and not too long. Errors: empty_note, too_long.
[[nodiscard]] Status check_name(std::string_view name);

} // namespace rapport::vault
