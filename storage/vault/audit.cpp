#include "storage/vault/audit.h"

#include <algorithm>

#include "storage/vault/bytes.h"
#include "storage/vault/clocks.h"
#include "storage/vault/keys.h"
#include "storage/vault/tally.h"
#include "storage/vault/user_notes.h"

namespace rapport::vault {

namespace {

constexpr std::string_view all_columns =
    "sequence, utc_ms, utc_offset_minutes, boot, boot_ms, actor, role, device, program, event, object, field, "
    "old_commitment, new_commitment, reason, previous, hash, stamp, state";

/// A line as it is stored.
struct Entry {
    std::int64_t sequence = 0;
    std::int64_t utc_ms = 0;
    int offset = 0;
    std::string boot;
    std::int64_t boot_ms = 0;
    std::string actor, role, device, program, event, object, field;
    sealed::Bytes before, after;
    std::string reason;
    crypto::Hash previous{};
    crypto::Hash hash{};
    crypto::Mac stamp{};
    sealed::Bytes state; ///< of the tally, once the line was written; empty in lines of schema 1
};

/// The line and the hash before it, as one run of bytes that no other line has.
sealed::Bytes canonical(const Entry& entry)
{
    ByteWriter out;
    out.number(entry.sequence).number(entry.utc_ms).number(entry.offset).text(entry.boot).number(entry.boot_ms);
    out.text(entry.actor).text(entry.role).text(entry.device).text(entry.program);
    out.text(entry.event).text(entry.object).text(entry.field).text(entry.before).text(entry.after).text(entry.reason);
    out.raw(entry.previous);
    if (!entry.state.empty()) out.text(entry.state);
    return out.bytes();
}

Entry entry_of(const Row& row)
{
    Entry entry;
    entry.sequence = row.integer(0);
    entry.utc_ms = row.integer(1);
    entry.offset = row.whole(2);
    entry.boot = row.text(3);
    entry.boot_ms = row.integer(4);
    entry.actor = row.text(5);
    entry.role = row.text(6);
    entry.device = row.text(7);
    entry.program = row.text(8);
    entry.event = row.text(9);
    entry.object = row.text(10);
    entry.field = row.text(11);
    entry.before = row.blob(12);
    entry.after = row.blob(13);
    entry.reason = row.text(14);
    entry.previous = row.bytes<32>(15);
    entry.hash = row.bytes<32>(16);
    entry.stamp = row.bytes<16>(17);
    entry.state = row.blob(18);
    return entry;
}

crypto::Mac stamp_of(const sealed::Secret& ratchet, const crypto::Hash& hash)
{
    return crypto::keyed_mac(ratchet, {reinterpret_cast<const char*>(hash.data()), hash.size()});
}

sealed::Secret next_key(const sealed::Secret& ratchet)
{
    return crypto::derive(ratchet, purpose::audit_ratchet);
}

struct Ratchet {
    std::int64_t sequence = 0;
    sealed::Secret key;
};

Result<Ratchet> read_ratchet(Connection& database)
{
    Ratchet ratchet;
    const Status read =
        database.each("SELECT sequence, key FROM main.audit_ratchet WHERE one = 1", {}, [&](const Row& row) {
            ratchet.sequence = row.integer(0);
            ratchet.key = row.secret(1);
            return false;
        });
    if (!read) return read.error();
    if (ratchet.key.size() != crypto::key_size) return Error{fault::vault_damaged, "audit ratchet"};
    return ratchet;
}

Error off_at(std::int64_t sequence)
{
    return {fault::vault_damaged, "audit " + std::to_string(sequence)};
}

} // namespace

Status begin_audit(Connection& database, const sealed::Secret& first_key)
{
    return database.run("INSERT INTO main.audit_ratchet (one, sequence, key) VALUES (1, 0, ?)",
                        {Blob{first_key.view()}});
}

Status append_audit(Core& core, const AuditLine& line)
{
    Connection& database = core.database;
    const auto ratchet = read_ratchet(database);
    if (!ratchet) return ratchet.error();

    Entry entry;
    const Status last =
        database.each("SELECT sequence, hash FROM main.audit ORDER BY sequence DESC LIMIT 1", {}, [&](const Row& row) {
            entry.sequence = row.integer(0);
            entry.previous = row.bytes<32>(1);
            return false;
        });
    if (!last) return last;
    if (entry.sequence != ratchet->sequence) return off_at(ratchet->sequence);

    const BootTime boot = core.boot_clock();
    ++entry.sequence;
    entry.utc_ms = core.clock();
    entry.offset = utc_offset_minutes(entry.utc_ms);
    entry.boot = boot.boot;
    entry.boot_ms = boot.ms;
    entry.actor = core.user;
    entry.role = word(core.role);
    entry.device = core.header.device;
    entry.program = RAPPORT_VERSION;
    entry.event = line.event;
    entry.object = line.object;
    entry.field = line.field;
    entry.before = line.before;
    entry.after = line.after;
    entry.reason = line.reason;
    auto state = tally_state(database, core.audit_key, Mirror::renew);
    if (!state) return state.error();
    entry.state = std::move(*state);
    entry.hash = crypto::keyed_hash(core.audit_key, canonical(entry));
    entry.stamp = stamp_of(ratchet->key, entry.hash);

    const Status kept = database.run(
        "INSERT INTO main.audit (" + std::string(all_columns) + ") VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        {entry.sequence, entry.utc_ms, entry.offset, entry.boot, entry.boot_ms, entry.actor, entry.role, entry.device,
         entry.program, entry.event, entry.object, entry.field, Blob{entry.before}, Blob{entry.after}, entry.reason,
         entry.previous, entry.hash, entry.stamp, Blob{entry.state}});
    if (!kept) return kept;
    return database.run("UPDATE main.audit_ratchet SET sequence = ?1, key = ?2 WHERE one = 1",
                        {entry.sequence, Blob{next_key(ratchet->key).view()}});
}

