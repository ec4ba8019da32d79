#include "storage/vault/schedules.h"

#include <algorithm>

#include "storage/vault/audit.h"
#include "storage/vault/batteries.h"
#include "storage/vault/rights.h"

namespace rapport::vault {

namespace {

constexpr int most_days = 366;
constexpr int most_visits = 500;
constexpr std::size_t most_parts = 20;

constexpr std::string_view columns = "SELECT id, name, label, every_days, visits, opens, closes FROM main.schedule ";

Schedule schedule_of(const Row& row)
{
    Schedule schedule;
    schedule.id = row.id(0);
    schedule.name = row.text(1);
    schedule.label = row.text(2);
    schedule.every_days = row.whole(3);
    schedule.visits = row.whole(4);
    schedule.opens = row.whole(5);
    schedule.closes = row.whole(6);
    return schedule;
}

Status add_parts(Core& core, Schedule& schedule)
{
    return core.database.each(
        "SELECT battery, first_visit, every_visits FROM main.schedule_part WHERE schedule = ? ORDER BY place",
        {schedule.id}, [&](const Row& row) {
            schedule.parts.push_back({row.id(0), row.whole(1), row.whole(2)});
            return true;
        });
}

bool between(int value, int least, int most)
{
    return value >= least && value <= most;
}

Status check(Core& core, const Schedule& schedule)
{
    if (Status named = check_name(schedule.name); !named) return named;
    if (Status named = check_name(schedule.label); !named) return named;
    if (!between(schedule.every_days, 1, most_days)) return Error{fault::bad_policy, "every_days"};
    if (!between(schedule.visits, 0, most_visits)) return Error{fault::bad_policy, "visits"};
    // One day belongs to one visit, or nobody could say which of two was held.
    if (schedule.opens < 0 || schedule.closes < 0 || schedule.opens + schedule.closes >= schedule.every_days)
        return Error{fault::bad_policy, "window"};
    if (schedule.parts.empty() || schedule.parts.size() > most_parts) return Error{fault::bad_policy, "parts"};
    for (const SchedulePart& part : schedule.parts) {
        if (!between(part.first_visit, 1, most_visits)) return Error{fault::bad_policy, "first_visit"};
        if (!between(part.every_visits, 1, most_visits)) return Error{fault::bad_policy, "every_visits"};
        if (const auto battery = find_battery(core, part.battery); !battery) return battery.error();
    }
    const auto taken = core.database.count("SELECT count(*) FROM main.schedule WHERE name = ? AND retired = 0 AND id "
                                           "<> ?",
                                           {schedule.name, schedule.id});
    if (!taken) return taken.error();
    return *taken == 0 ? Status() : Status(fault::name_taken);
}

Status insert(Core& core, const Schedule& schedule, const sealed::Id& id)
{
    const bool first = schedule.id == sealed::Id{};
    const Status kept = core.database.run(
        "INSERT INTO main.schedule (id, name, label, every_days, visits, opens, closes, supersedes, at_ms, actor) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        {id, schedule.name, schedule.label, schedule.every_days, schedule.visits, schedule.opens, schedule.closes,
         first ? Value(nullptr) : Value(schedule.id), core.clock(), core.user});
    if (!kept) return kept;
    for (std::size_t place = 0; place < schedule.parts.size(); ++place) {
        const SchedulePart& part = schedule.parts[place];
        const Status added = core.database.run(
            "INSERT INTO main.schedule_part (schedule, place, battery, first_visit, every_visits) VALUES (?, ?, ?, ?, "
            "?)",
            {id, static_cast<std::int64_t>(place), part.battery, part.first_visit, part.every_visits});
        if (!added) return added;
    }
    return {};
}

} // namespace

bool asks(const SchedulePart& part, int visit)
{
    return visit >= part.first_visit && (visit - part.first_visit) % part.every_visits == 0;
}

VisitContent content_of(const Schedule& schedule, const std::vector<Battery>& batteries, int visit,
                        instruments::Respondent respondent)
{
    VisitContent content;
    bool any = false;
    for (const SchedulePart& part : schedule.parts) {
        const auto battery = std::ranges::find(batteries, part.battery, &Battery::id);
        if (battery == batteries.end() || battery->respondent != respondent || !asks(part, visit)) continue;
        for (const std::string& id : battery->instruments)
            if (std::ranges::count(content.instruments, id) == 0) content.instruments.push_back(id);
        // Asked together, they are asked in the more careful of their ways.
        content.grid = (any ? content.grid : true) && battery->grid;
        content.auto_advance = content.auto_advance && battery->auto_advance;
        any = true;
    }
    return content;
}

std::string label_of(const Schedule& schedule, int visit)
{
    std::string label = schedule.label;
    if (const std::size_t at = label.find("{n}"); at != std::string::npos) label.replace(at, 3, std::to_string(visit));
    return label;
}

Result<Schedule> find_schedule(Core& core, const sealed::Id& id)
{
    std::optional<Schedule> found;
    const Status read = core.database.each(std::string(columns) + "WHERE id = ?", {id}, [&](const Row& row) {
        found = schedule_of(row);
        return false;
    });
    if (!read) return read.error();
    if (!found) return fault::unknown_schedule;
    if (const Status added = add_parts(core, *found); !added) return added.error();
    return std::move(*found);
}

Result<std::vector<Schedule>> Vault::schedules()
{
    Core& core = *state_;
    std::vector<Schedule> out;
    const Status read =
        core.database.each(std::string(columns) + "WHERE retired = 0 ORDER BY name", {}, [&](const Row& row) {
            out.push_back(schedule_of(row));
            return true;
        });
    if (!read) return read.error();
    for (Schedule& schedule : out)
        if (const Status added = add_parts(core, schedule); !added) return added.error();
    return out;
}

Result<Id> Vault::save_schedule(const Schedule& schedule)
{
    Core& core = *state_;
    if (const Status may = clinicians_only(core, "save_schedule"); !may) return may.error();
    if (const Status fits = check(core, schedule); !fits) return fits.error();
    const Id id = sealed::random_id();
    const bool first = schedule.id == Id{};
    const Status done = act(core, {"schedule_saved", sealed::hex(id), schedule.name, {}, {}, {}}, [&]() -> Status {
        if (!first) {
            if (Status gone = core.database.run("UPDATE main.schedule SET retired = 1 WHERE id = ?", {schedule.id});
                !gone)
                return gone;
            if (core.database.changes() == 0) return fault::unknown_schedule;
        }
        if (Status kept = insert(core, schedule, id); !kept) return kept;
        if (first) return {};
        // People go on with the newer one from their next visit.
        return core.database.run("UPDATE main.plan SET schedule = ?2 WHERE schedule = ?1 AND ended_day IS NULL",
                                 {schedule.id, id});
    });
    if (!done) return done.error();
    return id;
}

Status Vault::retire_schedule(const Id& schedule)
{
    Core& core = *state_;
    if (Status may = clinicians_only(core, "retire_schedule"); !may) return may;
    return act(core, {"schedule_retired", sealed::hex(schedule), {}, {}, {}, {}}, [&]() -> Status {
        if (Status done = core.database.run("UPDATE main.schedule SET retired = 1 WHERE id = ?", {schedule}); !done)
            return done;
        return core.database.changes() == 0 ? Status(fault::unknown_schedule) : Status();
    });
}

} // namespace rapport::vault
