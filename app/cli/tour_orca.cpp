#include <chrono>
#include <fstream>
#include <iterator>
#include <thread>

#include "app/cli/tour_hands.h"
#include "app/cli/tour_parts.h"

namespace rapport::cli {

namespace {

using namespace std::chrono_literals;

/// Every sentence is said before the next key: a key cuts what is being said short.
constexpr auto a_sentence = 1500ms;

/// Given in no other part of the tour, so that what Orca says of it was said here.
constexpr const char* questionnaire = "gad-2";

std::vector<std::string> said_in(const std::string& log)
{
    constexpr std::string_view mark = "SPEECH OUTPUT: '";
    std::vector<std::string> said;
    std::ifstream lines(log);
    for (std::string line; std::getline(lines, line);)
        if (const std::size_t at = line.find(mark); at != std::string::npos)
            said.push_back(line.substr(at + mark.size()));
    return said;
}

/// The first utterance from `from` on that has these words. Gives the next one to look at, 0 where none has.
std::size_t heard(const std::vector<std::string>& said, std::size_t from, std::string_view words)
{
    for (std::size_t at = from; at < said.size(); ++at)
        if (said[at].find(words) != std::string::npos) return at + 1;
    return 0;
}

Status step(Automation& kiosk, std::string_view key)
{
    if (auto struck = kiosk.key(key); !struck) return struck;
    std::this_thread::sleep_for(a_sentence);
    return {};
}

/// Down to the second answer and chosen, item by item. Gives the words of the questions.
Result<std::vector<std::string>> answer_by_keys(Automation& kiosk)
{
    std::vector<std::string> questions;
    for (int item = 0; item < 2; ++item) {
        std::this_thread::sleep_for(a_sentence);
        auto question = kiosk.find("question");
        if (!question) return question.error();
        if (!*question) return Error{fault::automation_lost, "a question"};
        questions.push_back((*question)->name);
        auto before = where(kiosk);
        if (!before) return before.error();
        if (auto moved = step(kiosk, "down"); !moved) return moved.error();
        if (auto chosen = kiosk.key("space"); !chosen) return chosen.error();
        if (auto moved = wait_until_moved(kiosk, *before); !moved) return moved.error();
    }
    return questions;
}

/// Orca writes its log by the block: what was said reaches the file with what is said after it.
Status until_written(Automation& kiosk, const std::string& log, const std::string& last_question)
{
    constexpr std::size_t what_follows = 8; // its answers, and the page after it
    for (int more = 0; more < 150; ++more) {
        const std::vector<std::string> said = said_in(log);
        const std::size_t at = heard(said, 0, last_question);
        if (at > 0 && said.size() >= at + what_follows) break;
        if (auto struck = kiosk.key("tab"); !struck) return struck;
        std::this_thread::sleep_for(100ms);
    }
    return {};
}

void check_what_was_said(Tour& tour, const std::vector<std::string>& said, const std::vector<std::string>& questions)
{
    const auto all = [&] {
        std::string words;
        for (const std::string& each : said)
            words += each + " | ";
        return words;
    };
    std::size_t at = 0;
    for (const std::string& question : questions) {
        at = heard(said, at, question);
        tour.report.check("Orca reads the question: " + question, at > 0, question, at > 0 ? question : all());
        // The questionnaire's own words for its second answer; then what it is and where it stands, an utterance each.
        at = heard(said, at, "Several days");
        const std::string place = at > 0 && at + 1 < said.size() ? said[at] + " " + said[at + 1] : all();
        const bool told = place.find("radio button") != std::string::npos && place.find("2 of 4") != std::string::npos;
        tour.report.check("Orca says the answer, what it is and its place", told, "radio button 2 of 4", place);
    }
}

/// Nobody is due any more on this day: somebody who comes unplanned.
Result<Automation> kiosk_for_somebody(TourStages& stages, Tour& tour)
{
    auto desk = stages.next();
    if (!desk) return desk.error();
    Automation& program = desk->program;
    if (auto opened = unlock(program); !opened) return opened.error();
    if (auto clicked = program.click("tab.people"); !clicked) return clicked.error();
    if (auto there = program.wait_for_node("person_row.0"); !there) return there.error();
    if (auto clicked = program.click("person_row.0"); !clicked) return clicked.error();
    if (auto there = program.wait_for_node("person.hand_over"); !there) return there.error();
    if (auto clicked = program.click("person.hand_over"); !clicked) return clicked.error();
    auto who = choose_battery(program, tour, questionnaire);
    if (!who) return who.error();
    tour.answered.push_back({*who, questionnaire, 1 + 1});
    return hand_over(stages, program);
}

} // namespace

Status with_orca(TourStages& stages, Tour& tour, const std::string& log)
{
    auto kiosk = kiosk_for_somebody(stages, tour);
    if (!kiosk) return kiosk.error();
    std::this_thread::sleep_for(a_sentence);
    if (auto begun = choose_and_move(*kiosk, keyboard, "welcome.begin"); !begun) return begun;
    std::this_thread::sleep_for(a_sentence);
    if (auto begun = choose_and_move(*kiosk, keyboard, "part.start"); !begun) return begun;
    auto questions = answer_by_keys(*kiosk);
    if (!questions) return questions.error();
    if (auto shown = kiosk->wait_for_page("review"); !shown) return shown;
    if (auto taken = tour.camera.shoot(*kiosk, "orca-review"); !taken) return taken;
    if (auto written = until_written(*kiosk, log, questions->back()); !written) return written;
    check_what_was_said(tour, said_in(log), *questions);
    if (auto moved = choose_and_move(*kiosk, keyboard, "review.go_on"); !moved) return moved;
    if (auto shown = kiosk->wait_for_page("handback"); !shown) return shown;
    if (auto given = choose(*kiosk, keyboard, "handback.staff"); !given) return given;
    auto desk = stages.next();
    if (!desk) return desk.error();
    if (auto opened = unlock(desk->program); !opened) return opened;
    if (auto settled = desk->program.settle(); !settled) return settled;
    return desk->program.close_window();
}

} // namespace rapport::cli
