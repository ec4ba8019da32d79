#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "app/desk/person_cards.h"
#include "instruments/reader.h"
#include "person_support.h"

namespace rapport::desk::person_test {
namespace {

TEST(PersonItems, the_table_of_heron_is_the_one_of_the_design)
{
    const auto view = heron().view();
    const auto& instrument = view->instruments.front();
    ASSERT_EQ(instrument.items.size(), 20U);
    EXPECT_EQ(instrument.items[0].cluster, "B");
    EXPECT_EQ(instrument.items[6].cluster, "C");
    EXPECT_EQ(instrument.items[6].label, "Avoiding external reminders");
    EXPECT_EQ(instrument.items[1].cells[1].value, 4);
    EXPECT_EQ(instrument.items[1].cells[1].words, "Extremely");
    EXPECT_EQ(instrument.items[1].change, -1);
    EXPECT_EQ(instrument.items[0].change, 0);
    EXPECT_EQ(instrument.items[9].cells[4].value, std::nullopt);
    EXPECT_EQ(instrument.items[9].cells[4].words, "Declined");
    EXPECT_EQ(instrument.missing_words, std::vector<std::string>{"Declined"});
}

TEST(PersonItems, a_change_is_not_told_when_either_answer_is_missing)
{
    Clinic clinic = newcomer();
    Answers first = pcl5_of(40);
    first[4] = declined;
    clinic.administrations = {given(bundled("pcl-5"), on(2027, 1, 12), first),
                              given(bundled("pcl-5"), on(2027, 2, 9), pcl5_of(20))};
    const auto view = clinic.view();
    EXPECT_EQ(view->instruments.front().items[4].change, std::nullopt);
    EXPECT_EQ(view->instruments.front().items[5].change, -1);
}

TEST(PersonItems, sorting_by_change_puts_large_first_and_unknown_last)
{
    std::mt19937_64 dice(214);
    for (int round = 0; round < 10000; ++round) {
        person::Instrument instrument;
        instrument.items.resize(1 + dice() % 25);
        for (auto& row : instrument.items)
            if (dice() % 4 != 0) row.change = static_cast<int>(dice() % 9) - 4;
        const auto order = person::item_order(instrument, true);
        auto sorted = order;
        std::sort(sorted.begin(), sorted.end());
        for (std::size_t i = 0; i < sorted.size(); ++i)
            ASSERT_EQ(sorted[i], i);
        for (std::size_t i = 1; i < order.size(); ++i) {
            const auto& before = instrument.items[order[i - 1]].change;
            const auto& after = instrument.items[order[i]].change;
            const int size_before = before ? std::abs(*before) : -1;
            const int size_after = after ? std::abs(*after) : -1;
            ASSERT_GE(size_before, size_after);
            ASSERT_TRUE(size_before > size_after || order[i - 1] < order[i]) << "equal ones keep their order";
        }
    }
}

TEST(PersonItems, every_heat_cell_can_be_read_in_every_theme_for_any_number_of_steps)
{
    for (const auto name : {shell::ThemeName::light, shell::ThemeName::dark, shell::ThemeName::high_contrast}) {
        const auto& theme = shell::theme(name);
        for (int steps = 2; steps <= 101; ++steps)
            for (int i = 0; i < steps; ++i) {
                const auto colours = person::heat_colours(theme, static_cast<double>(i) / (steps - 1));
                ASSERT_GE(shell::contrast(colours.fill, colours.ink), 4.5) << steps << " steps, step " << i;
            }
        for (std::size_t i = 0; i < 5; ++i)
            EXPECT_EQ(person::heat_colours(theme, static_cast<double>(i) / 4).fill, theme.heat[i]);
    }
}

TEST(PersonClusters, the_clusters_of_heron_are_the_ones_of_the_design)
{
    const auto view = heron().view();
    const auto& clusters = view->instruments.front().clusters;
    ASSERT_EQ(clusters.size(), 4U);
    const double last[] = {12, 7, 14, 11};
    const double first[] = {15, 7, 19, 15};
    const char* symbols[] = {"B", "C", "D", "E"};
    for (std::size_t i = 0; i < 4; ++i) {
        EXPECT_EQ(clusters[i].symbol, symbols[i]);
        EXPECT_EQ(clusters[i].last, last[i]);
        EXPECT_EQ(clusters[i].first, first[i]);
    }
}

TEST(PersonAlliance, gap_is_patient_minus_therapist_on_totals_and_subscales)
{
    const auto view = heron().view();
    ASSERT_EQ(view->alliances.size(), 1U);
    const auto& rows = view->alliances.front().rows;
    ASSERT_EQ(rows.size(), 4U);
    const double expected[4][3] = {{12, 16, -4}, {12, 16, -4}, {16, 17, -1}, {40, 49, -9}};
    for (std::size_t i = 0; i < 4; ++i) {
        EXPECT_EQ(rows[i].patient, expected[i][0]);
        EXPECT_EQ(rows[i].therapist, expected[i][1]);
        EXPECT_EQ(rows[i].gap, expected[i][2]);
    }
    // Seven earlier totals 47 49 50 51 50 48 46: mean 48.71, steps 2 1 1 1 2 2, mean step 1.5; 48.71 - 3.99 = 44.72.
    EXPECT_EQ(view->alliances.front().flag.find("Patient 40: below 44.7, the lower limit of their own 7 earlier "
                                                "sessions."),
              0U)
        << view->alliances.front().flag;
    EXPECT_NE(view->alliances.front().flag.find("therapist the same"), std::string::npos);
    EXPECT_EQ(view->alliances.front().flag_rule,
              "Individuals control chart: mean 48.7 \u2212 2.66 \u00d7 mean moving range 1.5 = 44.7, from 7 earlier "
              "sessions (Montgomery 2013). No published cut-off.");
}

TEST(PersonAlliance, nothing_of_a_session_is_shown_before_both_forms_are_in)
{
    Clinic clinic = heron();
    clinic.administrations.pop_back(); // the therapist's form of 9 February
    const auto view = clinic.view();
    const auto& alliance = view->alliances.front();
    EXPECT_EQ(alliance.waiting, "Waiting for the therapist form");
    EXPECT_EQ(alliance.sessions.size(), 7U);
    EXPECT_EQ(alliance.rows.back().patient, 46) << "26 January, the last session with both";
    EXPECT_EQ(alliance.flag, "") << "a flag would tell what the patient wrote";
}

TEST(PersonAlliance, of_a_clinic_that_asks_the_patient_alone_is_shown_with_no_gap)
{
    Clinic clinic = newcomer();
    clinic.administrations = {given(bundled("check-in-patient"), on(2027, 2, 9), Answers(5, 2), 1)};
    const auto view = clinic.view();
    const auto& alliance = view->alliances.front();
    EXPECT_EQ(alliance.waiting, "");
    ASSERT_EQ(alliance.sessions.size(), 1U);
    EXPECT_EQ(alliance.sessions.front().therapist, std::nullopt);
    EXPECT_EQ(alliance.rows.back().patient, alliance.sessions.front().patient);
    EXPECT_NE(alliance.rows.back().patient, std::nullopt);
    EXPECT_EQ(alliance.rows.back().gap, std::nullopt);
}

TEST(PersonAlliance, alone_neither_form_is_shown)
{
    Clinic clinic = newcomer();
    clinic.administrations = {given(bundled("check-in-patient"), on(2027, 2, 9), Answers(5, 2), 1)};
    clinic.administrations.front().blind = true; // as the vault tells it
    auto view = clinic.view();
    EXPECT_TRUE(view->alliances.front().rows.empty());
    EXPECT_EQ(view->alliances.front().waiting, "Waiting for the therapist form");
    clinic.administrations = {given(bundled("check-in-therapist"), on(2027, 2, 9), Answers(5, 2), 1)};
    clinic.administrations.front().blind = true;
    view = clinic.view();
    EXPECT_TRUE(view->alliances.front().rows.empty());
    EXPECT_EQ(view->alliances.front().waiting, "Waiting for the patient form");
}

TEST(PersonAlliance, a_check_in_is_marked_as_not_validated_and_two_sessions_flag_nothing)
{
    Clinic clinic = newcomer();
    for (int i = 0; i < 2; ++i) {
        clinic.administrations.push_back(
            given(bundled("check-in-patient"), on(2027, 1, 26) + 14 * i, Answers(5, i == 0 ? 5 : 1), i + 1));
        clinic.administrations.push_back(
            given(bundled("check-in-therapist"), on(2027, 1, 26) + 14 * i, Answers(5, 4), i + 1));
    }
    const auto view = clinic.view();
    EXPECT_EQ(view->alliances.front().note, "not validated, no norms");
    EXPECT_EQ(view->alliances.front().rows.back().gap, 5 - 20);
    EXPECT_EQ(view->alliances.front().flag, "");
}

TEST(PersonView, acknowledged_alerts_are_not_open)
{
    const auto view = busy().view();
    ASSERT_EQ(view->alerts.size(), 2U);
    EXPECT_EQ(view->alerts[0].words,
              "PHQ-9 item 9: \u201cSeveral days\u201d. Last time, 26 Jan: \u201cNot at all\u201d.");
    EXPECT_EQ(view->alerts[1].words, "PHQ-9 item 9 not answered: Declined.");
}

TEST(PersonView, answers_without_a_definition_are_said_to_be_kept)
{
    Clinic clinic = newcomer();
    clinic.administrations = {given(bundled("pcl-5"), on(2027, 2, 9), pcl5_of(30))};
    clinic.administrations.front().instrument = "unheard-of";
    const auto view = clinic.view();
    EXPECT_TRUE(view->instruments.empty());
    ASSERT_EQ(view->unread.size(), 1U);
    EXPECT_NE(view->unread.front().find("unheard-of"), std::string::npos);
}

} // namespace
} // namespace rapport::desk::person_test
