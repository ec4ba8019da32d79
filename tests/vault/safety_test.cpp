#include <random>

#include <gtest/gtest.h>

#include "storage/vault/session_acts.h"
#include "tests/vault/clinic.h"

namespace rapport::vault::test {

namespace {

using sealed::ActKind;

constexpr std::int64_t minute_ms = 60'000;

/// The PHQ-9 with every item 0 but what `ninth` does to the ninth, one act after the other.
std::vector<Do> phq9(const std::vector<Do>& ninth)
{
    std::vector<Do> what;
    for (int item = 1; item <= 8; ++item)
        what.push_back({ActKind::answered, 0, std::to_string(item), 0});
    what.insert(what.end(), ninth.begin(), ninth.end());
    what.push_back({ActKind::answered, 0, "10", 0});
    return what;
}

Do ninth(int value)
{
    return {ActKind::answered, 0, "9", value};
}

/// What one session with that ninth item leaves to be looked at.
struct Session {
    Clinic clinic;
    Vault vault = clinic.open();
    Person person = somebody(vault);
    Id id{};

    explicit Session(const std::vector<Do>& what)
    {
        const sealed::Job job = started(vault, person.id, {"phq-9"});
        id = job.session;
        Clinic::answer(job, what);
        EXPECT_EQ(vault.ingest()->sessions, 1);
    }
    [[nodiscard]] std::vector<Alert> alerts() { return *vault.open_alerts(); }
};

} // namespace

TEST(Safety, an_answer_changed_to_nought_is_still_an_alert_with_both)
{
    Session session(phq9({ninth(2), ninth(0)}));
    const auto rows = *session.vault.administrations(session.person.id);
    EXPECT_EQ(rows.front().response.items[8], instruments::Answer::chose(0)) << "the score is of the last answer";
    EXPECT_EQ(rows.front().scores.front().value, 0.0);
    const auto alerts = session.alerts();
    ASSERT_EQ(alerts.size(), 1U);
    EXPECT_EQ(alerts[0].kind, "critical_item");
    EXPECT_EQ(alerts[0].answer, "More than half the days");
    EXPECT_EQ(alerts[0].changed_to, "Not at all");
    EXPECT_EQ(alerts[0].session, session.id);
    EXPECT_EQ(alerts[0].gravity, 302);
    EXPECT_TRUE(session.vault.verify().ok());
}

TEST(Safety, of_several_answers_the_gravest_is_told)
{
    Session session(phq9({ninth(1), ninth(3), ninth(1)}));
    const auto alerts = session.alerts();
    ASSERT_EQ(alerts.size(), 1U);
    EXPECT_EQ(alerts[0].answer, "Nearly every day");
    EXPECT_EQ(alerts[0].changed_to, "Several days");
}

TEST(Safety, an_answer_that_stays_is_told_with_its_own_time_and_nothing_changed)
{
    Session session(phq9({ninth(0), ninth(1)}));
    const auto alerts = session.alerts();
    ASSERT_EQ(alerts.size(), 1U);
    EXPECT_EQ(alerts[0].answer, "Several days");
    EXPECT_EQ(alerts[0].changed_to, "");
    const auto acts = *session.vault.session_acts(session.id);
    const auto said = std::find_if(acts.begin(), acts.end(),
                                   [](const sealed::Act& act) { return act.item == "9" && act.value == 1; });
    ASSERT_NE(said, acts.end());
    EXPECT_EQ(alerts[0].happened_ms, said->utc_ms);
}

TEST(Safety, a_refusal_answered_after_all_is_told_too)
{
    Session session(phq9({{ActKind::declined, 0, "9"}, ninth(0)}));
    const auto alerts = session.alerts();
    ASSERT_EQ(alerts.size(), 1U);
    EXPECT_EQ(alerts[0].kind, "critical_unanswered");
    EXPECT_EQ(alerts[0].answer, "declined");
    EXPECT_EQ(alerts[0].changed_to, "Not at all");
}

TEST(Safety, nothing_said_is_no_alert)
{
    Session session(phq9({ninth(0), ninth(0)}));
    EXPECT_TRUE(session.alerts().empty());
    EXPECT_TRUE(session.vault.alerts_to_settle()->empty());
}

TEST(Safety, until_somebody_has_said_something_about_it_the_tablet_does_not_go_on)
{
    Session session(phq9({ninth(1)}));
    auto waiting = *session.vault.alerts_to_settle();
    ASSERT_EQ(waiting.size(), 1U);
    EXPECT_EQ(session.vault.leave_open(waiting[0].id, " ").error().fault, fault::empty_note);
    EXPECT_EQ(session.vault.leave_open(sealed::random_id(), "words").error().fault, fault::unknown_alert);
    ASSERT_TRUE(session.vault.leave_open(waiting[0].id, "Dr Okafor is on her way to the room.").ok());
    EXPECT_TRUE(session.vault.alerts_to_settle()->empty());
    const auto open = session.alerts();
    ASSERT_EQ(open.size(), 1U) << "a reason is no acknowledgement";
    EXPECT_EQ(open[0].left_reason, "Dr Okafor is on her way to the room.");
    EXPECT_EQ(open[0].left_by, user);
    ASSERT_TRUE(session.vault.acknowledge(open[0].id, "Seen.").ok());
    EXPECT_TRUE(session.vault.open_alerts()->empty());
    EXPECT_TRUE(session.vault.verify().ok());
}

TEST(Safety, asking_for_somebody_waits_for_words_too)
{
    std::vector<Do> what = phq9({ninth(0)});
    what.push_back({ActKind::asked_for_someone, 0});
    Session session(what);
    const auto waiting = *session.vault.alerts_to_settle();
    ASSERT_EQ(waiting.size(), 1U);
    EXPECT_EQ(waiting[0].kind, "asked_for_someone");
}

TEST(Safety, what_did_not_come_in_with_a_session_keeps_no_tablet)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const Person person = somebody(vault);
    Administration row;
    row.person = person.id;
    row.instrument = "phq-9";
    row.visit = "Visit";
    row.finished_ms = clinic.now;
    row.response.items.assign(10, instruments::Answer::chose(1));
    ASSERT_TRUE(vault.add_administration(row).ok());
    EXPECT_EQ(vault.open_alerts()->size(), 1U);
    EXPECT_TRUE(vault.alerts_to_settle()->empty());
}

