// Licensed wording: what is kept of the permission, and which words each administration was shown.
#include <gtest/gtest.h>

#include "instruments/reader.h"
#include "instruments/sheet/wording_file.h"
#include "tests/vault/clinic.h"

namespace rapport::vault::test {

namespace {

using instruments::Definition;

/// The template of an instrument filled with words that carry `mark`.
std::string wording(const Definition& definition, const std::string& mark)
{
    std::string text = instruments::wording_template(definition);
    for (auto at = text.find("\"\""); at != std::string::npos; at = text.find("\"\"", at))
        text.replace(at, 2, "\"Words " + mark + "\"");
    const instruments::PreparedWording prepared =
        instruments::prepare_wording(definition, text, {"SPR", "2026-01-05", "L-" + mark});
    EXPECT_TRUE(prepared.problems.empty());
    return prepared.json;
}

const Definition& client()
{
    return *instruments::find_in_library("wai-sr-client");
}

/// Gives the hash the new administration is kept with.
std::string answer_once(Clinic& clinic, Vault& vault, const sealed::Id& person)
{
    const sealed::Job job = started(vault, person, {"wai-sr-client"});
    Clinic::answer(job, all_items(0, 12, 3));
    clinic.now += 3'600'000;
    EXPECT_EQ(vault.ingest()->administrations, 1);
    for (const Administration& given : *vault.administrations(person))
        if (given.session == job.session) return given.definition_hash;
    return {};
}

std::vector<std::string> events(Vault& vault)
{
    std::vector<std::string> out;
    for (const AuditEntry& entry : *vault.audit(1, 1000))
        out.push_back(entry.event + " " + entry.object);
    return out;
}

} // namespace

TEST(Wording, each_administration_keeps_the_hash_of_the_words_it_showed)
{
    Clinic clinic;
    Vault vault = clinic.open();
    const sealed::Id person = somebody(vault).id;
    ASSERT_TRUE(vault.install_wording(wording(client(), "one")).ok());
    const std::string first = answer_once(clinic, vault, person);
    ASSERT_TRUE(vault.install_wording(wording(client(), "two")).ok());
    const std::string second = answer_once(clinic, vault, person);

    const auto wordings = *vault.wordings();
    ASSERT_EQ(wordings.size(), 2U);
    EXPECT_FALSE(wordings[0].in_use);
    EXPECT_TRUE(wordings[1].in_use);
    EXPECT_EQ(first, wordings[0].hash);
    EXPECT_EQ(second, wordings[1].hash);
    EXPECT_NE(first, second);
    for (const Administration& given : *vault.administrations(person))
        EXPECT_EQ(given.scores.front().value, 36.0); // twelve threes, by either wording
}

TEST(Wording, the_permission_stays_on_record_with_who_installed_it_and_an_audit_line)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    ASSERT_TRUE(vault.install_wording(wording(client(), "seven")).ok());
    const InstalledWording row = vault.wordings()->front();
    EXPECT_EQ(row.instrument, "wai-sr-client");
    EXPECT_EQ(row.version, client().version);
    EXPECT_EQ(row.language, "en");
    EXPECT_EQ(row.licensor, "SPR");
    EXPECT_EQ(row.date, "2026-01-05");
    EXPECT_EQ(row.reference, "L-seven");
    EXPECT_EQ(row.actor, user);
    const auto lines = events(vault);
    EXPECT_EQ(std::count(lines.begin(), lines.end(), "wording_installed wai-sr-client"), 1);
    EXPECT_TRUE(vault.verify().ok());
}

TEST(Wording, taken_out_again_it_is_asked_no_more_and_who_answered_it_keeps_it)
{
    Clinic clinic;
    sealed::Id person{};
    {
        Vault vault = clinic.open();
        person = somebody(vault).id;
        EXPECT_EQ(vault.remove_wording("wai-sr-client").error().fault, fault::no_wording);
        EXPECT_EQ(vault.remove_wording("no-such").error().fault, fault::unknown_instrument);
        ASSERT_TRUE(vault.install_wording(wording(client(), "one")).ok());
        EXPECT_FALSE(answer_once(clinic, vault, person).empty());
        ASSERT_TRUE(vault.remove_wording("wai-sr-client").ok());
        EXPECT_EQ(vault.remove_wording("wai-sr-client").error().fault, fault::no_wording);
    }
    Vault vault = clinic.open();
    EXPECT_EQ(vault.instrument("wai-sr-client")->wording, instruments::Wording::key_only);
    SessionWish wish;
    wish.person = person;
    wish.battery = {"wai-sr-client"};
    EXPECT_EQ(vault.start_session(wish).error().fault, fault::no_wording);
    EXPECT_EQ(vault.administrations(person)->front().definition_hash, vault.wordings()->front().hash);
    EXPECT_EQ(vault.wordings()->size(), 2U) << "the row that takes it out stands beside the one that put it in";
    EXPECT_TRUE(vault.verify().ok());

    ASSERT_TRUE(vault.install_wording(wording(client(), "again")).ok());
    EXPECT_TRUE(vault.start_session(wish).ok());
}

TEST(Wording, an_instrument_whose_words_come_with_rapport_takes_no_others)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const std::string text = R"({"instrument":"gad-7","version":"two-weeks-en"})";
    EXPECT_EQ(vault.install_wording(text).error().fault, fault::definition_refused);
    EXPECT_TRUE(vault.wordings()->empty());
}

} // namespace rapport::vault::test
