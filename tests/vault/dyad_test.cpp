#include <gtest/gtest.h>

#include "storage/vault/alliance_finding.h"
#include "storage/vault/definitions.h"
#include "storage/vault/dyad.h"
#include "tests/vault/clinic.h"

namespace rapport::vault::test {

namespace {

using instruments::Answer;

constexpr std::int64_t day_ms = 86'400'000;

/// One check-in of session `number`, all items `value`, on that day of the clinic's clock.
Administration form(const Clinic& clinic, const Id& person, std::string_view instrument, int number, int value,
                    int day = 0)
{
    Administration row;
    row.person = person;
    row.instrument = instrument;
    row.session_number = number;
    row.session = sealed::random_id();
    row.started_ms = clinic.now + day * day_ms;
    row.finished_ms = row.started_ms + 60'000;
    row.response.items.assign(5, Answer::chose(value));
    return row;
}

/// A clinic that asks for both forms.
struct Dyad {
    Clinic clinic;
    Vault vault = clinic.open();
    Id person = somebody(vault).id;

    Dyad()
    {
        for (const char* const id : {"check-in-patient", "check-in-therapist"}) {
            Battery battery;
            battery.name = id;
            battery.respondent = std::string_view(id) == "check-in-patient" ? instruments::Respondent::patient
                                                                            : instruments::Respondent::therapist;
            battery.instruments = {id};
            EXPECT_TRUE(vault.save_battery(battery).ok());
        }
    }