TEST(Safety, an_alert_nobody_sees_to_is_escalated_once_at_the_clinics_time_and_the_record_says_so)
{
    Session session(phq9({ninth(1)}));
    const std::int64_t happened = session.alerts()[0].happened_ms;
    EXPECT_EQ(*session.vault.next_escalation(), happened + 15 * minute_ms);
    session.clinic.now = happened + 15 * minute_ms - 1;
    EXPECT_EQ(*session.vault.escalate_alerts(), 0);
    session.clinic.now = happened + 15 * minute_ms;
    EXPECT_EQ(*session.vault.escalate_alerts(), 1);
    EXPECT_EQ(*session.vault.escalate_alerts(), 0);
    EXPECT_EQ(*session.vault.next_escalation(), 0);
    EXPECT_EQ(session.alerts()[0].escalated_ms, session.clinic.now);
    int lines = 0;
    for (const AuditEntry& line : *session.vault.audit(1, 1000))
        lines += line.event == "alert_escalated" ? 1 : 0;
    EXPECT_EQ(lines, 1);
    EXPECT_TRUE(session.vault.verify().ok());
}

TEST(Safety, the_clinic_sets_the_time_and_an_acknowledged_alert_is_never_escalated)
{
    Session session(phq9({ninth(1)}));
    ClinicPolicy policy = *session.vault.policy();
    policy.escalate_minutes = 0;
    EXPECT_EQ(session.vault.set_policy(policy).error().fault, fault::bad_policy);
    policy.escalate_minutes = 60;
    ASSERT_TRUE(session.vault.set_policy(policy).ok());
    const Alert alert = session.alerts()[0];
    EXPECT_EQ(*session.vault.next_escalation(), alert.happened_ms + 60 * minute_ms);
    ASSERT_TRUE(session.vault.acknowledge(alert.id, "Seen.").ok());
    session.clinic.now = alert.happened_ms + 600 * minute_ms;
    EXPECT_EQ(*session.vault.escalate_alerts(), 0);
}

