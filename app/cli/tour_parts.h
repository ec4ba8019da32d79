#pragma once

#include <functional>
#include <vector>

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
    /// Kills the kiosk and puts the one that comes after it in its place.
    std::function<Status(Automation& kiosk)> crash{};
    /// Whose answers to what the vault must have at the end, and the total by hand.
    struct Answered {
        std::string patient;
        std::string instrument;
        int total = 0;
        bool unattended = false;
    };
    std::vector<Answered> answered{};
};

/// Unlock (wrong, then right), work list, start a session, hand over.
[[nodiscard]] Status desk_in_the_morning(Automation& desk, Tour& tour);
/// The patient's whole session, to the hand-back.
[[nodiscard]] Status kiosk_session(Automation& kiosk, Tour& tour);
/// Unlock, the new alert, acknowledge, the person's page, release; then the desk is closed.
[[nodiscard]] Status desk_after_the_session(Automation& desk, Tour& tour);
/// Four minutes in the open: unlock, the gravest alert seen to, the chart of somebody due, somebody by name, the
/// caseload; each act counted. Then the desk is closed.
[[nodiscard]] Status clinicians_morning(Automation& desk, Tour& tour);
/// In the open desk: a user added, a backup and its drill, the record and its anchor, an answer corrected.
[[nodiscard]] Status desk_set_up(Automation& desk, Tour& tour);
/// A second afternoon, for those who answer otherwise: a PCL-5 in Spanish, upright, at 200 % and in high contrast by
/// the keyboard alone; a PHQ-2 with two keys; two tickets typed in a waiting room.
[[nodiscard]] Status other_ways(TourStages& stages, Tour& tour);
/// A third session, a GAD-2 by the keyboard at the pace of speech, and what Orca said meanwhile.
[[nodiscard]] Status with_orca(TourStages& stages, Tour& tour, const std::string& log);
/// At the start page: this questionnaire and no other. Gives whose session it is.
[[nodiscard]] Result<std::string> choose_battery(Automation& desk, Tour& tour, const std::string& instrument);
/// Hands the tablet over and gives the kiosk at its welcome page.
[[nodiscard]] Result<Automation> hand_over(TourStages& stages, Automation& desk);
/// With everything closed, those answers as the vault keeps them.
[[nodiscard]] Status look_at_the_other_answers(Tour& tour);
/// With everything closed: the vault verified, released files against their manifest, no marker anywhere.
[[nodiscard]] Status look_at_what_is_left(Tour& tour, const std::string& out);

/// A part that failed leaves a picture of what was on the screen; why it failed stays the answer.
[[nodiscard]] Status with_picture(Status done, Automation& program, Tour& tour);

/// Types the demo passphrase at the unlock page and waits for the work list.
[[nodiscard]] Status unlock(Automation& desk);

} // namespace rapport::cli
