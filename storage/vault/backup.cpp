#include "storage/vault/backup.h"

#include <algorithm>

#include "storage/vault/anchor.h"
#include "storage/vault/audit.h"
#include "storage/vault/backup_names.h"
#include "storage/vault/backup_rotation.h"
#include "storage/vault/byte_source.h"
#include "storage/vault/files.h"
#include "storage/vault/restore.h"
#include "storage/vault/rights.h"
#include "storage/vault/throttle.h"
#include "storage/vault/upkeep.h"
#include "storage/vault/work_folder.h"

namespace rapport::vault {

namespace {

/// A database copied by SQLite itself: any other reader of the open file would drop SQLite's locks on it.
Status copy_database(Core& core, const char* name, const sealed::Secret& key, const std::string& path)
{
    auto copy = Connection::open(path, key);
    if (!copy) return copy.error();
    return core.database.copy_file(name, *copy);
}

Status add_part(BackupHead& head, std::vector<std::string>& sources, std::string name, std::string source)
{
    const auto file = ByteSource::open(source, fault::vault_missing);
    if (!file) return file.error();
    head.parts.push_back({std::move(name), file->size()});
    sources.push_back(std::move(source));
    return {};
}

/// Sealed sessions that are not in the databases yet.
Status add_sessions(const Core& core, BackupHead& head, std::vector<std::string>& sources)
{
    for (const std::string_view folder : {inbox_folder, drafts_folder}) {
        const auto files = sealed::session_files(core.path(folder));
        if (!files) return files.error();
        for (const std::string& path : *files)
            if (Status added = add_part(head, sources, std::string(folder) + path.substr(path.rfind('/')), path);
                !added)
                return added;
    }
    return {};
}

Status name_it(const BackupWritten& written, const std::string& folder, const std::string& name)
{
    if (Status moved = sealed::move_file(sealed::posix_files(), written.path, folder + "/" + name); !moved)
        return moved;
    return sealed::sync_folder(sealed::posix_files(), folder);
}

/// Takes away what rotation lets go of. What cannot be removed stays: the new backup stands either way.
std::vector<std::string> rotate(const std::string& folder, const BackupHead& newest)
{
    const auto all = backups_in(folder, &newest.vault);
    std::vector<std::int64_t> times;
    for (const NamedBackup& one : all)
        times.push_back(one.made_ms);
    const auto gone = may_go(times, newest.made_ms);
    std::vector<std::string> removed;
    for (const NamedBackup& one : all)
        if (std::ranges::binary_search(gone, one.made_ms) &&
            sealed::remove_file(sealed::posix_files(), folder + "/" + one.name).ok())
            removed.push_back(one.name);
    return removed;
}

} // namespace

Result<BackupWritten> write_backup_of(Core& core, const std::string& work)
{
    const auto anchor = anchor_of(core);
    if (!anchor) return anchor.error();
    const sealed::Secret key = backup_key(core.keys);
    BackupWritten out;
    out.path = work + "/backup";
    out.head.vault = core.header.vault;
    out.head.epoch = core.header.epoch;
    out.head.made_ms = core.clock();
    out.head.anchor = print_anchor(*anchor);
    auto header = read_small(core.path(header_file), most_header);
    if (!header) return header.error();
    out.head.header = std::move(*header);

    const auto contents = contents_of(core.database, key);
    if (!contents) return contents.error();
    std::vector<std::string> sources;
    for (const auto& [name, file, own] : {std::tuple{"main", responses_file, &core.keys.responses},
                                          std::tuple{"identity", identity_file, &core.keys.identity}}) {
        std::string copy = work + "/" + std::string(file);
        if (const Status copied = copy_database(core, name, *own, copy); !copied) return copied.error();
        if (const Status added = add_part(out.head, sources, std::string(file), std::move(copy)); !added)
            return added.error();
    }
    if (const Status added = add_sessions(core, out.head, sources); !added) return added.error();
    out.head.contents = seal_contents(*contents, key, out.head);
    const auto bytes = write_backup(out.path, out.head, sources, key);
    if (!bytes) return bytes.error();
    out.bytes = *bytes;
    return out;
}

Status back_up_before(Core& core, int schema)
{
    const std::string name = "before-schema-" + std::to_string(schema) + std::string(backup_ending);
    if (auto there = BackupFile::open(core.path(name)); there && there->check(backup_key(core.keys)).ok()) return {};
    const auto work = WorkFolder::make(core.folder, ".backup-");
    if (!work) return work.error();
    const auto written = write_backup_of(core, work->path());
    if (!written) return written.error();
    if (Status checked = check_backup(written->path, core.keys.joined()); !checked) return checked;
    return name_it(*written, core.folder, name);
}

Result<BackupMade> Vault::back_up(const std::string& folder, const BackupCheck& check)
{
    Core& core = *state_;
    if (Status may = clinicians_only(core, "backup"); !may) return may.error();
    Scaffold scaffold;
    if (const Status made = scaffold.folder(folder); !made) return made.error();
    const auto place = absolute(folder);
    if (!place) return place.error();
    const auto work = WorkFolder::make(*place, ".backup-");
    if (!work) return work.error();
    const auto written = write_backup_of(core, work->path());
    if (!written) return written.error();
    if (const Status checked = check(written->path, core.keys.joined()); !checked) {
        const Status noted = note("backup_refused", written->head.anchor, std::string(checked.error().fault.name));
        return noted ? checked.error() : noted.error();
    }
    const std::string name = backup_name(written->head.vault, written->head.made_ms);
    if (is_there(*place + "/" + name)) return Error{fault::vault_exists, name};
    if (const Status named = name_it(*written, *place, name); !named) return named.error();
    scaffold.keep();
    // So that, where tries are counted beside it, no file means that somebody took it away. Without it they only wait.
    if (!is_there(*place + "/auth.state")) static_cast<void>(write_auth_state(*place, {}));
    BackupMade made{*place + "/" + name, written->head.anchor, written->bytes, rotate(*place, written->head)};
    const Status noted = act(core, {"backup", name, {}, {}, {}, made.anchor},
                             [&] { return note_last_backup(core, core.clock(), name); });
    if (!noted) return noted.error();
    return made;
}

} // namespace rapport::vault
