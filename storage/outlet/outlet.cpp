#include "storage/outlet/outlet.h"

#include <set>

#include <fmt/format.h>

#include "storage/outlet/delivery.h"
#include "storage/outlet/folder_sink.h"
#include "storage/outlet/gather_records.h"
#include "storage/outlet/ledger.h"

namespace rapport::outlet {

namespace {

std::vector<const instruments::Definition*> definitions_of(const vault::Vault& vault, const release::Deidentified& data)
{
    std::set<std::string> used;
    data.records.each_unanswered([&](const release::DeidentifiedRecord& record) { used.insert(record.instrument()); });
    std::vector<const instruments::Definition*> definitions;
    for (const std::string& id : used)
        definitions.push_back(vault.instrument(id));
    return definitions;
}

} // namespace

Result<Prepared> prepare(vault::Vault& vault, const release::Policy& policy)
{
    // Dates leave by a clinician's hand alone; the researcher's role has no such right.
    if (policy.profile != "A" && vault.role() != vault::Role::clinician)
        return refuse(vault, policy, Error{vault::fault::not_allowed, "release with dates"});
    auto gathered = gather_records(vault, policy.project);
    if (!gathered) return gathered.error();

    auto data = release::deidentify(gathered->all, policy);
    if (!data) return refuse(vault, policy, data.error());

    Prepared prepared;
    prepared.policy = policy;
    prepared.policy.demo = vault.demo();
    prepared.data = std::move(*data);
    prepared.everybody = gathered->all.roll;
    prepared.definitions = definitions_of(vault, prepared.data);
    const auto ledger = Ledger::read(vault);
    if (!ledger) return ledger.error();
    auto table = release::aggregate(gathered->all, prepared.definitions, policy, ledger->earlier());
    if (!table) return table.error();
    prepared.table = std::move(*table);
    prepared.fed = ledger->as_tokens(release::fed_by(prepared.table));
    prepared.administrations = std::move(gathered->administrations);
    for (const auto& [instrument, rows] : gathered->other_versions)
        prepared.data.withheld.push_back({instrument, rows == 1 ? "1 row" : fmt::format("{} rows", rows),
                                          "Answered in a version that is no longer installed."});
    return prepared;
}

Result<Done> write(vault::Vault& vault, const Prepared& prepared, const std::string& out,
                   const release::Progress& progress)
{
    if (Status still = still_to_be_released(vault, *prepared.everybody); !still) return still.error();
    auto sink = FolderSink::make(out);
    if (!sink) return sink.error();
    auto anchor = vault.anchor();
    if (!anchor) return anchor.error();
    release::Policy policy = prepared.policy;
    policy.audit_anchor = std::move(*anchor);
    auto written = release::write_bundle(prepared.data, prepared.table, prepared.definitions, policy, **sink, progress);
    if (!written) return written.error();

    const release::Risk& risk = prepared.data.risk;
    const vault::ReleaseNote note{prepared.policy.project,
                                  prepared.policy.profile,
                                  prepared.policy.recipient,
                                  prepared.policy.purpose,
                                  risk.people,
                                  risk.rows,
                                  prepared.policy.k,
                                  prepared.table.threshold,
                                  written->manifest_sha256,
                                  prepared.fed};
    return deliver(vault, **sink, note, std::move(*written), out);
}

} // namespace rapport::outlet
