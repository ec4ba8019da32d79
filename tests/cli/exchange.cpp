#include <algorithm>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "run.h"

using namespace rapport::test;
using nlohmann::json;

TEST(Exchange, an_instrument_goes_out_and_comes_back_as_a_draft_that_check_refuses)
{
    const Folder folder;
    for (const char* format : {"fhir", "redcap", "redcap-zip"}) {
        const std::string file = folder / "exported";
        const Ran out = run("instruments export pcl-5 --format " + std::string(format) + " --out " + file);
        ASSERT_EQ(out.code, 0) << out.err;
        EXPECT_EQ(out.out, "");
        EXPECT_NE(out.err.find("criteria (1)"), std::string::npos) << "what other programs do not see is said";
        const Ran in = run("instruments import " + file + " --out " + (folder / "draft.json"));
        ASSERT_EQ(in.code, 0) << in.err;
        EXPECT_NE(in.err.find("worked examples"), std::string::npos) << in.err;
        const Ran check = run("instruments check --json " + (folder / "draft.json"));
        EXPECT_EQ(check.code, 1);
        EXPECT_EQ(json::parse(check.out)["problems"].size(), 1U) << check.out;
        EXPECT_EQ(json::parse(check.out)["problems"][0]["pointer"], "/examples");
    }
}

TEST(Exchange, what_was_not_kept_is_there_for_programs_to_read)
{
    const Folder folder;
    write_text(folder / "form.json", R"({"resourceType":"Questionnaire","status":"draft","item":[
        {"linkId":"1","type":"boolean","text":"Well?"},{"linkId":"2","type":"text","text":"Why?"}]})");
    const Ran ran = run("instruments import --json " + (folder / "form.json"));
    ASSERT_EQ(ran.code, 0) << ran.err;
    const json answer = json::parse(ran.out);
    ASSERT_EQ(answer["not_kept"].size(), 2U);
    EXPECT_EQ(answer["not_kept"][0]["where"], "/item/1");
    EXPECT_EQ(answer["definition"]["items"].size(), 1U);
    EXPECT_GE(answer["to_do"].size(), 5U);
}

TEST(Exchange, a_wrong_word_or_file_is_refused)
{
    const Folder folder;
    EXPECT_EQ(run("instruments export pcl-5 --format pdf").code, 2);
    EXPECT_EQ(run("instruments export pcl-5").code, 2);
    EXPECT_EQ(run("instruments export no-such --format fhir").code, 1);
    EXPECT_EQ(run("instruments import " + (folder / "nowhere.json")).code, 3);
    write_text(folder / "note.txt", "Dear all,\nplease find attached\n");
    const Ran ran = run("instruments import " + (folder / "note.txt"));
    EXPECT_EQ(ran.code, 1);
    EXPECT_EQ(ran.out, "");
    EXPECT_EQ(std::count(ran.err.begin(), ran.err.end(), '\n'), 1) << ran.err;
}
