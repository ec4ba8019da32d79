// Which instruments a real clinic may give to a patient: a key somebody checked, and exactly that key.
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "instruments/reader.h"
#include "instruments/sheet/starting_file.h"
#include "instruments/sheet/wording_file.h"
#include "instruments/use.h"
#include "storage/vault/known_packs.h"
#include "storage/vault/schema.h"
#include "storage/vault/vault_of.h"
#include "tests/vault/clinic.h"

namespace rapport::vault::test {

namespace {

Status start(Vault& vault, const sealed::Id& person, const std::string& instrument)
{
    SessionWish wish;
    wish.person = person;
    wish.battery = {instrument};
    const auto job = vault.start_session(wish);
    return job ? Status() : Status(job.error());
}

instruments::KeyCheck check_of(const std::string& instrument, const std::string& version)
{
    return {instrument, version, "M. Vance", "2026-03-02", "licensed form, page 2"};
}

void install_therapist_wording(Vault& vault, const std::string& mark)
{
    const auto& key = *instruments::find_in_library("wai-sr-therapist");
    std::string text = instruments::wording_template(key);
    for (auto at = text.find("\"\""); at != std::string::npos; at = text.find("\"\"", at))
        text.replace(at, 2, "\"" + mark + "\"");
    const auto prepared = instruments::prepare_wording(key, text, {"SPR", "2026-01-05", "L-1"});
    ASSERT_TRUE(prepared.problems.empty());
    ASSERT_TRUE(vault.install_wording(prepared.json).ok());
}

} // namespace

TEST(SignOffs, an_unverified_key_is_refused_in_a_clinic_until_somebody_checked_it_and_allowed_in_a_demo)
{
    const Clinic clinic;
    sealed::Id person{};
    {
        Vault vault = clinic.open();
        person = somebody(vault).id;
        install_therapist_wording(vault, "words");
        const Status refused = start(vault, person, "wai-sr-therapist");
        EXPECT_EQ(refused.error().fault, instruments::key_not_verified);
        EXPECT_EQ(refused.error().detail, "wai-sr-therapist");
        const auto record = vault.sign_off(check_of("wai-sr-therapist", "12-item-en"));
        ASSERT_TRUE(record.ok());
        EXPECT_EQ(record->actor, user);
        EXPECT_TRUE(start(vault, person, "wai-sr-therapist").ok());
    }
    Vault vault = clinic.open();
    EXPECT_TRUE(start(vault, person, "wai-sr-therapist").ok());
    install_therapist_wording(vault, "other words of the same key");
    EXPECT_TRUE(start(vault, person, "wai-sr-therapist").ok());
    EXPECT_TRUE(vault.verify().ok());

    const Clinic demo(Clinic::Kind::demo);
    Vault demo_vault = demo.open();
    EXPECT_TRUE(start(demo_vault, somebody(demo_vault).id, "wai-sr-therapist").ok());
}

TEST(SignOffs, a_sign_off_says_who_when_against_what_and_for_which_version)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    EXPECT_EQ(vault.sign_off(check_of("wai-sr-therapist", "10-item-en")).error().fault, fault::other_version);
    EXPECT_EQ(vault.sign_off(check_of("no-such", "v")).error().fault, fault::unknown_instrument);
    for (std::string instruments::KeyCheck::*part :
         {&instruments::KeyCheck::by, &instruments::KeyCheck::date, &instruments::KeyCheck::reference}) {
        instruments::KeyCheck check = check_of("wai-sr-therapist", "12-item-en");
        (check.*part).clear();
        EXPECT_EQ(vault.sign_off(check).error().fault, fault::empty_note);
    }
    EXPECT_TRUE(vault.sign_offs()->empty());
    ASSERT_TRUE(vault.sign_off(check_of("wai-sr-therapist", "12-item-en")).ok());
    const SignOff row = vault.sign_offs()->front();
    EXPECT_EQ(row.by, "M. Vance");
    EXPECT_EQ(row.date, "2026-03-02");
    EXPECT_EQ(row.reference, "licensed form, page 2");
    EXPECT_EQ(row.at_ms, clinic.now);
    EXPECT_TRUE(row.holds);
    const auto lines = *vault.audit(1, 1000);
    const auto signed_off = std::count_if(lines.begin(), lines.end(), [&](const AuditEntry& entry) {
        return entry.event == "key_signed_off" && entry.object == "wai-sr-therapist" && entry.reason == row.hash;
    });
    EXPECT_EQ(signed_off, 1);
}

