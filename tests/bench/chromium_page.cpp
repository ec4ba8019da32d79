#include "tests/bench/chromium_page.h"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include <fcntl.h>
#include <unistd.h>

#include "app/cli/child.h"

namespace rapport::bench {

namespace {

[[noreturn]] void stop(const char* why)
{
    std::fprintf(stderr, "%s\n", why);
    std::exit(EXIT_FAILURE);
}

} // namespace

ChromiumPage::ChromiumPage() : profile_("/tmp/rapport-tap-XXXXXX")
{
    if (::mkdtemp(profile_.data()) == nullptr) stop("no folder could be made");
    const cli::Descriptor nowhere(::open("/dev/null", O_WRONLY | O_CLOEXEC));
    auto child = cli::start("/usr/bin/chromium",
                            {"--no-sandbox", "--no-first-run", "--kiosk", "--disable-gpu",
                             "--user-data-dir=" + profile_, "--window-size=1280,800", "--window-position=0,0",
                             "--disable-extensions", "--disable-background-networking", "--password-store=basic",
                             "file://" RAPPORT_BENCH "/tap_page.html"},
                            {}, nowhere.get());
    if (!child) stop("chromium could not be started: packaging/install.sh --bench installs it");
    process = *child;
}

ChromiumPage::~ChromiumPage()
{
    ::kill(process, SIGTERM);
    static_cast<void>(cli::wait_for(process));
    std::error_code ignored;
    std::filesystem::remove_all(profile_, ignored);
}

} // namespace rapport::bench
