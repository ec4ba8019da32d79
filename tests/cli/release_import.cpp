#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "clinic_vault.h"
#include "run.h"

using namespace rapport::test;
using nlohmann::json;

namespace {

/// The demo clinic's release in a folder.
void release_into(const std::string& out)
{
    const Ran ran = run("release " + demo_clinic() + " --out " + out + " --passphrase-file " + demo_passphrase_file());
    ASSERT_EQ(ran.code, 0) << ran.err;
}

} // namespace

TEST(ReleaseImport, every_format_brings_the_same_and_the_second_time_nothing)
{
    const Folder folder;
    release_into(folder / "out");
    const std::string vault = copy_of_real_clinic(folder);
    int brought = 0;
    for (const char* const format : {"csv", "redcap", "fhir"}) {
        const Ran ran = run("release import " + vault + " " + (folder / "out") +
                            " --first-day 2026-01-05 --json --format " + format);
        ASSERT_EQ(ran.code, 0) << format << ran.err;
        const json said = json::parse(ran.out);
        EXPECT_EQ(said["mismatches"], json::array()) << format;
        if (brought == 0) {
            EXPECT_EQ(said["people"], 14);
            brought = said["administrations"];
            EXPECT_GT(brought, 14);
        } else {
            EXPECT_EQ(said["people"], 0) << format;
            EXPECT_EQ(said["administrations"], 0) << format;
            EXPECT_EQ(said["there_already"], brought) << format;
        }
    }
}

TEST(ReleaseImport, a_changed_score_is_told_and_nothing_is_taken_in)
{
    const Folder folder;
    release_into(folder / "out");
    const std::string vault = copy_of_real_clinic(folder);
    const std::string words = "release import " + vault + " " + (folder / "out");
    EXPECT_EQ(run(words).code, 1) << "weeks, and no first day";
    EXPECT_EQ(run(words + " --first-day yesterday").code, 2);
    EXPECT_EQ(run(words + " --format stata").code, 2);
    EXPECT_EQ(run("release import " + vault + " " + (folder / "nowhere") + " --first-day 2026-01-05").code, 3);

    std::string scores = file_text(folder / "out/scores.csv");
    const auto at = scores.find(",pcl5_total,");
    ASSERT_NE(at, std::string::npos);
    const auto from = at + std::string(",pcl5_total,").size();
    scores.replace(from, scores.find(',', from) - from, "99");
    write_text(folder / "out/scores.csv", scores);
    const Ran refused = run(words + " --first-day 2026-01-05 --json");
    EXPECT_EQ(refused.code, 1);
    EXPECT_NE(refused.err.find("total is 99"), std::string::npos) << refused.err;
    EXPECT_EQ(json::parse(refused.out)["administrations"], 0);
    EXPECT_EQ(json::parse(refused.out)["mismatches"].size(), 1U);

    const Ran others = run(words + " --first-day 2026-01-05 --json --keep-going");
    EXPECT_EQ(others.code, 1);
    EXPECT_EQ(json::parse(others.out)["mismatches"][0]["stated"], 99);
    EXPECT_GT(json::parse(others.out)["administrations"], 14);

    write_text(folder / "out/long.csv", "code,item\n");
    const Ran broken = run(words + " --first-day 2026-01-05");
    EXPECT_EQ(broken.code, 1);
    EXPECT_NE(broken.err.find("long.csv line 1"), std::string::npos) << broken.err;
}

namespace {

const std::string ward_map = R"({"source":"Ward","instruments":[{"id":"gad-7","version":"two-weeks-en",
  "questionnaire":"http://example.org/anxiety|1","codes":{"a":0,"b":1,"c":2,"d":3},"scores":{"total":"sum"},
  "items":{"1":"g1","2":"g2","3":"g3","4":"g4","5":"g5","6":"g6","7":"g7"}}]})";

