#include <map>

#include "tests/kiosk/stage.h"

namespace rapport::kiosk::test {

namespace {

Stage& together(Stage& stage, bool auto_advance = true)
{
    session::Presentation shown = stage.survey().presentation();
    shown.several = true;
    shown.auto_advance = auto_advance;
    stage.show(shown);
    stage.to_first_question();
    return stage;
}

std::map<std::string, int> on_disk(const Stage& stage)
{
    std::map<std::string, int> found;
    for (const sealed::Act& act : stage.acts_on_disk())
        if (act.kind == sealed::ActKind::answered) found[act.item] = act.value;
    return found;
}

int rows(const Stage& stage)
{
    int count = 0;
    for (const shell::Node& node : stage.tree().nodes())
        count += node.role == shell::Role::radio && node.position == 1 ? 1 : 0;
    return count;
}

} // namespace

TEST(KioskSeveral, is_what_the_job_says_until_the_person_chooses)
{
    Folder folder;
    Handover handover(folder, {{"pcl-5", session::test::bundled("pcl-5")}});
    sealed::Job job = handover.job();
    EXPECT_EQ(job.layout, sealed::Layout::one_question);
    job.layout = sealed::Layout::several;
    auto survey = session::Survey::begin(std::move(job), {}, session::test::on(sealed::posix_files()));
    ASSERT_TRUE(survey.ok());
    EXPECT_TRUE(survey->several());
    // With whom the answers are kept is also how they were asked: the first act says so.
    EXPECT_EQ(survey->acts(), 1U);
    session::Presentation shown = survey->presentation();
    shown.several = false;
    survey->apply(session::intent::PresentationChosen{shown}, sealed::InputMethod::touch, {});
    EXPECT_FALSE(survey->several());
}

TEST(KioskSeveral, keeps_each_answer_with_its_own_question)
{
    Stage stage({"pcl-5"});
    together(stage);
    ASSERT_EQ(stage.page(), "several");
    const int page = rows(stage);
    ASSERT_GE(page, 2);
    EXPECT_FALSE(stage.node("next").enabled);
    stage.click("row.1.3");
    EXPECT_EQ(on_disk(stage), (std::map<std::string, int>{{"2", 3}}));
    EXPECT_FALSE(stage.node("next").enabled);
    stage.wait(1); // no page turns by itself while rows are open
    EXPECT_EQ(stage.page(), "several");
    stage.click("row.0.4");
    stage.click("row.1.2");
    EXPECT_EQ(on_disk(stage), (std::map<std::string, int>{{"1", 4}, {"2", 2}}));
    EXPECT_TRUE(stage.node("row.0.4").checked);
    EXPECT_FALSE(stage.node("row.0.3").checked);
    EXPECT_TRUE(stage.node("row.1.2").checked);
    for (int row = 2; row < page; ++row)
        stage.click("row." + std::to_string(row) + ".0");
    EXPECT_TRUE(stage.node("next").enabled);
    stage.click("next");
    EXPECT_TRUE(stage.has("row." + std::to_string(page) + ".0"));
    stage.click("back");
    EXPECT_TRUE(stage.node("row.0.4").checked);
}

TEST(KioskSeveral, declines_and_clears_one_by_itself_and_comes_back)
{
    Stage stage({"pcl-5"});
    together(stage);
    stage.click("row.0.4");
    stage.click("row.1.alone");
    EXPECT_EQ(stage.page(), "question");
    stage.click("decline");
    stage.click("decline.confirm");
    stage.click("next");
    ASSERT_EQ(stage.page(), "several");
    EXPECT_EQ(stage.survey().answer({0, 1}).why(), instruments::Missing::declined);
    EXPECT_EQ(stage.survey().answer({0, 0}), instruments::Answer::chose(4));
    EXPECT_FALSE(stage.has("row.1.0"));
    stage.click("row.1.alone");
    stage.click("decline"); // "Change"
    stage.click("back");
    EXPECT_EQ(stage.survey().answer({0, 1}).why(), instruments::Missing::cleared);
    EXPECT_TRUE(stage.has("row.1.0"));
    EXPECT_FALSE(stage.node("next").enabled);
}

TEST(KioskSeveral, passes_nothing_by_that_is_open_whoever_asks)
{
    using namespace session;
    Folder folder;
    const Handover handover(folder, {{"pcl-5", session::test::bundled("pcl-5")}});
    sealed::Job job = handover.job();
    job.layout = sealed::Layout::several;
    auto begun = Survey::begin(std::move(job), {}, session::test::on(sealed::posix_files()));
    ASSERT_TRUE(begun.ok());
    Survey& survey = *begun;
    const auto does = [&](const Intent& intent) { return session::test::apply(survey, intent); };
    // Not before the questions are there.
    EXPECT_EQ(does(intent::AnsweredOf{0, 1}), Outcome::ignored);
    does(intent::Begin{});
    does(intent::StartPart{});
    EXPECT_EQ(does(intent::AnsweredOf{0, 1}), Outcome::done);
    EXPECT_EQ(does(intent::AnsweredOf{2, 1}), Outcome::done);
    EXPECT_EQ(does(intent::AnsweredOf{0, 9}), Outcome::ignored) << "no such choice";
    EXPECT_EQ(does(intent::AnsweredOf{20, 1}), Outcome::ignored) << "no such question";
    EXPECT_EQ(does(intent::NextFrom{2}), Outcome::ignored) << "the second is open";
    EXPECT_EQ(does(intent::NextFrom{0}), Outcome::done);
    EXPECT_EQ(survey.page(), Page(page::Question{0, 1}));
    // The same choice again is on the disk already.
    const auto acts = survey.acts();
    EXPECT_EQ(does(intent::AnsweredOf{0, 1}), Outcome::done);
    EXPECT_EQ(survey.acts(), acts);
    // One by itself has no page of several to answer on.
    EXPECT_EQ(does(intent::Alone{2}), Outcome::done);
    EXPECT_FALSE(survey.several());
    EXPECT_EQ(does(intent::AnsweredOf{1, 1}), Outcome::ignored);
    EXPECT_EQ(does(intent::NextFrom{0}), Outcome::ignored);
    EXPECT_EQ(does(intent::Back{}), Outcome::done);
    EXPECT_TRUE(survey.several());
}

TEST(KioskSeveral, comes_back_after_a_crash_with_every_row_as_it_was)
{
    Folder folder;
    const Handover handover(folder, {{"pcl-5", session::test::bundled("pcl-5")}});
    {
        sealed::Job job = handover.job();
        job.layout = sealed::Layout::several;
        auto survey = session::Survey::begin(std::move(job), {}, session::test::on(sealed::posix_files()));
        ASSERT_TRUE(survey.ok());
        for (const session::Intent& intent : std::vector<session::Intent>{
                 session::intent::Begin{}, session::intent::StartPart{}, session::intent::AnsweredOf{0, 3},
                 session::intent::AnsweredOf{1, 1}, session::intent::NextFrom{1}, session::intent::AnsweredOf{3, 4}})
            ASSERT_EQ(session::test::apply(*survey, intent), session::Outcome::done);
    }
    // The job of the second start says nothing of it: what was kept does.
    const session::Survey again = session::test::begin(handover);
    EXPECT_TRUE(again.several());
    EXPECT_EQ(again.answer({0, 0}), instruments::Answer::chose(3));
    EXPECT_EQ(again.answer({0, 1}), instruments::Answer::chose(1));
    EXPECT_FALSE(session::is_settled(again.answer({0, 2})));
    EXPECT_EQ(again.answer({0, 3}), instruments::Answer::chose(4));
    EXPECT_EQ(again.page(), session::Page(session::page::Question{0, 2}));
}

TEST(KioskSeveral, stands_one_by_one_where_it_does_not_fit_or_a_question_depends_on_another)
{
    Stage large({"pcl-5"});
    session::Presentation shown = large.survey().presentation();
    shown.several = true;
    shown.size = session::Presentation::Size::p200;
    large.show(shown);
    large.click("welcome.begin");
    large.read_to_the_end();
    large.click("part.start");
    EXPECT_EQ(large.page(), "question");
    large.read_to_the_end();
    large.click("option.1");
    large.click("next");
    EXPECT_EQ(large.page(), "question");
    EXPECT_EQ(large.progress(), "2 of 20");
}

TEST(KioskSeveral, is_completed_with_the_keyboard_alone)
{
    Stage stage({"pcl-5"});
    together(stage);
    int presses = 0;
    while (stage.page() != "review" && presses < 4000) {
        // Tab to the first card that is open, or to Next, and Enter.
        const std::string wanted = [&] {
            std::map<std::string, bool> answered;
            std::vector<std::string> order;
            for (const shell::Node& node : stage.tree().nodes())
                if (node.role == shell::Role::radio) {
                    if (node.position == 1) order.push_back(node.group);
                    answered[node.group] = answered[node.group] || node.checked;
                }
            for (const std::string& row : order)
                if (!answered[row]) return row + ".1";
            return std::string("next");
        }();
        for (int tab = 0; tab < 60 && stage.harness->ui().focused() != wanted; ++tab, ++presses)
            stage.harness->key(shell::Key::tab);
        ASSERT_EQ(stage.harness->ui().focused(), wanted);
        stage.harness->key(shell::Key::enter);
        stage.harness->settle();
    }
    EXPECT_EQ(stage.page(), "review");
    EXPECT_EQ(on_disk(stage).size(), 20U);
    for (const sealed::Act& act : stage.acts_on_disk())
        EXPECT_TRUE(act.kind != sealed::ActKind::answered || act.input == sealed::InputMethod::keyboard);
}

} // namespace rapport::kiosk::test
