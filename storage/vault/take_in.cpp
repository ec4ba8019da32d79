#include "storage/vault/take_in.h"

#include <algorithm>
#include <array>

#include "storage/vault/alert_rules.h"
#include "storage/vault/alerts.h"
#include "storage/vault/alliance_finding.h"
#include "storage/vault/audit.h"
#include "storage/vault/clocks.h"
#include "storage/vault/course_text.h"
#include "storage/vault/definitions.h"
#include "storage/vault/links.h"
#include "storage/vault/on_track.h"
#include "storage/vault/people.h"
#include "storage/vault/replay.h"
#include "storage/vault/scores.h"

namespace rapport::vault {

instruments::Context context_of(const Person& person, std::int32_t day)
{
    instruments::Context context;
    context.sex = person.sex;
    // The responses database holds the year alone, so this is the age reached within the year of the answers.
    if (person.year_of_birth > 0) context.age = year_of(day) - person.year_of_birth;
    return context;
}

namespace {

Status fill_in(Core& core, const Person& person, const instruments::Definition& definition, Kept& kept)
{
    const auto hash = keep_definition(core, definition);
    if (!hash) return hash.error();
    Administration& row = kept.administration;
    if (row.id == sealed::Id{}) row.id = sealed::random_id();
    row.person = person.id;
    row.instrument = definition.id;
    row.version = definition.version;
    row.definition_hash = sealed::hex(*hash);
    row.respondent = definition.respondent;
    if (row.mode == instruments::Mode::self) row.mode = definition.mode;
    row.day = civil_day(row.finished_ms);
    row.complete = is_complete(row.response);
    kept.context = context_of(person, row.day);
    return {};
}

struct Standing {
    std::int64_t finished_ms = 0;
    std::int32_t day = 0;
    std::optional<double> total;
    int answered = 0;
    int items = 0;
};

/// What the main instrument came to, by time.
Result<std::vector<Standing>> standings(Core& core, const sealed::Id& person, std::string_view instrument)
{
    std::vector<Standing> out;
    const Status read = core.database.each(
        "SELECT administration.finished_ms, administration.day, s.value, s.answered, s.items FROM main.administration "
        "LEFT JOIN main.score s ON "
        "s.person = administration.person AND s.administration = administration.id AND s.place = coalesce((SELECT "
        "t.place FROM main.score t WHERE t.person = administration.person AND t.administration = administration.id AND "
        "t.id = 'total'), 0) WHERE administration.person = ?1 AND administration.instrument = ?2 AND " +
            std::string(not_superseded) + " ORDER BY administration.finished_ms, administration.id",
        {person, instrument}, [&](const Row& row) {
            out.push_back({row.integer(0), row.whole(1), row.real_or_none(2), row.whole(3), row.whole(4)});
            return true;
        });
    if (!read) return read.error();
    return out;
}

} // namespace

Result<std::vector<Alert>> alerts_due(Core& core, const instruments::Definition& definition, const Administration& row,
                                      const instruments::Scored& scored, std::span<const Danger> dangers)
{
    if (scored.flags.empty() && dangers.empty()) return std::vector<Alert>{};
    const auto before = read_previous(core, row.person, row.instrument, row.finished_ms);
    if (!before) return before.error();
    std::optional<Previous> previous;
    if (*before) {
        const Administration& earlier = (*before)->kept.administration;
        const auto pinned = pinned_definition(core, hash_from_hex(earlier.definition_hash));
        if (!pinned) return pinned.error();
        previous.emplace(Previous{**pinned, earlier.response, earlier.day});
    }
    return critical_alerts(definition, row.response, scored, previous, dangers);
}

Result<int> raise_alerts(Core& core, std::vector<Alert> alerts, const Administration& row, std::int64_t raised_ms)
{
    int raised = 0;
    for (Alert& alert : alerts) {
        alert.person = row.person;
        alert.session = row.session;
        alert.raised_ms = raised_ms;
        if (alert.happened_ms == 0 && row.session != sealed::Id{}) alert.happened_ms = row.finished_ms;
        const auto done = raise_alert(core, alert, sealed::hex(row.id) + " " + alert.flag);
        if (!done) return done.error();
        raised += *done;
    }
    return raised;
}

Result<int> take_in(Core& core, const Person& person, const instruments::Definition& definition,
                    Administration& administration, int part, std::int64_t raised_ms, std::span<const Danger> dangers,
                    PersonRowIs is)
{
    if (!instruments::fits(definition, administration.response))
        return Error{fault::definition_refused, "answers do not fit"};
    if (administration.visit.size() > most_label) return Error{fault::too_long, "visit"};
    Kept kept{std::move(administration), {}};
    if (const Status filled = fill_in(core, person, definition, kept); !filled) return filled.error();
    Administration& row = kept.administration;
    const instruments::Scored scored = instruments::score(definition, row.response, kept.context);
    row.scores = freeze(scored.scores);
    row.criteria = freeze(scored.criteria);

    const bool by_patient = definition.respondent == instruments::Respondent::patient;
    const auto mac = insert_rows(core, kept, {part, by_patient});
    if (!mac) return mac.error();
    auto due = alerts_due(core, definition, row, scored, dangers);
    if (!due) return due.error();
    const auto raised = raise_alerts(core, std::move(*due), row, raised_ms);
    if (!raised) return raised;
    // Before the line, which says how every table stands.
    if (is == PersonRowIs::current)
        if (const Status refreshed = refresh_person_row(core, row.person); !refreshed) return refreshed.error();
    const sealed::Bytes commitment(reinterpret_cast<const char*>(mac->data()), mac->size());
    const Status noted =
        append_audit(core, {event_administration, sealed::hex(row.id), row.instrument, {}, commitment, {}});
    if (!noted) return noted.error();
    administration = std::move(row);
    return raised;
}

namespace {

/// The main instrument among all records of a person.
Result<std::string> main_instrument(Core& core, const std::vector<sealed::Id>& records)
{
    // A form of a dyad is never somebody's standing: the row is read where the other half may not be in yet.
    std::string of_dyads;
    for (const instruments::Definition& definition : core.instruments)
        if (!definition.pair_id.empty()) of_dyads += "\n" + definition.id;
    std::string best;
    std::array<std::int64_t, 3> rank{-1, -1, -1};
    for (const sealed::Id& record : records) {
        const Status read = core.database.each(
            "SELECT instrument, instrument = 'pcl-5', by_patient, finished_ms FROM main.administration WHERE person = "
            "?1 AND instr(?2 || char(10), char(10) || instrument || char(10)) = 0 ORDER BY 2 DESC, 3 DESC, 4 DESC "
            "LIMIT 1",
            {record, of_dyads}, [&](const Row& row) {
                const std::array<std::int64_t, 3> own{row.integer(1), row.integer(2), row.integer(3)};
                if (own > rank) {
                    rank = own;
                    best = row.text(0);
                }
                return false;
            });
        if (!read) return read.error();
    }
    return best;
}

/// What one record brings to the row: occasions of the main instrument are gathered, the rest is counted.
struct Gathered {
    std::vector<Standing> occasions;
    std::int64_t administrations = 0;
    std::int64_t open_alerts = 0;
};

Result<Gathered> gather(Core& core, const std::vector<sealed::Id>& records, const std::string& instrument)
{
    Gathered all;
    for (const sealed::Id& record : records) {
        const auto own = standings(core, record, instrument);
        if (!own) return own.error();
        all.occasions.insert(all.occasions.end(), own->begin(), own->end());
        const auto rows = core.database.count(
            "SELECT count(*) FROM main.administration WHERE person = ?1 AND " + std::string(not_superseded), {record});
        if (!rows) return rows.error();
        all.administrations += *rows;
        const auto alerts =
            core.database.count("SELECT count(*) FROM main.alert WHERE person = ? AND acknowledged = 0", {record});
        if (!alerts) return alerts.error();
        all.open_alerts += *alerts;
    }
    std::ranges::stable_sort(all.occasions, {}, &Standing::finished_ms);
    return all;
}

std::string course_of(const std::vector<Standing>& occasions)
{
    std::vector<CoursePoint> points;
    const std::size_t first = occasions.size() - std::min(occasions.size(), most_course_points);
    for (std::size_t at = first; at < occasions.size(); ++at)
        points.push_back({occasions[at].day, occasions[at].total});
    return course_text(points);
}

/// A record that was linked keeps no row on the lists; what came in for it stands under the root.
Status hand_to_root(Core& core, const sealed::Id& person, const sealed::Id& root)
{
    if (Status named = copy_names(core, person); !named) return named;
    return core.database.run(
        "UPDATE main.person_row SET to_review = 1, arrived_ms = max(arrived_ms, (SELECT arrived_ms FROM "
        "main.person_row WHERE person = ?1)) WHERE person = ?2 AND (SELECT to_review FROM main.person_row WHERE "
        "person = ?1) = 1",
        {person, root});
}

} // namespace

Status refresh_person_row(Core& core, const sealed::Id& person)
{
    const auto records = records_of(core, person);
    if (!records) return records.error();
    const sealed::Id& root = records->front();
    if (root != person)
        if (Status handed = hand_to_root(core, person, root); !handed) return handed;
    const auto main = main_instrument(core, *records);
    if (!main) return main.error();
    const auto all = gather(core, *records, *main);
    if (!all) return all.error();
    Standing last;
    Standing previous;
    Standing first;
    for (std::size_t i = 0; i < all->occasions.size(); ++i) {
        const Standing& one = all->occasions[i];
        last = one;
        if (!one.total) continue;
        if (!first.total) first = one;
        if (i + 1 < all->occasions.size()) previous = one;
    }
    const Status kept = core.database.run(
        "UPDATE main.person_row SET last_instrument = ?2, last_total = ?3, previous_total = ?4, first_total = ?5, "
        "last_day = ?6, previous_day = ?7, first_day = ?8, last_answered = ?9, last_items = ?10, administrations = "
        "?11, open_alerts = ?12, course = ?13 WHERE person = ?1",
        {root, *main, last.total, previous.total, first.total, last.day, previous.day, first.day, last.answered,
         last.items, all->administrations, all->open_alerts, course_of(all->occasions)});
    if (!kept) return kept;
    if (Status named = copy_names(core, root); !named) return named;
    if (Status judged = judge_course(core, root, *records); !judged) return judged;
    return judge_alliance(core, root);
}

} // namespace rapport::vault
