#include <regex>
#include <set>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "run.h"

using namespace rapport::test;
using nlohmann::json;

namespace {

json told()
{
    const Ran ran = run("--version --json");
    EXPECT_EQ(ran.code, 0) << ran.err;
    EXPECT_EQ(ran.err, "");
    return json::parse(ran.out);
}

json library(const json& list, const std::string& name)
{
    for (const json& one : list)
        if (one["name"] == name) return one;
    ADD_FAILURE() << name;
    return {};
}

/// What Debian's own file says of a library.
std::string by_pkg_config(const std::string& module)
{
    std::string version = run_shell("pkg-config --modversion " + module).out;
    if (!version.empty() && version.back() == '\n') version.pop_back();
    return version;
}

} // namespace

TEST(Version, the_commit_is_the_one_that_git_has_checked_out)
{
    const std::string commit = told()["commit"];
    const std::string tree = RAPPORT_TEST_DATA "/..";
    const Ran asked = run_shell("git -C " + tree + " rev-parse HEAD");
    if (asked.code != 0) { // no checkout, or one that git does not trust this user with
        EXPECT_TRUE(std::regex_match(commit, std::regex("[0-9a-f]{40}|unknown"))) << commit;
        return;
    }
    std::string head = asked.out;
    ASSERT_EQ(head.size(), 41U);
    head.pop_back();
    EXPECT_TRUE(commit == head || commit == head + "-changed") << commit << " and not " << head << ": build again";
}

TEST(Version, one_line_has_the_version_and_the_commit_of_each_program)
{
    const json whole = told();
    const std::string commit = whole["commit"];
    const std::size_t mark = std::min(commit.find('-'), commit.size());
    const std::string rest = " " + whole["version"].get<std::string>() + " (" +
                             commit.substr(0, std::min(mark, std::size_t{12})) + commit.substr(mark) + ")\n";
    for (const char* program : {"rapport", "rapport-desk", "rapport-kiosk"}) {
        const Ran ran = run_shell(std::string(RAPPORT_BIN "/") + program + " --version");
        EXPECT_EQ(ran.code, 0) << ran.err;
        EXPECT_EQ(ran.out, program + rest);
        EXPECT_EQ(ran.err, "");
    }
}

TEST(Version, every_library_says_what_it_was_built_against_and_what_runs)
{
    const json whole = told();
    const json& mine = whole["libraries"];
    const std::set<std::string> silent{"ReadStat"};
    const std::set<std::string> headers{"JSON for Modern C++", "CLI11", "fmt", "cereal", "Boost"};
    const std::regex version("[0-9]+(\\.[0-9]+)+( community)?");
    for (const json& one : mine) {
        const std::string name = one["name"];
        EXPECT_EQ(one.size(), 3U) << name;
        EXPECT_EQ(one["built"].is_null(), silent.contains(name)) << name;
        EXPECT_EQ(one["runs"].is_null(), silent.contains(name) || headers.contains(name)) << name;
        for (const char* which : {"built", "runs"})
            if (!one[which].is_null()) {
                const std::string words = one[which];
                EXPECT_TRUE(std::regex_match(words, version)) << name << " " << which << " " << words;
            }
    }
    // On the machine that builds, what is loaded is what was compiled against, and Debian says the same.
    for (const auto& [name, module] :
         {std::pair{"libsodium", "libsodium"}, std::pair{"SQLite", "sqlcipher"}, std::pair{"libzip", "libzip"},
          std::pair{"libxml2", "libxml-2.0"}, std::pair{"cairo", "cairo"}, std::pair{"Pango", "pango"},
          std::pair{"libpq", "libpq"}}) {
        EXPECT_EQ(library(mine, name)["built"], json(by_pkg_config(module))) << name;
        EXPECT_EQ(library(mine, name)["runs"], json(by_pkg_config(module))) << name;
    }
    EXPECT_EQ(library(mine, "SQLCipher")["runs"], library(mine, "SQLCipher")["built"]);
    EXPECT_EQ(library(mine, "Fontconfig")["runs"], library(mine, "Fontconfig")["built"]);
    for (const char* name : {"libxlsxwriter", "GLPK"})
        EXPECT_EQ(library(mine, name)["runs"], library(mine, name)["built"]) << name;
    for (const auto& [name, module] :
         {std::pair{"Dear ImGui", "imgui"}, std::pair{"GLFW", "glfw3"}, std::pair{"libpng", "libpng"},
          std::pair{"FriBidi", "fribidi"}, std::pair{"ATK", "atk"}, std::pair{"D-Bus", "dbus-1"},
          std::pair{"ALSA", "alsa"}})
        EXPECT_EQ(library(whole["window_libraries"], name)["built"], json(by_pkg_config(module))) << name;
    EXPECT_FALSE(library(whole["window_libraries"], "FreeType")["built"].is_null());
}

TEST(Version, json_is_for_the_version_alone_and_bad_usage_stays_bad)
{
    EXPECT_EQ(run("--json").code, 2);
    EXPECT_EQ(run("--json instruments list").code, 2);
    EXPECT_EQ(run("--version --json nonsense").out, run("--version --json").out);
    EXPECT_EQ(run_shell(RAPPORT_BIN "/rapport-kiosk --versions").code, 2);
}
