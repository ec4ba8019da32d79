#include <array>
#include <set>

#include "tests/session/support.h"

namespace rapport::session::test {

namespace {

Presentation large_and_spanish()
{
    Presentation shown;
    shown.size = Presentation::Size::p200;
    shown.colours = Presentation::Colours::high_contrast;
    shown.auto_advance = false;
    shown.language = "es";
    return shown;
}

struct Two {
    Folder folder;
    Handover handover{folder, {{"one", small_definition("one", 2)}}};
};

} // namespace

TEST(Presentation, every_one_has_its_own_number_and_comes_back_from_it)
{
    std::set<std::int32_t> codes;
    for (unsigned i = 0; i < 4U * 3 * 2 * 2 * 2 * 3 * 2; ++i) {
        Presentation shown;
        shown.size = static_cast<Presentation::Size>(i % 4);
        shown.colours = static_cast<Presentation::Colours>(i / 4 % 3);
        shown.less_motion = i / 12 % 2 != 0;
        shown.auto_advance = i / 24 % 2 != 0;
        shown.scanning = i / 48 % 2 != 0;
        shown.language = std::array{"en", "es", "zh"}[i / 96 % 3];
        shown.several = i / 288 != 0;
        EXPECT_TRUE(codes.insert(shown.code()).second);
        EXPECT_EQ(Presentation::of(shown.code()), shown);
    }
    EXPECT_EQ(codes.size(), 576U);
    for (const std::int32_t wrong : {0, -1, 0x0C | 0x100, 0x400, 0x40100})
        EXPECT_FALSE(Presentation::of(wrong)) << wrong;
    // The number is the file format: bits 0-1 size, 2-3 colours, 4 motion, 5 advance, 6 scanning, 7 several,
    // 8-15 language.
    EXPECT_EQ(large_and_spanish().code(), 3 + (2 << 2) + (2 << 8));
}

TEST(Presentation, what_was_chosen_is_there_again_after_a_crash_and_not_for_the_next_person)
{
    const Two two;
    {
        Survey survey = begin(two.handover);
        EXPECT_EQ(survey.presentation(), Presentation{});
        apply(survey, intent::ReadingWanted{});
        EXPECT_EQ(apply(survey, intent::PresentationChosen{large_and_spanish()}), Outcome::done);
        EXPECT_EQ(survey.presentation(), large_and_spanish());
        EXPECT_EQ(apply(survey, intent::SheetDone{}), Outcome::done);
    }
    EXPECT_EQ(begin(two.handover).presentation(), large_and_spanish());
    const Handover next(two.folder, {{"one", small_definition("one", 2)}});
    EXPECT_EQ(begin(next).presentation(), Presentation{});
}

TEST(Presentation, trying_out_a_thousand_of_them_leaves_room_for_every_answer)
{
    const Two two;
    Survey survey = begin(two.handover);
    apply(survey, intent::Begin{});
    apply(survey, intent::StartPart{});
    apply(survey, intent::ReadingWanted{});
    const std::uint64_t before = survey.acts();
    for (int i = 0; i < 1'000; ++i) {
        Presentation shown;
        shown.size = static_cast<Presentation::Size>(i % 4);
        EXPECT_EQ(apply(survey, intent::PresentationChosen{shown}), Outcome::done);
    }
    apply(survey, intent::PresentationChosen{large_and_spanish()});
    apply(survey, intent::SheetDone{});
    EXPECT_EQ(survey.acts(), before + 1);
    // An answer is kept with the look it was given under, and that once.
    apply(survey, intent::Answered{1});
    EXPECT_EQ(survey.acts(), before + 2);
}

TEST(Presentation, how_the_session_is_answered_is_its_first_act)
{
    const Folder folder;
    Handover handover(folder, {{"one", small_definition("one", 2)}});
    handover.asked = Asked::proxy;
    static_cast<void>(begin(handover));
    const auto acts = handover.read(folder.drafts()).acts;
    ASSERT_EQ(acts.size(), 1U);
    EXPECT_EQ(acts[0].kind, sealed::ActKind::settings_changed);
    EXPECT_EQ(Presentation::of(acts[0].value)->asked, Asked::proxy);
    EXPECT_EQ(begin(handover).presentation().asked, Asked::proxy);
}

TEST(Presentation, without_auto_advance_a_choice_stays_until_next)
{
    const Two two;
    Survey survey = begin(two.handover);
    apply(survey, intent::Begin{});
    apply(survey, intent::StartPart{});
    apply(survey, intent::PresentationChosen{large_and_spanish()});
    apply(survey, intent::Answered{2});
    survey.tick({0, 10'000}, 0);
    EXPECT_EQ(survey.page(), Page(page::Question{0, 0}));
    apply(survey, intent::Next{});
    EXPECT_EQ(survey.page(), Page(page::Question{0, 1}));
}

TEST(Sheet, lies_over_the_page_and_changes_nothing_of_the_course)
{
    const Two two;
    Survey survey = begin(two.handover);
    apply(survey, intent::Begin{});
    apply(survey, intent::StartPart{});
    apply(survey, intent::Answered{1});
    EXPECT_EQ(apply(survey, intent::ReadingWanted{}), Outcome::done);
    EXPECT_EQ(survey.page(), Page(page::Reading{}));
    // Nothing moves on below it, and nothing of the question can be done through it.
    survey.tick({0, 10'000}, 0);
    EXPECT_EQ(apply(survey, intent::Answered{3}), Outcome::ignored);
    EXPECT_EQ(apply(survey, intent::Next{}), Outcome::ignored);
    EXPECT_EQ(apply(survey, intent::PresentationChosen{large_and_spanish()}), Outcome::done);
    EXPECT_EQ(survey.page(), Page(page::Reading{}));
    EXPECT_EQ(apply(survey, intent::SheetDone{}), Outcome::done);
    EXPECT_EQ(survey.page(), Page(page::Question{0, 0}));
    EXPECT_EQ(survey.answer({0, 0}), instruments::Answer::chose(1));
}

TEST(Sheet, gives_way_to_the_cover)
{
    const Two two;
    Survey survey = begin(two.handover);
    apply(survey, intent::Begin{});
    apply(survey, intent::StartPart{});
    apply(survey, intent::AboutWanted{});
    EXPECT_EQ(survey.page(), Page(page::About{0, 0}));
    survey.tick({0, 61'000}, 61'000);
    EXPECT_EQ(survey.page(), Page(page::Cover{CoverReason::idle}));
    EXPECT_EQ(apply(survey, intent::ReadingWanted{}), Outcome::ignored);
    apply(survey, intent::Resume{});
    EXPECT_EQ(survey.page(), Page(page::Question{0, 0}));
}

TEST(Cleared, is_kept_apart_from_declined_and_from_never_answered)
{
    const Two two;
    {
        Survey survey = begin(two.handover);
        apply(survey, intent::Begin{});
        apply(survey, intent::StartPart{});
        EXPECT_EQ(apply(survey, intent::Cleared{}), Outcome::ignored) << "nothing to clear";
        apply(survey, intent::Answered{3});
        EXPECT_EQ(apply(survey, intent::Cleared{}), Outcome::done);
        EXPECT_EQ(survey.answer({0, 0}), instruments::Answer::none(instruments::Missing::cleared));
        EXPECT_EQ(apply(survey, intent::Next{}), Outcome::ignored);
    }
    const auto acts = two.handover.read(two.folder.drafts()).acts;
    EXPECT_EQ(acts.back().kind, sealed::ActKind::cleared);
    EXPECT_EQ(begin(two.handover).answer({0, 0}), instruments::Answer::none(instruments::Missing::cleared));
    EXPECT_EQ(begin(two.handover).answer({0, 1}), instruments::Answer::none(instruments::Missing::not_reached));
}

} // namespace rapport::session::test
