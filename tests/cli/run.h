#pragma once

#include <string>

namespace rapport::test {

/// What a run of the real program left: exit code, standard output, standard error.
struct Ran {
    int code = -1;
    std::string out;
    std::string err;
};

/// Runs `rapport` through the shell with these words; `input` goes to its standard input.
[[nodiscard]] Ran run(const std::string& words, const std::string& input = {});
/// Runs any command line through the shell.
[[nodiscard]] Ran run_shell(const std::string& command, const std::string& input = {});

/// A folder of its own, gone with the value.
class Folder {
public:
    Folder();
    ~Folder();
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    [[nodiscard]] std::string operator/(const std::string& name) const { return path_ + "/" + name; }
    [[nodiscard]] const std::string& path() const { return path_; }

private:
    std::string path_;
};

[[nodiscard]] std::string file_text(const std::string& path);
void write_text(const std::string& path, const std::string& text);

/// A demo clinic of fourteen people, made once for the whole program; copy it before changing it.
[[nodiscard]] const std::string& demo_clinic();
/// A file that holds the demo passphrase.
[[nodiscard]] const std::string& demo_passphrase_file();

} // namespace rapport::test
