#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/shell/ui.h"
#include "storage/vault/care.h"
#include "storage/vault/identity_policy.h"

namespace rapport::desk {

/// One of the numbers the clinic's policy names.
struct IdentifierField {
    shell::TextEdit edit;
    std::string error;
};

/// What is typed on the page "Add a person", or on the same page when somebody's details are changed; gone as soon as
/// it is saved or left.
struct AddPersonState {
    vault::IdentityPolicy policy;
    std::optional<vault::Person> editing; ///< as the vault has them; the reason is asked for then
    shell::TextEdit name;
    shell::TextEdit born;
    shell::TextEdit record;
    shell::TextEdit site;
    std::vector<IdentifierField> identifiers; ///< as many as the policy has types
    shell::TextEdit reason;
    std::size_t sex = 0;       ///< index into `sexes()`
    std::size_t therapist = 0; ///< index into `therapists`
    std::vector<std::string> therapists;
    std::string name_error;
    std::string born_error;
    std::string record_error;
    std::string reason_error;
    std::string trouble;                ///< the vault's refusal
    std::vector<vault::Likeness> alike; ///< who may be the same person; saving waits for a word about them
    bool alike_accepted = false;        ///< it was said that they are others
    float height = 0;                   ///< of the card in the last frame
    float content_height = 0;

    /// Overwrites what was typed before letting it go.
    void wipe();
};

/// What may be recorded, in the order of the list: "", "female", "male".
[[nodiscard]] const std::vector<std::string>& sexes();

struct NewPerson {
    vault::Person person;
    vault::Identity identity;
};

/// Both halves of the person when everything is right; otherwise the sentences stand under the fields. What the
/// clinic's rule asks for is the vault's to say.
/// `today`: nobody is born after it, and nobody is older than 120.
[[nodiscard]] std::optional<NewPerson> read_form(AddPersonState& state, std::int32_t today);

/// "Same NHS number as Heron 214".
[[nodiscard]] std::string likeness_words(const vault::Likeness& alike, const vault::IdentityPolicy& policy);

} // namespace rapport::desk
