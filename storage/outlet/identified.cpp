#include "storage/outlet/identified.h"

#include <algorithm>

#include "storage/outlet/delivery.h"
#include "storage/outlet/identified_files.h"
#include "storage/vault/given_rights.h"

namespace rapport::outlet {

namespace {

constexpr const char* project = "identified"; ///< in the ledger; no codes are made for it

Status may_leave(vault::Vault& vault, const IdentifiedWish& wish, const sealed::Secret& passphrase)
{
    if (Status right = vault::must_have(vault, vault::Right::identified); !right) return right;
    if (wish.recipient.empty() || wish.purpose.empty())
        return Error{fault::no_recipient, wish.recipient.empty() ? "recipient" : "purpose"};
    if (wish.people.empty()) return Error{release::fault::nothing_to_release, {}};
    return vault::prove_again(vault, passphrase);
}

/// Whether a user is or was the person's therapist.
Result<bool> has_treated(vault::Vault& vault, const vault::Person& person)
{
    if (person.therapist == vault.user()) return true;
    const auto dyads = vault.dyads(person.id);
    if (!dyads) return dyads.error();
    return std::ranges::any_of(*dyads, [&](const vault::Dyad& dyad) { return dyad.therapist == vault.user(); });
}

/// What a patient says of the alliance is not for the therapist it is about (as on the page where answers are put
/// right).
bool about_the_alliance(const vault::Vault& vault, const vault::Administration& given)
{
    const instruments::Definition* const definition = vault.instrument(given.instrument);
    return definition != nullptr && !definition->pair_id.empty() &&
           given.respondent == instruments::Respondent::patient;
}

Result<std::vector<IdentifiedPerson>> gather(vault::Vault& vault, const IdentifiedWish& wish)
{
    std::vector<IdentifiedPerson> out;
    for (const sealed::Id& id : wish.people) {
        auto row = vault.person(id);
        if (!row) return row.error();
        auto identity = vault.identity(id);
        if (!identity) return identity.error();
        auto administrations = vault.administrations(id);
        if (!administrations) return administrations.error();
        const auto treated = has_treated(vault, row->person);
        if (!treated) return treated.error();
        IdentifiedPerson one{std::move(row->person), std::move(*identity), std::move(*administrations)};
        one.left_out = static_cast<int>(std::erase_if(one.administrations, [&](const vault::Administration& given) {
            return given.blind || (*treated && about_the_alliance(vault, given));
        }));
        out.push_back(std::move(one));
    }
    return out;
}

} // namespace

Result<IdentifiedDone> write_identified(vault::Vault& vault, const IdentifiedWish& wish,
                                        const sealed::Secret& passphrase, const std::string& out)
{
    release::Policy policy;
    policy.project = project;
    policy.profile = "C";
    if (const Status may = may_leave(vault, wish, passphrase); !may) return refuse(vault, policy, may.error());
    const auto people = gather(vault, wish);
    if (!people) return people.error();
    auto sink = FolderSink::make(out);
    if (!sink) return sink.error();
    auto written = write_identified_files(vault, *people, wish, **sink);
    if (!written) return written.error();

    int rows = 0;
    int left_out = 0;
    for (const IdentifiedPerson& one : *people) {
        rows += static_cast<int>(one.administrations.size());
        left_out += one.left_out;
    }
    vault::ReleaseNote note;
    note.project = project;
    note.profile = "C";
    note.recipient = wish.recipient;
    note.purpose = wish.purpose;
    note.people = static_cast<int>(people->size());
    note.rows = rows;
    note.manifest_sha256 = written->manifest_sha256;
    // About whom and why stands in the audit before anything has its name.
    for (const IdentifiedPerson& one : *people)
        if (const Status noted = vault.note("identified_release", sealed::hex(one.person.id), wish.purpose); !noted)
            return noted.error();
    auto done = deliver(vault, **sink, note, std::move(*written), out);
    if (!done) return done.error();
    return IdentifiedDone{std::move(*done), left_out};
}

} // namespace rapport::outlet
