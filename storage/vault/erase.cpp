#include "storage/vault/erase.h"

#include <algorithm>

#include <dirent.h>

#include "storage/sealed/faults.h"
#include "storage/sealed/ticket_tries.h"
#include "storage/vault/audit.h"
#include "storage/vault/backup_file.h"
#include "storage/vault/files.h"
#include "storage/vault/gone.h"
#include "storage/vault/links.h"
#include "storage/vault/lists.h"
#include "storage/vault/people.h"
#include "storage/vault/reason.h"
#include "storage/vault/retention.h"
#include "storage/vault/rights.h"
#include "storage/vault/schema.h"

namespace rapport::vault {

namespace {

/// Ids of sessions whose files are still to go, one a line.
constexpr std::string_view files_to_go = "erase_files";

Result<std::vector<sealed::Id>> sessions_of(Core& core, const sealed::Id& person)
{
    std::vector<sealed::Id> out;
    const Status read =
        core.database.each("SELECT id FROM main.session WHERE person = ?", {person}, [&](const Row& row) {
            out.push_back(row.id(0));
            return true;
        });
    if (!read) return read.error();
    return out;
}

/// Freed pages are overwritten before they are let go.
Status overwrite_what_goes(Core& core)
{
    for (const char* const file : {"main", "identity"}) {
        const auto on = core.database.count(std::string("PRAGMA ") + file + ".secure_delete = ON");
        if (!on) return on.error();
        if (*on != 1) return Error{fault::database_error, "secure_delete"};
    }
    return {};
}

Status take_rows_away(Core& core, const sealed::Id& person)
{
    // First the row that the triggers of alert_note ask for.
    Status marked = core.database.run("INSERT INTO main.erasure (person, at_ms, actor) VALUES (?, ?, ?)",
                                      {person, core.clock(), core.user});
    if (!marked) return marked;
    for (const char* const rows : {"main.score WHERE person",
                                   "main.administration WHERE person",
                                   "main.alert_note WHERE alert IN (SELECT id FROM main.alert WHERE person",
                                   "main.alert_left WHERE alert IN (SELECT id FROM main.alert WHERE person",
                                   "main.alert WHERE person",
                                   "main.session_acts WHERE person",
                                   "main.ticket WHERE person",
                                   "main.session WHERE person",
                                   "main.planned_visit WHERE person",
                                   "main.person_row WHERE person",
                                   "main.project_code WHERE person",
                                   "main.release_token WHERE person",
                                   "main.withdrawal WHERE person",
                                   "main.plan WHERE person",
                                   "main.person_flag WHERE person",
                                   "main.consent WHERE person",
                                   "main.dyad WHERE person",
                                   "main.closed_course WHERE episode IN (SELECT id FROM main.episode WHERE person",
                                   "main.episode WHERE person",
                                   "main.person_before WHERE person",
                                   "main.person_link WHERE person",
                                   "main.signature WHERE person",
                                   "identity.entry WHERE person",
                                   "identity.identity_before WHERE person",
                                   "identity.identifier WHERE person",
                                   "identity.identity WHERE person",
                                   "main.person WHERE id"}) {
        const std::string sql = std::string("DELETE FROM ") + rows + " = ?";
        const bool open = sql.find('(') != std::string::npos;
        if (Status gone = core.database.run(sql + (open ? ")" : ""), {person}); !gone) return gone;
    }
    for (const std::string& setting : retention_settings_of(person))
        if (Status gone = core.database.run("DELETE FROM main.setting WHERE name = ?", {setting}); !gone) return gone;
    return settle_gone(core, "erased");
}

/// Adds to those that are to go, in the transaction that takes the rows away.
Status note_files_to_go(Core& core, const std::vector<sealed::Id>& sessions)
{
    const auto before = read_setting(core.database, files_to_go);
    if (!before) return before.error();
    std::vector<std::string> all = split_lines(before->value_or(""));
    for (const sealed::Id& session : sessions)
        all.push_back(sealed::hex(session));
    return write_setting(core.database, files_to_go, join_lines(all));
}

/// The sealed originals, and the copy from before a migration, which has everybody in it.
Status take_files_away(const Core& core, const std::vector<sealed::Id>& sessions)
{
    sealed::FileOps& disk = sealed::posix_files();
    for (const sealed::Id& session : sessions)
        for (const std::string_view folder : {inbox_folder, taken_folder, drafts_folder}) {
            for (const std::string& name : {sealed::hex(session) + ".rvs", sealed::revoked_name(session)}) {
                const std::string path = core.path(folder) + "/" + name;
                if (!is_there(path)) continue;
                if (Status gone = sealed::remove_file(disk, path); !gone) return gone;
                if (Status synced = sealed::sync_folder(disk, core.path(folder)); !synced) return synced;
            }
        }
    const std::unique_ptr<DIR, int (*)(DIR*)> listing(::opendir(core.folder.c_str()), &::closedir);
    if (listing == nullptr) return Error{sealed::fault::cannot_read, "copies from before a migration"};
    std::vector<std::string> copies;
    while (const dirent* entry = ::readdir(listing.get()))
        if (std::string_view(entry->d_name).ends_with(backup_ending)) copies.push_back(core.path(entry->d_name));
    for (const std::string& path : copies)
        if (Status gone = sealed::remove_file(disk, path); !gone) return gone;
    return sealed::sync_folder(disk, core.folder);
}

} // namespace

Result<std::vector<sealed::Id>> sessions_to_go(Core& core)
{
    const auto left = read_setting(core.database, files_to_go);
    if (!left) return left.error();
    std::vector<sealed::Id> sessions;
    for (const std::string& line : split_lines(left->value_or("")))
        if (const auto session = sealed::id_from_hex(line)) sessions.push_back(*session);
    return sessions;
}

Status finish_erasing(Core& core)
{
    const auto left = read_setting(core.database, files_to_go);
    if (!left) return left.error();
    if (!*left) return {}; // somebody who never came has no session, but stands in the copies from before a migration
    const auto sessions = sessions_to_go(core);
    if (!sessions) return sessions.error();
    if (Status gone = take_files_away(core, *sessions); !gone) return gone;
    return act(core, {"erased", {}, "files", {}, {}, {}},
               [&] { return core.database.run("DELETE FROM main.setting WHERE name = ?", {files_to_go}); });
}

Status Vault::withdraw(const Id& person, std::string_view reason)
{
    Core& core = *state_;
    if (Status may = clinicians_only(core, "withdraw"); !may) return may;
    if (Status said = check_reason(reason); !said) return said;
    if (const auto known = find_person(core, person); !known) return known.error();
    const auto records = records_of(core, person);
    if (!records) return records.error();
    return act(core, {"withdrawn", sealed::hex(person), {}, {}, {}, std::string(reason)}, [&]() -> Status {
        for (const sealed::Id& record : *records) {
            const Status kept = core.database.run("INSERT INTO main.withdrawal (person, at_ms, actor) VALUES (?, ?, ?) "
                                                  "ON CONFLICT (person) DO NOTHING",
                                                  {record, core.clock(), core.user});
            if (!kept) return kept;
        }
        return {};
    });
}

Status Vault::erase(const Id& person, std::string_view reason)
{
    Core& core = *state_;
    if (Status may = clinicians_only(core, "erase"); !may) return may;
    if (Status said = check_reason(reason); !said) return said;
    if (const auto known = find_person(core, person); !known) return known.error();
    // All records of that one person, those that lead to another before it.
    auto records = records_of(core, person);
    if (!records) return records.error();
    std::ranges::reverse(*records);
    std::vector<sealed::Id> sessions;
    for (const sealed::Id& record : *records) {
        const auto own = sessions_of(core, record);
        if (!own) return own.error();
        sessions.insert(sessions.end(), own->begin(), own->end());
    }
    if (Status ready = overwrite_what_goes(core); !ready) return ready;
    const Status done = act(core, {"erased", sealed::hex(person), {}, {}, {}, std::string(reason)}, [&]() -> Status {
        for (const sealed::Id& record : *records)
            if (Status gone = core.database.run("DELETE FROM main.person_link WHERE person = ?", {record}); !gone)
                return gone;
        for (const sealed::Id& record : *records)
            if (Status gone = take_rows_away(core, record); !gone) return gone;
        return note_files_to_go(core, sessions);
    });
    if (!done) return done;
    return finish_erasing(core);
}

} // namespace rapport::vault
