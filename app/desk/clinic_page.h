#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/desk/intents.h"
#include "app/shell/ui.h"
#include "storage/vault/care.h"
#include "storage/vault/identity_policy.h"

namespace rapport::desk {

struct ClinicView {
    std::vector<std::string> languages; ///< codes, as the tablet offers them
    vault::IdentityPolicy identity;
    std::vector<std::string> devices; ///< "North clinic tablet 3, Rapport 0.9, today 10:30"
};

/// What is typed; filled from the vault when the page opens.
struct ClinicState {
    std::vector<shell::TextEdit> moment; ///< one a language
    std::vector<shell::TextEdit> safety;
    std::string texts_trouble;
    shell::TextEdit course_people, course_width, course_percent, flag_again, stopped;
    std::string care_trouble;
    shell::TextEdit rule;
    std::vector<bool> kept; ///< which of the known types, then the clinic's own
    shell::TextEdit own_label;
    std::size_t own_check = 0; ///< index of IdentifierCheck
    shell::TextEdit own_digits;
    bool pseudonyms_only = false;
    std::string identity_trouble;
    std::string done;
    std::string done_at; ///< "texts", "care", "identity"
    float heights[4] = {};
    float content_height = 0;
};

/// All types there are to choose from: the published ones and those the clinic has made, the former first.
[[nodiscard]] std::vector<vault::IdentifierType> types_to_choose(const ClinicView& view);
/// What is typed, as the vault is asked. A number that cannot be read is -1, which the vault refuses by name.
[[nodiscard]] vault::CarePolicy read_care(const ClinicState& state);
[[nodiscard]] vault::IdentityPolicy read_identity(const ClinicView& view, const ClinicState& state);
void fill_clinic(const ClinicView& view, const vault::CarePolicy& care, ClinicState& state);

/// Node ids "texts.moment.<language>", "texts.safety.<language>", "texts.save"; "care.people", ".width", ".percent",
/// ".again", ".stopped", ".save"; "identity.rule", ".type.<n>", ".own", ".check", ".digits", ".pseudonyms", ".save";
/// "device.<n>".
[[nodiscard]] std::optional<Intent> draw_clinic(shell::Ui& ui, const ClinicView& view, ClinicState& state);

} // namespace rapport::desk
