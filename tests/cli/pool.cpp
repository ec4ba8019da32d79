#include <filesystem>
#include <map>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "run.h"
#include "tests/hub/cluster.h"

using namespace rapport::test;
using nlohmann::json;

namespace {

namespace fs = std::filesystem;

const std::vector<std::string> names{"North", "South", "West"};

/// Three demo clinics' bundles, made once for the whole program; copy one before changing it.
const std::string& bundle_of(std::size_t which)
{
    static const Folder folder;
    static const std::vector<std::string> made = [] {
        std::vector<std::string> out;
        for (std::size_t at = 0; at < names.size(); ++at) {
            const std::string vault = folder / ("clinic" + std::to_string(at));
            const Ran clinic = run("demo " + vault + " --patients 24 --visits 4 --seed " + std::to_string(100 + at));
            EXPECT_EQ(clinic.code, 0) << clinic.err;
            out.push_back(folder / ("bundle" + std::to_string(at)));
            const Ran released = run("release " + vault + " --project Study --out " + out.back() +
                                     " --passphrase-file " + demo_passphrase_file());
            EXPECT_EQ(released.code, 0) << released.err;
        }
        return out;
    }();
    return made[which];
}

std::string all_named()
{
    std::string out;
    for (std::size_t at = 0; at < names.size(); ++at)
        out += " --name " + names[at] + "=" + bundle_of(at);
    return out;
}

/// Three pooled ones, made once.
const std::string& pooled_folder()
{
    static const Folder folder;
    static const std::string out = [] {
        const Ran ran = run("pool" + all_named() + " --out " + (folder / "pooled"));
        EXPECT_EQ(ran.code, 0) << ran.err;
        return folder / "pooled";
    }();
    return out;
}

json recount(const std::string& pooled)
{
    std::string words = "python3 " RAPPORT_TEST_DATA "/cli/pool_recount.py " + pooled;
    for (std::size_t at = 0; at < names.size(); ++at)
        words += " " + names[at] + "=" + bundle_of(at);
    const Ran ran = run_shell(words);
    EXPECT_EQ(ran.code, 0) << ran.err;
    return json::parse(ran.out, nullptr, false);
}

std::map<std::string, std::string> files_in(const std::string& folder)
{
    std::map<std::string, std::string> out;
    for (const auto& entry : fs::directory_iterator(folder))
        out[entry.path().filename().string()] = file_text(entry.path().string());
    return out;
}

/// The bytes are megabytes: only names are told.
void expect_same(const std::map<std::string, std::string>& one, const std::map<std::string, std::string>& other)
{
    EXPECT_EQ(one.size(), other.size());
    for (const auto& [name, bytes] : one)
        EXPECT_TRUE(other.contains(name) && other.at(name) == bytes) << name;
}

} // namespace

TEST(PoolCommand, three_clinics_are_one_bundle_that_a_stranger_counts_alike)
{
    const Folder folder;
    const Ran ran = run("pool" + all_named() + " --json --out " + (folder / "out"));
    ASSERT_EQ(ran.code, 0) << ran.err;
    const json said = json::parse(ran.out);
    const json counted = recount(folder / "out");
    EXPECT_EQ(counted["wrong"], json::array()) << counted.dump(1);
    EXPECT_GT(counted["told"], 5);
    EXPECT_EQ(counted["people"], 72);
    EXPECT_EQ(said["people"], 72);
    EXPECT_GE(counted["smallest"], 11);
    EXPECT_EQ(said["sites"].size(), 3U);
    EXPECT_EQ(said["sites"][0]["in_ledger"], nullptr);

    const Ran checked = run("release check " + (folder / "out") + " --json");
    EXPECT_EQ(checked.code, 0) << checked.err;
    EXPECT_EQ(json::parse(checked.out)["people"], 72);
    EXPECT_EQ(run("pool" + all_named() + " --out " + (folder / "out")).code, 1) << "never over anything";
    EXPECT_EQ(run("pool " + (folder / "out") + " " + bundle_of(0) + " --out " + (folder / "more")).code, 1);
    const fs::perms folder_rights = fs::status(folder / "out").permissions();
    EXPECT_EQ(folder_rights, fs::perms::owner_all);
}

