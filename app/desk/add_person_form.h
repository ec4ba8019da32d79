#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/shell/ui.h"
#include "storage/vault/model.h"

namespace rapport::desk {

/// What is typed on the page "Add a person"; gone as soon as it is saved or left.
struct AddPersonState {
    shell::TextEdit name;
    shell::TextEdit born;
    shell::TextEdit record;
    shell::TextEdit site;
    std::size_t sex = 0;       ///< index into `sexes()`
    std::size_t therapist = 0; ///< index into `therapists`
    std::vector<std::string> therapists;
    std::string name_error;
    std::string born_error;
    std::string record_error;
    std::string trouble; ///< the vault's refusal

    /// Overwrites what was typed before letting it go.
    void wipe();
};

/// What may be recorded, in the order of the list: "", "female", "male".
[[nodiscard]] const std::vector<std::string>& sexes();

struct NewPerson {
    vault::Person person;
    vault::Identity identity;
};

/// Both halves of the person when everything is right; otherwise the sentences stand under the fields.
/// `today`: nobody is born after it, and nobody is older than 120.
[[nodiscard]] std::optional<NewPerson> read_form(AddPersonState& state, std::int32_t today);

} // namespace rapport::desk
