#include "storage/vault/user_notes.h"

#include <algorithm>

#include "storage/vault/audit.h"
#include "storage/vault/lists.h"
#include "storage/vault/schema.h"

namespace rapport::vault {

namespace {

constexpr std::string_view begun = "user_act";
constexpr std::string_view noted = "user:";
constexpr std::string_view found = "found at unlock";

/// What a wrap is known by: a passphrase set anew has another.
std::string salt_of(const User& user)
{
    return sealed::hex(user.wrap.salt);
}

struct Noted {
    std::string slot;
    std::string role;
    std::string salt;
    std::string name;
};

Result<std::vector<Noted>> read_noted(Core& core)
{
    std::vector<Noted> out;
    const Status read = core.database.each(
        "SELECT name, value FROM main.setting WHERE name GLOB 'user:*' ORDER BY name", {}, [&](const Row& row) {
            std::vector<std::string> parts = split_lines(row.text(1));
            parts.resize(3);
            out.push_back({row.text(0).substr(noted.size()), parts[0], parts[1], parts[2]});
            return true;
        });
    if (!read) return read.error();
    return out;
}

/// What was begun, as it lies in the database.
struct Begun {
    std::string event, actor, role_of_actor, with, slot, role, salt, name;
};

std::string text_of(const Begun& act)
{
    return join_lines({act.event, act.actor, act.role_of_actor, act.with, act.slot, act.role, act.salt, act.name});
}

Result<std::optional<Begun>> read_begun(Core& core)
{
    const auto text = read_setting(core.database, begun);
    if (!text) return text.error();
    if (!*text) return std::optional<Begun>{};
    std::vector<std::string> parts = split_lines(**text);
    if (parts.size() != 8) return Error{fault::vault_damaged, "user act"};
    return std::optional<Begun>{Begun{parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], parts[6], parts[7]}};
}

bool is_in(const Header& header, const Begun& act)
{
    return std::ranges::any_of(header.users, [&](const User& user) {
        return sealed::hex(user.slot) == act.slot && salt_of(user) == act.salt;
    });
}

std::string in_words(const Begun& act)
{
    return act.with.empty() ? act.name : act.name + ", with " + act.with;
}

/// A line in somebody's name, for what they did before the machine stopped or without a key to the audit. The name is a
/// copy: it may be the core's own.
Status append_as(Core& core, std::string actor, Role role, const AuditLine& line)
{
    const std::string user = std::exchange(core.user, std::move(actor));
    const Role own = std::exchange(core.role, role);
    Status appended = append_audit(core, line);
    core.user = user;
    core.role = own;
    return appended;
}

Role role_of(std::string_view text)
{
    if (text == word(Role::researcher)) return Role::researcher;
    return text == word(Role::admin) ? Role::admin : Role::clinician;
}

Status in_one(Core& core, const std::function<Status()>& work)
{
    auto transaction = Transaction::begin(core.database);
    if (!transaction) return transaction.error();
    if (Status done = work(); !done) return done;
    return transaction->commit();
}

/// Settles what was begun, if anything was. The line comes last: it vouches for all that its transaction wrote.
Status settle_begun(Core& core)
{
    const auto read = read_begun(core);
    if (!read) return read.error();
    if (!*read) return {};
    const Begun& act = **read;
    const bool done = is_in(core.header, act);
    return in_one(core, [&]() -> Status {
        if (Status gone = core.database.run("DELETE FROM main.setting WHERE name = ?", {begun}); !gone) return gone;
        if (done)
            if (Status kept = note_users(core); !kept) return kept;
        const std::string event = act.event + std::string(done ? "" : "_undone");
        const AuditLine line{event, act.slot, act.role, {}, {}, in_words(act)};
        return append_as(core, act.actor, role_of(act.role_of_actor), line);
    });
}

/// Differences that no act accounts for. An administrator alone can make one: a passphrase of their own.
Status note_differences(Core& core, const std::vector<Noted>& before)
{
    if (Status done = note_users(core); !done) return done;
    for (const User& user : core.header.users) {
        const std::string slot = sealed::hex(user.slot);
        const auto old = std::ranges::find(before, slot, &Noted::slot);
        const bool added = old == before.end();
        if (!added && old->salt == salt_of(user) && old->role == word(user.role) && old->name == user.name) continue;
        const AuditLine line{added ? event_user_added : event_passphrase_changed,
                             slot,
                             std::string(word(user.role)),
                             {},
                             {},
                             user.name + ", " + std::string(found)};
        const bool own = !added && user.role == Role::admin;
        if (Status said = append_as(core, own ? user.name : core.user, own ? user.role : core.role, line); !said)
            return said;
    }
    for (const Noted& old : before) {
        const bool there = std::ranges::any_of(core.header.users,
                                               [&](const User& user) { return sealed::hex(user.slot) == old.slot; });
        if (there) continue;
        const AuditLine line{event_user_removed, old.slot, old.role, {}, {}, old.name + ", " + std::string(found)};
        if (Status said = append_audit(core, line); !said) return said;
    }
    return {};
}

bool same(const Core& core, const std::vector<Noted>& before)
{
    return before.size() == core.header.users.size() && std::ranges::all_of(core.header.users, [&](const User& user) {
               const auto old = std::ranges::find(before, sealed::hex(user.slot), &Noted::slot);
               return old != before.end() && old->salt == salt_of(user) && old->role == word(user.role) &&
                      old->name == user.name;
           });
}

} // namespace

