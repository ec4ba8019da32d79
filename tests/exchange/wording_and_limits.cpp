// Licensed wording stays at home, archives hold nothing of the machine, and damaged files end in a sentence.
#include <chrono>
#include <cstdlib>
#include <random>
#include <set>

#include <gtest/gtest.h>

#include "instruments/exchange/archive.h"
#include "tests/exchange/support.h"

using namespace rapport::instruments;
using namespace rapport::instruments::test;
using Json = nlohmann::json;

TEST(Wording, a_key_goes_out_without_a_word_for_the_patient)
{
    std::size_t keys = 0;
    for (const auto& [name, text] : every_definition()) {
        const Definition definition = read(text);
        if (definition.wording != Wording::key_only) continue;
        ++keys;
        const auto form = Json::parse(export_fhir(definition).bytes);
        EXPECT_EQ(form["status"], "draft") << name;
        for (const Json& item : form["item"]) {
            if (item["type"] != "choice") continue;
            EXPECT_FALSE(item.contains("text")) << name;
            for (const Json& option : item["answerOption"])
                EXPECT_FALSE(option["valueCoding"].contains("display")) << name;
        }
    }
    EXPECT_GE(keys, 15U);
}

TEST(Wording, wording_a_clinic_installed_stays_with_it_unless_its_licence_lets_it_out)
{
    const std::string secret = "Licensed words that must not leave";
    Json wording = Json::parse(R"({"instrument": "prps", "version": "", "items": {}, "choices": {},
        "permission": {"by": "Holder", "date": "2026-01-01", "reference": "L1"}})");
    const auto key = Json::parse(definition_text("prps"));
    wording["version"] = key["version"];
    for (const Json& item : key["items"])
        wording["items"][item["id"].get<std::string>()] = secret;
    for (const auto& [set, choices] : key["choices"].items())
        for (const Json& choice : choices)
            wording["choices"][set][std::to_string(choice["value"].get<int>())] = secret;
    const Merging merged = install_wording(key.dump(), wording.dump());
    ASSERT_TRUE(merged.problems.empty()) << merged.problems.front().what;
    Definition definition = read(merged.json);
    EXPECT_EQ(export_fhir(definition).bytes.find(secret), std::string::npos);
    EXPECT_EQ(export_redcap(definition).bytes.find(secret), std::string::npos);
    EXPECT_EQ(export_redcap_zip(definition)->bytes.find(secret), std::string::npos);
    definition.licence.may_release_text = true;
    EXPECT_NE(export_fhir(definition).bytes.find(secret), std::string::npos);
}

TEST(Fhir, link_ids_and_variables_are_all_different_and_plain)
{
    for (const auto& [name, text] : every_definition()) {
        const auto form = Json::parse(export_fhir(read(text)).bytes);
        std::set<std::string> seen;
        for (const Json& item : form["item"]) {
            EXPECT_TRUE(seen.insert(item["linkId"]).second) << name << " " << item["linkId"];
            EXPECT_EQ(item["linkId"].get<std::string>().find('|'), std::string::npos);
        }
        seen.clear();
        for (const Json& extension : form["extension"]) {
            if (!extension.contains("valueExpression")) continue;
            const std::string variable = extension["valueExpression"]["name"];
            EXPECT_TRUE(seen.insert(variable).second) << name << " " << variable;
            EXPECT_LE(variable.size(), 64U);
            for (const char c : variable)
                EXPECT_TRUE(std::isalnum(static_cast<unsigned char>(c))) << name << " " << variable;
        }
    }
}

TEST(Archive, the_place_of_the_machine_changes_nothing)
{
    const auto packed_in = [](const char* zone) {
        setenv("TZ", zone, 1);
        tzset();
        return *pack({{"OriginID.txt", "rapport"}, {"instrument.csv", "a,b\n"}});
    };
    const std::string here = packed_in("UTC");
    EXPECT_EQ(here, packed_in("Asia/Shanghai"));
    EXPECT_EQ(here, packed_in("America/St_Johns"));
    unsetenv("TZ");
    tzset();
    EXPECT_EQ(*unpack(here, "instrument.csv", 100), "a,b\n");
    EXPECT_FALSE(unpack(here, "instrument.csv", 2).ok());
}

