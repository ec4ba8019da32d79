#include "storage/vault/rotation.h"

#include <algorithm>

#include "storage/vault/audit.h"
#include "storage/vault/kept_keys.h"
#include "storage/vault/open_vault.h"
#include "storage/vault/recovery.h"
#include "storage/vault/rotation_files.h"
#include "storage/vault/schema.h"
#include "storage/vault/session_keys.h"
#include "storage/vault/user_notes.h"

namespace rapport::vault {

namespace {

/// What the vault will be.
struct Next {
    Header header;
    RoleKeys keys;
};

Result<Next> plan(const Header& now, const Approved& approved, const Rotation& rotation)
{
    Next next{now, RoleKeys::make()};
    Header& header = next.header;
    if (const Status ready = bring_up_to_date(header, approved); !ready) return ready.error();
    ++header.epoch;
    header.inbox = crypto::public_half(next.keys.inbox);
    next.keys.root = approved.root.copy();
    const auto gone = std::ranges::find_if(
        header.users, [&](const User& user) { return rotation.removed && user.slot == *rotation.removed; });
    if (gone != header.users.end()) {
        if (gone->role == Role::admin) {
            if (header.root_steps.size() >= most_root_steps) return Error{fault::not_allowed, "root steps"};
            crypto::KeyPair root = crypto::make_signing_pair();
            replace_root(header, approved.root, root.public_key);
            next.keys.root = std::move(root.private_key);
        }
        header.users.erase(gone);
    }
    for (User& user : header.users)
        grant_user(header, user, next.keys, next.keys.root);
    seal_recovery(header, next.keys, next.keys.root);
    close_header(header, next.keys.root, next.keys);
    return next;
}

/// The core works on the databases that are being made, for as long as this lives.
class OnNext {
public:
    OnNext(Core& core, Connection& made, const Header& header) : core_(core), made_(made), header_(core.header)
    {
        std::swap(core_.database, made_);
        core_.header = header;
    }
    ~OnNext()
    {
        std::swap(core_.database, made_);
        core_.header = header_;
    }
    OnNext(const OnNext&) = delete;
    OnNext& operator=(const OnNext&) = delete;

private:
    Core& core_;
    Connection& made_;
    Header header_;
};

Result<sealed::Bytes> head(Core& core)
{
    sealed::Bytes hash;
    const Status read =
        core.database.each("SELECT hash FROM main.audit ORDER BY sequence DESC LIMIT 1", {}, [&](const Row& row) {
            hash = row.blob(0);
            return false;
        });
    if (!read) return read.error();
    return hash;
}

/// The lines that say what happened, and by whose leave.
Status note_rotation(Core& core, const Header& before, const Approved& approved, const Rotation& rotation)
{
    if (rotation.removed) {
        const auto user = std::ranges::find(before.users, *rotation.removed, &User::slot);
        const AuditLine line{event_user_removed,
                             sealed::hex(user->slot),
                             std::string(word(user->role)),
                             {},
                             {},
                             user->name + ", with " + approved.by};
        if (Status said = append_audit(core, line); !said) return said;
    }
    const auto old_head = head(core);
    if (!old_head) return old_head.error();
    return append_audit(core, {"rotation",
                               "epoch " + std::to_string(core.header.epoch),
                               {},
                               *old_head,
                               {},
                               rotation.reason + ", with " + approved.by});
}

/// What differs in the new databases from the old, in one transaction: whose they are, the keys that are kept, the
/// covers of session keys, the users, the audit's lines.
Status fill(Core& core, const Header& before, const Approved& approved, const Rotation& rotation, const Next& next)
{
    auto transaction = Transaction::begin(core.database);
    if (!transaction) return transaction.error();
    if (Status done = move_databases(core); !done) return done;
    if (Status done = keep_proof_keys(core); !done) return done;
    if (Status done = keep_inbox_key(core, before.epoch); !done) return done;
    const sealed::Secret cover = crypto::derive(next.keys.identity, purpose::session_keys);
    if (Status done = recover_session_keys(core.database, core.session_key, cover); !done) return done;
    if (Status done = note_users(core); !done) return done;
    // The lines last: they vouch for all that this transaction wrote.
    if (Status done = note_rotation(core, before, approved, rotation); !done) return done;
    return transaction->commit();
}

/// Copies, compares, fills and verifies; the files are closed again when it returns.
Status make_next(Core& core, const Approved& approved, const Rotation& rotation, const Next& next,
                 const std::function<Status()>& verify, const Progressing& tell)
{
    const DatabaseKeys keys{next.keys.responses, next.keys.identity};
    tell("lay out");
    if (Status done = lay_out_next(core.folder, next.header.epoch); !done) return done;
    tell("copy");
    if (Status done = export_databases(core.database, core.folder, next.header.epoch, keys); !done) return done;
    auto made = open_next_databases(core.lock, core.folder, next.header.epoch, keys);
    if (!made) return made.error();
    if (Status ready = migrate(*made); !ready) return ready;
    tell("compare");
    if (Status done = same_contents(core.database, *made); !done) return done;
    const Header before = core.header;
    const OnNext on_next(core, *made, next.header);
    tell("fill");
    if (Status done = fill(core, before, approved, rotation, next); !done) return done;
    tell("verify");
    return verify();
}

/// The new databases, in place, become the core's.
Status take_up(Core& core, const Next& next)
{
    auto database = open_databases(core.lock, core.folder, {next.keys.responses, next.keys.identity});
    if (!database) return database.error();
    if (Status ready = migrate(*database); !ready) return ready;
    core.database = std::move(*database);
    core.header = next.header;
    core.inbox = {next.header.inbox, next.keys.inbox.copy()};
    core.session_key = crypto::derive(next.keys.identity, purpose::session_keys);
    core.keys = next.keys.copy();
    return load_kept_keys(core);
}

} // namespace

Status rotate(Core& core, const Approved& approved, const Rotation& rotation, const std::function<Status()>& verify,
              const Progressing& tell)
{
    const Progressing say = tell ? tell : [](std::string_view) {};
    if (Status settled = reconcile_users(core); !settled) return settled;
    const auto next = plan(core.header, approved, rotation);
    if (!next) return next.error();
    if (Status made = make_next(core, approved, rotation, *next, verify, say); !made) {
        static_cast<void>(
            settle_rotation(core.folder, core.header.epoch, {})); // what is left goes at the next unlocking
        return made;
    }
    say("close");
    {
        // Before the files change places: SQLite tidies up its journal by name when it closes.
        const Connection closing = std::move(core.database);
    }
    say("header");
    if (Status stored = store_header(core.folder, next->header); !stored) return stored;
    say("settle");
    if (Status settled = settle_rotation(core.folder, next->header.epoch, say); !settled) return settled;
    say("take up");
    if (Status taken = take_up(core, *next); !taken) return taken;
    say("forget");
    // The copy of the header before holds grants of the keys that are gone. The rotation is done all the same.
    static_cast<void>(store_header(core.folder, next->header));
    return {};
}

} // namespace rapport::vault
