#include "instruments/leave_out.h"
#include "storage/vault/archive.h"
#include "storage/vault/audit.h"
#include "storage/vault/batteries.h"
#include "storage/vault/begin_session.h"
#include "storage/vault/clocks.h"
#include "storage/vault/definitions.h"
#include "storage/vault/people.h"
#include "storage/vault/rights.h"
#include "storage/vault/schema.h"
#include "storage/vault/session_rows.h"
#include "storage/vault/take_in.h"
#include "storage/vault/visits.h"

namespace rapport::vault {

namespace {

constexpr std::int64_t open_for_ms = 24LL * 60 * 60 * 1000;

Status may_be_asked(Core& core, std::string_view id, const SessionWish& wish)
{
    if (Status may = may_be_asked_at_all(core, id); !may) return may;
    const instruments::Definition& definition = *core.instrument(id);
    if (definition.wording != instruments::Wording::key_only && definition.language != wish.language &&
        !wish.other_wording_accepted)
        return Error{fault::not_in_language, std::string(id)};
    return {};
}

} // namespace

Status check_wish(Core& core, const SessionWish& wish)
{
    if (wish.battery.empty()) return Error{fault::unknown_instrument, "no instrument chosen"};
    if (wish.battery.size() > sealed::JobLimits::instruments) return Error{fault::too_long, "battery"};
    if (wish.visit.size() > most_label) return Error{fault::too_long, "visit"};
    if (wish.language.size() > sealed::JobLimits::language) return Error{fault::too_long, "language"};
    if (wish.label.size() > sealed::JobLimits::label) return Error{fault::too_long, "label"};
    for (const std::string& id : wish.battery)
        if (Status may = may_be_asked(core, id, wish); !may) return may;
    return {};
}

Result<std::vector<sealed::JobInstrument>> instruments_of(Core& core, const SessionRow& session)
{
    const auto person = find_person(core, session.person);
    if (!person) return person.error();
    const instruments::Context context = context_of(*person, civil_day(core.clock()));
    std::vector<sealed::JobInstrument> out;
    for (std::size_t part = 0; part < session.battery.size(); ++part) {
        auto json = pinned_json(core, session.definitions[part]);
        if (!json) return json.error();
        const auto definition = pinned_definition(core, session.definitions[part]);
        if (!definition) return definition.error();
        sealed::JobInstrument instrument{session.battery[part], std::move(*json)};
        // The tablet learns which items, not why.
        for (const std::size_t item : instruments::never_asked(**definition, context))
            instrument.not_asked.push_back((*definition)->items[item].id);
        out.push_back(std::move(instrument));
    }
    return out;
}

namespace {

/// What the kiosk gets: built from the row alone, so that a session resumed is the session that was started.
Result<sealed::Job> job_of(Core& core, const SessionRow& session)
{
    sealed::Job job;
    job.session = session.id;
    job.key = session.key.copy();
    job.inbox = core.header.inbox;
    job.drafts_folder = core.path(drafts_folder);
    job.inbox_folder = core.path(inbox_folder);
    job.language = session.language;
    job.label = session.label;
    job.auto_advance = session.auto_advance;
    job.demo = core.header.demo;
    job.expires_utc_ms = session.expires_ms;
    auto words = read_clinic_words(core);
    if (!words) return words.error();
    job.words = std::move(*words);
    const auto reads = read_therapist_reads(core);
    if (!reads) return reads.error();
    job.therapist_reads = *reads;
    auto instruments = instruments_of(core, session);
    if (!instruments) return instruments.error();
    job.instruments = std::move(*instruments);
    return job;
}

/// A session nobody planned is a visit all the same: the work list shows it while it runs and when it stops.
PlannedVisit visit_of(const SessionRow& session, std::int32_t day)
{
    PlannedVisit visit;
    visit.id = session.planned_visit;
    visit.person = session.person;
    visit.visit = session.visit;
    visit.session_number = session.session_number;
    visit.day = day;
    visit.battery = session.battery;
    return visit;
}

} // namespace

Status keep_session(Core& core, SessionRow& session, bool planned)
{
    for (const std::string& id : session.battery) {
        const auto hash = keep_definition(core, *core.instrument(id));
        if (!hash) return hash.error();
        session.definitions.push_back(*hash);
    }
    if (planned) {
        const auto known = core.database.count("SELECT count(*) FROM main.planned_visit WHERE id = ? AND person = ?",
                                               {session.planned_visit, session.person});
        if (!known) return known.error();
        if (*known == 0) return Error{fault::unknown_session, "planned visit"};
    } else if (Status kept = insert_visit(core, visit_of(session, civil_day(core.clock()))); !kept) {
        return kept;
    }
    return insert_session(core, session);
}

SessionRow new_session(Core& core, const SessionWish& wish)
{
    const bool planned = wish.planned_visit != sealed::Id{};
    SessionRow session;
    session.id = sealed::random_id();
    session.key = sealed::Secret::random(crypto::key_size);
    session.person = wish.person;
    session.planned_visit = planned ? wish.planned_visit : sealed::random_id();
    session.visit = wish.visit;
    session.session_number = wish.session_number;
    session.battery = wish.battery;
    session.language = wish.language;
    session.label = wish.label;
    session.auto_advance = wish.auto_advance;
    session.expires_ms = core.clock() + open_for_ms;
    session.state = "handed_over";
    return session;
}

namespace {

/// The job is made before the act is kept: a session that stands as handed over has been.
Result<sealed::Job> job_of_act(Core& core, const AuditLine& line, const SessionRow& session,
                               const std::function<Status()>& work)
{
    std::optional<sealed::Job> job;
    const Status kept = act(core, line, [&]() -> Status {
        if (Status done = work(); !done) return done;
        auto made = job_of(core, session);
        if (!made) return made.error();
        job = std::move(*made);
        return {};
    });
    if (!kept) return kept.error();
    return std::move(*job);
}

} // namespace

Result<sealed::Job> Vault::start_session(const SessionWish& wish)
{
    if (const Status may = clinicians_only(*state_, "start_session"); !may) return may.error();
    Core& core = *state_;
    if (const auto person = find_person(core, wish.person); !person) return person.error();
    if (const Status checked = check_wish(core, wish); !checked) return checked.error();

    const bool planned = wish.planned_visit != Id{};
    SessionRow session = new_session(core, wish);
    auto job = job_of_act(core, {"session_started", sealed::hex(session.id), {}, {}, {}, {}}, session, [&]() -> Status {
        if (Status kept = keep_session(core, session, planned); !kept) return kept;
        return set_standing(core, session, {session.state, 0, 0, 0});
    });
    // The kiosk keeps it with its first act; a session gone on with finds it there.
    if (job) job->asked = wish.asked;
    return job;
}

Result<sealed::Job> Vault::resume_session(const Id& session)
{
    if (const Status may = clinicians_only(*state_, "resume_session"); !may) return may.error();
    Core& core = *state_;
    auto found = find_session(core, session);
    if (!found) return found.error();
    if (!*found || (*found)->state == "finished") return fault::unknown_session;
    SessionRow& row = **found;
    row.state = "handed_over";
    row.expires_ms = core.clock() + open_for_ms;
    return job_of_act(core, {"session_resumed", sealed::hex(session), {}, {}, {}, {}}, row, [&] {
        return set_standing(core, row, {row.state, 0, 0, 0});
    });
}

} // namespace rapport::vault
