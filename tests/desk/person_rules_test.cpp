#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "app/desk/person_cards.h"
#include "app/desk/person_chart.h"
#include "person_support.h"

namespace rapport::desk::person_test {
namespace {

using shell::Harness;

float wide(std::string_view words, shell::Type type, shell::Weight)
{
    return static_cast<float>(words.size()) * shell::metrics(type).px * 0.62F;
}

PersonRows rows_of(const Clinic& clinic)
{
    return {clinic.row, clinic.administrations, clinic.visits, clinic.alerts, {}, {}, {}};
}

vault::PageEntry event(std::int32_t day, std::string words, std::uint8_t id = 9)
{
    vault::PageEntry entry;
    entry.id = sealed::Id{id};
    entry.kind = vault::EntryKind::event;
    entry.day = day;
    entry.what = "medication";
    entry.words = std::move(words);
    entry.actor = "R. Adeyemi";
    return entry;
}

TEST(PersonRules, from_52_to_40_one_cited_set_says_it_matters_and_another_that_it_is_not_reliable)
{
    const Clinic clinic = with_totals({52, 40});
    const auto view = clinic.view();
    const auto& rules = view->instruments.front().rules;
    ASSERT_EQ(rules.size(), 3U);
    // Marx 2022: 15 and 18 points in male veterans; Blanchard 2023: 9 to 12 in primary care.
    EXPECT_EQ(rules[0].since_first, "not reliable by Marx 2022 (male veterans, 15)");
    EXPECT_EQ(rules[1].since_first, "not reliable by Marx 2022, sample 2 (male veterans, 18)");
    EXPECT_EQ(rules[2].since_first, "large enough to matter by Blanchard 2023 (primary care, 9\u201312)");
    EXPECT_NE(rules[2].citation.find("Journal of Traumatic Stress"), std::string::npos);

    PersonProgram program(clinic);
    Harness harness(program, 1440, 900);
    harness.settle();
    const std::string answers_before = harness.tree().by_id("person.chart")->value;
    // Both on the screen at once, whichever is chosen.
    const auto both = [&] {
        const std::string spoken = harness.tree().spoken();
        return spoken.find("not reliable by Marx 2022 (male veterans, 15)") != std::string::npos &&
               spoken.find("large enough to matter by Blanchard 2023") != std::string::npos;
    };
    EXPECT_TRUE(both());
    EXPECT_NE(harness.tree().by_id("person.chart.bands")->name.find("Within 15 of"), std::string::npos);
    harness.type("r");
    harness.settle();
    EXPECT_NE(harness.tree().by_id("person.chart.bands")->name.find("Within 18 of"), std::string::npos);
    harness.type("r");
    harness.settle();
    EXPECT_NE(harness.tree().by_id("person.sentence")->name.find("by Blanchard 2023"), std::string::npos);
    EXPECT_NE(harness.tree().by_id("person.chart.bands")->name.find("Within 9 of"), std::string::npos);
    EXPECT_TRUE(both());
    EXPECT_EQ(harness.tree().by_id("person.chart")->value, answers_before) << "what was answered is not touched";
}

TEST(PersonRules, a_change_inside_a_range_of_importance_is_called_that)
{
    EXPECT_EQ(with_totals({50, 40}).view()->instruments.front().rules[2].since_first,
              "within the range of what matters by Blanchard 2023 (primary care, 9\u201312)");
    EXPECT_EQ(with_totals({50, 42}).view()->instruments.front().rules[2].since_first,
              "less than matters by Blanchard 2023 (primary care, 9\u201312)");
}

TEST(PersonRules, the_change_since_the_visit_before_is_judged_too_and_not_told_twice)
{
    const auto three = with_totals({60, 50, 30}).view();
    EXPECT_EQ(three->instruments.front().moved_first, "30 lower than 3 Nov");
    EXPECT_EQ(three->instruments.front().moved_last, "20 lower than 17 Nov");
    EXPECT_EQ(three->instruments.front().rules[0].since_last, "reliable by Marx 2022 (male veterans, 15)");
    const auto two = with_totals({60, 50}).view();
    EXPECT_EQ(two->instruments.front().moved_last, "");
}

TEST(PersonEvents, an_event_stands_at_its_true_date_with_its_words_and_in_the_tree)
{
    Clinic clinic = heron();
    PersonRows rows = rows_of(clinic);
    rows.entries = {event(on(2026, 11, 24), "Prazosin started", 9), event(on(2027, 1, 5), "Imaginal work began", 10)};
    PersonProgram program(clinic);
    program.view = make_person_view(rows, clinic.definitions, clinic.today);
    Harness harness(program, 1440, 900);
    harness.settle();
    ASSERT_NE(harness.tree().by_id("person.chart.event.0"), nullptr);
    EXPECT_EQ(harness.tree().by_id("person.chart.event.0")->name, "Medication: Prazosin started, 24 Nov");

    person::ChartWith with;
    with.events = program.view->events;
    const shell::Rect card{24, 184, 808, 372};
    const auto layout = lay_out_chart(program.view->instruments.front(), card, clinic.today, wide, with);
    ASSERT_EQ(layout.events.size(), 2U);
    // 3 November at x 104 and 9 February at 592, 98 days apart; 21 and 63 days on.
    EXPECT_NEAR(layout.events[0].at.x, 104 + 488 * 21.0 / 98, 0.01);
    EXPECT_NEAR(layout.events[1].at.x, 104 + 488 * 63.0 / 98, 0.01);
}

TEST(PersonEvents, whatever_the_days_no_two_words_of_the_chart_overlap)
{
    std::mt19937 bits(24);
    const auto view = heron().view();
    const auto& instrument = view->instruments.front();
    const shell::Rect card{24, 184, 808, 372};
    for (int run = 0; run < 10'000; ++run) {
        std::vector<person::Event> events(bits() % 5);
        for (person::Event& one : events) {
            one.day = instrument.visits.front().day + static_cast<std::int32_t>(bits() % 99);
            one.label = std::string(1 + bits() % 40, 'n');
        }
        std::ranges::sort(events, {}, &person::Event::day);
        person::ChartWith with;
        with.events = events;
        with.band = &*instrument.change_band;
        const auto layout = lay_out_chart(instrument, card, view->today, wide, with);
        EXPECT_EQ(layout.events.size(), events.size()) << "an event without room for words keeps its mark";
        for (std::size_t a = 0; a < layout.texts.size(); ++a)
            for (std::size_t b = a + 1; b < layout.texts.size(); ++b)
                ASSERT_FALSE(person::overlap(layout.texts[a].box, layout.texts[b].box))
                    << layout.texts[a].words << " / " << layout.texts[b].words;
    }
}

TEST(PersonCorrected, a_cell_that_was_put_right_says_what_it_was_by_whom_and_why)
{
    Clinic clinic = heron();
    PersonRows rows = rows_of(clinic);
    vault::Corrected one;
    one.now = clinic.administrations[7].id;
    one.before = sealed::Id{77};
    one.instrument = "pcl-5";
    one.item = "4";
    one.was = instruments::Answer::chose(1);
    one.is = instruments::Answer::chose(3);
    one.actor = "R. Adeyemi";
    one.reason = "Read from the paper form.";
    one.at_ms = std::int64_t{on(2027, 2, 9)} * 86'400'000;
    rows.corrections = {one};
    PersonProgram program(clinic);
    program.view = make_person_view(rows, clinic.definitions, clinic.today);
    const auto& instrument = program.view->instruments.front();
    EXPECT_EQ(instrument.visits[7].corrected, "1 answer corrected");
    EXPECT_EQ(instrument.visits[6].corrected, "");
    EXPECT_EQ(instrument.items[3].cells[7].corrected,
              "Was 1, A little bit; put right 9 Feb by R. Adeyemi: Read from the paper form.");
    EXPECT_EQ(instrument.items[3].cells[6].corrected, "");
    Harness harness(program, 1440, 900);
    harness.settle();
    EXPECT_NE(harness.tree().by_id("person.items.4.7")->value.find("Was 1, A little bit"), std::string::npos);
}

TEST(PersonCompare, c_puts_two_dates_side_by_side_with_the_change_between_them)
{
    PersonProgram program(heron());
    Harness harness(program, 1440, 900);
    harness.settle();
    harness.type("c");
    harness.settle();
    // First and last to begin with: item 2 was 3 and is 2.
    EXPECT_NE(harness.tree().by_id("person.items.2.0"), nullptr);
    EXPECT_NE(harness.tree().by_id("person.items.2.7"), nullptr);
    EXPECT_EQ(harness.tree().by_id("person.items.2.3"), nullptr);
    EXPECT_EQ(harness.tree().by_id("person.items.2.change")->value, "\u22121");
    // 17 November, when it was 4.
    program.state.compare_from = 1;
    harness.settle();
    EXPECT_EQ(harness.tree().by_id("person.items.2.1")->value.substr(0, 1), "4");
    EXPECT_EQ(harness.tree().by_id("person.items.2.change")->value, "\u22122");
    harness.type("c");
    harness.settle();
    EXPECT_NE(harness.tree().by_id("person.items.2.3"), nullptr);
}

TEST(PersonAllianceItems, the_treating_therapist_reads_none_unless_the_clinic_lets_them)
{
    const Clinic clinic = heron();
    const auto items = [&](std::string viewer, bool open) {
        const auto view =
            make_person_view(rows_of(clinic), clinic.definitions, clinic.today, {std::move(viewer), open});
        return view->alliances.front().items.size();
    };
    EXPECT_EQ(items("R. Adeyemi", false), 0U); // Heron's therapist
    EXPECT_EQ(items("T. Nakamura", false), 12U);
    EXPECT_EQ(items("R. Adeyemi", true), 12U);
    EXPECT_EQ(items("", true), 0U) << "a view for nobody in particular shows the least";
}

TEST(PersonAxis, symptoms_and_alliance_stand_on_one_axis_of_time)
{
    PersonProgram program(heron());
    Harness harness(program, 1440, 900);
    harness.settle();
    EXPECT_EQ(harness.tree().by_id("person.chart.alliance"), nullptr);
    harness.type("a");
    harness.settle();
    const auto* const below = harness.tree().by_id("person.chart.alliance");
    const auto* const chart = harness.tree().by_id("person.chart");
    ASSERT_NE(below, nullptr);
    EXPECT_FLOAT_EQ(below->rect.x, chart->rect.x);
    EXPECT_FLOAT_EQ(below->rect.w, chart->rect.w);
    EXPECT_GE(below->rect.y, chart->rect.bottom());
    EXPECT_LE(harness.tree().by_id("person.chart.alliance.key")->rect.right(), chart->rect.right())
        << "the key stands in its own card";
    EXPECT_NE(below->value.find("patient 40, therapist 49"), std::string::npos);
    // Goal, task and bond by the same key as in the card.
    harness.type("g");
    harness.settle();
    EXPECT_NE(harness.tree().by_id("person.chart.alliance")->value.find("patient 12, therapist 16"), std::string::npos);
}

} // namespace
} // namespace rapport::desk::person_test
