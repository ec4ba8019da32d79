// What goes out comes back: for every instrument that comes with Rapport, and for made-up ones with every kind of rule.
#include <gtest/gtest.h>

#include "tests/exchange/support.h"

using namespace rapport::instruments;
using namespace rapport::instruments::test;

namespace {

/// An author's part, done: the key as it was, and the examples.
nlohmann::json finished(const std::string& draft, const nlohmann::json& original)
{
    auto json = nlohmann::json::parse(draft);
    json["examples"] = original["examples"];
    json["key_status"] = original["key_status"];
    return json;
}

/// Two spellings of one thing: a set need not be named at every item, and conditions may say "at_least".
nlohmann::json plain(nlohmann::json definition)
{
    const bool one_set = definition["choices"].size() == 1;
    for (auto& item : definition["items"])
        if (one_set) item["choices"] = definition["choices"].items().begin().key();
    return definition;
}

void comes_back(const std::string& text, const std::string& name, const std::string& exported)
{
    const auto imported = import_questionnaire(exported);
    ASSERT_TRUE(imported.ok()) << name << ": " << imported.error().detail;
    for (const Unkept& row : imported->unkept)
        ADD_FAILURE() << name << " " << row.where << ": " << row.what;
    const auto draft = nlohmann::json::parse(imported->json);
    EXPECT_EQ(draft["key_status"], "unverified") << name;
    EXPECT_TRUE(draft["examples"].empty()) << name;
    EXPECT_FALSE(read_definition(imported->json).definition.has_value()) << name << " is sound without examples";
    ASSERT_EQ(imported->to_do.size(), 1U)
        << name << ": " << imported->to_do.front().where << " " << imported->to_do.front().what;
    EXPECT_EQ(imported->to_do.front().where, "/examples") << name;

    const auto original = nlohmann::json::parse(text);
    const auto back = finished(imported->json, original);
    EXPECT_EQ(plain(back), plain(original)) << name << nlohmann::json::diff(plain(original), plain(back)).dump();
    EXPECT_TRUE(read_definition(back.dump()).definition.has_value()) << name;
}

} // namespace

TEST(RoundTrip, a_fhir_questionnaire_of_ours_gives_the_same_definition)
{
    for (const auto& [name, text] : every_definition())
        comes_back(text, name, export_fhir(read(text)).bytes);
}

TEST(RoundTrip, a_program_that_writes_members_in_its_own_order_changes_nothing)
{
    for (const auto& [name, text] : every_definition())
        comes_back(text, name, nlohmann::json::parse(export_fhir(read(text)).bytes).dump());
}

TEST(RoundTrip, a_redcap_dictionary_of_ours_gives_the_same_definition)
{
    for (const auto& [name, text] : every_definition())
        comes_back(text, name, export_redcap(read(text)).bytes);
}

TEST(RoundTrip, a_redcap_archive_of_ours_gives_the_same_definition)
{
    for (const auto& [name, text] : every_definition()) {
        const auto archive = export_redcap_zip(read(text));
        ASSERT_TRUE(archive.ok()) << name;
        comes_back(text, name, archive->bytes);
    }
}

TEST(RoundTrip, the_same_definition_gives_the_same_bytes)
{
    for (const auto& [name, text] : every_definition()) {
        EXPECT_EQ(export_fhir(read(text)).bytes, export_fhir(read(text)).bytes) << name;
        EXPECT_EQ(export_redcap_zip(read(text))->bytes, export_redcap_zip(read(text))->bytes) << name;
    }
}
