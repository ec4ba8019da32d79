#include "run.h"

#include <cstdlib>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>
#include <sys/wait.h>

#include "app/cli/demo.h"
#include "app/cli/files.h"

namespace rapport::test {

Folder::Folder()
{
    std::string pattern = "/tmp/rapport-cli-XXXXXX";
    path_ = ::mkdtemp(pattern.data());
}

Folder::~Folder()
{
    EXPECT_TRUE(cli::remove_folder(path_).ok());
}

std::string file_text(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

void write_text(const std::string& path, const std::string& text)
{
    std::ofstream(path, std::ios::binary) << text;
}

Ran run_shell(const std::string& command, const std::string& input)
{
    const Folder folder;
    write_text(folder / "in", input);
    const std::string line =
        "(" + command + ") <" + (folder / "in") + " >" + (folder / "out") + " 2>" + (folder / "err");
    const int status = std::system(line.c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), file_text(folder / "out"),
            file_text(folder / "err")};
}

Ran run(const std::string& words, const std::string& input)
{
    return run_shell("setsid -w " RAPPORT_BIN "/rapport " + words, input);
}

const std::string& demo_clinic()
{
    static const Folder folder;
    static const std::string clinic = [] {
        const Ran made = run("demo " + (folder / "clinic") + " --patients 14 --visits 3");
        EXPECT_EQ(made.code, 0) << made.err;
        return folder / "clinic";
    }();
    return clinic;
}

const std::string& demo_passphrase_file()
{
    static const Folder folder;
    static const std::string file = [] {
        write_text(folder / "passphrase", std::string(cli::demo_passphrase()) + "\n");
        return folder / "passphrase";
    }();
    return file;
}

} // namespace rapport::test
