// Sign-offs and a clinic's own definitions from the command line.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "clinic_vault.h"
#include "instruments/sheet/starting_file.h"

using namespace rapport::test;
using nlohmann::json;

namespace {

const std::string who = " --by 'M. Vance' --reference 'licensed form, page 2' --date 2026-03-31 --json";

/// A small sound definition of the clinic's own.
std::string own_definition(const Folder& folder)
{
    write_text(folder / "own.json", R"({"format":1,"id":"made-up","version":"v1","title":"Made up","short_title":"MU",
"language":"en","recall":"today","respondent":"patient","mode":"self","wording":"shipped","key_status":"unverified",
"licence":{"holder":"Nobody","terms":"Free","may_ship_text":true,"may_release_text":true},"sources":["Made up"],
"choices":{"two":[{"value":0,"text":"No"},{"value":1,"text":"Yes"}]},"items":[{"id":"1","label":"one","text":"One?"}],
"scores":[{"id":"total","name":"Total","method":"sum","direction":"higher_is_worse","items":["1"],
"missing":{"max_missing":0,"id":"none-published","source":"None is published."},"min":0,"max":1}],
"examples":[{"name":"yes","source":"by hand","answers":{"1":1},"expect":{"scores":{"total":1}}}]})");
    return folder / "own.json";
}

json sign_offs(const std::string& vault)
{
    return json::parse(run("instruments sign-offs --json " + vault).out);
}

} // namespace

TEST(SignOff, a_checked_key_is_recorded_with_the_fingerprint_its_scoring_sheet_shows)
{
    const Folder folder;
    const std::string vault = copy_of_real_clinic(folder);
    const Ran ran = run("instruments sign-off " + vault + " wai-sr-therapist" + who);
    ASSERT_EQ(ran.code, 0) << ran.err;
    const json record = json::parse(ran.out);
    EXPECT_EQ(record["version"], "12-item-en");
    EXPECT_EQ(record["by"], "M. Vance");
    EXPECT_EQ(record["actor"], "A. Staff");
    EXPECT_NE(run("instruments show wai-sr-therapist").out.find(record["hash"].get<std::string>()), std::string::npos);
    ASSERT_EQ(sign_offs(vault).size(), 1U);
    EXPECT_TRUE(sign_offs(vault)[0]["holds"].get<bool>());
    EXPECT_EQ(run("vault verify " + vault).code, 0);
}

TEST(SignOff, who_against_what_and_when_are_all_needed)
{
    const Folder folder;
    const std::string vault = copy_of_real_clinic(folder);
    const std::string sign = "instruments sign-off " + vault + " wai-sr-therapist ";
    EXPECT_EQ(run(sign + "--by V --reference F").code, 2);
    EXPECT_EQ(run(sign + "--by V --date 2026-03-31").code, 2);
    EXPECT_EQ(run(sign + "--by '' --reference F --date 2026-03-31").code, 1);
    EXPECT_EQ(run(sign + "--by V --reference F --date 2026-13-01").code, 1);
    EXPECT_EQ(run(sign + "--by V --reference F --date 2026-03-31 --version 10-item-en").code, 1);
    EXPECT_EQ(run("instruments sign-off " + vault + " no-such" + who).code, 1);
    EXPECT_EQ(sign_offs(vault), json::array());
}

TEST(SignOff, a_clinics_own_definition_is_added_with_its_hash_and_signed_off)
{
    const Folder folder;
    const std::string vault = copy_of_real_clinic(folder);
    const std::string file = own_definition(folder);
    const Ran added = run("instruments add --json " + vault + " " + file);
    ASSERT_EQ(added.code, 0) << added.err;
    const std::string hash = json::parse(added.out)["hash"];
    EXPECT_EQ(run_shell("b2sum -l 256 " + file).out.substr(0, 64), hash);
    const Ran signed_off = run("instruments sign-off " + vault + " made-up" + who);
    ASSERT_EQ(signed_off.code, 0) << signed_off.err;
    EXPECT_EQ(json::parse(signed_off.out)["hash"], hash);
}

TEST(SignOff, a_file_with_open_places_or_problems_is_not_added)
{
    const Folder folder;
    const std::string vault = copy_of_real_clinic(folder);
    write_text(folder / "open.json", rapport::instruments::starting_file("half-done"));
    const Ran open = run("instruments add " + vault + " " + (folder / "open.json"));
    EXPECT_EQ(open.code, 1);
    EXPECT_NE(open.err.find("/licence/holder is not filled in"), std::string::npos);
    write_text(folder / "one.json", [&] {
        json file = json::parse(file_text(own_definition(folder)));
        file["licence"]["holder"] = "FILL IN: who holds the rights";
        return file.dump();
    }());
    EXPECT_EQ(run("instruments add " + vault + " " + (folder / "one.json")).code, 1)
        << "sound to the reader, and still not filled";
    EXPECT_EQ(run("instruments sign-off " + vault + " half-done" + who).code, 1);
}

TEST(SignOff, scores_by_an_unverified_key_come_with_a_warning)
{
    const Ran ran = run("score wai-sr-therapist", R"({"answers":{"1":3}})");
    EXPECT_EQ(ran.code, 0);
    EXPECT_NE(ran.err.find("has not been checked"), std::string::npos) << ran.err;
    EXPECT_EQ(run("score wai-sr-client", R"({"answers":{"1":3}})").err, "");
}

TEST(SignOff, a_pack_beside_the_program_is_added_by_its_id_and_needs_no_sign_off)
{
    const json packs = json::parse(run("instruments packs --json").out);
    ASSERT_EQ(packs.size(), 4U);
    EXPECT_EQ(packs[3]["id"], "who-5");
    EXPECT_NE(packs[3]["notice"].get<std::string>().find("CC BY-NC-SA"), std::string::npos);
    EXPECT_EQ(
        json::parse(
            run("score who-5", R"({"answers":{"1":5,"2":5,"3":5,"4":5,"5":5}})").out)["scores"]["percentage"]["value"],
        100);
    const Folder folder;
    const std::string vault = copy_of_real_clinic(folder);
    const Ran added = run("instruments add --json " + vault + " who-5");
    ASSERT_EQ(added.code, 0) << added.err;
    EXPECT_NE(added.err.find("NOTICE"), std::string::npos);
    EXPECT_EQ(run("instruments add " + vault + " no-such-pack").code, 3);
}
