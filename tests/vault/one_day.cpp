#include "tests/vault/one_day.h"

#include <gtest/gtest.h>

#include "storage/vault/audit.h"
#include "storage/vault/definitions.h"
#include "storage/vault/vault_of.h"
#include "storage/vault/verify.h"

namespace rapport::vault::test {

OneDay::OneDay()
{
    Vault vault = start_.open();
    person_ = somebody(vault).id;
    auto what = all_items(0, 20, 1);
    for (const Do& one : all_items(1, 10, 1))
        what.push_back(one);
    Clinic::answer(started(vault, person_, {"pcl-5", "phq-9"}), what);
}

Vault OneDay::vault_of(const Clinic& clinic)
{
    Core core = clinic.core();
    EXPECT_TRUE(load_instruments(core).ok());
    return VaultOf::parts(std::move(core));
}

void OneDay::live(Vault& vault, Said& said)
{
    Person another;
    another.year_of_birth = 1970;
    Identity identity;
    identity.name = "Somebody Else";
    identity.date_of_birth = "1971-02-03";
    said.added = vault.add_person(another, identity).ok();
    const auto report = vault.ingest();
    said.taken = report.ok() && report->sessions == 1;
}

void OneDay::expect_nothing_lost(const Clinic& clinic, const Said& said) const
{
    Core core = clinic.core();
    const auto chain = check_chain(core, 1);
    ASSERT_TRUE(chain.ok()) << chain.error().detail;
    const auto whole = check_all(core);
    ASSERT_TRUE(whole.ok()) << whole.error().detail;
    const auto people = *core.database.count("SELECT count(*) FROM main.person");
    ASSERT_EQ(people, *core.database.count("SELECT count(*) FROM identity.identity")); // no commit is torn
    ASSERT_TRUE(people == 2 || (people == 1 && !said.added)) << people;
    const auto rows = *core.database.count("SELECT count(*) FROM main.administration");
    ASSERT_TRUE(rows == 2 || (rows == 0 && !said.taken)) << rows;
    ASSERT_TRUE(load_instruments(core).ok());
    Vault vault = VaultOf::parts(std::move(core));
    ASSERT_TRUE(vault.ingest().ok());
    ASSERT_EQ(vault.administrations(person_)->size(), 2U); // neither lost nor there twice
    ASSERT_EQ(vault.open_alerts()->size(), 1U);
}

} // namespace rapport::vault::test
