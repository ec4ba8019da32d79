#include "storage/vault/batteries.h"

#include "storage/vault/archive.h"
#include "storage/vault/audit.h"
#include "storage/vault/lists.h"
#include "storage/vault/rights.h"
#include "storage/vault/sign_offs.h"

namespace rapport::vault {

namespace {

constexpr std::string_view columns =
    "SELECT id, name, respondent, instruments, layout, auto_advance FROM main.battery ";
constexpr std::size_t most_words = 100;

Battery battery_of(const Row& row)
{
    Battery battery;
    battery.id = row.id(0);
    battery.name = row.text(1);
    battery.respondent =
        row.text(2) == "patient" ? instruments::Respondent::patient : instruments::Respondent::therapist;
    battery.instruments = split_lines(row.text(3));
    battery.grid = row.text(4) == "grid";
    battery.auto_advance = row.truth(5);
    return battery;
}

Status check(Core& core, const Battery& battery)
{
    if (Status named = check_name(battery.name); !named) return named;
    if (battery.instruments.empty()) return Error{fault::unknown_instrument, "no instrument chosen"};
    if (battery.instruments.size() > sealed::JobLimits::instruments) return Error{fault::too_long, "battery"};
    for (const std::string& id : battery.instruments) {
        const instruments::Definition* const definition = core.instrument(id);
        if (definition == nullptr) return Error{fault::unknown_instrument, id};
        if (definition->respondent != battery.respondent) return Error{fault::mixed_respondents, id};
    }
    const auto taken = core.database.count(
        "SELECT count(*) FROM main.battery WHERE name = ? AND retired = 0 AND id <> ?", {battery.name, battery.id});
    if (!taken) return taken.error();
    return *taken == 0 ? Status() : Status(fault::name_taken);
}

/// Schedules go on with the newer one.
Status take_the_place(Core& core, const sealed::Id& before, const sealed::Id& now)
{
    if (Status done = core.database.run("UPDATE main.battery SET retired = 1 WHERE id = ?", {before}); !done)
        return done;
    if (core.database.changes() == 0) return fault::unknown_battery;
    return core.database.run("UPDATE main.schedule_part SET battery = ?2 WHERE battery = ?1", {before, now});
}

} // namespace

Status check_name(std::string_view name)
{
    if (name.find_first_not_of(' ') == std::string_view::npos) return Error{fault::empty_note, "name"};
    return name.size() > most_words ? Status(Error{fault::too_long, "name"}) : Status();
}

Result<Battery> find_battery(Core& core, const sealed::Id& id)
{
    std::optional<Battery> found;
    const Status read = core.database.each(std::string(columns) + "WHERE id = ?", {id}, [&](const Row& row) {
        found = battery_of(row);
        return false;
    });
    if (!read) return read.error();
    if (!found) return fault::unknown_battery;
    return std::move(*found);
}

Status may_be_asked_at_all(Core& core, std::string_view id)
{
    const instruments::Definition* const definition = core.instrument(id);
    if (definition == nullptr) return Error{fault::unknown_instrument, std::string(id)};
    if (definition->items.size() > most_items) return Error{fault::definition_refused, std::string(id)};
    if (core.header.demo) return {};
    if (definition->wording == instruments::Wording::key_only) return Error{fault::no_wording, std::string(id)};
    return key_may_be_used(core, *definition);
}

Result<std::vector<Obstacle>> Vault::obstacles(const std::vector<std::string>& instruments)
{
    std::vector<Obstacle> out;
    for (const std::string& id : instruments)
        if (const Status may = may_be_asked_at_all(*state_, id); !may)
            out.push_back({id, std::string(may.error().fault.name)});
    return out;
}

Result<std::vector<Battery>> Vault::batteries()
{
    std::vector<Battery> out;
    const Status read =
        state_->database.each(std::string(columns) + "WHERE retired = 0 ORDER BY name", {}, [&](const Row& row) {
            out.push_back(battery_of(row));
            return true;
        });
    if (!read) return read.error();
    return out;
}

Result<Id> Vault::save_battery(const Battery& battery)
{
    Core& core = *state_;
    if (const Status may = clinicians_only(core, "save_battery"); !may) return may.error();
    if (const Status fits = check(core, battery); !fits) return fits.error();
    const Id id = sealed::random_id();
    const bool first = battery.id == Id{};
    const bool patient = battery.respondent == instruments::Respondent::patient;
    const Status done = act(core, {"battery_saved", sealed::hex(id), battery.name, {}, {}, {}}, [&]() -> Status {
        if (!first)
            if (Status gone = core.database.run("UPDATE main.battery SET retired = 1 WHERE id = ?", {battery.id});
                !gone)
                return gone;
        const Status kept = core.database.run(
            "INSERT INTO main.battery (id, name, respondent, instruments, layout, auto_advance, supersedes, at_ms, "
            "actor) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            {id, battery.name, patient ? "patient" : "therapist", join_lines(battery.instruments),
             battery.grid ? "grid" : "one", battery.auto_advance, first ? Value(nullptr) : Value(battery.id),
             core.clock(), core.user});
        if (!kept) return kept;
        return first ? Status() : take_the_place(core, battery.id, id);
    });
    if (!done) return done.error();
    return id;
}

Status Vault::retire_battery(const Id& battery)
{
    Core& core = *state_;
    if (Status may = clinicians_only(core, "retire_battery"); !may) return may;
    return act(core, {"battery_retired", sealed::hex(battery), {}, {}, {}, {}}, [&]() -> Status {
        if (Status done = core.database.run("UPDATE main.battery SET retired = 1 WHERE id = ?", {battery}); !done)
            return done;
        return core.database.changes() == 0 ? Status(fault::unknown_battery) : Status();
    });
}

} // namespace rapport::vault
