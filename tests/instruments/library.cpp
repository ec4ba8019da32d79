#include <gtest/gtest.h>

#include "instruments/change.h"
#include "support.h"

using namespace rapport::instruments;
using namespace rapport::instruments::testing;

TEST(Library, every_bundled_definition_is_sound)
{
    EXPECT_GE(bundled_definitions().size(), 40U);
    for (const Bundled& file : bundled_definitions()) {
        const Reading reading = read_definition(file.json);
        ASSERT_TRUE(reading.definition.has_value()) << file.name << "\n" << listed(reading.problems);
        EXPECT_EQ(reading.definition->id + ".json", file.name);
        EXPECT_EQ(reading.definition->source_text, file.json);
    }
    EXPECT_EQ(library().size(), bundled_definitions().size());
    EXPECT_EQ(find_in_library("no-such-instrument"), nullptr);
}

TEST(Library, the_two_halves_of_a_dyad_name_each_other)
{
    for (const Definition& definition : library()) {
        if (definition.pair_id.empty()) continue;
        const Definition& other = known(definition.pair_id);
        EXPECT_EQ(other.pair_id, definition.id);
        EXPECT_NE(other.respondent, definition.respondent);
        ASSERT_EQ(other.scores.size(), definition.scores.size());
        for (std::size_t i = 0; i < other.scores.size(); ++i) {
            EXPECT_EQ(other.scores[i].id, definition.scores[i].id);
            EXPECT_EQ(other.scores[i].items, definition.scores[i].items);
        }
    }
}

TEST(Library, wording_that_its_licence_bars_is_not_shipped)
{
    for (const std::string_view id : {"wai-sr-client", "wai-sr-therapist"}) {
        const Definition& definition = known(id);
        EXPECT_EQ(definition.wording, Wording::key_only);
        EXPECT_FALSE(definition.licence.may_release_text);
        EXPECT_TRUE(definition.instructions.empty() && definition.stem.empty());
        for (const Item& item : definition.items)
            EXPECT_TRUE(item.text.empty());
        for (const Choice& choice : definition.choices(0))
            EXPECT_EQ(choice.text, std::to_string(choice.value));
    }
    EXPECT_TRUE(known("wai-sr-client").key_verified);
    EXPECT_FALSE(known("wai-sr-therapist").key_verified);
}

TEST(Library, no_definition_without_leave_to_ship_its_text_has_any)
{
    int key_only = 0;
    for (const Definition& definition : library()) {
        EXPECT_EQ(definition.wording == Wording::key_only, !definition.licence.may_ship_text) << definition.id;
        if (definition.wording != Wording::key_only) continue;
        ++key_only;
        EXPECT_TRUE(definition.instructions.empty() && definition.stem.empty()) << definition.id;
        for (const Item& item : definition.items)
            EXPECT_TRUE(item.text.empty()) << definition.id << " " << item.id;
    }
    EXPECT_GE(key_only, 20);
}

TEST(Library, the_packs_are_sound_and_never_compiled_in)
{
    // Their terms (not for sale, or not for commerce) do not go with the licence of the code.
    for (const std::string id : {"audit", "collaborate", "dass-21", "who-5"}) {
        const std::string folder = "../instruments/packs/" + id;
        const Reading reading = read_definition(file_text(folder + "/definition.json"));
        ASSERT_TRUE(reading.definition.has_value()) << id << "\n" << listed(reading.problems);
        EXPECT_EQ(reading.definition->id, id);
        EXPECT_GT(file_text(folder + "/NOTICE").size(), 200U);
        EXPECT_EQ(find_in_library(id), nullptr);
    }
}

TEST(Library, the_anxiety_scale_begins_at_not_at_all)
{
    // "Not at all sure" is the copied error of Zorowitz et al. 2021.
    EXPECT_EQ(known("gad-7").choices(0).front().text, "Not at all");
}

TEST(Library, the_check_in_promises_no_norms)
{
    for (const std::string_view id : {"check-in-patient", "check-in-therapist"}) {
        const Definition& definition = known(id);
        EXPECT_EQ(definition.validity_note, "not validated, no norms");
        EXPECT_TRUE(definition.changes.empty());
        for (const Score& score : definition.scores)
            EXPECT_TRUE(score.bands.empty() && score.cut_offs.empty());
    }
}

TEST(Library, no_name_of_a_result_is_a_diagnosis)
{
    for (const Definition& definition : library()) {
        for (const Criterion& criterion : definition.criteria)
            EXPECT_EQ(criterion.name.find("PTSD") + 1 + criterion.name.find("epress") + 1, 0U) << criterion.name;
        for (const Score& score : definition.scores)
            for (const Band& band : score.bands)
                EXPECT_EQ(band.label.find("epress"), std::string::npos);
    }
}

TEST(Library, a_change_of_five_is_never_called_reliable)
{
    const Definition& pcl = known("pcl-5");
    ASSERT_EQ(pcl.changes.size(), 3U);
    const ChangeThreshold* const normal = default_threshold(pcl, *pcl.score_index("total"));
    ASSERT_NE(normal, nullptr);
    EXPECT_EQ(normal->points, 15);
    EXPECT_EQ(normal->source, "Marx 2022");
    for (const ChangeThreshold& change : pcl.changes)
        EXPECT_GE(change.points, change.kind == "reliable" ? 15 : 9);
    EXPECT_EQ(pcl.changes[2].points_to, 12.0);
    EXPECT_EQ(default_threshold(pcl, *pcl.score_index("b")), nullptr);
}

TEST(Library, items_are_found_by_the_numbers_of_the_instrument)
{
    const Definition& phq = known("phq-9");
    EXPECT_EQ(phq.item_index("10"), 9U);
    EXPECT_EQ(phq.item_index("11"), std::nullopt);
    EXPECT_TRUE(phq.allows(0, 3));
    EXPECT_FALSE(phq.allows(0, 4));
    EXPECT_FALSE(phq.allows(0, -1));
}
