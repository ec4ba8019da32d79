// Licensed wording from the command line: the file to fill, what stops it, and what is recorded.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "clinic_vault.h"

using namespace rapport::test;
using nlohmann::json;

namespace {

const std::string permission = " --licensor 'Society for Psychotherapy Research' --reference 'L-7' --date 2026-03-31";

json filled_template(const std::string& instrument = "wai-sr-client")
{
    const Ran ran = run("instruments wording template " + instrument);
    EXPECT_EQ(ran.code, 0) << ran.err;
    json file = json::parse(ran.out);
    file["instructions"] = "Read each sentence.";
    file["stem"] = "In therapy";
    for (auto& [id, text] : file["items"].items())
        text = "Own words " + id;
    for (auto& [set, texts] : file["choices"].items())
        for (auto& [value, text] : texts.items())
            text = "Choice " + value;
    return file;
}

Ran install(const std::string& vault, const Folder& folder, const json& file, const std::string& words = permission)
{
    write_text(folder / "wording.json", file.dump(1));
    return run("instruments wording install " + vault + " " + (folder / "wording.json") + words);
}

json listed(const std::string& vault)
{
    const Ran ran = run("instruments wording list --json " + vault);
    EXPECT_EQ(ran.code, 0) << ran.err;
    return json::parse(ran.out);
}

} // namespace

TEST(Wording, the_template_has_every_place_once_and_all_empty)
{
    const json file = json::parse(run("instruments wording template wai-sr-client").out);
    EXPECT_EQ(file["items"].size(), 12U);
    for (const auto& [id, text] : file["items"].items())
        EXPECT_EQ(text, "") << id;
    EXPECT_EQ(file["choices"]["frequency"].size(), 5U);
    EXPECT_EQ(run("instruments wording template pcl-5").code, 1) << "its wording comes with Rapport";
    EXPECT_EQ(run("instruments wording template no-such").code, 1);
}

TEST(Wording, a_filled_template_is_installed_with_its_permission_listed_and_removed)
{
    const Folder folder;
    const std::string vault = copy_of_real_clinic(folder);
    const Ran installed = install(vault, folder, filled_template());
    ASSERT_EQ(installed.code, 0) << installed.err;
    const json row = listed(vault)[0];
    EXPECT_EQ(row["licensor"], "Society for Psychotherapy Research");
    EXPECT_EQ(row["reference"], "L-7");
    EXPECT_EQ(row["date"], "2026-03-31");
    EXPECT_EQ(row["language"], "en");
    EXPECT_EQ(row["actor"], "A. Staff");
    EXPECT_TRUE(row["in_use"].get<bool>());
    EXPECT_EQ(row["hash"].get<std::string>().size(), 64U);

    EXPECT_EQ(run("instruments wording remove " + vault + " wai-sr-client").code, 0);
    EXPECT_EQ(run("instruments wording remove " + vault + " wai-sr-client").code, 1);
    const json rows = listed(vault);
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_FALSE(rows[0]["in_use"].get<bool>());
    EXPECT_TRUE(rows[1]["removed"].get<bool>());
    EXPECT_EQ(run("vault verify " + vault).code, 0);
}

TEST(Wording, any_place_empty_blank_unknown_or_missing_is_named_and_nothing_is_installed)
{
    const Folder folder;
    const std::string vault = copy_of_real_clinic(folder);
    const auto refused = [&](const char* pointer, const json& file) {
        const Ran ran = install(vault, folder, file);
        EXPECT_EQ(ran.code, 1) << pointer;
        EXPECT_NE(ran.err.find(std::string(": ") + pointer + " "), std::string::npos) << pointer << "\n" << ran.err;
    };
    const json good = filled_template();
    json file = good;
    file["items"]["7"] = "";
    refused("/items/7", file);
    file["items"]["7"] = "  ";
    refused("/items/7", file);
    file = good;
    file["items"].erase("12");
    refused("/items/12", file);
    file = good;
    file["items"]["13"] = "One too many";
    refused("/items/13", file);
    file = good;
    file["choices"]["frequency"]["5"] = "";
    refused("/choices/frequency/5", file);
    file = good;
    file["choices"]["frequency"].erase("1");
    refused("/choices/frequency/1", file);
    file = good;
    file["language"] = "";
    refused("/language", file);
    file = good;
    file["language"] = "Plain English";
    refused("/language", file);
    file = good;
    file["version"] = "36-item-en";
    refused("/version", file);
    EXPECT_EQ(listed(vault), json::array());
}

TEST(Wording, without_a_whole_permission_nothing_is_installed)
{
    const Folder folder;
    const std::string vault = copy_of_real_clinic(folder);
    const json good = filled_template();
    EXPECT_EQ(install(vault, folder, good, "").code, 2);
    EXPECT_EQ(install(vault, folder, good, " --licensor SPR --date 2026-03-31").code, 2);
    for (const char* day : {"31.3.2026", "2026-02-30", "2026-3-31", "today"})
        EXPECT_EQ(install(vault, folder, good, std::string(" --licensor SPR --reference L --date ") + day).code, 1)
            << day;
    EXPECT_EQ(install(vault, folder, good, " --licensor '' --reference L --date 2026-03-31").code, 1);
    json other = good;
    other["permission"] = {{"by", "Somebody else"}, {"date", "2026-03-31"}, {"reference", "L-7"}};
    EXPECT_EQ(install(vault, folder, other).code, 1) << "two permissions that differ";
    EXPECT_EQ(listed(vault), json::array());
}

TEST(Wording, words_that_come_with_rapport_are_never_replaced)
{
    const Folder folder;
    const std::string vault = copy_of_real_clinic(folder);
    json file = filled_template();
    file["instrument"] = "gad-7";
    const Ran ran = install(vault, folder, file);
    EXPECT_EQ(ran.code, 1);
    EXPECT_NE(ran.err.find("never replaced"), std::string::npos) << ran.err;
    file["instrument"] = "no-such";
    EXPECT_EQ(install(vault, folder, file).code, 1);
    EXPECT_EQ(listed(vault), json::array());
}
