#pragma once

#include <optional>
#include <variant>
#include <vector>

#include "app/session/battery.h"
#include "app/session/page.h"
#include "app/session/presentation.h"
#include "instruments/response.h"
#include "storage/sealed/act.h"

namespace rapport::session {

/// How a `moved_to` act is meant, in its `value`: never reuse a number.
enum class Look : std::uint8_t {
    in_order = 0,    ///< an item, or with no item the instructions of the part
    from_review = 1, ///< one item picked on the review: what comes after it is the review again
    review = 2,      ///< with no item: the review of the part
};

/// Every part has been left behind.
struct Ended {
    friend bool operator==(const Ended&, const Ended&) = default;
};
using Place = std::variant<page::Welcome, page::Instructions, page::Question, page::Review, Ended>;

/// Where a person is and what they said: nothing but a fold of the acts kept so far.
///
/// The rule, act by act:
///   none                          welcome page
///   moved_to, item                that question; `from_review` says what follows it
///   moved_to, no item             the part's instructions, or (value 2) its review
///   part_begun                    first question of the part that is to be asked
///   answered, declined, cleared   the item's answer, and what is left out by it; the place stays
///   part_ended                    instructions of the next part; after the last, Ended
///   paused                        the cover (value: CoverReason) lies over the place
///   asked_for_moment, _someone    the clinic's text lies over everything
///   help_shown                    so do its words on safety, which an answer just kept has called for
///   resumed                       the topmost of the two goes
///   settings_changed              how it looks from now on; the place stays
///   resumed_after_crash, read_aloud   nothing
/// So acts read back after a crash put the person where the last kept act left them. The only page that is no act's
/// doing, the one that asks "are you sure", comes back as its question.
class Course {
public:
    explicit Course(const Battery& battery, NotAsked not_asked = {});

    /// False, and nothing changed, when the act is not about this battery.
    [[nodiscard]] bool follow(const Battery& battery, const sealed::Act& act);

    [[nodiscard]] const Place& place() const { return place_; }
    [[nodiscard]] bool from_review() const { return from_review_; }
    [[nodiscard]] bool begun(std::size_t part) const { return begun_[part]; }
    [[nodiscard]] std::optional<CoverReason> cover() const { return cover_; }
    [[nodiscard]] std::optional<page::Moment> moment() const { return moment_; }
    /// The item whose answer, or lack of one, calls for the clinic's words on safety, until `help_shown` says that they
    /// were put before the person: once in a part for an answer and once for having none, so that nobody is shown them
    /// at every step of changing their mind.
    [[nodiscard]] std::optional<page::Question> help_owed() const { return help_owed_; }
    /// Staff should see this person before anybody else: an answer called for it at some time, or they asked for
    /// somebody.
    [[nodiscard]] bool see_first() const { return see_first_; }
    /// How it was last said to look, if it was.
    [[nodiscard]] const std::optional<Presentation>& presentation() const { return presentation_; }
    /// The question looked at last, if any.
    [[nodiscard]] std::optional<page::Question> last_question() const { return last_question_; }

    [[nodiscard]] const instruments::Response& response(std::size_t part) const { return responses_[part]; }
    [[nodiscard]] instruments::Answer answer(std::size_t part, std::size_t item) const;
    /// How many items of a part are to be asked after these answers, of the first `until`.
    [[nodiscard]] std::size_t asked(std::size_t part, std::size_t until = ~std::size_t{0}) const;
    /// The first item of a part that is to be asked.
    [[nodiscard]] std::size_t first(std::size_t part) const;
    /// The next and the one before among the items of the part that are to be asked; none at either end.
    [[nodiscard]] std::optional<std::size_t> asked_after(page::Question at) const;
    [[nodiscard]] std::optional<std::size_t> asked_before(page::Question at) const;
    /// Items with an answer or a refusal, over all parts.
    [[nodiscard]] int settled() const;
    /// Takes every answer out of memory; the place stays.
    void forget_answers();

    friend bool operator==(const Course&, const Course&) = default;

private:
    bool follow_answer(const Battery& battery, const sealed::Act& act);
    bool follow_move(const Battery& battery, const sealed::Act& act);
    void look_at(page::Question question, bool from_review);
    void leave_out();
    void look_for_danger(const Battery& battery, std::size_t part, std::size_t item);
    void look_for_silence(const Battery& battery, std::size_t part);

    Place place_;
    bool from_review_ = false;
    NotAsked not_asked_; ///< by part, or empty
    std::vector<instruments::Response> responses_;
    std::vector<bool> begun_;
    std::optional<CoverReason> cover_;
    std::optional<page::Moment> moment_;
    std::optional<page::Question> last_question_;
    std::optional<Presentation> presentation_;
    std::optional<page::Question> help_owed_;
    std::vector<bool> helped_;        ///< by part: for an answer
    std::vector<bool> helped_silent_; ///< by part: for having none
    bool see_first_ = false;
};

/// Whether this choice calls for the clinic's words on safety at once.
[[nodiscard]] bool is_danger(const instruments::Definition& definition, std::size_t item, int choice);

/// An item that the person may leave with Next: it has an answer or a refusal.
[[nodiscard]] bool is_settled(instruments::Answer answer);

} // namespace rapport::session
