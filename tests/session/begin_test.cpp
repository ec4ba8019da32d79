#include "tests/session/support.h"

namespace rapport::session::test {

TEST(SessionBegin, an_expired_hand_over_is_refused)
{
    const Folder folder;
    Handover handover(folder, {{"small", small_definition("small", 2)}});
    handover.expires_utc_ms = 1'000;
    EXPECT_EQ(fault_name(Survey::begin(handover.job(), {1'001, 0}, on(sealed::posix_files()))), "job_expired");
    EXPECT_EQ(fault_name(Survey::begin(handover.job(), {1'000, 0}, on(sealed::posix_files()))), "ok");
}

TEST(SessionBegin, a_definition_that_does_not_read_is_refused_by_name)
{
    const Folder folder;
    const Handover broken(folder, {{"small", small_definition("small", 2)}, {"other", R"({"format":1})"}});
    const auto refused = Survey::begin(broken.job(), {}, on(sealed::posix_files()));
    ASSERT_EQ(fault_name(refused), "definition_refused");
    EXPECT_EQ(refused.error().detail.substr(0, 5), "other");

    const Handover misnamed(folder, {{"large", small_definition("small", 2)}});
    EXPECT_EQ(fault_name(Survey::begin(misnamed.job(), {}, on(sealed::posix_files()))), "definition_refused");
    const Handover empty(folder, {});
    EXPECT_EQ(fault_name(Survey::begin(empty.job(), {}, on(sealed::posix_files()))), "empty_job");
}

TEST(SessionBegin, wording_that_is_not_installed_is_asked_in_a_demo_clinic_only)
{
    const Folder folder;
    Handover handover(folder, {{"wai-sr-client", bundled("wai-sr-client")}});
    EXPECT_EQ(fault_name(Survey::begin(handover.job(), {}, on(sealed::posix_files()))), "wording_not_installed");
    handover.demo = true;
    EXPECT_EQ(fault_name(Survey::begin(handover.job(), {}, on(sealed::posix_files()))), "ok");
}

TEST(SessionBegin, acts_about_other_instruments_are_refused)
{
    const Folder folder;
    const Handover first(folder, {{"small", small_definition("small", 3)}});
    {
        Survey survey = begin(first);
        apply(survey, intent::Begin{});
        apply(survey, intent::StartPart{});
        apply(survey, intent::Answered{0});
        apply(survey, intent::Next{});
        apply(survey, intent::Answered{0});
        apply(survey, intent::Next{});
    }
    sealed::Job fewer = first.job();
    fewer.instruments = {{"small", small_definition("small", 2)}};
    EXPECT_EQ(fault_name(Survey::begin(std::move(fewer), {}, on(sealed::posix_files()))), "acts_do_not_fit");
}

TEST(SessionBegin, the_wrong_key_opens_nothing)
{
    const Folder folder;
    const Handover handover(folder, {{"small", small_definition("small", 3)}});
    {
        Survey survey = begin(handover);
        apply(survey, intent::Begin{});
    }
    sealed::Job other = handover.job();
    other.key = sealed::Secret::random(32);
    EXPECT_EQ(fault_name(Survey::begin(std::move(other), {}, on(sealed::posix_files()))), "wrong_key");
}

TEST(SessionBegin, a_session_left_but_not_yet_closed_is_closed)
{
    const Folder folder;
    const Handover handover(folder, {{"small", small_definition("small", 2)}});
    std::vector<sealed::Act> replay;
    {
        auto log = sealed::SessionLog::open(handover.job(), replay, on(sealed::posix_files()));
        ASSERT_TRUE(log.ok());
        sealed::Act act;
        act.kind = sealed::ActKind::part_ended;
        ASSERT_TRUE(log->append(act).ok());
    }
    const Survey survey = begin(handover);
    EXPECT_EQ(survey.page(), Page(page::HandBack{}));
    EXPECT_TRUE(handover.read(folder.inbox()).finished);
}

TEST(SessionBegin, two_parts_follow_each_other_and_back_reaches_the_first)
{
    const Folder folder;
    const Handover handover(folder, {{"one", small_definition("one", 1)}, {"two", small_definition("two", 1)}});
    Survey survey = begin(handover);
    apply(survey, intent::Begin{});
    apply(survey, intent::StartPart{});
    apply(survey, intent::Answered{2});
    apply(survey, intent::Next{});
    EXPECT_EQ(apply(survey, intent::LeavePart{}), Outcome::done);
    EXPECT_EQ(survey.page(), Page(page::Instructions{1}));
    apply(survey, intent::Back{});
    EXPECT_EQ(survey.page(), Page(page::Review{0}));
    apply(survey, intent::LeavePart{});
    apply(survey, intent::StartPart{});
    apply(survey, intent::Answered{1});
    apply(survey, intent::Next{});
    apply(survey, intent::LeavePart{});
    EXPECT_EQ(survey.page(), Page(page::HandBack{}));
    EXPECT_TRUE(survey.finished());
}

} // namespace rapport::session::test
