// Definitions as they are kept: by their bytes, whatever a later program thinks of them.
#include <gtest/gtest.h>

#include "instruments/reader.h"
#include "instruments/sheet/wording_file.h"
#include "storage/vault/definitions.h"
#include "storage/vault/schema.h"
#include "storage/vault/vault_of.h"
#include "tests/vault/busy_vault.h"

namespace rapport::vault::test {

namespace {

Status keep_bytes(Core& core, const std::string& bytes, const crypto::Hash& under)
{
    return core.database.run("INSERT INTO main.definition (hash, instrument, version, json) VALUES (?, 'kept', '1', ?)",
                             {under, Blob{bytes}});
}

/// A row of installed wording as a program before this one may have left it.
Status keep_wording(Core& core, const std::string& instrument, const std::string& combined, std::int64_t at_ms)
{
    return core.database.run(
        "INSERT INTO main.installed_wording (instrument, at_ms, actor, combined) VALUES (?, ?, 'Somebody', ?)",
        {instrument, at_ms, Blob{combined}});
}

} // namespace

TEST(Definitions, one_whose_bytes_are_not_those_of_its_hash_is_damage_and_scores_nothing)
{
    const Clinic clinic;
    Core core = clinic.core();
    const crypto::Hash hash = crypto::hash("some other bytes");
    ASSERT_TRUE(check_definitions(core).ok());
    EXPECT_EQ(pinned_json(core, hash).error().fault, fault::vault_damaged) << "one that is not there";
    ASSERT_TRUE(keep_bytes(core, own_definition("1"), hash).ok());
    const Status checked = check_definitions(core);
    ASSERT_FALSE(checked.ok());
    EXPECT_EQ(checked.error().fault, fault::vault_damaged);
    EXPECT_EQ(checked.error().detail, "definition kept");
    EXPECT_EQ(pinned_json(core, hash).error().fault, fault::vault_damaged);
    EXPECT_EQ(pinned_definition(core, hash).error().fault, fault::vault_damaged);
}

TEST(Definitions, one_that_this_program_cannot_read_is_named_damaged_and_one_it_can_is_read_once)
{
    const Clinic clinic;
    Core core = clinic.core();
    const std::string unreadable = R"({"format":99})";
    ASSERT_TRUE(keep_bytes(core, unreadable, crypto::hash(unreadable)).ok());
    EXPECT_EQ(*pinned_json(core, crypto::hash(unreadable)), unreadable);
    const auto refused = pinned_definition(core, crypto::hash(unreadable));
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().fault, fault::vault_damaged);
    EXPECT_EQ(refused.error().detail, "definition " + sealed::hex(crypto::hash(unreadable)));
    const std::string own = own_definition("1");
    ASSERT_TRUE(keep_bytes(core, own, crypto::hash(own)).ok());
    const auto first = pinned_definition(core, crypto::hash(own));
    ASSERT_TRUE(first.ok());
    EXPECT_EQ((*first)->id, "made-up");
    EXPECT_EQ(*pinned_definition(core, crypto::hash(own)), *first);
}

TEST(Definitions, an_own_one_that_a_stricter_program_refuses_is_not_asked_and_the_vault_opens)
{
    const Clinic clinic;
    const std::string unreadable = R"({"format":99})";
    {
        Vault vault = clinic.open();
        Core& core = VaultOf::core(vault);
        ASSERT_TRUE(keep_bytes(core, unreadable, crypto::hash(unreadable)).ok());
        ASSERT_TRUE(write_setting(core.database, "own_definition:made-up", sealed::hex(crypto::hash(unreadable))).ok());
        // And one of the name of an instrument that a newer program brings itself.
        ASSERT_TRUE(write_setting(core.database, "own_definition:phq-9", sealed::hex(crypto::hash(unreadable))).ok());
        ASSERT_TRUE(load_instruments(core).ok());
        EXPECT_EQ(vault.instrument("made-up"), nullptr);
        EXPECT_EQ(vault.instrument("phq-9")->source_text, instruments::find_in_library("phq-9")->source_text);
        // Its bytes gone, nobody can say what was asked: that is damage.
        ASSERT_TRUE(write_setting(core.database, "own_definition:made-up", std::string(64, '0')).ok());
        EXPECT_EQ(load_instruments(core).error().fault, fault::vault_damaged);
        EXPECT_EQ(vault.add_definition(own_definition("2")).error().fault, fault::vault_damaged)
            << "a new version is not put over what cannot be read";
    }
}

TEST(Definitions, wording_that_no_longer_fits_leaves_the_instrument_as_the_program_brings_it)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    Core& core = VaultOf::core(vault);
    const std::string key = vault.instrument("wai-sr-client")->source_text;
    const std::string other = instruments::find_in_library("phq-9")->source_text;
    std::int64_t at_ms = 1;
    for (const std::string& combined :
         {std::string("no json"), std::string("[]"), std::string(R"({"format":99})"), other}) {
        ASSERT_TRUE(keep_wording(core, "wai-sr-client", combined, at_ms++).ok());
        ASSERT_TRUE(load_instruments(core).ok());
        EXPECT_EQ(vault.instrument("wai-sr-client")->source_text, key) << combined.substr(0, 40);
    }
    ASSERT_TRUE(keep_wording(core, "no-such", other, at_ms++).ok());
    ASSERT_TRUE(keep_wording(core, "no-such", {}, at_ms++).ok());
    ASSERT_TRUE(load_instruments(core).ok());
    EXPECT_EQ(vault.instrument("no-such"), nullptr);
    // They are told as they lie, with nothing made up about what they do not say.
    const auto rows = vault.wordings();
    ASSERT_TRUE(rows.ok());
    ASSERT_EQ(rows->size(), 6U);
    for (const InstalledWording& row : *rows) {
        EXPECT_FALSE(row.in_use);
        EXPECT_EQ(row.actor, "Somebody");
        EXPECT_EQ(row.licensor + row.date + row.reference, "");
    }
    EXPECT_EQ(vault.remove_wording("wai-sr-client").error().fault, fault::no_wording);
    EXPECT_EQ(vault.remove_wording("no-such").error().fault, fault::unknown_instrument);
}

TEST(Definitions, a_wording_file_that_is_too_large_or_says_not_what_it_is_for_is_refused)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    std::string large = BusyVault::wording("one");
    large.insert(large.find_last_of('}'), std::string((1U << 20U) - large.size() + 1, ' '));
    ASSERT_GT(large.size(), std::size_t{1} << 20U);
    for (const std::string& text : {large, std::string("[]"), std::string("7"), std::string("{}"),
                                    std::string(R"({"instrument":7})"), std::string(R"({"instrument":""})")})
        EXPECT_EQ(vault.install_wording(text).error().fault, fault::unknown_instrument) << text.substr(0, 40);
    EXPECT_TRUE(vault.wordings()->empty());
    large.erase(large.find("  "), large.size() - (std::size_t{1} << 20U));
    EXPECT_TRUE(vault.install_wording(large).ok()) << "one byte shorter it is taken";
}

} // namespace rapport::vault::test
