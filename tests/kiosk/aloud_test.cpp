// The page read aloud: the installed engine speaks, into a recorder instead of a sound device.
#include <chrono>
#include <thread>

#include "tests/kiosk/stage.h"

namespace rapport::kiosk::test {
namespace {

using namespace std::chrono_literals;
using State = Aloud::State;

struct Sound {
    std::atomic<bool> device{true};
    std::atomic<bool> hold{false}; ///< the listener is slow
    std::atomic<std::size_t> samples{0};
    std::atomic<int> opened{0};
};

struct Speaker final : voice::Output {
    explicit Speaker(Sound& heard) : sound(heard) {}
    Status open(int) override
    {
        if (!sound.device) return Error{voice::fault::no_sound, "none"};
        ++sound.opened;
        return {};
    }
    Status play(std::span<const std::int16_t> samples) override
    {
        sound.samples += samples.size();
        if (sound.hold) std::this_thread::sleep_for(10ms);
        return {};
    }
    void close() override {}
    Sound& sound;
};

struct Hearing : testing::Test {
    Sound sound;
    Stage stage{{"pcl-5"}};

    void SetUp() override
    {
        const session::Clock clock{[this] { return stage.now_ms; }, [this] { return stage.now_ms; }};
        stage.harness.reset();
        stage.program.reset();
        stage.program = std::make_unique<KioskProgram>(
            session::test::begin(stage.handover, clock.now(), session::test::on(stage.disk)), clock,
            std::make_unique<Speaker>(sound));
        stage.harness = std::make_unique<shell::Harness>(*stage.program, 1280, 800);
    }
    std::string sign() const { return stage.node("aloud").name; }
    /// Lets the voice get on while the screen's own time stands almost still.
    bool wait_for_sign(const std::string& name)
    {
        for (int tries = 0; tries < 1000 && sign() != name; ++tries) {
            std::this_thread::sleep_for(5ms);
            stage.wait(0.001);
        }
        return sign() == name;
    }
    int times_recorded() const
    {
        int times = 0;
        for (const sealed::Act& act : stage.acts_on_disk())
            times += act.kind == sealed::ActKind::read_aloud ? 1 : 0;
        return times;
    }
};

} // namespace

TEST_F(Hearing, reads_stem_question_and_options_in_order_each_in_its_language)
{
    stage.to_first_question();
    const auto pieces = pieces_of(stage.tree(), "es", "en");
    std::vector<std::string> ids;
    for (const voice::Piece& piece : pieces) {
        ids.push_back(piece.id);
        EXPECT_EQ(piece.language, "en") << piece.id;
        EXPECT_EQ(piece.words, stage.node(piece.id).name);
    }
    EXPECT_EQ(ids, (std::vector<std::string>{"stem", "question", "option.0", "option.1", "option.2", "option.3",
                                             "option.4"}));
    stage.click("moment");
    for (const voice::Piece& piece : pieces_of(stage.tree(), "es", "en"))
        EXPECT_EQ(piece.language, "es") << piece.id;
}

TEST_F(Hearing, plays_the_page_to_its_end_and_records_that_it_was_asked_for)
{
    stage.to_first_question();
    EXPECT_EQ(sign(), "Read aloud");
    stage.click("aloud");
    EXPECT_EQ(sign(), "Stop reading");
    EXPECT_TRUE(wait_for_sign("Read aloud"));
    EXPECT_GT(sound.samples, 22'050U * 3);
    ASSERT_EQ(times_recorded(), 1);
    const sealed::Act act = stage.acts_on_disk().back();
    EXPECT_EQ(act.item, "1");
    EXPECT_EQ(act.value, 0);
}

TEST_F(Hearing, changes_no_answer_however_often)
{
    stage.to_first_question();
    stage.answer(3);
    stage.click("back");
    const instruments::Answer before = stage.survey().answer({0, 0});
    for (int times = 0; times < 3; ++times) {
        stage.click("aloud");
        EXPECT_EQ(sign(), "Stop reading");
        stage.click("aloud");
        EXPECT_EQ(sign(), "Read aloud");
    }
    EXPECT_EQ(times_recorded(), 3);
    EXPECT_EQ(stage.survey().answer({0, 0}), before);
    EXPECT_TRUE(stage.node("option.3").checked);
    EXPECT_EQ(stage.page(), "question");
    EXPECT_EQ(stage.progress(), "1 of 20");
}

TEST_F(Hearing, stays_on_the_page_that_asks_whether_to_decline)
{
    stage.to_first_question();
    stage.click("decline");
    stage.click("aloud");
    EXPECT_EQ(stage.page(), "confirm_decline");
    EXPECT_EQ(sign(), "Stop reading");
}

TEST_F(Hearing, stops_with_an_answer_and_with_the_page)
{
    sound.hold = true;
    stage.to_first_question();
    stage.click("aloud");
    EXPECT_EQ(sign(), "Stop reading");
    stage.click("option.2");
    EXPECT_EQ(sign(), "Read aloud");
    stage.let_advance();
    stage.click("aloud");
    stage.click("pause");
    EXPECT_EQ(stage.page(), "cover");
    EXPECT_FALSE(stage.has("aloud"));
    const std::size_t then = sound.samples;
    std::this_thread::sleep_for(100ms);
    EXPECT_EQ(sound.samples, then);
}

TEST_F(Hearing, keeps_the_cover_away_while_somebody_listens_and_not_longer)
{
    sound.hold = true;
    stage.to_first_question();
    stage.click("aloud");
    stage.wait(59);
    stage.wait(59);
    EXPECT_EQ(stage.page(), "question") << "the cover came down on a listening person";
    stage.click("aloud");
    stage.wait(61);
    EXPECT_EQ(stage.page(), "cover");
}

TEST_F(Hearing, says_where_there_is_no_sound_and_asks_again_when_told)
{
    sound.device = false;
    stage.to_first_question();
    stage.click("aloud");
    EXPECT_TRUE(wait_for_sign("No sound on this tablet"));
    EXPECT_EQ(stage.node("aloud.why").role, shell::Role::alert);
    EXPECT_TRUE(stage.node("aloud.why").name.starts_with("No sound"));
    sound.device = true;
    stage.click("aloud");
    EXPECT_EQ(sign(), "Stop reading");
    EXPECT_FALSE(stage.has("aloud.why"));
    EXPECT_TRUE(wait_for_sign("Read aloud"));
    EXPECT_EQ(sound.opened, 1);
}

TEST_F(Hearing, is_asked_for_by_keyboard_too)
{
    stage.to_first_question();
    for (int most = 0; most < 12 && !stage.node("aloud").focused; ++most)
        stage.harness->key(shell::Key::tab);
    ASSERT_TRUE(stage.node("aloud").focused);
    stage.harness->key(shell::Key::enter);
    EXPECT_EQ(sign(), "Stop reading");
    EXPECT_TRUE(stage.node("aloud").focused);
}

} // namespace rapport::kiosk::test
