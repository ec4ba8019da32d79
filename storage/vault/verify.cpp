#include <map>

#include "storage/vault/audit.h"
#include "storage/vault/definitions.h"
#include "storage/vault/people.h"
#include "storage/vault/recovery.h"
#include "storage/vault/rights.h"
#include "storage/vault/rows.h"
#include "storage/vault/slots.h"
#include "storage/vault/tally.h"
#include "storage/vault/verify.h"

namespace rapport::vault {

namespace {

struct Commitment {
    std::int64_t sequence = 0;
    crypto::Mac mac{};
};
using Commitments = std::map<std::string, Commitment>;

/// What the audit last said each administration was.
Result<Commitments> commitments(Core& core)
{
    Commitments out;
    const Status read =
        core.database.each("SELECT object, sequence, new_commitment FROM main.audit WHERE event = ? ORDER BY sequence",
                           {event_administration}, [&](const Row& row) {
                               if (row.blob(2).empty())
                                   out.erase(row.text(0));
                               else
                                   out[row.text(0)] = {row.integer(1), row.bytes<16>(2)};
                               return true;
                           });
    if (!read) return read.error();
    return out;
}

/// Every row there is was put there by a line, and every line's row is there as it was.
Status check_rows(Core& core)
{
    auto expected = commitments(core);
    if (!expected) return expected.error();
    std::vector<sealed::Id> persons;
    const Status listed =
        core.database.each("SELECT DISTINCT person FROM main.administration", {}, [&](const Row& row) {
            persons.push_back(row.id(0));
            return true;
        });
    if (!listed) return listed;
    for (const sealed::Id& person : persons) {
        const auto rows = read_rows(core, person);
        if (!rows) return rows.error();
        for (const Read& row : *rows) {
            const std::string object = sealed::hex(row.kept.administration.id);
            const auto line = expected->find(object);
            if (line == expected->end()) return Error{fault::vault_damaged, "no audit line of " + object};
            if (line->second.mac != row.mac)
                return Error{fault::vault_damaged, "audit " + std::to_string(line->second.sequence)};
            expected->erase(line);
        }
    }
    if (!expected->empty())
        return Error{fault::vault_damaged, "audit " + std::to_string(expected->begin()->second.sequence)};
    return {};
}

Status check_count(Core& core, std::string_view table, std::string_view came, std::string_view went)
{
    const auto both = count_both(core, table, came, went);
    if (!both) return both.error();
    if (both->rows != both->lines) return Error{fault::vault_damaged, "rows of " + std::string(table)};
    return {};
}

/// SQLCipher's own check of every page, which answers with one row for each page that is off.
Status check_pages(Core& core)
{
    for (const std::string_view pragma :
         {"PRAGMA main.cipher_integrity_check", "PRAGMA identity.cipher_integrity_check"}) {
        const auto problem = core.database.ask(pragma);
        if (!problem) return problem.error();
        if (*problem) return Error{fault::vault_damaged, "page"};
    }
    // Not quick_check: an old page of an index would pass it.
    const auto whole = core.database.ask("PRAGMA integrity_check(1)");
    if (!whole) return whole.error();
    return *whole == "ok" ? Status() : Status(Error{fault::vault_damaged, "structure"});
}

} // namespace

Result<Counted> count_both(Core& core, std::string_view table, std::string_view came, std::string_view went)
{
    const auto rows = core.database.count("SELECT count(*) FROM main." + std::string(table));
    if (!rows) return rows.error();
    const auto lines = core.database.count(
        "SELECT coalesce(sum(CASE event WHEN ?1 THEN 1 ELSE -1 END), 0) FROM main.audit WHERE event IN (?1, ?2)",
        {came, went});
    if (!lines) return lines.error();
    return Counted{*rows, *lines};
}

Result<std::int64_t> check_all(Core& core)
{
    if (const Status pages = check_pages(core); !pages) return pages.error();
    const auto last = check_chain(core, 1);
    if (!last) return last;
    if (const Status tally = check_tally(core.database); !tally) return tally.error();
    if (const Status kept = check_definitions(core); !kept) return kept.error();
    if (const Status rows = check_rows(core); !rows) return rows.error();
    if (const Status alerts = check_count(core, "alert", event_alert, event_alert_gone); !alerts) return alerts.error();
    if (const Status notes = check_count(core, "alert_note", event_acknowledged, event_note_gone); !notes)
        return notes.error();
    return last;
}

Status Vault::note(std::string_view event, std::string_view object, std::string_view reason)
{
    return act(*state_, {event, std::string(object), {}, {}, {}, std::string(reason)}, [] { return Status(); });
}

Result<std::vector<AuditEntry>> Vault::audit(std::int64_t from_sequence, int most)
{
    std::vector<AuditEntry> entries;
    const Status read = state_->database.each(
        "SELECT sequence, utc_ms, actor, event, object, field, reason, hash FROM main.audit "
        "WHERE sequence >= ? ORDER BY sequence LIMIT ?",
        {from_sequence, most}, [&](const Row& row) {
            entries.push_back({row.integer(0), row.integer(1), row.text(2), row.text(3), row.text(4), row.text(5),
                               row.text(6), sealed::hex(row.bytes<32>(7))});
            return true;
        });
    if (!read) return read.error();
    return entries;
}

Result<std::int64_t> Vault::verify()
{
    if (Status may = clinicians_only(*state_, "verify"); !may) return may.error();
    return check_all(*state_);
}

Result<std::int64_t> Vault::verify_history(const sealed::Secret& recovery_key)
{
    Core& core = *state_;
    const auto key = read_recovery_key(recovery_key);
    if (!key) return key.error();
    const auto copy = open_recovery(core.header, *key);
    if (!copy) return copy.error();
    const auto last = check_all(core);
    if (!last) return last;
    if (const Status stamps = check_stamps(core, copy->audit); !stamps) return stamps.error();
    return last;
}

} // namespace rapport::vault