std::string ward_line(const std::string& id, const std::string& letters, int sum)
{
    std::string items;
    for (std::size_t at = 0; at < letters.size(); ++at)
        items += R"({"linkId":"g)" + std::to_string(at + 1) + R"(","answer":[{"valueCoding":{"code":")" + letters[at] +
                 R"("}}]},)";
    return R"({"resourceType":"QuestionnaireResponse","id":")" + id +
           R"(","status":"completed","questionnaire":"http://example.org/anxiety|1","subject":{"reference":"Patient/p)" +
           id + R"("},"authored":"2026-01-05","item":[)" + items + R"({"linkId":"sum","answer":[{"valueInteger":)" +
           std::to_string(sum) + "}]}]}\n";
}

} // namespace

TEST(ReleaseImport, another_systems_file_comes_in_by_a_map_once_and_a_dry_run_changes_nothing)
{
    const Folder folder;
    const std::string vault = copy_of_real_clinic(folder);
    write_text(folder / "map.json", ward_map);
    write_text(folder / "data.ndjson", ward_line("1", "abcdabc", 9) + ward_line("2", "ddddddd", 21));
    const std::string words =
        "release import " + vault + " " + (folder / "data.ndjson") + " --json --map " + (folder / "map.json");
    const Ran strangers = run(words);
    EXPECT_EQ(strangers.code, 1);
    EXPECT_EQ(json::parse(strangers.out)["wrong"].size(), 2U);
    EXPECT_NE(strangers.err.find("entry 1, subject: "), std::string::npos) << strangers.err;
    EXPECT_EQ(strangers.err.find("p1"), std::string::npos) << "nobody's number on a screen";
    for (const char* const how : {" --people create --dry-run", " --people create", " --people create", " "}) {
        const Ran ran = run(words + how);
        ASSERT_EQ(ran.code, 0) << how << ran.err;
        const json said = json::parse(ran.out);
        const bool first = std::string(how).find("--people create") != std::string::npos && said["there_already"] == 0;
        EXPECT_EQ(said["people"], first ? 2 : 0) << how;
        EXPECT_EQ(said["administrations"], first ? 2 : 0) << how;
        EXPECT_EQ(said["dry_run"], std::string(how).ends_with("--dry-run"));
    }
    EXPECT_EQ(json::parse(run(words).out)["there_already"], 2);
    EXPECT_EQ(run("vault verify " + vault).code, 0);
}

TEST(ReleaseImport, what_is_wrong_in_another_systems_file_keeps_all_of_it_out_or_itself_alone)
{
    const Folder folder;
    const std::string vault = copy_of_real_clinic(folder);
    write_text(folder / "map.json", ward_map);
    write_text(folder / "data.ndjson",
               ward_line("1", "abcdabc", 9) + ward_line("2", "ddddddd", 20) + ward_line("3", "abcdabx", 9));
    const std::string words =
        "release import " + vault + " " + (folder / "data.ndjson") + " --json --people create --map ";
    const Ran refused = run(words + (folder / "map.json"));
    EXPECT_EQ(refused.code, 1);
    const json said = json::parse(refused.out);
    EXPECT_EQ(said["administrations"], 0);
    EXPECT_EQ(said["places"], "entry");
    EXPECT_EQ(said["wrong"], json::parse(R"([{"place":3,"field":"g7","what":"no choice of this item by the map"}])"));
    EXPECT_EQ(said["mismatches"],
              json::parse(R"([{"place":2,"instrument":"gad-7","score":"total","stated":20.0,"computed":21.0}])"));
    EXPECT_NE(refused.err.find("nothing was taken in"), std::string::npos);
    const Ran others = run(words + (folder / "map.json") + " --keep-going");
    EXPECT_EQ(others.code, 1);
    EXPECT_EQ(json::parse(others.out)["administrations"], 1);

    write_text(folder / "bad.json", R"({"source":"Ward","instruments":[{"id":"gad-7"}]})");
    EXPECT_EQ(run(words + (folder / "bad.json")).code, 2);
    EXPECT_EQ(run(words + (folder / "none.json")).code, 3);
    EXPECT_EQ(run(words + (folder / "map.json") + " --format csv").code, 2);
    EXPECT_EQ(run("release import " + vault + " " + (folder / "out") + " --people create").code, 2) << "without a map";
    write_text(folder / "data.ndjson", "{\"resourceType\":");
    EXPECT_EQ(run(words + (folder / "map.json")).code, 1);
}
