// A Questionnaire of other making becomes a draft that says what it lost; one of ours that was changed is not believed.
#include <algorithm>
#include <set>

#include <gtest/gtest.h>

#include "tests/exchange/support.h"

using namespace rapport::instruments;
using namespace rapport::instruments::test;
using Json = nlohmann::json;

namespace {

Imported taken_in(const std::string& text)
{
    auto imported = import_questionnaire(text);
    EXPECT_TRUE(imported.ok());
    return imported.ok() ? *std::move(imported) : Imported{};
}

std::set<std::string> places(const Imported& imported)
{
    std::set<std::string> all;
    for (const Unkept& row : imported.unkept)
        all.insert(row.where);
    return all;
}

/// As form builders write them: points at the option, link ids that are LOINC paths, a score that sums whatever is
/// there.
const char* const foreign = R"json({
  "resourceType": "Questionnaire", "title": "Two questions", "name": "TwoQuestions", "status": "active",
  "publisher": "Somebody",
  "item": [{
    "linkId": "/g", "type": "group", "text": "Over the last 2 weeks", "item": [
      {"linkId": "/44250-9", "type": "choice", "text": "First, with a\nbreak", "required": true,
       "code": [{"system": "http://loinc.org", "code": "44250-9"}],
       "answerOption": [
         {"extension": [{"url": "http://hl7.org/fhir/StructureDefinition/ordinalValue", "valueDecimal": 0}],
          "valueCoding": {"system": "http://loinc.org", "code": "LA6568-5", "display": "Not at all"}},
         {"extension": [{"url": "http://hl7.org/fhir/StructureDefinition/ordinalValue", "valueDecimal": 3}],
          "valueCoding": {"system": "http://loinc.org", "code": "LA6571-9", "display": "Nearly every day"}}]},
      {"linkId": "second", "type": "boolean", "text": "Second?",
       "enableWhen": [{"question": "/44250-9", "operator": "=", "answerCoding": {"code": "LA6571-9"}}]},
      {"linkId": "third", "type": "choice", "text": "Third?",
       "enableWhen": [{"question": "second", "operator": "exists", "answerBoolean": true}],
       "answerOption": [{"valueCoding": {"code": "a", "display": "A"}}, {"valueCoding": {"code": "b", "display": "B"}}]},
      {"linkId": "words", "type": "text", "text": "Anything else?"},
      {"linkId": "sum", "type": "decimal", "text": "Sum", "extension": [{
         "url": "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression",
         "valueExpression": {"language": "text/fhirpath", "expression": "%resource.item.answer.value.weight().sum()"
}
}]
}
    ]
    }]
    })json";

Json own(const std::string& id)
{
    return Json::parse(export_fhir(read(definition_text(id))).bytes);
}

} // namespace

TEST(ImportFhir, what_is_understood_is_kept)
{
    const auto draft = Json::parse(taken_in(foreign).json);
    ASSERT_EQ(draft["items"].size(), 3U);
    EXPECT_EQ(draft["id"], "twoquestions");
    EXPECT_EQ(draft["title"], "Two questions");
    EXPECT_EQ(draft["key_status"], "unverified");
    EXPECT_EQ(draft["items"][0]["loinc"], "44250-9");
    EXPECT_EQ(draft["items"][0]["text"], "First, with a break");
    EXPECT_EQ(draft["items"][1]["asked_when"], Json::parse(R"({"item": "1", "equals": [3]})"));
    EXPECT_FALSE(draft["items"][2].contains("asked_when")) << "half of a condition is no condition";
    const auto& choices = draft["choices"][draft["items"][0]["choices"].get<std::string>()];
    EXPECT_EQ(choices, Json::parse(R"([{"value": 0, "text": "Not at all", "loinc": "LA6568-5"},
                                       {"value": 3, "text": "Nearly every day", "loinc": "LA6571-9"}])"));
    EXPECT_TRUE(draft["scores"].empty()) << "a sum of whatever was answered is no score";
}

