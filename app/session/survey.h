#pragma once

#include <optional>

#include "app/session/clock.h"
#include "app/session/course.h"
#include "app/session/intent.h"
#include "storage/sealed/session_log.h"

namespace rapport::session {

/// What became of an intent.
enum class Outcome : std::uint8_t {
    done,      ///< kept if it had to be, and the page now shows it
    ignored,   ///< the page does not offer it; nothing changed
    not_saved, ///< the disk refused; nothing of it counts and the page is SaveFailed
};

/// Milliseconds. Covers by LOOK.md ("Idle"), leaving by SECURITY.md 3.5.
struct Waits {
    static constexpr std::int64_t advance = 250;        ///< a choice is shown this long before the next question comes
    static constexpr std::int64_t cover = 60'000;       ///< untouched: neutral cover
    static constexpr std::int64_t find_staff = 300'000; ///< untouched: only staff can go on
    static constexpr std::int64_t leave = 900'000;      ///< untouched: the program ends and the key with it
    static constexpr std::int64_t next_person = 30'000; ///< in a waiting room, finished and untouched: for the next one
};

/// One patient session: disk first, then memory, then pixels.
///
/// `apply` turns an intent into an act, appends it to the sealed log and only on ok changes what `page` and `answer`
/// give. When the disk refuses, the state stays as it was before the intent, the log is closed, its key is wiped and
/// `page` is SaveFailed from then on. Finishing the last part closes the log into the inbox, wipes the key and takes
/// the answers out of memory.
class Survey {
public:
    /// Opens the session, or goes on with it where the acts on the disk end. Takes the job's key out of `job`.
    /// A session that is already whole in the inbox begins on HandBack; one whose last part was left but not yet
    /// closed is closed now.
    /// Errors: those of `read_battery`, job_expired, acts_do_not_fit, and those of SessionLog::open.
    [[nodiscard]] static Result<Survey> begin(sealed::Job job, Instant now, const sealed::LogSettings& settings = {});

    /// In a waiting room: nobody takes the tablet back, so the last page makes way for the next person by itself.
    void leave_for_the_next() { for_the_next_ = true; }
    [[nodiscard]] bool leaves_for_the_next() const { return for_the_next_; }

    Outcome apply(const Intent& intent, sealed::InputMethod input, Instant now);

    /// Lets time pass: moves on after a shown choice, covers an idle screen. `idle_ms` since the person last did
    /// anything.
    void tick(Instant now, std::int64_t idle_ms);
    /// Milliseconds until `tick` has something to do; none when only a person can change the page.
    [[nodiscard]] std::optional<std::int64_t> next_tick(Instant now, std::int64_t idle_ms) const;

    [[nodiscard]] Page page() const;
    /// The program should end: staff want the desk, or nobody came for a quarter of an hour.
    [[nodiscard]] bool done() const { return done_; }
    [[nodiscard]] bool finished() const { return finished_; }
    /// It ends because staff asked for the desk, and not because nobody came.
    [[nodiscard]] bool staff_wanted() const { return staff_wanted_; }
    /// Why nothing could be kept, once that has happened.
    [[nodiscard]] const std::optional<Error>& failure() const { return failure_; }
    /// Acts on the disk, those of before a crash included; none left to count once the log is closed.
    [[nodiscard]] std::uint64_t acts() const { return log_ ? log_->acts() : 0; }

    [[nodiscard]] const Battery& battery() const { return battery_; }
    [[nodiscard]] const Course& course() const { return course_; }
    [[nodiscard]] instruments::Answer answer(page::Question at) const { return course_.answer(at.part, at.item); }
    [[nodiscard]] const Presentation& presentation() const { return presentation_; }
    /// Whether questions may stand together: not while one is looked at by itself, nor one picked on the review.
    [[nodiscard]] bool several() const { return presentation_.several && !alone_ && !course_.from_review(); }
    [[nodiscard]] const std::string& label() const { return job_.label; }
    /// The clinic's own words in the language on the screen, else in the session's, else in any; none when it has none.
    [[nodiscard]] std::string clinic_words(std::string sealed::ClinicWords::*which) const;
    /// Staff should see this person before anybody else.
    [[nodiscard]] bool see_first() const { return course_.see_first() || called_after_; }
    [[nodiscard]] bool therapist_reads() const { return job_.therapist_reads; }

private:
    Survey(sealed::Job job, Battery battery, NotAsked not_asked);

    Outcome keep(sealed::Act act, sealed::InputMethod input, Instant now);
    Outcome keep_look(sealed::InputMethod input, Instant now);
    Outcome keep_owed(Instant now);
    Outcome finish();
    void fail(const Error& error);
    [[nodiscard]] bool leaves_alone(const Intent& intent) const;
    std::optional<Outcome> apply_unkept(const Intent& intent);
    std::optional<Outcome> apply_closed(const Intent& intent);
    std::optional<Outcome> apply_to_sheet(const Intent& intent);
    [[nodiscard]] std::optional<Page> sheet() const;
    bool closed() const { return finished_ || failure_.has_value(); }
    std::optional<page::Question> question() const;
    std::optional<CoverReason> cover_due(std::int64_t idle_ms) const;

    sealed::Job job_; ///< its key is empty: the log has the only one
    Battery battery_;
    Course course_;
    std::optional<sealed::SessionLog> log_;
    std::optional<Error> failure_;
    std::optional<std::int64_t> advance_at_; ///< boot_ms
    bool alone_ = false;                     ///< one of several questions is looked at by itself
    bool confirming_ = false;                ///< asking before an item is declined
    enum class Sheet : std::uint8_t { none, reading, about };
    Sheet sheet_ = Sheet::none;
    Presentation presentation_;
    bool look_unkept_ = false; ///< it holds at once and is kept with the next act, so that trying out fills no file
    std::optional<page::Moment> help_; ///< the clinic's text over a page whose log is closed
    bool called_after_ = false;        ///< somebody was asked for there
    bool staff_wanted_ = false;
    bool for_the_next_ = false;
    bool finished_ = false;
    bool done_ = false;
};

} // namespace rapport::session
