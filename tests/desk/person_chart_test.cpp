#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "app/desk/person_chart.h"
#include "app/desk/person_chart_layout.h"
#include "person_support.h"

namespace rapport::desk::person_test {
namespace {

using person::Instrument;
using person::Visit;

/// Wider than any of our fonts on average, so that what holds here holds on the screen.
float wide(std::string_view words, shell::Type type, shell::Weight)
{
    return static_cast<float>(words.size()) * shell::metrics(type).px * 0.62F;
}

constexpr shell::Rect card{24, 184, 808, 372};

TEST(PersonChart, twelve_visits_with_one_incomplete_are_eleven_dots_and_one_unjoined_ring)
{
    Clinic clinic = with_totals({56, 58, 53, 55, 54, 50, 49, 49, 47, 46, 45, 44});
    Answers two_missing = pcl5_of(50);
    two_missing[9] = two_missing[15] = declined;
    clinic.administrations[4] = given(bundled("pcl-5"), clinic.administrations[4].day, two_missing, 5);
    clinic.today = on(2027, 4, 20);
    const auto view = clinic.view();
    const auto layout = lay_out_chart(view->instruments.front(), card, view->today, wide);

    ASSERT_EQ(layout.marks.size(), 12U);
    EXPECT_EQ(std::count_if(layout.marks.begin(), layout.marks.end(), [](const auto& mark) { return mark.hollow; }), 1);
    EXPECT_TRUE(layout.marks[4].hollow);
    ASSERT_EQ(layout.strokes.size(), 2U) << "the line is broken on both sides";
    EXPECT_EQ(layout.strokes[0].size(), 4U);
    EXPECT_EQ(layout.strokes[1].size(), 7U);
    for (const auto& stroke : layout.strokes)
        for (const auto& point : stroke)
            EXPECT_NE(point.x, layout.marks[4].at.x);
}

TEST(PersonChart, versions_never_share_a_line)
{
    Clinic clinic = with_totals({56, 50, 44, 40});
    instruments::Definition other = bundled("pcl-5");
    other.version = "past-week-2018-en";
    clinic.definitions.push_back(other);
    clinic.administrations[2].version = clinic.administrations[3].version = other.version;
    const auto view = clinic.view();
    const auto layout = lay_out_chart(view->instruments.front(), card, view->today, wide);
    ASSERT_EQ(layout.strokes.size(), 2U);
    EXPECT_EQ(layout.strokes[0].size(), 2U);
    EXPECT_EQ(layout.strokes[1].size(), 2U);
    EXPECT_NE(chart_words(view->instruments.front(), view->today).find("Version past-week-2018-en"), std::string::npos);
}

TEST(PersonChart, versions_that_a_definition_says_are_comparable_share_one_and_all_of_a_line_must_be)
{
    Clinic clinic = with_totals({56, 50, 44, 40, 36});
    instruments::Definition second = bundled("pcl-5");
    instruments::Definition third = second;
    second.comparable_with = {second.version};
    second.version = "second";
    third.comparable_with = {"second"};
    third.version = "third";
    clinic.definitions.push_back(second);
    clinic.definitions.push_back(third);
    clinic.administrations[2].version = clinic.administrations[3].version = "second";
    auto view = clinic.view();
    auto layout = lay_out_chart(view->instruments.front(), card, view->today, wide);
    ASSERT_EQ(layout.strokes.size(), 1U);
    EXPECT_EQ(layout.strokes[0].size(), 5U);
    EXPECT_EQ(view->instruments.front().since_baseline(3), -16.0) << "40 of the second after 56 of the first";
    EXPECT_NE(chart_words(view->instruments.front(), view->today).find("Version second"), std::string::npos);

    // The third is comparable with the second, but nobody says so of the third and the first.
    clinic.administrations[4].version = "third";
    view = clinic.view();
    layout = lay_out_chart(view->instruments.front(), card, view->today, wide);
    ASSERT_EQ(layout.strokes.size(), 1U);
    EXPECT_EQ(layout.strokes[0].size(), 4U);
    EXPECT_EQ(view->instruments.front().since_baseline(4), std::nullopt);
}

TEST(PersonChart, points_stand_at_their_true_date_and_value)
{
    const auto view = heron().view();
    const auto& instrument = view->instruments.front();
    const auto layout = lay_out_chart(instrument, card, view->today, wide);
    // The design: 0 at y 516, 80 at y 272, plot from x 80 to 616 with the first and last visit 24 inside.
    EXPECT_FLOAT_EQ(layout.plot.x, 80);
    EXPECT_FLOAT_EQ(layout.plot.right(), 616);
    EXPECT_FLOAT_EQ(layout.plot.y, 272);
    EXPECT_FLOAT_EQ(layout.plot.bottom(), 516);
    EXPECT_FLOAT_EQ(layout.marks[0].at.y, 516 - 244 * 56.0F / 80);
    EXPECT_FLOAT_EQ(layout.marks[7].at.y, 516 - 244 * 44.0F / 80);
    EXPECT_FLOAT_EQ(layout.marks[0].at.x, 104);
    EXPECT_FLOAT_EQ(layout.marks[7].at.x, 592);
    EXPECT_FLOAT_EQ(layout.change.y, 516 - 244 * 71.0F / 80);
    EXPECT_FLOAT_EQ(layout.change.bottom(), 516 - 244 * 41.0F / 80);
    EXPECT_FLOAT_EQ(layout.cuts.front().bottom(), 516 - 244 * 31.0F / 80);
    EXPECT_FLOAT_EQ(layout.marks[4].stem_top, 516 - 244 * 56.0F / 80);
    EXPECT_FLOAT_EQ(layout.marks[4].at.y, 516 - 244 * 48.0F / 80);
}

TEST(PersonChart, the_axis_holds_the_whole_possible_range_in_whole_steps)
{
    EXPECT_EQ(person::axis_values(0, 80, {}), (std::vector<double>{0, 20, 40, 60, 80}));
    EXPECT_EQ(person::axis_values(12, 60, {}), (std::vector<double>{12, 24, 36, 48, 60}));
    EXPECT_EQ(person::axis_values(0, 21, {}), (std::vector<double>{0, 7, 14, 21}));
    EXPECT_EQ(person::axis_values(0, 23, {}), (std::vector<double>{0, 23}));
}

TEST(PersonChart, the_words_of_the_chart_hold_every_visit)
{
    const auto view = heron().view();
    EXPECT_EQ(chart_words(view->instruments.front(), view->today),
              "3 Nov: 56; 17 Nov: 58; 1 Dec: 53; 15 Dec: 55; 29 Dec: no total, 48\u201356, 18 of 20 answered; "
              "12 Jan: 49; 26 Jan: 47; 9 Feb: 44");
    EXPECT_EQ(reading_words(view->instruments.front(), 6, view->today),
              "26 Jan: 47; 20 of 20 answered; 9 lower than 3 Nov; Self");
}

/// A random course of any length and spacing, with incomplete visits and up to three versions.
Instrument any_course(std::mt19937_64& dice)
{
    Instrument instrument;
    const double ranges[][2] = {{0, 80}, {0, 27}, {12, 60}, {0, 23}, {1, 5}};
    const auto& range = ranges[dice() % 5];
    instrument.min = range[0];
    instrument.max = range[1];
    const auto points = [&] {
        return std::round(instrument.min +
                          (instrument.max - instrument.min) * static_cast<double>(dice() % 1000) / 999);
    };
    const std::size_t visits = 1 + dice() % 30;
    std::int32_t day = on(2026, 1, 1);
    int version = 1;
    for (std::size_t i = 0; i < visits; ++i) {
        Visit visit;
        day += static_cast<std::int32_t>(dice() % 60);
        if (dice() % 10 == 0) ++version;
        visit.day = day;
        visit.version = std::to_string(version);
        visit.line = static_cast<std::size_t>(version);
        visit.items = 20;
        visit.answered = 20;
        visit.value = visit.lowest = visit.highest = points();
        if (dice() % 6 == 0) {
            visit.answered = 18;
            visit.highest = std::max(visit.lowest, points());
            if (dice() % 2 == 0) visit.value.reset();
            visit.prorated = visit.value.has_value();
        }
        instrument.visits.push_back(visit);
    }
    if (dice() % 2 == 0) {
        const double at = points();
        instrument.change_band = person::ChangeBand{std::max(instrument.min, at - 5), std::min(instrument.max, at + 5),
                                                    "Within 5 of 3 Nov (20)",         "Change not reliable here",
                                                    "Marx 2022, male veterans",       "Not studied in this group"};
    }
    if (dice() % 2 == 0)
        instrument.cut_offs.push_back({points(), instrument.max, "Cut-off 31\u201333", "NCPTSD; Bovin 2016"});
    return instrument;
}

TEST(PersonChart, no_words_of_any_chart_overlap_or_leave_the_card_and_the_last_visit_is_labelled)
{
    std::mt19937_64 dice(8021);
    const shell::Rect cards[] = {card, {24, 184, 714, 272}, {24, 200, 752, 372}};
    for (int round = 0; round < 10000; ++round) {
        const Instrument instrument = any_course(dice);
        const shell::Rect where = cards[dice() % 3];
        const auto layout = lay_out_chart(instrument, where, instrument.visits.back().day, wide);
        for (std::size_t i = 0; i < layout.texts.size(); ++i) {
            const shell::Rect box = layout.texts[i].box;
            ASSERT_GE(box.x, where.x) << layout.texts[i].words;
            ASSERT_LE(box.right(), where.right()) << layout.texts[i].words;
            ASSERT_GE(box.y, where.y + 44) << layout.texts[i].words;
            ASSERT_LE(box.bottom(), where.bottom()) << layout.texts[i].words;
            for (std::size_t j = 0; j < i; ++j)
                ASSERT_FALSE(person::overlap(box, layout.texts[j].box))
                    << "round " << round << ": " << layout.texts[i].words << " over " << layout.texts[j].words;
        }
        const auto labelled = [&](const std::string& words) {
            return std::any_of(layout.texts.begin(), layout.texts.end(),
                               [&](const auto& text) { return text.words == words; });
        };
        ASSERT_TRUE(labelled(instrument.visits.back().said())) << "round " << round;
        ASSERT_TRUE(labelled(person::day_near(instrument.visits.back().day, instrument.visits.back().day)));
    }
}

TEST(PersonChart, exactly_neighbouring_whole_visits_of_one_version_are_joined)
{
    std::mt19937_64 dice(77);
    for (int round = 0; round < 10000; ++round) {
        const Instrument instrument = any_course(dice);
        const auto layout = lay_out_chart(instrument, card, instrument.visits.back().day, wide);
        std::size_t joined = 0;
        for (const auto& stroke : layout.strokes)
            joined += stroke.size() - 1;
        std::size_t expected = 0;
        for (std::size_t i = 1; i < instrument.visits.size(); ++i) {
            const Visit& a = instrument.visits[i - 1];
            const Visit& b = instrument.visits[i];
            if (a.version == b.version && a.value && b.value && a.answered == a.items && b.answered == b.items)
                ++expected;
        }
        ASSERT_EQ(joined, expected) << "round " << round;
        for (std::size_t i = 0; i < instrument.visits.size(); ++i)
            ASSERT_EQ(layout.marks[i].hollow, instrument.visits[i].answered != instrument.visits[i].items);
    }
}

} // namespace
} // namespace rapport::desk::person_test
