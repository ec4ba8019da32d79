// What is refused at its very edge, and what counts as the same.
#include <gtest/gtest.h>

#include "storage/vault/administer.h"
#include "storage/vault/anchor.h"
#include "storage/vault/archive.h"
#include "storage/vault/backup_rotation.h"
#include "storage/vault/base32.h"
#include "storage/vault/clocks.h"
#include "storage/vault/dyad.h"
#include "storage/vault/given_rights.h"
#include "storage/vault/header.h"
#include "storage/vault/identity_policy.h"
#include "storage/vault/passphrase.h"
#include "storage/vault/reason.h"
#include "storage/vault/retention.h"
#include "storage/vault/tables.h"
#include "tests/vault/clinic.h"

namespace rapport::vault::test {

namespace {

template <class T>
std::string_view fault_of(const T& result)
{
    return result.ok() ? std::string_view() : result.error().fault.name;
}

/// Two that differ in one place are not the same, whichever place it is.
template <class T>
void expect_told_apart(const T& plain, const std::vector<T>& others)
{
    EXPECT_TRUE(plain == T(plain));
    for (std::size_t n = 0; n < others.size(); ++n)
        EXPECT_FALSE(plain == others[n]) << n;
}

} // namespace

TEST(Refusals, a_visit_with_a_long_label_an_unknown_questionnaire_or_nobody_to_come_is_not_planned)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    PlannedVisit visit;
    visit.person = somebody(vault).id;
    visit.day = civil_day(clinic.now);
    visit.battery = {"phq-9"};
    visit.grid = true;
    const auto with = [&](const auto& change) {
        PlannedVisit other = visit;
        change(other);
        return std::string(fault_of(vault.plan_visit(other)));
    };
    EXPECT_EQ(with([](PlannedVisit& one) { one.visit = std::string(most_label, 'v'); }), "");
    EXPECT_EQ(with([](PlannedVisit& one) { one.visit = std::string(most_label + 1, 'v'); }), fault::too_long.name);
    EXPECT_EQ(with([](PlannedVisit& one) { one.battery = {"phq-9", "phq-99"}; }), fault::unknown_instrument.name);
    EXPECT_EQ(with([](PlannedVisit& one) { one.person = sealed::random_id(); }), fault::unknown_person.name);
    const auto planned = *vault.visits_of(visit.person);
    ASSERT_EQ(planned.size(), 1U);
    EXPECT_TRUE(planned.front().grid);
}

TEST(Refusals, answers_with_a_label_too_long_are_not_taken)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    Administration row;
    row.person = somebody(vault).id;
    row.instrument = "phq-9";
    row.started_ms = row.finished_ms = clinic.now;
    row.response.items.assign(10, instruments::Answer::chose(1));
    row.visit = std::string(most_label + 1, 'v');
    EXPECT_EQ(fault_of(vault.add_administration(row)), fault::too_long.name);
    EXPECT_TRUE(vault.administrations(row.person)->empty());
}

TEST(Refusals, a_battery_of_more_questionnaires_than_a_session_can_hold_is_refused)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    Battery battery;
    battery.name = "All of it";
    battery.instruments.assign(sealed::JobLimits::instruments, "phq-9");
    EXPECT_EQ(fault_of(vault.save_battery(battery)), "");
    battery.name = "And one more";
    battery.instruments.emplace_back("phq-9");
    EXPECT_EQ(fault_of(vault.save_battery(battery)), fault::too_long.name);
}

TEST(Refusals, a_reason_is_some_words_and_not_too_many_wherever_one_is_asked_for)
{
    const Clinic clinic(Clinic::Kind::staffed);
    Vault vault = clinic.open();
    const Id one = somebody(vault, "Hanneke Vos").id;
    const Id other = somebody(vault, "Ottoline Reyes").id;
    EXPECT_TRUE(check_reason(std::string(most_reason, 'r')).ok());
    const std::string longer(most_reason + 1, 'r');
    ASSERT_TRUE(vault.merge(one, other, "one person").ok());
    ASSERT_TRUE(give_right(vault, Right::identified, user, "trial", by_admin()).ok());
    EntryWish wish;
    wish.person = one;
    wish.day = civil_day(clinic.now);
    wish.words = "Sleeps badly";
    const Id note = *vault.add_entry(wish);
    for (const auto& [reason, refused] : {std::pair<std::string, std::string_view>{" \t", fault::empty_note.name},
                                          std::pair<std::string, std::string_view>{longer, fault::too_long.name}}) {
        EXPECT_EQ(fault_of(vault.merge(other, one, reason)), refused);
        EXPECT_EQ(fault_of(vault.unmerge(one, reason)), refused);
        EXPECT_EQ(fault_of(take_right(vault, Right::identified, user, reason)), refused);
        EXPECT_EQ(fault_of(vault.take_back_entry(note, reason)), refused);
        EXPECT_EQ(fault_of(vault.correct_entry(note, wish, reason)), refused);
        EXPECT_EQ(fault_of(vault.allow_in_spite_of({"swap"}, reason, by_admin())), refused);
    }
    EXPECT_EQ(vault.links_of(one)->size(), 1U);
    EXPECT_EQ(who_has(vault, Right::identified)->size(), 1U);
}

