#pragma once

#include <map>
#include <optional>

#include "instruments/control_chart.h"
#include "storage/vault/core.h"

namespace rapport::vault {

/// That a patient's last alliance score fell below the lower limit of their own earlier sessions (control_chart.h).
/// Worked out from sessions of which both forms are in, so that it tells nothing before they are; where the clinic asks
/// for no therapist's form and the person has none, from the patient's alone.
struct AllianceFinding {
    std::string instrument; ///< of the patient's form
    std::string score;      ///< id: "total", "goal", ...
    std::int32_t since_day = 0;
    double value = 0;
    instruments::ControlLimits limits;
};
/// The total before its parts, of the instrument answered last; nothing when all is as it ordinarily is.
[[nodiscard]] Result<std::optional<AllianceFinding>> alliance_finding(Core& core, const sealed::Id& person);

/// Raises or takes back the flag of it on the root's row, inside the caller's transaction. Figures are rounded to
/// two places, and the verdict is made before that.
[[nodiscard]] Status judge_alliance(Core& core, const sealed::Id& root);

} // namespace rapport::vault
