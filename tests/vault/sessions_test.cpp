#include <functional>

#include <gtest/gtest.h>

#include "instruments/reader.h"
#include "tests/vault/clinic.h"

namespace rapport::vault::test {

namespace {

SessionWish wish_for(const sealed::Id& person, const std::vector<std::string>& battery)
{
    SessionWish wish;
    wish.person = person;
    wish.battery = battery;
    return wish;
}

/// A clinic's own wording of the twelve items, marked so that a test can find it again.
std::string wording_of(const instruments::Definition& definition)
{
    std::string items;
    for (const instruments::Item& item : definition.items)
        items += (items.empty() ? "" : ",") + std::string("\"") + item.id + "\":\"Own words " + item.id + "\"";
    std::string choices;
    for (const instruments::ChoiceSet& set : definition.choice_sets) {
        std::string texts;
        for (const instruments::Choice& choice : set.choices)
            texts += (texts.empty() ? "" : ",") + std::string("\"") + std::to_string(choice.value) + "\":\"Choice " +
                     std::to_string(choice.value) + "\"";
        choices += (choices.empty() ? "" : ",") + std::string("\"") + set.id + "\":{" + texts + "}";
    }
    return "{\"instrument\":\"" + definition.id + "\",\"version\":\"" + definition.version +
           "\",\"permission\":{\"by\":\"SPR\",\"date\":\"2026-01-05\",\"reference\":\"L-1\"},\"instructions\":\"Read\","
           "\"stem\":\"\",\"items\":{" +
           items + "},\"choices\":{" + choices + "}}";
}

} // namespace

TEST(Sessions, the_hand_over_holds_one_session_and_nothing_of_who_it_is)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const Person person = somebody(vault);
    const sealed::Job job = started(vault, person.id, {"pcl-5", "check-in-patient"});
    EXPECT_EQ(job.key.size(), 32U);
    EXPECT_EQ(job.label, "");
    EXPECT_TRUE(job.words.empty());
    EXPECT_EQ(job.drafts_folder, clinic.folder + "/drafts");
    EXPECT_EQ(job.inbox_folder, clinic.folder + "/inbox");
    EXPECT_EQ(job.expires_utc_ms, clinic.now + 24LL * 3600 * 1000);
    ASSERT_EQ(job.instruments.size(), 2U);
    EXPECT_EQ(job.instruments[0].definition_json, instruments::find_in_library("pcl-5")->source_text);
    const sealed::Secret bytes = sealed::write_job(job);
    for (const std::string& word :
         {std::string("Marguerite"), std::string("RN-5501"), person.pseudonym, sealed::hex(person.id)})
        EXPECT_EQ(bytes.view().find(word), std::string_view::npos) << word;
    EXPECT_NE(started(vault, person.id, {"pcl-5"}).key.view(), job.key.view());
}

TEST(Sessions, an_unknown_person_or_instrument_or_none_is_refused)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const Person person = somebody(vault);
    EXPECT_EQ(vault.start_session(wish_for(sealed::random_id(), {"pcl-5"})).error().fault, fault::unknown_person);
    EXPECT_EQ(vault.start_session(wish_for(person.id, {"pcl-6"})).error().fault, fault::unknown_instrument);
    EXPECT_EQ(vault.start_session(wish_for(person.id, {})).error().fault, fault::unknown_instrument);
    SessionWish unplanned = wish_for(person.id, {"pcl-5"});
    unplanned.planned_visit = sealed::random_id();
    EXPECT_EQ(vault.start_session(unplanned).error().fault, fault::unknown_session);
    EXPECT_TRUE(vault.visits_of(person.id)->empty());
}

TEST(Sessions, licensed_wording_that_is_not_installed_is_refused_in_a_clinic_and_shown_as_a_notice_in_a_demo)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const auto refused = vault.start_session(wish_for(somebody(vault).id, {"wai-sr-client"}));
    EXPECT_EQ(refused.error().fault, fault::no_wording);
    EXPECT_EQ(refused.error().detail, "wai-sr-client");

    const Clinic demo(Clinic::Kind::demo);
    Vault demo_vault = demo.open();
    const auto job = demo_vault.start_session(wish_for(somebody(demo_vault).id, {"wai-sr-client"}));
    ASSERT_TRUE(job.ok());
    EXPECT_TRUE(job->demo);
    const auto reading = instruments::read_definition(job->instruments.front().definition_json);
    ASSERT_TRUE(reading.definition.has_value());
    EXPECT_EQ(reading.definition->wording, instruments::Wording::key_only);
}

TEST(Sessions, installed_wording_is_asked_and_stays_installed)
{
    const Clinic clinic;
    sealed::Id person{};
    {
        Vault vault = clinic.open();
        person = somebody(vault).id;
        EXPECT_EQ(vault.install_wording("{\"instrument\":\"no-such\"}").error().fault, fault::unknown_instrument);
        EXPECT_EQ(vault.install_wording("not json").error().fault, fault::unknown_instrument);
        EXPECT_EQ(vault.install_wording("{\"instrument\":\"wai-sr-client\"}").error().fault, fault::definition_refused);
        const Status installed = vault.install_wording(wording_of(*vault.instrument("wai-sr-client")));
        ASSERT_TRUE(installed.ok()) << installed.error().detail;
    }
    Vault vault = clinic.open();
    EXPECT_EQ(vault.instrument("wai-sr-client")->wording, instruments::Wording::installed);
    const auto job = vault.start_session(wish_for(person, {"wai-sr-client"}));
    ASSERT_TRUE(job.ok());
    EXPECT_NE(job->instruments.front().definition_json.find("Own words 7"), std::string::npos);
}

