#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <variant>

#include "app/kiosk/kiosk_program.h"
#include "app/shell/program.h"

/// The kiosk without a window, for killing: reads a job from the descriptor of the first argument, then clicks answers
/// at random (seed: second argument). Each line goes out only after the act is acknowledged; `end` when handed back.
/// Lines: "at <part> <item>" once at the start, then "answered <part> <item> <value>" for every answer.
namespace {

using namespace rapport;

sealed::Secret read_all(int descriptor)
{
    sealed::Secret bytes;
    char room[4096];
    for (;;) {
        const ssize_t got = read(descriptor, room, sizeof room);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return bytes;
        bytes.append({room, static_cast<std::size_t>(got)});
    }
}

void say(const std::string& line)
{
    const std::string whole = line + "\n";
    // One write, so that a kill leaves a whole line or none.
    if (write(STDOUT_FILENO, whole.data(), whole.size()) < 0) std::exit(3);
}

std::string place(session::page::Question at, const session::Survey& survey)
{
    return std::to_string(at.part) + " " + survey.battery()[at.part].items[at.item].id;
}

struct Person {
    kiosk::KioskProgram& program;
    shell::Harness& screen;
    std::int64_t& now_ms;
    std::mt19937_64 random;

    [[nodiscard]] const session::Survey& survey() const { return program.survey(); }

    void wait()
    {
        now_ms += 250;
        screen.advance(0.25);
    }

    void press(const std::string& id)
    {
        if (!screen.click(id)) std::exit(4);
        screen.settle();
    }

    void answer(session::page::Question at)
    {
        if (random() % 6 == 0) return press("back");
        const auto& choices = survey().battery()[at.part].choices(at.item);
        const int value = choices[random() % choices.size()].value;
        const instruments::Answer before = survey().answer(at);
        press("option." + std::to_string(value));
        if (survey().answer(at) != instruments::Answer::chose(value)) std::exit(5);
        // The same choice again is no new act.
        if (before != instruments::Answer::chose(value))
            say("answered " + place(at, survey()) + " " + std::to_string(value));
        wait();
    }

    void step(const session::Page& page)
    {
        if (const auto* at = std::get_if<session::page::Question>(&page)) answer(*at);
        if (std::holds_alternative<session::page::Moment>(page)) press("moment.return"); // after item 9 of the PHQ-9
        if (std::holds_alternative<session::page::Welcome>(page)) press("welcome.begin");
        if (std::holds_alternative<session::page::Instructions>(page)) press("part.start");
        if (std::holds_alternative<session::page::Review>(page)) press("review.go_on");
    }
};

} // namespace

int main(int argc, char** argv)
{
    if (argc != 3) return 2;
    const int descriptor = std::atoi(argv[1]);
    if (!sealed::prepare_process()) return 3;
    const sealed::Secret bytes = read_all(descriptor);
    close(descriptor);
    Result<sealed::Job> job = sealed::read_job(bytes.view());
    if (!job) return 3;

    std::int64_t now_ms = 1'700'000'000'000;
    const session::Clock clock{[&now_ms] { return now_ms; }, [&now_ms] { return now_ms; }};
    Result<session::Survey> survey = session::Survey::begin(*std::move(job), clock.now(), {0, &sealed::posix_files()});
    if (!survey) {
        std::fprintf(stderr, "%s\n", std::string(survey.error().fault.name).c_str());
        return 1;
    }
    kiosk::KioskProgram program(*std::move(survey), clock);
    // The clinic's words lie over a question; where the person is, is that question.
    const session::Place& under = program.survey().course().place();
    if (program.survey().finished())
        say("at end");
    else if (const auto* question = std::get_if<session::page::Question>(&under))
        say("at " + place(*question, program.survey()));
    else
        say("at other");

    shell::Harness screen(program, 1280, 800);
    Person person{program, screen, now_ms, std::mt19937_64(std::strtoull(argv[2], nullptr, 10))};
    while (!program.survey().finished())
        person.step(program.survey().page());
    say("end");
    return 0;
}
