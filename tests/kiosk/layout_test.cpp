#include <algorithm>
#include <array>

#include "instruments/reader.h"
#include "tests/kiosk/stage.h"

namespace rapport::kiosk::test {

using shell::Node;
using shell::Rect;
using shell::Role;

namespace {

struct Screen {
    int width;
    int height;
};
constexpr std::array screens{Screen{1280, 800}, Screen{800, 1280}};

bool interactive(const Node& node)
{
    return node.role == Role::button || node.role == Role::radio || node.role == Role::link;
}

bool overlap(const Rect& a, const Rect& b)
{
    return a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom();
}

bool inside(const Rect& outer, const Rect& inner)
{
    return inner.x >= outer.x && inner.y >= outer.y && inner.right() <= outer.right() &&
           inner.bottom() <= outer.bottom();
}

/// Every node inside the window, targets 72 high and 8 apart from nothing but words of their own, words over no other
/// words.
void expect_sound(const Stage& stage, const Rect& window, const std::string& where)
{
    const auto& nodes = stage.tree().nodes();
    for (const Node& node : nodes) {
        if (node.role == Role::page) continue;
        EXPECT_TRUE(inside(window, node.rect)) << where << ": " << node.id << " reaches out: " << node.rect.x << " "
                                               << node.rect.y << " " << node.rect.right() << " " << node.rect.bottom();
        EXPECT_TRUE(!interactive(node) || node.rect.h >= 72) << where << ": " << node.id << " is " << node.rect.h;
    }
    for (std::size_t i = 0; i < nodes.size(); ++i)
        for (std::size_t j = i + 1; j < nodes.size(); ++j) {
            const Node& a = nodes[i];
            const Node& b = nodes[j];
            if (a.role == Role::page || b.role == Role::page) continue;
            // The cover's whole screen is its target; a review card holds its own words.
            if (a.id == "cover.touch" || b.id == "cover.touch") continue;
            if (a.id.starts_with("review.item.") && b.id == "review.words." + a.id.substr(12)) continue;
            EXPECT_FALSE(overlap(a.rect, b.rect)) << where << ": " << a.id << " and " << b.id;
        }
}

std::vector<std::string> bundled_ids()
{
    std::vector<std::string> ids;
    for (const instruments::Definition& definition : instruments::library())
        if (session::fits_a_page(definition)) ids.push_back(definition.id);
    return ids;
}

} // namespace

TEST(KioskLayout, every_page_of_every_bundled_instrument_fits_and_nothing_overlaps)
{
    ASSERT_GE(bundled_ids().size(), 40U);
    for (const Screen screen : screens) {
        const Rect window{0, 0, static_cast<float>(screen.width), static_cast<float>(screen.height)};
        for (const std::string& id : bundled_ids()) {
            Stage stage({id, "check-in-patient"}, screen.width, screen.height);
            const auto check = [&](const std::string& what) {
                expect_sound(stage, window, id + " at " + std::to_string(screen.width) + ": " + what);
            };
            const instruments::Definition& definition = stage.survey().battery().front();
            const int lowest = definition.choices(0).front().value;
            check("welcome");
            stage.click("welcome.begin");
            check("instructions");
            stage.click("part.start");
            for (std::size_t item = 0; item < definition.items.size(); ++item) {
                check("question " + std::to_string(item + 1));
                stage.click("decline");
                check("confirm " + std::to_string(item + 1));
                stage.click("decline.confirm");
                check("declined " + std::to_string(item + 1));
                stage.click("next");
            }
            for (std::size_t page = 0; page * 3 < definition.items.size(); ++page) {
                check("review " + std::to_string(page + 1));
                if (definition.items.size() > 3) stage.click("review.more");
            }
            stage.click("review.item." + definition.items.front().id);
            stage.answer(lowest);
            check("review after an answer");
            stage.click("moment");
            check("moment");
            stage.click("moment.someone");
            check("someone");
            stage.click("moment.return");
            stage.click("pause");
            check("cover");
            stage.wait(301);
            check("staff cover");
        }
    }
}

TEST(KioskLayout, the_last_pages_fit_too)
{
    for (const Screen screen : screens) {
        const Rect window{0, 0, static_cast<float>(screen.width), static_cast<float>(screen.height)};
        Stage stage({"check-in-patient"}, screen.width, screen.height);
        stage.to_first_question();
        for (int item = 0; item < 5; ++item)
            stage.answer(3);
        expect_sound(stage, window, "review, all answered");
        stage.click("review.go_on");
        expect_sound(stage, window, "hand back");

        Stage full({"check-in-patient"}, screen.width, screen.height);
        full.to_first_question();
        full.disk.full = true;
        full.click("option.3");
        expect_sound(full, window, "save failed");
    }
}

TEST(KioskLayout, nothing_moves_between_the_items_of_a_part)
{
    for (const Screen screen : screens)
        for (const std::string& id : bundled_ids()) {
            Stage stage({id}, screen.width, screen.height);
            stage.to_first_question();
            const instruments::Definition& definition = stage.survey().battery().front();
            const bool stem = stage.has("stem");
            const float stem_y = stem ? stage.node("stem").rect.y : 0;
            const float question_y = stage.node("question").rect.y;
            const float bottom =
                stage.node("option." + std::to_string(definition.choices(0).back().value)).rect.bottom();
            const Rect next = stage.node("next").rect;
            for (std::size_t item = 0; item < definition.items.size(); ++item) {
                const std::string where = id + " item " + definition.items[item].id;
                if (stem && definition.items[item].choice_set == definition.items[0].choice_set) {
                    EXPECT_EQ(stage.node("stem").rect.y, stem_y) << where;
                }
                EXPECT_EQ(stage.node("question").rect.y, question_y) << where;
                const int last = definition.choices(item).back().value;
                EXPECT_EQ(stage.node("option." + std::to_string(last)).rect.bottom(), bottom) << where;
                EXPECT_EQ(stage.node("next").rect.y, next.y) << where;
                EXPECT_EQ(stage.node("next").rect.x, next.x) << where;
                int highest = last; // at a gate the highest is the answer that opens it
                for (const instruments::Choice& choice : definition.choices(item))
                    highest = std::max(highest, choice.value);
                stage.answer(highest);
            }
        }
}

TEST(KioskLayout, a_landscape_question_stands_where_the_design_says)
{
    Stage stage({"pcl-5"});
    stage.to_first_question();
    const auto at = [&](std::string_view id) { return stage.node(id).rect; };
    EXPECT_EQ(at("stem").x, 120);
    EXPECT_EQ(at("stem").y, 96);
    EXPECT_EQ(at("question").y, 127);
    EXPECT_EQ(at("question").w, 1040);
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(at("option." + std::to_string(i)).y, 296.0F + static_cast<float>(i) * 80);
        EXPECT_EQ(at("option." + std::to_string(i)).h, 72);
    }
    EXPECT_EQ(at("back").y, 712);
    EXPECT_EQ(at("back").w, 184);
    EXPECT_EQ(at("next").right(), 1160);
    EXPECT_EQ(at("next").h, 72);
}

} // namespace rapport::kiosk::test