TEST(SignOffs, words_that_are_too_long_are_refused_and_bytes_that_are_no_text_stand_as_marks)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    instruments::KeyCheck check = check_of("wai-sr-therapist", "12-item-en");
    check.reference.assign(1001, 'x');
    EXPECT_EQ(vault.sign_off(check).error().fault, fault::too_long);
    EXPECT_TRUE(vault.sign_offs()->empty());
    check.reference = "page \xff 2"; // as a terminal in another encoding may give it
    ASSERT_TRUE(vault.sign_off(check).ok());
    EXPECT_EQ(vault.sign_offs()->front().reference, "page \xEF\xBF\xBD 2");
    EXPECT_TRUE(vault.verify().ok());
}

TEST(SignOffs, a_definition_of_the_clinics_own_is_used_once_signed_off_and_only_as_it_was_then)
{
    const Clinic clinic;
    sealed::Id person{};
    {
        Vault vault = clinic.open();
        person = somebody(vault).id;
        ASSERT_TRUE(vault.add_definition(own_definition("v1")).ok());
        EXPECT_EQ(start(vault, person, "made-up").error().fault, fault::not_signed_off)
            << "its author calling the key verified is not enough";
        ASSERT_TRUE(vault.sign_off(check_of("made-up", "v1")).ok());
        EXPECT_TRUE(start(vault, person, "made-up").ok());
    }
    Vault vault = clinic.open();
    EXPECT_TRUE(start(vault, person, "made-up").ok());
    EXPECT_EQ(vault.add_definition(own_definition("v1", "unverified")).error().fault, fault::version_taken);
    ASSERT_TRUE(vault.add_definition(own_definition("v2")).ok());
    EXPECT_EQ(vault.instrument("made-up")->version, "v2");
    EXPECT_EQ(start(vault, person, "made-up").error().fault, fault::not_signed_off);
    EXPECT_FALSE(vault.sign_offs()->front().holds);
    ASSERT_TRUE(vault.sign_off(check_of("made-up", "v2")).ok());
    EXPECT_TRUE(start(vault, person, "made-up").ok());
    EXPECT_TRUE(vault.verify().ok());

    const Clinic demo(Clinic::Kind::demo);
    Vault demo_vault = demo.open();
    ASSERT_TRUE(demo_vault.add_definition(own_definition("v1")).ok());
    EXPECT_TRUE(start(demo_vault, somebody(demo_vault).id, "made-up").ok());
}

TEST(SignOffs, an_own_definition_is_pinned_scored_and_never_stands_in_for_one_of_rapports)
{
    Clinic clinic;
    Vault vault = clinic.open();
    const sealed::Id person = somebody(vault).id;
    const auto hash = vault.add_definition(own_definition("v1"));
    ASSERT_TRUE(hash.ok());
    ASSERT_TRUE(vault.sign_off(check_of("made-up", "v1")).ok());
    Clinic::answer(started(vault, person, {"made-up"}), all_items(0, 1, 1));
    ASSERT_EQ(vault.ingest()->administrations, 1);
    const Administration given = vault.administrations(person)->front();
    EXPECT_EQ(given.definition_hash, *hash);
    EXPECT_EQ(given.scores.front().value, 1.0);

    EXPECT_EQ(vault.add_definition(instruments::find_in_library("pcl-5")->source_text).error().fault,
              fault::instrument_taken);
    EXPECT_EQ(vault.add_definition("{}").error().fault, fault::definition_refused);
    EXPECT_EQ(vault.add_definition(instruments::starting_file("half-done")).error().fault, fault::definition_refused);
    EXPECT_EQ(vault.instrument("half-done"), nullptr);
}

