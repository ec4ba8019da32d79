#include <algorithm>
#include <array>

#include "instruments/reader.h"
#include "tests/kiosk/stage.h"

namespace rapport::kiosk::test {

using shell::Rect;

namespace {

struct Screen {
    int width;
    int height;
};
constexpr std::array screens{Screen{1280, 800}, Screen{800, 1280}};

std::vector<std::string> bundled_ids()
{
    std::vector<std::string> ids;
    for (const instruments::Definition& definition : instruments::library())
        if (session::fits_a_page(definition)) ids.push_back(definition.id);
    return ids;
}

} // namespace

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
