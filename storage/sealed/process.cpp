#include "storage/sealed/secret.h"

#include <sys/prctl.h>
#include <sys/resource.h>

#include <sodium.h>

#include "storage/sealed/faults.h"

namespace rapport::sealed {

Status prepare_process()
{
    if (sodium_init() < 0) return fault::no_sodium;
    const rlimit none{0, 0};
    if (setrlimit(RLIMIT_CORE, &none) != 0) return Error{fault::cannot_harden, "RLIMIT_CORE"};
    if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) return Error{fault::cannot_harden, "PR_SET_DUMPABLE"};
    return {};
}

} // namespace rapport::sealed