TEST(ImportFhir, everything_else_is_listed_with_its_place)
{
    const std::set<std::string> expected = {
        "/status",                     // has no place in a definition
        "/publisher",                  //
        "/item/0/text",                // a group's heading
        "/item/0/item/0/linkId",       // became item 1
        "/item/0/item/0/required",     // every item may be declined
        "/item/0/item/0/text",         // the line break
        "/item/0/item/2/answerOption", // no points
        "/item/0/item/2/enableWhen/0", // "exists"
        "/item/0/item/3",              // free text
        "/item/0/item/4",              // the sum
    };
    EXPECT_EQ(places(taken_in(foreign)), expected);
}

TEST(ImportFhir, a_draft_of_other_making_is_refused_until_its_author_has_finished_it)
{
    const Imported imported = taken_in(foreign);
    EXPECT_FALSE(read_definition(imported.json).definition.has_value());
    std::set<std::string> open;
    for (const Unkept& row : imported.to_do)
        open.insert(row.where);
    for (const char* const where : {"/recall", "/sources", "/licence/holder", "/scores", "/examples"})
        EXPECT_TRUE(open.contains(where)) << where;
}

TEST(ImportFhir, a_changed_calculation_of_ours_brings_no_score)
{
    for (const char* const id : {"phq-9", "pcl-5", "every-rule"}) {
        Json form = own(id);
        for (Json& extension : form["extension"])
            if (extension.contains("valueExpression") && extension["valueExpression"]["name"] == "scoreTotal")
                extension["valueExpression"]["expression"] = "%q1 + %q2";
        for (Json& item : form["item"])
            if (item["linkId"] == "score.of_sum")
                item["extension"][0]["valueExpression"]["expression"] = "%scoreCounted";
        const Imported imported = taken_in(form.dump());
        EXPECT_TRUE(Json::parse(imported.json)["scores"].empty()) << id;
        EXPECT_FALSE(imported.unkept.empty()) << id;
    }
}

TEST(ImportFhir, changed_points_bring_no_score)
{
    Json form = own("phq-9");
    for (Json& item : form["item"]) {
        if (item["linkId"] != "1") continue;
        for (Json* const element : {&item["answerOption"][0], &item["answerOption"][0]["valueCoding"]})
            (*element)["extension"][0]["valueDecimal"] = 7;
    }
    EXPECT_TRUE(Json::parse(taken_in(form.dump()).json)["scores"].empty());
}

TEST(ImportFhir, points_that_disagree_with_each_other_are_not_taken)
{
    Json form = own("phq-9");
    for (Json& item : form["item"])
        if (item["linkId"] == "1") item["answerOption"][2]["extension"][0]["valueDecimal"] = 0;
    const Imported imported = taken_in(form.dump());
    EXPECT_TRUE(std::any_of(imported.unkept.begin(), imported.unkept.end(), [](const Unkept& row) {
        return row.where.ends_with("/answerOption/2") && row.what.find("points") != std::string::npos;
    }));
}

TEST(ImportFhir, a_changed_condition_of_ours_is_listed_and_its_skip_is_not_kept)
{
    Json form = own("pc-ptsd-5");
    Json* changed = nullptr;
    for (Json& item : form["item"])
        if (item["linkId"] == "3") changed = &item;
    ASSERT_NE(changed, nullptr);
    changed->erase("enableWhen");
    const Imported imported = taken_in(form.dump());
    const auto draft = Json::parse(imported.json);
    EXPECT_FALSE(draft["items"][3].contains("asked_when"));
    EXPECT_FALSE(draft["items"][3].contains("skipped_as"));
    EXPECT_TRUE(draft["items"][2].contains("asked_when"));
    EXPECT_EQ(imported.unkept.size(), 1U);
}

TEST(ImportFhir, what_is_no_questionnaire_is_refused_in_a_sentence)
{
    for (const char* const text :
         {"", "{", "{}", "[]", R"({"resourceType":"Bundle"})", R"({"resourceType":"Questionnaire"})",
          R"({"resourceType":"Questionnaire","item":[{"linkId":"1","type":"string"}]})",
          R"({"resourceType":"Questionnaire","resourceType":"Questionnaire"})", "\xff\xfe"}) {
        const auto imported = import_questionnaire(text);
        ASSERT_FALSE(imported.ok()) << text;
        EXPECT_EQ(imported.error().fault, not_a_questionnaire) << text;
        EXPECT_TRUE(imported.error().detail.ends_with(".")) << imported.error().detail;
    }
}