TEST(Refusals, a_note_is_about_a_day_there_was_and_is_put_right_once_by_one_of_the_same_person)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    EntryWish wish;
    wish.person = somebody(vault, "Hanneke Vos").id;
    wish.words = "Sleeps badly";
    const std::int32_t today = civil_day(clinic.now);
    for (const std::int32_t day : {-1, 0, today + 1}) {
        wish.day = day;
        EXPECT_EQ(fault_of(vault.add_entry(wish)), fault::bad_day.name) << day;
    }
    wish.day = today;
    const Id note = *vault.add_entry(wish);
    EntryWish elsewhere = wish;
    elsewhere.person = somebody(vault, "Ottoline Reyes").id;
    EXPECT_EQ(fault_of(vault.correct_entry(note, elsewhere, "who")), fault::unknown_entry.name);
    const Id righted = *vault.correct_entry(note, wish, "typing");
    EXPECT_EQ(fault_of(vault.correct_entry(note, wish, "typing")), fault::superseded.name);
    EXPECT_EQ(fault_of(vault.take_back_entry(note, "typing")), fault::superseded.name);
    ASSERT_TRUE(vault.take_back_entry(righted, "not this person").ok());
    const auto all = *vault.entries(wish.person);
    ASSERT_EQ(all.size(), 3U);
    EXPECT_EQ(fault_of(vault.correct_entry(all.back().id, wish, "after all")), fault::superseded.name)
        << "what was taken back has no words to put right";
}

TEST(Refusals, a_therapist_begins_on_no_day_before_the_one_before_them_began_or_ended)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const Id person = somebody(vault).id;
    const std::int32_t today = civil_day(clinic.now);
    ASSERT_TRUE(vault.set_therapist(person, "T. Nakamura", today + 10).ok());
    EXPECT_EQ(fault_of(vault.set_therapist(person, "R. Adeyemi", today + 9)), fault::bad_day.name);
    ASSERT_TRUE(vault.set_therapist(person, "", today + 20).ok());
    EXPECT_EQ(fault_of(vault.set_therapist(person, "R. Adeyemi", today + 19)), fault::bad_day.name);
    EXPECT_TRUE(vault.set_therapist(person, "R. Adeyemi", today + 20).ok());
}

TEST(Refusals, a_search_takes_every_sign_for_itself)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    for (const char* name : {"Per % Cent", "Under_Score", "Back\\Slash", "Plain"})
        static_cast<void>(somebody(vault, name));
    for (const char* sign : {"%", "_", "\\"})
        EXPECT_EQ(vault.people_found(sign, 10)->size(), 1U) << sign;
}

TEST(Refusals, an_allowance_ends_after_thirty_days_and_a_clock_put_back_gives_none)
{
    Clinic clinic(Clinic::Kind::staffed);
    constexpr std::int64_t day_ms = 86'400'000;
    const std::vector<std::string> red{"swap"};
    Vault vault = clinic.open();
    ASSERT_TRUE(vault.allow_in_spite_of(red, "a loan", by_admin()).ok());
    const std::int64_t then = clinic.now;
    for (const auto& [days, left] : {std::pair{0, 0U}, std::pair{30, 0U}, std::pair{31, 1U}, std::pair{-1, 1U}}) {
        clinic.now = then + days * day_ms;
        EXPECT_EQ(vault.not_allowed_of(red)->size(), left) << days;
    }
}

TEST(Codes, are_read_however_they_were_typed)
{
    const auto plain = base32::read_values("01AZ");
    ASSERT_EQ(plain.size(), 4U);
    for (const char* typed : {"0-1-A-Z", "oLaz", "Oi az", "\t0I\nA\rZ", " 0l-Az "})
        EXPECT_EQ(base32::read_values(typed).view(), plain.view()) << typed;
    for (const char* none : {"U", "01A!", "\x7f"})
        EXPECT_TRUE(base32::read_values(none).empty()) << none;
}

TEST(Rotation, keeps_one_a_week_also_before_1970)
{
    constexpr std::int64_t day_ms = 86'400'000;
    // 1969-12-21 was a Sunday, the 22nd a Monday, 28th the Sunday after.
    const std::vector<std::int64_t> times{-11 * day_ms, -10 * day_ms, -4 * day_ms};
    EXPECT_EQ(may_go(times, times.back(), {1, 2, 0}), std::vector<std::int64_t>{-10 * day_ms});
}