TEST(Safety, what_has_waited_too_long_stands_first_the_gravest_before_the_oldest)
{
    Clinic clinic;
    Vault vault = clinic.open();
    const Person person = somebody(vault);
    // An hour apart: "Several days", then "Nearly every day", then one of just now.
    for (const int value : {1, 3, 2}) {
        clinic.now += 60 * minute_ms;
        Administration row;
        row.person = person.id;
        row.instrument = "phq-9";
        row.visit = "Visit";
        row.finished_ms = clinic.now;
        row.response.items.assign(10, instruments::Answer::chose(0));
        row.response.items[8] = instruments::Answer::chose(value);
        ASSERT_TRUE(vault.add_administration(row).ok());
    }
    EXPECT_EQ(*vault.escalate_alerts(), 2);
    std::vector<std::string> order;
    for (const Alert& alert : *vault.open_alerts())
        order.push_back(alert.answer);
    EXPECT_EQ(order, (std::vector<std::string>{"Nearly every day", "Several days", "More than half the days"}));
}

TEST(Safety, the_clinics_words_reach_the_tablet_in_each_language)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const Person person = somebody(vault);
    ASSERT_TRUE(vault.set_clinic_words({"en", "Sit down.", "Call 555 0100."}).ok());
    ASSERT_TRUE(vault.set_clinic_words({"es", "", "Llame al 555 0100."}).ok());
    EXPECT_EQ(vault.set_clinic_words({"xx", "", "No."}).error().fault, fault::bad_policy);
    EXPECT_EQ(vault.set_clinic_words({"en", std::string(5000, 'x'), ""}).error().fault, fault::too_long);
    const sealed::Job job = started(vault, person.id, {"phq-9"});
    const std::vector<sealed::ClinicWords> told = {{"en", "Sit down.", "Call 555 0100."},
                                                   {"es", "", "Llame al 555 0100."}};
    EXPECT_EQ(job.words, told);
    ASSERT_TRUE(vault.set_clinic_words({"es", "", ""}).ok());
    EXPECT_EQ(vault.clinic_words()->size(), 1U);
    EXPECT_TRUE(vault.verify().ok());
}

TEST(SessionActs, every_act_of_the_sealed_file_is_in_the_vault_and_stays_when_the_file_goes)
{
    Clinic clinic;
    Vault vault = clinic.open();
    const Person person = somebody(vault);
    const sealed::Job job = started(vault, person.id, {"phq-9"});
    std::vector<Do> what = phq9({ninth(1), {ActKind::cleared, 0, "9"}, ninth(0)});
    what.insert(what.begin(), {ActKind::paused, 0, {}, 1});
    Clinic::answer(job, what);
    const auto file =
        sealed::open_session_file(job.inbox_folder + "/" + sealed::hex(job.session) + ".rvs", {}, &job.key);
    ASSERT_TRUE(file.ok());
    ASSERT_EQ(vault.ingest()->sessions, 1);
    ASSERT_EQ(std::system(("rm -f '" + clinic.folder + "'/inbox/taken/*").c_str()), 0);
    EXPECT_EQ(*vault.session_acts(job.session), file->acts);
    EXPECT_TRUE(vault.session_acts(sealed::random_id())->empty());
    const auto rows = *vault.administrations(person.id);
    EXPECT_EQ(rows.front().spoken, "en");
    EXPECT_FALSE(rows.front().unattended);
    ASSERT_TRUE(vault.erase(person.id, "Asked for it.").ok());
    EXPECT_TRUE(vault.session_acts(job.session)->empty());
    EXPECT_TRUE(vault.verify().ok());
}