std::string_view word(Role role)
{
    switch (role) {
    case Role::clinician:
        return "clinician";
    case Role::researcher:
        return "researcher";
    case Role::admin:
        break;
    }
    return "admin";
}

Status note_users(Core& core)
{
    if (Status done = core.database.run("DELETE FROM main.setting WHERE name GLOB 'user:*'"); !done) return done;
    for (const User& user : core.header.users) {
        const std::string value = join_lines({std::string(word(user.role)), salt_of(user), user.name});
        if (Status done = write_setting(core.database, std::string(noted) + sealed::hex(user.slot), value); !done)
            return done;
    }
    return {};
}

Status change_header(Core& core, const Header& next, const UserAct& act)
{
    const auto user = std::ranges::find(next.users, act.slot, &User::slot);
    if (user == next.users.end()) return fault::unknown_user;
    if (Status settled = settle_begun(core); !settled)
        return settled; // one that a full disk left, in this very program
    const Begun text{std::string(act.event),
                     core.user,
                     std::string(word(core.role)),
                     act.with,
                     sealed::hex(act.slot),
                     std::string(word(user->role)),
                     salt_of(*user),
                     user->name};
    const std::string event = text.event + "_begun";
    const AuditLine line{event, text.slot, text.role, {}, {}, in_words(text)};
    const Status kept = vault::act(core, line, [&] { return write_setting(core.database, begun, text_of(text)); });
    if (!kept) return kept;
    const Status stored = store_header(core.folder, next);
    // Read back: a store that failed may have got as far as the name.
    const auto now = load_header(core.folder);
    if (!now) return now.error();
    core.header = *now;
    if (Status settled = settle_begun(core); !settled) return settled;
    if (!stored) return stored;
    // The copy of the one before would still open to a passphrase that was just replaced. The act is done all the same.
    static_cast<void>(store_header(core.folder, next));
    return {};
}

Status reconcile_users(Core& core)
{
    if (Status settled = settle_begun(core); !settled) return settled;
    const auto before = read_noted(core);
    if (!before) return before.error();
    if (before->empty()) return act(core, {"users_noted", {}, {}, {}, {}, {}}, [&] { return note_users(core); });
    if (same(core, *before)) return {};
    return in_one(core, [&] { return note_differences(core, *before); });
}

} // namespace rapport::vault
