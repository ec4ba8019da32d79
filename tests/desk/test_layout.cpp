#include <array>
#include <set>

#include <gtest/gtest.h>

#include "tests/desk/clinic.h"

namespace rapport::desk::test {

using shell::Node;
using shell::Rect;

namespace {

bool overlap(const Rect& a, const Rect& b)
{
    return a.x < b.right() - 0.5F && b.x < a.right() - 0.5F && a.y < b.bottom() - 0.5F && b.y < a.bottom() - 0.5F;
}

bool inside(const Rect& inner, const Rect& outer)
{
    return inner.x >= outer.x - 0.5F && inner.y >= outer.y - 0.5F && inner.right() <= outer.right() + 0.5F &&
           inner.bottom() <= outer.bottom() + 0.5F;
}

/// The list of questionnaires is longer than the card it scrolls in; what is cut off by the card cannot be pressed.
bool scrolls_under_the_foot(const Node& line, const Node& foot)
{
    if (line.role == shell::Role::row && foot.id == "tables.write") return true;
    return line.id.starts_with("start.battery.") &&
           (foot.id == "start.cancel" || foot.id == "start.ticket" || foot.id == "start.go");
}

/// Nothing that can be pressed lies half over another, nothing leaves the window sideways, staff targets are 40 high.
void check(const shell::SemanticTree& tree, float width, const std::string& page)
{
    const auto& nodes = tree.nodes();
    for (std::size_t a = 0; a < nodes.size(); ++a) {
        if (nodes[a].role == shell::Role::page) continue;
        EXPECT_GE(nodes[a].rect.x, -0.5F) << page << " " << nodes[a].id;
        EXPECT_LE(nodes[a].rect.right(), width + 0.5F) << page << " " << nodes[a].id << ": " << nodes[a].name;
        if (!nodes[a].focusable) continue;
        EXPECT_GE(nodes[a].rect.h, 39.5F) << page << " " << nodes[a].id;
        for (std::size_t b = a + 1; b < nodes.size(); ++b)
            if (nodes[b].focusable && overlap(nodes[a].rect, nodes[b].rect) &&
                !scrolls_under_the_foot(nodes[a], nodes[b])) {
                EXPECT_TRUE(inside(nodes[a].rect, nodes[b].rect) || inside(nodes[b].rect, nodes[a].rect))
                    << page << ": " << nodes[a].id << " and " << nodes[b].id;
            }
    }
}

/// Words that are read never lie over other words. `foot_y`: what scrolls goes under the foot that begins there.
void check_words(const shell::SemanticTree& tree, const std::string& page, float foot_y = 1e6F)
{
    const std::set<std::string> foot{"release.deidentified", "release.measured", "release.ready", "tables.summary"};
    std::vector<Node> words;
    for (const Node& node : tree.nodes()) {
        const bool is_words =
            node.role == shell::Role::text || node.role == shell::Role::heading || node.role == shell::Role::alert;
        const bool under_foot = node.rect.bottom() > foot_y && !foot.contains(node.id);
        if (is_words && !under_foot && node.id != "banner") words.push_back(node);
    }
    for (std::size_t a = 0; a < words.size(); ++a)
        for (std::size_t b = a + 1; b < words.size(); ++b) {
            EXPECT_FALSE(overlap(words[a].rect, words[b].rect))
                << page << ": " << words[a].id << " '" << words[a].name << "' and " << words[b].id << " '"
                << words[b].name << "'";
        }
}

} // namespace

TEST(DeskLayout, holds_on_a_wide_screen_a_laptop_and_a_tablet_upright)
{
    constexpr std::array<std::pair<int, int>, 3> sizes{{{1440, 900}, {1280, 800}, {800, 1280}}};
    Clinic few(Holds::few);
    Clinic many(Holds::many);
    for (const auto& size : sizes) {
        const int width = size.first;
        const int height = size.second;
        const auto wide = static_cast<float>(width);
        Desk desk(few.settings(), width, height);
        check(desk.harness.tree(), wide, "unlock");
        check_words(desk.harness.tree(), "unlock");
        desk.unlock();
        const auto look = [&](const std::string& page) {
            ASSERT_TRUE(desk.on_page(page)) << page;
            const std::string where = page + " " + std::to_string(width);
            check(desk.harness.tree(), wide, where);
            check_words(desk.harness.tree(), where);
        };
        look("worklist");
        EXPECT_NE(desk.harness.tree().by_id("find"), nullptr) << width;
        desk.click("alert.0.acknowledge");
        look("worklist");
        desk.click("tab.people");
        look("people");
        desk.click("people.add");
        desk.click("add.save");
        look("add_person");
        desk.click("tab.worklist");
        desk.click("due.1.hand_over");
        look("start_session");
        desk.click("tab.setup");
        look("users");
        desk.click("users.add");
        look("users");
        desk.click("setup.backups");
        look("backups");
        desk.click("setup.record");
        look("record");
        desk.click("setup.policy");
        look("policy");
        for (const char* const part : {"batteries", "instruments", "clinic", "tickets", "hub", "device", "about"}) {
            desk.click(std::string("setup.") + part);
            look(part);
        }
        desk.click("tab.caseload");
        look("caseload");
        desk.click("tab.people");
        desk.click("person_row.0");
        look("person");
        desk.click("person.care");
        look("care");
        desk.click("care.back");
        desk.click("person.mend");
        look("mend");
        desk.click("leave.erase");
        look("mend");
        desk.lock();

        Desk somebody(many.settings(), width, height);
        somebody.unlock();
        somebody.click("tab.release");
        ASSERT_TRUE(somebody.wait_for("release.ready"));
        check(somebody.harness.tree(), wide, "release " + std::to_string(width));
        const float foot_y = static_cast<float>(height) - 100;
        check_words(somebody.harness.tree(), "release " + std::to_string(width), foot_y);
        somebody.click("release.part.tables");
        ASSERT_TRUE(somebody.wait_for("tables.visit.0"));
        check(somebody.harness.tree(), wide, "tables " + std::to_string(width));
        check_words(somebody.harness.tree(), "tables " + std::to_string(width), foot_y - 32);
        somebody.click("lock");
    }
}

} // namespace rapport::desk::test
