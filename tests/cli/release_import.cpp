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
