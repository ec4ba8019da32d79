#include <gtest/gtest.h>

#include <unistd.h>

#include "tests/vault/clinic.h"

namespace rapport::vault::test {

namespace {

using sealed::ActKind;

constexpr int phq9_items = 10;

/// Answers of the one administration there is.
std::vector<instruments::Answer> only_answers(Vault& vault, const sealed::Id& person)
{
    const auto rows = vault.administrations(person);
    EXPECT_TRUE(rows.ok()) << (rows ? "" : rows.error().detail);
    if (!rows || rows->size() != 1) return {};
    return rows->front().response.items;
}

} // namespace

TEST(Ingest, a_finished_session_becomes_scores_a_row_and_a_line_and_leaves_the_inbox)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const Person person = somebody(vault);
    const sealed::Job job = started(vault, person.id, {"pcl-5", "phq-9"});
    auto what = all_items(0, 20, 2);
    for (const Do& one : all_items(1, phq9_items, 1))
        what.push_back(one);
    Clinic::answer(job, what);

    const auto report = vault.ingest();
    ASSERT_TRUE(report.ok()) << report.error().detail;
    EXPECT_EQ(report->sessions, 1);
    EXPECT_EQ(report->administrations, 2);
    EXPECT_EQ(report->refused, 0);
    EXPECT_EQ(report->alerts, 1); // item 9 of PHQ-9

    const auto rows = vault.administrations(person.id);
    ASSERT_TRUE(rows.ok());
    ASSERT_EQ(rows->size(), 2U);
    for (const Administration& row : *rows) {
        ASSERT_FALSE(row.scores.empty());
        EXPECT_EQ(row.scores.front().value, row.instrument == "pcl-5" ? 40.0 : 9.0); // 20 items of 2, 9 of 1
        EXPECT_TRUE(row.complete);
        EXPECT_EQ(row.visit, "Visit 1");
        EXPECT_EQ(row.input, "touch");
        EXPECT_EQ(row.session, job.session);
    }
    const auto row = vault.person(person.id);
    ASSERT_TRUE(row.ok());
    EXPECT_EQ(row->last_instrument, "pcl-5");
    EXPECT_EQ(row->last_total, 40.0);
    EXPECT_EQ(row->last_answered, 20);
    EXPECT_TRUE(row->to_review);
    EXPECT_EQ(row->open_alerts, 1);
    EXPECT_EQ(row->administrations, 2);

    const auto visits = vault.visits_of(person.id);
    ASSERT_TRUE(visits.ok());
    ASSERT_EQ(visits->size(), 1U);
    EXPECT_EQ(visits->front().state, "finished");
    EXPECT_EQ(visits->front().session, job.session);

    const auto left = sealed::session_files(clinic.folder + "/inbox");
    const auto taken = sealed::session_files(clinic.folder + "/inbox/taken");
    EXPECT_TRUE(left->empty());
    EXPECT_EQ(taken->size(), 1U);
    EXPECT_TRUE(vault.verify().ok());
}

TEST(Ingest, the_same_file_again_changes_nothing)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const Person person = somebody(vault);
    const sealed::Job job = started(vault, person.id, {"phq-9"});
    Clinic::answer(job, all_items(0, phq9_items, 1));
    ASSERT_EQ(vault.ingest()->sessions, 1);

    const std::string name = "/" + sealed::hex(job.session) + ".rvs";
    const std::string back =
        "cp '" + clinic.folder + "/inbox/taken" + name + "' '" + clinic.folder + "/inbox" + name + "'";
    ASSERT_EQ(std::system(back.c_str()), 0);
    const auto again = vault.ingest();
    ASSERT_TRUE(again.ok());
    EXPECT_EQ(again->sessions, 0);
    EXPECT_EQ(again->already_known, 1);
    EXPECT_EQ(again->alerts, 0);
    EXPECT_EQ(vault.administrations(person.id)->size(), 1U);
    EXPECT_EQ(vault.open_alerts()->size(), 1U);
    EXPECT_TRUE(sealed::session_files(clinic.folder + "/inbox")->empty());
}

