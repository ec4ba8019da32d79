#include "storage/vault/drill_log.h"

#include <ctime>
#include <fstream>

#include <fcntl.h>
#include <unistd.h>

#include <fmt/chrono.h>

#include "storage/sealed/faults.h"

namespace rapport::vault {

Status log_drill(const std::string& backup, const std::string& outcome, std::int64_t now_ms)
{
    const std::size_t slash = backup.rfind('/');
    const std::string folder = slash == std::string::npos ? "." : backup.substr(0, slash);
    const std::string line = fmt::format("{:%Y-%m-%dT%H:%M:%SZ} {} {}\n", fmt::gmtime(std::time_t{now_ms / 1000}),
                                         backup.substr(slash + 1), outcome);
    const int file =
        ::open((folder + "/drills.log").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (file < 0) return Error{sealed::fault::cannot_write, "drills.log"};
    const bool written = ::write(file, line.data(), line.size()) == static_cast<ssize_t>(line.size());
    const bool closed = ::close(file) == 0;
    return written && closed ? Status() : Status(Error{sealed::fault::cannot_write, "drills.log"});
}

std::optional<LoggedDrill> last_drill(const std::string& folder)
{
    std::ifstream log(folder + "/drills.log");
    std::optional<LoggedDrill> last;
    LoggedDrill line;
    while (log >> line.when >> line.file >> line.outcome)
        last = line;
    return last;
}

} // namespace rapport::vault
