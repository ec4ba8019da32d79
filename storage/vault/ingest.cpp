#include <algorithm>

#include <unistd.h>

#include "storage/vault/alerts.h"
#include "storage/vault/audit.h"
#include "storage/vault/bytes.h"
#include "storage/vault/clocks.h"
#include "storage/vault/definitions.h"
#include "storage/vault/erase.h"
#include "storage/vault/files.h"
#include "storage/vault/kept_keys.h"
#include "storage/vault/people.h"
#include "storage/vault/replay.h"
#include "storage/vault/rights.h"
#include "storage/vault/session_acts.h"
#include "storage/vault/session_rows.h"
#include "storage/vault/take_in.h"
#include "storage/vault/tickets.h"

namespace rapport::vault {

namespace {

constexpr std::int64_t kept_for_ms = 30LL * 24 * 60 * 60 * 1000;

std::string_view name_of(std::string_view path)
{
    return path.substr(path.rfind('/') + 1);
}

/// A session file is named for its session.
sealed::Id session_of(std::string_view path)
{
    const std::string_view name = name_of(path);
    const auto id = sealed::id_from_hex(name.substr(0, name.find('.')));
    return id ? *id : sealed::Id{};
}

/// The same session gives the same rows wherever and how often it is taken in.
sealed::Id administration_id(const sealed::Id& session, std::size_t part)
{
    const crypto::Hash hash = crypto::hash(ByteWriter().text("administration").raw(session).number(part).bytes());
    sealed::Id id{};
    std::copy_n(hash.begin(), id.size(), id.begin());
    return id;
}

/// Everything a session's file comes to, read and checked before anything is written.
struct Opened {
    std::vector<const instruments::Definition*> definitions;
    Replayed replayed;
    std::vector<sealed::Act> acts;
    bool finished = false;
};

/// Errors about the file are sealed's or vault_damaged from replay; others are the vault's own.
struct Opening {
    std::optional<Opened> opened;
    std::string refused; ///< why the file cannot be taken, when it cannot
};

Result<Opening> open_file(Core& core, const std::string& path, const SessionRow& session)
{
    Opened out;
    for (const crypto::Hash& hash : session.definitions) {
        const auto definition = pinned_definition(core, hash);
        if (!definition) return definition.error();
        out.definitions.push_back(*definition);
    }
    auto file = open_session(core, path, session.key);
    if (!file) return Opening{std::nullopt, std::string(file.error().fault.name)};
    if (file->session != session.id) return Opening{std::nullopt, "another session's"};
    // Writing needs the person and says so when there is none; reading goes on with nothing known of them.
    const auto person = find_person(core, session.person);
    const instruments::Context context = person ? context_of(*person, civil_day(core.clock())) : instruments::Context{};
    auto replayed = replay(out.definitions, file->acts, context);
    if (!replayed) return Opening{std::nullopt, replayed.error().detail};
    out.replayed = std::move(*replayed);
    out.finished = file->finished;
    out.acts = std::move(file->acts);
    return Opening{std::move(out), {}};
}

/// Says once that a file cannot be taken in. The file stays where it is.
Status refuse(Core& core, const std::string& path, const sealed::Id& person, const std::string& why,
              IngestReport& report)
{
    ++report.refused;
    const std::string source = "damaged " + std::string(name_of(path));
    const auto known = core.database.count("SELECT count(*) FROM main.alert WHERE source = ?", {source});
    if (!known) return known.error();
    if (*known != 0) return {};
    Alert alert;
    alert.person = person;
    alert.kind = "damaged_session";
    alert.context = std::string(name_of(path));
    alert.raised_ms = core.clock();
    const Status raised =
        act(core, {"session_refused", sealed::hex(session_of(path)), {}, {}, {}, why}, [&]() -> Status {
            if (const auto done = raise_alert(core, alert, source); !done) return done.error();
            return refresh_person_row(core, person);
        });
    if (raised) ++report.alerts;
    return raised;
}

/// Out of the inbox, once the vault has it: kept a while as a source to salvage from.
Status put_away(Core& core, const std::string& path)
{
    const std::string name(name_of(path));
    if (is_there(core.path(taken_folder) + "/" + name)) return sealed::remove_file(sealed::posix_files(), path);
    return move_between(path.substr(0, path.size() - name.size() - 1), core.path(taken_folder), name);
}

Result<int> call_alerts(Core& core, const SessionRow& session, const Opened& opened)
{
    if (opened.replayed.calls.empty()) return 0;
    const Call& call = opened.replayed.calls.front();
    Alert alert;
    alert.person = session.person;
    alert.session = session.id;
    alert.kind = "asked_for_someone";
    alert.happened_ms = call.utc_ms;
    alert.raised_ms = core.clock();
    alert.item = call.item;
    if (call.part < opened.definitions.size()) {
        alert.instrument = opened.definitions[call.part]->id;
        alert.context = opened.definitions[call.part]->short_title;
    }
    return raise_alert(core, alert, "call " + sealed::hex(session.id));
}

instruments::Mode mode_of(const std::optional<sealed::Presentation>& presentation)
{
    switch (presentation ? presentation->asked : sealed::Asked::self) {
    case sealed::Asked::self:
        return instruments::Mode::self;
    case sealed::Asked::staff_reads:
        return instruments::Mode::staff_read;
    case sealed::Asked::proxy:
        return instruments::Mode::proxy;
    case sealed::Asked::from_paper:
        return instruments::Mode::from_paper;
    }
    return instruments::Mode::self;
}

Administration administration_of(const SessionRow& session, const Opened& opened, std::size_t number)
{
    const ReplayedPart& part = opened.replayed.parts[number];
    const instruments::Definition& definition = *opened.definitions[number];
    Administration row;
    row.id = administration_id(session.id, number);
    row.session = session.id;
    // What was read is what counts: the rest of the screen may have spoken another language.
    row.language = definition.wording == instruments::Wording::key_only ? session.language : definition.language;
    row.mode = mode_of(opened.replayed.presentation);
    row.visit = session.visit;
    row.session_number = session.session_number;
    row.started_ms = part.started_ms;
    row.finished_ms = part.finished_ms;
    row.input = part.input;
    row.aloud = part.aloud;
    row.spoken = opened.replayed.presentation ? opened.replayed.presentation->language : session.language;
    row.response = part.response;
    return row;
}

/// The writes of one session, in the caller's transaction. Gives the alerts raised.
Result<int> write_session(Core& core, const SessionRow& session, const Opened& opened)
{
    const auto person = find_person(core, session.person);
    if (!person) return person.error();
    auto alerts = call_alerts(core, session, opened);
    if (!alerts) return alerts;
    std::int64_t finished_ms = 0;
    const auto by_ticket = has_ticket(core, session.id);
    if (!by_ticket) return by_ticket.error();
    for (std::size_t number = 0; number < opened.definitions.size(); ++number) {
        Administration row = administration_of(session, opened, number);
        finished_ms = std::max(finished_ms, row.finished_ms);
        row.unattended = *by_ticket;
        const auto raised = take_in(core, *person, *opened.definitions[number], row, static_cast<int>(number),
                                    core.clock(), opened.replayed.parts[number].dangers);
        if (!raised) return raised;
        *alerts += *raised;
    }
    if (const Status kept = keep_acts(core, session.person, session.id, opened.acts); !kept) return kept.error();
    const Status arrived = core.database.run(
        "UPDATE main.person_row SET to_review = 1, arrived_ms = ?2 WHERE person = ?1 OR person = (SELECT root FROM "
        "main.person_link WHERE person = ?1)",
        {session.person, core.clock()});
    if (!arrived) return arrived.error();
    const Progress progress = progress_of(opened.replayed);
    const Status set = set_standing(core, session, {"finished", progress.answered, progress.asked, finished_ms});
    if (!set) return set.error();
    return alerts;
}

Status take_session(Core& core, const std::string& path, const SessionRow& session, const Opened& opened,
                    IngestReport& report)
{
    int alerts = 0;
    const Status written = act(core, {"ingest", sealed::hex(session.id), {}, {}, {}, {}}, [&]() -> Status {
        const auto done = write_session(core, session, opened);
        if (!done) return done.error();
        alerts = *done;
        return {};
    });
    if (!written) return written;
    ++report.sessions;
    report.administrations += static_cast<int>(opened.definitions.size());
    report.alerts += alerts;
    return put_away(core, path);
}

Status take_file(Core& core, const std::string& path, IngestReport& report)
{
    const auto session = find_session(core, session_of(path));
    if (!session) return session.error();
    if (!*session) return refuse(core, path, {}, "unknown session", report);
    if ((*session)->state == "finished") {
        ++report.already_known;
        return put_away(core, path);
    }
    const auto opening = open_file(core, path, **session);
    if (!opening) return opening.error();
    if (!opening->opened) return refuse(core, path, (*session)->person, opening->refused, report);
    if (!opening->opened->finished) return refuse(core, path, (*session)->person, "not finished", report);
    return take_session(core, path, **session, *opening->opened, report);
}

/// A draft: finished when the program stopped between its last frame and the move into the inbox, else a session that
/// stopped part of the way. Damaged or foreign drafts are left alone: the session may yet go on.
Status look_at_draft(Core& core, const std::string& path, IngestReport& report)
{
    const auto session = find_session(core, session_of(path));
    if (!session) return session.error();
    if (!*session || (*session)->state == "finished") return {};
    const auto opening = open_file(core, path, **session);
    if (!opening) return opening.error();
    if (!opening->opened) return {};
    if (opening->opened->finished) return take_session(core, path, **session, *opening->opened, report);
    const Progress progress = progress_of(opening->opened->replayed);
    const auto same = core.database.count(
        "SELECT count(*) FROM main.session WHERE id = ? AND state = 'stopped' AND answered = ? AND asked = ?",
        {(*session)->id, progress.answered, progress.asked});
    if (!same) return same.error();
    if (*same != 0) return {};
    return act(core, {"session_stopped", sealed::hex((*session)->id), {}, {}, {}, {}}, [&] {
        return set_standing(core, **session, {"stopped", progress.answered, progress.asked, 0});
    });
}

/// Sealed originals go thirty days after they came in.
Status clear_old(Core& core)
{
    const auto files = sealed::session_files(core.path(taken_folder));
    if (!files) return files.error();
    for (const std::string& path : *files)
        if (core.clock() - changed_ms(path) > kept_for_ms)
            if (Status removed = sealed::remove_file(sealed::posix_files(), path); !removed) return removed;
    return {};
}

} // namespace

Result<IngestReport> Vault::ingest()
{
    if (const Status may = clinicians_only(*state_, "ingest"); !may) return may.error();
    Core& core = *state_;
    IngestReport report;
    // A file that will not go is told of at the end: it keeps nobody else's answers out.
    const Status finished = finish_erasing(core);
    const auto nobodys = sessions_to_go(core);
    if (!nobodys) return nobodys.error();
    const auto files = sealed::session_files(core.path(inbox_folder));
    if (!files) return files.error();
    for (const std::string& path : *files) {
        if (std::ranges::find(*nobodys, session_of(path)) != nobodys->end()) continue;
        if (const Status taken = take_file(core, path, report); !taken) return taken.error();
    }
    const auto drafts = sealed::session_files(core.path(drafts_folder));
    if (!drafts) return drafts.error();
    for (const std::string& path : *drafts)
        if (const Status looked = look_at_draft(core, path, report); !looked) return looked.error();
    if (const Status cleared = clear_old(core); !cleared) return cleared.error();
    if (!finished) return finished.error();
    return report;
}

} // namespace rapport::vault
