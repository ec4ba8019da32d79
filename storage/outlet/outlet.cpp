#include "storage/outlet/outlet.h"

#include <set>

#include <fmt/format.h>

#include "storage/outlet/folder_sink.h"
#include "storage/outlet/gather_records.h"

namespace rapport::outlet {

namespace {

/// A refusal is an act of its own in the audit: which rule, never whom it was about.
Error refuse(vault::Vault& vault, const release::Policy& policy, Error error)
{
    if (const Status noted = vault.note("release_refused", policy.project, error.fault.name); !noted)
        return noted.error();
    return error;
}

std::vector<const instruments::Definition*> definitions_of(const vault::Vault& vault, const release::Deidentified& data)
{
    std::set<std::string> used;
    for (const release::DeidentifiedRecord& record : data.records)
        used.insert(record.instrument());
    std::vector<const instruments::Definition*> definitions;
    for (const std::string& id : used)
        definitions.push_back(vault.instrument(id));
    return definitions;
}

} // namespace

Result<Prepared> prepare(vault::Vault& vault, const release::Policy& policy)
{
    auto gathered = gather_records(vault, policy.project);
    if (!gathered) return gathered.error();

    auto data = release::deidentify(gathered->records, policy);
    if (!data) return refuse(vault, policy, data.error());

    Prepared prepared;
    prepared.policy = policy;
    prepared.policy.demo = vault.demo();
    prepared.data = std::move(*data);
    prepared.definitions = definitions_of(vault, prepared.data);
    prepared.table = release::aggregate(gathered->records, prepared.definitions, policy);
    prepared.administrations = std::move(gathered->administrations);
    for (const auto& [instrument, rows] : gathered->other_versions)
        prepared.data.withheld.push_back({instrument, rows == 1 ? "1 row" : fmt::format("{} rows", rows),
                                          "Answered in a version that is no longer installed."});
    return prepared;
}

Result<Done> write(vault::Vault& vault, const Prepared& prepared, const std::string& out)
{
    auto sink = FolderSink::make(out);
    if (!sink) return sink.error();
    auto anchor = vault.anchor();
    if (!anchor) return anchor.error();
    release::Policy policy = prepared.policy;
    policy.audit_anchor = std::move(*anchor);
    auto written = release::write_bundle(prepared.data, prepared.table, prepared.definitions, policy, **sink);
    if (!written) return written.error();

    // The ledger first: a release nobody recorded must not exist, a recorded one that did not arrive may.
    const release::Risk& risk = prepared.data.risk;
    const auto number = vault.note_release(prepared.policy.project, prepared.policy.profile, risk.people, risk.rows,
                                           written->manifest_sha256);
    if (!number) return number.error();
    if (const Status delivered = (*sink)->deliver(); !delivered) {
        if (const Status noted =
                vault.note("release_not_delivered", std::to_string(*number), delivered.error().fault.name);
            !noted)
            return noted.error();
        return delivered.error();
    }
    return Done{std::move(*written), *number, out};
}

} // namespace rapport::outlet
