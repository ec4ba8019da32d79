#pragma once

#include <vector>

#include "app/session/faults.h"
#include "instruments/definition.h"
#include "storage/sealed/job.h"

namespace rapport::session {

/// The instruments of one session in the order they are asked, read and checked.
using Battery = std::vector<instruments::Definition>;

/// Reads every definition of the job. Errors: empty_job, definition_refused (detail: the instrument and the first
/// problem's pointer), wording_not_installed (key-only wording in a job that is not a demo).
[[nodiscard]] Result<Battery> read_battery(const sealed::Job& job);

} // namespace rapport::session
