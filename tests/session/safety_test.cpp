#include "tests/session/support.h"

namespace rapport::session::test {

namespace {

using sealed::ActKind;

constexpr Instant start{1'700'000'000'000, 5'000};
constexpr std::size_t ninth = 8;

/// The PHQ-9, on its ninth item; eight are answered with "Not at all".
struct Phq9 : testing::Test {
    Folder folder;
    FullDisk disk;
    Handover handover{folder, {{"phq-9", bundled("phq-9")}}};

    Survey on_the_ninth()
    {
        Survey survey = begin(handover, start, on(disk));
        apply(survey, intent::Begin{}, start);
        apply(survey, intent::StartPart{}, start);
        for (std::size_t item = 0; item < ninth; ++item) {
            apply(survey, intent::Answered{0}, start);
            apply(survey, intent::Next{}, start);
        }
        EXPECT_EQ(survey.page(), Page(page::Question{0, ninth}));
        return survey;
    }
    /// From the ninth item to the end; whatever the clinic's words stand over is gone through.
    void finish(Survey& survey)
    {
        for (int most = 0; most < 20 && !survey.finished(); ++most) {
            if (std::holds_alternative<page::Moment>(survey.page()))
                apply(survey, intent::ReturnFromMoment{}, start);
            else if (std::holds_alternative<page::Review>(survey.page()))
                apply(survey, intent::LeavePart{}, start);
            else if (apply(survey, intent::Next{}, start) != Outcome::done)
                apply(survey, intent::Answered{0}, start);
        }
        EXPECT_TRUE(survey.finished());
    }
    [[nodiscard]] std::vector<sealed::Act> acts_of(ActKind kind, const std::string& where) const
    {
        std::vector<sealed::Act> found;
        for (const sealed::Act& act : handover.read(where).acts)
            if (act.kind == kind) found.push_back(act);
        return found;
    }
};

using Safety = Phq9;
constexpr page::Moment safety{false, true};

} // namespace

TEST_F(Safety, the_clinics_words_come_with_the_answer_and_the_disk_says_so)
{
    Survey survey = on_the_ninth();
    EXPECT_EQ(apply(survey, intent::Answered{1}, start), Outcome::done);
    EXPECT_EQ(survey.page(), Page(safety));
    EXPECT_EQ(survey.clinic_words(&sealed::ClinicWords::safety), "Call us on 555 0100, day or night.");
    EXPECT_TRUE(survey.see_first());
    const auto shown = acts_of(ActKind::help_shown, folder.drafts());
    ASSERT_EQ(shown.size(), 1U);
    EXPECT_EQ(shown[0].item, "9");
    // Nothing goes on by itself under it.
    survey.tick({start.utc_ms + 20'000, start.boot_ms + 20'000}, 20'000);
    EXPECT_EQ(survey.page(), Page(safety));
    EXPECT_EQ(apply(survey, intent::ReturnFromMoment{}, start), Outcome::done);
    EXPECT_EQ(survey.page(), Page(page::Question{0, ninth}));
}

TEST_F(Safety, not_at_all_shows_nothing)
{
    Survey survey = on_the_ninth();
    EXPECT_EQ(apply(survey, intent::Answered{0}, start), Outcome::done);
    EXPECT_EQ(survey.page(), Page(page::Question{0, ninth}));
    finish(survey);
    EXPECT_FALSE(survey.see_first());
    EXPECT_TRUE(acts_of(ActKind::help_shown, folder.inbox()).empty());
}

TEST_F(Safety, changing_the_answer_to_nought_takes_nothing_back)
{
    Survey survey = on_the_ninth();
    apply(survey, intent::Answered{2}, start);
    apply(survey, intent::ReturnFromMoment{}, start);
    EXPECT_EQ(apply(survey, intent::Answered{0}, start), Outcome::done);
    EXPECT_EQ(survey.page(), Page(page::Question{0, ninth})) << "nobody is shown it again for changing their mind";
    finish(survey);
    EXPECT_TRUE(survey.see_first());
    std::vector<int> given;
    for (const sealed::Act& act : acts_of(ActKind::answered, folder.inbox()))
        if (act.item == "9") given.push_back(act.value);
    EXPECT_EQ(given, (std::vector<int>{2, 0}));
    EXPECT_EQ(acts_of(ActKind::help_shown, folder.inbox()).size(), 1U);
}

TEST_F(Safety, shown_once_however_often_the_mind_is_changed)
{
    Survey survey = on_the_ninth();
    for (const int value : {1, 0, 3, 0, 2}) {
        EXPECT_EQ(apply(survey, intent::Answered{value}, start), Outcome::done);
        if (std::holds_alternative<page::Moment>(survey.page())) apply(survey, intent::ReturnFromMoment{}, start);
    }
    EXPECT_EQ(acts_of(ActKind::help_shown, folder.drafts()).size(), 1U);
}

TEST_F(Safety, declining_shows_them_too)
{
    Survey survey = on_the_ninth();
    apply(survey, intent::DeclineAsked{}, start);
    EXPECT_EQ(apply(survey, intent::DeclineConfirmed{}, start), Outcome::done);
    EXPECT_EQ(survey.page(), Page(safety));
    EXPECT_TRUE(survey.see_first());
}

TEST_F(Safety, an_answer_taken_away_and_left_so_shows_them_when_the_part_is_left)
{
    Survey survey = on_the_ninth();
    apply(survey, intent::Answered{0}, start);
    apply(survey, intent::Cleared{}, start);
    EXPECT_EQ(survey.page(), Page(page::Question{0, ninth}));
    EXPECT_FALSE(survey.see_first());
    // Back to the first and on to the review without it.
    apply(survey, intent::Answered{0}, start);
    apply(survey, intent::Next{}, start);
    while (std::holds_alternative<page::Question>(survey.page())) {
        if (apply(survey, intent::Next{}, start) != Outcome::done) apply(survey, intent::Answered{0}, start);
    }
    ASSERT_TRUE(std::holds_alternative<page::Review>(survey.page()));
    apply(survey, intent::GoTo{ninth}, start);
    apply(survey, intent::Cleared{}, start);
    apply(survey, intent::Back{}, start);
    ASSERT_TRUE(std::holds_alternative<page::Review>(survey.page()));
    apply(survey, intent::LeavePart{}, start);
    EXPECT_TRUE(survey.finished()) << "the answers are safe before anything else";
    EXPECT_EQ(survey.page(), Page(safety));
    EXPECT_TRUE(survey.see_first());
    EXPECT_EQ(acts_of(ActKind::help_shown, folder.inbox()).size(), 1U);
    apply(survey, intent::ReturnFromMoment{}, start);
    EXPECT_EQ(survey.page(), Page(page::HandBack{}));
}

TEST_F(Safety, somebody_who_comes_back_after_a_crash_finds_the_words_still_there)
{
    {
        Survey survey = on_the_ninth();
        apply(survey, intent::Answered{3}, start);
    }
    Survey again = begin(handover, start, on(disk));
    EXPECT_EQ(again.page(), Page(safety));
    EXPECT_TRUE(again.see_first());
    EXPECT_EQ(acts_of(ActKind::help_shown, folder.drafts()).size(), 1U);
}

TEST_F(Safety, a_crash_between_the_answer_and_the_words_brings_them_when_the_session_goes_on)
{
    // The answer is on the disk, and the act that says the words were shown is not: as a kill just then leaves it.
    {
        std::vector<sealed::Act> none;
        Survey survey = on_the_ninth();
        static_cast<void>(none);
    }
    {
        std::vector<sealed::Act> replay;
        auto log = sealed::SessionLog::open(handover.job(), replay, on(disk));
        ASSERT_TRUE(log.ok());
        sealed::Act answered;
        answered.kind = ActKind::answered;
        answered.item = "9";
        answered.value = 2;
        ASSERT_TRUE(log->append(answered).ok());
    }
    Survey again = begin(handover, start, on(disk));
    EXPECT_EQ(again.page(), Page(safety));
    EXPECT_EQ(acts_of(ActKind::help_shown, folder.drafts()).size(), 1U);
}

TEST_F(Safety, a_disk_that_keeps_nothing_keeps_no_help_back)
{
    Survey survey = on_the_ninth();
    disk.full = true;
    EXPECT_EQ(apply(survey, intent::Answered{1}, start), Outcome::not_saved);
    EXPECT_EQ(survey.page(), Page(safety));
    apply(survey, intent::ReturnFromMoment{}, start);
    EXPECT_TRUE(std::holds_alternative<page::SaveFailed>(survey.page()));
}

TEST_F(Safety, the_words_are_in_the_language_on_the_screen_where_the_clinic_has_them)
{
    sealed::Job job = handover.job();
    job.words = {{"en", "", "Call 555."}, {"es", "", "Llame al 555."}};
    auto survey = Survey::begin(std::move(job), start, on(disk));
    ASSERT_TRUE(survey.ok());
    EXPECT_EQ(survey->clinic_words(&sealed::ClinicWords::safety), "Call 555.");
    Presentation spanish = survey->presentation();
    spanish.language = "es";
    apply(*survey, intent::PresentationChosen{spanish}, start);
    EXPECT_EQ(survey->clinic_words(&sealed::ClinicWords::safety), "Llame al 555.");
    spanish.language = "zh";
    apply(*survey, intent::PresentationChosen{spanish}, start);
    EXPECT_EQ(survey->clinic_words(&sealed::ClinicWords::safety), "Call 555.") << "a number is better than none";
    EXPECT_EQ(survey->clinic_words(&sealed::ClinicWords::moment), "");
}

TEST_F(Safety, asking_for_somebody_is_seen_first_too_even_on_the_last_page)
{
    {
        Survey survey = on_the_ninth();
        EXPECT_FALSE(survey.see_first());
        apply(survey, intent::NeedSomeone{}, start);
        EXPECT_TRUE(survey.see_first());
    }
    Survey survey = begin(handover, start, on(disk));
    EXPECT_TRUE(survey.see_first());
}

TEST_F(Safety, a_blank_that_only_leaves_a_screen_without_a_result_is_no_danger)
{
    const Folder other;
    const Handover screen(other, {{"pc-ptsd-5", bundled("pc-ptsd-5")}});
    Survey survey = begin(screen, start);
    apply(survey, intent::Begin{}, start);
    apply(survey, intent::StartPart{}, start);
    apply(survey, intent::DeclineAsked{}, start);
    apply(survey, intent::DeclineConfirmed{}, start);
    EXPECT_TRUE(std::holds_alternative<page::Question>(survey.page()));
    EXPECT_FALSE(survey.see_first());
}

TEST_F(Safety, staff_may_take_the_tablet_back_from_under_any_cover_and_not_from_a_question)
{
    Survey survey = on_the_ninth();
    EXPECT_EQ(apply(survey, intent::StaffWanted{}, start), Outcome::ignored);
    apply(survey, intent::Pause{}, start);
    EXPECT_EQ(apply(survey, intent::StaffWanted{}, start), Outcome::done);
    EXPECT_TRUE(survey.done());
    EXPECT_TRUE(survey.staff_wanted());
}

TEST_F(Safety, in_a_waiting_room_the_last_page_makes_way_by_itself_and_elsewhere_it_stays)
{
    Survey survey = on_the_ninth();
    apply(survey, intent::Answered{0}, start);
    finish(survey);
    EXPECT_EQ(survey.next_tick(start, 0), std::nullopt);
    survey.tick(start, 3'600'000);
    EXPECT_FALSE(survey.done());
    survey.leave_for_the_next();
    EXPECT_EQ(survey.next_tick(start, 10'000), 20'000);
    survey.tick(start, 29'999);
    EXPECT_FALSE(survey.done());
    survey.tick(start, 30'000);
    EXPECT_TRUE(survey.done());
    EXPECT_FALSE(survey.staff_wanted());
}

} // namespace rapport::session::test
