// What a hub's room is given of a vault.
#include "storage/vault/hub_home.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "storage/vault/header.h"
#include "storage/vault/vault_of.h"
#include "tests/vault/clinic.h"

namespace rapport::vault::test {

TEST(HubHome, has_one_key_for_as_long_as_the_vault_lives_also_after_new_keys)
{
    const Clinic clinic(Clinic::Kind::staffed);
    sealed::Secret first;
    {
        Vault vault = clinic.open();
        auto home = hub_home(vault);
        ASSERT_TRUE(home.ok());
        EXPECT_EQ(home->key.size(), 32U);
        EXPECT_EQ(home->vault, load_header(clinic.folder)->vault);
        EXPECT_EQ(home->root, load_header(clinic.folder)->root);
        first = std::move(home->key);
        ASSERT_TRUE(vault.rotate_keys("lost", by_admin()).ok());
    }
    Vault vault = clinic.open();
    EXPECT_EQ(hub_home(vault)->key.view(), first.view());
    const auto lines = *vault.audit(1, 1'000);
    EXPECT_EQ(std::ranges::count(lines, "hub_key_made", &AuditEntry::event), 1);
    EXPECT_TRUE(vault.verify().ok());
}

TEST(HubHome, a_key_that_cannot_be_read_is_told_and_no_other_is_made_in_its_place)
{
    const Clinic clinic;
    {
        Vault vault = clinic.open();
        ASSERT_TRUE(hub_home(vault).ok());
    }
    for (const std::string& spelled : {std::string(64, 'g'), std::string(63, 'a'), std::string("a"), std::string()}) {
        const auto copy = Clinic::copy_of(clinic);
        Core core = copy->core();
        ASSERT_TRUE(core.database.run("UPDATE identity.setting SET value = ? WHERE name = 'hub_key'", {spelled}).ok());
        Vault vault = VaultOf::parts(std::move(core));
        const auto home = hub_home(vault);
        ASSERT_FALSE(home.ok()) << spelled;
        EXPECT_EQ(home.error().fault, fault::vault_damaged) << spelled;
    }
}

TEST(HubHome, a_list_of_devices_is_signed_by_the_root_for_that_alone_and_with_its_line)
{
    const Clinic clinic(Clinic::Kind::staffed);
    Vault vault = clinic.open();
    const std::string list = "three tablets";
    EXPECT_FALSE(sign_hub_list(vault, list, "hub_made", "desk", {std::string(admin), secret("no"), {}}).ok());
    const auto signature = sign_hub_list(vault, list, "hub_made", "desk", by_admin());
    ASSERT_TRUE(signature.ok());
    const auto holds = [&](const std::string& bytes) {
        return crypto::is_signed(load_header(clinic.folder)->root, bytes, *signature);
    };
    EXPECT_TRUE(holds(std::string(hub_list_purpose) + '\0' + list));
    EXPECT_FALSE(holds(list));
    const auto lines = *vault.audit(1, 1'000);
    const auto line = std::ranges::find(lines, "hub_made", &AuditEntry::event);
    ASSERT_NE(line, lines.end());
    EXPECT_EQ(line->reason, "desk");
}

TEST(HubHome, is_no_researchers)
{
    const Clinic clinic(Clinic::Kind::staffed);
    auto opened = clinic.try_open(researcher, researcher_passphrase);
    ASSERT_TRUE(opened.ok());
    EXPECT_EQ(hub_home(*opened).error().fault, fault::not_allowed);
    EXPECT_EQ(sign_hub_list(*opened, "x", "hub_made", "desk", by_admin()).error().fault, fault::not_allowed);
}

} // namespace rapport::vault::test
