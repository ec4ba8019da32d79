#include "app/cli/passphrase.h"

#include <fcntl.h>
#include <sodium.h>
#include <termios.h>
#include <unistd.h>

#include "storage/sealed/faults.h"

namespace rapport::cli {

using sealed::Secret;

namespace {

constexpr std::size_t longest_line = 4096;

/// Turns echo off for as long as it lives.
class Quiet {
public:
    explicit Quiet(int terminal) : terminal_(terminal)
    {
        if (::tcgetattr(terminal_, &before_) != 0) return;
        termios quiet = before_;
        quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        active_ = ::tcsetattr(terminal_, TCSAFLUSH, &quiet) == 0;
    }
    ~Quiet()
    {
        if (active_) ::tcsetattr(terminal_, TCSAFLUSH, &before_);
    }
    Quiet(const Quiet&) = delete;
    Quiet& operator=(const Quiet&) = delete;

private:
    int terminal_;
    termios before_{};
    bool active_ = false;
};

void print(int terminal, std::string_view words)
{
    [[maybe_unused]] const ssize_t wrote = ::write(terminal, words.data(), words.size());
}

} // namespace

Result<Secret> line_of_descriptor(int descriptor)
{
    Secret line;
    char byte = 0;
    while (true) {
        const ssize_t got = ::read(descriptor, &byte, 1);
        if (got < 0 || line.size() > longest_line) return Error{sealed::fault::cannot_read, "passphrase"};
        if (got == 0 || byte == '\n') break;
        if (byte != '\r') line.append({&byte, 1});
    }
    sodium_memzero(&byte, 1);
    return line;
}

Result<Secret> ask_terminal(const char* prompt, bool echo)
{
    const int terminal = ::open("/dev/tty", O_RDWR | O_CLOEXEC);
    if (terminal < 0) return fault::no_terminal;
    print(terminal, prompt);
    Result<Secret> line = sealed::fault::cannot_read;
    if (echo) {
        line = line_of_descriptor(terminal);
    } else {
        const Quiet quiet(terminal);
        line = line_of_descriptor(terminal);
        print(terminal, "\n");
    }
    ::close(terminal);
    return line;
}

void PassphraseSource::add_to(CLI::App& command, const std::string& name, const std::string& what)
{
    auto* from_file = command.add_option("--" + name + "-file", file, "File whose first line is " + what);
    command.add_option("--" + name + "-fd", descriptor, "Open file descriptor to read " + what + " from")
        ->excludes(from_file);
}

Result<Secret> PassphraseSource::take_new(const char* prompt) const
{
    auto words = take(prompt);
    if (!words || is_given()) return words;
    const auto again = ask_terminal("The same passphrase again: ", false);
    if (!again) return again.error();
    if (again->view() != words->view()) return fault::passphrases_differ;
    return words;
}

Result<Secret> PassphraseSource::take(const char* prompt) const
{
    if (descriptor >= 0) return line_of_descriptor(descriptor);
    if (file.empty()) return ask_terminal(prompt, false);
    const int opened = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (opened < 0) return Error{sealed::fault::missing_file, file};
    auto line = line_of_descriptor(opened);
    ::close(opened);
    return line;
}

} // namespace rapport::cli