TEST(Sessions, a_planned_visit_goes_from_planned_to_handed_over_to_finished)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const Person person = somebody(vault);
    const auto today = static_cast<std::int32_t>(clinic.now / 86'400'000);
    PlannedVisit plan;
    plan.person = person.id;
    plan.visit = "Visit 4";
    plan.day = today;
    plan.minute = 9 * 60;
    plan.battery = {"phq-9"};
    const auto visit = vault.plan_visit(plan);
    ASSERT_TRUE(visit.ok());
    plan.day = today - 3;
    ASSERT_TRUE(vault.plan_visit(plan).ok());
    plan.day = today + 1;
    ASSERT_TRUE(vault.plan_visit(plan).ok());
    ASSERT_EQ(vault.visits_due(today)->size(), 2U); // today's and the overdue one
    EXPECT_EQ(vault.visits_due(today)->front().state, "planned");

    SessionWish wish = wish_for(person.id, {"phq-9"});
    wish.planned_visit = *visit;
    wish.visit = "Visit 4";
    const auto job = vault.start_session(wish);
    ASSERT_TRUE(job.ok());
    EXPECT_EQ(vault.visits_due(today)->front().state, "handed_over");
    Clinic::answer(*job, all_items(0, 10, 0));
    ASSERT_EQ(vault.ingest()->sessions, 1);
    const PlannedVisit done = vault.visits_due(today)->front();
    EXPECT_EQ(done.state, "finished");
    EXPECT_EQ(done.answered, 9); // nothing bothers them, so how difficult it made things is not asked
    EXPECT_EQ(done.pseudonym, person.pseudonym);
    EXPECT_GT(done.finished_ms, 0);
    EXPECT_EQ(vault.visits_due(today + 1)->size(), 2U); // the finished one is not overdue
}

TEST(Sessions, an_instrument_is_asked_only_in_a_language_it_has)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    SessionWish wish;
    wish.person = somebody(vault).id;
    wish.battery = {"phq-9"};
    wish.language = "es";
    const auto refused = vault.start_session(wish);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().fault, fault::not_in_language);
    EXPECT_EQ(refused.error().detail, "phq-9");
    wish.other_wording_accepted = true;
    wish.asked = sealed::Asked::proxy;
    const auto accepted = vault.start_session(wish);
    ASSERT_TRUE(accepted.ok());
    EXPECT_EQ(accepted->language, "es");
    EXPECT_EQ(accepted->asked, sealed::Asked::proxy);
    wish.other_wording_accepted = false;
    wish.language = "en";
    EXPECT_TRUE(vault.start_session(wish).ok());
}

TEST(Sessions, without_a_questionnaire_or_at_somebody_elses_visit_none_begins)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const Person person = somebody(vault);
    const Person other = somebody(vault, "Aldous Quill");
    PlannedVisit visit;
    visit.person = other.id;
    visit.visit = "Visit 1";
    visit.day = 20'800;
    visit.battery = {"phq-9"};
    const auto planned = vault.plan_visit(visit);
    ASSERT_TRUE(planned.ok());
    SessionWish wish;
    wish.person = person.id;
    EXPECT_EQ(vault.start_session(wish).error().fault, fault::unknown_instrument);
    wish.battery = {"phq-9"};
    for (const Id& elsewhere : {*planned, sealed::random_id()}) {
        wish.planned_visit = elsewhere;
        const auto started = vault.start_session(wish);
        EXPECT_EQ(started.error().fault, fault::unknown_session);
        EXPECT_EQ(started.error().detail, "planned visit");
    }
    EXPECT_TRUE(vault.visits_of(person.id)->empty());
    EXPECT_EQ(vault.visits_of(other.id)->front().state, "planned");
}

TEST(Sessions, what_is_longer_than_a_hand_over_may_be_is_refused_and_nothing_begins)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const Person person = somebody(vault);
    const SessionWish fits = [&] {
        SessionWish wish = wish_for(person.id, {"phq-9"});
        wish.visit = std::string(120, 'v');
        wish.label = std::string(1024, 'l');
        return wish;
    }();
    const std::pair<const char*, std::function<void(SessionWish&)>> each[] = {
        {"battery", [](SessionWish& wish) { wish.battery.assign(33, "phq-9"); }},
        {"visit", [](SessionWish& wish) { wish.visit += "v"; }},
        {"language", [](SessionWish& wish) { wish.language = std::string(65, 'e'); }},
        {"label", [](SessionWish& wish) { wish.label += "l"; }},
    };
    for (const auto& [what, lengthen] : each) {
        SessionWish wish = fits;
        lengthen(wish);
        const auto refused = vault.start_session(wish);
        ASSERT_FALSE(refused.ok()) << what;
        EXPECT_EQ(refused.error().fault, fault::too_long) << what;
        EXPECT_EQ(refused.error().detail, what);
    }
    EXPECT_TRUE(vault.visits_of(person.id)->empty());
    EXPECT_TRUE(vault.start_session(fits).ok()) << "at the limits it begins";
}

TEST(Sessions, one_that_is_over_or_that_nobody_began_is_not_gone_on_with)
{
    const Clinic clinic;
    Vault vault = clinic.open();
    const sealed::Job job = started(vault, somebody(vault).id, {"phq-9"});
    EXPECT_TRUE(vault.resume_session(job.session).ok());
    Clinic::answer(job, all_items(0, 10, 1));
    ASSERT_EQ(vault.ingest()->sessions, 1);
    EXPECT_EQ(vault.resume_session(job.session).error().fault, fault::unknown_session);
    EXPECT_EQ(vault.resume_session(sealed::random_id()).error().fault, fault::unknown_session);
    EXPECT_EQ(vault.resume_session({}).error().fault, fault::unknown_session);
    EXPECT_TRUE(vault.verify().ok());
}

} // namespace rapport::vault::test