TEST(SessionActs, any_acts_come_back_as_they_were_in_rows_that_fit_a_page)
{
    std::mt19937_64 random(41);
    for (int round = 0; round < 10'000; ++round) {
        std::vector<sealed::Act> acts(random() % (round % 100 == 0 ? 1741 : 20));
        for (sealed::Act& act : acts) {
            act.kind = static_cast<ActKind>(1 + random() % 14);
            act.input = static_cast<sealed::InputMethod>(1 + random() % 5);
            act.part = static_cast<std::uint16_t>(random());
            act.value = static_cast<std::int32_t>(random());
            act.utc_ms = random() % 3 == 0 ? static_cast<std::int64_t>(random()) : 1'790'000'000'000;
            act.boot_ms = static_cast<std::int64_t>(random() % 100'000);
            act.item = std::string(random() % 65, static_cast<char>('a' + random() % 26));
        }
        const auto rows = write_acts(acts);
        for (const auto& row : rows)
            ASSERT_LE(row.size(), most_acts_in_a_row);
        const auto again = read_acts(rows);
        ASSERT_TRUE(again.ok());
        ASSERT_EQ(*again, acts);
        if (rows.empty()) continue;
        auto changed = rows;
        std::string& bytes = changed[random() % changed.size()];
        bytes[random() % bytes.size()] = static_cast<char>(random());
        const auto read = read_acts(changed); // refused, or acts again; never more than was there
        if (read) {
            EXPECT_LE(read->size(), acts.size() + 8);
        }
    }
}

TEST(SessionActs, bytes_that_no_session_could_have_written_are_damage_and_never_acts)
{
    sealed::Act act;
    act.kind = ActKind::answered;
    act.item = "9";
    const sealed::Bytes good = write_acts({&act, 1}).front();
    // Format; then kind, input, part, value, both times as one byte each while they are small, length, item.
    ASSERT_EQ(good, sealed::Bytes("\1\1\1\0\0\0\0\1"
                                  "9",
                                  9));
    const auto refused = [](const sealed::Bytes& row) {
        const auto read = read_acts({&row, 1});
        return !read && read.error().fault == fault::vault_damaged;
    };
    const auto with = [&](std::size_t at, const sealed::Bytes& bytes) {
        return sealed::Bytes(good).replace(at, 1, bytes);
    };
    EXPECT_TRUE(read_acts({&good, 1}).ok());
    EXPECT_TRUE(refused({})) << "not even a format";
    for (const char format : {'\0', '\2', '\x7f'})
        EXPECT_TRUE(refused(with(0, {format})));
    for (const char kind : {'\0', '\x0f', '\xff'})
        EXPECT_TRUE(refused(with(1, {kind}))) << int{kind};
    for (const char input : {'\0', '\6', '\xff'})
        EXPECT_TRUE(refused(with(2, {input}))) << int{input};
    EXPECT_TRUE(refused(with(3, "\x80\x80\x04"))) << "part 65,536";
    EXPECT_FALSE(refused(with(3, "\xff\xff\x03"))) << "part 65,535";
    EXPECT_TRUE(refused(with(4, "\x80\x80\x80\x80\x10"))) << "a value of 2^31";
    EXPECT_TRUE(refused(with(4, "\x81\x80\x80\x80\x10"))) << "a value below -2^31";
    EXPECT_FALSE(refused(with(4, "\xff\xff\xff\xff\x0f"))) << "a value of -2^31";
    EXPECT_TRUE(refused(with(4, sealed::Bytes("\x80\x00", 2)))) << "nought, written longer than it is";
    EXPECT_TRUE(refused(with(5, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02"))) << "a time of 65 bits";
    EXPECT_TRUE(refused(with(5, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"))) << "a number that does not end";
    EXPECT_TRUE(refused(with(7, "\x02"))) << "an item longer than what is left";
    EXPECT_TRUE(refused(with(7, "\x41") + std::string(70, 'i'))) << "an item longer than any";
    for (std::size_t size = 2; size < good.size(); ++size)
        EXPECT_TRUE(refused(good.substr(0, size))) << size;
    EXPECT_TRUE(refused(good + "\1")) << "half an act after a whole one";
    sealed::Bytes many = good;
    while (many.size() <= most_acts_in_a_row)
        many += good.substr(1);
    EXPECT_TRUE(refused(many)) << "longer than a row";
    const sealed::Bytes rows[] = {good, with(1, {'\0'})};
    EXPECT_FALSE(read_acts(rows).ok()) << "one row of a session that is damaged is told";
}

} // namespace rapport::vault::test
