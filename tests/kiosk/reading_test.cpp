#include "app/kiosk/make_views.h"
#include "app/shell/strings/strings.h"
#include "tests/kiosk/stage.h"

namespace rapport::kiosk::test {

using sealed::ActKind;
using shell::Key;

TEST(KioskReading, every_question_is_completed_by_keyboard_alone_at_200_percent)
{
    Stage stage({"pcl-5"}, 1280, 800);
    session::Presentation shown = stage.survey().presentation();
    shown.size = session::Presentation::Size::p200;
    shown.auto_advance = false;
    stage.show(shown);
    const auto go_to = [&](std::string_view id) {
        for (int most = 0; most < 40 && stage.harness->ui().focused() != id; ++most)
            stage.harness->key(Key::tab);
        ASSERT_EQ(stage.harness->ui().focused(), id);
        stage.harness->key(Key::enter);
        stage.wait(0.3);
    };
    go_to("welcome.begin");
    while (!stage.node("part.start").enabled)
        go_to("instructions.body.rest");
    go_to("part.start");
    int waited = 0;
    for (int item = 1; item <= 20; ++item) {
        stage.harness->type("3");
        stage.harness->settle();
        if (!stage.node("next").enabled) {
            ++waited;
            EXPECT_TRUE(stage.node("option.2").checked) << "the answer is kept, only Next waits";
            while (!stage.node("next").enabled)
                go_to("question.rest");
        }
        go_to("next");
    }
    EXPECT_EQ(stage.page(), "review");
    EXPECT_GT(waited, 0) << "no question was long enough to mean anything";
    EXPECT_LT(waited, 20);
}

TEST(KioskReading, auto_advance_waits_for_the_end_of_the_question)
{
    Stage stage({"pcl-5"}, 800, 1280);
    session::Presentation shown = stage.survey().presentation();
    shown.size = session::Presentation::Size::p200;
    stage.show(shown);
    stage.click("welcome.begin");
    stage.read_to_the_end();
    stage.click("part.start");
    while (!stage.has("question.rest")) {
        stage.click("option.0");
        stage.let_advance();
    }
    const std::string progress = stage.progress();
    stage.click("option.3");
    stage.wait(1);
    EXPECT_EQ(stage.progress(), progress) << "some of the question has not been seen";
    EXPECT_TRUE(stage.node("option.3").checked);
    EXPECT_FALSE(stage.node("next").enabled);
    stage.read_to_the_end();
    EXPECT_TRUE(stage.node("next").enabled);
    EXPECT_TRUE(stage.node("back").enabled);
    stage.click("next");
    EXPECT_NE(stage.progress(), progress);
}

TEST(KioskReading, the_sheet_changes_the_page_at_once_and_the_next_person_starts_anew)
{
    Stage stage({"pcl-5"});
    stage.to_first_question();
    const float before = stage.node("question").rect.h;
    stage.click("display");
    stage.click("reading.size.3");
    EXPECT_TRUE(stage.node("reading.size.3").checked);
    EXPECT_EQ(stage.node("reading.preview").rect.h,
              shell::metrics(shell::Type::patient_question, shell::TextSize::p200).line);
    stage.click("reading.colours.2");
    EXPECT_EQ(stage.harness->ui().theme().name, shell::ThemeName::high_contrast);
    stage.click("reading.motion");
    EXPECT_TRUE(stage.harness->ui().reduced_motion());
    stage.click("sheet.done");
    EXPECT_EQ(stage.page(), "question");
    EXPECT_GT(stage.node("question").rect.h, before);

    Stage next({"pcl-5"});
    EXPECT_EQ(next.harness->ui().text_size(), shell::TextSize::p100);
    EXPECT_EQ(next.harness->ui().theme().name, shell::ThemeName::light);
}

TEST(KioskReading, an_answer_can_be_taken_away_and_is_kept_as_cleared)
{
    Stage stage({"pcl-5"});
    stage.to_first_question();
    stage.click("about");
    EXPECT_FALSE(stage.has("about.clear"));
    EXPECT_EQ(stage.node("about.recall").name, "past month");
    EXPECT_EQ(stage.node("about.instructions").name, stage.survey().battery()[0].instructions);
    stage.click("sheet.done");
    stage.click("option.2");
    stage.click("about");
    stage.click("about.clear");
    EXPECT_EQ(stage.page(), "question");
    EXPECT_FALSE(stage.node("option.2").checked);
    EXPECT_EQ(stage.acts_on_disk().back().kind, ActKind::cleared);
}

TEST(KioskReading, help_for_an_item_is_read_where_its_definition_has_some)
{
    std::string json = session::test::small_definition("one", 2);
    const std::string before = R"("label":"Item 2",)";
    json.insert(json.find(before) + before.size(), R"("help":"Think of the whole day.",)");
    Stage stage(std::vector<sealed::JobInstrument>{{"one", json}}, 1280, 800);
    stage.to_first_question();
    stage.click("about");
    EXPECT_FALSE(stage.has("about.help"));
    stage.click("sheet.done");
    stage.answer(1);
    stage.click("about");
    EXPECT_EQ(stage.node("about.help").name, "Think of the whole day.");
}

TEST(KioskReading, who_reads_an_alliance_form_is_said_before_its_first_question)
{
    Stage stage({"check-in-patient"});
    stage.click("welcome.begin");
    EXPECT_EQ(stage.node("instructions.readers").name, strings::say("kiosk.readers.closed"));
    Stage symptoms({"pcl-5"});
    symptoms.click("welcome.begin");
    EXPECT_FALSE(symptoms.has("instructions.readers"));

    const Folder folder;
    FullDisk disk;
    Handover open(folder, {{"check-in-patient", session::test::bundled("check-in-patient")}});
    open.demo = true;
    open.therapist_reads = true;
    const session::Survey survey = session::test::begin(open, {}, session::test::on(disk));
    EXPECT_EQ(instructions_view(survey, {}).readers, strings::say("kiosk.readers.open"));
}

TEST(KioskLanguage, the_patient_chooses_it_on_the_welcome_page_and_the_wording_stays_as_it_is)
{
    Stage stage({"pcl-5"});
    EXPECT_EQ(stage.node("welcome.begin").name, "Begin");
    stage.click("language.es");
    EXPECT_EQ(stage.node("welcome.begin").name, "Comenzar");
    stage.click("welcome.begin");
    EXPECT_EQ(stage.node("instructions.notice").name,
              "Las preguntas están en inglés. No hay una traducción verificada.");
    stage.click("part.start");
    EXPECT_EQ(stage.node("question").name, stage.survey().battery()[0].items[0].text);
    EXPECT_EQ(stage.node("next").name, "Siguiente");
    EXPECT_EQ(stage.survey().presentation().language, "es");
    Stage chinese({{"pcl-5", session::test::bundled("pcl-5")}}, 1280, 800, "zh");
    EXPECT_EQ(chinese.node("welcome.begin").name, "开始");
    Stage english({"pcl-5"});
    EXPECT_EQ(english.node("welcome.begin").name, "Begin");
}

} // namespace rapport::kiosk::test
