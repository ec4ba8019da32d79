#include "storage/vault/plans.h"

#include <algorithm>
#include <map>

#include "storage/vault/audit.h"
#include "storage/vault/batteries.h"
#include "storage/vault/clocks.h"
#include "storage/vault/episodes.h"
#include "storage/vault/links.h"
#include "storage/vault/people.h"
#include "storage/vault/reason.h"
#include "storage/vault/rights.h"
#include "storage/vault/schedules.h"
#include "storage/vault/visits.h"

namespace rapport::vault {

namespace {

/// Visits are planned so many days ahead; the first after that too, when a plan begins.
constexpr std::int32_t horizon_days = 28;

struct Going {
    sealed::Id person{};
    sealed::Id id{};
    sealed::Id schedule{};
    int next_visit = 1;
    std::int32_t next_day = 0;
};

Result<std::vector<Going>> plans_due(Core& core, std::int32_t up_to)
{
    std::vector<Going> out;
    const Status read =
        core.database.each("SELECT person, id, schedule, next_visit, next_day FROM main.plan WHERE "
                           "ended_day IS NULL AND next_day <= ? ORDER BY next_day, person, id",
                           {up_to}, [&](const Row& row) {
                               out.push_back({row.id(0), row.id(1), row.id(2), row.whole(3), row.whole(4)});
                               return true;
                           });
    if (!read) return read.error();
    return out;
}

/// A schedule with its batteries, read once for all who are on it.
struct Rhythm {
    Schedule schedule;
    std::vector<Battery> batteries;
};

Result<Rhythm> find_rhythm(Core& core, const sealed::Id& id)
{
    auto schedule = find_schedule(core, id);
    if (!schedule) return schedule.error();
    Rhythm rhythm{std::move(*schedule), {}};
    for (const SchedulePart& part : rhythm.schedule.parts) {
        auto battery = find_battery(core, part.battery);
        if (!battery) return battery.error();
        rhythm.batteries.push_back(std::move(*battery));
    }
    return rhythm;
}

/// One row for each respondent who is asked something at that visit. Gives how many.
Result<int> plan_one(Core& core, const Rhythm& rhythm, const Going& plan)
{
    int planned = 0;
    for (const auto respondent : {instruments::Respondent::patient, instruments::Respondent::therapist}) {
        const VisitContent content = content_of(rhythm.schedule, rhythm.batteries, plan.next_visit, respondent);
        if (content.instruments.empty()) continue;
        PlannedVisit visit;
        visit.id = sealed::random_id();
        visit.person = plan.person;
        visit.visit = label_of(rhythm.schedule, plan.next_visit);
        visit.session_number = plan.next_visit;
        visit.day = plan.next_day;
        visit.battery = content.instruments;
        visit.plan = plan.id;
        visit.respondent = respondent;
        visit.opens_day = plan.next_day - rhythm.schedule.opens;
        visit.closes_day = plan.next_day + rhythm.schedule.closes;
        visit.grid = content.grid;
        visit.auto_advance = content.auto_advance;
        if (const Status kept = insert_visit(core, visit); !kept) return kept.error();
        ++planned;
    }
    return planned;
}

/// Visits up to the horizon; a plan that has come to its last one goes no further. Gives how many.
Result<int> carry_on(Core& core, const Rhythm& rhythm, Going plan, std::int32_t up_to)
{
    int planned = 0;
    const auto more = [&] { return rhythm.schedule.visits == 0 || plan.next_visit <= rhythm.schedule.visits; };
    while (more() && plan.next_day <= up_to) {
        const auto one = plan_one(core, rhythm, plan);
        if (!one) return one;
        planned += *one;
        ++plan.next_visit;
        plan.next_day += rhythm.schedule.every_days;
    }
    constexpr std::int32_t never = 10'000'000;
    const Status kept = core.database.run("UPDATE main.plan SET next_visit = ?2, next_day = ?3 WHERE id = ?1",
                                          {plan.id, plan.next_visit, more() ? plan.next_day : never});
    if (!kept) return kept.error();
    return planned;
}

Result<int> carry_all_on(Core& core, const std::vector<Going>& plans, std::int32_t up_to)
{
    int planned = 0;
    std::map<sealed::Id, Rhythm> rhythms;
    for (const Going& plan : plans) {
        auto known = rhythms.find(plan.schedule);
        if (known == rhythms.end()) {
            auto rhythm = find_rhythm(core, plan.schedule);
            if (!rhythm) return rhythm.error();
            known = rhythms.emplace(plan.schedule, std::move(*rhythm)).first;
        }
        const auto one = carry_on(core, known->second, plan, up_to);
        if (!one) return one;
        planned += *one;
    }
    return planned;
}

/// Nobody came while the window was open.
Result<int> miss_closed(Core& core, std::int32_t today)
{
    const Status missed =
        core.database.run("UPDATE main.planned_visit SET ended = 'missed' WHERE state = 'planned' AND "
                          "ended = '' AND closes_day > 0 AND closes_day < ?",
                          {today});
    if (!missed) return missed.error();
    return core.database.changes();
}

Status call_off(Core& core, std::string_view which, const sealed::Id& id)
{
    return core.database.run("UPDATE main.planned_visit SET ended = 'cancelled' WHERE state = 'planned' AND ended = '' "
                             "AND " +
                                 std::string(which) + " = ?",
                             {id});
}

} // namespace

Status end_plans_of(Core& core, const sealed::Id& person, std::int32_t day)
{
    const auto records = records_of(core, person);
    if (!records) return records.error();
    for (const sealed::Id& record : *records) {
        if (Status done = core.database.run(
                "UPDATE main.plan SET ended_day = ?2 WHERE person = ?1 AND ended_day IS NULL", {record, day});
            !done)
            return done;
        if (Status done = call_off(core, "person", record); !done) return done;
    }
    return {};
}

Result<std::vector<Plan>> Vault::plans(const Id& person)
{
    Core& core = *state_;
    const auto records = records_of(core, person);
    if (!records) return records.error();
    std::vector<Plan> out;
    for (const sealed::Id& record : *records) {
        const Status read = core.database.each(
            "SELECT p.id, p.schedule, s.name, p.start_day, p.ended_day FROM main.plan p JOIN main.schedule s ON s.id = "
            "p.schedule WHERE p.person = ? ORDER BY p.start_day, p.id",
            {record}, [&](const Row& row) {
                Plan plan{row.id(0), row.id(1), row.text(2), row.whole(3), {}};
                if (!row.is_null(4)) plan.ended_day = row.whole(4);
                out.push_back(std::move(plan));
                return true;
            });
        if (!read) return read.error();
    }
    return out;
}

Result<Id> Vault::begin_plan(const Id& person, const Id& schedule, std::int32_t start_day)
{
    Core& core = *state_;
    if (const Status may = clinicians_only(core, "begin_plan"); !may) return may.error();
    const auto root = root_of(core, person);
    if (!root) return root.error();
    if (const auto known = find_person(core, *root); !known) return known.error();
    const auto episode = open_episode_of(core, *root);
    if (!episode) return episode.error();
    if (!*episode) return fault::no_episode;
    const auto rhythm = find_rhythm(core, schedule);
    if (!rhythm) return rhythm.error();
    const Going plan{*root, sealed::random_id(), schedule, 1, start_day};
    const std::int32_t up_to = std::max(start_day, civil_day(core.clock()) + horizon_days);
    const Status done =
        act(core, {"plan_begun", sealed::hex(*root), rhythm->schedule.name, {}, {}, {}}, [&]() -> Status {
            const Status kept =
                core.database.run("INSERT INTO main.plan (person, id, schedule, start_day, next_visit, next_day, "
                                  "at_ms, actor) VALUES (?, ?, ?, ?, 1, ?, ?, ?)",
                                  {*root, plan.id, schedule, start_day, start_day, core.clock(), core.user});
            if (!kept) return kept;
            if (const auto planned = carry_on(core, *rhythm, plan, up_to); !planned) return planned.error();
            // What would have been held before the plan was made known is not missed by anybody.
            return core.database.run("UPDATE main.planned_visit SET ended = 'cancelled' WHERE plan = ?1 AND closes_day "
                                     "< ?2 AND person = ?3",
                                     {plan.id, civil_day(core.clock()), *root});
        });
    if (!done) return done.error();
    return plan.id;
}

Status Vault::end_plan(const Id& plan)
{
    Core& core = *state_;
    if (Status may = clinicians_only(core, "end_plan"); !may) return may;
    return act(core, {"plan_ended", sealed::hex(plan), {}, {}, {}, {}}, [&]() -> Status {
        const Status done = core.database.run("UPDATE main.plan SET ended_day = ?2 WHERE id = ?1 AND ended_day IS NULL",
                                              {plan, civil_day(core.clock())});
        if (!done) return done;
        if (core.database.changes() == 0) return fault::unknown_plan;
        return call_off(core, "plan", plan);
    });
}

Result<int> Vault::roll_plans(std::int32_t today)
{
    Core& core = *state_;
    if (const Status may = clinicians_only(core, "roll_plans"); !may) return may.error();
    const auto going = plans_due(core, today + horizon_days);
    if (!going) return going.error();
    const auto closed = core.database.count("SELECT count(*) FROM main.planned_visit WHERE state = 'planned' AND ended "
                                            "= '' AND closes_day > 0 AND closes_day < ?",
                                            {today});
    if (!closed) return closed.error();
    if (going->empty() && *closed == 0) return 0;
    int changed = 0;
    const Status done = act(core, {"plans_carried_on", std::to_string(today), {}, {}, {}, {}}, [&]() -> Status {
        const auto planned = carry_all_on(core, *going, today + horizon_days);
        if (!planned) return planned.error();
        const auto missed = miss_closed(core, today);
        if (!missed) return missed.error();
        changed = *planned + *missed;
        return {};
    });
    if (!done) return done.error();
    return changed;
}

Status Vault::call_off_visit(const Id& visit, std::string_view reason)
{
    Core& core = *state_;
    if (Status may = clinicians_only(core, "call_off_visit"); !may) return may;
    if (Status said = check_reason(reason); !said) return said;
    return act(core, {"visit_called_off", sealed::hex(visit), {}, {}, {}, std::string(reason)}, [&]() -> Status {
        const Status done = core.database.run(
            "UPDATE main.planned_visit SET ended = 'cancelled' WHERE id = ? AND state <> 'finished' AND ended = ''",
            {visit});
        if (!done) return done;
        return core.database.changes() == 0 ? Status(fault::unknown_visit) : Status();
    });
}

} // namespace rapport::vault
