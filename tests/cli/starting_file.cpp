// Beginning a definition: the file to fill, and what `check` says until it is filled.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "instruments/reader.h"
#include "instruments/sheet/starting_file.h"
#include "run.h"

using namespace rapport::test;
using nlohmann::json;

namespace {

/// What an author would put into each marked place of the starting file.
const std::map<std::string, json> filling = {{"/version", "today-2026-en"},
                                             {"/title", "A made-up scale"},
                                             {"/short_title", "MUS"},
                                             {"/language", "en"},
                                             {"/recall", "today"},
                                             {"/licence/holder", "Nobody"},
                                             {"/licence/terms", "Free to use"},
                                             {"/licence/may_ship_text", true},
                                             {"/licence/may_release_text", true},
                                             {"/sources/0", "Made up for a test"},
                                             {"/instructions", "Answer both."},
                                             {"/stem", "Today"},
                                             {"/choices/answers/0/text", "No"},
                                             {"/choices/answers/1/text", "Some"},
                                             {"/choices/answers/2/text", "Yes"},
                                             {"/items/0/label", "first"},
                                             {"/items/0/text", "First?"},
                                             {"/items/1/label", "second"},
                                             {"/items/1/text", "Second?"},
                                             {"/scores/0/name", "Total"},
                                             {"/scores/0/direction", "higher_is_worse"},
                                             {"/scores/0/missing/source", "None is published."},
                                             {"/scores/0/min", 0},
                                             {"/scores/0/max", 4},
                                             {"/examples/0/name", "the most"},
                                             {"/examples/0/source", "added up by hand"},
                                             {"/examples/0/answers/1", 2},
                                             {"/examples/0/answers/2", 2},
                                             {"/examples/0/expect/scores/total", 4}};

json filled_but_for(const std::string& left_open)
{
    json file = json::parse(rapport::instruments::starting_file("made-up"));
    for (const auto& [pointer, value] : filling)
        if (pointer != left_open) file[json::json_pointer(pointer)] = value;
    return file;
}

json check(const Folder& folder, const std::string& text)
{
    write_text(folder / "file.json", text);
    const Ran ran = run("instruments check --json " + (folder / "file.json"));
    const json found = json::parse(ran.out);
    EXPECT_EQ(ran.code, found["sound"].get<bool>() ? 0 : 1);
    return found;
}

std::set<std::string> pointers(const json& found)
{
    std::set<std::string> out;
    for (const json& problem : found["problems"])
        out.insert(problem["pointer"].get<std::string>());
    return out;
}

} // namespace

TEST(StartingFile, every_marked_place_is_named_with_line_and_column)
{
    const Folder folder;
    ASSERT_EQ(run("instruments new made-up --out " + (folder / "made-up.json")).code, 0);
    const json found = check(folder, file_text(folder / "made-up.json"));
    EXPECT_FALSE(found["sound"].get<bool>());
    const std::set<std::string> named = pointers(found);
    for (const auto& [pointer, value] : filling)
        EXPECT_TRUE(named.contains(pointer)) << pointer;
    std::istringstream lines(file_text(folder / "made-up.json"));
    std::vector<std::string> line(1);
    for (std::string each; std::getline(lines, each);)
        line.push_back(each);
    for (const json& problem : found["problems"]) {
        if (problem["what"].get<std::string>().find("not filled in") == std::string::npos) continue;
        const auto& text = line.at(problem["line"].get<std::size_t>());
        EXPECT_EQ(text.substr(problem["column"].get<std::size_t>() - 1, 8), "\"FILL IN") << problem;
    }
}

TEST(StartingFile, filled_as_its_notes_say_it_is_sound_and_scores)
{
    const Folder folder;
    const json found = check(folder, filled_but_for("").dump());
    EXPECT_TRUE(found["sound"].get<bool>()) << found;
    // A new key is unverified, and that is all there is to remark.
    ASSERT_EQ(found["remarks"].size(), 1U) << found;
    EXPECT_EQ(found["remarks"][0]["pointer"], "/key_status");
    const Ran scored = run("score " + (folder / "file.json"), R"({"answers":{"1":2,"2":1}})");
    EXPECT_EQ(json::parse(scored.out)["scores"]["total"]["value"], 3);
}

TEST(StartingFile, one_place_left_open_is_one_place_named_and_the_file_is_not_used)
{
    const Folder folder;
    for (const auto& [pointer, value] : filling) {
        const json found = check(folder, filled_but_for(pointer).dump());
        EXPECT_FALSE(found["sound"].get<bool>()) << pointer;
        EXPECT_TRUE(pointers(found).contains(pointer)) << found;
        EXPECT_NE(found["problems"][0]["what"].get<std::string>().find("not filled in"), std::string::npos) << pointer;
    }
    EXPECT_EQ(run("score " + (folder / "file.json"), R"({"answers":{"1":2,"2":1}})").code, 1);
    EXPECT_EQ(run("instruments show " + (folder / "file.json")).code, 1);
}

TEST(StartingFile, every_member_has_its_note)
{
    const json file = json::parse(rapport::instruments::starting_file("made-up"));
    std::string notes;
    for (const json& note : file["notes"])
        notes += note.get<std::string>() + "\n";
    for (const auto& [name, value] : file.items()) {
        if (name == "notes") continue;
        EXPECT_NE(notes.find(name), std::string::npos) << name;
    }
}

TEST(StartingFile, no_file_is_written_over_and_no_instrument_of_rapports_begun_anew)
{
    const Folder folder;
    write_text(folder / "mine.json", "mine");
    EXPECT_EQ(run("instruments new mine --out " + (folder / "mine.json")).code, 1);
    EXPECT_EQ(file_text(folder / "mine.json"), "mine");
    EXPECT_EQ(run("instruments new pcl-5 --out " + (folder / "x.json")).code, 1);
    EXPECT_EQ(run("instruments new 'Not An Id' --out " + (folder / "x.json")).code, 1);
    EXPECT_EQ(run_shell("ls " + folder.path()).out, "mine.json\n");
}