TEST(PoolCommand, folders_in_any_order_give_the_same_bytes_and_sites_without_a_name_a_neutral_one)
{
    const Folder folder;
    const auto first = files_in(pooled_folder());
    std::string turned;
    for (std::size_t at = names.size(); at-- > 0;)
        turned += " --name " + names[at] + "=" + bundle_of(at);
    ASSERT_EQ(run("pool" + turned + " --out " + (folder / "turned")).code, 0);
    expect_same(files_in(folder / "turned"), first);

    ASSERT_EQ(run("pool " + bundle_of(0) + " " + bundle_of(1) + " " + bundle_of(2) + " --out " + (folder / "one")).code,
              0);
    ASSERT_EQ(
        run("pool " + bundle_of(2) + " " + bundle_of(0) + " " + bundle_of(1) + " --out " + (folder / "other")).code, 0);
    const auto neutral = files_in(folder / "one");
    expect_same(files_in(folder / "other"), neutral);
    EXPECT_NE(neutral.at("long.csv").find(",site 3,"), std::string::npos);
}

TEST(PoolCommand, a_changed_byte_of_any_file_is_refused_by_its_name)
{
    for (const auto& [name, bytes] : files_in(bundle_of(1))) {
        const Folder folder;
        fs::copy(bundle_of(1), folder / "copy", fs::copy_options::recursive);
        std::string changed = bytes;
        changed[changed.size() / 2] = static_cast<char>(changed[changed.size() / 2] ^ 1);
        write_text(folder / ("copy/" + name), changed);
        // The manifest itself is held against the site's ledger.
        const std::string ledger =
            " --ledger South=" +
            json::parse(file_text(pooled_folder() + "/manifest.json"))["pooled"][1]["manifest_sha256"]
                .get<std::string>();
        const Ran ran = run("pool " + bundle_of(0) + " --name South=" + (folder / "copy") + ledger + " --json --out " +
                            (folder / "out"));
        EXPECT_EQ(ran.code, 1) << name;
        EXPECT_NE(ran.err.find(name == "manifest.json" ? "manifest" : name), std::string::npos) << name << ran.err;
        EXPECT_NE(ran.err.find(folder / "copy"), std::string::npos) << ran.err;
        EXPECT_FALSE(json::parse(ran.out)["problems"].empty());
        EXPECT_FALSE(fs::exists(folder / "out"));
    }
}