TEST(Ingest, the_last_act_on_an_item_counts_and_each_absence_keeps_its_reason)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const Person person = somebody(vault);
    Clinic::answer(started(vault, person.id, {"phq-9"}), {{ActKind::part_begun, 0, ""},
                                                          {ActKind::answered, 0, "1", 1},
                                                          {ActKind::declined, 0, "1"},
                                                          {ActKind::answered, 0, "1", 3},
                                                          {ActKind::answered, 0, "2", 2},
                                                          {ActKind::declined, 0, "2"},
                                                          {ActKind::answered, 0, "3", 2},
                                                          {ActKind::cleared, 0, "3"},
                                                          {ActKind::moved_to, 0, "4"},
                                                          {ActKind::part_ended, 0, ""}});
    ASSERT_EQ(vault.ingest()->sessions, 1);
    const auto answers = only_answers(vault, person.id);
    ASSERT_EQ(answers.size(), 10U);
    using instruments::Answer;
    using instruments::Missing;
    EXPECT_EQ(answers[0], Answer::chose(3));
    EXPECT_EQ(answers[1], Answer::none(Missing::declined));
    EXPECT_EQ(answers[2], Answer::none(Missing::cleared));
    EXPECT_EQ(answers[3], Answer::none(Missing::unrecorded));
    EXPECT_EQ(answers[8], Answer::none(Missing::not_reached));
    EXPECT_FALSE(vault.administrations(person.id)->front().complete);
}

TEST(Ingest, a_damaged_file_stays_where_it_is_and_raises_one_alert)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const Person person = somebody(vault);
    const sealed::Job job = started(vault, person.id, {"phq-9"});
    Clinic::answer(job, all_items(0, phq9_items, 0));
    const std::string path = clinic.folder + "/inbox/" + sealed::hex(job.session) + ".rvs";
    const std::string break_it = "printf X | dd of='" + path + "' bs=1 seek=700 conv=notrunc status=none";
    ASSERT_EQ(std::system(break_it.c_str()), 0);

    const auto first = vault.ingest();
    ASSERT_TRUE(first.ok());
    EXPECT_EQ(first->refused, 1);
    EXPECT_EQ(first->alerts, 1);
    const auto second = vault.ingest();
    EXPECT_EQ(second->refused, 1);
    EXPECT_EQ(second->alerts, 0);

    const auto alerts = vault.open_alerts();
    ASSERT_EQ(alerts->size(), 1U);
    EXPECT_EQ(alerts->front().kind, "damaged_session");
    EXPECT_EQ(alerts->front().person, person.id);
    EXPECT_EQ(::access(path.c_str(), F_OK), 0);
    EXPECT_TRUE(vault.administrations(person.id)->empty());
    EXPECT_EQ(vault.person(person.id)->open_alerts, 1);
}

TEST(Ingest, a_file_of_a_session_the_vault_never_started_is_refused)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const Person person = somebody(vault);
    sealed::Job job = started(vault, person.id, {"phq-9"});
    job.session = sealed::random_id();
    Clinic::answer(job, all_items(0, phq9_items, 1));
    EXPECT_EQ(vault.ingest()->refused, 1);
    EXPECT_TRUE(vault.administrations(person.id)->empty());
}

TEST(Ingest, a_session_written_under_another_key_is_refused)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const Person person = somebody(vault);
    sealed::Job job = started(vault, person.id, {"phq-9"});
    job.key = sealed::Secret::random(32);
    Clinic::answer(job, all_items(0, phq9_items, 1));
    const auto report = vault.ingest();
    EXPECT_EQ(report->refused, 1);
    EXPECT_TRUE(vault.administrations(person.id)->empty());
}

TEST(Ingest, a_choice_the_instrument_does_not_have_is_refused_whole)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const Person person = somebody(vault);
    auto what = all_items(0, phq9_items, 1);
    what.push_back({ActKind::answered, 0, "2", 9});
    Clinic::answer(started(vault, person.id, {"phq-9"}), what);
    EXPECT_EQ(vault.ingest()->refused, 1);
    EXPECT_TRUE(vault.administrations(person.id)->empty());
}

