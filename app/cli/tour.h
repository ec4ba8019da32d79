#pragma once

#include <string>

#include "instruments/base/result.h"

namespace rapport::cli {

struct TourWishes {
    std::string out; ///< new folder for pictures, release, log and tour.json
    bool keep_vault = false;
    int patients = 40;
    int visits = 8;
    bool morning = false;        ///< a clinician's morning alone, which a large clinic has too
    double timeout_seconds = 60; ///< for any one step
    std::string orca_log;        ///< what Orca, already running, writes its speech to; empty for a tour without it
};

/// One day in a demo clinic, done by the real programs in a real window through their semantic trees.
/// Gives whether every check held. Errors: those of the vault, the supervisor and the window; release_exists when `out`
/// is there.
[[nodiscard]] Result<bool> take_tour(const TourWishes& wishes);

} // namespace rapport::cli
