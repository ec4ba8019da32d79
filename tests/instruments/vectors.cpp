#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "instruments/change.h"
#include "instruments/score_json.h"
#include "support.h"

// The files in tests/vectors are facts: answers and expectations from the published rules, each with its source.

using namespace rapport::instruments;
using namespace rapport::instruments::testing;
using nlohmann::json;

namespace {

json vectors(const std::string& name)
{
    return json::parse(file_text("vectors/" + name + ".json"));
}

json scored(const Definition& definition, const json& vector)
{
    const auto out = score_json(definition, json{{"answers", vector["answers"]}}.dump());
    EXPECT_TRUE(out.ok()) << (out.ok() ? "" : out.error().detail);
    return out.ok() ? json::parse(*out) : json();
}

json truth(const json& tri)
{
    return tri == "met" ? json(true) : tri == "not_met" ? json(false) : json();
}

std::set<std::string> words(const json& list)
{
    return list.get<std::set<std::string>>();
}

/// The past-week form by the same key, as data: the pattern belongs to the past month only.
Definition past_week()
{
    json week = json::parse(bundled("pcl-5"));
    week["version"] = "past-week-2018-en";
    week.erase("criteria");
    for (json& example : week["examples"])
        example["expect"].erase("criteria");
    Reading reading = read_definition(week.dump());
    EXPECT_TRUE(reading.definition.has_value()) << listed(reading.problems);
    return *reading.definition;
}

} // namespace

TEST(Vectors, pcl_5_agrees_with_every_fact)
{
    const Definition week = past_week();
    const json all = vectors("pcl-5");
    ASSERT_EQ(all.size(), 5U);
    for (const json& vector : all) {
        const bool month = vector["version"] == "past_month";
        const json out = scored(month ? known("pcl-5") : week, vector);
        const json& want = vector["expected"];
        for (const auto& [ours, theirs] : {std::pair{"total", "total"}, {"b", "B"}, {"c", "C"}, {"d", "D"}, {"e", "E"}})
            EXPECT_EQ(out["scores"][ours]["value"], want[theirs]) << theirs << vector["source"];
        EXPECT_EQ(month ? truth(out["criteria"]["symptom_pattern"]) : json(), want["symptom_pattern_met"]);

        const json total = out["scores"]["total"]["value"];
        const double cut = known("pcl-5").scores[0].cut_offs[0].from;
        if (vector["bands"].contains("total") && !total.is_null()) {
            EXPECT_EQ(vector["bands"]["total"], total >= cut ? "at_or_above_31_33_range" : "below_31");
        }

        std::set<std::string> flags = words(out["flags"]);
        if (month && out["criteria"]["symptom_pattern"] == "cannot_tell") flags.insert("pattern_undecidable");
        if (month && out["criteria"]["symptom_pattern"] == "met" && !total.is_null() && total < cut)
            flags.insert("pattern_met_but_total_below_cutpoint");
        EXPECT_EQ(flags, words(vector["flags"])) << vector["source"];
    }
}

TEST(Vectors, pcl_5_change_agrees_with_every_fact)
{
    const Definition& pcl = known("pcl-5");
    const json all = vectors("pcl-5-change");
    ASSERT_EQ(all.size(), 3U);
    for (const json& vector : all) {
        const double before = vector["answers"]["pre_total"];
        const double after = vector["answers"]["post_total"];
        const Change by_15 = change(pcl, pcl.changes[0], before, after);
        const Change by_18 = change(pcl, pcl.changes[1], before, after);
        const json& want = vector["expected"];
        EXPECT_EQ(-by_15.difference, want["change"]); // the facts count a fall as positive
        EXPECT_EQ(by_15.better && by_15.beyond_threshold, want["reliable_improvement_15"]);
        EXPECT_EQ(by_18.better && by_18.beyond_threshold, want["reliable_improvement_18"]);
        EXPECT_EQ(!by_15.better && by_15.beyond_threshold, want["reliable_worsening_15"]);
        EXPECT_EQ(by_15.clinically_significant, want["clinically_significant"]);
    }
}

TEST(Vectors, phq_9_agrees_with_every_fact)
{
    const json all = vectors("phq-9");
    ASSERT_EQ(all.size(), 4U);
    for (const json& vector : all) {
        const json out = scored(known("phq-9"), vector);
        const json& total = out["scores"]["total"];
        const json& want = vector["expected"];
        EXPECT_EQ(total["value"], want["total"]) << vector["source"];
        EXPECT_EQ(total["prorated"], want["prorated"]);
        EXPECT_EQ(truth(out["criteria"]["symptom_pattern_major"]), want["major_depressive_syndrome"]);
        EXPECT_EQ(truth(out["criteria"]["symptom_pattern_other"]), want["other_depressive_syndrome"]);
        std::string band = vector["bands"]["total"];
        std::replace(band.begin(), band.end(), '_', ' ');
        EXPECT_EQ(total["band"], band);
        EXPECT_EQ(words(out["flags"]), words(vector["flags"])) << vector["source"];
    }
}

TEST(Vectors, gad_7_agrees_with_every_fact)
{
    const json all = vectors("gad-7");
    ASSERT_EQ(all.size(), 4U);
    for (const json& vector : all) {
        const json out = scored(known("gad-7"), vector);
        const json& total = out["scores"]["total"];
        EXPECT_EQ(total["value"], vector["expected"]["total"]) << vector["source"];
        EXPECT_EQ(total["band"], vector["bands"]["total"]);
        const json positive =
            total["value"].is_null() ? json() : json(total["value"] >= known("gad-7").scores[0].cut_offs[0].from);
        EXPECT_EQ(positive, vector["expected"]["positive_cut10"]);
        EXPECT_EQ(words(out["flags"]), words(vector["flags"])) << vector["source"];
    }
}

TEST(Vectors, wai_sr_agrees_with_every_fact)
{
    const json all = vectors("wai-sr");
    ASSERT_EQ(all.size(), 2U);
    for (const json& vector : all)
        for (const std::string_view id : {"wai-sr-client", "wai-sr-therapist"}) {
            const json out = scored(known(id), vector);
            for (const std::string score : {"total", "task", "bond", "goal"}) {
                EXPECT_EQ(out["scores"][score]["value"], vector["expected"][score]) << vector["source"];
                const double mean =
                    out["scores"][score]["value"].get<double>() / out["scores"][score]["items"].get<double>();
                EXPECT_NEAR(mean, vector["expected"][score + "_mean"], 5e-5);
            }
            EXPECT_EQ(words(out["flags"]), words(vector["flags"]));
        }
}
