#pragma once

#include "app/cli/demo.h"
#include "app/cli/tour_camera.h"
#include "app/cli/tour_report.h"
#include "app/cli/tour_stages.h"

namespace rapport::cli {

/// What the parts of the tour share.
struct Tour {
    std::string vault;
    std::string releases;
    DemoClinic clinic;
    TourReport& report;
    TourCamera& camera;
    std::string patient; ///< pseudonym of the one who answers today, as the desk showed it
};

/// Unlock (wrong, then right), work list, start a session, hand over.
[[nodiscard]] Status desk_in_the_morning(Automation& desk, Tour& tour);
/// The patient's whole session, to the hand-back.
[[nodiscard]] Status kiosk_session(Automation& kiosk, Tour& tour);
/// Unlock, the new alert, acknowledge, the person's page, release; then the desk is closed.
[[nodiscard]] Status desk_after_the_session(Automation& desk, Tour& tour);
/// In the open desk: a user added, a backup and its drill, the record and its anchor, an answer corrected.
[[nodiscard]] Status desk_set_up(Automation& desk, Tour& tour);
/// With everything closed: the vault verified, released files against their manifest, no marker anywhere.
[[nodiscard]] Status look_at_what_is_left(Tour& tour, const std::string& out);

/// Types the demo passphrase at the unlock page and waits for the work list.
[[nodiscard]] Status unlock(Automation& desk);

} // namespace rapport::cli
