#include "app/person/person_read.h"

namespace rapport::desk {

namespace {

/// Moves what was read into its place, or keeps the first error.
template <class Value>
void take(Result<Value> given, Value& into, std::optional<Error>& trouble)
{
    if (trouble) return;
    if (given)
        into = std::move(given).value();
    else
        trouble = given.error();
}

} // namespace

Result<PersonRows> read_person(vault::Vault& vault, const vault::Id& person)
{
    PersonRows rows;
    std::optional<Error> trouble;
    take(vault.person(person), rows.row, trouble);
    take(vault.administrations(person), rows.administrations, trouble);
    take(vault.visits_of(person), rows.visits, trouble);
    take(vault.alerts_of(person), rows.alerts, trouble);
    take(vault.corrections(person), rows.corrections, trouble);
    take(vault.entries(person), rows.entries, trouble);
    take(vault.occasions(person), rows.occasions, trouble);
    if (trouble) return *trouble;
    return rows;
}

Result<Looking> looking_at(vault::Vault& vault)
{
    const auto policy = vault.policy();
    if (!policy) return policy.error();
    return Looking{vault.user(), policy->therapist_sees_items};
}

} // namespace rapport::desk
