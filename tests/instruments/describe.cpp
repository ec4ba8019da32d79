#include "instruments/describe_json.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "support.h"

using namespace rapport::instruments;
using namespace rapport::instruments::testing;
using nlohmann::json;

TEST(Describe, the_list_names_every_definition_once)
{
    const json list = json::parse(list_json(library()));
    ASSERT_EQ(list.size(), library().size());
    for (std::size_t i = 0; i < list.size(); ++i) {
        EXPECT_EQ(list[i]["id"], library()[i].id);
        EXPECT_EQ(list[i]["items"], library()[i].items.size());
    }
}

TEST(Describe, showing_a_definition_gives_the_facts_of_its_file)
{
    for (const Definition& definition : library()) {
        const json shown = json::parse(show_json(definition));
        const json file = json::parse(definition.source_text);
        for (const char* const name :
             {"id", "version", "title", "respondent", "recall", "wording", "licence", "sources"})
            EXPECT_EQ(shown[name], file[name]) << definition.id << name;
        EXPECT_EQ(shown["stem"], file.value("stem", json()));
        ASSERT_EQ(shown["items"].size(), file["items"].size());
        for (std::size_t i = 0; i < shown["items"].size(); ++i) {
            EXPECT_EQ(shown["items"][i]["id"], file["items"][i]["id"]);
            EXPECT_EQ(shown["items"][i]["text"], file["items"][i].value("text", json()));
        }
        for (std::size_t i = 0; i < shown["scores"].size(); ++i)
            for (const char* const name : {"id", "items", "min", "max", "missing", "direction"})
                EXPECT_EQ(shown["scores"][i][name], file["scores"][i][name]);
        EXPECT_EQ(shown["criteria"].size(), file.value("criteria", json::array()).size());
        EXPECT_EQ(shown["changes"].size(), file.value("changes", json::array()).size());
    }
}

TEST(Describe, thresholds_of_a_criterion_are_given_item_by_item)
{
    const json shown = json::parse(show_json(known("phq-9")));
    const json& part = shown["criteria"][1]["parts"][1];
    EXPECT_EQ(part["at_least"]["9"], 1);
    EXPECT_EQ(part["at_least"]["1"], 2);
    EXPECT_EQ(part["need"], 2);
    EXPECT_EQ(part["most"], 4);
}

TEST(Describe, a_check_gives_every_problem_with_its_pointer)
{
    const Reading broken = read_definition(replaced(small_definition(), "\"max\":4", "\"max\":5"));
    const json check = json::parse(check_json("a.json", broken));
    EXPECT_EQ(check["file"], "a.json");
    EXPECT_EQ(check["sound"], false);
    EXPECT_EQ(check["id"], json());
    EXPECT_EQ(check["problems"].size(), broken.problems.size());
    EXPECT_EQ(check["problems"][0]["pointer"], "/scores/0/max");
    const json good = json::parse(check_json("b.json", read_definition(small_definition())));
    EXPECT_EQ(good["sound"], true);
    EXPECT_EQ(good["id"], "small");
    EXPECT_EQ(good["problems"], json::array());
}
