#include "tests/session/support.h"

namespace rapport::session::test {

namespace {

constexpr Instant start{1'700'000'000'000, 5'000};

Instant after(std::int64_t ms)
{
    return {start.utc_ms + ms, start.boot_ms + ms};
}

/// One small instrument of three questions, on its first question.
struct Small : testing::Test {
    Folder folder;
    Handover handover{folder, {{"small", small_definition("small", 3)}}};

    Survey on_first_question()
    {
        Survey survey = begin(handover, start);
        EXPECT_EQ(apply(survey, intent::Begin{}, start), Outcome::done);
        EXPECT_EQ(apply(survey, intent::StartPart{}, start), Outcome::done);
        EXPECT_EQ(survey.page(), Page(page::Question{0, 0}));
        return survey;
    }
    void answer_all(Survey& survey)
    {
        for (int i = 0; i < 3; ++i) {
            EXPECT_EQ(apply(survey, intent::Answered{i}, start), Outcome::done);
            EXPECT_EQ(apply(survey, intent::Next{}, start), Outcome::done);
        }
    }
};

using Session = Small;

} // namespace

TEST_F(Session, begins_on_the_welcome_page_and_asks_the_items_in_order)
{
    Survey survey = begin(handover, start);
    EXPECT_EQ(survey.page(), Page(page::Welcome{}));
    apply(survey, intent::Begin{}, start);
    EXPECT_EQ(survey.page(), Page(page::Instructions{0}));
    apply(survey, intent::StartPart{}, start);
    for (std::size_t item = 0; item < 3; ++item) {
        EXPECT_EQ(survey.page(), Page(page::Question{0, item}));
        apply(survey, intent::Answered{2}, start);
        apply(survey, intent::Next{}, start);
    }
    EXPECT_EQ(survey.page(), Page(page::Review{0}));
}

TEST_F(Session, hearing_is_kept_and_changes_nothing_at_all)
{
    Survey survey = on_first_question();
    EXPECT_EQ(apply(survey, intent::Answered{1}, start), Outcome::done);
    EXPECT_EQ(apply(survey, intent::HearAloud{}, after(100)), Outcome::done);
    EXPECT_EQ(survey.answer({0, 0}), instruments::Answer::chose(1));
    survey.tick(after(Waits::advance), 0);
    EXPECT_EQ(survey.page(), Page(page::Question{0, 1})) << "the page turns as if nothing had been read";
    EXPECT_EQ(apply(survey, intent::DeclineAsked{}, start), Outcome::done);
    EXPECT_EQ(apply(survey, intent::HearAloud{}, start), Outcome::done);
    EXPECT_EQ(survey.page(), Page(page::ConfirmDecline{0, 1}));
    apply(survey, intent::Pause{}, start);
    EXPECT_EQ(apply(survey, intent::HearAloud{}, start), Outcome::ignored) << "the cover has nothing to say";
    EXPECT_EQ(survey.page(), Page(page::Cover{CoverReason::paused}));
}

TEST_F(Session, an_answer_is_on_the_disk_before_it_is_in_memory)
{
    FullDisk disk;
    Survey survey = begin(handover, start, on(disk));
    apply(survey, intent::Begin{}, start);
    apply(survey, intent::StartPart{}, start);
    const int before = disk.syncs;
    apply(survey, intent::Answered{3}, after(40));
    EXPECT_EQ(disk.syncs, before + 1);

    const sealed::Act kept = handover.read(folder.drafts()).acts.back();
    EXPECT_EQ(kept.kind, sealed::ActKind::answered);
    EXPECT_EQ(kept.item, "1");
    EXPECT_EQ(kept.value, 3);
    EXPECT_EQ(kept.utc_ms, after(40).utc_ms);
    EXPECT_EQ(kept.boot_ms, after(40).boot_ms);
    EXPECT_EQ(kept.input, sealed::InputMethod::touch);
    EXPECT_EQ(survey.answer({0, 0}), instruments::Answer::chose(3));
}

TEST_F(Session, a_full_disk_shows_nothing_as_chosen_and_says_how_many_are_safe)
{
    FullDisk disk;
    Survey survey = begin(handover, start, on(disk));
    apply(survey, intent::Begin{}, start);
    apply(survey, intent::StartPart{}, start);
    apply(survey, intent::Answered{1}, start);
    apply(survey, intent::Next{}, start);

    disk.full = true;
    EXPECT_EQ(apply(survey, intent::Answered{2}, start), Outcome::not_saved);
    EXPECT_EQ(survey.page(), Page(page::SaveFailed{1}));
    EXPECT_FALSE(survey.answer({0, 1}).given());
    ASSERT_TRUE(survey.failure().has_value());
    EXPECT_EQ(survey.failure()->fault, sealed::fault::disk_full);

    // Nothing brings the questions back but staff.
    disk.full = false;
    EXPECT_EQ(apply(survey, intent::Answered{2}, start), Outcome::ignored);
    survey.tick(after(1'000'000), 200'000);
    EXPECT_EQ(survey.page(), Page(page::SaveFailed{1}));
    EXPECT_EQ(apply(survey, intent::StaffWanted{}, start), Outcome::done);
    EXPECT_TRUE(survey.done());

    Survey again = begin(handover, start);
    EXPECT_EQ(again.page(), Page(page::Question{0, 1}));
    EXPECT_EQ(again.answer({0, 0}), instruments::Answer::chose(1));
    EXPECT_FALSE(again.answer({0, 1}).given());
}

TEST_F(Session, a_full_disk_while_finishing_loses_no_answer)
{
    FullDisk disk;
    Survey survey = begin(handover, start, on(disk));
    apply(survey, intent::Begin{}, start);
    apply(survey, intent::StartPart{}, start);
    answer_all(survey);
    disk.full = true;
    EXPECT_EQ(apply(survey, intent::LeavePart{}, start), Outcome::not_saved);
    EXPECT_EQ(survey.page(), Page(page::SaveFailed{3}));
    EXPECT_FALSE(survey.finished());

    Survey again = begin(handover, start);
    EXPECT_EQ(again.page(), Page(page::Review{0}));
    EXPECT_EQ(apply(again, intent::LeavePart{}, start), Outcome::done);
    EXPECT_TRUE(handover.read(folder.inbox()).finished);
}

TEST_F(Session, a_choice_the_item_does_not_have_is_refused)
{
    Survey survey = on_first_question();
    const std::uint64_t kept = survey.acts();
    for (const int wrong : {-1, 4, 70'000, -70'000})
        EXPECT_EQ(apply(survey, intent::Answered{wrong}, start), Outcome::ignored);
    EXPECT_EQ(survey.acts(), kept);
    EXPECT_FALSE(survey.answer({0, 0}).given());
}

TEST_F(Session, a_choice_is_shown_for_a_quarter_of_a_second_and_then_the_next_item_comes)
{
    Survey survey = on_first_question();
    apply(survey, intent::Answered{1}, after(1'000));
    survey.tick(after(1'249), 0);
    EXPECT_EQ(survey.page(), Page(page::Question{0, 0}));
    EXPECT_EQ(survey.next_tick(after(1'100), 0), 150);
    survey.tick(after(1'250), 0);
    EXPECT_EQ(survey.page(), Page(page::Question{0, 1}));
}

TEST_F(Session, without_auto_advance_only_next_moves_on)
{
    handover.auto_advance = false;
    Survey survey = on_first_question();
    apply(survey, intent::Answered{1}, start);
    survey.tick(after(50'000), 1'000);
    EXPECT_EQ(survey.page(), Page(page::Question{0, 0}));
    apply(survey, intent::Next{}, start);
    EXPECT_EQ(survey.page(), Page(page::Question{0, 1}));
}

TEST_F(Session, another_choice_within_the_pause_takes_the_first_ones_place_and_starts_the_pause_again)
{
    Survey survey = on_first_question();
    apply(survey, intent::Answered{1}, after(0));
    apply(survey, intent::Answered{3}, after(200));
    survey.tick(after(300), 0);
    EXPECT_EQ(survey.page(), Page(page::Question{0, 0}));
    survey.tick(after(450), 0);
    EXPECT_EQ(survey.page(), Page(page::Question{0, 1}));
    EXPECT_EQ(survey.answer({0, 0}), instruments::Answer::chose(3));
}

TEST_F(Session, the_same_choice_again_is_not_written_twice_but_moves_on)
{
    Survey survey = on_first_question();
    apply(survey, intent::Answered{1}, start);
    apply(survey, intent::Next{}, start);
    apply(survey, intent::Back{}, start);
    const std::uint64_t kept = survey.acts();
    apply(survey, intent::Answered{1}, after(1'000));
    EXPECT_EQ(survey.acts(), kept);
    survey.tick(after(1'250), 0);
    EXPECT_EQ(survey.page(), Page(page::Question{0, 1}));
}

TEST_F(Session, back_works_while_a_choice_is_shown)
{
    Survey survey = on_first_question();
    apply(survey, intent::Answered{1}, start);
    apply(survey, intent::Next{}, start);
    apply(survey, intent::Answered{2}, after(100));
    apply(survey, intent::Back{}, after(200));
    survey.tick(after(2'000), 0);
    EXPECT_EQ(survey.page(), Page(page::Question{0, 0}));
    apply(survey, intent::Back{}, start);
    EXPECT_EQ(survey.page(), Page(page::Instructions{0}));
}

TEST_F(Session, next_waits_for_an_answer_or_a_refusal)
{
    Survey survey = on_first_question();
    EXPECT_EQ(apply(survey, intent::Next{}, start), Outcome::ignored);
    apply(survey, intent::DeclineAsked{}, start);
    EXPECT_EQ(survey.page(), Page(page::ConfirmDecline{0, 0}));
    EXPECT_EQ(apply(survey, intent::Next{}, start), Outcome::ignored);
    EXPECT_EQ(apply(survey, intent::Answered{1}, start), Outcome::ignored);
    EXPECT_EQ(apply(survey, intent::DeclineConfirmed{}, start), Outcome::done);
    EXPECT_EQ(survey.page(), Page(page::Question{0, 0}));
    EXPECT_EQ(survey.answer({0, 0}), instruments::Answer::none(instruments::Missing::declined));
    EXPECT_EQ(apply(survey, intent::Next{}, start), Outcome::done);
    EXPECT_EQ(survey.page(), Page(page::Question{0, 1}));
}

TEST_F(Session, a_refusal_is_asked_about_first_and_can_be_taken_back)
{
    Survey survey = on_first_question();
    EXPECT_EQ(apply(survey, intent::DeclineConfirmed{}, start), Outcome::ignored);
    apply(survey, intent::DeclineAsked{}, start);
    const std::uint64_t kept = survey.acts();
    apply(survey, intent::DeclineTakenBack{}, start);
    EXPECT_EQ(survey.acts(), kept);
    EXPECT_EQ(survey.page(), Page(page::Question{0, 0}));

    apply(survey, intent::DeclineAsked{}, start);
    apply(survey, intent::DeclineConfirmed{}, start);
    apply(survey, intent::DeclineTakenBack{}, start);
    EXPECT_EQ(survey.answer({0, 0}), instruments::Answer::none(instruments::Missing::cleared));
    EXPECT_EQ(apply(survey, intent::Next{}, start), Outcome::ignored);
}

TEST_F(Session, an_item_picked_on_the_review_leads_back_to_the_review)
{
    Survey survey = on_first_question();
    answer_all(survey);
    apply(survey, intent::GoTo{1}, start);
    EXPECT_EQ(survey.page(), Page(page::Question{0, 1}));
    apply(survey, intent::Answered{3}, after(0));
    survey.tick(after(250), 0);
    EXPECT_EQ(survey.page(), Page(page::Review{0}));
    apply(survey, intent::GoTo{0}, start);
    apply(survey, intent::Back{}, start);
    EXPECT_EQ(survey.page(), Page(page::Review{0}));
    apply(survey, intent::Back{}, start);
    EXPECT_EQ(survey.page(), Page(page::Question{0, 2}));
    apply(survey, intent::Back{}, start);
    EXPECT_EQ(survey.page(), Page(page::Question{0, 1}));
}

TEST_F(Session, finishing_seals_the_session_and_takes_the_answers_out_of_memory)
{
    Survey survey = on_first_question();
    answer_all(survey);
    EXPECT_EQ(apply(survey, intent::LeavePart{}, start), Outcome::done);
    EXPECT_EQ(survey.page(), Page(page::HandBack{}));
    EXPECT_EQ(survey.course().settled(), 0);
    EXPECT_FALSE(survey.done());
    const sealed::OpenedSession sealed = handover.read(folder.inbox());
    EXPECT_TRUE(sealed.finished);

    // Help still shows, though no act can be kept any more.
    EXPECT_EQ(apply(survey, intent::NeedSomeone{}, start), Outcome::done);
    EXPECT_EQ(survey.page(), Page(page::Moment{true}));
    EXPECT_EQ(apply(survey, intent::ReturnFromMoment{}, start), Outcome::done);
    EXPECT_EQ(apply(survey, intent::StaffWanted{}, start), Outcome::done);
    EXPECT_TRUE(survey.done());

    EXPECT_EQ(begin(handover, start).page(), Page(page::HandBack{}));
}

TEST_F(Session, an_untouched_screen_is_covered_and_later_only_staff_go_on)
{
    Survey survey = on_first_question();
    survey.tick(after(59'999), 59'999);
    EXPECT_EQ(survey.page(), Page(page::Question{0, 0}));
    survey.tick(after(60'000), 60'000);
    EXPECT_EQ(survey.page(), Page(page::Cover{CoverReason::idle}));
    EXPECT_EQ(apply(survey, intent::Answered{1}, after(60'001)), Outcome::ignored);
    EXPECT_EQ(apply(survey, intent::Resume{}, after(60'001)), Outcome::done);
    EXPECT_EQ(survey.page(), Page(page::Question{0, 0}));

    apply(survey, intent::Pause{}, after(70'000));
    survey.tick(after(369'999), 299'999);
    EXPECT_EQ(survey.page(), Page(page::Cover{CoverReason::paused}));
    survey.tick(after(370'000), 300'000);
    EXPECT_EQ(survey.page(), Page(page::Cover{CoverReason::find_staff}));
    EXPECT_EQ(apply(survey, intent::Resume{}, start), Outcome::ignored);
    EXPECT_EQ(apply(survey, intent::NeedSomeone{}, start), Outcome::done);
    EXPECT_EQ(apply(survey, intent::ReturnFromMoment{}, start), Outcome::done);
    EXPECT_EQ(survey.page(), Page(page::Cover{CoverReason::find_staff}));
    EXPECT_EQ(apply(survey, intent::StaffWanted{}, start), Outcome::done);
    EXPECT_TRUE(survey.done());
}

TEST_F(Session, after_staff_unlocked_a_touch_goes_on_with_the_same_question)
{
    {
        Survey survey = on_first_question();
        survey.tick(after(300'000), 300'000);
        apply(survey, intent::StaffWanted{}, start);
        ASSERT_TRUE(survey.done());
    }
    Survey again = begin(handover, start);
    EXPECT_EQ(again.page(), Page(page::Cover{CoverReason::paused}));
    apply(again, intent::Resume{}, start);
    EXPECT_EQ(again.page(), Page(page::Question{0, 0}));
}

TEST_F(Session, the_clinics_text_is_not_covered_but_after_five_minutes_leads_nowhere_without_staff)
{
    Survey survey = on_first_question();
    apply(survey, intent::NeedMoment{}, start);
    survey.tick(after(299'999), 299'999);
    EXPECT_EQ(survey.page(), Page(page::Moment{false}));
    survey.tick(after(300'000), 300'000);
    EXPECT_EQ(survey.page(), Page(page::Moment{false}));
    apply(survey, intent::ReturnFromMoment{}, start);
    EXPECT_EQ(survey.page(), Page(page::Cover{CoverReason::find_staff}));
}

TEST_F(Session, asking_for_a_moment_and_for_someone_is_kept)
{
    Survey survey = on_first_question();
    apply(survey, intent::NeedMoment{}, start);
    EXPECT_EQ(survey.page(), Page(page::Moment{false}));
    apply(survey, intent::NeedSomeone{}, start);
    EXPECT_EQ(survey.page(), Page(page::Moment{true}));
    apply(survey, intent::ReturnFromMoment{}, start);
    EXPECT_EQ(survey.page(), Page(page::Question{0, 0}));
    const std::vector<sealed::Act> acts = handover.read(folder.drafts()).acts;
    ASSERT_EQ(acts.size(), 5U);
    EXPECT_EQ(acts[2].kind, sealed::ActKind::asked_for_moment);
    EXPECT_EQ(acts[3].kind, sealed::ActKind::asked_for_someone);
    EXPECT_EQ(acts[4].kind, sealed::ActKind::resumed);
}

TEST_F(Session, after_a_quarter_of_an_hour_alone_the_program_ends_with_the_key)
{
    Survey survey = on_first_question();
    survey.tick(after(899'999), 899'999);
    EXPECT_FALSE(survey.done());
    survey.tick(after(900'000), 900'000);
    EXPECT_TRUE(survey.done());
    EXPECT_FALSE(survey.next_tick(after(900'000), 900'000).has_value());
}

} // namespace rapport::session::test
