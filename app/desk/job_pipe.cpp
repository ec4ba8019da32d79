#include "app/desk/job_pipe.h"

#include <cerrno>

#include <unistd.h>

namespace rapport::desk {

Status send_job(int descriptor, const sealed::Secret& job)
{
    std::size_t sent = 0;
    while (sent < job.size()) {
        const ssize_t wrote = write(descriptor, job.data() + sent, job.size() - sent);
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote <= 0) return Error{fault::hand_over_broken, "job pipe"};
        sent += static_cast<std::size_t>(wrote);
    }
    if (close(descriptor) != 0) return Error{fault::hand_over_broken, "job pipe"};
    return {};
}

} // namespace rapport::desk
