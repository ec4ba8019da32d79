#include "app/shell/surface.h"
#include "tests/kiosk/stage.h"

namespace rapport::kiosk::test {

namespace {

/// The kiosk in a window that knows when its last frame began: a wake-up counts from there.
class Watched : public shell::Program {
public:
    explicit Watched(Stage& stage) : stage_(stage) {}
    void frame(shell::Ui& ui) override
    {
        began_ms = stage_.now_ms;
        stage_.program->frame(ui);
    }
    [[nodiscard]] bool done() const override { return stage_.program->done(); }
    std::int64_t began_ms = 0;

private:
    Stage& stage_;
};

} // namespace

TEST(WakeUp, brings_the_next_question_in_one_frame_however_long_the_frame_before_took)
{
    for (const std::int64_t slowness : {0, 3, 11}) {
        SCOPED_TRACE(slowness);
        Stage stage({"phq-9"});
        Watched watched(stage);
        stage.harness = std::make_unique<shell::Harness>(watched, 1280, 800);
        stage.to_first_question();
        stage.a_look_takes_ms = slowness; // keeping an answer on the disk takes time, and so does each frame after it
        stage.click("option.1");
        stage.a_look_takes_ms = 0;
        const auto& surface = dynamic_cast<const shell::Surface&>(stage.harness->ui());
        ASSERT_TRUE(surface.wake_at());
        EXPECT_TRUE(stage.progress().starts_with("1 of ")) << stage.progress();
        const double wait = *surface.wake_at() - surface.now();
        EXPECT_LE(wait, 0.252);
        stage.now_ms = watched.began_ms + std::llround(wait * 1000);
        stage.harness->advance(wait);
        EXPECT_TRUE(stage.progress().starts_with("2 of ")) << stage.progress();
    }
}

} // namespace rapport::kiosk::test
