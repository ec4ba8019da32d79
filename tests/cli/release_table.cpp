#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "run.h"

using namespace rapport::test;
using nlohmann::json;

namespace {

std::string words(const std::string& rest)
{
    return "release table " + demo_clinic() + " --instrument pcl-5 --passphrase-file " + demo_passphrase_file() + rest;
}

} // namespace

TEST(ReleaseTable, what_is_shown_is_what_leaves)
{
    const Folder folder;
    const Ran shown = run(words(""));
    ASSERT_EQ(shown.code, 0) << shown.err;
    EXPECT_EQ(shown.out.find("instrument,score,by,group,visit,statistic,value\npcl-5,total,all,all,"), 0U) << shown.out;
    const Ran released =
        run(words(" --json --recipient 'A university' --purpose 'One paper' --out " + (folder / "out")));
    ASSERT_EQ(released.code, 0) << released.err;
    EXPECT_EQ(file_text(folder / "out/statistics.csv"), shown.out);
    const json said = json::parse(released.out);
    EXPECT_GE(said["ledger"], 1);
    for (const auto& row : said["rows"])
        EXPECT_EQ(row["value"] == "withheld", row["why"] != "") << row.dump();
    const Ran checked = run("release check " + (folder / "out") + " --json");
    EXPECT_EQ(checked.code, 0) << checked.err;
    EXPECT_EQ(json::parse(checked.out)["problems"], json::array());
    write_text(folder / "out/statistics.csv", shown.out + "one more\n");
    EXPECT_EQ(run("release check " + (folder / "out")).code, 1);
    EXPECT_EQ(run(words(" --out " + (folder / "out"))).code, 1) << "never over anything";
}

TEST(ReleaseTable, what_there_is_not_is_refused_and_misuse_is_told)
{
    EXPECT_EQ(run(words(" --score nothing")).code, 1);
    EXPECT_EQ(run(words(" --by language")).code, 2);
    EXPECT_EQ(run("release table " + demo_clinic()).code, 2) << "of which questionnaire?";
}