    Id add(std::string_view instrument, int number, int value, int day = 0)
    {
        const auto added = vault.add_administration(form(clinic, person, instrument, number, value, day));
        EXPECT_TRUE(added.ok()) << added.error().fault.name;
        return added.ok() ? *added : Id{};
    }
    [[nodiscard]] Administration of(std::string_view instrument)
    {
        for (const Administration& row : *vault.administrations(person))
            if (row.instrument == instrument) return row;
        ADD_FAILURE() << instrument;
        return {};
    }
};

bool tells_nothing(const Administration& row)
{
    return row.blind && row.response.items.empty() && row.scores.empty() && row.criteria.empty() && row.aloud.empty();
}

} // namespace

TEST(Dyad, neither_form_is_told_before_both_are_in_and_both_are_told_then)
{
    for (const bool patient_first : {true, false}) {
        Dyad dyad;
        const auto* const first = patient_first ? "check-in-patient" : "check-in-therapist";
        const auto* const second = patient_first ? "check-in-therapist" : "check-in-patient";
        const Id one = dyad.add(first, 3, 4);
        EXPECT_TRUE(tells_nothing(dyad.of(first)));
        EXPECT_EQ(dyad.of(first).session_number, 3); // that it was filled in is no secret
        // Nor by the list of people, by a correction, or by signing it.
        EXPECT_TRUE(dyad.vault.people()->front().last_instrument.empty());
        EXPECT_EQ(dyad.vault.people()->front().last_total, std::nullopt);
        EXPECT_EQ(dyad.vault.correct({dyad.person, one, "1", Answer::chose(1), "Misread."}).error().fault,
                  fault::still_blind);
        const Occasion occasion = dyad.vault.occasions(dyad.person)->front();
        EXPECT_TRUE(occasion.blind);
        EXPECT_EQ(
            dyad.vault.sign({dyad.person, occasion.id, occasion.record, "reviewed"}, secret(passphrase)).error().fault,
            fault::still_blind);

        dyad.add(second, 3, 2);
        for (const auto* const each : {first, second}) {
            EXPECT_FALSE(dyad.of(each).blind);
            EXPECT_EQ(dyad.of(each).response.items.size(), 5U);
            EXPECT_FALSE(dyad.of(each).scores.empty());
        }
        EXPECT_TRUE(dyad.vault.verify().ok());
    }
}

TEST(Dyad, the_other_form_of_another_session_opens_nothing)
{
    Dyad dyad;
    dyad.add("check-in-patient", 3, 4, 0);
    dyad.add("check-in-therapist", 4, 2, 0); // the same day, the next session
    EXPECT_TRUE(tells_nothing(dyad.of("check-in-patient")));
    EXPECT_TRUE(tells_nothing(dyad.of("check-in-therapist")));
}

TEST(Dyad, the_same_number_in_a_later_plan_opens_nothing)
{
    Dyad dyad;
    dyad.add("check-in-patient", 1, 4, 0);
    dyad.add("check-in-therapist", 1, 4, 2);
    dyad.add("check-in-patient", 1, 2, 35);
    dyad.add("check-in-therapist", 1, 3, 300);
    // The second of the patient's is told, since its other half can come no more, and still opens nothing.
    int blind = 0;
    for (const Administration& row : *dyad.vault.administrations(dyad.person))
        if (row.blind) ++blind;
    EXPECT_EQ(blind, 1);
    EXPECT_TRUE(dyad.vault.administrations(dyad.person)->back().blind);
    // The one that is late for the second of them tells both.
    dyad.add("check-in-therapist", 1, 3, 41);
    blind = 0;
    for (const Administration& row : *dyad.vault.administrations(dyad.person))
        if (row.blind) ++blind;
    EXPECT_EQ(blind, 1);
}

TEST(Dyad, a_correction_made_before_is_told_when_both_are_in)
{
    Dyad dyad;
    dyad.add("check-in-patient", 1, 4);
    dyad.add("check-in-therapist", 1, 4);
    ASSERT_TRUE(
        dyad.vault.correct({dyad.person, dyad.of("check-in-patient").id, "1", Answer::chose(2), "Misread."}).ok());
    ASSERT_EQ(dyad.vault.corrections(dyad.person)->size(), 1U);
    // A correction has no session of its own; the number still says where it belongs.
    EXPECT_FALSE(dyad.of("check-in-patient").blind);
    EXPECT_FALSE(dyad.of("check-in-therapist").blind);
}

TEST(Dyad, a_fall_below_the_patients_own_limit_is_found_once_both_forms_are_in)
{
    Dyad dyad;
    const auto found = [&]() -> std::optional<AllianceFinding> {
        const Id person = dyad.person;
        {
            const Vault closed = std::move(dyad.vault);
        }
        std::optional<AllianceFinding> out;
        {
            Core core = dyad.clinic.core();
            EXPECT_TRUE(load_instruments(core).ok());
            out = *alliance_finding(core, person);
        }
        dyad.vault = dyad.clinic.open();
        return out;
    };
    // Five items of 4, 5, 4, 5: totals 20 25 20 25, steps of 5, mean 22.5: the limit is 22.5 - 13.3 = 9.2.
    int number = 0;
    for (const int value : {4, 5, 4, 5}) {
        ++number;
        dyad.add("check-in-patient", number, value, 7 * number);
        dyad.add("check-in-therapist", number, 4, 7 * number);
    }
    EXPECT_FALSE(found());
    dyad.add("check-in-patient", 5, 1, 35);
    EXPECT_FALSE(found()) << "it would tell what the patient wrote";
    dyad.add("check-in-therapist", 5, 4, 35);
    const auto flag = found();
    ASSERT_TRUE(flag);
    EXPECT_EQ(flag->score, "total");
    EXPECT_EQ(flag->value, 5);
    EXPECT_NEAR(flag->limits.lower, 9.2, 1e-9);
    EXPECT_EQ(flag->limits.values, 4);
}

TEST(Dyad, a_clinic_that_asks_one_side_alone_is_told_it_at_once)
{
    Clinic clinic;
    Vault vault = clinic.open();
    const Id person = somebody(vault).id;
    ASSERT_TRUE(vault.add_administration(form(clinic, person, "check-in-patient", 1, 4)).ok());
    EXPECT_FALSE(vault.administrations(person)->front().blind);
    EXPECT_EQ(vault.administrations(person)->front().response.items.size(), 5U);
    // From the first form of the other side on, this person's forms wait for each other.
    ASSERT_TRUE(vault.add_administration(form(clinic, person, "check-in-therapist", 2, 3, 7)).ok());
    for (const Administration& row : *vault.administrations(person))
        EXPECT_TRUE(tells_nothing(row)) << row.instrument;
}

TEST(Dyad, what_is_no_dyads_is_left_alone)
{
    Dyad dyad;
    Administration row = form(dyad.clinic, dyad.person, "phq-9", 1, 1);
    row.response.items.assign(10, Answer::chose(1));
    ASSERT_TRUE(dyad.vault.add_administration(row).ok());
    EXPECT_FALSE(dyad.of("phq-9").blind);
    EXPECT_EQ(dyad.of("phq-9").response.items.size(), 10U);
    EXPECT_EQ(dyad.vault.people()->front().last_instrument, "phq-9");
}

TEST(Dyad, forms_belong_together_by_number_else_by_session_else_by_day)
{
    Administration a;
    Administration b;
    a.day = b.day = 100;
    EXPECT_TRUE(same_session(a, b));
    a.session_number = 3;
    EXPECT_TRUE(same_session(a, b)); // only one of them has a number
    b.session_number = 4;
    EXPECT_FALSE(same_session(a, b));
    b.session_number = 0;
    b.day = 101;
    EXPECT_FALSE(same_session(a, b)); // no session is no common session
    a.session = b.session = sealed::random_id();
    EXPECT_TRUE(same_session(a, b));
}

TEST(Dyad, the_policy_for_single_answers_is_kept_and_changed_on_record)
{
    Dyad dyad;
    ClinicPolicy policy = *dyad.vault.policy();
    EXPECT_FALSE(policy.therapist_sees_items);
    policy.therapist_sees_items = true;
    ASSERT_TRUE(dyad.vault.set_policy(policy).ok());
    EXPECT_TRUE(dyad.vault.policy()->therapist_sees_items);
    EXPECT_EQ(dyad.vault.audit(1, 10'000)->back().object, "policy:therapist_sees_items");
}

} // namespace rapport::vault::test
