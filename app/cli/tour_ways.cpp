#include <array>
#include <chrono>
#include <thread>

#include "app/cli/tour_hands.h"
#include "app/cli/tour_parts.h"
#include "app/cli/tour_script.h"

namespace rapport::cli {

namespace {

constexpr std::string_view wrong_ticket = "AAAAAAAA";

/// The start page for the person of one line of the work list, with one questionnaire. Gives whose it is.
Result<std::string> set_up_for(Automation& desk, Tour& tour, int line, const std::string& instrument)
{
    if (auto clicked = desk.click("tab.worklist"); !clicked) return clicked.error();
    if (auto shown = desk.wait_for_page("worklist"); !shown) return shown.error();
    if (auto clicked = desk.click("due." + std::to_string(line) + ".hand_over"); !clicked) return clicked.error();
    return choose_battery(desk, tour, instrument);
}

Result<Automation> kiosk_for(TourStages& stages, Tour& tour, const std::string& instrument, int total)
{
    auto desk = stages.next();
    if (!desk) return desk.error();
    if (auto opened = unlock(desk->program); !opened) return opened.error();
    auto who = set_up_for(desk->program, tour, 0, instrument);
    if (!who) return who.error();
    tour.answered.push_back({*who, instrument, total});
    return hand_over(stages, desk->program);
}

Status chosen_in_turn(Automation& kiosk, const Keys& keys, std::initializer_list<const char*> ids)
{
    for (const char* id : ids)
        if (auto chosen = choose(kiosk, keys, id); !chosen) return chosen;
    return {};
}

/// Words that do not fit are read to their end before the next question comes.
Status read_the_rest(Automation& kiosk)
{
    for (int pages = 0; pages < 10; ++pages) {
        if (auto read = choose(kiosk, keyboard, "question.rest"); !read) return read;
        for (int glides = 0; glides < 25; ++glides) {
            auto next = kiosk.find("next");
            if (!next) return next.error();
            if (*next && (*next)->enabled) return choose(kiosk, keyboard, "next");
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
    }
    return Error{fault::automation_lost, "the end of the question"};
}

/// No pointer is used from the welcome page to the last one.
Status in_spanish_by_keyboard(Automation& kiosk, Tour& tour)
{
    if (auto turned = kiosk.resize(800, 1280); !turned) return turned;
    if (auto chosen = choose(kiosk, keyboard, "language.es"); !chosen) return chosen;
    if (auto taken = tour.camera.shoot(kiosk, "keyboard-es-welcome"); !taken) return taken;
    if (auto moved = choose_and_move(kiosk, keyboard, "welcome.begin"); !moved) return moved;
    if (auto moved = choose_and_move(kiosk, keyboard, "part.start"); !moved) return moved;
    if (auto moved = choose_and_move(kiosk, keyboard, "display"); !moved) return moved;
    if (auto chosen = chosen_in_turn(kiosk, keyboard, {"reading.size.3", "reading.colours.2"}); !chosen) return chosen;
    if (auto taken = tour.camera.shoot(kiosk, "keyboard-es-display-200"); !taken) return taken;
    if (auto moved = choose_and_move(kiosk, keyboard, "sheet.done"); !moved) return moved;
    if (auto taken = tour.camera.shoot(kiosk, "keyboard-es-question-200"); !taken) return taken;
    for (std::size_t item = 0; item < script::pcl5.size(); ++item) {
        auto before = where(kiosk);
        if (!before) return before.error();
        auto rest = kiosk.find("question.rest");
        if (!rest) return rest.error();
        // Half of them by the answer's figure, half by walking to it.
        const int value = script::pcl5[item];
        auto given = item % 2 == 0 ? kiosk.type(std::to_string(value + 1))
                                   : choose(kiosk, keyboard, "option." + std::to_string(value));
        if (!given) return given;
        if (*rest)
            if (auto read = read_the_rest(kiosk); !read) return read;
        if (auto moved = wait_until_moved(kiosk, *before); !moved) return moved;
    }
    if (auto shown = kiosk.wait_for_page("review"); !shown) return shown;
    if (auto taken = tour.camera.shoot(kiosk, "keyboard-es-review-200"); !taken) return taken;
    if (auto moved = choose_and_move(kiosk, keyboard, "review.go_on"); !moved) return moved;
    if (auto shown = kiosk.wait_for_page("handback"); !shown) return shown;
    if (auto taken = tour.camera.shoot(kiosk, "keyboard-es-handback-200"); !taken) return taken;
    tour.report.check("a PCL-5 is completed in Spanish, upright, at 200 %, in high contrast, by keys alone", true);
    return choose(kiosk, keyboard, "handback.staff");
}

/// Staff turn it on; from then on there are two keys.
Status with_two_keys(Automation& kiosk, Tour& tour)
{
    if (auto begun = press(kiosk, "welcome.begin"); !begun) return begun;
    if (auto begun = press(kiosk, "part.start"); !begun) return begun;
    if (auto opened = press(kiosk, "display"); !opened) return opened;
    if (auto chosen = kiosk.click("reading.scanning"); !chosen) return chosen;
    if (auto taken = tour.camera.shoot(kiosk, "two-keys-display"); !taken) return taken;
    if (auto closed = choose_and_move(kiosk, two_switches, "sheet.done"); !closed) return closed;
    if (auto taken = tour.camera.shoot(kiosk, "two-keys-question"); !taken) return taken;
    for (const char* option : {"option.1", "option.2"})
        if (auto moved = choose_and_move(kiosk, two_switches, option); !moved) return moved;
    if (auto moved = choose_and_move(kiosk, two_switches, "review.go_on"); !moved) return moved;
    if (auto shown = kiosk.wait_for_page("handback"); !shown) return shown;
    tour.report.check("a PHQ-2 is completed with two keys", true);
    return choose(kiosk, two_switches, "handback.staff");
}

/// Two tickets for two people; their codes, without the gap.
Result<std::array<std::string, 2>> make_tickets(Automation& desk, Tour& tour)
{
    std::array<std::string, 2> codes;
    for (int one = 0; one < 2; ++one) {
        auto who = set_up_for(desk, tour, one, "phq-2");
        if (!who) return who.error();
        tour.answered.push_back({*who, "phq-2", 1 + one, true});
        if (auto asked = desk.click("start.ticket"); !asked) return asked.error();
        auto code = desk.wait_for_node("tickets.code");
        if (!code) return code.error();
        for (const char each : code->name)
            if (each != ' ') codes[static_cast<std::size_t>(one)] += each;
    }
    if (auto taken = tour.camera.shoot_both(desk, "desk-tickets"); !taken) return taken.error();
    tour.report.check("each ticket has a code of its own", codes[0].size() == 8 && codes[0] != codes[1]);
    if (auto begun = desk.click("tickets.begin"); !begun) return begun.error();
    return codes;
}

Result<std::string> told_after(Automation& kiosk, std::string_view code)
{
    if (auto typed = kiosk.type(code); !typed) return typed.error();
    if (auto pressed = kiosk.click("ticket.go"); !pressed) return pressed.error();
    auto said = kiosk.find("ticket.said");
    if (!said) return said.error();
    return *said ? (*said)->name : std::string();
}

Status one_ticket(Automation& kiosk, const std::string& code, int answer_of_first)
{
    if (auto typed = kiosk.type(code); !typed) return typed;
    if (auto pressed = kiosk.click("ticket.go"); !pressed) return pressed;
    if (auto shown = kiosk.wait_for_page("welcome"); !shown) return shown;
    for (const std::string& id : {std::string("welcome.begin"), std::string("part.start"),
                                  "option." + std::to_string(answer_of_first), std::string("option.0")})
        if (auto pressed = press(kiosk, id); !pressed) return pressed;
    if (auto pressed = press(kiosk, "review.go_on"); !pressed) return pressed;
    return kiosk.wait_for_page("handback");
}

Status the_waiting_room(TourStages& stages, Tour& tour, const std::array<std::string, 2>& codes)
{
    for (int one = 0; one < 2; ++one) {
        auto kiosk = stages.next();
        if (!kiosk) return kiosk.error();
        Automation& tablet = kiosk->program;
        if (auto shown = tablet.wait_for_page("ticket"); !shown) return shown;
        if (one == 0)
            if (auto taken = tour.camera.shoot_both(tablet, "waiting-room-ticket"); !taken) return taken;
        auto said = told_after(tablet, one == 0 ? wrong_ticket : std::string_view(codes[0]));
        if (!said) return said.error();
        auto page = tablet.page();
        if (!page) return page.error();
        tour.report.check(one == 0 ? "a wrong ticket opens nothing and is told" : "a ticket opens one session only",
                          *page == "ticket" && !said->empty(), "ticket", *page);
        if (one == 0)
            if (auto taken = tour.camera.shoot(tablet, "waiting-room-wrong"); !taken) return taken;
        if (auto done = one_ticket(tablet, codes[static_cast<std::size_t>(one)], 1 + one); !done) return done;
        if (auto taken = tour.camera.shoot(tablet, "waiting-room-handback-" + std::to_string(one + 1)); !taken)
            return taken;
        if (auto next = tablet.click("handback.next"); !next) return next;
    }
    auto kiosk = stages.next();
    if (!kiosk) return kiosk.error();
    if (auto shown = kiosk->program.wait_for_page("ticket"); !shown) return shown;
    if (auto taken = tour.camera.shoot(kiosk->program, "waiting-room-next"); !taken) return taken;
    return kiosk->program.hold("ticket.staff_hold"); // three seconds, as staff do it
}

} // namespace

Result<std::string> choose_battery(Automation& desk, Tour& tour, const std::string& instrument)
{
    if (auto shown = desk.wait_for_page("start_session"); !shown) return shown.error();
    auto nodes = desk.tree();
    if (!nodes) return nodes.error();
    std::string who;
    for (const SeenNode& node : *nodes) {
        for (std::size_t person = 0; person < tour.clinic.markers.size(); person += 3)
            if (node.name.find(tour.clinic.markers[person]) != std::string::npos) who = tour.clinic.markers[person];
        if (!node.id.starts_with("start.battery.") || node.checked == (node.id == "start.battery." + instrument))
            continue;
        if (auto clicked = desk.click(node.id); !clicked) return clicked.error();
    }
    if (who.empty()) return Error{fault::automation_lost, "the start page names nobody"};
    return who;
}

Result<Automation> hand_over(TourStages& stages, Automation& desk)
{
    if (auto handed = desk.click("start.go"); !handed) return handed.error();
    auto kiosk = stages.next();
    if (!kiosk) return kiosk.error();
    if (kiosk->stage != Stage::kiosk) return Error{fault::automation_lost, "the kiosk did not follow the desk"};
    if (auto shown = kiosk->program.wait_for_page("welcome"); !shown) return shown.error();
    return std::move(kiosk->program);
}

Status other_ways(TourStages& stages, Tour& tour)
{
    auto first = kiosk_for(stages, tour, "pcl-5", script::worked_out_by_hand().pcl5_total);
    if (!first) return first.error();
    if (auto done = with_picture(in_spanish_by_keyboard(*first, tour), *first, tour); !done) return done;
    auto second = kiosk_for(stages, tour, "phq-2", 1 + 2);
    if (!second) return second.error();
    if (auto done = with_picture(with_two_keys(*second, tour), *second, tour); !done) return done;

    auto desk = stages.next();
    if (!desk) return desk.error();
    if (auto opened = unlock(desk->program); !opened) return opened;
    auto codes = make_tickets(desk->program, tour);
    if (!codes) return with_picture(codes.error(), desk->program, tour);
    if (auto done = the_waiting_room(stages, tour, *codes); !done) return done;
    auto evening = stages.next();
    if (!evening) return evening.error();
    tour.report.check("the desk follows the waiting room", evening->stage == Stage::desk);
    if (auto opened = unlock(evening->program); !opened) return opened;
    if (auto settled = evening->program.settle(); !settled) return settled;
    return evening->program.close_window();
}

Status look_at_the_other_answers(Tour& tour)
{
    auto vault =
        vault::Vault::open(tour.vault, demo_user(), sealed::Secret::copy_of(demo_passphrase()), vault::system_clock());
    if (!vault) return vault.error();
    if (auto taken = vault->ingest(); !taken) return taken.error();
    for (const Tour::Answered& wanted : tour.answered) {
        auto found = vault->people(wanted.patient);
        if (!found) return found.error();
        if (found->empty()) return vault::fault::unknown_person;
        auto kept = vault->administrations(found->front().person.id);
        if (!kept) return kept.error();
        const vault::Administration* last = nullptr;
        for (const auto& one : *kept)
            if (one.instrument == wanted.instrument) last = &one;
        const bool scored = last != nullptr && !last->scores.empty() && last->scores.front().value.has_value();
        tour.report.check("the vault has the " + wanted.instrument + (wanted.unattended ? " of the ticket" : "") +
                              " with the total worked out by hand",
                          scored && *last->scores.front().value == wanted.total &&
                              last->unattended == wanted.unattended,
                          std::to_string(wanted.total), scored ? std::to_string(*last->scores.front().value) : "none");
    }
    return {};
}

} // namespace rapport::cli
