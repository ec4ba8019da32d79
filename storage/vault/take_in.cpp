#include "storage/vault/take_in.h"

#include "storage/vault/alert_rules.h"
#include "storage/vault/alerts.h"
#include "storage/vault/audit.h"
#include "storage/vault/clocks.h"
#include "storage/vault/definitions.h"
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
        "SELECT administration.day, s.value, s.answered, s.items FROM main.administration LEFT JOIN main.score s ON "
        "s.person = administration.person AND s.administration = administration.id AND s.place = coalesce((SELECT "
        "t.place FROM main.score t WHERE t.person = administration.person AND t.administration = administration.id AND "
        "t.id = 'total'), 0) WHERE administration.person = ?1 AND administration.instrument = ?2 AND " +
            std::string(not_superseded) + " ORDER BY administration.finished_ms, administration.id",
        {person, instrument}, [&](const Row& row) {
            out.push_back({row.whole(0), row.real_or_none(1), row.whole(2), row.whole(3)});
            return true;
        });
    if (!read) return read.error();
    return out;
}

} // namespace

Result<std::vector<Alert>> alerts_due(Core& core, const instruments::Definition& definition, const Administration& row,
                                      const instruments::Scored& scored)
{
    if (scored.flags.empty()) return std::vector<Alert>{};
    const auto before = read_previous(core, row.person, row.instrument, row.finished_ms);
    if (!before) return before.error();
    std::optional<Previous> previous;
    if (*before) {
        const Administration& earlier = (*before)->kept.administration;
        const auto pinned = pinned_definition(core, hash_from_hex(earlier.definition_hash));
        if (!pinned) return pinned.error();
        previous.emplace(Previous{**pinned, earlier.response, earlier.day});
    }
    return critical_alerts(definition, row.response, scored, previous);
}

Result<int> raise_alerts(Core& core, std::vector<Alert> alerts, const Administration& row, std::int64_t raised_ms)
{
    int raised = 0;
    for (Alert& alert : alerts) {
        alert.person = row.person;
        alert.raised_ms = raised_ms;
        const auto done = raise_alert(core, alert, sealed::hex(row.id) + " " + alert.flag);
        if (!done) return done.error();
        raised += *done;
    }
    return raised;
}

Result<int> take_in(Core& core, const Person& person, const instruments::Definition& definition,
                    Administration& administration, int part, std::int64_t raised_ms)
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
    auto due = alerts_due(core, definition, row, scored);
    if (!due) return due.error();
    const auto raised = raise_alerts(core, std::move(*due), row, raised_ms);
    if (!raised) return raised;
    // Before the line, which says how every table stands.
    if (const Status refreshed = refresh_person_row(core, row.person); !refreshed) return refreshed.error();
    const sealed::Bytes commitment(reinterpret_cast<const char*>(mac->data()), mac->size());
    const Status noted =
        append_audit(core, {event_administration, sealed::hex(row.id), row.instrument, {}, commitment, {}});
    if (!noted) return noted.error();
    administration = std::move(row);
    return raised;
}

Status refresh_person_row(Core& core, const sealed::Id& person)
{
    const auto main = core.database.ask("SELECT instrument FROM main.administration WHERE person = ? "
                                        "ORDER BY instrument = 'pcl-5' DESC, by_patient DESC, finished_ms DESC LIMIT 1",
                                        {person});
    if (!main) return main.error();
    Standing last;
    Standing previous;
    Standing first;
    if (*main) {
        const auto all = standings(core, person, **main);
        if (!all) return all.error();
        last = all->back();
        for (std::size_t i = 0; i < all->size(); ++i) {
            const Standing& one = (*all)[i];
            if (!one.total) continue;
            if (!first.total) first = one;
            if (i + 1 < all->size()) previous = one;
        }
    }
    return core.database.run(
        std::string(
            "UPDATE main.person_row SET last_instrument = ?2, last_total = ?3, previous_total = ?4, first_total = ?5, "
            "last_day = ?6, "
            "previous_day = ?7, first_day = ?8, last_answered = ?9, last_items = ?10, "
            "administrations = (SELECT count(*) FROM main.administration WHERE person = ?1 AND ") +
            std::string(not_superseded) +
            "), "
            "open_alerts = (SELECT count(*) FROM main.alert WHERE person = ?1 AND acknowledged = 0) WHERE person = ?1",
        {person, main->value_or(""), last.total, previous.total, first.total, last.day, previous.day, first.day,
         last.answered, last.items});
}

} // namespace rapport::vault
