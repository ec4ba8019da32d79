#include <algorithm>
#include <random>
#include <set>

#include <gtest/gtest.h>

#include "storage/vault/alerts.h"
#include "storage/vault/vault_of.h"
#include "tests/vault/clinic.h"

namespace rapport::vault::test {

namespace {

using instruments::Answer;
using instruments::Missing;

constexpr std::int64_t day_ms = 86'400'000;

/// PHQ-9 with every item 0 but the ninth.
Administration phq9(const sealed::Id& person, Answer ninth, std::int64_t when)
{
    Administration row;
    row.person = person;
    row.instrument = "phq-9";
    row.visit = "Visit";
    row.started_ms = when - 60'000;
    row.finished_ms = when;
    row.response.items.assign(10, Answer::chose(0));
    row.response.items[8] = ninth;
    return row;
}

/// The alerts that one PHQ-9 with this ninth answer raises.
std::vector<Alert> alerts_for(Answer ninth)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const Person person = somebody(vault);
    EXPECT_TRUE(vault.add_administration(phq9(person.id, ninth, clinic.now)).ok());
    return *vault.open_alerts();
}

} // namespace

TEST(Alerts, item_nine_at_nought_raises_none)
{
    EXPECT_TRUE(alerts_for(Answer::chose(0)).empty());
}

TEST(Alerts, item_nine_at_one_raises_one_in_words)
{
    const auto alerts = alerts_for(Answer::chose(1));
    ASSERT_EQ(alerts.size(), 1U);
    EXPECT_EQ(alerts[0].kind, "critical_item");
    EXPECT_EQ(alerts[0].instrument, "phq-9");
    EXPECT_EQ(alerts[0].item, "9");
    EXPECT_EQ(alerts[0].answer, "Several days");
    EXPECT_EQ(alerts[0].previous_answer, "");
    EXPECT_EQ(alerts[0].context, "PHQ-9 1 of 27");
    EXPECT_FALSE(alerts[0].acknowledged);
}

TEST(Alerts, item_nine_without_an_answer_raises_one_with_the_reason)
{
    for (const auto& [why, name] :
         {std::pair{Missing::declined, "declined"}, std::pair{Missing::not_reached, "not_reached"},
          std::pair{Missing::cleared, "cleared"}, std::pair{Missing::unrecorded, "unrecorded"}}) {
        const auto alerts = alerts_for(Answer::none(why));
        ASSERT_EQ(alerts.size(), 1U) << name;
        EXPECT_EQ(alerts[0].kind, "critical_unanswered");
        EXPECT_EQ(alerts[0].answer, name);
    }
}

TEST(Alerts, the_answer_of_the_time_before_stands_beside_it)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const Person person = somebody(vault);
    ASSERT_TRUE(vault.add_administration(phq9(person.id, Answer::chose(0), clinic.now - 14 * day_ms)).ok());
    ASSERT_TRUE(vault.add_administration(phq9(person.id, Answer::chose(2), clinic.now - 7 * day_ms)).ok());
    ASSERT_TRUE(vault.add_administration(phq9(person.id, Answer::chose(3), clinic.now)).ok());
    const auto alerts = vault.alerts_of(person.id); // latest first
    ASSERT_EQ(alerts->size(), 2U);
    EXPECT_EQ((*alerts)[0].previous_answer, "More than half the days");
    EXPECT_EQ((*alerts)[0].previous_day, static_cast<std::int32_t>((clinic.now - 7 * day_ms) / day_ms));
    EXPECT_EQ((*alerts)[1].previous_answer, "Not at all");
}

TEST(Alerts, todays_stand_first_and_then_the_oldest)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const Person person = somebody(vault);
    for (const int days_ago : {3, 0, 9, 1})
        ASSERT_TRUE(vault.add_administration(phq9(person.id, Answer::chose(1), clinic.now - days_ago * day_ms)).ok());
    std::vector<std::int64_t> ages;
    for (const Alert& alert : *vault.open_alerts())
        ages.push_back((clinic.now - alert.raised_ms) / day_ms);
    EXPECT_EQ(ages, (std::vector<std::int64_t>{0, 9, 3, 1}));
}

