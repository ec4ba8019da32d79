// Backup, restore, drill, salvage and anchors from the command line, by the real program.
#include <algorithm>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "clinic_vault.h"

using namespace rapport::test;
using nlohmann::json;

namespace {

const std::string& pass()
{
    static const std::string words = " --passphrase-file " + demo_passphrase_file() + " ";
    return words;
}

std::string copy_of_demo(const Folder& folder)
{
    EXPECT_EQ(run_shell("cp -r " + demo_clinic() + " " + (folder / "v")).code, 0);
    return folder / "v";
}

} // namespace

TEST(Survival, a_backup_is_checked_by_another_process_restored_and_is_the_same_clinic)
{
    const Folder folder;
    const std::string vault = copy_of_demo(folder);
    const Ran made = run("vault backup " + vault + " --to " + (folder / "backups") + pass() + "--json");
    ASSERT_EQ(made.code, 0) << made.err;
    const json backup = json::parse(made.out);
    const std::string file = backup["file"];
    EXPECT_EQ(backup["anchor"].get<std::string>().size(), 24U);

    const Ran drilled = run("vault drill " + (folder / "backups") + pass() + "--json");
    ASSERT_EQ(drilled.code, 0) << drilled.err;
    EXPECT_EQ(json::parse(drilled.out)["anchor"], backup["anchor"]);
    EXPECT_NE(file_text(folder / "backups/drills.log").find(" ok\n"), std::string::npos);

    const Ran restored = run("vault restore " + file + " " + (folder / "again") + pass() + "--json");
    ASSERT_EQ(restored.code, 0) << restored.err;
    EXPECT_EQ(json::parse(restored.out)["rolled_back_from"], "");
    EXPECT_EQ(
        run("vault verify " + (folder / "again") + pass() + "--anchor " + backup["anchor"].get<std::string>()).code, 0);
    EXPECT_EQ(run("vault restore " + file + " " + (folder / "again") + pass()).code, 1); // never over one
    const Ran here = run("vault status --json " + vault);
    const Ran there = run("vault status --json " + (folder / "again"));
    EXPECT_EQ(json::parse(here.out)["clinic"], json::parse(there.out)["clinic"]);
}

TEST(Survival, a_damaged_backup_is_refused_and_the_drill_says_so_in_its_log)
{
    const Folder folder;
    const std::string vault = copy_of_demo(folder);
    const Ran made = run("vault backup " + vault + " --to " + (folder / "b") + pass() + "--json");
    ASSERT_EQ(made.code, 0) << made.err;
    const std::string file = json::parse(made.out)["file"];
    std::string bytes = file_text(file);
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
    write_text(file, bytes);
    EXPECT_EQ(run("vault restore " + file + " " + (folder / "again") + pass()).code, 1);
    EXPECT_NE(run_shell("test -e " + (folder / "again")).code, 0);
    EXPECT_EQ(run("vault drill " + (folder / "b") + pass()).code, 1);
    EXPECT_NE(file_text(folder / "b/drills.log").find(" backup_damaged\n"), std::string::npos);
}

TEST(Survival, an_anchor_noted_earlier_tells_that_the_vault_was_put_back)
{
    const Folder folder;
    const std::string vault = copy_of_demo(folder);
    ASSERT_EQ(run_shell("cp -r " + vault + " " + (folder / "old")).code, 0);
    const Ran noted = run("vault anchor " + vault + pass());
    ASSERT_EQ(noted.code, 0) << noted.err;
    const std::string anchor = noted.out.substr(0, noted.out.find('\n'));
    EXPECT_EQ(run("vault verify " + vault + pass() + "--anchor " + anchor).code, 0);
    // The copy has one line fewer, and then others: another history, whatever its length.
    const Ran old = run("vault anchor " + (folder / "old") + pass());
    ASSERT_EQ(old.code, 0);
    EXPECT_NE(old.out, noted.out);
    EXPECT_EQ(run("vault verify " + (folder / "old") + pass() + "--anchor " + anchor).code, 1);
    EXPECT_EQ(run("vault verify " + vault + pass() + "--anchor " + anchor.substr(0, 23)).code, 1);
}

TEST(Survival, a_vault_with_a_bad_page_is_salvaged_into_a_new_one)
{
    const Folder folder;
    const std::string vault = copy_of_demo(folder);
    std::string bytes = file_text(vault + "/responses.db");
    bytes.replace(bytes.size() / 4096 / 2 * 4096 + 50, 8, "spoilt!!");
    write_text(vault + "/responses.db", bytes);
    const Ran saved = run("vault salvage " + vault + " --to " + (folder / "saved") + pass() + "--json");
    ASSERT_TRUE(saved.code == 0 || saved.code == 1) << saved.err;
    const json report = json::parse(saved.out);
    EXPECT_GT(report["administrations"].get<int>(), 0);
    EXPECT_EQ(run("vault verify " + (folder / "saved") + pass()).code, 0);
    EXPECT_EQ(file_text(vault + "/responses.db"), bytes);
}

