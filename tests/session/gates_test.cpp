// What an instrument's own rule leaves out is not asked, not counted and not called missing.
#include <gtest/gtest.h>

#include "instruments/leave_out.h"
#include "tests/session/support.h"

namespace rapport::session::test {

namespace {

using instruments::Answer;
using instruments::Missing;

/// PC-PTSD-5: item 0 asks for an event; 1 to 5 are asked after Yes alone (Prins 2016).
class Gates : public ::testing::Test {
protected:
    Gates() { handover.auto_advance = false; }

    Survey on_the_gate()
    {
        Survey survey = begin(handover);
        apply(survey, intent::Begin{});
        apply(survey, intent::StartPart{});
        return survey;
    }
    static void say(Survey& survey, int choice)
    {
        apply(survey, intent::Answered{choice});
        apply(survey, intent::Next{});
    }

    Folder folder;
    Handover handover{folder, {{"pc-ptsd-5", bundled("pc-ptsd-5")}}};
};

} // namespace

TEST_F(Gates, no_at_the_gate_ends_the_part_and_the_rest_is_not_asked)
{
    Survey survey = on_the_gate();
    say(survey, 0);
    EXPECT_EQ(survey.page(), Page(page::Review{0}));
    for (std::size_t item = 1; item <= 5; ++item)
        EXPECT_EQ(survey.answer({0, item}), Answer::none(Missing::not_asked)) << item;
    EXPECT_EQ(survey.course().asked(0), 1U);
    EXPECT_EQ(apply(survey, intent::GoTo{3}), Outcome::ignored);
    apply(survey, intent::Back{});
    EXPECT_EQ(survey.page(), Page(page::Question{0, 0}));
}

TEST_F(Gates, yes_at_the_gate_asks_every_item_in_order)
{
    Survey survey = on_the_gate();
    say(survey, 1);
    for (std::size_t item = 1; item <= 5; ++item) {
        EXPECT_EQ(survey.page(), Page(page::Question{0, item}));
        say(survey, 1);
    }
    EXPECT_EQ(survey.page(), Page(page::Review{0}));
    EXPECT_EQ(survey.course().asked(0), 6U);
}

TEST_F(Gates, no_answer_at_the_gate_asks_the_rest_for_each_may_be_left)
{
    Survey survey = on_the_gate();
    apply(survey, intent::DeclineAsked{});
    apply(survey, intent::DeclineConfirmed{});
    apply(survey, intent::Next{});
    EXPECT_EQ(survey.page(), Page(page::Question{0, 1}));
}

TEST_F(Gates, a_changed_mind_at_the_gate_takes_the_answers_behind_it_away_and_asks_them_anew)
{
    Survey survey = on_the_gate();
    say(survey, 1);
    say(survey, 1);
    apply(survey, intent::Answered{1});
    apply(survey, intent::Back{});
    apply(survey, intent::Back{});
    ASSERT_EQ(survey.page(), Page(page::Question{0, 0}));
    say(survey, 0);
    EXPECT_EQ(survey.page(), Page(page::Review{0}));
    EXPECT_EQ(survey.answer({0, 1}), Answer::none(Missing::not_asked));
    apply(survey, intent::GoTo{0});
    apply(survey, intent::Answered{1});
    EXPECT_EQ(survey.answer({0, 1}), Answer::none(Missing::not_reached));
    EXPECT_EQ(survey.course().asked(0), 6U);
}

TEST_F(Gates, after_a_crash_the_same_items_are_left_out)
{
    {
        Survey survey = on_the_gate();
        say(survey, 1);
        say(survey, 1);
        apply(survey, intent::Back{});
        apply(survey, intent::Back{});
        apply(survey, intent::Answered{0});
    }
    Survey survey = begin(handover);
    EXPECT_EQ(survey.page(), Page(page::Question{0, 0}));
    EXPECT_EQ(survey.answer({0, 1}), Answer::none(Missing::not_asked));
    apply(survey, intent::Next{});
    EXPECT_EQ(survey.page(), Page(page::Review{0}));
}

TEST_F(Gates, whatever_is_done_nobody_stands_on_an_item_that_is_left_out)
{
    std::mt19937_64 random(15);
    std::size_t acts = 0;
    while (acts < 10'000) {
        handover.session = sealed::random_id();
        Survey survey = begin(handover);
        for (int steps = 0; steps < 400 && !survey.finished(); ++steps, ++acts) {
            test::apply(survey, likely_intent(survey.page(), random));
            const bool no_event = survey.answer({0, 0}) == Answer::chose(0);
            for (std::size_t item = 1; item <= 5 && !survey.finished(); ++item)
                ASSERT_EQ(instruments::is_left_out(survey.answer({0, item})), no_event);
            if (const auto page = survey.page(); const auto* at = std::get_if<page::Question>(&page)) {
                ASSERT_TRUE(at->item == 0 || !no_event);
            }
        }
    }
}

TEST(NotAsked, what_is_not_for_a_person_is_never_shown_nor_counted_nor_missing)
{
    // PHQ-15 item 4 is not asked of men (Kroenke 2002).
    const Folder folder;
    Handover handover{folder, {{"phq-15", bundled("phq-15"), {"4"}}}};
    handover.auto_advance = false;
    Survey survey = begin(handover);
    apply(survey, intent::Begin{});
    apply(survey, intent::StartPart{});
    EXPECT_EQ(survey.course().asked(0), 14U);
    for (std::size_t item = 0; item < 15; ++item) {
        if (item == 3) continue;
        ASSERT_EQ(survey.page(), Page(page::Question{0, item}));
        apply(survey, intent::Answered{1});
        apply(survey, intent::Next{});
    }
    EXPECT_EQ(survey.page(), Page(page::Review{0}));
    EXPECT_EQ(survey.answer({0, 3}), Answer::none(Missing::not_asked));
    EXPECT_EQ(apply(survey, intent::GoTo{3}), Outcome::ignored);
    EXPECT_EQ(survey.course().settled(), 14);
}

TEST(NotAsked, a_part_whose_first_item_is_not_for_the_person_begins_with_the_second)
{
    const Folder folder;
    const Handover handover{folder, {{"small", small_definition("small", 3), {"1"}}}};
    Survey survey = begin(handover);
    apply(survey, intent::Begin{});
    apply(survey, intent::StartPart{});
    EXPECT_EQ(survey.page(), Page(page::Question{0, 1}));
}

TEST(NotAsked, a_job_that_names_no_item_or_leaves_none_is_refused)
{
    const Folder folder;
    for (const std::vector<std::string>& ids : {std::vector<std::string>{"7"}, {"1", "2", "3"}}) {
        const Handover handover{folder, {{"small", small_definition("small", 3), ids}}};
        const auto survey = Survey::begin(handover.job(), {});
        ASSERT_FALSE(survey.ok());
        EXPECT_EQ(survey.error().fault, fault::definition_refused);
    }
}

} // namespace rapport::session::test
