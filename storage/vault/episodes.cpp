#include "storage/vault/episodes.h"

#include <algorithm>

#include "storage/vault/audit.h"
#include "storage/vault/links.h"
#include "storage/vault/on_track.h"
#include "storage/vault/people.h"
#include "storage/vault/plans.h"
#include "storage/vault/rights.h"
#include "storage/vault/take_in.h"

namespace rapport::vault {

namespace {

constexpr std::size_t most_word = 100;

Status insert_episode(Core& core, const sealed::Id& person, const sealed::Id& id, std::int32_t day)
{
    return core.database.run(
        "INSERT INTO main.episode (person, opened_day, id, opened_ms, opened_by) VALUES (?, ?, ?, ?, ?)",
        {person, day, id, core.clock(), core.user});
}

struct Open {
    sealed::Id person{};
    sealed::Id id{};
    std::int32_t opened_day = 0;
};

Result<std::optional<Open>> find_open(Core& core, const sealed::Id& person)
{
    const auto records = records_of(core, person);
    if (!records) return records.error();
    std::optional<Open> found;
    for (const sealed::Id& record : *records) {
        const Status read = core.database.each(
            "SELECT person, id, opened_day FROM main.episode WHERE person = ? AND closed_day IS NULL", {record},
            [&](const Row& row) {
                if (!found) found = Open{row.id(0), row.id(1), row.whole(2)};
                return false;
            });
        if (!read) return read.error();
    }
    return found;
}

Episode episode_of(const Row& row)
{
    Episode episode;
    episode.id = row.id(0);
    episode.opened_day = row.whole(1);
    if (!row.is_null(2)) episode.closed_day = row.whole(2);
    episode.outcome = row.text(3);
    episode.opened_by = row.text(4);
    episode.closed_by = row.text(5);
    return episode;
}

} // namespace

Status begin_care(Core& core, const Person& person)
{
    if (Status kept = insert_episode(core, person.id, sealed::random_id(), person.episode_start_day); !kept)
        return kept;
    if (person.therapist.empty()) return {};
    return core.database.run(
        "INSERT INTO main.dyad (person, from_day, id, therapist, at_ms, actor) VALUES (?, ?, ?, ?, ?, ?)",
        {person.id, person.episode_start_day, sealed::random_id(), person.therapist, core.clock(), core.user});
}

Result<std::optional<sealed::Id>> open_episode_of(Core& core, const sealed::Id& person)
{
    const auto open = find_open(core, person);
    if (!open) return open.error();
    if (!*open) return std::optional<sealed::Id>{};
    return std::optional<sealed::Id>((*open)->id);
}

Result<std::vector<Episode>> Vault::episodes(const Id& person)
{
    Core& core = *state_;
    const auto records = records_of(core, person);
    if (!records) return records.error();
    std::vector<Episode> out;
    for (const sealed::Id& record : *records) {
        const Status read = core.database.each("SELECT id, opened_day, closed_day, outcome, opened_by, closed_by FROM "
                                               "main.episode WHERE person = ? ORDER BY opened_day, id",
                                               {record}, [&](const Row& row) {
                                                   out.push_back(episode_of(row));
                                                   return true;
                                               });
        if (!read) return read.error();
    }
    std::ranges::stable_sort(out, {}, &Episode::opened_day);
    return out;
}

Result<Id> Vault::open_episode(const Id& person, std::int32_t day)
{
    Core& core = *state_;
    if (const Status may = clinicians_only(core, "open_episode"); !may) return may.error();
    const auto root = root_of(core, person);
    if (!root) return root.error();
    if (const auto known = find_person(core, *root); !known) return known.error();
    const auto open = find_open(core, *root);
    if (!open) return open.error();
    if (*open) return fault::episode_open;
    const Id id = sealed::random_id();
    const Status done = act(core, {"episode_opened", sealed::hex(*root), {}, {}, {}, {}}, [&]() -> Status {
        if (Status kept = insert_episode(core, *root, id, day); !kept) return kept;
        if (Status kept =
                core.database.run("UPDATE main.person SET episode_start_day = ?2 WHERE id = ?1", {*root, day});
            !kept)
            return kept;
        return refresh_person_row(core, *root);
    });
    if (!done) return done.error();
    return id;
}

Status Vault::close_episode(const Id& person, std::int32_t day, std::string_view outcome)
{
    Core& core = *state_;
    if (Status may = clinicians_only(core, "close_episode"); !may) return may;
    if (outcome.size() > most_word) return Error{fault::too_long, "outcome"};
    const auto open = find_open(core, person);
    if (!open) return open.error();
    if (!*open) return fault::no_episode;
    const Open& episode = **open;
    if (day < episode.opened_day) return fault::bad_day;
    return act(core, {"episode_closed", sealed::hex(episode.person), std::string(outcome), {}, {}, {}},
               [&]() -> Status {
                   const Status kept = core.database.run("UPDATE main.episode SET closed_day = ?2, outcome = ?3, "
                                                         "closed_ms = ?4, closed_by = ?5 WHERE id = ?1",
                                                         {episode.id, day, outcome, core.clock(), core.user});
                   if (!kept) return kept;
                   if (Status ended = end_plans_of(core, person, day); !ended) return ended;
                   if (Status learnt = learn_course(core, person, episode.id); !learnt) return learnt;
                   return refresh_person_row(core, episode.person);
               });
}

} // namespace rapport::vault