/// And only exactly as it comes: one changed letter makes it a definition of the clinic's own.
TEST(SignOffs, a_pack_of_the_program_needs_none)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const sealed::Id person = somebody(vault).id;
    for (const KnownPack& pack : known_packs) {
        const std::string id(pack.id);
        std::ifstream file(std::string(RAPPORT_TEST_DATA) + "/../instruments/packs/" + id + "/definition.json");
        const std::string text{std::istreambuf_iterator<char>(file), {}};
        const auto hash = vault.add_definition(text);
        ASSERT_TRUE(hash.ok()) << id;
        EXPECT_EQ(*hash, pack.hash) << id << ": known_packs.h must name the file as it is";
        EXPECT_TRUE(start(vault, person, id).ok()) << id;
    }
    std::ifstream file(std::string(RAPPORT_TEST_DATA) + "/../instruments/packs/who-5/definition.json");
    std::string text{std::istreambuf_iterator<char>(file), {}};
    text.insert(text.find("\"version\": \"") + 12, "x");
    ASSERT_TRUE(vault.add_definition(text).ok());
    EXPECT_EQ(start(vault, person, "who-5").error().fault, fault::not_signed_off);
}

TEST(SignOffs, a_record_that_is_not_as_it_was_written_signs_nothing_off)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const sealed::Id person = somebody(vault).id;
    install_therapist_wording(vault, "words");
    ASSERT_TRUE(vault.sign_off(check_of("wai-sr-therapist", "12-item-en")).ok());
    ASSERT_TRUE(start(vault, person, "wai-sr-therapist").ok());
    Core& core = VaultOf::core(vault);
    const std::string name = "sign_off:wai-sr-therapist";
    const std::string whole = **read_setting(core.database, name);
    const auto without = [&](const std::string& field) {
        std::string text = whole;
        text.replace(text.find('"' + field + '"') + 1, 1, "_");
        return text;
    };
    const auto as_other_kind = [&](const std::string& field) {
        const std::size_t at = whole.find(':', whole.find('"' + field + '"')) + 1;
        const std::size_t end = whole.find_first_of(",}", whole[at] == '"' ? whole.find('"', at + 1) : at);
        return whole.substr(0, at) + "[1]" + whole.substr(end);
    };
    std::vector<std::string> damaged{"", "no json", "[]", "7", "\"words\"", "{}", whole.substr(0, whole.size() / 2)};
    for (const char* const field : {"instrument", "version", "hash", "by", "date", "reference", "actor", "at_ms"}) {
        damaged.push_back(without(field));
        damaged.push_back(as_other_kind(field));
    }
    for (const std::string& text : damaged) {
        ASSERT_TRUE(write_setting(core.database, name, text).ok());
        EXPECT_EQ(vault.sign_offs().error().fault, fault::vault_damaged) << text;
        EXPECT_EQ(start(vault, person, "wai-sr-therapist").error().fault, fault::vault_damaged) << text;
    }
    // Whole, and of another definition or without who and when: no sign-off of this one.
    for (const char* const field : {"hash", "by", "date", "reference", "version"}) {
        std::string text = whole;
        const std::size_t at = text.find(":\"", text.find('"' + std::string(field) + '"')) + 2;
        text.erase(at, text.find('"', at) - at);
        ASSERT_TRUE(write_setting(core.database, name, text).ok());
        EXPECT_EQ(start(vault, person, "wai-sr-therapist").error().fault, instruments::key_not_verified) << text;
    }
    ASSERT_TRUE(write_setting(core.database, name, whole).ok());
    EXPECT_TRUE(start(vault, person, "wai-sr-therapist").ok());
}

TEST(SignOffs, one_of_an_instrument_that_is_no_more_is_shown_and_holds_no_more)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    ASSERT_TRUE(vault.add_definition(own_definition("v1")).ok());
    ASSERT_TRUE(vault.sign_off(check_of("made-up", "v1")).ok());
    ASSERT_TRUE(vault.sign_offs()->front().holds);
    ASSERT_TRUE(
        VaultOf::core(vault).database.run("DELETE FROM main.setting WHERE name = 'own_definition:made-up'").ok());
    ASSERT_EQ(vault.sign_offs()->size(), 1U);
    EXPECT_FALSE(vault.sign_offs()->front().holds);
}

} // namespace rapport::vault::test
