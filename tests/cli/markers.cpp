// A thousand names, codes and numbers of invented people, looked for in every byte that the real program wrote
// anywhere: vault, backups, logs, restored and salvaged vaults, its home, its folder for temporary files, its output.
#include <gtest/gtest.h>

#include "app/cli/demo.h"
#include "app/cli/leaks.h"
#include "clinic_vault.h"

using namespace rapport;
using namespace rapport::test;

TEST(Markers, of_a_thousand_none_is_in_a_byte_that_the_program_wrote)
{
    const Folder folder;
    constexpr int people = 340;
    const auto clinic = cli::make_demo({folder / "v", people, 1, 7, vault::KdfCost::floor()}, vault::system_clock());
    ASSERT_TRUE(clinic.ok());
    ASSERT_GE(clinic->markers.size(), 1'000U);
    write_text(folder / "sheet", clinic->recovery + "\n");
    ASSERT_EQ(run_shell("mkdir " + (folder / "home") + " " + (folder / "tmp")).code, 0);
    const std::string as = "HOME=" + (folder / "home") + " XDG_CONFIG_HOME=" + (folder / "home") +
                           " XDG_CACHE_HOME=" + (folder / "home") + " XDG_STATE_HOME=" + (folder / "home") +
                           " TMPDIR=" + (folder / "tmp") + " " RAPPORT_BIN "/rapport ";
    const std::string pass = " --passphrase-file " + demo_passphrase_file() + " ";
    std::string said;
    for (const std::string& words :
         {"vault status --json " + (folder / "v"), "vault ingest " + (folder / "v") + pass + "--json",
          "vault verify " + (folder / "v") + pass + "--json",
          "vault backup " + (folder / "v") + " --to " + (folder / "backups") + pass + "--json",
          "vault drill " + (folder / "backups") + pass + "--json",
          "vault restore " + (folder / "backups") + "/*.rvb " + (folder / "again") + pass + "--json",
          "vault salvage " + (folder / "v") + " --to " + (folder / "saved") + pass + "--json",
          "release " + (folder / "v") + " --profile A --out " + (folder / "released") + pass + "--json",
          "vault rotate " + (folder / "v") + " --reason 'a tablet was lost' --user '" + clinic->user + "'" + pass +
              " --recovery-file " + (folder / "sheet"),
          std::string("vault verify /nowhere --json"),
          "vault erase " + (folder / "v") + pass + "'Nobody 1' --reason asked"}) {
        const Ran ran = run_shell(as + words);
        said += ran.out + ran.err;
        EXPECT_LE(ran.code, words.find("owhere") != std::string::npos   ? 3
                            : words.find("Nobody") != std::string::npos ? 1
                                                                        : 0)
            << words << ran.err;
    }
    write_text(folder / "said", said);
    ASSERT_EQ(run_shell("rm " + (folder / "sheet")).code, 0);
    std::vector<std::string> markers = clinic->markers;
    markers.emplace_back(cli::demo_passphrase());
    markers.push_back(clinic->recovery);
    const auto search = cli::search_for(markers, {folder.path()});
    ASSERT_TRUE(search.ok());
    EXPECT_GT(search->files, 30U);
    EXPECT_GT(search->bytes, 1'000'000U);
    for (const cli::Leak& leak : search->leaks)
        ADD_FAILURE() << leak.file << " holds " << markers[leak.marker] << " in " << leak.encoding;
    write_text(folder / "planted", markers[500]);
    EXPECT_EQ(cli::search_for(markers, {folder.path()})->leaks.size(), 1U) << "the search finds what is there";
}
