#pragma once

#include <string>

#include <sys/types.h>

namespace rapport::bench {

/// tap_page.html in a Chromium of its own, with a fresh profile; both are gone afterwards. Ends this program when
/// there is no Chromium.
class ChromiumPage {
public:
    ChromiumPage();
    ~ChromiumPage();
    ChromiumPage(const ChromiumPage&) = delete;
    ChromiumPage& operator=(const ChromiumPage&) = delete;

    pid_t process = 0;

private:
    std::string profile_;
};

} // namespace rapport::bench
