#include "tests/kiosk/stage.h"

#include <cmath>

#include "app/shell/strings/strings.h"

namespace rapport::kiosk::test {

namespace {

std::vector<sealed::JobInstrument> with_text(const std::vector<std::string>& ids)
{
    std::vector<sealed::JobInstrument> instruments;
    for (const std::string& id : ids)
        instruments.push_back({id, session::test::bundled(id)});
    return instruments;
}

} // namespace

Stage::Stage(const std::vector<std::string>& instruments, int width, int height)
    : Stage(with_text(instruments), width, height)
{
}

Stage::Stage(std::vector<sealed::JobInstrument> instruments, int width, int height, std::string language)
    : handover(folder, std::move(instruments))
{
    handover.demo = true;
    handover.language = std::move(language);
    const auto look = [this] {
        const std::int64_t at = now_ms;
        now_ms += a_look_takes_ms;
        return at;
    };
    const session::Clock clock{[this] { return now_ms; }, look};
    program =
        std::make_unique<KioskProgram>(session::test::begin(handover, clock.now(), session::test::on(disk)), clock);
    harness = std::make_unique<shell::Harness>(*program, width, height);
}

void Stage::show(const session::Presentation& presentation)
{
    EXPECT_EQ(program->show(presentation), session::Outcome::done);
    harness->settle();
}

void Stage::read_to_the_end()
{
    for (const char* strip : {"question.rest", "options.rest", "instructions.body.rest"})
        for (int most = 0; most < 40 && has(strip) && node(strip).name != strings::say("kiosk.read.again"); ++most) {
            click(strip);
            wait(0.2);
        }
}

void Stage::wait(double seconds)
{
    now_ms += std::llround(seconds * 1000);
    harness->advance(seconds);
}

void Stage::click(std::string_view id)
{
    EXPECT_TRUE(harness->click(id)) << "cannot click " << id << " on " << page();
    harness->settle();
}

void Stage::to_first_question()
{
    click("welcome.begin");
    click("part.start");
}

void Stage::answer(int value)
{
    click("option." + std::to_string(value));
    let_advance();
}

const shell::Node& Stage::node(std::string_view id) const
{
    static const shell::Node none;
    // A page may have the id of the thing it is about; the thing is meant.
    const shell::Node* found = nullptr;
    for (const shell::Node& each : tree().nodes())
        if (each.id == id && each.role != shell::Role::page) found = &each;
    if (found == nullptr) ADD_FAILURE() << "no node " << id << " on " << page();
    return found != nullptr ? *found : none;
}

std::string Stage::page() const
{
    for (const shell::Node& each : tree().nodes())
        if (each.role == shell::Role::page) return each.id;
    return {};
}

std::vector<sealed::Act> Stage::acts_on_disk() const
{
    return handover.read(survey().finished() ? folder.inbox() : folder.drafts()).acts;
}

} // namespace rapport::kiosk::test
