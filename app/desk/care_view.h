#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/desk/intents.h"
#include "app/shell/ui.h"
#include "storage/vault/care.h"

namespace rapport::desk {

/// A line with, where `act` is not empty, a button at its end.
struct CareLine {
    Id id{};
    std::string words;
    std::string small;
    std::string act; ///< what the button says
};

struct CareView {
    Id person{};
    std::string who;
    bool in_care = false;
    std::string episode;               ///< "In care since 3 Nov"
    std::vector<std::string> episodes; ///< those that ended
    std::vector<std::string> dyads;    ///< "R. Adeyemi, since 3 Nov, sessions 1 on"
    std::string therapist;             ///< now, or empty
    std::vector<std::string> therapists;
    std::vector<std::string> consents; ///< one line a purpose, with what stood before
    std::vector<vault::Schedule> schedules;
    std::vector<CareLine> plans;
    std::vector<CareLine> visits; ///< still to come, soonest first
    std::vector<CareLine> links;  ///< records shown on this page
    std::vector<CareLine> found;  ///< who may be joined to this one
};

/// What of it is typed and chosen.
struct CareState {
    shell::TextEdit episode_day;
    std::size_t outcome = 0;   ///< index into `outcomes()`
    std::size_t therapist = 0; ///< index into the view's
    shell::TextEdit therapist_day;
    std::size_t purpose = 0; ///< index into `purposes()`
    std::size_t consent = 0; ///< index into `consent_states()`
    shell::TextEdit consent_day;
    std::size_t schedule = 0;
    shell::TextEdit plan_day;
    shell::TextEdit find;
    shell::TextEdit reason;
    std::string trouble;    ///< the last act's refusal, under its card
    std::string trouble_at; ///< "care.episode", "care.therapist", "care.consent", "care.plan", "care.links"
    std::string done;
    float heights[5] = {}; ///< of the cards in the last frame
    float content_height = 0;
};

[[nodiscard]] const std::vector<std::string>& outcomes();       ///< "completed", "stopped", "moved", "other"
[[nodiscard]] const std::vector<std::string>& purposes();       ///< "care", "research", "contact"
[[nodiscard]] const std::vector<std::string>& consent_states(); ///< "asked", "given", "refused", "withdrawn"

/// Rows as the vault gave them.
struct CareRows {
    vault::PersonRow person;
    std::vector<vault::Episode> episodes;
    std::vector<vault::Dyad> dyads;
    std::vector<vault::Consent> consents;
    std::vector<vault::Schedule> schedules;
    std::vector<vault::Plan> plans;
    std::vector<vault::PlannedVisit> visits;
    std::vector<vault::PersonLink> links;
    std::vector<vault::Likeness> alike;
    std::vector<std::string> therapists;
};
[[nodiscard]] CareView make_care_view(const CareRows& rows, const std::vector<instruments::Definition>& definitions,
                                      std::int32_t today);

/// Node ids "care.back", "care.edit"; "care.episode.day", ".outcome", ".go"; "care.therapist", ".day", ".go";
/// "care.consent.purpose", ".state", ".day", ".go"; "care.plan", ".day", ".go", "care.plans.<n>.end",
/// "care.visits.<n>.off"; "care.find", "care.reason", "care.found.<n>.join", "care.links.<n>.part"; "care.trouble",
/// "care.done". Everything below the top bar.
[[nodiscard]] std::optional<Intent> draw_care(shell::Ui& ui, const CareView& view, CareState& state);

} // namespace rapport::desk
