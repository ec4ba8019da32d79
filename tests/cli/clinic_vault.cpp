#include "clinic_vault.h"

#include <gtest/gtest.h>

namespace rapport::test {

const std::string& real_passphrase_file()
{
    static const Folder folder;
    static const std::string file = [] {
        write_text(folder / "passphrase", "five small birds sing early\n");
        return folder / "passphrase";
    }();
    return file;
}

const std::string& real_clinic()
{
    static const Folder folder;
    static const std::string clinic = [] {
        const std::string vault = folder / "clinic";
        const std::string key = folder / "key";
        // The recovery key goes out through descriptor 5, where it is wrong to type back nothing, and is typed back
        // after.
        const Ran made = run_shell("exec 5>" + key + " 6</dev/null; " RAPPORT_BIN "/rapport vault create " + vault +
                                   " --user 'A. Staff' --passphrase-file " + real_passphrase_file() +
                                   " --recovery-fd 5 --recovery-back-fd 6");
        EXPECT_EQ(made.code, 1) << made.err;
        const Ran done =
            run_shell("exec 6<" + key + "; " RAPPORT_BIN "/rapport vault confirm " + vault + " --recovery-back-fd 6");
        EXPECT_EQ(done.code, 0) << done.err;
        return vault;
    }();
    return clinic;
}

std::string copy_of_real_clinic(const Folder& folder)
{
    EXPECT_EQ(run_shell("cp -r " + real_clinic() + " " + (folder / "v")).code, 0);
    return (folder / "v") + " --passphrase-file " + real_passphrase_file();
}

} // namespace rapport::test