TEST(Survival, the_hidden_check_takes_no_keys_from_the_command_line)
{
    EXPECT_EQ(run("vault check-backup /nowhere.rvb").code, 2);
    EXPECT_EQ(run_shell("exec 7</dev/null; " RAPPORT_BIN "/rapport vault check-backup /nowhere.rvb --keys-fd 7").code,
              1);
    EXPECT_EQ(run("vault --help").out.find("check-backup"), std::string::npos);
}

TEST(Survival, the_recovery_sheet_alone_restores_salvages_and_proves_the_history)
{
    const Folder folder;
    const Ran made = run("demo " + (folder / "v") + " --patients 3 --visits 2 --json");
    ASSERT_EQ(made.code, 0) << made.err;
    write_text(folder / "sheet", json::parse(made.out)["recovery"].get<std::string>() + "\n");
    const std::string sheet = " --recovery-file " + (folder / "sheet") + " ";
    const std::string vault = folder / "v";
    ASSERT_EQ(run("vault backup " + vault + " --to " + (folder / "b") + pass()).code, 0);

    EXPECT_EQ(run("vault drill " + (folder / "b") + sheet).code, 0);
    const Ran restored =
        run_shell(RAPPORT_BIN "/rapport vault restore " + (folder / "b") + "/*.rvb " + (folder / "again") + sheet);
    EXPECT_EQ(restored.code, 0) << restored.err;
    EXPECT_EQ(run("vault salvage " + vault + " --to " + (folder / "saved") + sheet).code, 0);

    // verify_history: with the sheet alone, and by a user who has the sheet at hand.
    for (const std::string& who : {std::string(" "), pass()}) {
        const Ran proved = run("vault verify " + (folder / "again") + who + sheet + "--json");
        ASSERT_EQ(proved.code, 0) << proved.err;
        EXPECT_TRUE(json::parse(proved.out)["history"].get<bool>());
    }
    EXPECT_FALSE(json::parse(run("vault verify " + vault + pass() + "--json").out)["history"].get<bool>());
    std::string text = file_text(folder / "sheet");
    text[0] = text[0] == '7' ? '8' : '7';
    write_text(folder / "sheet", text);
    EXPECT_EQ(run("vault verify " + vault + sheet).code, 1);
    EXPECT_EQ(run("vault verify " + vault + pass() + sheet).code, 1);
    EXPECT_EQ(run("vault drill " + (folder / "b") + sheet).code, 1);
}

TEST(Survival, of_two_programs_the_second_says_which_one_has_the_vault)
{
    const Folder folder;
    const std::string vault = copy_of_demo(folder);
    for (const auto& [holder, says] :
         {std::pair{"rapport-desk", "It is rapport-desk"}, std::pair{"rapport", "It is rapport, at work"}}) {
        const Ran held = run_shell("exec 9<>" + vault + "/vault.lock; flock -x 9; printf %s " + holder + " >&9; " +
                                   RAPPORT_BIN "/rapport vault verify " + vault + pass() +
                                   "9>&-; exit $?"); // the shell stays, and its lock
        EXPECT_EQ(held.code, 1);
        EXPECT_NE(held.err.find(says), std::string::npos) << held.err;
        ASSERT_EQ(run_shell(": > " + vault + "/vault.lock").code, 0);
    }
    EXPECT_EQ(run("vault verify " + vault + pass()).code, 0);
}

TEST(Survival, wrong_passphrases_at_a_backup_are_counted_beside_it)
{
    const Folder folder;
    const std::string vault = copy_of_demo(folder);
    ASSERT_EQ(run("vault backup " + vault + " --to " + (folder / "b") + pass()).code, 0);
    write_text(folder / "wrong", "not the passphrase of anybody\n");
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(run("vault drill " + (folder / "b") + " --passphrase-file " + (folder / "wrong")).code, 1);
    const Ran held = run("vault drill " + (folder / "b") + pass());
    EXPECT_EQ(held.code, 1);
    EXPECT_NE(held.err.find("too many wrong passphrases"), std::string::npos) << held.err;
}

TEST(Survival, a_person_can_be_withdrawn_and_erased_by_code_name)
{
    const Folder folder;
    const std::string vault = copy_of_demo(folder);
    EXPECT_EQ(run("vault erase " + vault + pass() + "'Nobody 1' --reason asked").code, 1);
    EXPECT_EQ(run("vault erase " + vault + pass() + "'Nobody 1'").code, 2);
    const Ran released = run("release " + vault + " --profile A -k 5 --out " + (folder / "out") + pass());
    ASSERT_EQ(released.code, 0) << released.err;
    EXPECT_EQ(json::parse(file_text(folder / "out/manifest.json"))["audit_anchor"].get<std::string>().size(), 24U);
}
