// Whom a code stands for, and a named person's own record, from the command line.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "clinic_vault.h"
#include "run.h"

using namespace rapport::test;
using nlohmann::json;

namespace {

/// The demo clinic with an administrator and a researcher of its own beside its user.
struct Staffed {
    Folder folder;
    std::string vault = folder / "clinic";
    std::string key;
    std::string clinician;
    std::string own = " --passphrase-file " + demo_passphrase_file();

    Staffed()
    {
        const Ran made = run("demo " + vault + " --patients 14 --visits 3 --json");
        EXPECT_EQ(made.code, 0) << made.err;
        write_text(folder / "key", json::parse(made.out)["recovery"].get<std::string>() + "\n");
        key = " --recovery-file " + (folder / "key");
        for (const json& row : json::parse(run("vault user list --json " + vault).out))
            if (row["role"] == "clinician") clinician = "'" + row["name"].get<std::string>() + "'";
        own += " --user " + clinician;
    }
};

} // namespace

TEST(ReleasePerson, a_code_is_looked_up_with_the_right_and_a_reason_alone)
{
    const Staffed clinic;
    ASSERT_EQ(run("release " + clinic.vault + " --out " + (clinic.folder / "out") + clinic.own).code, 0);
    const std::string long_csv = file_text(clinic.folder / "out/long.csv");
    const auto line = long_csv.find('\n') + 1;
    const std::string code = long_csv.substr(line, long_csv.find(',', line) - line);
    const std::string who = "release who " + clinic.vault + " " + code + clinic.own;
    EXPECT_EQ(run(who).code, 2) << "a reason is asked for";
    const Ran refused = run(who + " --reason 'a finding' --json");
    EXPECT_EQ(refused.code, 1);
    EXPECT_EQ(refused.out, "");

    const Ran given = run("vault right give " + clinic.vault + " " + clinic.clinician +
                          " reidentify --reason 'study lead'" + clinic.own + clinic.key);
    ASSERT_EQ(given.code, 0) << given.err;
    const Ran found = run(who + " --reason 'a finding' --json");
    ASSERT_EQ(found.code, 0) << found.err;
    const json said = json::parse(found.out);
    EXPECT_EQ(said["project"], "release");
    EXPECT_FALSE(said["name"].get<std::string>().empty());
    EXPECT_EQ(run("release who " + clinic.vault + " 0000-0000-0000-0000 --reason 'a finding'" + clinic.own).code, 1);
    const Ran listed = run("vault right list " + clinic.vault + clinic.own + " --json");
    EXPECT_EQ(json::parse(listed.out)["reidentify"].size(), 1U);
    EXPECT_EQ(json::parse(listed.out)["identified"].size(), 0U);
}

TEST(ReleasePerson, an_identified_record_takes_its_own_right_and_says_what_it_is)
{
    const Staffed clinic;
    const std::string out = clinic.folder / "record";
    // Whose they are is learned of a code, with the other right.
    ASSERT_EQ(run("vault right give " + clinic.vault + " " + clinic.clinician + " reidentify --reason 'study lead'" +
                  clinic.own + clinic.key)
                  .code,
              0);
    ASSERT_EQ(run("release " + clinic.vault + " --out " + (clinic.folder / "out") + clinic.own).code, 0);
    const std::string long_csv = file_text(clinic.folder / "out/long.csv");
    const auto line = long_csv.find('\n') + 1;
    const std::string code = long_csv.substr(line, long_csv.find(',', line) - line);
    const json person =
        json::parse(run("release who " + clinic.vault + " " + code + " --reason 'a test' --json" + clinic.own).out);

    const std::string words = "release identified " + clinic.vault + " '" + person["person"].get<std::string>() +
                              "' --recipient 'South clinic' --purpose 'care goes on there' --json --out " + out +
                              clinic.own;
    const Ran refused = run(words);
    EXPECT_EQ(refused.code, 1);
    EXPECT_EQ(run_shell("test -e " + out).code, 1);
    ASSERT_EQ(run("vault right give " + clinic.vault + " " + clinic.clinician + " identified --reason transfers" +
                  clinic.own + clinic.key)
                  .code,
              0);
    const Ran done = run(words);
    ASSERT_EQ(done.code, 0) << done.err;
    EXPECT_NE(done.err.find("IDENTIFIED"), std::string::npos);
    EXPECT_EQ(json::parse(done.out)["profile"], "C");
    EXPECT_NE(file_text(out + "/identified_people.csv").find(person["name"].get<std::string>()), std::string::npos);
    const Ran checked = run("release check " + out);
    EXPECT_EQ(checked.code, 0) << checked.err;

    EXPECT_EQ(run("release " + clinic.vault + " --profile C --out " + out + "2" + clinic.own).code, 2)
        << "no profile of the other door";
    ASSERT_EQ(
        run("vault right take " + clinic.vault + " " + clinic.clinician + " identified --reason done" + clinic.own)
            .code,
        0);
    EXPECT_EQ(run(words + "3").code, 1);
}
