#include "tests/kiosk/stage.h"

namespace rapport::kiosk::test {

using sealed::ActKind;

namespace {

/// Nothing a passer-by could learn from: no wording, no name of an instrument, no progress, no label.
void expect_neutral(const Stage& stage)
{
    const std::string said = stage.tree().spoken();
    const instruments::Definition& definition = stage.survey().battery().front();
    for (const std::string& secret : {definition.items[0].text, definition.items[0].label, definition.stem,
                                      definition.title, definition.short_title, definition.choices(0)[0].text,
                                      definition.choices(0)[1].text, std::string("1 of 20"), stage.survey().label()})
        EXPECT_EQ(said.find(secret), std::string::npos) << "the cover says: " << secret;
    EXPECT_FALSE(stage.has("question"));
    EXPECT_FALSE(stage.has("progress"));
}

} // namespace

TEST(KioskCover, pausing_hides_everything_and_a_touch_goes_on)
{
    Stage stage({"pcl-5"});
    stage.to_first_question();
    stage.click("pause");
    EXPECT_EQ(stage.page(), "cover");
    expect_neutral(stage);
    stage.click("cover.touch");
    EXPECT_EQ(stage.progress(), "1 of 20");
}

TEST(KioskCover, an_idle_minute_covers_and_five_minutes_ask_for_staff)
{
    Stage stage({"pcl-5"});
    stage.to_first_question();
    stage.wait(59.9);
    EXPECT_EQ(stage.page(), "question");
    stage.wait(0.2);
    EXPECT_EQ(stage.page(), "cover");
    expect_neutral(stage);
    EXPECT_EQ(stage.node("cover.sentence").name, "Touch the screen to go on.");
    stage.wait(240);
    EXPECT_EQ(stage.node("cover.sentence").name, "Please ask a member of staff.");
    expect_neutral(stage);
    EXPECT_FALSE(stage.has("cover.touch"));
    for (const char digit : std::string("12345"))
        stage.harness->type(std::string(1, digit));
    stage.harness->key(shell::Key::space);
    EXPECT_NE(stage.page(), "question");
}

TEST(KioskCover, staff_end_the_program_from_the_staff_cover)
{
    Stage stage({"pcl-5"});
    stage.to_first_question();
    stage.wait(301);
    stage.click("cover.staff");
    EXPECT_TRUE(stage.program->done());
    EXPECT_FALSE(stage.survey().finished());
}

TEST(KioskMoment, the_clinics_text_is_shown_and_the_asking_is_kept)
{
    Stage stage({"pcl-5"});
    stage.to_first_question();
    stage.click("moment");
    EXPECT_EQ(stage.page(), "moment");
    EXPECT_EQ(stage.node("moment.words").name, "Sit for as long as you like.");
    EXPECT_FALSE(stage.has("question"));
    EXPECT_EQ(stage.acts_on_disk().back().kind, ActKind::asked_for_moment);
    stage.click("moment.someone");
    EXPECT_EQ(stage.acts_on_disk().back().kind, ActKind::asked_for_someone);
    EXPECT_EQ(stage.node("moment.lead").name, "Please call a member of staff now.");
    stage.click("moment.return");
    EXPECT_EQ(stage.progress(), "1 of 20");
}

TEST(KioskMoment, help_stands_on_every_page)
{
    Stage stage({"check-in-patient"});
    EXPECT_TRUE(stage.has("moment"));
    stage.click("welcome.begin");
    EXPECT_TRUE(stage.has("moment"));
    stage.click("part.start");
    EXPECT_TRUE(stage.has("moment"));
    stage.click("decline");
    EXPECT_TRUE(stage.has("moment"));
    stage.click("decline.keep");
    stage.click("pause");
    EXPECT_TRUE(stage.has("cover.someone"));
    stage.click("cover.touch");
    for (int item = 0; item < 5; ++item)
        stage.answer(3);
    EXPECT_TRUE(stage.has("moment"));
    stage.click("review.go_on");
    EXPECT_EQ(stage.node("moment").name, "I need someone");
    stage.click("moment");
    EXPECT_EQ(stage.page(), "moment");
    stage.click("moment.return");
    EXPECT_EQ(stage.page(), "handback");
}

TEST(KioskSaveFailed, a_full_disk_shows_nothing_as_chosen)
{
    Stage stage({"pcl-5"});
    stage.to_first_question();
    stage.answer(1);
    stage.answer(2);
    stage.disk.full = true;
    stage.click("option.4");
    EXPECT_EQ(stage.page(), "save_failed");
    for (const shell::Node& node : stage.tree().nodes())
        EXPECT_FALSE(node.checked) << node.id;
    EXPECT_NE(stage.node("save_failed.safe").name.find("2 answers"), std::string::npos);
    EXPECT_FALSE(stage.survey().answer({0, 2}).given());
    stage.let_advance();
    EXPECT_EQ(stage.page(), "save_failed");
    stage.click("handback.staff");
    EXPECT_TRUE(stage.program->done());
}

} // namespace rapport::kiosk::test
