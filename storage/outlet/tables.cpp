#include "storage/outlet/tables.h"

#include <algorithm>
#include <set>

#include "storage/outlet/delivery.h"
#include "storage/release/policy.h"

namespace rapport::outlet {

namespace {

bool same(const release::Statistic& a, const release::Statistic& b)
{
    return a.by == b.by && a.group == b.group && a.visit == b.visit && a.name == b.name && a.value == b.value;
}

int people_in(const std::vector<vault::ReleasedRow>& fed)
{
    std::set<std::string> all;
    for (const vault::ReleasedRow& row : fed)
        all.insert(row.people.begin(), row.people.end());
    return static_cast<int>(all.size());
}

} // namespace

Result<TableSource> table_source(vault::Vault& vault, const release::Policy& policy)
{
    if (policy.profile != "A") return Error{release::fault::policy_refused, "profile"};
    if (const Status right = release::check_policy(policy); !right) return right.error();
    auto gathered = gather_records(vault, policy.project);
    if (!gathered) return gathered.error();
    auto ledger = Ledger::read(vault);
    if (!ledger) return ledger.error();
    TableSource source{policy, std::move(*gathered), std::move(*ledger)};
    source.policy.demo = vault.demo();
    // All questionnaires decide who leaves, as in a whole release.
    source.policy.instruments.clear();
    return source;
}

Result<PreparedTable> prepare_table(const vault::Vault& vault, const TableSource& source,
                                    const release::TableWish& wish)
{
    PreparedTable out;
    out.policy = source.policy;
    out.wish = wish;
    out.definition = vault.instrument(wish.instrument);
    if (out.definition == nullptr) return Error{release::fault::bad_table, "instrument"};
    auto table =
        release::make_table(source.gathered.all, *out.definition, source.policy, wish, source.ledger.earlier());
    if (!table) return table.error();
    out.table = std::move(*table);
    out.fed = source.ledger.as_tokens(release::fed_by(out.table));
    return out;
}

Result<Done> write_table(vault::Vault& vault, const PreparedTable& shown, const std::string& out)
{
    const auto source = table_source(vault, shown.policy);
    if (!source) return refuse(vault, shown.policy, source.error());
    auto now = prepare_table(vault, *source, shown.wish);
    if (!now) return refuse(vault, shown.policy, now.error());
    if (!std::ranges::equal(now->table.outcomes.rows, shown.table.outcomes.rows, same))
        return Error{fault::table_changed, {}};
    auto sink = FolderSink::make(out);
    if (!sink) return sink.error();
    auto anchor = vault.anchor();
    if (!anchor) return anchor.error();
    now->policy.audit_anchor = std::move(*anchor);
    auto written = release::write_table_bundle(now->table, now->wish, *now->definition, now->policy, **sink);
    if (!written) {
        if (written.error().fault == release::fault::nothing_to_release)
            return refuse(vault, shown.policy, written.error());
        return written.error();
    }
    const vault::ReleaseNote note{now->policy.project,
                                  now->policy.profile,
                                  now->policy.recipient,
                                  now->policy.purpose,
                                  people_in(now->fed),
                                  static_cast<int>(now->table.outcomes.rows.size()),
                                  now->policy.k,
                                  now->table.threshold,
                                  written->manifest_sha256,
                                  now->fed};
    return deliver(vault, **sink, note, std::move(*written), out);
}

} // namespace rapport::outlet