Status act(Core& core, const AuditLine& line, const std::function<Status()>& work)
{
    auto transaction = Transaction::begin(core.database);
    if (!transaction) return transaction.error();
    if (Status done = work(); !done) return done;
    if (Status noted = append_audit(core, line); !noted) return noted;
    return transaction->commit();
}

Status note_look(Core& core, std::string_view event, const std::string& object)
{
    constexpr std::int64_t again_after_ms = 60'000;
    const std::int64_t now = core.clock();
    const std::string what = std::string(event) + " " + object;
    const auto before = core.looked_ms.find(what);
    if (before != core.looked_ms.end() && now >= before->second && now - before->second < again_after_ms) return {};
    const Status noted = act(core, {event, object, {}, {}, {}, {}}, [] { return Status(); });
    if (noted) core.looked_ms[what] = now;
    return noted;
}

Result<std::int64_t> check_chain(Core& core, std::int64_t first)
{
    Entry before;
    if (first > 1) {
        const Status read =
            core.database.each("SELECT " + std::string(all_columns) + " FROM main.audit WHERE sequence = ?",
                               {first - 1}, [&](const Row& row) {
                                   before = entry_of(row);
                                   return false;
                               });
        if (!read) return read.error();
        if (before.sequence != first - 1) return off_at(first - 1);
    }
    std::int64_t off = 0;
    const Status read = core.database.each(
        "SELECT " + std::string(all_columns) + " FROM main.audit WHERE sequence >= ? ORDER BY sequence", {first},
        [&](const Row& row) {
            Entry entry = entry_of(row);
            const crypto::Hash hash = crypto::keyed_hash(core.audit_key, canonical(entry));
            if (entry.sequence != before.sequence + 1 || entry.previous != before.hash ||
                !crypto::equal(hash, entry.hash))
                off = before.sequence + 1;
            before = std::move(entry);
            return off == 0;
        });
    if (!read) return read.error();
    if (off != 0) return off_at(off);
    const auto ratchet = read_ratchet(core.database);
    if (!ratchet) return ratchet.error();
    if (ratchet->sequence != before.sequence) return off_at(before.sequence + 1);
    if (!before.state.empty()) {
        const auto state = tally_state(core.database, core.audit_key, Mirror::keep);
        if (!state) return state.error();
        if (*state != before.state) return Error{fault::vault_damaged, "tables and audit are of different times"};
    }
    return before.sequence;
}

Status check_stamps(Core& core, const sealed::Secret& first_key)
{
    sealed::Secret key = first_key.copy();
    std::int64_t sequence = 0;
    std::int64_t off = 0;
    const Status read =
        core.database.each("SELECT hash, stamp FROM main.audit ORDER BY sequence", {}, [&](const Row& row) {
            ++sequence;
            if (!crypto::equal(stamp_of(key, row.bytes<32>(0)), row.bytes<16>(1))) off = sequence;
            key = next_key(key);
            return off == 0;
        });
    if (!read) return read;
    if (off != 0) return off_at(off);
    const auto ratchet = read_ratchet(core.database);
    if (!ratchet) return ratchet.error();
    if (!crypto::equal({key.data(), key.size()}, {ratchet->key.data(), ratchet->key.size()}))
        return off_at(sequence + 1);
    return {};
}

Status check_recent_lines(Core& core)
{
    constexpr std::int64_t lines_checked_at_unlock = 1000;
    const auto last = core.database.count("SELECT max(sequence) FROM main.audit");
    if (!last) return last.error();
    const auto checked = check_chain(core, std::max<std::int64_t>(1, *last - lines_checked_at_unlock + 1));
    if (!checked) return checked.error();
    return {};
}

} // namespace rapport::vault
