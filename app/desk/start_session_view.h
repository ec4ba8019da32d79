#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "app/desk/intents.h"
#include "app/shell/ui.h"
#include "instruments/definition.h"
#include "storage/vault/model.h"
#include "storage/vault/vault.h"

namespace rapport::desk {

struct BatteryLine {
    std::string instrument;
    std::string title; ///< "PCL-5, past month, 20 questions"
    std::string short_title;
    std::string language; ///< of its wording; empty when that is not installed
    std::string lacking;  ///< "licensed wording not installed", or empty
    bool can_be_asked = true;
};

struct StartSessionView {
    Id person{};
    Id planned_visit{};
    std::string who;
    std::string planned; ///< "Planned for today 10:00", or empty
    std::vector<BatteryLine> patient;
    std::vector<BatteryLine> therapist;
    std::vector<vault::Battery> batteries; ///< the clinic's own, by name
    bool demo = false;                     ///< fictional people: wording that is lacking may be shown as a notice
};

struct StartSessionState {
    shell::TextEdit visit;
    shell::TextEdit number;
    std::set<std::string> battery;
    std::vector<std::string> order; ///< as planned or as the battery has it; what is not in it follows
    std::size_t chosen = 0;         ///< of the batteries, 0: none of them
    bool auto_advance = true;
    std::size_t language = 0; ///< of `tablet_languages`
    sealed::Asked asked = sealed::Asked::self;
    std::string visit_error;
    std::string number_error;
    std::string trouble; ///< what stands in the way of going on
    float content_height = 0;
};

/// What the clinic has, for the lines and the list of batteries.
struct StartRows {
    std::vector<instruments::Definition> definitions;
    std::vector<vault::Battery> batteries;
    std::vector<vault::Obstacle> obstacles; ///< of every definition that has one
    bool demo = false;
};
[[nodiscard]] StartSessionView make_start_view(const vault::Person& person, const vault::PlannedVisit* planned,
                                               const StartRows& rows, std::int32_t today);
/// Ticks what a battery holds and nothing else. `number` 0: none of them, and what is ticked stays.
void choose_battery(const StartSessionView& view, StartSessionState& state, std::size_t number);
/// Which members of the chosen battery stand in its way, in a sentence; else empty.
[[nodiscard]] std::string in_the_way(const StartSessionView& view, const StartSessionState& state);
/// As planned, or the visit after the last with nothing chosen.
[[nodiscard]] StartSessionState make_start_state(const vault::PlannedVisit* planned,
                                                 const std::vector<vault::Administration>& so_far,
                                                 const StartSessionView& view);

/// One session is one respondent's: the patient never meets the therapist's form, nor the other way round.
enum class Side { none, patient, therapist };
[[nodiscard]] Side chosen_side(const StartSessionView& view, const StartSessionState& state);

/// Codes of the languages the tablet can speak, in the order they are offered.
[[nodiscard]] const std::vector<std::string>& tablet_languages();
/// Which of the chosen instruments stay in another language than the rest of the screen, in a sentence; else empty.
[[nodiscard]] std::string other_wording(const StartSessionView& view, const StartSessionState& state);

/// What the vault is asked for when everything is right; otherwise the sentences stand on the page.
[[nodiscard]] std::optional<vault::SessionWish> read_wish(const StartSessionView& view, StartSessionState& state);

} // namespace rapport::desk