/// What a disk, a mail program or an enemy does to a file: bytes changed, cut out, doubled.
TEST(Import, a_damaged_file_ends_in_a_sentence_or_in_a_draft_and_never_in_a_sound_definition)
{
    const Definition definition = read(definition_text("pc-ptsd-5"));
    const std::vector<std::string> whole = {export_fhir(definition).bytes, export_redcap(definition).bytes,
                                            export_redcap_zip(definition)->bytes};
    std::mt19937 draw(7);
    const auto below = [&](std::size_t n) { return static_cast<std::size_t>(draw() % n); };
    constexpr int cases = 10'002;
    int drafts = 0;
    for (int i = 0; i < cases; ++i) {
        std::string bytes = whole[static_cast<std::size_t>(i) % whole.size()];
        for (std::size_t change = 1 + below(3); change > 0; --change) {
            const std::size_t at = below(bytes.size());
            const std::size_t many = 1 + below(std::min<std::size_t>(40, bytes.size() - at));
            if (const std::size_t kind = below(3); kind == 0)
                bytes[at] = static_cast<char>(draw());
            else if (kind == 1)
                bytes.erase(at, std::min(many, bytes.size() - 1));
            else
                bytes.insert(at, bytes.substr(at, many));
        }
        const auto imported = import_questionnaire(bytes);
        if (!imported) {
            EXPECT_EQ(imported.error().fault, not_a_questionnaire);
            continue;
        }
        ++drafts;
        if (i % 10 == 0) {
            EXPECT_FALSE(read_definition(imported->json).definition.has_value());
        }
    }
    EXPECT_GT(drafts, cases / 20) << "nearly everything was refused at the door, so little was tried";
}

/// Files of the largest size there may be, made to take long.
TEST(Import, a_file_made_to_take_long_does_not)
{
    const auto began = std::chrono::steady_clock::now();
    std::string many = R"({"resourceType":"Questionnaire","item":[)";
    for (int i = 0; i < 100'000; ++i)
        many += (i == 0 ? R"({"linkId":"x)" : R"(,{"linkId":"x)") + std::to_string(i) + R"(","type":"boolean"})";
    const auto form = import_questionnaire(many + "]}");
    ASSERT_TRUE(form.ok());
    EXPECT_EQ(Json::parse(form->json)["items"].size(), 2'000U);

    // Each question rests on all before it.
    Json gates = Json::parse(definition_text("phq-2"));
    Json all = Json::array();
    gates["items"] = Json::array();
    for (int i = 1; i <= 40; ++i) {
        Json item = {{"id", std::to_string(i)}, {"label", "x"}, {"text", "x"}, {"choices", "frequency"}};
        if (i > 1) item["asked_when"] = {{"all", all}};
        if (i > 1) item["skipped_as"] = 0;
        all.push_back({{"item", std::to_string(i)}, {"at_least", 1}});
        gates["items"].push_back(item);
    }
    Json exported = Json::parse(export_fhir(read(definition_text("phq-2"))).bytes);
    Json question;
    for (const Json& item : exported["item"])
        if (item["linkId"] == "1") question = item;
    exported["item"] = Json::array();
    Json rest = {{"items", Json::object()}, {"scores", gates["scores"]}};
    for (const Json& item : gates["items"]) {
        question["linkId"] = item["id"];
        exported["item"].push_back(question);
        Json& own = rest["items"][item["id"].get<std::string>()] = Json::object();
        if (item.contains("asked_when")) own["asked_when"] = item["asked_when"];
    }
    for (Json& extension : exported["extension"])
        if (extension["url"] == "https://rapport.invalid/fhir/StructureDefinition/definition")
            extension["valueString"] = rest.dump();
    const auto nested = import_questionnaire(exported.dump());
    ASSERT_TRUE(nested.ok());
    EXPECT_TRUE(Json::parse(nested->json)["scores"].empty());
    EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(20));
}