TEST(PoolCommand, what_disagrees_is_told_and_misuse_is_another_exit_code)
{
    const Folder folder;
    EXPECT_EQ(run("pool " + bundle_of(0) + " --out " + (folder / "out")).code, 2);
    EXPECT_EQ(run("pool " + bundle_of(0) + " " + bundle_of(1)).code, 2) << "without --out";
    EXPECT_EQ(run("pool --name North " + bundle_of(1) + " --out " + (folder / "out")).code, 2);
    EXPECT_EQ(run("pool --name other=" + bundle_of(0) + " " + bundle_of(1) + " --out " + (folder / "out")).code, 2);
    EXPECT_EQ(run("pool " + bundle_of(0) + " " + (folder / "nowhere") + " --out " + (folder / "out")).code, 3);
    const std::string both =
        "pool --name North=" + bundle_of(0) + " --name South=" + bundle_of(1) + " --json --out " + (folder / "out");
    EXPECT_EQ(run(both + " --ledger East=" + std::string(64, '0')).code, 2);
    EXPECT_EQ(run(both + " --ledger South=" + std::string(64, '0')).code, 1);

    const Ran twice = run("pool " + bundle_of(0) + " " + bundle_of(0) + "/ --json --out " + (folder / "out"));
    EXPECT_EQ(twice.code, 1);
    EXPECT_EQ(json::parse(twice.out)["overlaps"][0]["known_by"], "manifest");

    // The same clinic under another project: other codes, the same people.
    const std::string vault = folder / "clinic";
    ASSERT_EQ(run("demo " + vault + " --patients 24 --visits 4 --seed 100").code, 0);
    ASSERT_EQ(run("release " + vault + " --project Other --out " + (folder / "again") + " --passphrase-file " +
                  demo_passphrase_file())
                  .code,
              0);
    const Ran same = run("pool " + bundle_of(0) + " " + (folder / "again") + " --json --out " + (folder / "out"));
    EXPECT_EQ(same.code, 1) << same.err;
    EXPECT_EQ(json::parse(same.out)["overlaps"][0]["known_by"], "answers");

    ASSERT_EQ(run("release " + vault + " --instrument pcl-5 --project Other --out " + (folder / "one") +
                  " --passphrase-file " + demo_passphrase_file())
                  .code,
              0);
    const Ran fewer = run("pool --name North=" + bundle_of(1) + " --name South=" + (folder / "one") + " --json --out " +
                          (folder / "out"));
    EXPECT_EQ(fewer.code, 1);
    const json said = json::parse(fewer.out)["disagreements"];
    ASSERT_FALSE(said.empty());
    EXPECT_EQ(said[0]["file"], "manifest.json");
    EXPECT_EQ(said[0]["says"]["South"], "");
    EXPECT_NE(fewer.err.find("South (" + (folder / "one") + ") says nothing"), std::string::npos) << fewer.err;
    EXPECT_FALSE(fs::exists(folder / "out"));
}

TEST(PoolCommand, a_real_postgresql_loads_every_row_with_its_type_and_reason_or_nothing)
{
    auto& server = rapport::hub::test::Cluster::get();
    const json counted = recount(pooled_folder());
    const std::string database = server.new_database();
    const auto load = [&](const std::string& folder) {
        return run_shell("cd " + folder + " && psql --no-psqlrc -q -h " + server.folder() + " -p " +
                         std::to_string(server.port()) + " -U postgres -d " + database + " -f load_postgresql.sql");
    };
    const auto ask = [&](const std::string& statement) {
        const auto rows = server.ask(statement, {}, database);
        return rows.count() == 1 ? std::string(rows.bytes(0, 0)) : std::string();
    };
    // A folder that lacks a line: nothing of it is there.
    const Folder folder;
    fs::copy(pooled_folder(), folder / "cut", fs::copy_options::recursive);
    std::string lines = file_text(folder / "cut/scores.csv");
    lines.erase(lines.rfind('\n', lines.size() - 2) + 1);
    write_text(folder / "cut/scores.csv", lines);
    EXPECT_NE(load(folder / "cut").code, 0);
    EXPECT_EQ(ask("SELECT count(*)::text FROM information_schema.schemata WHERE schema_name = 'rapport'"), "0");

    const Ran loaded = load(pooled_folder());
    ASSERT_EQ(loaded.code, 0) << loaded.err;
    for (const auto& [table, rows] : counted["counts"].items())
        EXPECT_EQ(ask("SELECT count(*)::text FROM rapport.\"" + table + "\""), std::to_string(rows.get<int>()))
            << table;
    for (const auto& [reason, rows] : counted["reasons"].items())
        EXPECT_EQ(ask("SELECT count(*)::text FROM rapport.long JOIN rapport.missing_reason ON reason = missing_reason "
                      "WHERE reason = '" +
                      reason + "' AND value IS NULL"),
                  std::to_string(rows.get<int>()));
    for (const auto& [site, sum] : counted["sums"].items())
        EXPECT_EQ(ask("SELECT sum(value)::text FROM rapport.long WHERE site = '" + site + "'"),
                  std::to_string(sum.get<int>()));
    EXPECT_EQ(
        ask("SELECT data_type::text FROM information_schema.columns WHERE table_schema = 'rapport' AND table_name = "
            "'scores' AND column_name = 'score'"),
        "double precision");
    EXPECT_NE(load(pooled_folder()).code, 0) << "never over a schema that is there";
}
