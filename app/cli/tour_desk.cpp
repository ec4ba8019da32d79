#include "app/cli/tour_parts.h"

#include <algorithm>
#include <chrono>
#include <thread>

#include "app/cli/tour_script.h"

namespace rapport::cli {

namespace {

/// Work on the desk's worker thread shows when it is done.
void wait_a_little()
{
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
}

/// Every word on the screen, a line a node.
Result<std::string> words_on_screen(Automation& desk)
{
    auto nodes = desk.tree();
    if (!nodes) return nodes.error();
    std::string words;
    for (const SeenNode& node : *nodes)
        words += node.name + " " + node.value + "\n";
    return words;
}

Status expect_words(Automation& desk, Tour& tour, std::string_view what, const std::string& expected)
{
    auto words = words_on_screen(desk);
    if (!words) return words.error();
    const bool there = words->find(expected) != std::string::npos;
    tour.report.check(what, there, expected, there ? expected : "not on the screen");
    return {};
}

Status nothing_of_anybody_at_the_door(Automation& desk, Tour& tour)
{
    auto words = words_on_screen(desk);
    if (!words) return words.error();
    const bool clean =
        std::none_of(tour.clinic.markers.begin(), tour.clinic.markers.end(),
                     [&](const std::string& marker) { return words->find(marker) != std::string::npos; });
    tour.report.check("the unlock page names nobody", clean);
    return {};
}

Status wrong_passphrase_first(Automation& desk, Tour& tour)
{
    if (auto chosen = desk.click("unlock.passphrase"); !chosen) return chosen;
    const std::string_view wrong = "not the right passphrase";
    if (auto typed = desk.type(wrong); !typed) return typed;
    if (auto pressed = desk.click("unlock.go"); !pressed) return pressed;
    if (auto answered = desk.wait_for_node("unlock.passphrase.error"); !answered) return answered.error();
    if (auto taken = tour.camera.shoot(desk, "desk-unlock-wrong"); !taken) return taken;
    auto page = desk.page();
    if (!page) return page.error();
    tour.report.check("a wrong passphrase opens nothing", *page == "unlock", "unlock", *page);
    // The field keeps what was typed, so that one slip can be mended; here all of it goes.
    for (std::size_t i = 0; i < wrong.size(); ++i)
        if (auto pressed = desk.key("backspace"); !pressed) return pressed;
    return {};
}

/// The first row on the work list that can be handed over, and whose it is.
Status start_a_session(Automation& desk, Tour& tour)
{
    if (auto clicked = desk.click("due.0.hand_over"); !clicked) return clicked;
    if (auto shown = desk.wait_for_page("start_session"); !shown) return shown;
    auto nodes = desk.tree();
    if (!nodes) return nodes.error();
    for (const SeenNode& node : *nodes)
        for (std::size_t person = 0; person < tour.clinic.markers.size(); person += 3)
            if (node.name.find(tour.clinic.markers[person]) != std::string::npos)
                tour.patient = tour.clinic.markers[person];
    tour.report.check("the session is for a person of the clinic", !tour.patient.empty());

    static constexpr std::string_view battery[] = {"start.battery.pcl-5", "start.battery.phq-9",
                                                   "start.battery.check-in-patient"};
    for (const SeenNode& node : *nodes) {
        if (!node.id.starts_with("start.battery.")) continue;
        const bool wanted = std::find(std::begin(battery), std::end(battery), node.id) != std::end(battery);
        if (node.checked == wanted) continue;
        if (auto clicked = desk.click(node.id); !clicked) return clicked;
    }
    if (auto taken = tour.camera.shoot_both(desk, "desk-start-session"); !taken) return taken;
    return desk.click("start.go");
}

/// Nobody locks up while the person who said it has not been seen: the page that asks why comes first.
Status the_tablet_waits(Automation& desk, Tour& tour)
{
    if (auto pressed = desk.click("lock"); !pressed) return pressed;
    if (auto shown = desk.wait_for_page("settle"); !shown) return shown;
    tour.report.check("locking asks first who should be seen", true);
    if (auto taken = tour.camera.shoot_both(desk, "desk-settle"); !taken) return taken;
    if (auto pressed = desk.click("settle.done"); !pressed) return pressed;
    auto page = desk.page();
    if (!page) return page.error();
    tour.report.check("and takes no empty answer", *page == "settle", "settle", *page);
    if (auto back = desk.click("settle.back"); !back) return back;
    return desk.wait_for_page("worklist");
}

Status acknowledge_the_new_alert(Automation& desk, Tour& tour)
{
    auto nodes = desk.tree();
    if (!nodes) return nodes.error();
    std::string number;
    for (const SeenNode& node : *nodes) // the one the inbox has just brought
        if (number.empty() && node.id.starts_with("alert.") && node.id.ends_with(".new"))
            number = node.id.substr(6, node.id.size() - 10);
    tour.report.check("item 9 above 0 raised an alert", !number.empty());
    if (number.empty()) return {};
    if (auto held = the_tablet_waits(desk, tour); !held) return held;
    if (auto said = expect_words(desk, tour, "the alert says what was answered", "Several days"); !said) return said;
    if (auto said = expect_words(desk, tour, "the alert carries the total worked out by hand",
                                 script::worked_out_by_hand().phq9_total);
        !said)
        return said;

    if (auto opened = desk.click("alert." + number + ".acknowledge"); !opened) return opened;
    if (auto there = desk.wait_for_node("alert." + number + ".note"); !there) return there.error();
    if (auto typed = desk.type(script::acknowledgement); !typed) return typed;
    if (auto taken = tour.camera.shoot_both(desk, "desk-acknowledge"); !taken) return taken;
    if (auto saved = desk.click("alert." + number + ".save"); !saved) return saved;
    bool there = true;
    for (int tries = 0; there && tries < 1000; ++tries, wait_a_little()) {
        auto node = desk.find("alert." + number + ".new");
        if (!node) return node.error();
        there = node->has_value();
    }
    tour.report.check("an acknowledged alert leaves the list", !there);
    return {};
}

/// The list narrows as the name is typed.
Status first_row_is(Automation& desk, const std::string& pseudonym)
{
    for (int tries = 0; tries < 1000; ++tries, wait_a_little()) {
        auto row = desk.find("person_row.0");
        if (!row) return row.error();
        if (*row && ((*row)->name + (*row)->value).find(pseudonym) != std::string::npos) return {};
    }
    return Error{fault::automation_lost, "the search did not find the person"};
}

Status look_at_the_person(Automation& desk, Tour& tour)
{
    if (auto clicked = desk.click("tab.people"); !clicked) return clicked;
    if (auto shown = desk.wait_for_page("people"); !shown) return shown;
    if (auto taken = tour.camera.shoot_both(desk, "desk-people"); !taken) return taken;
    if (auto clicked = desk.click("find"); !clicked) return clicked;
    if (auto typed = desk.type(tour.patient); !typed) return typed;
    if (auto there = first_row_is(desk, tour.patient); !there) return there;
    if (auto clicked = desk.click("person_row.0"); !clicked) return clicked;
    if (auto shown = desk.wait_for_page("person"); !shown) return shown;
    if (auto taken = tour.camera.shoot_both(desk, "desk-person"); !taken) return taken;

    const auto by_hand = script::worked_out_by_hand();
    const std::string total = std::to_string(by_hand.pcl5_total) + " of 80";
    if (auto said = expect_words(desk, tour, "the PCL-5 total on the screen is the one worked out by hand", total);
        !said)
        return said;
    const std::pair<const char*, std::string> clusters[] = {{"cluster B", std::to_string(by_hand.pcl5_b) + " of 20"},
                                                            {"cluster C", std::to_string(by_hand.pcl5_c) + " of 8"},
                                                            {"cluster D", std::to_string(by_hand.pcl5_d) + " of 28"},
                                                            {"cluster E", std::to_string(by_hand.pcl5_e) + " of 24"}};
    for (const auto& [what, words] : clusters)
        if (auto said =
                expect_words(desk, tour, std::string(what) + " on the screen is the one worked out by hand", words);
            !said)
            return said;

    if (auto table = desk.click("person.table_toggle"); !table) return table;
    return tour.camera.shoot(desk, "desk-person-table");
}

Status release(Automation& desk, Tour& tour)
{
    if (auto clicked = desk.click("tab.release"); !clicked) return clicked;
    if (auto shown = desk.wait_for_page("release"); !shown) return shown;
    if (auto ready = desk.wait_for_node("release.write"); !ready) return ready.error();
    for (int tries = 0; tries < 1000; ++tries, wait_a_little()) { // "Measuring" until the figures are true
        auto node = desk.find("release.write");
        if (!node) return node.error();
        if (*node && (*node)->enabled) break;
    }
    if (auto taken = tour.camera.shoot_both(desk, "desk-release"); !taken) return taken;
    if (auto clicked = desk.click("release.tab.table"); !clicked) return clicked;
    if (auto taken = tour.camera.shoot_both(desk, "desk-release-table"); !taken) return taken;
    if (auto said = expect_words(desk, tour, "a visit with one patient is withheld from the table", "withheld"); !said)
        return said;
    if (auto clicked = desk.click("release.write"); !clicked) return clicked;
    if (auto done = desk.wait_for_node("release.done"); !done) return done.error();
    if (auto taken = tour.camera.shoot_both(desk, "desk-release-done"); !taken) return taken;
    if (auto clicked = desk.click("release.part.tables"); !clicked) return clicked;
    if (auto ready = desk.wait_for_node("tables.write"); !ready) return ready.error();
    for (int tries = 0; tries < 1000; ++tries, wait_a_little()) {
        auto node = desk.find("tables.write");
        if (!node) return node.error();
        if (*node && (*node)->enabled) break;
    }
    return tour.camera.shoot_both(desk, "desk-tables");
}

} // namespace

Status unlock(Automation& desk)
{
    if (auto shown = desk.wait_for_page("unlock"); !shown) return shown;
    if (auto chosen = desk.click("unlock.passphrase"); !chosen) return chosen;
    if (auto typed = desk.type(demo_passphrase()); !typed) return typed;
    if (auto pressed = desk.click("unlock.go"); !pressed) return pressed;
    return desk.wait_for_page("worklist");
}

Status desk_in_the_morning(Automation& desk, Tour& tour)
{
    if (auto shown = desk.wait_for_page("unlock"); !shown) return shown;
    if (auto taken = tour.camera.shoot_both(desk, "desk-unlock"); !taken) return taken;
    if (auto looked = nothing_of_anybody_at_the_door(desk, tour); !looked) return looked;
    if (auto refused = wrong_passphrase_first(desk, tour); !refused) return refused;
    if (auto opened = unlock(desk); !opened) return opened;
    if (auto taken = tour.camera.shoot_both(desk, "desk-worklist"); !taken) return taken;
    return start_a_session(desk, tour);
}

Status desk_after_the_session(Automation& desk, Tour& tour)
{
    if (auto shown = desk.wait_for_page("unlock"); !shown) return shown;
    if (auto said = expect_words(desk, tour, "the unlock page asks to see the last person first",
                                 "Please see the last person first");
        !said)
        return said;
    if (auto taken = tour.camera.shoot_both(desk, "desk-unlock-see-first"); !taken) return taken;
    if (auto opened = unlock(desk); !opened) return opened;
    if (auto taken = tour.camera.shoot_both(desk, "desk-worklist-after"); !taken) return taken;
    if (auto acknowledged = acknowledge_the_new_alert(desk, tour); !acknowledged) return acknowledged;
    if (auto looked = look_at_the_person(desk, tour); !looked) return looked;
    if (auto released = release(desk, tour); !released) return released;
    if (auto set_up = desk_set_up(desk, tour); !set_up) return set_up;
    return desk.close_window();
}

} // namespace rapport::cli