TEST(Alerts, the_first_few_and_their_number_are_what_a_query_of_the_plain_rows_says)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    Connection& database = VaultOf::core(vault).database;
    std::mt19937_64 random(5);
    std::vector<sealed::Id> people;
    for (int n = 0; n < 12; ++n)
        people.push_back(somebody(vault, "Person " + std::to_string(n)).id);
    const auto raise = [&](int many) {
        for (int n = 0; n < many; ++n) {
            const Answer ninth =
                random() % 4 == 0 ? Answer::none(Missing::declined) : Answer::chose(1 + static_cast<int>(random() % 3));
            const std::int64_t when = clinic.now - static_cast<std::int64_t>(random() % 5) * day_ms -
                                      static_cast<std::int64_t>(random() % 40) * 60'000;
            ASSERT_TRUE(vault.add_administration(phq9(people[random() % people.size()], ninth, when)).ok());
        }
    };
    std::int64_t escalated = 0;
    for (int round = 0; round < 12; ++round) {
        SCOPED_TRACE(round);
        raise(4);
        if (HasFatalFailure()) return;
        if (round % 4 == 2) escalated += *vault.escalate_alerts();
        if (const auto open = vault.open_alerts(); open->size() > 3) {
            ASSERT_TRUE(vault.acknowledge((*open)[random() % open->size()].id, "Called at once.").ok());
        }
        std::vector<sealed::Id> wanted;
        ASSERT_TRUE(
            database
                .each("SELECT id FROM main.alert NOT INDEXED WHERE acknowledged = 0 ORDER BY (escalated_ms > 0) "
                      "DESC, (escalated_ms = 0 AND raised_day = ?) DESC, gravity DESC, happened_ms, id",
                      {static_cast<std::int32_t>(clinic.now / day_ms)},
                      [&](const Row& row) {
                          wanted.push_back(row.id(0));
                          return true;
                      })
                .ok());
        EXPECT_EQ(vault.due_list(0, 1)->all_alerts, static_cast<std::int64_t>(wanted.size()));
        EXPECT_EQ(*vault.open_alert_ids(), std::set<sealed::Id>(wanted.begin(), wanted.end()));
        for (const int most : {-1, 0, 1, 6, 1000}) {
            std::vector<sealed::Id> listed;
            for (const Alert& alert : *vault.open_alerts(most))
                listed.push_back(alert.id);
            const std::size_t shown =
                most < 0 ? wanted.size() : std::min(wanted.size(), static_cast<std::size_t>(most));
            EXPECT_EQ(listed,
                      std::vector<sealed::Id>(wanted.begin(), wanted.begin() + static_cast<std::ptrdiff_t>(shown)))
                << most;
        }
    }
    EXPECT_GT(escalated, 10);
    EXPECT_TRUE(vault.verify().ok());
}

TEST(Alerts, an_acknowledgement_needs_words_stays_and_can_be_added_to)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const Person person = somebody(vault);
    ASSERT_TRUE(vault.add_administration(phq9(person.id, Answer::chose(1), clinic.now)).ok());
    EXPECT_EQ(vault.person(person.id)->open_alerts, 1);
    const sealed::Id alert = vault.open_alerts()->front().id;
    EXPECT_EQ(vault.acknowledge(alert, "").error().fault, fault::empty_note);
    EXPECT_EQ(vault.acknowledge(alert, " \n\t").error().fault, fault::empty_note);
    EXPECT_EQ(vault.acknowledge(alert, std::string(2001, 'x')).error().fault, fault::too_long);
    EXPECT_EQ(vault.acknowledge(sealed::random_id(), "words").error().fault, fault::unknown_alert);
    EXPECT_EQ(vault.open_alerts()->size(), 1U);

    ASSERT_TRUE(vault.acknowledge(alert, "Safety plan reviewed.").ok());
    EXPECT_TRUE(vault.open_alerts()->empty());
    EXPECT_EQ(vault.person(person.id)->open_alerts, 0);
    ASSERT_TRUE(vault.acknowledge(alert, "Called again in the evening.").ok());
    const auto kept = vault.alerts_of(person.id);
    ASSERT_EQ(kept->size(), 1U);
    EXPECT_TRUE(kept->front().acknowledged);
    EXPECT_EQ(kept->front().acknowledged_by, user);
    EXPECT_EQ(kept->front().acknowledged_ms, clinic.now);
    EXPECT_EQ(kept->front().note, "Safety plan reviewed.\nCalled again in the evening.");
    EXPECT_TRUE(vault.verify().ok());
}

TEST(Alerts, one_without_a_gravity_of_its_own_stands_where_its_kind_does)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    for (const char* const kind : {"damaged_session", "critical_unanswered", "critical_item", "asked_for_someone"}) {
        Alert alert;
        alert.kind = kind;
        alert.raised_ms = clinic.now;
        EXPECT_EQ(*raise_alert(VaultOf::core(vault), alert, kind), 1);
        EXPECT_EQ(*raise_alert(VaultOf::core(vault), alert, kind), 0) << "one thing is told once";
    }
    std::vector<std::string> kinds;
    for (const Alert& alert : *vault.open_alerts())
        kinds.push_back(alert.kind);
    EXPECT_EQ(kinds, (std::vector<std::string>{"critical_item", "asked_for_someone", "critical_unanswered",
                                               "damaged_session"}));
}

TEST(Alerts, one_is_left_open_only_with_words_and_only_when_it_is_there)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const Person person = somebody(vault);
    ASSERT_TRUE(vault.add_administration(phq9(person.id, Answer::chose(1), clinic.now)).ok());
    const sealed::Id alert = vault.open_alerts()->front().id;
    EXPECT_EQ(vault.leave_open(alert, " \t").error().fault, fault::empty_note);
    EXPECT_EQ(vault.leave_open(alert, std::string(2001, 'x')).error().fault, fault::too_long);
    EXPECT_EQ(vault.leave_open(sealed::random_id(), "later").error().fault, fault::unknown_alert);
    EXPECT_EQ(vault.open_alerts()->front().left_reason, "");
    ASSERT_TRUE(vault.leave_open(alert, "first").ok());
    ASSERT_TRUE(vault.leave_open(alert, std::string(2000, 'x')).ok());
    EXPECT_EQ(vault.open_alerts()->front().left_reason, std::string(2000, 'x')) << "what was said last";
    EXPECT_EQ(vault.open_alerts()->front().left_by, user);
    EXPECT_TRUE(vault.verify().ok());
}

} // namespace rapport::vault::test
