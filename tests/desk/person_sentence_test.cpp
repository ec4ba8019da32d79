#include <gtest/gtest.h>

#include "instruments/reader.h"
#include "person_support.h"

namespace rapport::desk::person_test {
namespace {

std::string first_sentence(const Clinic& clinic)
{
    return person::plain(clinic.view()->instruments.front().sentence);
}

/// By Marx 2022: 15 points or more is reliable; reliable and from above 28 to 28 or less is clinically significant.
TEST(PersonSentence, twelve_points_lower_is_said_to_be_not_reliable_with_its_source)
{
    EXPECT_EQ(first_sentence(heron()),
              "44 of 80. Symptom pattern met. 12 points lower than 3 Nov: not reliable by Marx "
              "2022 (male veterans, 15).");
}

TEST(PersonSentence, fifteen_points_lower_is_reliable_and_fourteen_is_not)
{
    EXPECT_EQ(first_sentence(with_totals({56, 41})),
              "41 of 80. Symptom pattern met. 15 points lower than 3 Nov: reliable by Marx 2022 (male veterans, 15).");
    EXPECT_NE(first_sentence(with_totals({56, 42})).find("14 points lower than 3 Nov: not reliable by"),
              std::string::npos);
}

TEST(PersonSentence, twenty_eight_after_fifty_six_crosses_the_end_point)
{
    EXPECT_NE(first_sentence(with_totals({56, 28}))
                  .find("28 points lower than 3 Nov: reliable by Marx 2022 (male veterans, 15) and clinically "
                        "significant, now 28 or less."),
              std::string::npos);
    EXPECT_EQ(first_sentence(with_totals({56, 29})).find("significant"), std::string::npos);
    EXPECT_EQ(first_sentence(with_totals({40, 28})).find("significant"), std::string::npos) << "12 is not reliable";
    EXPECT_EQ(first_sentence(with_totals({20, 4})).find("significant"), std::string::npos)
        << "never above the end point";
}

TEST(PersonSentence, answers_that_somebody_else_gave_say_so)
{
    Clinic clinic = with_totals({56, 41});
    EXPECT_EQ(first_sentence(clinic).find("somebody else"), std::string::npos);
    for (auto& administration : clinic.administrations)
        administration.mode = instruments::Mode::proxy;
    EXPECT_NE(first_sentence(clinic).find(" Answered by somebody else for this person."), std::string::npos);
    for (auto& administration : clinic.administrations)
        administration.mode = instruments::Mode::from_paper;
    EXPECT_NE(first_sentence(clinic).find(" Copied from paper by staff."), std::string::npos);
}

TEST(PersonSentence, a_rise_is_said_as_a_rise)
{
    EXPECT_NE(first_sentence(with_totals({30, 45})).find("15 points higher than 3 Nov: reliable by Marx 2022"),
              std::string::npos);
    EXPECT_NE(first_sentence(with_totals({30, 31})).find("1 point higher than 3 Nov: not reliable"), std::string::npos);
    EXPECT_NE(first_sentence(with_totals({30, 30})).find("The same as 3 Nov."), std::string::npos);
}

TEST(PersonSentence, a_study_of_men_is_named_but_never_passed_off_for_others)
{
    for (const std::string sex : {"female", ""})
        EXPECT_NE(first_sentence(with_totals({56, 44}, sex))
                      .find("not reliable by Marx 2022 (male veterans, 15), not studied in this group."),
                  std::string::npos)
            << sex;
    EXPECT_EQ(first_sentence(with_totals({56, 44}, "male")).find("not studied"), std::string::npos);
    EXPECT_EQ(with_totals({56, 44}, "female").view()->instruments.front().change_band->caution,
              "Not studied in this group");
    EXPECT_EQ(with_totals({56, 44}, "male").view()->instruments.front().change_band->caution, "");
}

TEST(PersonSentence, one_visit_has_no_change_words_and_no_band)
{
    const auto view = with_totals({56}).view();
    EXPECT_EQ(person::plain(view->instruments.front().sentence), "56 of 80. Symptom pattern met.");
    EXPECT_FALSE(view->instruments.front().change_band.has_value());
}

TEST(PersonSentence, without_a_total_it_says_so_and_what_it_could_still_be)
{
    Clinic clinic = heron();
    std::erase_if(clinic.administrations, [](const auto& a) { return a.day > on(2026, 12, 29); });
    // 29 December: 18 answers adding up to 48, two items declined that could each add up to 4.
    EXPECT_EQ(first_sentence(clinic).find("No total: 18 of 20 answered. Between 48 and 56."), 0U);
    EXPECT_EQ(first_sentence(clinic).find("points"), std::string::npos);
    EXPECT_NE(first_sentence(clinic).find("The answers given already reach 31\u201333."), std::string::npos);
}

TEST(PersonSentence, a_change_is_never_taken_across_versions)
{
    Clinic clinic = with_totals({56, 44});
    instruments::Definition other = bundled("pcl-5");
    other.version = "past-week-2018-en";
    clinic.definitions.push_back(other);
    clinic.administrations.push_back(given(other, on(2026, 12, 1), pcl5_of(20), 3));
    const auto view = clinic.view();
    const auto& instrument = view->instruments.front();
    EXPECT_EQ(person::plain(instrument.sentence).find("lower"), std::string::npos);
    EXPECT_FALSE(instrument.change_band.has_value());
    EXPECT_EQ(instrument.since_baseline(1), std::nullopt) << "56 to 44 is another version's change";

    clinic.administrations.push_back(given(other, on(2026, 12, 15), pcl5_of(18), 4));
    clinic.administrations.push_back(given(bundled("pcl-5"), on(2026, 12, 8), pcl5_of(30), 5));
    const auto mixed = clinic.view();
    EXPECT_EQ(mixed->instruments.front().since_baseline(3), std::nullopt) << "8 December is the other version";
    EXPECT_EQ(mixed->instruments.front().since_baseline(4), -2.0);
    EXPECT_NE(first_sentence(clinic).find("2 points lower than 1 Dec"), std::string::npos);
}

TEST(PersonSentence, a_prorated_total_between_bands_says_between)
{
    // Eight answers of nine adding up to 13: 13 * 9 / 8 = 14.625, above moderate (10-14), below moderately severe
    // (15-19).
    Clinic clinic = newcomer();
    clinic.administrations.push_back(given(bundled("phq-9"), on(2027, 2, 9), {2, 2, 2, 2, 2, 1, 1, 1, declined, 0}));
    EXPECT_EQ(
        first_sentence(clinic).find("14.6 of 27, worked out from 8 of 9 answers. Between \u201cmoderate\u201d and "
                                    "\u201cmoderately severe\u201d (Kroenke, Spitzer and Williams 2001)."),
        0U);
    clinic.administrations = {given(bundled("phq-9"), on(2027, 2, 9), {2, 2, 2, 2, 2, 1, 1, 1, 1, 0})};
    EXPECT_EQ(
        first_sentence(clinic).find("14 of 27. In the band \u201cmoderate\u201d (Kroenke, Spitzer and Williams 2001)."),
        0U);
}

TEST(PersonSentence, an_instrument_without_a_threshold_gives_points_and_no_judgement)
{
    Clinic clinic = newcomer();
    clinic.administrations = {given(bundled("gad-7"), on(2027, 1, 12), Answers(7, 2)),
                              given(bundled("gad-7"), on(2027, 2, 9), Answers(7, 1))};
    EXPECT_EQ(first_sentence(clinic),
              "7 of 21. In the band \u201cmild\u201d (Spitzer et al. 2006). 7 points lower than 12 Jan.");
}

TEST(PersonSentence, no_word_names_a_person_by_a_diagnosis)
{
    for (const Clinic& clinic : {heron(), busy(), with_totals({80}), with_totals({0, 80}, "female"), newcomer()}) {
        const std::string words = words_of(*clinic.view());
        for (const std::string word : {"ptsd", "depressed", "depression", "depressive", "suicidal"})
            EXPECT_FALSE(says(words, word)) << word << " in " << words;
    }
}

TEST(PersonSentence, the_header_says_no_age_that_could_be_wrong_by_a_year)
{
    const auto facts = heron().view()->facts;
    ASSERT_EQ(facts.size(), 4U);
    EXPECT_EQ(facts[0], "Born 1985, male");
    EXPECT_EQ(facts[1], "Episode week 15"); // 98 days after its first day
    EXPECT_EQ(facts[2], "Therapist R. Adeyemi");
    EXPECT_EQ(facts[3], "Next visit 23 Feb");
}

TEST(PersonStanding, a_row_says_what_the_page_says)
{
    vault::PersonRow row;
    row.person.sex = "male";
    row.last_instrument = "pcl-5";
    row.last_total = 44;
    row.first_total = 56;
    row.first_day = on(2026, 11, 3);
    row.last_day = on(2027, 2, 9);
    row.administrations = 8;
    Sentence said = standing_of(row, instruments::library());
    EXPECT_EQ(said.score, "PCL-5 44");
    EXPECT_EQ(said.change, "12 lower than 3 Nov");
    EXPECT_EQ(said.direction, -1);
    EXPECT_EQ(said.judgement, "Not reliable by Marx 2022 (15)");

    row.last_total = 27;
    row.first_total = 49;
    said = standing_of(row, instruments::library());
    EXPECT_EQ(said.judgement, "Reliable by Marx 2022 (15), and now 28 or less");

    row.last_total.reset();
    row.last_answered = 18;
    row.last_items = 20;
    said = standing_of(row, instruments::library());
    EXPECT_EQ(said.score, "PCL-5 has no total: 18 of 20 answered");
    EXPECT_EQ(said.change, "");
    EXPECT_EQ(said.judgement, "");

    row.last_total = 44;
    row.first_day = row.last_day;
    EXPECT_EQ(standing_of(row, instruments::library()).change, "") << "a first visit has nothing to compare with";
}

TEST(PersonDays, days_are_civil_days_in_words)
{
    EXPECT_EQ(short_day(on(2027, 2, 9)), "9 Feb");
    EXPECT_EQ(long_day(on(2027, 2, 9)), "Tuesday 9 February");
    EXPECT_EQ(short_day(on(2027, 2, 9), on(2027, 12, 31)), "9 Feb");
    EXPECT_EQ(short_day(on(2027, 2, 9), on(2028, 1, 1)), "9 Feb 2027");
    EXPECT_EQ(short_day(0), "1 Jan");
    EXPECT_EQ(long_day(0), "Thursday 1 January");
    EXPECT_EQ(short_day(on(2028, 2, 29)), "29 Feb");
    EXPECT_EQ(person::day_near(on(2026, 11, 3), on(2027, 2, 9)), "3 Nov");
    EXPECT_EQ(person::day_near(on(2025, 11, 3), on(2027, 2, 9)), "3 Nov 2025");
}

} // namespace
} // namespace rapport::desk::person_test