TEST(Alike, are_those_alone_that_agree_in_every_place)
{
    ClinicPolicy policy;
    std::vector<ClinicPolicy> policies(5, policy);
    policies[0].lock_minutes = 3;
    policies[1].backup_days = 8;
    policies[2].backup_folder = "/mnt";
    policies[3].escalate_minutes = 16;
    policies[4].therapist_sees_items = true;
    expect_told_apart(policy, policies);
    expect_told_apart(Anchor{1, 2}, {{2, 2}, {1, 3}});
    expect_told_apart(Figure{"total", "12"}, {{"goal", "12"}, {"total", "13"}});
    expect_told_apart(SchedulePart{{}, 1, 1}, {{Id{1}, 1, 1}, {{}, 2, 1}, {{}, 1, 2}});
    CarePolicy care;
    std::vector<CarePolicy> cares(5, care);
    cares[0].course_people = 31;
    cares[1].course_width = 9;
    cares[2].course_percent = 91;
    cares[3].flag_again_days = 15;
    cares[4].stopped_days = 29;
    expect_told_apart(care, cares);
    const IdentifierType type{"edipi", "DoD", IdentifierCheck::digits, 10};
    expect_told_apart(type, {{"nhs", "DoD", IdentifierCheck::digits, 10},
                             {"edipi", "NHS", IdentifierCheck::digits, 10},
                             {"edipi", "DoD", IdentifierCheck::luhn, 10},
                             {"edipi", "DoD", IdentifierCheck::digits, 9}});
    expect_told_apart(IdentityPolicy{"name", {type}, false},
                      {{"", {type}, false}, {"name", {}, false}, {"name", {type}, true}});
    expect_told_apart(Identifier{"edipi", "1"}, {{"nhs", "1"}, {"edipi", "2"}});
    expect_told_apart(RetentionPolicy{1, 2, 3}, {{2, 2, 3}, {1, 3, 3}, {1, 2, 4}});
    expect_told_apart(Contents{{{"person", 1}}, {}}, {{{{"person", 2}}, {}}, {{{"person", 1}}, {1}}});
}

TEST(Refusals, a_norm_that_was_never_set_cannot_be_taken_away)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    EXPECT_EQ(fault_of(vault.remove_norm("phq-9", "total")), fault::unknown_norm.name);
}

TEST(Refusals, a_header_too_short_or_too_long_to_be_one_is_damaged)
{
    for (const std::size_t size :
         {std::size_t{0}, std::size_t{1}, std::size_t{8}, std::size_t{39}, std::size_t{8} << 20U})
        EXPECT_EQ(fault_of(read_header(sealed::Bytes(size, 'x'))), fault::vault_damaged.name) << size;
}

TEST(Refusals, signs_between_letters_and_digits_are_not_taken_for_either)
{
    // The neighbours of 0, 9, A, Z, a and z in ASCII.
    for (const char* sign : {"/", ":", "@", "[", "`", "{"}) {
        std::string words = "quiet water lantern over";
        for (char& letter : words)
            if (letter == ' ') letter = *sign;
        EXPECT_TRUE(check_passphrase(secret(words)).ok()) << sign;
    }
}

TEST(Days, begin_at_midnight_before_1970_too)
{
    constexpr std::int64_t day_ms = 86'400'000;
    EXPECT_EQ(civil_day(0), 0);
    EXPECT_EQ(civil_day(-1), -1);
    EXPECT_EQ(civil_day(-day_ms), -1);
    EXPECT_EQ(civil_day(-day_ms - 1), -2);
    EXPECT_EQ(civil_day(day_ms - 1), 0);
}

TEST(Dyads, forms_without_numbers_belong_together_by_session_or_by_day_and_the_nearest_is_taken)
{
    Administration patient;
    patient.day = 20'000;
    Administration other = patient;
    EXPECT_TRUE(same_session(patient, other)) << "one day";
    other.day = 20'001;
    EXPECT_FALSE(same_session(patient, other)) << "two days and no session";
    patient.session = other.session = Id{7};
    EXPECT_TRUE(same_session(patient, other)) << "one session that went past midnight";
    other.session = Id{8};
    EXPECT_FALSE(same_session(patient, other));

    Administration third = patient;
    third.session_number = 3;
    std::vector<Administration> among(3, third);
    among[0].day = 20'004;
    among[1].day = 20'001;
    among[2].day = 20'002;
    EXPECT_EQ(partner(third, {&third}, {&among[0], &among[1], &among[2]}), &among[1]);
    Administration nearer = third;
    nearer.day = 20'001;
    EXPECT_EQ(partner(third, {&third, &nearer}, {&among[1]}), nullptr) << "it is another's";
}

} // namespace rapport::vault::test
