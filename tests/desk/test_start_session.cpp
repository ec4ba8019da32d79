#include <array>
#include <csignal>
#include <thread>

#include <unistd.h>

#include <gtest/gtest.h>

#include "app/desk/job_pipe.h"
#include "storage/sealed/exit_codes.h"
#include "tests/desk/clinic.h"

namespace rapport::desk::test {

using shell::Key;

TEST(DeskStartSession, a_planned_visit_is_handed_over_as_planned)
{
    Clinic clinic(Holds::few);
    Desk desk(clinic);
    desk.unlock();
    desk.click("due.1.hand_over");
    ASSERT_TRUE(desk.on_page("start_session")) << desk.harness.tree().spoken();
    EXPECT_TRUE(desk.harness.tree().by_id("start.battery.pcl-5")->checked);
    EXPECT_TRUE(desk.harness.tree().by_id("start.battery.phq-9")->checked);
    EXPECT_FALSE(desk.harness.tree().by_id("start.battery.gad-7")->checked);
    EXPECT_EQ(desk.harness.tree().by_id("start.visit")->value, "Visit 9");
    desk.go_on("start.go");

    ASSERT_TRUE(desk.program.done());
    EXPECT_EQ(desk.program.exit_code(), sealed::exit_code::hand_over);
    const auto job = sealed::read_job(clinic.handed_over());
    ASSERT_TRUE(job);
    ASSERT_EQ(job->instruments.size(), 2U);
    EXPECT_EQ(job->instruments[0].id, "pcl-5");
    EXPECT_EQ(job->instruments[1].id, "phq-9");
    EXPECT_EQ(job->key.size(), 32U);
    // The kiosk is told nothing of who the person is.
    for (const std::string& name : pseudonyms())
        EXPECT_EQ(clinic.handed_over().find(name), std::string::npos);
    // The vault is free again: the desk closed it.
    auto vault = clinic.open();
    const auto due = vault.visits_due(today());
    ASSERT_TRUE(due);
    const auto handed =
        std::find_if(due->begin(), due->end(), [&](const auto& visit) { return visit.session == job->session; });
    ASSERT_NE(handed, due->end());
    EXPECT_EQ(handed->pseudonym, "Heron 214");
}

TEST(DeskStartSession, another_language_says_plainly_what_stays_in_english)
{
    Clinic clinic(Holds::few);
    Desk desk(clinic);
    desk.unlock();
    desk.click("due.1.hand_over");
    EXPECT_FALSE(desk.says("no verified translation"));
    desk.click("start.language");
    desk.click("start.language.1");
    EXPECT_EQ(desk.harness.tree().by_id("start.words")->name,
              "The tablet will speak Spanish, but these questions and answers stay in English, since there is no "
              "verified translation here: PCL-5, PHQ-9.");
    desk.click("start.asked");
    desk.click("start.asked.1");
    desk.go_on("start.go");
    ASSERT_TRUE(desk.program.done());
    const auto job = sealed::read_job(clinic.handed_over());
    ASSERT_TRUE(job);
    EXPECT_EQ(job->language, "es");
    EXPECT_EQ(job->asked, sealed::Asked::staff_reads);
}

TEST(DeskStartSession, nothing_leaves_the_desk_after_it_ended)
{
    Clinic clinic(Holds::few);
    Desk desk(clinic);
    desk.unlock();
    desk.click("due.1.hand_over");
    desk.go_on("start.go");
    desk.harness.settle();
    for (const std::string& name : pseudonyms())
        EXPECT_FALSE(desk.says(name)) << name;
}

TEST(DeskStartSession, patient_and_therapist_never_share_a_session)
{
    Clinic clinic(Holds::few);
    Desk desk(clinic);
    desk.unlock();
    desk.click("due.1.hand_over");
    EXPECT_FALSE(desk.harness.tree().by_id("start.battery.check-in-therapist")->enabled);
    desk.click("start.battery.pcl-5");
    desk.click("start.battery.phq-9");
    desk.click("start.battery.check-in-therapist");
    EXPECT_FALSE(desk.harness.tree().by_id("start.battery.pcl-5")->enabled);
    desk.go_on("start.go");
    ASSERT_TRUE(desk.program.done());
    const auto job = sealed::read_job(clinic.handed_over());
    ASSERT_TRUE(job);
    ASSERT_EQ(job->instruments.size(), 1U);
    EXPECT_EQ(job->instruments[0].id, "check-in-therapist");
}

TEST(DeskStartSession, nothing_chosen_starts_nothing)
{
    Clinic clinic(Holds::few);
    Desk desk(clinic);
    desk.unlock();
    desk.click("due.0.hand_over");
    desk.click("start.battery.pcl-5");
    desk.go_on("start.go");
    EXPECT_FALSE(desk.program.done());
    EXPECT_EQ(desk.said("start.words"), "Choose at least one questionnaire.");
    EXPECT_TRUE(clinic.handed_over().empty());
}

TEST(DeskStartSession, a_session_number_is_a_whole_number_from_1)
{
    Clinic clinic(Holds::few);
    Desk desk(clinic);
    desk.unlock();
    desk.click("due.0.hand_over");
    for (const std::string_view wrong : {"0", "-1", "2.5", "x", ""}) {
        desk.click("start.number");
        desk.harness.key(Key::end);
        for (int n = 0; n < 6; ++n)
            desk.harness.key(Key::backspace);
        desk.harness.type(wrong);
        desk.go_on("start.go");
        EXPECT_FALSE(desk.program.done()) << wrong;
        EXPECT_NE(desk.said("start.number.error"), "") << wrong;
    }
}

TEST(DeskStartSession, wording_that_is_not_installed_is_refused_outside_a_demo_clinic)
{
    Clinic clinic(Holds::few, false);
    Desk desk(clinic);
    desk.unlock();
    desk.click("due.0.hand_over");
    EXPECT_NE(desk.said("start.battery.wai-sr-client").find("Licensed wording not installed"), std::string::npos);
    desk.click("start.battery.wai-sr-client");
    desk.go_on("start.go");
    EXPECT_FALSE(desk.program.done());
    EXPECT_NE(desk.said("start.words").find("licensed wording"), std::string::npos);
    EXPECT_TRUE(clinic.handed_over().empty());
}

TEST(DeskStartSession, in_a_demo_clinic_it_may_be_tried)
{
    Clinic clinic(Holds::few);
    Desk desk(clinic);
    desk.unlock();
    desk.click("due.0.hand_over");
    desk.click("start.battery.wai-sr-client");
    desk.go_on("start.go");
    EXPECT_TRUE(desk.program.done());
    EXPECT_EQ(desk.program.exit_code(), sealed::exit_code::hand_over);
}

TEST(DeskStartSession, with_nobody_to_take_it_nothing_is_started)
{
    Clinic clinic(Holds::few);
    DeskSettings settings = clinic.settings();
    settings.hand_over = nullptr;
    Desk desk(std::move(settings));
    desk.unlock();
    desk.click("due.0.hand_over");
    desk.go_on("start.go");
    EXPECT_FALSE(desk.program.done());
    EXPECT_NE(desk.said("start.words").find("Nothing was started"), std::string::npos);
    desk.lock();
    auto vault = clinic.open();
    const auto due = vault.visits_due(today());
    ASSERT_TRUE(due);
    for (const auto& visit : *due)
        EXPECT_NE(visit.state, "handed_over") << visit.pseudonym;
}

TEST(DeskStartSession, a_session_that_could_not_be_handed_over_can_be_resumed)
{
    Clinic clinic(Holds::few);
    Desk desk(clinic);
    desk.unlock();
    clinic.break_pipe();
    desk.click("due.1.hand_over");
    desk.go_on("start.go");
    EXPECT_FALSE(desk.program.done());
    EXPECT_NE(desk.said("start.words").find("could not be handed over"), std::string::npos);
    desk.lock();

    Clinic again(Holds::few);
    Desk later(clinic.settings());
    later.unlock();
    ASSERT_TRUE(later.on_page("worklist"));
    EXPECT_EQ(later.said("due.1.who"), "Heron 214");
    ASSERT_NE(later.harness.tree().by_id("due.1.resume"), nullptr) << later.harness.tree().spoken();
    EXPECT_EQ(later.harness.tree().by_id("due.1.hand_over"), nullptr);
}

TEST(DeskStartSession, a_stopped_session_goes_on_with_the_same_key)
{
    Clinic clinic(Holds::few);
    std::string first;
    {
        Desk desk(clinic);
        desk.unlock();
        desk.click("due.1.hand_over");
        desk.go_on("start.go");
        first = clinic.handed_over();
    }
    Desk desk(clinic);
    desk.unlock();
    desk.click("due.1.resume");
    ASSERT_TRUE(desk.program.done()) << desk.harness.tree().spoken();
    EXPECT_EQ(desk.program.exit_code(), sealed::exit_code::hand_over);
    const auto before = sealed::read_job(first);
    const auto after = sealed::read_job(clinic.handed_over());
    ASSERT_TRUE(before);
    ASSERT_TRUE(after);
    EXPECT_EQ(before->session, after->session);
    EXPECT_TRUE(before->key.view() == after->key.view());
}

TEST(DeskJobPipe, a_job_larger_than_the_pipe_arrives_whole_and_ends)
{
    std::array<int, 2> ends{};
    ASSERT_EQ(pipe(ends.data()), 0);
    const sealed::Secret job = sealed::Secret::random(300'000);
    std::string got;
    std::thread reader([&] {
        std::array<char, 4096> some{};
        for (ssize_t count = 0; (count = read(ends[0], some.data(), some.size())) > 0;)
            got.append(some.data(), static_cast<std::size_t>(count));
    });
    EXPECT_TRUE(send_job(ends[1], job));
    reader.join();
    close(ends[0]);
    EXPECT_TRUE(got == job.view());
}

TEST(DeskJobPipe, a_pipe_nobody_reads_is_an_error_and_not_the_end)
{
    std::array<int, 2> ends{};
    ASSERT_EQ(pipe(ends.data()), 0);
    close(ends[0]);
    std::signal(SIGPIPE, SIG_IGN);
    EXPECT_FALSE(send_job(ends[1], sealed::Secret::random(100)));
    close(ends[1]);
}

} // namespace rapport::desk::test
