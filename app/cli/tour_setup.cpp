#include <algorithm>
#include <chrono>
#include <thread>

#include "app/about/about.h"
#include "app/cli/tour_parts.h"

namespace rapport::cli {

namespace {

Status check_node(Automation& desk, Tour& tour, std::string_view what, std::string_view id, const std::string& holds)
{
    auto node = desk.wait_for_node(id);
    if (!node) return node.error();
    const std::string seen = node->name + " " + node->value;
    tour.report.check(what, seen.find(holds) != std::string::npos, holds, seen);
    return {};
}

/// A second clinician, with the recovery sheet in place of an administrator.
Status add_a_user(Automation& desk, Tour& tour)
{
    if (auto clicked = desk.click("tab.setup"); !clicked) return clicked;
    if (auto shown = desk.wait_for_page("users"); !shown) return shown;
    if (auto taken = tour.camera.shoot_both(desk, "desk-users"); !taken) return taken;
    if (auto clicked = desk.click("users.add"); !clicked) return clicked;
    if (auto clicked = desk.click("user.name"); !clicked) return clicked;
    if (auto typed = desk.type("T. Nakamura"); !typed) return typed;
    if (auto clicked = desk.click("user.approval"); !clicked) return clicked;
    if (auto typed = desk.type(tour.clinic.recovery); !typed) return typed;
    if (auto taken = tour.camera.shoot_both(desk, "desk-add-user"); !taken) return taken;
    if (auto clicked = desk.click("user.go"); !clicked) return clicked;
    if (auto said = check_node(desk, tour, "a user is added by a clinician and the recovery sheet", "users.done",
                               "T. Nakamura has a key now.");
        !said)
        return said;
    return tour.camera.shoot(desk, "desk-user-added");
}

Status back_up(Automation& desk, Tour& tour)
{
    if (auto clicked = desk.click("setup.backups"); !clicked) return clicked;
    if (auto shown = desk.wait_for_page("backups"); !shown) return shown;
    if (auto clicked = desk.click("backups.go"); !clicked) return clicked;
    if (auto said = check_node(desk, tour, "a backup is made and checked by another program", "backups.done",
                               "Backed up and checked");
        !said)
        return said;
    if (auto clicked = desk.click("drill.passphrase"); !clicked) return clicked;
    if (auto typed = desk.type(demo_passphrase()); !typed) return typed;
    if (auto clicked = desk.click("drill.go"); !clicked) return clicked;
    if (auto said =
            check_node(desk, tour, "the backup is restored and agrees row by row", "drill.done", "It can be restored");
        !said)
        return said;
    return tour.camera.shoot_both(desk, "desk-backups");
}

Status read_the_record(Automation& desk, Tour& tour)
{
    if (auto clicked = desk.click("setup.record"); !clicked) return clicked;
    if (auto shown = desk.wait_for_page("record"); !shown) return shown;
    if (auto taken = tour.camera.shoot_both(desk, "desk-record"); !taken) return taken;
    auto anchor = desk.wait_for_node("day.anchor");
    if (!anchor) return anchor.error();
    if (auto clicked = desk.click("day.typed"); !clicked) return clicked;
    if (auto typed = desk.type(anchor->name); !typed) return typed;
    if (auto clicked = desk.click("day.check"); !clicked) return clicked;
    if (auto said = check_node(desk, tour, "the record goes through the anchor of the day", "day.done", "goes through");
        !said)
        return said;
    if (auto clicked = desk.click("setup.policy"); !clicked) return clicked;
    if (auto shown = desk.wait_for_page("policy"); !shown) return shown;
    return tour.camera.shoot_both(desk, "desk-policy");
}

Status ask_which_rapport(Automation& desk, Tour& tour)
{
    if (auto clicked = desk.click("setup.about"); !clicked) return clicked;
    if (auto shown = desk.wait_for_page("about"); !shown) return shown;
    if (auto said =
            check_node(desk, tour, "the desk says which commit it is of", "about.commit", about::this_build().commit);
        !said)
        return said;
    return tour.camera.shoot_both(desk, "desk-about");
}

/// Another person than the one who answered today, whose answers are compared with the script at the end.
Status find_somebody_else(Automation& desk, Tour& tour)
{
    if (auto clicked = desk.click("tab.people"); !clicked) return clicked;
    if (auto shown = desk.wait_for_page("people"); !shown) return shown;
    // The search for the one who answered still stands in its field.
    if (auto clicked = desk.click("find"); !clicked) return clicked;
    if (auto pressed = desk.key("end"); !pressed) return pressed;
    for (std::size_t n = 0; n < tour.patient.size(); ++n)
        if (auto pressed = desk.key("backspace"); !pressed) return pressed;
    for (int tries = 0; tries < 1000; ++tries, std::this_thread::sleep_for(std::chrono::milliseconds(20))) {
        auto nodes = desk.tree();
        if (!nodes) return nodes.error();
        for (const SeenNode& node : *nodes)
            if (node.id.starts_with("person_row.") && node.name.find(tour.patient) == std::string::npos)
                return desk.click(node.id);
    }
    return Error{fault::automation_lost, "nobody else is in the list"};
}

Status correct_an_answer(Automation& desk, Tour& tour)
{
    if (auto found = find_somebody_else(desk, tour); !found) return found;
    if (auto shown = desk.wait_for_page("person"); !shown) return shown;
    if (auto clicked = desk.click("person.mend"); !clicked) return clicked;
    if (auto shown = desk.wait_for_page("mend"); !shown) return shown;
    auto now = desk.wait_for_node("mend.now");
    if (!now) return now.error();
    if (auto clicked = desk.click("mend.answer"); !clicked) return clicked;
    // The first choice, or the second when the first is what stands there.
    auto first = desk.wait_for_node("mend.answer.0");
    if (!first) return first.error();
    const std::string right = first->name == now->value ? "mend.answer.1" : "mend.answer.0";
    if (auto clicked = desk.click(right); !clicked) return clicked;
    if (auto clicked = desk.click("mend.reason"); !clicked) return clicked;
    if (auto typed = desk.type("Read again from the paper form."); !typed) return typed;
    if (auto taken = tour.camera.shoot_both(desk, "desk-correct"); !taken) return taken;
    if (auto clicked = desk.click("mend.save"); !clicked) return clicked;
    if (auto said = check_node(desk, tour, "an answer is corrected and the score worked out again", "mend.done",
                               "is corrected");
        !said)
        return said;
    if (auto said = check_node(desk, tour, "the first answer stays visible", "mend.earlier.0", now->value); !said)
        return said;
    if (auto taken = tour.camera.shoot_both(desk, "desk-corrected"); !taken) return taken;
    if (auto clicked = desk.click("leave.erase"); !clicked) return clicked;
    return tour.camera.shoot_both(desk, "desk-erase");
}

} // namespace

Status desk_set_up(Automation& desk, Tour& tour)
{
    if (auto added = add_a_user(desk, tour); !added) return added;
    if (auto backed_up = back_up(desk, tour); !backed_up) return backed_up;
    if (auto read = read_the_record(desk, tour); !read) return read;
    if (auto told = ask_which_rapport(desk, tour); !told) return told;
    return correct_an_answer(desk, tour);
}

} // namespace rapport::cli
