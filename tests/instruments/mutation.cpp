#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "support.h"

// Every bundled definition is broken in every place, one at a time, and every break has to be seen.

using namespace rapport::instruments;
using namespace rapport::instruments::testing;
using nlohmann::json;

namespace {

bool sound(const json& text)
{
    return read_definition(text.dump()).definition.has_value();
}

/// The schema's own object definition for a value of the file, by the way that leads to it.
const json& resolved(const json& schema, const json& node)
{
    if (!node.contains("$ref")) return node;
    return schema.at(json::json_pointer(node["$ref"].get<std::string>().substr(1)));
}

using Visit = void (*)(json& file, json& object, const json& rules, const std::string& where);

/// Calls `visit` for each object of the file that the schema describes member by member.
void walk(json& file, json& node, const json& schema, const json& rules, const std::string& where, Visit visit)
{
    const json& rule = resolved(schema, rules);
    if (node.is_object() && rule.contains("properties")) {
        visit(file, node, rule, where);
        for (const auto& [name, child] : node.items()) {
            ASSERT_TRUE(rule["properties"].contains(name)) << where << "/" << name << " is not in the schema";
            walk(file, child, schema, rule["properties"][name], where + "/" + name, visit);
        }
    } else if (node.is_array() && rule.contains("items")) {
        for (std::size_t i = 0; i < node.size(); ++i)
            walk(file, node[i], schema, rule["items"], where + "/" + std::to_string(i), visit);
    } else if (node.is_object() && rule.contains("additionalProperties") && rule["additionalProperties"].is_object()) {
        for (const auto& [name, child] : node.items())
            walk(file, child, schema, rule["additionalProperties"], where + "/" + name, visit);
    }
}

void walk_all(Visit visit)
{
    const json schema = json::parse(file_text("../instruments/definition.schema.json"));
    for (const Bundled& row : bundled_definitions()) {
        json file = json::parse(row.json);
        walk(file, file, schema, schema, std::string(row.name), visit);
    }
}

int broken = 0;

} // namespace

TEST(Mutation, a_key_the_schema_requires_cannot_be_left_out)
{
    broken = 0;
    walk_all([](json& file, json& object, const json& rules, const std::string& where) {
        for (const json& name : rules.value("required", json::array())) {
            const json kept = object[name.get<std::string>()];
            object.erase(name.get<std::string>());
            EXPECT_FALSE(sound(file)) << where << " without " << name;
            object[name.get<std::string>()] = kept;
            ++broken;
        }
    });
    EXPECT_GT(broken, 800);
}

TEST(Mutation, a_key_the_schema_does_not_know_cannot_be_added)
{
    broken = 0;
    walk_all([](json& file, json& object, const json&, const std::string& where) {
        object["surprise"] = 1;
        EXPECT_FALSE(sound(file)) << where;
        object.erase("surprise");
        ++broken;
    });
    EXPECT_GT(broken, 200);
}

