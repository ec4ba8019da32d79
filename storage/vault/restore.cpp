#include "storage/vault/restore.h"

#include <filesystem>

#include "storage/sealed/faults.h"
#include "storage/vault/anchor.h"
#include "storage/vault/audit.h"
#include "storage/vault/backup_names.h"
#include "storage/vault/bring_back.h"
#include "storage/vault/files.h"
#include "storage/vault/guarded_keys.h"
#include "storage/vault/throttle.h"
#include "storage/vault/work_folder.h"

namespace rapport::vault {

namespace {

constexpr std::string_view drill_folder = ".drill-";

struct Opened {
    BackupFile backup;
    Header header;
    RoleKeys keys;
};

Result<Header> header_of(const BackupHead& head)
{
    auto header = read_header(head.header);
    if (!header) return header;
    if (header->vault != head.vault || header->epoch != head.epoch) return Error{fault::backup_damaged, "header"};
    return header;
}

/// Who may count tries beside a backup: one program at a time. Nobody does where nothing can be written.
Result<std::optional<sealed::File>> take_turn(const std::string& folder)
{
    const std::string path = folder + "/auth.lock";
    auto file = sealed::File::make(sealed::posix_files(), path);
    if (!file && file.error().fault == sealed::fault::read_only_folder) return std::optional<sealed::File>{};
    if (!file) return file.error();
    if (const Status alone = file->lock(path); !alone) return Error{fault::vault_in_use, "auth.lock"};
    return std::optional<sealed::File>{std::move(*file)};
}

Result<Opened> open_with(const std::string& file, std::string_view user, const sealed::Secret& secret,
                         const BootTime& now)
{
    auto backup = BackupFile::open(file);
    if (!backup) return backup.error();
    auto header = header_of(backup->head());
    if (!header) return header.error();
    const auto turn = take_turn(parent_of(file));
    if (!turn) return turn.error();
    auto keys = guarded_keys(parent_of(file), *header, user, secret, now);
    if (!keys) return keys.error();
    return Opened{std::move(*backup), std::move(*header), std::move(*keys)};
}

Result<BackupChecked> summary(Core& core, const BackupHead& head)
{
    BackupChecked out;
    out.anchor = head.anchor;
    out.made_ms = head.made_ms;
    const auto anchor = read_anchor(head.anchor);
    if (!anchor) return Error{fault::backup_damaged, "anchor"};
    out.audit_lines = anchor->lines;
    const auto contents = open_contents(head, backup_key(core.keys));
    if (!contents) return contents.error();
    for (const auto& [table, rows] : contents->rows)
        out.rows += rows;
    return out;
}

/// The newest anchor of this vault that somebody gave or that stands in a backup beside this one.
Result<Anchor> newest_anchor(const std::string& file, const sealed::Id& vault, std::string_view given)
{
    Anchor newest;
    if (!given.empty()) {
        const auto typed = read_anchor(given);
        if (!typed) return typed.error();
        newest = *typed;
    }
    const std::string folder = parent_of(file);
    for (const NamedBackup& one : backups_in(folder, &vault)) {
        const auto other = BackupFile::open(folder + "/" + one.name);
        if (!other || other->head().vault != vault) continue;
        const auto anchor = read_anchor(other->head().anchor);
        if (anchor && anchor->lines > newest.lines) newest = *anchor;
    }
    return newest;
}

} // namespace

Status check_backup(const std::string& file, const sealed::Secret& joined)
{
    auto backup = BackupFile::open(file);
    if (!backup) return backup.error();
    const auto header = header_of(backup->head());
    if (!header) return header.error();
    const auto keys = RoleKeys::split(joined);
    if (!keys) return Error{fault::backup_damaged, "keys"};
    const auto work = WorkFolder::make(parent_of(file), drill_folder);
    if (!work) return work.error();
    const auto core = bring_back(*backup, work->path(), *header, *keys, "backup", system_clock());
    return core ? Status() : Status(core.error());
}

Result<std::vector<std::string>> backup_users(const std::string& file)
{
    const auto backup = BackupFile::open(file);
    if (!backup) return backup.error();
    const auto header = header_of(backup->head());
    if (!header) return header.error();
    std::vector<std::string> names;
    for (const User& user : header->users)
        names.push_back(user.name);
    return names;
}

Result<std::string> newest_backup(const std::string& folder_or_file)
{
    const auto found = backups_in(folder_or_file, nullptr);
    if (!found.empty()) return folder_or_file + "/" + found.back().name;
    if (!BackupFile::open(folder_or_file)) return fault::no_backup;
    return folder_or_file;
}

Result<BackupChecked> drill(const std::string& file, std::string_view user, const sealed::Secret& secret,
                            const BootClock& boot_clock)
{
    auto opened = open_with(file, user, secret, boot_clock());
    if (!opened) return opened.error();
    const auto work = WorkFolder::make(parent_of(file), drill_folder);
    if (!work) return work.error();
    auto core = bring_back(opened->backup, work->path(), opened->header, opened->keys, user, system_clock());
    if (!core) return core.error();
    return summary(*core, opened->backup.head());
}

Result<Restored> restore(const std::string& file, const std::string& folder, std::string_view user,
                         const sealed::Secret& secret, const Clock& clock, std::string_view anchor,
                         const BootClock& boot_clock)
{
    std::error_code unknown;
    if (is_there(folder) && !std::filesystem::is_empty(folder, unknown)) return Error{fault::vault_exists, "folder"};
    auto opened = open_with(file, user, secret, boot_clock());
    if (!opened) return opened.error();
    const auto newest = newest_anchor(file, opened->header.vault, anchor);
    if (!newest) return newest.error();
    auto work = WorkFolder::make(parent_of(folder), ".restoring-");
    if (!work) return work.error();
    Restored out;
    {
        auto core = bring_back(opened->backup, work->path(), opened->header, opened->keys, user, clock);
        if (!core) return core.error();
        auto checked = summary(*core, opened->backup.head());
        if (!checked) return checked.error();
        out.backup = std::move(*checked);
        if (newest->lines > out.backup.audit_lines) out.rolled_back_from = print_anchor(*newest);
        const std::string reason = out.rolled_back_from.empty() ? "" : "rolled back from " + out.rolled_back_from;
        const Status noted = act(*core, {"restored", out.backup.anchor, {}, {}, {}, reason}, [] { return Status(); });
        if (!noted) return noted.error();
    }
    if (const Status done = write_auth_state(work->path(), {}); !done) return done.error();
    if (const Status named = work->become(folder); !named) return named.error();
    return out;
}

} // namespace rapport::vault
