#include "app/cli/tour.h"

#include <csignal>
#include <cstdio>

#include <fcntl.h>
#include <sys/stat.h>

#include "app/cli/files.h"
#include "app/cli/leaks.h"
#include "app/cli/tour_parts.h"
#include "app/cli/tour_script.h"
#include "storage/outlet/outlet.h"
#include "storage/sealed/session_log.h"

namespace rapport::cli {

namespace {

/// The sealed session as it lies in the inbox, before staff unlock: there, and telling nothing.
Status look_at_the_sealed_session(Tour& tour)
{
    auto waiting = sealed::session_files(tour.vault + "/inbox");
    if (!waiting) return waiting.error();
    tour.report.check("one sealed session waits in the inbox", waiting->size() == 1, "1",
                      std::to_string(waiting->size()));
    auto searched =
        search_for({"Several days", "Quite a bit", "pcl-5", "phq-9", tour.patient}, {tour.vault + "/inbox"});
    if (!searched) return searched.error();
    tour.report.check("the sealed session shows no word of an answer or a person", searched->leaks.empty());
    return {};
}

/// The words are the clinic's, in two languages; the third has the kiosk's own.
Status tell_what_the_clinic_says(const Tour& tour)
{
    auto vault =
        vault::Vault::open(tour.vault, demo_user(), sealed::Secret::copy_of(demo_passphrase()), vault::system_clock());
    if (!vault) return vault.error();
    if (auto kept = vault->set_clinic_words({"en", "", std::string(script::safety_words)}); !kept) return kept;
    return vault->set_clinic_words({"es", "", "Llame a la clínica al 555 0100, de día o de noche."});
}

SupervisorWishes programs_of(const Tour& tour, int log)
{
    SupervisorWishes supervisor;
    supervisor.vault = tour.vault;
    supervisor.releases = tour.releases;
    supervisor.window = "1280x800";
    supervisor.remember = demo_user();
    supervisor.log = log;
    return supervisor;
}

Status the_other_ways(Tour& tour, const TourWishes& wishes, int log)
{
    TourStages stages(programs_of(tour, log), wishes.timeout_seconds);
    if (auto done = other_ways(stages, tour); !done) return done;
    auto ended = stages.ended();
    if (!ended) return ended.error();
    tour.report.check("the second day's programs ended as they should", *ended == 0, "0", std::to_string(*ended));
    return look_at_the_other_answers(tour);
}

Status with_a_screen_reader(Tour& tour, const TourWishes& wishes, int log)
{
    TourStages stages(programs_of(tour, log), wishes.timeout_seconds);
    if (auto done = with_orca(stages, tour, wishes.orca_log); !done) return done;
    auto ended = stages.ended();
    if (!ended) return ended.error();
    tour.report.check("the programs read by Orca ended as they should", *ended == 0, "0", std::to_string(*ended));
    return look_at_the_other_answers(tour);
}

Status the_day(Tour& tour, const TourWishes& wishes, int log)
{
    TourStages stages(programs_of(tour, log), wishes.timeout_seconds);

    auto morning = stages.next();
    if (!morning) return morning.error();
    if (auto done = with_picture(desk_in_the_morning(morning->program, tour), morning->program, tour); !done)
        return done;
    auto kiosk = stages.next();
    if (!kiosk) return kiosk.error();
    if (kiosk->stage != Stage::kiosk) return Error{fault::automation_lost, "the kiosk did not follow the desk"};
    tour.crash = [&](Automation& program) -> Status {
        ::kill(kiosk->process, SIGKILL);
        auto again = stages.next();
        if (!again) return again.error();
        if (again->stage != Stage::kiosk) return Error{fault::automation_lost, "no kiosk after the one that died"};
        kiosk->process = again->process;
        program = std::move(again->program);
        return {};
    };
    if (auto done = with_picture(kiosk_session(kiosk->program, tour), kiosk->program, tour); !done) return done;
    auto afternoon = stages.next();
    if (!afternoon) return afternoon.error();
    if (auto looked = look_at_the_sealed_session(tour); !looked) return looked;
    if (auto done = with_picture(desk_after_the_session(afternoon->program, tour), afternoon->program, tour); !done)
        return done;
    auto ended = stages.ended();
    if (!ended) return ended.error();
    tour.report.check("the programs ended as they should", *ended == 0, "0", std::to_string(*ended));
    return {};
}

Status a_morning(Tour& tour, const TourWishes& wishes, int log)
{
    TourStages stages(programs_of(tour, log), wishes.timeout_seconds);
    auto desk = stages.next();
    if (!desk) return desk.error();
    if (auto done = with_picture(clinicians_morning(desk->program, tour), desk->program, tour); !done) return done;
    auto ended = stages.ended();
    if (!ended) return ended.error();
    tour.report.check("the desk ended as it should", *ended == 0, "0", std::to_string(*ended));
    return {};
}

Status all_of_it(Tour& tour, const TourWishes& wishes, int log)
{
    std::fprintf(stderr, "rapport: tour: the day begins\n");
    if (auto done = the_day(tour, wishes, log); !done) return done;
    const std::string first = tour.patient;
    std::fprintf(stderr, "rapport: tour: the other ways to answer\n");
    if (auto done = the_other_ways(tour, wishes, log); !done) return done;
    if (!wishes.orca_log.empty()) {
        std::fprintf(stderr, "rapport: tour: with Orca\n");
        tour.answered.clear();
        if (auto done = with_a_screen_reader(tour, wishes, log); !done) return done;
    }
    tour.patient = first;
    return look_at_what_is_left(tour, wishes.out);
}

} // namespace

Status with_picture(Status done, Automation& program, Tour& tour)
{
    if (!done)
        if (auto taken = tour.camera.shoot(program, "stopped-here"); !taken)
            std::fprintf(stderr, "rapport: tour: no picture of it\n");
    return done;
}

Result<bool> take_tour(const TourWishes& wishes)
{
    struct stat there = {};
    if (::stat(wishes.out.c_str(), &there) == 0) return outlet::fault::release_exists;
    for (const char* below : {"", "/pictures", "/log"})
        if (auto made = make_folder(wishes.out + below); !made) return made.error();

    TourReport report;
    TourCamera camera(wishes.out + "/pictures", report);
    Tour tour{wishes.out + "/vault", wishes.out + "/release", {}, report, camera, {}};
    std::fprintf(stderr, "rapport: tour: making a demo clinic of %d people\n", wishes.patients);
    auto clinic =
        make_demo({tour.vault, wishes.patients, wishes.visits, 7, vault::KdfCost::floor()}, vault::system_clock());
    if (!clinic) return clinic.error();
    tour.clinic = std::move(*clinic);
    if (auto told = tell_what_the_clinic_says(tour); !told) return told.error();

    const Descriptor log(
        ::open((wishes.out + "/log/programs.txt").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_APPEND, 0600));
    if (log.get() < 0) return Error{sealed::fault::cannot_write, "log"};
    if (auto done = wishes.morning ? a_morning(tour, wishes, log.get()) : all_of_it(tour, wishes, log.get()); !done)
        return done.error();

    if (!wishes.keep_vault)
        if (auto removed = remove_folder(tour.vault); !removed) return removed.error();
    if (auto written = write_all(wishes.out + "/tour.json", report.json()); !written) return written.error();
    std::fprintf(stderr, "rapport: tour: %zu checks, %zu pictures, %s\n", report.checks(), report.pictures(),
                 report.all_hold() ? "all hold" : "NOT all hold");
    return report.all_hold();
}

} // namespace rapport::cli
