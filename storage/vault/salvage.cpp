#include "storage/vault/salvage.h"

#include <algorithm>
#include <filesystem>

#include "storage/vault/audit.h"
#include "storage/vault/definitions.h"
#include "storage/vault/files.h"
#include "storage/vault/guarded_keys.h"
#include "storage/vault/lists.h"
#include "storage/vault/open_vault.h"
#include "storage/vault/salvage_fill.h"
#include "storage/vault/schema.h"
#include "storage/vault/throttle.h"
#include "storage/vault/vault_of.h"
#include "storage/vault/work_folder.h"

namespace rapport::vault {

namespace fs = std::filesystem;

namespace {

/// The header, or the one before it.
struct FoundHeader {
    Header header;
    sealed::Bytes bytes;
};
Result<FoundHeader> find_header(const std::string& folder)
{
    Error first{fault::vault_missing, std::string(header_file)};
    for (const char* const ending : {"", ".previous"}) {
        auto bytes = read_small(folder + "/" + std::string(header_file) + ending, most_header);
        if (!bytes) continue;
        auto header = read_header(*bytes);
        if (header) return FoundHeader{std::move(*header), std::move(*bytes)};
        first = header.error();
    }
    return first;
}

/// The databases with their journals, so that a transaction cut short is rolled back in the copy, and the sealed files.
Status copy_files(const std::string& from, const WorkFolder& work)
{
    for (const std::string_view folder : {"old", "new"})
        if (Status made = work.add(folder); !made) return made;
    for (const std::string_view folder : {inbox_folder, taken_folder, drafts_folder})
        if (Status made = work.add("new/" + std::string(folder)); !made) return made;
    std::error_code problem;
    const auto copy = [&](const fs::path& file, const std::string& to) {
        if (!problem) fs::copy_file(file, work.path() + "/" + to + "/" + file.filename().string(), problem);
    };
    for (const auto& entry : fs::directory_iterator(from, problem)) {
        const std::string name = entry.path().filename().string();
        if (name.starts_with(responses_file) || name.starts_with(identity_file)) copy(entry.path(), "old");
    }
    for (const std::string_view folder : {inbox_folder, taken_folder, drafts_folder}) {
        const auto files = sealed::session_files(from + "/" + std::string(folder));
        if (!files) continue; // a folder that is gone has nothing to save
        for (const std::string& file : *files)
            copy(file, "new/" + std::string(folder));
    }
    if (problem == std::errc::no_space_on_device) return Error{fault::disk_full, "copy"};
    return problem ? Status(Error{fault::database_error, "copy"}) : Status();
}

struct Gap {
    sealed::Id session{};
};

/// Sessions that were taken in and whose answers are not all there.
Result<std::vector<Gap>> gaps(Core& core)
{
    std::vector<Gap> out;
    const Status read = core.database.each(
        "SELECT s.id, s.battery, (SELECT count(*) FROM main.administration a WHERE a.session = s.id) "
        "FROM main.session s WHERE s.state = 'finished'",
        {}, [&](const Row& row) {
            if (static_cast<std::int64_t>(split_lines(row.text(1)).size()) > row.integer(2)) out.push_back({row.id(0)});
            return true;
        });
    if (!read) return read.error();
    return out;
}

/// Makes such a session one that waits to be taken in, when its sealed original is kept.
Status begin_again(Core& core)
{
    const auto all = gaps(core);
    if (!all) return all.error();
    for (const Gap& gap : *all) {
        const std::string name = sealed::hex(gap.session) + ".rvs";
        if (!is_there(core.path(taken_folder) + "/" + name)) continue;
        for (const char* const sql : {"DELETE FROM main.score WHERE administration IN (SELECT id FROM "
                                      "main.administration WHERE session = ?)",
                                      "DELETE FROM main.administration WHERE session = ?",
                                      "UPDATE main.session SET state = 'handed_over' WHERE id = ?"})
            if (Status done = core.database.run(sql, {gap.session}); !done) return done;
        if (Status moved = move_between(core.path(taken_folder), core.path(inbox_folder), name); !moved) return moved;
    }
    return {};
}

Result<Salvaged> fill(Core& core, Old& old)
{
    Salvaged out;
    if (const Status off = core.database.run("PRAGMA foreign_keys = OFF"); !off) return off.error();
    auto transaction = Transaction::begin(core.database);
    if (!transaction) return transaction.error();
    if (const Status owned = claim_databases(core); !owned) return owned.error();
    if (const Status done = copy_rows(core, old, core.clock()); !done) return done.error();
    if (const Status done = mend_references(core); !done) return done.error();
    const auto whole = copy_audit(core, old, core.clock());
    if (!whole) return whole.error();
    out.audit_whole = *whole;
    const auto refused = drop_forged(core);
    if (!refused) return refused.error();
    out.refused = *refused;
    if (const Status done = begin_again(core); !done) return done.error();
    if (const Status done = settle_audit(core); !done) return done.error();
    if (const Status kept = transaction->commit(); !kept) return kept.error();
    if (const Status on = core.database.run("PRAGMA foreign_keys = ON"); !on) return on.error();
    return out;
}

/// Ids of sessions that the audit or a sealed original tells of and that the tables do not.
Status add_unknown(Core& core, std::vector<std::string>& lost)
{
    const auto files = sealed::session_files(core.path(taken_folder));
    if (!files) return files.error();
    for (const std::string& path : *files) {
        const std::string id = path.substr(path.rfind('/') + 1, 32);
        const auto known = core.database.count("SELECT count(*) FROM main.session WHERE lower(hex(id)) = ?", {id});
        if (!known) return known.error();
        if (*known == 0) lost.push_back(id);
    }
    return core.database.each(
        "SELECT DISTINCT object FROM (SELECT event, object FROM main.audit UNION ALL SELECT event, object FROM "
        "main.earlier_audit) WHERE event = 'ingest' AND object NOT IN (SELECT lower(hex(id)) FROM main.session)",
        {}, [&](const Row& row) {
            lost.push_back(row.text(0));
            return true;
        });
}

Status count_what_is_there(Core& core, Salvaged& out)
{
    for (const auto& [into, sql] : {std::pair{&out.people, "SELECT count(*) FROM main.person WHERE created_ms <> 0"},
                                    std::pair{&out.identities, "SELECT count(*) FROM identity.identity"},
                                    std::pair{&out.administrations, "SELECT count(*) FROM main.administration"}}) {
        const auto count = core.database.count(sql);
        if (!count) return count.error();
        *into = *count;
    }
    const auto left = gaps(core);
    if (!left) return left.error();
    for (const Gap& gap : *left)
        out.sessions_lost.push_back(sealed::hex(gap.session));
    if (Status unknown = add_unknown(core, out.sessions_lost); !unknown) return unknown;
    std::ranges::sort(out.sessions_lost);
    out.sessions_lost.erase(std::unique(out.sessions_lost.begin(), out.sessions_lost.end()), out.sessions_lost.end());
    return {};
}

} // namespace

Result<Salvaged> salvage(const std::string& folder, const std::string& to, std::string_view user,
                         const sealed::Secret& secret, const Clock& clock, const BootClock& boot_clock)
{
    std::error_code unknown;
    if (is_there(to) && !fs::is_empty(to, unknown)) return Error{fault::vault_exists, "folder"};
    const auto place = absolute(folder);
    if (!place) return place.error();
    std::optional<VaultLock> others_out;
    if (is_there(*place + "/vault.lock")) {
        auto lock = VaultLock::take(*place);
        if (!lock) return lock.error();
        others_out.emplace(std::move(*lock));
    }
    const auto found = find_header(*place);
    if (!found) return found.error();
    const auto keys = guarded_keys(*place, found->header, user, secret, boot_clock());
    if (!keys) return keys.error();
    auto work = WorkFolder::make(parent_of(to), ".salvaging-");
    if (!work) return work.error();
    if (const Status copied = copy_files(*place, *work); !copied) return copied.error();

    WorkFolder fresh = work->inner("new");
    Result<Salvaged> out = Salvaged{};
    {
        auto lock = VaultLock::take(fresh.path());
        if (!lock) return lock.error();
        auto database = open_databases(*lock, fresh.path(), {keys->responses, keys->identity});
        if (!database) return database.error();
        if (const Status made = migrate(*database); !made) return made.error();
        Core core = make_core(std::move(*lock), std::move(*database), fresh.path(), found->header, user, *keys, clock,
                              system_boot_clock());
        Old old{DamagedFile(work->path() + "/old/" + std::string(responses_file), keys->responses),
                DamagedFile(work->path() + "/old/" + std::string(identity_file), keys->identity)};
        out = fill(core, old);
        if (!out) return out;
        if (const Status loaded = load_instruments(core); !loaded) return loaded.error();
        Vault vault = VaultOf::parts(std::move(core));
        const auto again = vault.ingest();
        if (!again) return again.error();
        out->sessions_again = again->sessions;
        if (const auto verified = vault.verify(); !verified) return verified.error();
        if (const Status counted = count_what_is_there(VaultOf::core(vault), *out); !counted) return counted.error();
    }
    if (const Status done = write_auth_state(fresh.path(), {}); !done) return done.error();
    if (const Status done = replace_file(fresh.path(), header_file, found->bytes); !done) return done.error();
    if (const Status named = fresh.become(to); !named) return named.error();
    return out;
}

} // namespace rapport::vault
