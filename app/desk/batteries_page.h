#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/desk/intents.h"
#include "app/shell/ui.h"
#include "storage/vault/care.h"

namespace rapport::desk {

struct BatteryMember {
    std::string id;
    std::string label; ///< "PCL-5", or with what it lacks
    std::string lacking;
    instruments::Respondent respondent = instruments::Respondent::patient;
};
struct NamedLine {
    Id id{};
    std::string name;
    std::string small;   ///< what is in it
    std::string lacking; ///< what stands in the way of it, or empty
};
struct BatteriesView {
    std::vector<NamedLine> battery_lines;
    std::vector<NamedLine> schedule_lines;
    std::vector<vault::Battery> batteries;
    std::vector<vault::Schedule> schedules;
    std::vector<BatteryMember> instruments;
};

/// One part of the schedule that is being written.
struct PartEdit {
    std::size_t battery = 0;
    shell::TextEdit first;
    shell::TextEdit every;
};
struct BatteriesState {
    Id battery{}; ///< the one being changed, all zero: a new one
    shell::TextEdit name;
    std::vector<std::string> chosen; ///< instrument ids, in order
    bool auto_advance = true;
    std::string battery_trouble;
    Id schedule{};
    shell::TextEdit schedule_name;
    shell::TextEdit label;
    shell::TextEdit every_days;
    shell::TextEdit visits;
    shell::TextEdit opens;
    shell::TextEdit closes;
    std::vector<PartEdit> parts;
    std::string schedule_trouble;
    std::string done;
    float heights[2] = {};
    float content_height = 0;
};

[[nodiscard]] BatteriesView make_batteries_view(const std::vector<vault::Battery>& batteries,
                                                const std::vector<vault::Schedule>& schedules,
                                                const std::vector<vault::Obstacle>& obstacles,
                                                const std::vector<instruments::Definition>& definitions);
/// What is typed, as the vault is asked; numbers that cannot be read are -1, which the vault refuses by name.
[[nodiscard]] vault::Battery read_battery(const BatteriesView& view, const BatteriesState& state);
[[nodiscard]] vault::Schedule read_schedule(const BatteriesView& view, const BatteriesState& state);
/// Fills the form with one that is there; all zero empties it.
void edit_battery(const BatteriesView& view, BatteriesState& state, const Id& id);
void edit_schedule(const BatteriesView& view, BatteriesState& state, const Id& id);

/// Node ids "battery.<n>.change", ".retire"; "battery.name", ".add", ".member.<n>", ".advance", ".save", ".new";
/// "schedule.<n>.change", ".retire"; "schedule.name", ".label", ".every", ".visits", ".opens", ".closes",
/// ".part.<n>", ".part.<n>.first", ".part.<n>.every", ".part.<n>.remove", ".part.add", ".save", ".new".
[[nodiscard]] std::optional<Intent> draw_batteries(shell::Ui& ui, const BatteriesView& view, BatteriesState& state);

} // namespace rapport::desk
