#include "tests/kiosk/stage.h"

#include <cmath>

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

Stage::Stage(const std::vector<std::string>& instruments, int width, int height, shell::ThemeName theme)
    : handover(folder, with_text(instruments))
{
    handover.demo = true;
    const session::Clock clock{[this] { return now_ms; }, [this] { return now_ms; }};
    program =
        std::make_unique<KioskProgram>(session::test::begin(handover, clock.now(), session::test::on(disk)), clock);
    harness = std::make_unique<shell::Harness>(*program, width, height, theme);
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