TEST(Mutation, a_value_of_the_wrong_kind_is_refused_everywhere)
{
    broken = 0;
    walk_all([](json& file, json& object, const json&, const std::string& where) {
        for (auto& [name, child] : object.items()) {
            const json kept = child;
            child = broken % 2 == 0 ? json() : json::array({json::array()});
            EXPECT_FALSE(sound(file)) << where << "/" << name << " as " << child;
            child = kept;
            ++broken;
        }
    });
    EXPECT_GT(broken, 1'000);
}

TEST(Mutation, no_worked_example_survives_a_changed_expectation)
{
    broken = 0;
    for (const Bundled& row : bundled_definitions()) {
        json file = json::parse(row.json);
        for (json& example : file["examples"])
            for (auto& [id, value] : example["expect"]["scores"].items()) {
                const json kept = value;
                for (const json& wrong : {kept.is_null() ? json(0) : json(kept.get<double>() + 1), json("x")}) {
                    value = wrong;
                    EXPECT_FALSE(sound(file)) << row.name << " " << example["name"] << " " << id;
                    ++broken;
                }
                value = kept;
            }
    }
    EXPECT_GT(broken, 150);
}

TEST(Mutation, no_slip_in_a_scoring_key_survives)
{
    broken = 0;
    for (const Bundled& row : bundled_definitions()) {
        json file = json::parse(row.json);
        for (json& score : file["scores"]) {
            const json kept = score;
            const auto refused = [&](const std::string& what) {
                EXPECT_FALSE(sound(file)) << row.name << " " << kept["id"] << " " << what;
                score = kept;
                ++broken;
            };
            const std::set<std::string> members = kept.value("items", json::array());
            for (std::size_t i = 0; i < members.size(); ++i) {
                for (const json& other : file["items"])
                    if (!members.contains(other["id"])) {
                        score["items"][i] = other["id"];
                        refused("with " + other["id"].dump() + " for " + kept["items"][i].dump());
                    }
                score["reversed"] = json::array({kept["items"][i]});
                refused("with an item reversed");
                if (members.size() > 1) {
                    score["items"].erase(i);
                    refused("without one item");
                }
            }
            score["method"] = members.size() > 1 && kept["method"] != "mean" ? "mean" : "product";
            refused("by another method");
            if (kept["missing"].contains("max_missing")) {
                score["missing"]["max_missing"] = kept["missing"]["max_missing"].get<int>() + 1;
                refused("with one missing item more allowed");
            } else {
                score["missing"]["min_answered"] = kept["missing"]["min_answered"].get<int>() - 1;
                refused("with one answered item fewer asked for");
            }
            for (const char* const name : {"scale", "count_at_least"})
                if (kept.contains(name)) {
                    score[name] = kept[name].get<double>() + 1;
                    refused("with another " + std::string(name));
                }
            for (const char* const name : {"recode", "weights"})
                if (kept.contains(name))
                    for (const auto& [key, number] : kept[name].items()) {
                        score[name][key] = number.get<double>() + 1;
                        refused("with another " + std::string(name) + " of " + key);
                    }
            for (std::size_t i = 0; i < kept.value("scores", json::array()).size(); ++i) {
                score["scores"].erase(i);
                refused("without one score");
            }
            for (std::size_t i = 1; i < kept.value("bands", json::array()).size(); ++i)
                for (const int step : {-1, 1}) {
                    score["bands"][i - 1]["to"] = kept["bands"][i - 1]["to"].get<int>() + step;
                    score["bands"][i]["from"] = kept["bands"][i]["from"].get<int>() + step;
                    refused("with the edge of a band moved");
                }
            for (std::size_t i = 0; i < kept.value("cut_offs", json::array()).size(); ++i)
                for (const int step : {-1, 1}) {
                    score["cut_offs"][i]["from"] = kept["cut_offs"][i]["from"].get<int>() + step;
                    score["cut_offs"][i]["to"] = kept["cut_offs"][i]["to"].get<int>() + step;
                    refused("with its cut-off moved");
                }
        }
    }
    EXPECT_GT(broken, 500);
}

TEST(Mutation, no_slip_in_a_rule_survives)
{
    broken = 0;
    for (const Bundled& row : bundled_definitions()) {
        json file = json::parse(row.json);
        const auto moved = [&](json& number, const std::string& what, bool down = true) {
            const json kept = number;
            for (const int step : {-1, 1}) {
                if (step < 0 && !down) continue;
                number = kept.get<int>() + step;
                EXPECT_FALSE(sound(file)) << row.name << " " << what << " as " << number;
                ++broken;
            }
            number = kept;
        };
        const auto in_whole_points = [&](const json& part) {
            for (const json& score : file["scores"])
                if (part.contains("score") && score["id"] == part["score"])
                    return score["method"] != "percent_of_max" && score["method"] != "mean";
            return true;
        };
        for (json& criterion : file["criteria"])
            for (json& part : criterion["parts"]) {
                // Between a percentage and the next one below may lie no value a score can have.
                for (const char* const name : {"need", "at_least", "most", "at_most"})
                    if (part.contains(name))
                        moved(part[name], criterion["id"].get<std::string>() + " " + name,
                              in_whole_points(part) && part[name].is_number_integer());
                for (const char* const name : {"at_least_by_sex", "at_most_by_sex"})
                    for (const char* const sex : {"female", "male"})
                        if (part.contains(name)) moved(part[name][sex], criterion["id"].get<std::string>() + " " + sex);
                if (part.contains("at_least_for"))
                    for (auto& [item, number] : part["at_least_for"].items())
                        moved(number, criterion["id"].get<std::string>() + " at_least_for " + item);
            }
        for (json& critical : file["critical_items"]) {
            if (critical.contains("at_least")) moved(critical["at_least"], "critical item");
            critical["when_unanswered"] = false;
            EXPECT_FALSE(sound(file));
        }
    }
    EXPECT_GT(broken, 30);
}

TEST(Mutation, random_bytes_never_do_more_than_give_problems)
{
    std::mt19937_64 random(1);
    const std::vector<std::string> texts = {small_definition(), std::string(bundled("check-in-patient")),
                                            std::string(bundled("wai-sr-client"))};
    int refused = 0;
    for (int i = 0; i < 10'000; ++i) {
        std::string text = texts[static_cast<std::size_t>(i) % texts.size()];
        for (int changes = pick(random, 1, 4); changes > 0; --changes) {
            const auto at = static_cast<std::size_t>(pick(random, 0, static_cast<int>(text.size()) - 1));
            const int kind = pick(random, 0, 3);
            if (kind == 0) text[at] = static_cast<char>(pick(random, 0, 255));
            if (kind == 1) text.erase(at, static_cast<std::size_t>(pick(random, 1, 20)));
            if (kind == 2)
                text.insert(at, text.substr(static_cast<std::size_t>(pick(random, 0, static_cast<int>(at))), 15));
            if (kind == 3) text[at] = "{}[]\",:0123456789-.eE\\"[pick(random, 0, 21)];
        }
        const Reading reading = read_definition(text);
        ASSERT_NE(reading.definition.has_value(), !reading.problems.empty());
        refused += reading.definition ? 0 : 1;
    }
    EXPECT_GT(refused, 6'000);
}
