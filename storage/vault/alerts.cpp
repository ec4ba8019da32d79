#include "storage/vault/alerts.h"

#include <algorithm>
#include <iterator>
#include <map>

#include "storage/vault/audit.h"
#include "storage/vault/clocks.h"
#include "storage/vault/rights.h"
#include "storage/vault/take_in.h"

namespace rapport::vault {

namespace {

constexpr std::size_t most_note = 2000; ///< bytes

constexpr std::string_view select = "SELECT a.id, a.person, coalesce(p.pseudonym, ''), a.kind, a.instrument, a.flag, "
                                    "a.item, a.answer, a.previous_answer, "
                                    "a.previous_day, a.context, a.raised_ms, a.acknowledged, a.session, a.happened_ms, "
                                    "a.gravity, a.changed_to, a.escalated_ms FROM main.alert a LEFT "
                                    "JOIN main.person p ON p.id = a.person ";

Alert alert_of(const Row& row)
{
    Alert alert;
    alert.id = row.id(0);
    alert.person = row.id(1);
    alert.pseudonym = row.text(2);
    alert.kind = row.text(3);
    alert.instrument = row.text(4);
    alert.flag = row.text(5);
    alert.item = row.text(6);
    alert.answer = row.text(7);
    alert.previous_answer = row.text(8);
    alert.previous_day = row.whole(9);
    alert.context = row.text(10);
    alert.raised_ms = row.integer(11);
    alert.acknowledged = row.truth(12);
    alert.session = row.id(13);
    alert.happened_ms = row.integer(14);
    alert.gravity = row.whole(15);
    alert.changed_to = row.text(16);
    alert.escalated_ms = row.integer(17);
    return alert;
}

/// Why it was left open, the last time somebody said so.
Status add_left(Core& core, Alert& alert)
{
    return core.database.each(
        "SELECT at_ms, actor, reason FROM main.alert_left WHERE alert = ? ORDER BY number DESC LIMIT 1", {alert.id},
        [&](const Row& row) {
            alert.left_ms = row.integer(0);
            alert.left_by = row.text(1);
            alert.left_reason = row.text(2);
            return false;
        });
}

/// Who acknowledged it first, and every note under the one before.
Status add_notes(Core& core, Alert& alert)
{
    if (Status left = add_left(core, alert); !left) return left;
    if (!alert.acknowledged) return {};
    return core.database.each("SELECT at_ms, actor, note FROM main.alert_note WHERE alert = ? ORDER BY number",
                              {alert.id}, [&](const Row& row) {
                                  if (alert.note.empty()) {
                                      alert.acknowledged_ms = row.integer(0);
                                      alert.acknowledged_by = row.text(1);
                                  } else {
                                      alert.note += "\n";
                                  }
                                  alert.note += row.text(2);
                                  return true;
                              });
}

Result<std::vector<Alert>> read(Core& core, std::string_view rest, Connection::Values values)
{
    std::vector<Alert> alerts;
    const Status found = core.database.each(std::string(select) + std::string(rest), values, [&](const Row& row) {
        alerts.push_back(alert_of(row));
        return true;
    });
    if (!found) return found.error();
    for (Alert& alert : alerts)
        if (const Status noted = add_notes(core, alert); !noted) return noted.error();
    return alerts;
}

int usual_gravity(std::string_view kind)
{
    return kind == "critical_item" ? 300 : kind == "asked_for_someone" ? 200 : kind == "critical_unanswered" ? 100 : 50;
}

bool is_blank(std::string_view text)
{
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

Status check_note(std::string_view note)
{
    if (is_blank(note)) return fault::empty_note;
    if (note.size() > most_note) return Error{fault::too_long, "note"};
    return {};
}

Result<sealed::Id> person_of(Core& core, const sealed::Id& alert)
{
    std::optional<sealed::Id> person;
    const Status found = core.database.each("SELECT person FROM main.alert WHERE id = ?", {alert}, [&](const Row& row) {
        person = row.id(0);
        return false;
    });
    if (!found) return found.error();
    if (!person) return fault::unknown_alert;
    return *person;
}

} // namespace

Result<int> raise_alert(Core& core, const Alert& alert, const std::string& source)
{
    const sealed::Id id = sealed::random_id();
    const Value person = alert.person == sealed::Id{} ? Value(nullptr) : Value(alert.person);
    const Value session = alert.session == sealed::Id{} ? Value(nullptr) : Value(alert.session);
    const std::int64_t happened_ms = alert.happened_ms != 0 ? alert.happened_ms : alert.raised_ms;
    const int gravity = alert.gravity != 0 ? alert.gravity : usual_gravity(alert.kind);
    const Status kept =
        core.database.run("INSERT INTO main.alert (id, person, source, kind, instrument, flag, item, "
                          "answer, previous_answer, previous_day, "
                          "context, raised_ms, raised_day, session, happened_ms, gravity, changed_to) VALUES (?, "
                          "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (source) DO NOTHING",
                          {id, person, source, alert.kind, alert.instrument, alert.flag, alert.item, alert.answer,
                           alert.previous_answer, alert.previous_day, alert.context, alert.raised_ms,
                           civil_day(alert.raised_ms), session, happened_ms, gravity, alert.changed_to});
    if (!kept) return kept.error();
    if (core.database.changes() == 0) return 0;
    const Status noted = append_audit(core, {event_alert, sealed::hex(id), alert.kind, {}, {}, {}});
    if (!noted) return noted.error();
    return 1;
}

namespace {

/// Adds alerts until there are `most`; below 0, all of them.
Status add_open(Core& core, std::string_view which, Connection::Values values, int most, std::vector<Alert>& into)
{
    if (most >= 0 && into.size() >= static_cast<std::size_t>(most)) return {};
    const std::string rest = "WHERE a.acknowledged = 0 AND " + std::string(which) +
                             " ORDER BY a.gravity DESC, a.happened_ms, a.id" +
                             (most < 0 ? "" : " LIMIT " + std::to_string(static_cast<std::size_t>(most) - into.size()));
    auto found = read(core, rest, values);
    if (!found) return found.error();
    std::ranges::move(*found, std::back_inserter(into));
    return {};
}

} // namespace

Result<std::vector<Alert>> Vault::open_alerts(int most)
{
    Core& core = *state_;
    const std::int32_t today = civil_day(core.clock());
    std::vector<Alert> out;
    // Each part in the order of its index, so that no more is read than is asked for.
    if (Status done = add_open(core, "a.escalated_ms > 0", {}, most, out); !done) return done.error();
    if (Status done = add_open(core, "a.escalated_ms = 0 AND a.raised_day = ?1", {today}, most, out); !done)
        return done.error();
    if (Status done = add_open(core, "a.escalated_ms = 0 AND a.raised_day <> ?1", {today}, most, out); !done)
        return done.error();
    return out;
}

Result<std::set<Id>> Vault::open_alert_ids()
{
    std::set<Id> out;
    for (const std::string_view part : {"escalated_ms > 0", "escalated_ms = 0"}) {
        const Status found = state_->database.each(
            "SELECT id FROM main.alert WHERE acknowledged = 0 AND " + std::string(part), {}, [&](const Row& row) {
                out.insert(row.id(0));
                return true;
            });
        if (!found) return found.error();
    }
    return out;
}

Result<std::vector<Alert>> Vault::alerts_of(const Id& person)
{
    return read(*state_,
                "WHERE a.person = ?1 OR a.person IN (SELECT person FROM main.person_link WHERE root = ?1) ORDER BY "
                "a.raised_ms DESC, a.id",
                {person});
}

Status Vault::acknowledge(const Id& alert, std::string_view note)
{
    if (Status may = clinicians_only(*state_, "acknowledge"); !may) return may;
    Core& core = *state_;
    if (Status said = check_note(note); !said) return said;
    return act(core, {event_acknowledged, sealed::hex(alert), {}, {}, {}, {}}, [&]() -> Status {
        const auto person = person_of(core, alert);
        if (!person) return person.error();
        const Status kept =
            core.database.run("INSERT INTO main.alert_note (alert, number, at_ms, actor, note) "
                              "VALUES (?1, (SELECT count(*) FROM main.alert_note WHERE alert = ?1), ?2, ?3, ?4)",
                              {alert, core.clock(), core.user, note});
        if (!kept) return kept;
        if (Status done = core.database.run("UPDATE main.alert SET acknowledged = 1 WHERE id = ?", {alert}); !done)
            return done;
        return refresh_person_row(core, *person);
    });
}

Result<std::vector<Alert>> Vault::alerts_to_settle()
{
    return read(*state_,
                "WHERE a.acknowledged = 0 AND a.session IS NOT NULL AND a.gravity >= ? AND NOT EXISTS (SELECT 1 FROM "
                "main.alert_left l WHERE l.alert = a.id) ORDER BY a.gravity DESC, a.happened_ms, a.id",
                {least_gravity_of_danger});
}

Status Vault::leave_open(const Id& alert, std::string_view reason)
{
    if (Status may = clinicians_only(*state_, "leave_open"); !may) return may;
    Core& core = *state_;
    if (Status said = check_note(reason); !said) return said;
    return act(core, {"alert_left_open", sealed::hex(alert), {}, {}, {}, {}}, [&]() -> Status {
        if (const auto person = person_of(core, alert); !person) return person.error();
        return core.database.run(
            "INSERT INTO main.alert_left (alert, number, at_ms, actor, reason) VALUES (?1, (SELECT "
            "count(*) FROM main.alert_left WHERE alert = ?1), ?2, ?3, ?4)",
            {alert, core.clock(), core.user, reason});
    });
}

} // namespace rapport::vault