TEST(Ingest, a_session_that_stopped_shows_how_far_it_got_and_goes_on_under_the_same_key)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const Person person = somebody(vault);
    const sealed::Job job = started(vault, person.id, {"phq-9"});
    Clinic::begin(job, all_items(0, 4, 0));
    ASSERT_EQ(vault.ingest()->sessions, 0);
    const auto stopped = vault.visits_of(person.id);
    ASSERT_EQ(stopped->size(), 1U);
    EXPECT_EQ(stopped->front().state, "stopped");
    EXPECT_EQ(stopped->front().answered, 4);
    EXPECT_EQ(stopped->front().asked, phq9_items);

    const auto resumed = vault.resume_session(job.session);
    ASSERT_TRUE(resumed.ok());
    EXPECT_EQ(resumed->key.view(), job.key.view());
    EXPECT_EQ(resumed->instruments.front().definition_json, job.instruments.front().definition_json);
    Clinic::answer(*resumed, {{ActKind::answered, 0, "5", 1}});
    ASSERT_EQ(vault.ingest()->sessions, 1);
    EXPECT_TRUE(only_answers(vault, person.id)[4].given());
    EXPECT_EQ(vault.resume_session(job.session).error().fault, fault::unknown_session);
}

TEST(Ingest, somebody_called_for_is_an_alert)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const Person person = somebody(vault);
    auto what = all_items(0, phq9_items, 0);
    what.push_back({ActKind::asked_for_someone, 0, "10"});
    Clinic::answer(started(vault, person.id, {"phq-9"}), what);
    EXPECT_EQ(vault.ingest()->alerts, 1);
    EXPECT_EQ(vault.open_alerts()->front().kind, "asked_for_someone");
}

TEST(Ingest, who_answered_and_in_which_language_is_kept_with_the_answers)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const Person person = somebody(vault);
    SessionWish wish;
    wish.person = person.id;
    wish.visit = "Visit 1";
    wish.session_number = 1;
    wish.battery = {"pcl-5"};
    wish.language = "es";
    wish.other_wording_accepted = true;
    const auto job = vault.start_session(wish);
    ASSERT_TRUE(job.ok());
    sealed::Presentation shown;
    shown.language = "es";
    shown.asked = sealed::Asked::proxy;
    std::vector<Do> what = {{sealed::ActKind::settings_changed, 0, {}, shown.code()}};
    for (const Do& one : all_items(0, 20, 2))
        what.push_back(one);
    Clinic::answer(*job, what);
    ASSERT_TRUE(vault.ingest().ok());
    const auto rows = vault.administrations(person.id);
    ASSERT_TRUE(rows.ok());
    ASSERT_EQ(rows->size(), 1U);
    EXPECT_EQ(rows->front().mode, instruments::Mode::proxy);
    EXPECT_EQ(rows->front().language, "en") << "the wording that was read, not what the buttons spoke";
}

TEST(Ingest, what_is_not_for_a_persons_sex_is_not_asked_on_the_tablet_and_not_missing_afterwards)
{
    // PHQ-15 item 4 (Kroenke 2002). Fourteen ones are 14 points; for a woman there is a fifteenth.
    for (const std::string sex : {"male", "female", ""}) {
        SCOPED_TRACE(sex);
        const Clinic clinic;
        Vault vault = clinic.open();
        Person person;
        person.sex = sex;
        Identity named;
        named.name = "Somebody";
        named.date_of_birth = "1980-01-01";
        const auto added = vault.add_person(person, named);
        ASSERT_TRUE(added.ok());
        const sealed::Job job = started(vault, added->id, {"phq-15"});
        const bool left = sex == "male";
        EXPECT_EQ(job.instruments.front().not_asked, left ? std::vector<std::string>{"4"} : std::vector<std::string>{});
        auto what = all_items(0, 15, 1);
        if (left) std::erase_if(what, [](const Do& one) { return one.item == "4"; });
        Clinic::answer(job, what);
        ASSERT_EQ(vault.ingest()->administrations, 1);
        const auto rows = vault.administrations(added->id);
        ASSERT_TRUE(rows.ok() && rows->size() == 1);
        const Administration& row = rows->front();
        EXPECT_TRUE(row.complete);
        EXPECT_EQ(row.scores.front().value, left ? 14.0 : 15.0);
        EXPECT_EQ(row.response.items[3],
                  left ? instruments::Answer::none(instruments::Missing::not_asked) : instruments::Answer::chose(1));
    }
}

} // namespace rapport::vault::test
